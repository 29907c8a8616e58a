"""The rows and cells of one tab's XML: found, made, filled and emptied. Everything not asked for stays as it is."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from sheets.errors import Refused
from sheets.workbook import Merge, Stored, a1
from sheets.xlsx_book import runs
from sheets.xlsx_formulas import Shift, area, copied
from sheets.xlsx_package import local

LONGEST = 32_767  # characters in a cell: Excel's limit
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


class Cells:
    """The cells of a tab (the root of its XML). Rows and columns are 1-based."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.ns = root.tag[: root.tag.index("}") + 1] if root.tag.startswith("{") else ""
        self.data = root.find(f"{self.ns}sheetData")
        self.rows: dict[int, Any] = {}
        number = 0
        for row in self.data.iterchildren(f"{self.ns}row"):
            number = int(row.get("r", number + 1))
            row.set("r", str(number))
            self.rows[number] = row
        self.order = sorted(self.rows)

    def row(self, number: int) -> Any:
        """Row `number`, made if it isn't there."""
        if number not in self.rows:
            row = etree.Element(f"{self.ns}row", r=str(number))
            place = bisect_left(self.order, number)
            if place < len(self.order):
                self.rows[self.order[place]].addprevious(row)
            else:
                self.data.append(row)
            insort(self.order, number)
            self.rows[number] = row
        return self.rows[number]

    def of_row(self, number: int) -> dict[int, Any]:
        """The cells of a row by column; those without an address get theirs."""
        found: dict[int, Any] = {}
        column = 0
        for cell in self.rows[number].iterchildren(f"{self.ns}c") if number in self.rows else ():
            match = ADDRESS.match(cell.get("r", ""))
            column = column_index_from_string(match[1]) if match else column + 1
            cell.set("r", a1(number, column))
            found[column] = cell
        return found

    def at(self, row: int, column: int) -> Any | None:
        """A cell, or None where there is none."""
        return self.of_row(row).get(column)

    def made(self, row: int, column: int) -> Any:
        """A cell; a new one looks like its row or its column says."""
        cells = self.of_row(row)
        if column in cells:
            return cells[column]
        parent = self.row(row)
        cell = etree.Element(f"{self.ns}c", r=a1(row, column))
        if style := self._look(row, column):
            cell.set("s", style)
        after = [cells[c] for c in sorted(cells) if c > column]
        if after:
            after[0].addprevious(cell)
        else:
            last = cells[max(cells)] if cells else None
            last.addnext(cell) if last is not None else parent.insert(0, cell)
        parent.attrib.pop("spans", None)
        return cell

    def _look(self, row: int, column: int) -> str | None:
        """The style that a new cell takes from its row or its column."""
        parent = self.rows.get(row)
        if parent is not None and parent.get("customFormat") in ("1", "true"):
            return parent.get("s")
        for col in self.root.iterfind(f"{self.ns}cols/{self.ns}col"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)):
                return col.get("style")
        return None

    def style(self, row: int, column: int) -> int:
        """The style of a cell, or what it would be if the cell were there."""
        cell = self.at(row, column)
        return int((cell.get("s") if cell is not None else self._look(row, column)) or 0)

    def release(self, row: int, column: int) -> None:
        """Lets a cell go that others share a formula with."""
        cell = self.at(row, column)
        formula = cell.find(f"{self.ns}f") if cell is not None else None
        if formula is not None and formula.get("t") == "shared":
            self.unshare(lambda *_: True)

    def formulas(self) -> Iterator[tuple[int, Any, Any]]:
        """Every cell with a formula: (row, cell, its <f>)."""
        for formula in self.data.iter(f"{self.ns}f"):
            cell = formula.getparent()
            yield int(cell.getparent().get("r")), cell, formula

    def last_filled(self) -> int:
        """The last row with anything in it; 0 in an empty tab."""
        for row in reversed(self.order):
            if any(len(cell) for cell in self.of_row(row).values()):
                return row
        return 0

    def renumber(self, shift: Shift) -> None:
        """Rows move down or up; the addresses of their cells go with them."""
        moved = [(row, self.of_row(row)) for row in self.order if row >= shift.at]
        if shift.by < 0 and shift.at in self.rows:
            self.data.remove(self.rows[shift.at])
        for number, cells in moved:
            target = shift.row(number)
            if target is not None:
                self.rows[number].set("r", str(target))
                for column, cell in cells.items():
                    cell.set("r", a1(target, column))
        self.rows = {target: row for number, row in self.rows.items() if (target := shift.row(number)) is not None}
        self.order = sorted(self.rows)

    def unshare(self, concerned: Callable[[str, Merge], bool]) -> None:
        """Formulas that Excel stores once for many cells are written out, where `concerned(formula, their cells)` says
        that one text will no longer do for all."""
        first: dict[str, tuple[str, int, int]] = {}
        for _, cell, formula in list(self.formulas()):
            if formula.get("t") != "shared":
                continue
            key, place = formula.get("si"), area(cell.get("r"))
            if formula.text and key not in first:
                if not concerned(formula.text, area(formula.get("ref", cell.get("r")))):
                    continue
                first[key] = (formula.text, place.top, place.left)
            if key in first:
                text, top, left = first[key]
                formula.text = copied(text, place.top - top, place.left - left)
                for name in ("t", "si", "ref"):
                    formula.attrib.pop(name, None)

    def formula(self, row: int, column: int) -> str | None:
        """The formula of a cell, written out; None where it has none."""
        cell = self.at(row, column)
        formula = cell.find(f"{self.ns}f") if cell is not None else None
        if formula is None or formula.get("t") in ("array", "dataTable"):
            return None
        if formula.text:
            return str(formula.text)
        for _, other, master in self.formulas():
            if master.text and master.get("t") == "shared" and master.get("si") == formula.get("si"):
                place = area(other.get("r"))
                return copied(master.text, row - place.top, column - place.left)
        return None

    def value_of(self, cell: Any | None, strings: list[str]) -> Stored:
        """What is stored in a cell (a formula's last result)."""
        if cell is None:
            return None
        kind, raw = cell.get("t", "n"), cell.findtext(f"{self.ns}v")
        if kind == "inlineStr":
            inline = cell.find(f"{self.ns}is")
            return "".join(runs(inline)) if inline is not None else None
        if not raw:
            return None
        if kind == "s":
            return strings[int(raw)]
        return raw == "1" if kind == "b" else float(raw) if kind == "n" else raw


def fill(cell: Any, value: Stored) -> None:
    """Puts a typed value into a cell in place of what it holds; its style stays. Text is never a formula.

    Raises Refused: limit (a text longer than a cell can hold), invalid (not a number)."""
    ns = cell.tag[: -len(local(cell))]
    for child in list(cell):
        if local(child) in ("f", "v", "is"):
            cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)
    if isinstance(value, str) and value:
        _fill_text(cell, ns, value)
    elif isinstance(value, bool):
        cell.set("t", "b")
        _child(cell, f"{ns}v").text = str(int(value))
    elif isinstance(value, (int, float)):
        if not math.isfinite(value):
            raise Refused("invalid", cell=cell.get("r"), value=repr(value))
        _child(cell, f"{ns}v").text = repr(value)


def _fill_text(cell: Any, ns: str, value: str) -> None:
    if len(value) > LONGEST:
        raise Refused("limit", cell=cell.get("r"), length=len(value), most=LONGEST)
    cell.set("t", "inlineStr")
    inline = _child(cell, f"{ns}is")
    text = etree.SubElement(inline, f"{ns}t")
    text.text = UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", value.replace("\r\n", "\n"))
    if text.text != text.text.strip() or "\n" in text.text:
        text.set(SPACE, "preserve")


def put_formula(cell: Any, formula: str) -> None:
    """Puts a formula (without '=') into a cell; the last result of the one before stays until it is worked out."""
    tag = f"{cell.tag[: -len(local(cell))]}f"
    element = cell.find(tag)
    if element is None:
        fill(cell, None)
        element = _child(cell, tag)
    element.attrib.clear()
    element.text = formula


def put_result(cell: Any, value: float) -> None:
    """Puts the result of its formula into a cell."""
    ns = cell.tag[: -len(local(cell))]
    result = cell.find(f"{ns}v")
    if result is None:
        result = etree.Element(f"{ns}v")
        cell.find(f"{ns}f").addnext(result)
    cell.attrib.pop("t", None)
    result.text = repr(int(value) if value == int(value) else value)


def _child(cell: Any, tag: str) -> Any:
    child = etree.Element(tag)
    cell.insert(0, child)
    return child
