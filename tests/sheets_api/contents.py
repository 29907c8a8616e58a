"""Requests of a batch that change cells: write, append, copy, sort, validate, find and replace."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.sheets_api import masks
from tests.sheets_api.addresses import Box, cell_name, grid_range
from tests.sheets_api.errors import invalid
from tests.sheets_api.formulas import copied
from tests.sheets_api.grid import NO_FORMAT, Book, Cell, Failure, Tab
from tests.sheets_api.masks import Mask
from tests.sheets_api.ranges import paste_conditional
from tests.sheets_api.structure import Reply, is_filtered
from tests.sheets_api.writing import check_protected, write

PASTES = {
    "PASTE_NORMAL": ("value", "formula", "format", "validation", "note", "link"),
    "PASTE_VALUES": ("value",),
    "PASTE_FORMAT": ("format", "validation"),
    "PASTE_FORMULA": ("value", "formula"),
    "PASTE_DATA_VALIDATION": ("validation",),
    "PASTE_CONDITIONAL_FORMATTING": (),
    "PASTE_NO_BORDERS": ("value", "formula", "format", "validation", "note", "link"),
}
WRITABLE = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "*"}


def _mask(body: dict[str, Any]) -> Mask:
    if not body.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = masks.parse(body["fields"])
    for name in mask:
        if name not in WRITABLE:
            raise invalid(f"Invalid field: {name}")
    return mask


def typed(cell: Cell, value: dict[str, Any] | None) -> Cell:
    """The cell with this ExtendedValue: typed, never parsed."""
    if not value:
        return cell._replace(value=None, formula=None)
    ((kind, content),) = value.items()
    expected = {"stringValue": str, "numberValue": (int, float), "boolValue": bool, "formulaValue": str}.get(kind)
    if expected is None or not isinstance(content, expected) or (kind == "numberValue" and isinstance(content, bool)):
        raise invalid(f"Invalid value at 'user_entered_value' ({kind}), {content!r}")
    if kind == "formulaValue":
        if not content.startswith("="):
            raise invalid("Formula must start with '='.")
        return cell._replace(value=None, formula=content)
    return cell._replace(value=content if content != "" else None, formula=None)


def merged_format(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """The format with what the mask names put from `new` (or taken away); other parts stay."""
    if not mask or "*" in mask:
        return new
    made = dict(old)
    for name, below in mask.items():
        if below and isinstance(old.get(name, {}), dict):
            made[name] = merged_format(old.get(name, {}), new.get(name, {}), below)
        elif name in new:
            made[name] = new[name]
        else:
            made.pop(name, None)
    return {name: value for name, value in made.items() if value not in ({}, None)}


def changed(cell: Cell, data: dict[str, Any], mask: Mask) -> Cell:
    """The cell after CellData was written through a mask."""
    if "userEnteredValue" in mask or "*" in mask:
        cell = typed(cell, data.get("userEnteredValue"))
    if "userEnteredFormat" in mask or "*" in mask:
        below = mask.get("userEnteredFormat", {})
        cell = cell._replace(format=merged_format(cell.format, data.get("userEnteredFormat", {}), below) or NO_FORMAT)
    if "note" in mask or "*" in mask:
        cell = cell._replace(note=data.get("note"))
    if "dataValidation" in mask or "*" in mask:
        cell = cell._replace(validation=data.get("dataValidation"))
    return cell


def update_cells(book: Book, body: dict[str, Any]) -> Reply:
    """Writes rows of CellData from `start`, or over `range`, where what the rows do not cover is cleared."""
    mask, rows = _mask(body), body.get("rows", [])
    if "range" in body:
        tab, box = grid_range(book, body["range"])
    else:
        start = body["start"]
        tab = book.tab(start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        width = max((len(row.get("values", [])) for row in rows), default=0)
        box = Box(top, left, top + len(rows), left + width)
        if box.bottom > tab.rows or box.right > tab.columns:
            raise invalid(
                f"Attempting to write column: {box.right - 1}, beyond the last requested column of: {tab.columns - 1}"
            )
    for row in range(box.top, box.bottom):
        values = rows[row - box.top].get("values", []) if row - box.top < len(rows) else []
        right = box.right if "range" in body else box.left + len(values)
        for column in range(box.left, right):
            data = values[column - box.left] if column - box.left < len(values) else {}
            write(tab, row, column, changed(tab.cell(row, column), data, mask))
    return None


def append_cells(book: Book, body: dict[str, Any]) -> Reply:
    """Rows of CellData from column A, below the last row with data; the grid grows if need be."""
    mask, tab, rows = _mask(body), book.tab(body.get("sheetId", 0)), body.get("rows", [])
    top = tab.last_row()
    tab.rows = max(tab.rows, top + len(rows))
    tab.columns = max([tab.columns, *(len(row.get("values", [])) for row in rows)])
    book.check_size()
    for down, row in enumerate(rows):
        for column, data in enumerate(row.get("values", [])):
            write(tab, top + down, column, changed(tab.cell(top + down, column), data, mask))
    return None


def repeat_cell(book: Book, body: dict[str, Any]) -> Reply:
    """The same CellData into every cell of a range."""
    mask, (tab, box) = _mask(body), grid_range(book, body["range"])
    for row in range(box.top, box.bottom):
        for column in range(box.left, box.right):
            write(tab, row, column, changed(tab.cell(row, column), body.get("cell", {}), mask))
    return None


def copy_paste(book: Book, body: dict[str, Any]) -> Reply:
    """Copies a block, as often as it fits; references in formulas move along."""
    source, box = grid_range(book, body["source"])
    target, area = grid_range(book, body["destination"])
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in PASTES:
        raise invalid(f"Invalid paste type: {kind}")
    tall, wide = box.bottom - box.top, box.right - box.left
    bottom = max(area.bottom, area.top + tall) if (area.bottom - area.top) % tall else area.bottom
    right = max(area.right, area.left + wide) if (area.right - area.left) % wide else area.right
    if all(row in source.hidden_rows and is_filtered(source, row) for row in range(box.top, box.bottom)):
        return None  # people's copies leave out what a filter hides; nobody says whether these do
    if kind == "PASTE_CONDITIONAL_FORMATTING":
        paste_conditional(source, box, target, Box(area.top, area.left, bottom, right))
        return None
    taken = {(r, c): source.cell(r, c) for r in range(box.top, box.bottom) for c in range(box.left, box.right)}
    for row in range(area.top, bottom):
        for column in range(area.left, right):
            at = (box.top + (row - area.top) % tall, box.left + (column - area.left) % wide)
            write(target, row, column, pasted(target.cell(row, column), taken[at], kind, at, (row, column)))
    return None


def pasted(old: Cell, copy: Cell, kind: str, source: tuple[int, int], target: tuple[int, int]) -> Cell:
    """What a cell becomes when another is pasted into it."""
    made = old._replace(**{name: getattr(copy, name) for name in PASTES[kind]})
    if kind == "PASTE_VALUES":
        return made._replace(formula=None)
    if "formula" in PASTES[kind] and copy.formula is not None:
        made = made._replace(formula=copied(copy.formula, cell_name(*source), cell_name(*target)))
    return made


def cut_paste(book: Book, body: dict[str, Any]) -> Reply:
    """Moves a block."""
    source, box = grid_range(book, body["source"])
    place = body["destination"]
    target = book.tab(place.get("sheetId", 0))
    check_protected(source, box)
    taken = {(r, c): source.cell(r, c) for r in range(box.top, box.bottom) for c in range(box.left, box.right)}
    for row, column in taken:
        source.put(row, column, Cell())
    for (row, column), cell in taken.items():
        write(target, place.get("rowIndex", 0) + row - box.top, place.get("columnIndex", 0) + column - box.left, cell)
    return None


def _order(cell: Cell) -> tuple[int, Any]:
    if isinstance(cell.value, bool):
        return 2, cell.value
    if isinstance(cell.value, (int, float)):
        return 0, cell.value
    return 1, str(cell.value).casefold()


def sort_rows(tab: Tab, box: Box, columns: list[tuple[int, bool]]) -> None:
    """Sorts the box's rows by (column, descending); blanks go last, formulas move with their row."""
    rows = [
        (row, [tab.cell(row, column) for column in range(box.left, box.right)]) for row in range(box.top, box.bottom)
    ]
    for column, down in reversed(columns):
        filled = [one for one in rows if not one[1][column - box.left].blank]
        blank = [one for one in rows if one[1][column - box.left].blank]
        filled.sort(key=lambda one: _order(one[1][column - box.left]), reverse=down)
        rows = filled + blank
    for at, (origin, cells) in enumerate(rows):
        for right, cell in enumerate(cells):
            row, column = box.top + at, box.left + right
            if cell.formula is not None:
                cell = cell._replace(formula=copied(cell.formula, cell_name(origin, column), cell_name(row, column)))
            tab.put(row, column, cell)


def sort_range(book: Book, body: dict[str, Any]) -> Reply:
    """Sorts the rows of a range."""
    tab, box = grid_range(book, body["range"])
    check_protected(tab, box)
    specs = [(one.get("dimensionIndex", 0), one.get("sortOrder") == "DESCENDING") for one in body["sortSpecs"]]
    sort_rows(tab, box, specs)
    return None


def set_data_validation(book: Book, body: dict[str, Any]) -> Reply:
    """What may be written into the cells; without a rule: anything."""
    tab, box = grid_range(book, body["range"])
    for row in range(box.top, box.bottom):
        for column in range(box.left, box.right):
            write(tab, row, column, tab.cell(row, column)._replace(validation=body.get("rule")))
    return None


def find_replace(book: Book, body: dict[str, Any]) -> Reply:
    """Replaces text where it is found, in a range, a sheet or all of them; counts what it did."""
    if "range" in body:
        places = [grid_range(book, body["range"])]
    elif "sheetId" in body:
        places = [(book.tab(body["sheetId"]), book.tab(body["sheetId"]).box)]
    else:
        places = [(tab, tab.box) for tab in book.tabs if not tab.is_object]
    find = body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    pattern = re.compile(f"^(?:{find})$" if body.get("matchEntireCell") else find, 0 if body.get("matchCase") else re.I)
    counts = dict.fromkeys(("valuesChanged", "formulasChanged", "rowsChanged", "occurrencesChanged"), 0)
    for tab, box in places:
        for row in range(box.top, min(box.bottom, len(tab.cells))):
            done = [_replaced(tab, row, c, pattern, body) for c in range(box.left, min(box.right, len(tab.cells[row])))]
            counts["occurrencesChanged"] += sum(count for count, _ in done)
            counts["rowsChanged"] += any(count for count, _ in done)
            counts["formulasChanged"] += sum(1 for count, formula in done if count and formula)
            counts["valuesChanged"] += sum(1 for count, formula in done if count and not formula)
    return {"findReplace": {name: count for name, count in counts.items() if count}}


def _replaced(tab: Tab, row: int, column: int, pattern: re.Pattern[str], body: dict[str, Any]) -> tuple[int, bool]:
    cell, new = tab.cell(row, column), body.get("replacement", "")
    replacement = new if body.get("searchByRegex") else lambda _: new
    if cell.formula is not None:
        if not body.get("includeFormulas"):
            return 0, True
        text, count = pattern.subn(replacement, cell.formula)
        if count:
            write(tab, row, column, cell._replace(formula=text))
        return count, True
    if not isinstance(cell.value, str) or isinstance(cell.value, Failure):
        return 0, False
    text, count = pattern.subn(replacement, cell.value)
    if count:
        write(tab, row, column, cell._replace(value=text or None))
    return count, False


REQUESTS: dict[str, Callable[[Book, dict[str, Any]], Reply]] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "sortRange": sort_range,
    "setDataValidation": set_data_validation,
    "findReplace": find_replace,
}
