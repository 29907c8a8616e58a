"""Which values are the same, and which rows: a record is told by its cells, wherever people moved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sheets.workbook import Grid, Stored


def alike(one: Stored, other: Stored) -> bool:
    """Whether two stored values are the same value: blanks are one, 3 is 3.0, True is not 1, line ends don't matter."""
    one, other = _bare(one), _bare(other)
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def _bare(value: Stored) -> Stored:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def row_cells(grid: Grid, row: int) -> dict[int, Stored]:
    """The cells of a row that people filled or left blank: all but formulas."""
    return {c: grid.value(row, c) for c in range(1, grid.width + 1) if (row, c) not in grid.formulas}


def most_alike(grid: Grid, cells: Mapping[int, Stored], row: int, among: Iterable[int] | None = None) -> int | None:
    """The row (`among` these), nearest to this one, that holds the most of these values; None unless it is more than
    half of them."""
    filled = {column: value for column, value in cells.items() if not alike(value, None)}

    def told(there: int) -> tuple[int, int]:
        return sum(alike(grid.value(there, c), v) for c, v in filled.items()), -abs(there - row)

    best = max(range(1, grid.height + 1) if among is None else among, key=told, default=None)
    return best if best is not None and 2 * told(best)[0] > len(filled) else None


def same_rows(grid: Grid, cells: Mapping[int, Stored]) -> Iterator[int]:
    """The rows that hold exactly these values in these columns."""
    for row in range(1, grid.height + 1):
        if all(alike(grid.value(row, column), value) for column, value in cells.items()):
            yield row


def nearest(rows: Iterable[int], row: int) -> int | None:
    """The row nearest to where it was expected; None when there is none."""
    return min(rows, key=lambda found: abs(found - row), default=None)
