"""A workbook in one of two places, and how to look at what lies around its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sheets import writing
from sheets.receipts import Receipt
from sheets.schema import Panel
from sheets.workbook import Workbook
from tests.emulator import Emulator
from tests.sheets_api.addresses import Box, range_name

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
TAB, HEADER, FIRST, LAST = "Заходи", 3, 4, 6
EVENT = {"title": "Нова", "directions": ("culture",), "participants": 12.0}


@dataclass
class Shelf:
    """A workbook in one of the two places, and how to look at what lies around its cells."""

    workbook: Workbook
    path: Path
    emulator: Emulator | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, panel: Panel, **values: Any) -> Receipt:
        return writing.add(self.workbook, panel, "events", {**EVENT, **values}, actor="Оля", now=NOW)

    @property
    def tab(self) -> Any:
        """The tab as openpyxl or as the emulator has it."""
        if self.emulator:
            return self.emulator.app.control.book.titled(TAB)
        return openpyxl.load_workbook(self.path)[TAB]

    def value(self, row: int, column: int) -> Any:
        (grid,) = self.workbook.read_tabs([next(t.gid for t in self.workbook.tabs() if t.title == TAB)])
        return grid.formulas.get((row, column), grid.value(row, column))

    def filter(self) -> str:
        return address(self.tab.filter) if self.emulator else self.tab.auto_filter.ref

    def hidden(self) -> set[int]:
        if self.emulator:
            return {row + 1 for row in self.tab.hidden_rows}
        return {number for number, row in self.tab.row_dimensions.items() if row.hidden}

    def conditional(self) -> list[str]:
        if self.emulator:
            return [address(box) for boxes, _ in self.tab.conditional for box in boxes]
        return [str(place.sqref) for place in self.tab.conditional_formatting]

    def validated(self, row: int, column: int) -> bool:
        if self.emulator:
            return self.tab.cell(row - 1, column - 1).validation is not None
        name = self.tab.cell(row, column).coordinate
        return any(name in rule.sqref for rule in self.tab.data_validations.dataValidation)

    def merged(self) -> set[str]:
        if self.emulator:
            return {address(box) for box in self.tab.merges}
        return {str(one) for one in self.tab.merged_cells.ranges}

    def named(self) -> str:
        if self.emulator:
            return next(address(one.box) for one in self.tab.over if one.kind == "namedRanges")
        names = openpyxl.load_workbook(self.path).defined_names
        return next(iter(names.values())).attr_text.rpartition("!")[2].replace("$", "")

    def colour(self, row: int, column: int) -> str:
        """The colour that a person painted a cell with."""
        if self.emulator:
            found = self.tab.cell(row - 1, column - 1).format.get("backgroundColor", {})
            return "".join(f"{round(found.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))
        return str(self.tab.cell(row, column).fill.fgColor.rgb)[2:]


def address(box: Box) -> str:
    return range_name(BARE, box).rpartition("!")[2]


class _Bare:
    title = "A"


BARE: Any = _Bare()
Change = Callable[[Worksheet], None]
Opens = Callable[..., Shelf]


SUMMARY = [
    ("=SUM(Заходи!F4:F6)", "=SUM(Заходи!F4:F7)"),
    ('=COUNTIFS(Заходи!$E$4:$E$6,"Культура",Заходи!$F$4:$F$6,">5")', None),
    ("=Заходи!F7+SUM('Заходи'!G4:G6)", "=Заходи!F8+SUM('Заходи'!G4:G7)"),
    ("=Заходи!F6", "=Заходи!F6"),
    ("=SUM(Заходи!F4:F5)", "=SUM(Заходи!F4:F5)"),
    ("=COUNTA(Заходи!B:B)", "=COUNTA(Заходи!B:B)"),
    ("=SUM(B4:B6)", "=SUM(B4:B6)"),
    ("=SUM(Партнери!A4:A6)", "=SUM(Партнери!A4:A6)"),
]


def formulas(shelf: Shelf, title: str = "Зведення") -> list[str]:
    (grid,) = shelf.workbook.read_tabs([next(t.gid for t in shelf.workbook.tabs() if t.title == title)])
    return [text for _, text in sorted(grid.formulas.items())]


def with_summary(tab: Worksheet) -> None:
    summary = tab.parent.create_sheet("Зведення")
    for row, (formula, _) in enumerate(SUMMARY, start=1):
        summary.cell(row, 2, formula)
