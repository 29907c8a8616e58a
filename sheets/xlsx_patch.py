"""Edits on the parts of an .xlsx: only what an edit concerns is taken up and written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import singledispatchmethod
from itertools import groupby
from typing import Any

from sheets.errors import Refused
from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Edit,
    InsertRow,
    Stored,
    WriteCell,
    WriteFormula,
    a1,
)
from sheets.xlsx_book import Book
from sheets.xlsx_cells import Cells, fill, put_formula
from sheets.xlsx_formats import DAYS_TO_1904
from sheets.xlsx_formulas import LAST_COLUMN, LAST_ROW, Shift, copied
from sheets.xlsx_guard import may_move_rows, may_write
from sheets.xlsx_moving import move_rows
from sheets.xlsx_package import Package
from sheets.xlsx_parts import Parts
from sheets.xlsx_shift import extend
from sheets.xlsx_tabs import add_tab
from sheets.xlsx_totals import recalculate

# What a spreadsheet program would take for a formula, a number or a day, were the cell opened and closed again; and an
# apostrophe, which it would take for a sign that a text follows.
RETYPED = re.compile(r"\s*[=+\-@'\uff1d\uff0b\uff0d\uff20].|(?=\D*\d)[\d\s.,:/%-]+$", re.DOTALL)
NOT_TAKEN_OVER = ("r", "hidden", "spans", "collapsed")  # of the row that a new one is like


class Patch:
    """Edits done one after another on a package; `changed()` gives the parts to write."""

    def __init__(self, package: Package, known: Book | None = None) -> None:
        self.parts = Parts(package, known)
        self.touched: dict[int, set[int]] = {}  # by gid: rows whose values changed

    def changed(self) -> dict[str, bytes | None]:
        """The parts to be written anew, or (None) left out; totals that are simple to work out are right again."""
        for gid, rows in self.touched.items():
            recalculate(self.parts.cells(self.parts.sheet(gid)), self.parts.book.strings, rows)
        return self.parts.changed()

    def do_all(self, edits: Iterable[Edit]) -> None:
        """Does these edits; blank rows that come in at one place (the journal's lines of one save) move the others
        once."""
        for blank, group in groupby(edits, key=_blank_row):
            run = list(group)
            if blank:
                self._insert(blank, len(run))
            else:
                for edit in run:
                    self.do(edit)

    @singledispatchmethod
    def do(self, edit: Edit) -> None:
        """Does one edit. Raises Refused: no-tab, tab-exists, protected, limit, invalid."""
        raise TypeError(f"not an edit: {edit!r}")

    @do.register
    def _(self, edit: InsertRow) -> None:
        cells, shift = self._insert(edit, 1)
        like = shift.row(edit.like) if edit.like else None
        if like is not None:
            _dress(cells, edit.at, like, edit.carry)
            extend(cells.root, edit.at, like)

    @do.register
    def _(self, edit: DeleteRow) -> None:
        sheet = self.parts.sheet(edit.tab)
        may_move_rows(self.parts.cells(sheet), sheet, insert=False)
        shift = Shift(edit.row, -1)
        changed = move_rows(self.parts, sheet, shift)
        self._touch(edit.tab, changed, shift)

    @do.register
    def _(self, edit: WriteCell) -> None:
        self._write(edit.tab, edit.row, edit.column, edit.value, edit.pattern, edit.always)

    @do.register
    def _(self, edit: WriteFormula) -> None:
        cells = self._opened(edit.tab, edit.row, edit.column)
        put_formula(cells.made(edit.row, edit.column), edit.formula.removeprefix("="))
        self._touch(edit.tab, {edit.row})

    @do.register
    def _(self, edit: CopyCells) -> None:
        cells = self.parts.cells(self.parts.sheet(edit.tab))
        for offset in range(edit.width):
            value = cells.value(edit.row, edit.column + offset, self.parts.book.strings)
            if isinstance(value, float):
                value += self._epoch(cells.style(edit.row, edit.column + offset))
            self._write(edit.to_tab, edit.to_row, edit.to_column + offset, value)

    @do.register
    def _(self, edit: AddTab) -> None:
        add_tab(self.parts, edit)
        for column, heading in enumerate(edit.header, 1):
            self._write(edit.tab, 1, column, heading)

    @do.register
    def _(self, edit: AppendRow) -> None:
        row = self.parts.cells(self.parts.sheet(edit.tab)).last_filled() + 1
        for column, value in enumerate(edit.values, 1):
            if value is not None:
                self._write(edit.tab, row, column, value)

    def _insert(self, edit: InsertRow, rows: int) -> tuple[Cells, Shift]:
        sheet = self.parts.sheet(edit.tab)
        cells = self.parts.cells(sheet)
        may_move_rows(cells, sheet, insert=True)
        shift = Shift(edit.at, rows)
        move_rows(self.parts, sheet, shift)
        self._touch(edit.tab, set(range(edit.at, edit.at + rows)), shift)
        return cells, shift

    def _touch(self, gid: int, rows: set[int], shift: Shift | None = None) -> None:
        before = self.touched.get(gid, set())
        if shift:
            before = {moved for row in before if (moved := shift.row(row))}
        self.touched[gid] = before | rows

    def _opened(self, gid: int, row: int, column: int) -> Cells:
        """The cells of a tab in which this one is about to change."""
        sheet = self.parts.sheet(gid)
        cells = self.parts.cells(sheet)
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise Refused("limit", tab=sheet.title, cell=a1(row, column))
        may_write(cells, self.parts.styles, sheet, row, column)
        self.parts.touch(sheet.part)
        cells.release(row, column)
        return cells

    def _write(
        self, gid: int, row: int, column: int, value: Stored, pattern: str | None = None, always: bool = False
    ) -> None:
        cells = self._opened(gid, row, column)
        if (value is None or value == "") and cells.cell(row, column) is None:
            return
        cell = cells.made(row, column)
        fill(cell, value)
        self._restyle(cell, value, pattern, always)
        if isinstance(value, int | float) and (days := self._epoch(int(cell.get("s", 0)))):
            fill(cell, value - days)
        self._touch(gid, {row})

    def _epoch(self, style: int) -> int:
        """By how many days a date of this style is stored as less than it is: in a workbook that counts from 1904."""
        styles = self.parts.styles if self.parts.package.date1904 else None
        return DAYS_TO_1904 if styles and styles.is_date(style) else 0

    def _restyle(self, cell: Any, value: Stored, pattern: str | None, always: bool) -> None:
        """A text that looks like something else is marked as text; a number gets its format where it has none."""
        styles = self.parts.styles
        if styles is None or value is None:
            return
        style = int(cell.get("s", 0))
        if isinstance(value, str):
            new = styles.quoted(style) if RETYPED.match(value) else style
        else:
            new = styles.unquoted(style)
            new = styles.patterned(new, pattern, always) if pattern else new
        if new != style:
            cell.set("s", str(new))


def _blank_row(edit: Edit) -> InsertRow | None:
    return edit if isinstance(edit, InsertRow) and edit.like is None else None


def _dress(cells: Cells, row: int, like: int, carry: tuple[int, ...]) -> None:
    """The new row looks like that one: height, formats, and the formulas of the columns to be carried. A height that
    nobody set is left to the program that opens the file: it fits the text."""
    model, new = cells.row(like), cells.row(row)
    own_height = model.get("customHeight") in ("1", "true")
    for name, value in model.attrib.items():
        if name not in NOT_TAKEN_OVER and (own_height or name != "ht"):
            new.set(name, value)
    for column, cell in cells.of_row(like).items():
        if cell.get("s") or column in carry:
            made = cells.made(row, column)
            made.set("s", cell.get("s", "0"))
        formula = cells.formula(like, column) if column in carry else None
        if formula is not None:
            put_formula(made, copied(formula, row - like, 0))
