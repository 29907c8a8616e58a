"""Twins: one partner that stands in two rows, spelled twice. They are offered as a pair; nothing is joined by itself.

Near names of different partners are not twins: another number, another legal form, another word tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from sheets.known import AMBIGUOUS, WAYS, Known, begun, compared, known
from sheets.names import GENERIC, Name, near, one_kind, pairing, read_name
from sheets.text import clean, fold

NAME = "name"  # the partners' field that names them
SEEN = 60  # of 100: a name less like what is typed is not shown

ALIKE = 80  # of 100: so like are the words of two names with one phone that they may be one

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What else is known of a partner, to support a doubtful pair or speak against it."""

    type: Hashable
    contacts: frozenset[str]  # phones and e-mails
    address: str


def find_twins(partners: pd.DataFrame) -> tuple[tuple[int, ...], ...]:
    """Groups of numbers in this frame (of kind partners) that look like one partner, each in order, none twice."""
    return _groups(tuple(name or "" for name in partners[NAME]), tuple(_told(partners)))


@lru_cache(maxsize=4)
def _groups(texts: tuple[str, ...], told: tuple[Told, ...]) -> tuple[tuple[int, ...], ...]:
    """The groups; rows with the very same name are one from the start."""
    rows: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        if text.strip():
            rows[clean(text)].append(number)
    members = list(rows.values())
    found = (sorted(chain.from_iterable(members[place] for place in group)) for group in _joined(rows, told))
    return tuple(sorted(tuple(group) for group in found if len(group) > 1))


def _joined(rows: Mapping[str, list[int]], told: Sequence[Told]) -> list[set[int]]:
    """The different names, by their places, as groups of those that may be one partner."""
    names = known(tuple(rows))
    all_told = [_together([told[number] for number in numbers]) for numbers in rows.values()]
    group = {place: {place} for place in range(len(rows))}
    for one, other in chain.from_iterable(pairs(names, all_told) for pairs in PAIRS):
        if group[one] is not group[other] and all(
            _may_be_one(names.forms[a], names.forms[b]) for a in group[one] for b in group[other]
        ):
            group[one] |= group[other]
            group.update(dict.fromkeys(group[other], group[one]))
    return list({id(members): members for members in group.values()}.values())


def _together(told: Sequence[Told]) -> Told:
    """What is known of one partner from all its rows."""
    return Told(
        next((one.type for one in told if one.type is not None), None),
        frozenset().union(*(one.contacts for one in told)),
        next((one.address for one in told if one.address), ""),
    )


def _told(partners: pd.DataFrame) -> list[Told]:
    def column(field: str) -> Sequence[Any]:
        return partners[field].tolist() if field in partners else [None] * len(partners)

    return [
        Told(
            kind if isinstance(kind, str) else None,
            frozenset([*(phones or ()), *(emails or ())]),
            fold(address) if isinstance(address, str) else "",
        )
        for kind, phones, emails, address in zip(
            column("type"), column("phones"), column("emails"), column("address"), strict=True
        )
    ]


def _may_be_one(one: Name, other: Name) -> bool:
    return one_kind(one, other) and (one.numbers == other.numbers or not one.numbers or not other.numbers)


def _unlike(one: Told, other: Told) -> bool:
    """Whether the types say that these are two partners."""
    return None not in (one.type, other.type) and one.type != other.type


def _same(names: Known, told: Sequence[Told]) -> Iterator[Pair]:
    """Names that are the same in their normal form. Where a legal form is said of one only, types must not differ."""
    for way in WAYS:
        groups = defaultdict(list)
        for number, form in enumerate(names.forms):
            if form.words:
                groups[way(form)].append(number)
        for group in groups.values():
            several = len({names.forms[n].legal for n in group} - {frozenset()}) > 1
            for one, other in combinations(group, 2):
                a, b = names.forms[one], names.forms[other]
                supported = bool(told[one].contacts & told[other].contacts)
                doubtful = a.legal != b.legal and (several or _unlike(told[one], told[other]))
                if one_kind(a, b) and (supported or not doubtful):
                    yield one, other


def _mistyped(names: Known, told: Sequence[Told]) -> Iterator[Pair]:
    """Names that differ by typing errors only."""
    family = _families(list(names.by_word))
    groups = defaultdict(list)
    for number, form in enumerate(names.forms):
        groups[frozenset(family.get(word, word) for word in form.words), form.numbers].append(number)
    for group in groups.values():
        for one, other in combinations(group, 2):
            a, b = names.forms[one], names.forms[other]
            if a.words == b.words or not one_kind(a, b) or pairing(a, b) != (len(a.words - b.words), frozenset()):
                continue
            if told[one].contacts & told[other].contacts or not _unlike(told[one], told[other]):
                yield one, other


def _families(words: list[str]) -> dict[str, str]:
    """Words that a typing error may have made of one another -> one of them."""
    long = sorted(word for word in words if len(word) >= 4 or word.endswith("."))
    family: dict[str, str] = {}
    for word, distances in compared(long, long, scorer=OSA.distance, score_cutoff=2):
        like = [long[n] for n in (distances <= 2).nonzero()[0]]
        for other in (*like, *begun(word.rstrip("."), long)):
            if word < other and near(word, other):
                family[other] = family.setdefault(word, word)
    return family


def _short(names: Known, told: Sequence[Told]) -> Iterator[Pair]:
    """A name and the only longer one that it may be short for."""
    for short, form in enumerate(names.forms):
        initials = names.by_initials.get("".join(form.words), []) if len(form.words) == 1 else []
        if form.words - names.common and (form.numbers or form.distinctive):
            longer = [n for n in names.holding(form.words, form.numbers) if form.words < names.forms[n].words]
            fits = [n for n in longer if _short_for(form, names.forms[n], told[short], told[n], names.common)]
            fits += [
                n for n in initials if names.forms[n].numbers == form.numbers and not _unlike(told[short], told[n])
            ]
            if len({names.forms[n].bare for n in fits}) == 1:
                yield short, fits[0]


def _short_for(short: Name, long: Name, one: Told, other: Told, common: frozenset[str]) -> bool:
    """Whether only the town or the kind is left out; more may be, where a phone, e-mail or address is the same."""
    if not _may_be_one(short, long) or _unlike(one, other):
        return False
    if one.contacts & other.contacts:
        return True
    dropped = long.words - short.words
    if short.legal and not long.legal and dropped - common:
        return False
    town_or_remark = common | long.aside
    told = (
        dropped <= town_or_remark
        or (dropped <= town_or_remark | GENERIC and long.core == short.words)
        or (
            bool(short.numbers) and short.words <= GENERIC and dropped == long.core
        )  # «ЗДО № 6» and «ЗДО № 6 «Калинка»»
    )
    same_place = bool(short.numbers and one.address) and one.address == other.address
    return short.numbers == long.numbers and (told or same_place)


def _reached_alike(names: Known, told: Sequence[Told]) -> Iterator[Pair]:
    """Names with one phone or e-mail, and the same number or nearly the same words: «Ліцей № 8», «ЗОШ № 8»."""
    reached = defaultdict(list)
    for number, known_of in enumerate(told):
        for contact in known_of.contacts:
            reached[contact].append(number)
    for group in reached.values():
        for one, other in combinations(group, 2):
            a, b = names.forms[one], names.forms[other]
            alike = bool(a.numbers) or max(fuzz.ratio(a.text, b.text), fuzz.ratio(a.joined, b.joined)) >= ALIKE
            if alike and a.numbers == b.numbers and one_kind(a, b) and not _unlike(told[one], told[other]):
                yield one, other


PAIRS = (_same, _mistyped, _short, _reached_alike)  # the surest first


def near_names(text: str, partners: pd.DataFrame, n: int = 5) -> tuple[int, ...]:
    """The numbers of the partners that a person typing this may look for, likeliest first; for offers only."""
    names = known(tuple(name or "" for name in partners[NAME]))
    if not text.strip() or not names.names:
        return ()
    answer = names.meant([text])[text]
    surely = (answer.partner,) if answer.partner is not None else answer.may_be
    found = sorted(
        (
            (-_like(text, form, name), number)
            for number, (name, form) in enumerate(zip(names.names, names.forms, strict=True))
        ),
    )
    best = (number for minus, number in found[:n] if -minus >= SEEN)
    return tuple(dict.fromkeys([*(s for s in surely if s is not None), *best]))[:n]


def _like(typed: str, form: Name, name: str) -> float:
    """How like, of 100: beginnings of all its words are typed, in any order; else by letters."""
    asked = read_name(typed)
    parts, ours = asked.words | asked.legal | asked.numbers, form.words | form.legal | form.numbers
    if parts and all(any(word.startswith(part) for word in ours) for part in parts):
        return 100.0
    return float(fuzz.WRatio(fold(typed), fold(name))) * 0.95


def same_as(text: str, partners: pd.DataFrame) -> tuple[int, ...]:
    """The partners that this name means already: «Можливо, це вже є: …». Empty when it is a new one."""
    if not read_name(text).words:
        return ()
    answer = known(tuple(name or "" for name in partners[NAME])).meant([text])[text]
    return (answer.partner,) if answer.partner is not None else answer.may_be if answer.code == AMBIGUOUS else ()
