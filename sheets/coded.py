"""A column as its different cells and where each of them stands: people say few things many times.

Whatever is asked of a cell is asked of each different cell once; what stands where is numpy's work.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from itertools import compress, count
from typing import Any, Generic, TypeVar, overload

import numpy as np

T = TypeVar("T")
U = TypeVar("U")
NUMBERS = frozenset({bool, int, float})  # equal to one another where they are not the same: True, 1, 1.0
BIG = 1e15
FEW = 30_000  # so many different cells have numbers of two bytes, and room for a few more
FIRST = 200  # keys that tell how the others may be
BLANK = (None, "", " ", False)  # what most often stands in a cell that says nothing


class Coded(Sequence[T], Generic[T]):
    """A column that never changes: at place `at` stands `cells[codes[at]]`."""

    __slots__ = ("_absent", "_types", "cells", "codes")

    def __init__(
        self,
        cells: Sequence[T],
        codes: np.ndarray,
        types: frozenset[type] | None = None,
        absent: frozenset[Any] = frozenset(),
    ) -> None:
        self.cells = cells
        self.codes = codes
        self._types = types
        self._absent = absent  # of BLANK what is known to stand nowhere: not looked for among thousands of cells

    @classmethod
    def of(cls, cells: Sequence[T]) -> Coded[T]:
        """These cells (hashable), coded; True is told apart from 1, and 1 from 1.0 only where they would read apart."""
        if isinstance(cells, Coded):
            return cells
        different, codes = _numbered(cells)
        types = frozenset(map(type, different))
        if types & NUMBERS and _confused(different, cells):
            pairs, codes = _numbered(list(zip(map(type, cells), cells, strict=True)))
            return cls([cell for _, cell in pairs], codes)
        return cls(list(different), codes, types, frozenset(cell for cell in BLANK if cell not in different))

    @classmethod
    def all_of(cls, cell: T, size: int) -> Coded[T]:
        """The same cell `size` times."""
        return cls([cell], np.zeros(size, dtype=np.int32))

    @property
    def types(self) -> frozenset[type]:
        """The types of its cells."""
        if self._types is None:
            self._types = frozenset(map(type, self.cells))
        return self._types

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(operator.eq, self, other))

    def __hash__(self) -> int:
        return id(self)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Coded[T]: ...
    def __getitem__(self, at: int | slice) -> T | Coded[T]:
        return self.take(at) if isinstance(at, slice) else self.cells[self.codes[at]]

    def __iter__(self) -> Iterator[T]:
        return map(self.cells.__getitem__, self.codes.tolist())

    def number(self, cell: T) -> int | None:
        """The number of this very cell among the different ones; None when it stands nowhere."""
        if cell in self._absent or type(cell) not in self.types or cell not in self.cells:
            return None
        return next((at for at, other in enumerate(self.cells) if other == cell and type(other) is type(cell)), None)

    def instead(self, cell: T, other: U) -> Coded[T | U]:
        """The column with another cell, new to it, where this one stands."""
        number = self.number(cell)
        if number is None:
            return self  # type: ignore[return-value]
        cells: list[T | U] = [*self.cells]
        cells[number] = other
        return Coded(cells, self.codes, absent=(self._absent | {cell}) - {other})

    def short_texts(self, most: int) -> list[str]:
        """Its texts of at most so many characters."""
        if str not in self.types:
            return []
        return [cell for cell in self.cells if isinstance(cell, str) and len(cell) <= most]

    def take(self, places: np.ndarray | slice) -> Coded[T]:
        """The cells at these places (0-based), without those that stand nowhere among them."""
        codes = self.codes[places] if isinstance(places, slice) else self.codes.take(places)
        used = np.zeros(len(self.cells), dtype=bool)
        used[codes] = True
        if used.all():
            return Coded(self.cells, codes, self.types, self._absent)
        numbers = (np.cumsum(used) - 1).astype(codes.dtype)
        return Coded(list(compress(self.cells, used.tolist())), numbers.take(codes), absent=self._absent)

    def listed(self, places: slice) -> list[T]:
        """The cells at a few of its places, one after the other."""
        return [self.cells[code] for code in self.codes[places].tolist()]

    def padded(self, height: int, blank: T) -> Coded[T]:
        """The column with blanks below, down to this height."""
        below = height - len(self.codes)
        if below <= 0:
            return self
        number = self.number(blank)
        cells, number = (self.cells, number) if number is not None else ([*self.cells, blank], len(self.cells))
        return Coded(cells, np.pad(self.codes, (0, below), constant_values=number))

    def map(self, how: Callable[[T], U]) -> Coded[U]:
        """A column of what `how` says of each cell; asked once for each different one."""
        return Coded([how(cell) for cell in self.cells], self.codes)

    def where(self, asked: Callable[[T], bool]) -> np.ndarray:
        """For each place whether its cell is such; asked once for each different cell."""
        said = np.fromiter(map(asked, self.cells), dtype=bool, count=len(self.cells))
        return said[self.codes]


def _confused(different: Collection[Any], cells: Sequence[Any]) -> bool:
    """Whether cells that are equal may not be the same: True and 1, or a whole number so big that it prints another way
    as a float."""
    if len(different) == len(cells) or all(1 < cell < BIG for cell in different if type(cell) in NUMBERS):
        return False
    types = frozenset(map(type, cells)) & NUMBERS
    return len(types) > 1 and (bool in types or any(type(cell) in NUMBERS and abs(cell) >= BIG for cell in different))


def _numbered(keys: Sequence[Any]) -> tuple[Mapping[Any, Any], np.ndarray]:
    """The different keys in the order in which they come first, and each key's number among them."""
    if len(set(keys[:FIRST])) == len(keys[:FIRST]):  # numbers and titles: most likely no two are alike
        different = dict.fromkeys(keys)
        if len(different) == len(keys):
            return different, np.arange(len(keys), dtype=np.int32)
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(numbers.__getitem__, keys), dtype=np.int32, count=len(keys))
    return numbers, codes.astype(np.int16) if len(numbers) < FEW else codes


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
