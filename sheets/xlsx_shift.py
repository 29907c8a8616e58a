"""What moves with the rows of a tab: everything in the tabs and the workbook that says where a cell is.

In the tab itself: merges, links, validations, conditional formats, filters, protected ranges, page breaks, scenarios.
Elsewhere: names, what charts draw, and the formulas of all tabs; what stands beside a tab is in xlsx_beside. A list
that ends just above a new row takes it in, wherever it is spoken of: neither Excel nor Google do so, and a new last
record would be missing from its totals, its summary, its chart. Only the records' own formulas, above, stay as they
are: a running total ends at its own row. ECMA-376 part 1, 18.3, 18.5, 18.7, 20.5, 21.2.
"""

from __future__ import annotations

import copy
from typing import Any

from sheets.workbook import Merge
from sheets.xlsx_cells import Cells
from sheets.xlsx_formulas import DIGITS, LAST_ROW, Shift, Spoken, area, shifted, span_text
from sheets.xlsx_package import local

ADDRESSES = ("ref", "sqref", "activeCell", "topLeftCell")
ONE_CELL = ("inputCells", "cellWatch", "cellSmartTags")  # elements that say their cell by `r`: of a scenario, a watch
FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula")
FORMULA_ATTRIBUTES = {
    "hyperlink": ("location",),
    "controlPr": ("linkedCell", "listFillRange"),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"),  # a tick, a list, a button
    "sp": ("textlink",),  # a text box that shows a cell
    "cameraTool": ("cellRange",),  # a picture of cells
}
EXTENDED = ("dataValidation", "conditionalFormatting")  # what a new row takes over from the row that it is like
LONGER = ("autoFilter", "dimension")  # what takes in a new row just below its last one
VIEWS = ("selection", "pane", "sheetView", "dimension")  # what stays even when its cells are gone


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


def shift_around(cells: Cells, shift: Shift, tab: Spoken) -> None:
    """All that stands around the cells of the tab itself."""
    for element in around(cells.root):
        if element.get("sheet", tab.title) == tab.title:  # what is consolidated may be another tab's
            _shift_addresses_of(element, shift)
        shift_formulas_of(element, shift, tab)
        if local(element) == "brk" and local(element.getparent()) == "rowBreaks":
            page = int(element.get("id", 0))
            element.set("id", str(page + shift.by * (page >= shift.at)))
        shift_anchor(element, shift)
    _recount(cells.root)


def _shift_addresses_of(element: Any, shift: Shift) -> None:
    name = local(element)
    for attribute in (*ADDRESSES, "r") if name in ONE_CELL else ADDRESSES:
        address = element.get(attribute)
        moved = shift_addresses(address, shift, grow=name in LONGER) if address else ""
        if moved:
            element.set(attribute, moved)
        elif address and name not in VIEWS:
            element.getparent().remove(element)
    if name == "sqref" and element.text:
        element.text = shift_addresses(element.text, shift)


def shift_formulas_of(element: Any, shift: Shift, tab: Spoken) -> bool:
    """The formulas that a validation, a format, a link, a control or a chart holds (the last in a `sqref`: what its
    filter leaves out); whether any changed."""
    name, changed = local(element), False
    if element.text and (name in FORMULAS or (name == "sqref" and "!" in element.text)):
        text = shifted(element.text, shift, tab)
        changed, element.text = text != element.text, text
    for attribute in ("val",) if element.get("type") == "formula" else FORMULA_ATTRIBUTES.get(name, ()):
        if element.get(attribute):
            text = shifted(element.get(attribute), shift, tab)
            changed = changed or text != element.get(attribute)
            element.set(attribute, text)
    return changed


def shift_anchor(element: Any, shift: Shift) -> bool:
    """Where a picture, a chart, a button stands: rows counted from 0."""
    if local(element) != "row" or local(element.getparent()) not in ("from", "to") or int(element.text) < shift.at - 1:
        return False
    element.text = str(max(0, int(element.text) + shift.by))
    return True


def _recount(root: Any) -> None:
    """Lists say how many they are, and may not be empty."""
    for name in ("mergeCells", "hyperlinks", "dataValidations", "protectedRanges", "ignoredErrors", "cellWatches"):
        for found in root.iterfind(f"{{*}}{name}"):
            if not len(found):
                root.remove(found)
            elif found.get("count"):
                found.set("count", str(len(found)))


def shift_formulas(cells: Cells, shift: Shift, tab: Spoken) -> set[int]:
    """The formulas of a tab after a row has come or gone in it (`tab.here`) or in another one; the rows where any
    changed, as they are numbered before."""
    here = tab.here

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
        for cell in ("r1", "r2") if here and formula.get("t") == "dataTable" else ():
            if formula.get(cell):
                formula.set(cell, shift_addresses(formula.get(cell), shift) or formula.get(cell))
        if formula.text:
            text = shifted(formula.text, shift, tab, grow=not here or row >= shift.at)
            if text != formula.text:
                changed.add(row)
            formula.text = text
    return changed


def shift_elsewhere(root: Any, shift: Shift, tab: Spoken) -> bool:
    """Validations, formats and links of another tab that speak of this tab; whether they changed."""
    changed = [shift_formulas_of(element, shift, tab) for element in around(root)]
    return any(changed)


def shift_names(workbook: Any, shift: Shift, tab: Spoken) -> bool:
    """The workbook's names, print areas and hidden filters among them; whether any changed."""
    changed = False
    for name in workbook.iterfind("{*}definedNames/{*}definedName"):
        text = shifted(name.text or "", shift, tab)
        changed = changed or text != (name.text or "")
        name.text = text
    return changed


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
