"""What a person said of twins: these rows are one partner, or these are several. Kept beside the workbook (memory.py);
the sheet stays as staff wrote it, and the panel counts as if the other rows were not there, but for their spellings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from sheets.memory import Memory
from sheets.text import clean

Spellings = tuple[str, ...]  # of one partner, the chosen one first; or of several
Numbers = tuple[int, ...]


def join(memory: Memory, spellings: Sequence[str]) -> Memory:
    """A person said that these are one partner, to be called by the first of them."""
    said = tuple(map(clean, spellings))
    return part(memory, said).model_copy(update={"joined": (*part(memory, said).joined, said)})


def keep_apart(memory: Memory, spellings: Sequence[str]) -> Memory:
    """A person said that these are several partners: they are not offered as one again."""
    said = tuple(map(clean, spellings))
    return part(memory, said).model_copy(update={"apart": (*part(memory, said).apart, said)})


def part(memory: Memory, spellings: Sequence[str]) -> Memory:
    """Forgets what was said of these spellings."""
    said = set(map(clean, spellings))
    kept = {name: tuple(g for g in getattr(memory, name) if set(g) != said) for name in ("joined", "apart")}
    return memory.model_copy(update=kept)


def told_apart(groups: Iterable[Numbers], names: Sequence[str], apart: Iterable[Spellings]) -> tuple[Numbers, ...]:
    """The groups of twins without those of which a person said that they are several partners."""
    known = [frozenset(spellings) for spellings in apart]
    return tuple(group for group in groups if not any({clean(names[n] or "") for n in group} <= said for said in known))


def joined(names: Sequence[str], joins: Sequence[Spellings]) -> Mapping[int, int]:
    """Number of a row -> number of the row that it counts as; only of rows that a person joined to another."""
    if not joins:
        return {}
    rows: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        rows.setdefault(clean(name or ""), []).append(number)
    found: dict[int, int] = {}
    for spellings in joins:
        numbers = [number for spelling in spellings for number in rows.get(spelling, ())]
        found.update(dict.fromkeys(numbers[1:], numbers[0]) if numbers else {})
    return {number: _last(found, number) for number in found if _last(found, number) != number}


def _last(found: Mapping[int, int], number: int) -> int:
    """Where the joins of joins end."""
    seen = {number}
    while (number := found.get(number, number)) not in seen:
        seen.add(number)
    return number


def as_one(partners: pd.DataFrame, links: pd.DataFrame, one: Mapping[int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Partners without the rows that count as another, numbered anew, and links that name the row they count as."""
    if not one:
        return partners, links
    stays = np.ones(len(partners), dtype=bool)
    stays[list(one)] = False
    to = np.arange(len(partners))
    to[list(one)] = list(one.values())
    fresh = (np.cumsum(stays) - 1)[to]
    links = links.assign(partner=fresh[links["partner"].to_numpy()]).drop_duplicates(ignore_index=True)
    return partners[stays].reset_index(drop=True), links


def alone(groups: Iterable[Numbers], one: Mapping[int, int]) -> tuple[Numbers, ...]:
    """The groups without rows that count as another; a group that is one partner now is none."""
    left = (tuple(n for n in group if n not in one) for group in groups)
    return tuple(group for group in left if len(group) > 1)


def renumbered(groups: Iterable[Numbers], one: Mapping[int, int]) -> tuple[Numbers, ...]:
    """Groups of rows that count, as numbered after `as_one`."""
    gone = sorted(one)
    return tuple(tuple(n - int(np.searchsorted(gone, n)) for n in group) for group in groups)
