"""The cells of one tab's XML: found, made, filled and emptied. Everything not asked for stays as it is."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from sheets.errors import Refused
from sheets.workbook import Merge, Stored, a1, letter
from sheets.xlsx_book import runs
from sheets.xlsx_formulas import LAST_ROW, Shift, area, copied
from sheets.xlsx_package import local
from sheets.xlsx_rows import Rows

LONGEST = 32_767  # characters in a cell: Excel's limit
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
SHARED = 't="shared"'
FORMULA = re.compile(rb"<f\b([^<]*)")  # its attributes and its text
FILLED = re.compile(rb"<(?:v|is|f)\b")
NUMBER = re.compile(rb'(?: s="[0-9]+")?(?: t="n")?(?:/>|>(?:<f[^<]*(?:</f>)?)?(?:<v>([0-9.E+-]*)</v>|<v/>|)</c>)')
SHARED_TEXT = re.compile(rb'(?: s="[0-9]+")? t="s"><v>([0-9]+)</v>')
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")

Wanted = Callable[[int, str], bool]


class Cells(Rows):
    """The cells of a tab, out of its XML. Rows and columns are 1-based."""

    def of_row(self, number: int) -> dict[int, Any]:
        """The cells of a row by column; those without an address get theirs."""
        found: dict[int, Any] = {}
        column = 0
        row = self.at(number)
        for cell in row.iterchildren(f"{self.ns}c") if row is not None else ():
            match = ADDRESS.match(cell.get("r", ""))
            column = column_index_from_string(match[1]) if match else column + 1
            cell.set("r", a1(number, column))
            found[column] = cell
        return found

    def cell(self, row: int, column: int) -> Any | None:
        """A cell, or None where there is none."""
        return self.of_row(row).get(column)

    def made(self, row: int, column: int) -> Any:
        """A cell; a new one looks like its row or its column says."""
        cells = self.of_row(row)
        if column in cells:
            return cells[column]
        parent = self.row(row)
        cell = etree.Element(f"{self.ns}c", r=a1(row, column))
        if (style := self._look(row, column)) not in (None, "0"):
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
        parent = self.at(row)
        if parent is not None and parent.get("customFormat") in ("1", "true"):
            return str(parent.get("s", "0"))
        for col in self.root.iterfind(f"{self.ns}cols/{self.ns}col"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)):
                return str(col.get("style", "0"))
        return None

    def style(self, row: int, column: int) -> int:
        """The style of a cell, or what it would be if the cell were there."""
        cell = self.cell(row, column)
        return int((cell.get("s") if cell is not None else self._look(row, column)) or 0)

    def release(self, row: int, column: int) -> None:
        """Lets a cell go that others share a formula with."""
        cell = self.cell(row, column)
        formula = cell.find(f"{self.ns}f") if cell is not None else None
        if formula is not None and formula.get("t") == "shared":
            self.unshare(lambda *_: True)

    def formulas(self, wanted: Wanted = lambda row, text: True) -> Iterator[tuple[int, Any, Any]]:
        """Every cell with a formula: (row, cell, its <f>). Rows that nobody looked into are left out when `wanted(row,
        text)` wants none of their formulas: the text is that of the element as it lies, attributes before it."""
        if self.calculates:
            self.take([row for row, text in self.lying.items() if b"<f" in text and _any(wanted, row, text)])
        for row in self.order:
            for formula in self.taken[row].iter(f"{self.ns}f") if row in self.taken else ():
                yield row, formula.getparent(), formula

    def last_filled(self) -> int:
        """The last row with anything in it; 0 in an empty tab."""
        for row in reversed(self.order):
            if row in self.lying and not FILLED.search(self.lying[row]):
                continue
            if any(len(cell) for cell in self.of_row(row).values()):
                return row
        return 0

    def renumber(self, shift: Shift) -> None:
        """Rows move down or up; the addresses of their cells go with them. A blank row at the very end of the tab (some
        programs write one) makes room. Raises Refused('limit') where that row is not blank."""
        while shift.by > 0 and self.order and self.order[-1] + shift.by > LAST_ROW:
            if self.last_filled() == self.order[-1]:
                raise Refused("limit", row=self.order[-1] + shift.by, most=LAST_ROW)
            self.drop(self.order[-1])
        moved = {row: self.of_row(row) for row in self.taken if row >= shift.at}
        self.move(shift)
        for row, cells in moved.items():
            for column, cell in cells.items():
                if (target := shift.row(row)) is not None:
                    cell.set("r", a1(target, column))

    def unshare(self, concerned: Callable[[str, Merge], bool]) -> None:
        """Formulas that Excel stores once for many cells are written out, where `concerned(formula, their cells)` says
        that one text will no longer do for all."""
        first: dict[str, tuple[str, int, int]] = {}
        for _, cell, formula in self.formulas(lambda _, text: SHARED in text):
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
        cell = self.cell(row, column)
        formula = cell.find(f"{self.ns}f") if cell is not None else None
        if formula is None or formula.get("t") in ("array", "dataTable"):
            return None
        if formula.text:
            return str(formula.text)
        for _, other, master in self.formulas(lambda _, text: SHARED in text):
            if master.text and master.get("t") == "shared" and master.get("si") == formula.get("si"):
                place = area(other.get("r"))
                return copied(master.text, row - place.top, column - place.left)
        return None

    def value(self, row: int, column: int, strings: list[str]) -> Stored:
        """What is stored in a cell (a formula's last result)."""
        text = self.lying.get(row)
        if text is not None:
            mark = b'<c r="%b%d"' % (letter(column).encode(), row)
            at = text.find(mark)
            if at < 0:
                return None
            if number := NUMBER.match(text, at + len(mark)):
                return float(number[1]) if number[1] else None
            if shared := SHARED_TEXT.match(text, at + len(mark)):
                return strings[int(shared[1])]
        return self._value_of(self.cell(row, column), strings)

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula, with a result or without."""
        text = self.lying.get(row)
        if text is not None:
            _, mark, behind = text.partition(b'<c r="%b%d"' % (letter(column).encode(), row))
            return bool(mark) and b"<f" in behind.partition(b"<c r=")[0]
        cell = self.cell(row, column)
        return cell is not None and cell.find(f"{self.ns}f") is not None

    def _value_of(self, cell: Any | None, strings: list[str]) -> Stored:
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


def _any(wanted: Wanted, row: int, text: bytes) -> bool:
    return any(wanted(row, formula.decode()) for formula in FORMULA.findall(text))


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


def take_result(cell: Any) -> bool:
    """Takes the result of its formula out of a cell; whether there was one."""
    result = cell.find(f"{cell.tag[: -len(local(cell))]}v")
    if result is None:
        return False
    cell.remove(result)
    cell.attrib.pop("t", None)
    return True


def _child(cell: Any, tag: str) -> Any:
    child = etree.Element(tag)
    cell.insert(0, child)
    return child
