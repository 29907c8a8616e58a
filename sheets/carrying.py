"""Columns of formulas: which they are, and the formula that a new row gets in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sheets.filling import Cell
from sheets.growing import speaks_of_its_row
from sheets.records import Table
from sheets.workbook import Grid, a1

LATEST = 12  # records above that say what a column is
HEADS = ("ARRAYFORMULA", "IMPORTRANGE", "QUERY(", "MAP(", "BYROW(")


def formula_columns(table: Table, grid: Grid, like: int | None, given: Collection[int]) -> dict[int, int]:
    """The columns of formulas, each with the record whose formula a new row below row `like` gets: that row's own, else
    (somebody typed over it, or left it out) that of the nearest record above.

    A column is one of formulas where more records have one than a typed value, most of the latest too (a few beside the
    first records are somebody's own sums), or where row `like` has one that speaks of its own row and the person has
    `given` no value: one «=20+5» among typed numbers is a number.
    """
    if like is None:
        return {}
    records = frozenset(table.frame["row"].tolist())
    latest = frozenset(sorted(row for row in records if row <= like)[-LATEST:])
    made: dict[int, list[int]] = defaultdict(list)
    for row, column in grid.formulas:
        if row in records:
            made[column].append(row)
    found = {}
    for column, rows in made.items():
        typed = sum(grid.value(row, column) not in (None, "") for row in records.difference(rows))
        own = (
            column not in given
            and (like, column) in grid.formulas
            and speaks_of_its_row(grid.formulas[like, column], like)
        )
        above = [row for row in rows if row <= like]
        mostly = len(rows) > typed and 2 * len(latest.intersection(rows)) > len(latest)
        if above and (own or mostly):
            found[column] = max(above)
    return found


def spilled(grid: Grid) -> frozenset[int]:
    """The columns that one formula at their head fills (ARRAYFORMULA and its like): a value there would break it."""
    return frozenset(c for (_, c), text in grid.formulas.items() if any(head in text.upper() for head in HEADS))


def formula_clash(cells: Iterable[Cell], grid: Grid, row: int) -> list[str]:
    """The addresses of those cells that hold a formula in this row, or that a formula above fills."""
    columns = spilled(grid)
    taken = [cell.column for cell in cells if (row, cell.column) in grid.formulas or cell.column in columns]
    return [a1(row, column) for column in taken]
