"""A tab looked at from above: how full each row is, what a row says, which cells are joined. Quick on tall tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from sheets.coded import BLANK, Coded
from sheets.text import clean
from sheets.workbook import Grid, Merge, Stored, plain

TOP = 48  # rows that are mostly asked for
SAMPLE = 60  # cells that are enough to judge a column by
ENOUGH = 5  # and so many of the rows right below the heading are better than more of what follows
WIDEST = 256  # columns looked at; a hand-kept table is far narrower, and 18,278 columns must not cost a minute


_clean = lru_cache(maxsize=16384)(clean)  # the same first rows are looked at in each reading


class View:
    """A grid, or some columns of it, with what is asked about its rows again and again."""

    def __init__(self, grid: Grid, columns: Sequence[int] | None = None) -> None:
        self.grid = grid
        self._filled: dict[int, np.ndarray] = {}
        self._samples: dict[tuple[int, int, bool], list[tuple[Stored, str]]] = {}
        self.columns = [
            column
            for column in (columns if columns is not None else range(1, min(grid.width, WIDEST) + 1))
            if column <= grid.width and any(map(_full, Coded.of(grid.stored[column - 1]).cells))
        ]

    @cached_property
    def height(self) -> int:
        """The last row with anything in these columns."""
        return max((len(self.grid.stored[column - 1]) for column in self.columns), default=0)

    @cached_property
    def counts(self) -> np.ndarray:
        """For each row (0-based) the number of filled cells."""
        return self.count(self.columns)

    def filled(self, column: int) -> np.ndarray:
        """For each row (0-based) whether this column's cell is filled; a lone space or an unticked box is blank."""
        if column not in self._filled:
            stored = self.coded(column)
            filled = np.ones(self.height, dtype=bool)
            for cell in BLANK:
                blank = stored.number(cell)
                if blank is not None:
                    filled &= stored.codes[: self.height] != blank
            self._filled[column] = filled
        return self._filled[column]

    def coded(self, column: int) -> Coded[Stored]:
        """What is stored in a column, coded, down to the last row of the whole grid."""
        return self.grid.stored_in(column)

    def count(self, columns: Iterable[int]) -> np.ndarray:
        """For each row (0-based) the number of filled cells among these columns."""
        total = np.zeros(self.height, dtype=np.int16)
        for column in columns:
            total += self.filled(column)
        return total

    def stored(self, row: int, column: int) -> Stored:
        """What is stored in a cell."""
        return self.grid.value(row, column)

    def text(self, row: int, column: int) -> str:
        """What the cell says, cleaned; a typed text as it was typed."""
        return self._said(self.grid.value(row, column), row, column)

    def _said(self, stored: Stored, row: int, column: int) -> str:
        if not isinstance(stored, str):
            stored = (self.grid.text(row, column) if self.grid.shown is not None else "") or plain(stored)
        return _clean(stored) if len(stored) < 2000 else clean(stored[:2000])

    def row(self, row: int) -> dict[int, str]:
        """Column -> text, of the filled cells of a row."""
        cells = self._top[row - 1] if row <= len(self._top) else self._cells(row)
        found = ((column, self._said(cell, row, column)) for column, cell in cells)
        return {column: text for column, text in found if text}

    def _cells(self, row: int) -> list[tuple[int, Stored]]:
        """The filled cells of a row, each with its column."""
        return [(column, cell) for column in self.columns if _full(cell := self.grid.value(row, column))]

    @cached_property
    def _top(self) -> list[list[tuple[int, Stored]]]:
        """The filled cells of the first rows, where headers are looked for: taken at once, a column after the other."""
        rows: list[list[tuple[int, Stored]]] = [[] for _ in range(min(TOP, self.height))]
        for column in self.columns:
            for row, cell in zip(rows, self.coded(column).listed(slice(len(rows))), strict=True):
                if _full(cell):
                    row.append((column, cell))
        return rows

    def sample(self, column: int, below: int, *, lone: bool = True) -> list[tuple[Stored, str]]:
        """The first filled cells of a column below a row: stored, and text; not `lone`: without those that stand alone
        in their row, as the title of a section does."""
        key = column, below, lone
        if key not in self._samples:
            self._samples[key] = self._sample(*key)
        return self._samples[key]

    def _sample(self, column: int, below: int, lone: bool) -> list[tuple[Stored, str]]:
        stored, filled = self.coded(column), self.filled(column)
        if not lone:
            filled = filled & self._shared
        near = filled[below : self._block_end(below)]  # what stands below a blank row may be of another table
        near = near if near.sum() >= ENOUGH else filled[below:]
        places = np.flatnonzero(near)[: 2 * SAMPLE] + below  # a few may be white space
        found = zip(places.tolist(), map(stored.cells.__getitem__, stored.codes[places].tolist()), strict=True)
        full = islice(((at + 1, value) for at, value in found if _full(value)), SAMPLE)
        return [(value, self._said(value, row, column)) for row, value in full]

    def _block_end(self, below: int) -> int:
        """The first wholly blank row (0-based) below a row."""
        at = int(np.searchsorted(self._blank_rows, below))
        return int(self._blank_rows[at]) if at < len(self._blank_rows) else self.height

    @cached_property
    def _blank_rows(self) -> np.ndarray:
        return np.flatnonzero(self.counts == 0)

    @cached_property
    def _shared(self) -> np.ndarray:
        """For each row (0-based) whether more than one cell is filled."""
        return self.counts > 1

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merge that covers a cell."""
        for merge in self.merges_of(row):
            if merge.left <= column <= merge.right:
                return merge
        return None

    def merges_of(self, row: int) -> tuple[Merge, ...]:
        """The merges that touch a row."""
        return tuple(merge for merge in self.grid.tab.merges if merge.top <= row <= merge.bottom)

    @cached_property
    def blocks(self) -> list[list[int]]:
        """The columns, parted where a wholly blank column stands between."""
        parts: list[list[int]] = []
        for column in self.columns:
            if parts and column == parts[-1][-1] + 1:
                parts[-1].append(column)
            else:
                parts.append([column])
        return parts


def _full(value: Stored) -> bool:
    """Whether a cell says anything: not blank, no lone white space, no box left unticked."""
    if value is None or value is False or value == "":
        return False
    return not isinstance(value, str) or not value.isspace()
