"""What a record takes from above: inside a vertical merge, and on a ditto mark; never over blanks (domain.md, 5.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from sheets.coded import Coded
from sheets.headers import Header
from sheets.text import is_ditto
from sheets.view import View
from sheets.workbook import Grid

TALLEST = 2000  # rows that one merge may fill: a merge over a whole column is decoration
LONGEST_DITTO = 20

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
    grid: Grid, column: int, rows: np.ndarray, borrowed: Borrowed, *, dittos: bool
) -> tuple[Coded[Any], Coded[str] | None, Coded[str]]:
    """Of the records in these sheet rows: what is stored and shown in a column, filled from above inside merges and,
    with `dittos`, on ditto marks; and what staff see in the cells themselves. To look for ditto marks is slow: reading
    the cells tells whether there are any."""
    stored: Coded[Any] = grid.stored_in(column)
    own = stored.take(rows - 1)
    sources = _lent(stored, rows, column, borrowed)
    if dittos:
        sources = _without_dittos(stored, own, sources)
    filled = own if sources is rows else stored.take(sources - 1)
    if grid.shown is not None:
        shown = grid.shown_in(column)
        texts = shown.take(rows - 1)
        return filled, texts if sources is rows else shown.take(sources - 1), texts
    return filled, None, _texts(own)


def _texts(own: Coded[Any]) -> Coded[str]:
    """What staff see of a column, as far as that is known where only what is stored was read: its texts."""
    if str not in own.types:
        return Coded.all_of("", len(own))
    return own if own.types == {str} else own.map(lambda cell: cell if cell.__class__ is str else "")


def _lent(stored: Coded[Any], rows: np.ndarray, column: int, borrowed: Borrowed) -> np.ndarray:
    """For each record the row whose cell holds: its own, or the upper one of a merge."""
    if not any(column in filled for filled in borrowed.values()):
        return rows
    above = (borrowed.get(row, {}).get(column, row) for row in rows.tolist())
    takes = np.fromiter(above, dtype=np.int64, count=len(rows))
    return np.where(_blank(stored)[rows - 1], takes, rows)


def _without_dittos(stored: Coded[Any], own: Coded[Any], sources: np.ndarray) -> np.ndarray:
    """For each record the row whose cell holds: the one above a ditto mark. A mark with nothing above it stays, for the
    reader to report."""
    dittos = frozenset(filter(is_ditto, own.short_texts(LONGEST_DITTO)))
    marks = np.flatnonzero(stored.where(dittos.__contains__)[sources - 1])
    blank, sources = _blank(stored), sources.copy()
    for at in marks[marks > 0].tolist():
        if not blank[sources[at - 1] - 1]:
            sources[at] = sources[at - 1]
    return sources


def _blank(stored: Coded[Any]) -> np.ndarray:
    return stored.where(lambda cell: cell is None or cell == "")
