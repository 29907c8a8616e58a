"""A column as its different cells and where each of them stands: people say few things many times.

Whatever is asked of a cell is asked of each different cell once; what stands where is numpy's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import compress, count
from typing import Any, Generic, TypeVar, overload
from weakref import WeakKeyDictionary

import numpy as np

from sheets.workbook import Grid

T = TypeVar("T")
U = TypeVar("U")
NUMBERS = frozenset({bool, int, float})  # equal to one another where they are not the same: True, 1, 1.0
BIG = 1e15


class Coded(Sequence[T], Generic[T]):
    """A column that never changes: at place `at` stands `cells[codes[at]]`. `types` are those of its cells."""

    __slots__ = ("cells", "codes", "types")

    def __init__(self, cells: Sequence[T], codes: np.ndarray, types: frozenset[type] | None = None) -> None:
        self.cells = cells
        self.codes = codes
        self.types = frozenset(map(type, cells)) if types is None else types

    @classmethod
    def of(cls, cells: Sequence[T]) -> Coded[T]:
        """These cells (hashable), coded; True is told apart from 1, and 1 from 1.0 only where they would read apart."""
        different, codes = _numbered(cells)
        if NUMBERS.intersection(map(type, different)) and _confused(frozenset(map(type, cells)), different):
            pairs, codes = _numbered(list(zip(map(type, cells), cells, strict=True)))
            different = [cell for _, cell in pairs]
        return cls(different, codes)

    @classmethod
    def all_of(cls, cell: T, size: int) -> Coded[T]:
        """The same cell `size` times."""
        return cls([cell], np.zeros(size, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Coded[T]: ...
    def __getitem__(self, at: int | slice) -> T | Coded[T]:
        return self.take(at) if isinstance(at, slice) else self.cells[self.codes[at]]

    def __iter__(self) -> Iterator[T]:
        return map(self.cells.__getitem__, self.codes.tolist())

    def take(self, places: np.ndarray | slice) -> Coded[T]:
        """The cells at these places (0-based), without those that stand nowhere among them."""
        codes = self.codes[places]
        used = np.zeros(len(self.cells), dtype=bool)
        used[codes] = True
        if used.all():
            return Coded(self.cells, codes, self.types)
        numbers = (np.cumsum(used) - 1).astype(np.int32)
        return Coded(list(compress(self.cells, used.tolist())), numbers[codes])

    def map(self, how: Callable[[T], U]) -> Coded[U]:
        """A column of what `how` says of each cell; asked once for each different one."""
        return Coded([how(cell) for cell in self.cells], self.codes)

    def where(self, asked: Callable[[T], bool]) -> np.ndarray:
        """For each place whether its cell is such; asked once for each different cell."""
        said = np.fromiter(map(asked, self.cells), dtype=bool, count=len(self.cells))
        return said[self.codes]


def _confused(types: frozenset[type], different: list[Any]) -> bool:
    """Whether cells that are equal may not be the same: True and 1, or a whole number so big that it prints another way
    as a float."""
    if len(types & NUMBERS) < 2:
        return False
    return bool in types or any(isinstance(cell, int | float) and abs(cell) >= BIG for cell in different)


def _numbered(keys: Sequence[Any]) -> tuple[list[Any], np.ndarray]:
    """The different keys in the order in which they come first, and each key's number among them."""
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(numbers.__getitem__, keys), dtype=np.int32, count=len(keys))
    return list(numbers), codes


def together(columns: Sequence[Coded[Any]]) -> Coded[tuple[Any, ...]]:
    """Columns of one length as one: at each place the tuple of what stands there in each of them."""
    return reduce(_beside, columns[1:], columns[0].map(lambda cell: (cell,)))


def _beside(left: Coded[tuple[Any, ...]], right: Coded[Any]) -> Coded[tuple[Any, ...]]:
    width = max(len(right.cells), 1)
    pairs = Coded.of((left.codes.astype(np.int64) * width + right.codes).tolist())
    return pairs.map(lambda pair: (*left.cells[pair // width], right.cells[pair % width]))


class Lists(Mapping[str, "list[Any]"]):
    """Coded columns by name, as the lists that they stand for: each made when it is asked for, and kept."""

    def __init__(self, columns: Mapping[str, Coded[Any]]) -> None:
        self.columns = columns
        self._made: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._made:
            self._made[name] = list(self.columns[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def coded(columns: Mapping[str, list[Any]], name: str) -> Coded[Any]:
    """One of these columns, coded; quick where they are Lists, which need not be made."""
    return columns.columns[name] if isinstance(columns, Lists) else Coded.of(columns[name])


_STORED: WeakKeyDictionary[Grid, dict[int, Coded[Any]]] = WeakKeyDictionary()
_SHOWN: WeakKeyDictionary[Grid, dict[int, Coded[Any]]] = WeakKeyDictionary()


def stored_in(grid: Grid, column: int) -> Coded[Any]:
    """What is stored in a column (1-based) from row 1 down to the grid's last; coded once for a grid."""
    return _column(_STORED, grid, column, grid.stored, None)


def shown_in(grid: Grid, column: int) -> Coded[Any]:
    """What staff see in a column of a grid that was read with its second rendering, as `stored_in`."""
    return _column(_SHOWN, grid, column, grid.shown or [], "")


def _column(
    kept: WeakKeyDictionary[Grid, dict[int, Coded[Any]]], grid: Grid, column: int, columns: list[Any], blank: Any
) -> Coded[Any]:
    mine = kept.setdefault(grid, {})
    if column not in mine:
        cells = columns[column - 1] if column <= len(columns) else []
        coded = Coded.of(cells)
        below = grid.height - len(cells)
        if below > 0:
            number = coded.cells.index(blank) if blank in coded.cells else len(coded.cells)
            codes = np.concatenate([coded.codes, np.full(below, number, dtype=np.int32)])
            coded = Coded(coded.cells if number < len(coded.cells) else [*coded.cells, blank], codes)
        mine[column] = coded
    return mine[column]
