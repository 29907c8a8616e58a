"""Links between records: which partners an event, an evaluation or a plan row names.

A cell may name several, and a name may hold commas, «та» and slashes: known names are tried first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheets import splitting
from sheets.coded import Coded
from sheets.known import UNKNOWN, Meant, known
from sheets.names import read_name
from sheets.schema import Panel

PARTNERS = "partners"
# «ліцеї № 4, 6 і № 12»: one kind, several numbers.
NUMBERS = re.compile(r"([^,;|\n№]*)№\s*(\d+(?:\s*(?:[,;]|та|і|й)\s*(?:№\s*)?\d+\b(?!\s*(?!та\b|і\b|й\b)[^\W\d]))+)")

Names = tuple[str, ...]  # of one cell, as written


class Named(NamedTuple):
    """Whom the names in a cell mean: partners' numbers, and the names that mean nobody, each with why."""

    partners: tuple[int, ...]
    lost: tuple[tuple[str, Meant], ...]


def split_names(text: str, names: Collection[str] = ()) -> Names:
    """The names in a cell, as written; those in `names` (of partners) are found whole, whatever they hold within."""
    return tuple(splitting.names(text, is_known(names)))


def is_known(names: Collection[str]) -> Callable[[str], bool]:
    """Answers whether a whole text is one of these names, in whatever hand: what Context.known_name asks."""
    keys = _keys(names if isinstance(names, frozenset) else frozenset(names))
    return lambda text: _key(text) in keys


@lru_cache(maxsize=8)
def _keys(names: frozenset[str]) -> frozenset[str]:
    return frozenset(_key(name) for name in names) - {""}


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    """A name's key for splitting: its stems and numbers, in one order."""
    name = read_name(text)
    return " ".join(sorted(name.words)) + " #" + " ".join(sorted(name.numbers)) if name.words else ""


def link_records(frames: Mapping[str, pd.DataFrame], panel: Panel) -> pd.DataFrame:
    """Which partners each record names: kind, record and partner, the last two numbers as in Snapshot's docstring.

    A name that may mean two partners, or none, gives no link; `unlinked` tells why.
    """
    parts = [(kind, *_links(meant)) for kind, _, meant in _referring(frames, panel)]
    kinds = list(panel.tabs)
    sizes = [len(records) for _, records, _ in parts]
    codes = np.repeat(np.array([kinds.index(kind) for kind, _, _ in parts], dtype=np.int8), sizes)
    columns: dict[str, Any] = {"kind": pd.Categorical.from_codes(codes, pd.Index(kinds, dtype=object))}
    for at, name in enumerate(("record", "partner"), start=1):
        columns[name] = np.concatenate([np.arange(0), *(part[at] for part in parts)])
    return pd.DataFrame(columns, copy=False)


def _links(meant: Coded[Named]) -> tuple[np.ndarray, np.ndarray]:
    """The records and the partners of all links of a field."""
    numbers = [named.partners for named in meant.cells]
    sizes = np.fromiter(map(len, numbers), dtype=np.int64, count=len(numbers))
    counts = sizes[meant.codes]
    flat = np.fromiter(chain.from_iterable(numbers), dtype=np.int64, count=sizes.sum())
    first = (np.cumsum(sizes) - sizes)[meant.codes] - (np.cumsum(counts) - counts)  # of each record's among all numbers
    return np.repeat(np.arange(len(meant)), counts), flat[np.repeat(first, counts) + np.arange(counts.sum())]


def unlinked(frames: Mapping[str, pd.DataFrame], panel: Panel) -> Iterator[tuple[str, str, int, str, Meant]]:
    """Each name that could not be linked: kind, field, record, the name as written, and why.

    Nothing where there are no partners at all: then every name would be unknown, which says nothing of the names.
    """
    for kind, field, meant in _referring(frames, panel):
        if len(frames[PARTNERS]):
            for record in np.flatnonzero(meant.where(lambda named: bool(named.lost))).tolist():
                for name, answer in meant[record].lost:
                    yield kind, field, record, name, answer


Referring = tuple[str, str, Coded[Named]]
# By kind and field what was found last, with the frames that it was found in: what did not change isn't asked again.
_last: dict[tuple[str, str], tuple[pd.DataFrame | None, pd.DataFrame, Referring]] = {}


def _referring(frames: Mapping[str, pd.DataFrame], panel: Panel) -> Iterator[Referring]:
    """For each field that names partners: its kind and key, and whom each record's names mean."""
    partners = frames.get(PARTNERS)
    names: Names | None = None
    for kind, tab in panel.tabs.items():
        for field in tab.fields.values():
            if field.refers != PARTNERS or kind not in frames or field.key not in frames[kind]:
                continue
            before = _last.get((kind, field.key))
            if before is None or before[0] is not partners or before[1] is not frames[kind]:
                if names is None:
                    names = _names(partners, panel)
                cells = _coded(frames[kind][field.key].tolist())
                meant = Coded(_meanings(names, tuple(cells.cells)), cells.codes)
                before = _last[kind, field.key] = partners, frames[kind], (kind, field.key, meant)
            yield before[2]


def _names(partners: pd.DataFrame | None, panel: Panel) -> Names:
    return () if partners is None else tuple(name or "" for name in partners[panel.tabs[PARTNERS].name].tolist())


def _coded(values: list[Any]) -> Coded[Names]:
    """A frame's column, coded by which object stands where: quicker than comparing the texts in tuples."""
    codes, objects = pd.factorize(np.fromiter(map(id, values), dtype=np.int64, count=len(values)))
    first = np.empty(len(objects), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(values))[::-1]
    return Coded([_cell(values[place]) for place in first.tolist()], codes)


def _cell(value: Any) -> Names:
    """The names in a cell of a frame: a tuple as read, one text, or nothing."""
    if type(value) is tuple:
        return value
    return (value,) if isinstance(value, str) and value else ()


@lru_cache(maxsize=16)
def _meanings(names: Names, cells: tuple[Names, ...]) -> Sequence[Named]:
    """Whom the names in each cell mean. Where one isn't found, the cell is parted anew, if that finds more."""
    partners = known(names)
    answers = partners.meant({name for cell in cells for name in cell})
    doubted = {
        cell: (cell, *_other_ways(cell, names)) for cell in cells if any(answers[name].code == UNKNOWN for name in cell)
    }
    tried = {name for ways in doubted.values() for way in ways for name in way}
    answers |= partners.meant(tried - answers.keys())

    def missed(way: Names) -> tuple[int, int]:
        lost = sum(answers[name].partner is None for name in way)
        return lost, lost - len(way)

    chosen = {cell: min(ways, key=missed) for cell, ways in doubted.items()}
    return [_named([(name, answers[name]) for name in chosen.get(cell, cell)]) for cell in cells]


def _named(answers: list[tuple[str, Meant]]) -> Named:
    partners = dict.fromkeys(answer.partner for _, answer in answers if answer.partner is not None)
    return Named(tuple(partners), tuple((name, answer) for name, answer in answers if answer.partner is None))


def _other_ways(cell: Names, names: Names) -> tuple[Names, ...]:
    """The cell parted by known names; at every separator but within known names; with each number named in full."""
    text = ", ".join(cell)
    ways = [split_names(text, frozenset(names)), _everywhere(text, names)]
    if NUMBERS.search(text):
        ways.append(split_names(NUMBERS.sub(_each_number, text), frozenset(names)))
    return tuple(ways)


def _each_number(found: re.Match[str]) -> str:
    return ", ".join(f"{found[1]}№ {number}" for number in re.findall(r"\d+", found[2]))


def _everywhere(text: str, names: Names) -> Names:
    whole_name = is_known(frozenset(names))
    spans: list[tuple[int, int]] = []
    for piece in splitting.pieces(text, slash=True):
        for part in splitting.at_and(piece):
            start = text.find(part, spans[-1][1] if spans else 0)
            spans.append((max(start, 0), max(start, 0) + len(part)))
    found: list[str] = []
    while spans:
        ends = (n for n in range(len(spans), 1, -1) if whole_name(text[spans[0][0] : spans[n - 1][1]]))
        taken = next(ends, 1)
        found.append(text[spans[0][0] : spans[taken - 1][1]])
        spans = spans[taken:]
    return tuple(found)
