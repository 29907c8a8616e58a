"""Works out again what can be worked out: sums, means and counts over ranges, and plain arithmetic.

Anything else keeps the value that the file gave it: totals come out right, and no formula is guessed at.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl.formula.tokenizer import Token

from tests.sheets_api.addresses import Box, parse_range, quoted
from tests.sheets_api.errors import ApiError
from tests.sheets_api.formulas import tokens
from tests.sheets_api.grid import Book, Cell, Failure, Tab, Value


class Unsupported(Exception):
    """A formula that this file does not know."""


class Failed(Exception):
    """A formula that goes wrong, with the error that a person would see."""


def _numbers(values: Iterable[Value]) -> list[float]:
    found = []
    for value in values:
        if isinstance(value, Failure):
            raise Failed(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append(value)
    return found


def _mean(values: list[Value]) -> float:
    found = _numbers(values)
    if not found:
        raise Failed("#DIV/0!")
    return sum(found) / len(found)


FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM(": lambda values: sum(_numbers(values)),
    "AVERAGE(": _mean,
    "COUNT(": lambda values: len([v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]),
    "COUNTA(": lambda values: len([v for v in values if v is not None]),
    "MIN(": lambda values: min(_numbers(values), default=0),
    "MAX(": lambda values: max(_numbers(values), default=0),
}
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def recompute(book: Book, *, only_unknown: bool = False) -> None:
    """Puts right the values of formulas that can be worked out; `only_unknown`: those that the file had none for."""
    work = Work(book)
    for tab in book.tabs:
        for row, line in enumerate(tab.cells):
            for column, cell in enumerate(line):
                if cell.formula is not None and not (only_unknown and cell.value is not None):
                    line[column] = cell._replace(value=work.value(tab, row, column))


class Work:
    """One recomputation: each formula once, whatever the order."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.done: dict[tuple[int, int, int], Value] = {}

    def value(self, tab: Tab, row: int, column: int) -> Value:
        """What a cell comes to now."""
        cell = tab.cell(row, column)
        if cell.formula is None:
            return cell.value
        key = (tab.sheet_id, row, column)
        if key not in self.done:
            self.done[key] = cell.value  # a circle ends here
            self.done[key] = self._come_to(tab, cell)
        return self.done[key]

    def _come_to(self, tab: Tab, cell: Cell) -> Value:
        try:
            parts = [part for part in tokens(cell.formula or "") if part.type != Token.WSPACE]
            result = Expression(self, tab, parts).all()
            return int(result) if isinstance(result, float) and result.is_integer() and abs(result) < 1e15 else result
        except Unsupported:
            return cell.value
        except Failed as failed:
            return Failure(str(failed))

    def range(self, tab: Tab, reference: str) -> list[Value]:
        """The values of a range, row by row."""
        if "#REF!" in reference:
            raise Failed("#REF!")
        try:
            where, box = parse_range(self.book, reference if "!" in reference else f"{quoted(tab.title)}!{reference}")
        except ApiError:
            raise Unsupported from None
        return list(self._inside(where, box))

    def _inside(self, tab: Tab, box: Box) -> Iterator[Value]:
        for row in range(box.top, min(box.bottom, len(tab.cells))):
            for column in range(box.left, min(box.right, len(tab.cells[row]))):
                yield self.value(tab, row, column)


class Expression:
    """Reads a formula's parts from left to right, stronger operators first."""

    def __init__(self, work: Work, tab: Tab, parts: list[Token]) -> None:
        self.work, self.tab, self.parts, self.at = work, tab, parts, 0

    def all(self) -> Value:
        """The value of the whole formula."""
        if not self.parts:
            raise Unsupported
        result = self.sum(0)
        if self.at != len(self.parts):
            raise Unsupported
        return result

    def _next(self) -> Token | None:
        return self.parts[self.at] if self.at < len(self.parts) else None

    def sum(self, strength: int) -> Any:
        """Operands joined by operators stronger than `strength`."""
        left = self.operand()
        while (part := self._next()) is not None and part.type == Token.OP_IN:
            if part.value not in OPERATORS:
                raise Unsupported
            if STRENGTH[part.value] <= strength:
                break
            self.at += 1
            right = self.sum(STRENGTH[part.value])
            if part.value == "/" and self._number(right) == 0:
                raise Failed("#DIV/0!")
            left = OPERATORS[part.value](self._number(left), self._number(right))
        return left

    def _number(self, value: Any) -> float:
        if value is None:
            return 0
        if isinstance(value, Failure):
            raise Failed(value)
        if isinstance(value, str):
            raise Failed("#VALUE!")
        return value

    def operand(self) -> Any:
        """A number, a cell, a function's result, something in brackets, or a sign before one of them."""
        part = self._next()
        if part is None:
            raise Unsupported
        self.at += 1
        if part.type == Token.OP_PRE:
            value = self._number(self.sum(2))
            return -value if part.value == "-" else value
        if part.type == Token.OPERAND and part.subtype == Token.NUMBER:
            return float(part.value)
        if part.type == Token.OPERAND and part.subtype == Token.RANGE:
            values = self.work.range(self.tab, part.value)
            if len(values) > 1 or ":" in part.value:
                raise Unsupported
            return values[0] if values else None
        if part.type == Token.PAREN and part.subtype == Token.OPEN:
            value = self.sum(0)
            self.at += 1
            return value
        return self.function(part)

    def function(self, part: Token) -> Value:
        """A known function over plain ranges, cells and numbers."""
        name = part.value.upper()
        if part.type != Token.FUNC or part.subtype != Token.OPEN or name not in FUNCTIONS:
            raise Unsupported
        values: list[Value] = []
        while (inner := self._next()) is not None and inner.subtype != Token.CLOSE:
            self.at += 1
            if inner.type == Token.OPERAND and inner.subtype == Token.RANGE:
                values += self.work.range(self.tab, inner.value)
            elif inner.type == Token.OPERAND and inner.subtype == Token.NUMBER:
                values.append(float(inner.value))
            elif inner.type != Token.SEP:
                raise Unsupported
        self.at += 1
        return FUNCTIONS[name](values)
