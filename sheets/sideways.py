"""A tab as it was read before columns of it moved: whatever is looked for in it by a row's cells stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheets.sight import Sight
from sheets.workbook import Grid, Stored
from sheets.xlsx_formulas import Reference, parse

Move = Callable[[int], int]


def headings(sight: Sight, gid: int) -> list[tuple[int, str]]:
    """The columns with a heading and their headings, table by table."""
    return [(column.number, column.heading) for table in sight.tables.get(gid, ()) for column in table.columns]


def moved_columns(before: Sight, now: Sight, gid: int) -> Move:
    """Where a column of `before` stands now, told by its heading; one without a heading stays beside the one to its
    left."""
    old, new = headings(before, gid), headings(now, gid)
    there = {_counted(new, at): number for at, (number, _) in enumerate(new)}
    stands = {number: there[_counted(old, at)] for at, (number, _) in enumerate(old) if _counted(old, at) in there}

    def to(column: int) -> int:
        beside = max((one for one in stands if one <= column), default=min(stands, default=column))
        return max(stands.get(beside, beside) + column - beside, 1)

    return to


def _counted(columns: list[tuple[int, str]], at: int) -> tuple[str, int]:
    """A heading, and how many of the same there are before it."""
    heading = columns[at][1]
    return heading, sum(other == heading for _, other in columns[:at])


def as_columns_stand(before: Sight, now: Sight, gid: int) -> Grid:
    """The tab as it was read before, each column where it stands now, and so in its formulas."""
    old, to = before.grids[gid], moved_columns(before, now, gid)
    if all(to(column) == column for column in range(1, old.width + 2)):
        return old
    stored: list[list[Stored]] = [[] for _ in range(max(map(to, range(1, old.width + 1)), default=0))]
    for column, cells in enumerate(old.stored, start=1):
        stored[to(column) - 1] = list(cells)
    formulas = {(row, to(column)): renamed(text, to, old.tab.title) for (row, column), text in old.formulas.items()}
    return replace(old, stored=stored, shown=None, formulas=formulas)


def renamed(formula: str, to: Move, title: str) -> str:
    """The formula with its tab's columns named as they are now."""

    def told(part: Reference) -> str:
        if part.sheet not in (None, title):
            return str(part)
        first, last = (
            corner and corner._replace(column=corner.column and to(corner.column)) for corner in (part.first, part.last)
        )
        return str(replace(part, first=first or part.first, last=last))

    sign = formula[:1] if formula.startswith("=") else ""
    return sign + "".join(part if isinstance(part, str) else told(part) for part in parse(formula[len(sign) :]))
