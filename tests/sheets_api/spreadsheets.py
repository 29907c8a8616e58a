"""The spreadsheet as a resource: spreadsheets.get and getByDataFilter, properties to grid data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_api import masks, ranges
from tests.sheets_api.addresses import Box, as_grid_range, grid_range, parse_range
from tests.sheets_api.errors import invalid
from tests.sheets_api.grid import BLANK, Book, Cell, Failure, Tab, Value
from tests.sheets_api.masks import Mask, wants
from tests.sheets_api.rendering import shown

ERROR_TYPES = {
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#N/A": "N_A",
    "#NAME?": "NAME",
    "#NULL!": "NULL_VALUE",
    "#NUM!": "NUM",
    "#REF!": "REF",
    "#VALUE!": "VALUE",
}
Places = list[tuple[Tab, Box]]


def get(book: Book, addresses: list[str], fields: str, grid: bool) -> dict[str, Any]:
    """spreadsheets.get: a mask decides, else `includeGridData`; ranges also leave out the other sheets."""
    return resource(book, [parse_range(book, one) for one in addresses], fields, grid)


def get_by_filter(book: Book, filters: list[dict[str, Any]], fields: str, grid: bool) -> dict[str, Any]:
    """spreadsheets.getByDataFilter: the same, by gid or address."""
    places: Places = []
    for one in filters:
        if "gridRange" in one:
            places.append(grid_range(book, one["gridRange"]))
        elif "a1Range" in one:
            places.append(parse_range(book, one["a1Range"]))
        else:
            raise invalid("Must specify at least one filter.")
    return resource(book, places, fields, grid)


def resource(book: Book, places: Places, fields: str, grid: bool) -> dict[str, Any]:
    """The spreadsheet, cut to the mask; only what the mask lets through is ever made."""
    mask = masks.parse(fields) if fields else {}
    masks.check(mask, masks.SPREADSHEET)
    with_data = wants(mask, "sheets", "data") if fields else grid
    sheet_mask = mask.get("sheets", {}) if mask and "*" not in mask else {}
    data_mask = sheet_mask.get("data", {})
    chosen = list(dict.fromkeys(tab.sheet_id for tab, _ in places)) or [tab.sheet_id for tab in book.tabs]
    sheets = []
    for index, tab in enumerate(book.tabs):
        if tab.sheet_id in chosen:
            sheet = masks.cut(_sheet(tab, index), sheet_mask)
            if with_data and not tab.is_object:
                boxes = [box for place, box in places if place is tab] or [tab.box]
                sheet["data"] = [_grid_data(book, tab, box, data_mask) for box in boxes]
            sheets.append(sheet)
    body = {
        "spreadsheetId": book.id,
        "properties": _properties(book),
        "sheets": sheets,
        **({"namedRanges": names} if (names := ranges.named(book)) else {}),
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
    }
    return masks.cut(body, {**mask, "sheets": {}} if "sheets" in mask else mask)


def _properties(book: Book) -> dict[str, Any]:
    return {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": book.zone,
        "defaultFormat": {"backgroundColor": {"red": 1, "green": 1, "blue": 1}, "verticalAlignment": "BOTTOM"},
    }


def sheet_properties(tab: Tab, index: int) -> dict[str, Any]:
    """SheetProperties; false and zero are left out, as protobuf's JSON does (but not the sheetId)."""
    made: dict[str, Any] = {"sheetId": tab.sheet_id, "title": tab.title, "index": index}
    made["sheetType"] = "OBJECT" if tab.is_object else "GRID"
    if not tab.is_object:
        made["gridProperties"] = {"rowCount": tab.rows, "columnCount": tab.columns}
        if tab.frozen_rows:
            made["gridProperties"]["frozenRowCount"] = tab.frozen_rows
        if tab.frozen_columns:
            made["gridProperties"]["frozenColumnCount"] = tab.frozen_columns
    if tab.colour:
        made["tabColorStyle"] = tab.colour
    if tab.hidden:
        made["hidden"] = True
    return made


def _sheet(tab: Tab, index: int) -> dict[str, Any]:
    made: dict[str, Any] = {"properties": sheet_properties(tab, index)}
    if tab.merges:
        made["merges"] = [as_grid_range(tab, box) for box in tab.merges]
    if tab.protected:
        made["protectedRanges"] = [protected_range(tab, one) for one in tab.protected]
    if tab.filter:
        made["basicFilter"] = {"range": as_grid_range(tab, tab.filter), **tab.filter_more}
    return {**made, **ranges.of_sheet(tab)}


def protected_range(tab: Tab, one: Any) -> dict[str, Any]:
    """A ProtectedRange."""
    whole = {} if tab.sheet_id == 0 else {"sheetId": tab.sheet_id}
    made: dict[str, Any] = {"protectedRangeId": one.id}
    made["range"] = as_grid_range(tab, one.box) if one.box else whole
    if one.description:
        made["description"] = one.description
    if one.warning_only:
        made["warningOnly"] = True
    if one.editable:
        made["requestingUserCanEdit"] = True
    return made


def _grid_data(book: Book, tab: Tab, box: Box, mask: Mask) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if box.top and wants(mask, "startRow"):
        made["startRow"] = box.top
    if box.left and wants(mask, "startColumn"):
        made["startColumn"] = box.left
    if wants(mask, "rowData"):
        rows = _row_data(book, tab, box, mask.get("rowData", {}).get("values", {}))
        if rows:
            made["rowData"] = rows
    if wants(mask, "rowMetadata"):
        made["rowMetadata"] = [
            masks.cut(_row_metadata(tab, row), mask.get("rowMetadata", {})) for row in range(box.top, box.bottom)
        ]
    if wants(mask, "columnMetadata"):
        hidden = tab.hidden_columns
        made["columnMetadata"] = [
            {"pixelSize": 100, **({"hiddenByUser": True} if at in hidden else {})} for at in range(box.left, box.right)
        ]
    return made


def _row_metadata(tab: Tab, row: int) -> dict[str, Any]:
    made: dict[str, Any] = {"pixelSize": 21}
    if row in tab.hidden_rows:
        made["hiddenByFilter" if tab.filter and tab.filter.top < row < tab.filter.bottom else "hiddenByUser"] = True
    marks = [mark for at, mark in tab.row_metadata if at == row]
    return {**made, "developerMetadata": marks} if marks else made


def _row_data(book: Book, tab: Tab, box: Box, mask: Mask) -> list[dict[str, Any]]:
    give = cell_giver(book.locale, mask)
    rows: list[dict[str, Any]] = []
    for line in tab.cells[box.top : box.bottom]:
        values = [give(cell) for cell in line[box.left : box.right]]
        while values and not values[-1]:
            values.pop()
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def extended(value: Value) -> dict[str, Any] | None:
    """An ExtendedValue, or None for a blank."""
    if value is None or value == "" and not isinstance(value, bool):
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, Failure):
        return {"errorValue": {"type": ERROR_TYPES.get(value, "ERROR"), "message": "Помилка"}}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def cell_giver(locale: str, mask: Mask) -> Callable[[Cell], dict[str, Any]]:
    """A function from a cell to its CellData with only the fields of the mask; a blank cell is {}."""
    parts: dict[str, Callable[[Cell], Any]] = {
        "userEnteredValue": lambda cell: {"formulaValue": cell.formula} if cell.formula else extended(cell.value),
        "effectiveValue": lambda cell: extended(cell.value),
        "formattedValue": lambda cell: shown(cell, locale),
        "userEnteredFormat": lambda cell: cell.format,
        "effectiveFormat": lambda cell: cell.format,
        "dataValidation": lambda cell: cell.validation,
        "note": lambda cell: cell.note,
        "hyperlink": lambda cell: cell.link,
    }
    wanted = [(name, part, mask.get(name, {})) for name, part in parts.items() if wants(mask, name)]

    def give(cell: Cell) -> dict[str, Any]:
        made = {}
        if cell is not BLANK:
            for name, part, below in wanted:
                value = part(cell)
                if value:
                    made[name] = masks.cut(value, below) if below else value
        return made

    return give
