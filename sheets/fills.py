"""What a record takes from above: inside a vertical merge, and on a ditto mark; never over blanks (domain.md, 5.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sheets.headers import Header
from sheets.text import is_ditto
from sheets.view import View
from sheets.workbook import Grid, Stored

TALLEST = 2000  # rows that one merge may fill: a merge over a whole column is decoration

Borrowed = Mapping[int, Mapping[int, int]]  # row -> column -> the row that holds the value


def borrowed_cells(view: View, header: Header, end: int) -> Borrowed:
    """The lower cells of vertical merges below a header, and the rows that hold their values."""
    fields = {column.number for column in header.columns if column.field}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for merge in view.grid.tab.merges:
        height = merge.bottom - merge.top
        if not 0 < height <= TALLEST or merge.top <= header.last or merge.left not in fields:
            continue
        if view.stored(merge.top, merge.left) in (None, ""):
            continue
        for row in range(merge.top + 1, min(merge.bottom, end, view.height) + 1):
            found[row][merge.left] = merge.top
    return found


def column_cells(
    grid: Grid, column: int, rows: range | list[int], borrowed: Borrowed
) -> tuple[list[Stored], list[str] | None, list[str]]:
    """Of the records in these sheet rows: what is stored and shown in a column, filled from above where it must be; and
    what staff see in the cells themselves."""
    stored = _take(grid.stored[column - 1] if column <= grid.width else [], rows, None)
    shown = None
    if grid.shown is not None:
        shown = _take(grid.shown[column - 1] if column <= len(grid.shown) else [], rows, "")
    texts = list(shown) if shown is not None else [value if type(value) is str else "" for value in stored]
    _fill_merges(grid, column, rows, borrowed, stored, shown)
    _fill_dittos(stored, shown)
    return stored, shown, texts


def _take(cells: list, rows: range | list[int], blank: str | None) -> list:
    if isinstance(rows, range):
        taken = cells[rows.start - 1 : rows.stop - 1]
        return taken + [blank] * (len(rows) - len(taken))
    size = len(cells)
    return [cells[row - 1] if row <= size else blank for row in rows]


def _fill_merges(
    grid: Grid,
    column: int,
    rows: range | list[int],
    borrowed: Borrowed,
    stored: list[Stored],
    shown: list[str] | None,
) -> None:
    if not any(column in filled for filled in borrowed.values()):
        return
    for at, row in enumerate(rows):
        above = borrowed.get(row, {}).get(column)
        if above and stored[at] in (None, ""):
            stored[at] = grid.value(above, column)
            if shown is not None:
                shown[at] = grid.text(above, column)


def _fill_dittos(stored: list[Stored], shown: list[str] | None) -> None:
    """The value above in place of each ditto mark; a mark with nothing above it stays, for the reader to report."""
    marks = {value for value in set(stored) if isinstance(value, str) and len(value) <= 20 and is_ditto(value)}
    if not marks:
        return
    for at in range(1, len(stored)):
        if stored[at] in marks and stored[at - 1] not in (None, ""):
            stored[at] = stored[at - 1]
            if shown is not None:
                shown[at] = shown[at - 1]
