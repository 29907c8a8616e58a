"""What moves with the rows, besides the rows: everything in the workbook that says where a cell is.

In the tab itself: merges, links, validations, conditional formats, filters, protected ranges, page breaks. Beside it:
tables, comments, pictures and charts (where they stand, and what they draw), names, pivots' sources, and the formulas
of all tabs. A list that ends just above a new row takes it in, wherever it is spoken of: neither Excel nor Google do
so, and a new last record would be missing from its totals, its summary, its chart. Only the records' own formulas,
above, stay as they are: a running total ends at its own row. ECMA-376 part 1, 18.3, 18.5, 18.7, 20.5, 21.2.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from sheets.workbook import Merge
from sheets.xlsx_cells import Cells
from sheets.xlsx_formulas import DIGITS, LAST_ROW, Shift, area, shifted, span_text
from sheets.xlsx_package import local

ADDRESSES = ("ref", "sqref", "activeCell", "topLeftCell")
FORMULAS = ("f", "formula", "formula1", "formula2")
EXTENDED = ("dataValidation", "conditionalFormatting")  # what a new row takes over from the row that it is like
LONGER = ("autoFilter", "dimension")  # what takes in a new row just below its last one
VIEWS = ("selection", "pane", "sheetView", "dimension")  # what stays even when its cells are gone
ROW_IN_NOTE = re.compile(rb"(<\w+:Row>)\s*(\d+)\s*(</)")
ANCHOR_OF_NOTE = re.compile(rb"(<\w+:Anchor>)([^<]*)(</)")
Concerns = Callable[[str | None], bool]


def own(title: str) -> Concerns:
    """Whether a reference inside this tab means the tab itself."""
    return lambda sheet: sheet is None or sheet.casefold() == title.casefold()


def other(title: str) -> Concerns:
    """Whether a reference anywhere else means this tab."""
    return lambda sheet: sheet is not None and sheet.casefold() == title.casefold()


def shift_addresses(text: str, shift: Shift, *, grow: bool = False) -> str:
    """Addresses separated by blanks after a row has come or gone: ('A5:C9 D50', insert at 9) -> 'A5:C10 D51'."""
    moved = []
    for address in text.split():
        cells = area(address)
        whole = cells.bottom == LAST_ROW
        span = (cells.top, cells.bottom) if whole else shift.span(cells.top, cells.bottom, grow=grow)
        if span:
            moved.append(address if whole else span_text(address, *span))
    return " ".join(moved)


def around(root: Any) -> list[Any]:
    """All elements of a part but its cells."""
    return [e for child in root if local(child) != "sheetData" for e in child.iter() if local(e)]


def shift_around(cells: Cells, shift: Shift, title: str) -> None:
    """All that stands around the cells of the tab itself."""
    for element in around(cells.root):
        _shift_addresses_of(element, shift)
        _shift_formulas_of(element, shift, own(title))
        if local(element) == "brk" and local(element.getparent()) == "rowBreaks":
            page = int(element.get("id", 0))
            element.set("id", str(page + shift.by * (page >= shift.at)))
        _shift_anchor(element, shift)
    _recount(cells.root)


def _shift_addresses_of(element: Any, shift: Shift) -> None:
    name = local(element)
    for attribute in ADDRESSES:
        address = element.get(attribute)
        moved = shift_addresses(address, shift, grow=name in LONGER) if address else ""
        if moved:
            element.set(attribute, moved)
        elif address and name not in VIEWS:
            element.getparent().remove(element)
    if name == "sqref" and element.text:
        element.text = shift_addresses(element.text, shift)


def _shift_formulas_of(element: Any, shift: Shift, concerns: Concerns) -> bool:
    """The formulas that a validation, a format, a link or a chart holds; whether any changed."""
    name, changed = local(element), False
    if name in FORMULAS and element.text:
        text = shifted(element.text, shift, concerns)
        changed, element.text = text != element.text, text
    for attribute in ("location",) if name == "hyperlink" else ("val",) if element.get("type") == "formula" else ():
        if element.get(attribute):
            text = shifted(element.get(attribute), shift, concerns)
            changed = changed or text != element.get(attribute)
            element.set(attribute, text)
    return changed


def _recount(root: Any) -> None:
    """Lists say how many they are, and may not be empty."""
    for name in ("mergeCells", "hyperlinks", "dataValidations", "protectedRanges", "ignoredErrors"):
        for found in root.iterfind(f"{{*}}{name}"):
            if not len(found):
                root.remove(found)
            elif found.get("count"):
                found.set("count", str(len(found)))


def shift_formulas(cells: Cells, shift: Shift, concerns: Concerns, *, here: bool) -> set[int]:
    """The formulas of a tab after a row has come or gone in it (`here`) or in another one; the rows where any changed,
    as they are numbered before."""

    def concerned(formula: str, where: Merge) -> bool:
        rows = where.bottom - where.top
        numbers = [int(number) for number in DIGITS.findall(formula)]
        return where.bottom >= shift.at or any(n + rows >= shift.at for n in numbers) if here else "!" in formula

    cells.unshare(concerned)
    changed = set()

    def wanted(row: int, text: str) -> bool:
        return any(int(number) >= shift.at - 1 for number in DIGITS.findall(text)) if here else "!" in text

    for row, _, formula in cells.formulas(wanted):
        if formula.get("ref") and formula.get("t") != "shared":
            formula.set("ref", (here and shift_addresses(formula.get("ref"), shift)) or formula.get("ref"))
        if formula.text:
            text = shifted(formula.text, shift, concerns, grow=not here or row >= shift.at)
            if text != formula.text:
                changed.add(row)
            formula.text = text
    return changed


def shift_elsewhere(root: Any, shift: Shift, title: str) -> bool:
    """Validations, formats and links of another tab, and charts, that speak of this tab; whether they changed."""
    changed = [_shift_formulas_of(element, shift, other(title)) for element in around(root)]
    return any(changed)


def shift_names(workbook: Any, shift: Shift, title: str) -> bool:
    """The workbook's names, print areas and hidden filters among them; whether any changed."""
    changed = False
    for name in workbook.iterfind("{*}definedNames/{*}definedName"):
        text = shifted(name.text or "", shift, other(title))
        changed = changed or text != (name.text or "")
        name.text = text
    return changed


def shift_table(root: Any, shift: Shift, title: str) -> None:
    """A table of this tab: its cells, its filter, its column formulas. One without totals takes in a row below it."""
    totals = int(root.get("totalsRowCount", 0))
    for element in root.iter():
        if element.get("ref"):
            grow = local(element) == "autoFilter" or (element is root and not totals)
            element.set("ref", shift_addresses(element.get("ref"), shift, grow=grow) or element.get("ref"))
        if local(element) in ("calculatedColumnFormula", "totalsRowFormula") and element.text:
            element.text = shifted(element.text, shift, own(title))


def shift_comments(root: Any, shift: Shift) -> bool:
    """Notes and threads of this tab, those of a row that was taken away go with it; whether any moved."""
    changed = False
    for note in [element for element in root.iter() if local(element) in ("comment", "threadedComment")]:
        moved = shift_addresses(note.get("ref"), shift)
        changed = changed or moved != note.get("ref")
        note.set("ref", moved) if moved else note.getparent().remove(note)
    return changed


def shift_notes_drawing(vml: bytes, shift: Shift) -> bytes:
    """The old drawing (VML) that shows notes: it counts rows from 0, in two places of each note."""

    def row(number: int) -> int:
        return number + shift.by * (number >= shift.at - 1)

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in match[2].split(b",")]
        if len(numbers) == 8:  # column, offset, row, offset, column, offset, row, offset
            numbers[2], numbers[6] = row(numbers[2]), row(numbers[6])
        return match[1] + ", ".join(map(str, numbers)).encode() + match[3]

    vml = ROW_IN_NOTE.sub(lambda match: match[1] + str(row(int(match[2]))).encode() + match[3], vml)
    return ANCHOR_OF_NOTE.sub(anchor, vml)


def shift_drawing(root: Any, shift: Shift) -> bool:
    """Pictures and charts of this tab stay beside the rows that they stood beside; whether any moved."""
    moved = [_shift_anchor(row, shift) for row in root.iter("{*}row")]
    return any(moved)


def _shift_anchor(element: Any, shift: Shift) -> bool:
    """Where a picture, a chart, a button stands: rows counted from 0."""
    if local(element) != "row" or local(element.getparent()) not in ("from", "to") or int(element.text) < shift.at - 1:
        return False
    element.text = str(max(0, int(element.text) + shift.by))
    return True


def shift_pivot(root: Any, shift: Shift) -> bool:
    """A pivot table of this tab goes down or up with the rows that it stands in; whether it did."""
    moved = False
    for place in root.iterchildren("{*}location"):
        text = shift_addresses(place.get("ref"), shift)
        moved = moved or text != place.get("ref")
        place.set("ref", text or place.get("ref"))
    return moved


def shift_source(root: Any, shift: Shift, title: str) -> bool:
    """The cells that a pivot table is made from, where they are cells of this tab; whether they moved."""
    moved = False
    for source in root.iter("{*}worksheetSource"):
        if source.get("ref") and (source.get("sheet") or "").casefold() == title.casefold():
            text = shift_addresses(source.get("ref"), shift)
            moved = moved or text != source.get("ref")
            source.set("ref", text or source.get("ref"))
    return moved


def extend(root: Any, row: int, like: int) -> None:
    """Validations and conditional formats of row `like` hold for the new row; what is joined there is joined here."""
    merges = root.find("{*}mergeCells")
    for merge in list(merges) if merges is not None else ():
        cells = area(merge.get("ref"))
        if cells.top == cells.bottom == like:
            merges.append(copy.copy(merge))
            merges[-1].set("ref", span_text(merge.get("ref"), row, row))
    _recount(root)
    for element in around(root):
        if local(element) in EXTENDED and element.get("sqref"):
            element.set("sqref", _extended(element.get("sqref"), row, like))
        elif local(element) == "sqref" and element.text:
            element.text = _extended(element.text, row, like)


def _extended(text: str, row: int, like: int) -> str:
    ranges = []
    for address in text.split():
        cells = area(address)
        if not (cells.top <= like <= cells.bottom) or cells.top <= row <= cells.bottom:
            ranges.append(address)
        elif row in (cells.bottom + 1, cells.top - 1):
            ranges.append(span_text(address, min(cells.top, row), max(cells.bottom, row)))
        else:
            ranges += [address, span_text(address, row, row)]
    return " ".join(ranges)
