"""Which columns hold which fields by memory, where headings were renamed, moved or have a new neighbour.

A lost field is found again by its values where that is sure, or asked about; what a person confirmed wins over all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sheets.fingerprints import Fingerprint, fingerprint, same_shapes, same_values
from sheets.headers import Header
from sheets.memory import RECOGNISED, Known, TableMemory, TabMemory, beside, paired
from sheets.records import Column, Problem
from sheets.text import fold
from sheets.workbook import Grid

SURE_VALUES, SURE_SHAPES, SURE_DISTINCT = 0.6, 0.7, 3  # the same cells, and more than a column of так/ні
PLAIN = 0.9  # a heading that says so surely which field it is needs no asking
MARGIN = 0.2  # by so much the best must be better than the next
ASK_SHAPES, ASK_HEADING = 0.75, 60  # alike enough to ask; headings alike, of 100
ASK = "column-ask"
HEADER_ROWS = 30  # from the top, where the remembered headings of a tab's only table are looked for
FURTHER_ROWS = 400  # and those of one more table

Remembered = Mapping[int, Mapping[int, str]]  # lowest header row -> column -> field


@dataclass(frozen=True, slots=True)
class Recalled:
    """Which columns hold which fields, by memory or by a person's word; and what to tell or ask about it."""

    columns: Mapping[int, str]
    problems: tuple[Problem, ...] = ()
    header: int = 0  # the lowest header row, as it was given or found by remembered headings


def recall_tab(tab: TabMemory | None, grid: Grid, headers: Sequence[Header]) -> tuple[Remembered, tuple[Problem, ...]]:
    """What memory knows beyond the headings of each table of a tab: lowest header row -> column -> field; and what to
    tell or ask. `headers` are those that headings alone gave."""
    if tab is None:
        return {}, ()
    pairs = paired(tab.tables, [header.kind for header in headers])
    known = [tab.about(TableMemory() if n is None else tab.tables[n]) for n in pairs]
    found = [recall(table, grid, header.columns, header.last) for table, header in zip(known, headers, strict=True)]
    taken = frozenset(row for header in headers for row in header.rows)
    lost = [table for n, table in enumerate(tab.tables) if n not in pairs]
    found += [recall(tab.about(table), grid, taken=taken) for table in lost]
    columns = {one.header: one.columns for one in found if one.columns}
    return columns, tuple(problem for one in found for problem in one.problems)


def recall(
    tab: TabMemory | None,
    grid: Grid,
    columns: Sequence[Column] = (),
    header: int = 0,
    taken: frozenset[int] = frozenset(),
) -> Recalled:
    """The fields that this tab's columns hold by memory, beyond what their headings say.

    `columns` are those that the headings alone gave, `header` the lowest header row; without them (no header was
    recognised) the row with most remembered headings is taken, if it is not `taken` by another table. What a person
    confirmed wins over all; a lost field is found again by its values ('column-recognised', a note) or, if that is not
    sure, asked about ('column-ask').
    """
    if tab is None:
        return Recalled({})
    if not columns:
        header, columns = _headings(tab, grid, taken)
    said = {c.number: tab.confirmed[fold(c.heading)] for c in columns if fold(c.heading) in tab.confirmed}
    have = {column.field for column in columns if column.number not in said} | set(said.values())
    plain, problems = _plainly(tab, [c for c in columns if c.number not in said], have, header)
    have |= set(plain.values())
    lost = [one for one in tab.columns if one.field not in have]
    old = {one.heading for one in tab.columns}
    free = [c for c in columns if c.number not in said and fold(c.heading) not in old]
    found, told = _found_again(tab, lost, free, columns, grid, header) if lost and free else ({}, [])
    confirmed = {c.number: said[c.number] for c in columns if c.number in said and said[c.number] != c.field}
    return Recalled({**plain, **found, **confirmed}, (*problems, *told), header)


def _plainly(
    tab: TabMemory, columns: Iterable[Column], have: set[str | None], header: int
) -> tuple[dict[int, str], list[Problem]]:
    """Fields under their remembered headings, where the headings alone say nothing; told until a person confirms it."""
    known = {one.heading: one for one in tab.columns if one.field not in have}
    found: dict[int, str] = {}
    problems = []
    for column in columns:
        one = known.get(fold(column.heading))
        if one and column.field is None and (one.heading, one.field) not in tab.rejected:
            found[column.number] = one.field
            if one.was:
                problems.append(_told(RECOGNISED, tab, one.was, one.field, column, header))
    return found, problems


def _told(code: str, tab: TabMemory, was: str, field: str, column: Column, header: int) -> Problem:
    details = {"was": was, "kind": tab.kind, "found": column.field}
    return Problem(code, header, field, column.number, column.heading, details)


def _headings(tab: TabMemory, grid: Grid, taken: frozenset[int]) -> tuple[int, list[Column]]:
    """The row in which most remembered headings stand, and its columns, none understood; (0, []) where under two do, or
    beside other tables under half."""
    known = {one.heading for one in tab.columns}
    rows = {
        row: [Column(column, text, None) for column in range(1, grid.width + 1) if (text := grid.text(row, column))]
        for row in range(1, min(grid.height, FURTHER_ROWS if taken else HEADER_ROWS) + 1)
        if row not in taken
    }
    best = max(rows, key=lambda row: len(known & {fold(c.heading) for c in rows[row]}), default=0)
    fewest = max(2, len(known) / 2) if taken else 2
    enough = best and len(known & {fold(column.heading) for column in rows[best]}) >= fewest
    return (best, rows[best]) if enough else (0, [])


def _found_again(
    tab: TabMemory, lost: Sequence[Known], free: Sequence[Column], columns: Sequence[Column], grid: Grid, header: int
) -> tuple[dict[int, str], list[Problem]]:
    """The lost fields in columns with new headings: those that are sure, and what to tell or to ask."""
    likes = {column.number: fingerprint(grid, column.number, header) for column in free}
    pairs = [
        (_likeness(one, column, likes[column.number], columns), one, column)
        for one in lost
        for column in free
        if (fold(column.heading), one.field) not in tab.rejected
    ]
    found: dict[int, str] = {}
    problems: list[Problem] = []
    told: set[str | int] = set()
    for likeness, one, column in sorted(pairs, key=lambda pair: (-pair[0], pair[2].number)):
        if likeness == 0 or one.field in told or column.number in told:
            continue
        told |= {one.field, column.number}
        rivals = [
            other
            for other, known, at in pairs
            if (known.field == one.field) != (at.number == column.number) and other > 0
        ]
        sure = _sure(one.like, likes[column.number]) and likeness - max(rivals, default=0) >= MARGIN
        if sure and column.field is None:
            found[column.number] = one.field
        code = RECOGNISED if column.number in found else ASK
        problems.append(_told(code, tab, one.heading, one.field, column, header))
    return found, problems


def _sure(one: Fingerprint, other: Fingerprint) -> bool:
    enough = min(len(one.values), len(other.values)) >= SURE_DISTINCT
    return enough and same_values(one, other) >= SURE_VALUES and same_shapes(one, other) >= SURE_SHAPES


def _likeness(one: Known, column: Column, like: Fingerprint, columns: Sequence[Column]) -> float:
    """How likely a column is the one that was lost, 0–3; 0 when it is not worth asking."""
    values, shapes = same_values(one.like, like), same_shapes(one.like, like)
    heading = fuzz.token_set_ratio(one.heading, fold(column.heading))
    neighbours = sum(a == b != "" for a, b in zip(one.beside, beside(column, columns), strict=True))
    if column.field and column.sure >= PLAIN and values < SURE_VALUES:
        return 0.0  # a new column whose heading says plainly what it is
    likely = values >= SURE_VALUES or (
        shapes >= ASK_SHAPES and (values >= 0.3 or heading >= ASK_HEADING or neighbours == 2)
    )
    return float(values + shapes + heading / 200 + neighbours / 4) if likely else 0.0
