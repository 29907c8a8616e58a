"""Results of simple formulas, worked out again after a write, so that a total is right before Excel opens the file.

Only what is beyond doubt: one function over plain cells of the same tab ('SUM(E6:E50)'), and sums of cells
('E14+E28+E50'). Any other formula keeps its last result until a spreadsheet program recalculates, as the file asks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sheets.workbook import Merge, Stored
from sheets.xlsx_cells import Cells, put_result, take_result
from sheets.xlsx_formulas import DIGITS, area

PENDING = "#PENDING"  # what stands for the result of a formula that nobody has worked out yet
ROUNDS = 5  # a total of totals of totals
CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
CALL = re.compile(rf"(SUM|AVERAGE|COUNT|COUNTA|MIN|MAX)\(({CELL}(?::{CELL})?(?:,{CELL}(?::{CELL})?)*)\)")
CHAIN = re.compile(rf"\+?({CELL}(?:\+{CELL})+)")

FUNCTIONS: dict[str, Callable[[Sequence[Stored]], float | None]] = {
    "SUM": lambda values: math.fsum(_numbers(values)),
    "AVERAGE": lambda values: math.fsum(found) / len(found) if (found := _numbers(values)) else None,
    "COUNT": lambda values: len(_numbers(values)),
    "COUNTA": lambda values: sum(value is not None for value in values),
    "MIN": lambda values: min(_numbers(values), default=0),
    "MAX": lambda values: max(_numbers(values), default=0),
}


def recalculate(cells: Cells, strings: list[str], touched: set[int]) -> None:
    """Works out again the simple formulas that look at touched rows, and those that look at them in turn."""
    own = touched  # formulas that were put there just now
    for _ in range(ROUNDS):
        changed = set()
        for row, cell, formula in cells.formulas(_wanted(own, touched)):
            new = row in own
            if formula.text and (new or _may_look_at(formula.text, touched)) and (plan := _plan(formula.text)):
                function, areas = plan
                if (new or _look_at(areas, touched)) and _update(cells, strings, cell, function, areas):
                    changed.add(row)
        if not changed:
            return
        touched, own = changed, set()


def _wanted(own: set[int], touched: set[int]) -> Callable[[int, str], bool]:
    return lambda row, text: row in own or _may_look_at(text, touched)


def _may_look_at(formula: str, rows: set[int]) -> bool:
    """Whether the numbers in a formula allow it to look at these rows: most formulas are out of the question."""
    numbers = [int(number) for number in DIGITS.findall(formula)]
    return bool(numbers and rows) and min(numbers) <= max(rows) and max(numbers) >= min(rows)


def _plan(formula: str) -> tuple[str, list[Merge]] | None:
    """The function and the cells of a simple formula; None for any other."""
    call, chain = CALL.fullmatch(formula), CHAIN.fullmatch(formula)
    if call:
        return call[1], [area(text) for text in call[2].split(",")]
    return ("SUM", [area(text) for text in chain[1].split("+")]) if chain else None


def _look_at(areas: Iterable[Merge], rows: set[int]) -> bool:
    return any(cells.top <= row <= cells.bottom for cells in areas for row in rows)


def _update(cells: Cells, strings: list[str], cell: Any, function: str, areas: Iterable[Merge]) -> bool:
    """Puts the result of a formula into its cell; whether it is another one than before. Where it looks at a formula
    that has no result yet (one carried into a new row), it has none either: the program that opens the file fills in
    what is missing, but LibreOffice believes what is there."""
    values = [value for place in areas for value in _values(cells, strings, place)]
    if PENDING in values:
        return take_result(cell)
    result = None if any(_is_error(value) for value in values) else FUNCTIONS[function](values)
    if result is None:
        return False
    before = cell.findtext(f"{cells.ns}v")
    put_result(cell, result)
    return bool(cell.findtext(f"{cells.ns}v") != before)


def _values(cells: Cells, strings: list[str], place: Merge) -> Iterable[Stored]:
    for row in range(place.top, min(place.bottom, cells.order[-1]) + 1):
        for column in range(place.left, place.right + 1):
            value = cells.value(row, column, strings)
            yield PENDING if value is None and cells.is_formula(row, column) else value


def _numbers(values: Iterable[Stored]) -> list[float]:
    return [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _is_error(value: Stored) -> bool:
    return isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A"))
