"""Requests of a batch that change the shape of things: lines, tabs, merges, protection, metadata."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.sheets_api.addresses import Axis, Box, grid_range
from tests.sheets_api.errors import PROTECTED, invalid
from tests.sheets_api.formulas import renamed
from tests.sheets_api.grid import Book, Protected, Tab
from tests.sheets_api.spreadsheets import protected_range, sheet_properties
from tests.sheets_api.writing import check_protected

Reply = dict[str, Any] | None


def _lines(book: Book, body: dict[str, Any]) -> tuple[Tab, Axis, int, int]:
    given = body["range"]
    tab, axis = book.tab(given.get("sheetId", 0)), given.get("dimension")
    if axis not in ("ROWS", "COLUMNS"):
        raise invalid("Dimension is not set.")
    size = tab.rows if axis == "ROWS" else tab.columns
    start, end = given.get("startIndex", 0), given.get("endIndex", size)
    if start >= end:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")
    return tab, axis, start, end


def _across(tab: Tab, axis: Axis, start: int, end: int) -> Box:
    return Box(start, 0, end, tab.columns) if axis == "ROWS" else Box(0, start, tab.rows, end)


def insert_dimension(book: Book, body: dict[str, Any]) -> Reply:
    """Blank lines, in the format of the line before or after."""
    tab, axis, start, end = _lines(book, body)
    size, before = (tab.rows if axis == "ROWS" else tab.columns), bool(body.get("inheritFromBefore"))
    if start > size or (start == size and not before):
        raise invalid(f"range.startIndex[{start}] is too large. There are only {size} {axis.lower()}.")
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at index 0.")
    for one in tab.protected:
        box = one.box or tab.box
        inside = box.top < start < box.bottom if axis == "ROWS" else box.left < start < box.right
        if (inside or one.box is None) and not one.editable and not one.warning_only:
            raise invalid(PROTECTED)
    hidden = axis == "ROWS" and before and start - 1 in tab.hidden_rows and not is_filtered(tab, start - 1)
    book.insert(tab, axis, start, end - start, start - 1 if before else start)
    if hidden:  # dimension properties are inherited; whether this one is, nobody says
        tab.hidden_rows |= set(range(start, end))
    return None


def is_filtered(tab: Tab, row: int) -> bool:
    """Whether a row that is not seen is one that the tab's filter hides."""
    return bool(tab.filter and tab.filter.top < row < tab.filter.bottom)


def delete_dimension(book: Book, body: dict[str, Any]) -> Reply:
    """Lines go, with all that is in them."""
    tab, axis, start, end = _lines(book, body)
    size = tab.rows if axis == "ROWS" else tab.columns
    if start >= size:
        raise invalid(f"Cannot delete a {axis.lower()[:-1]} that doesn't exist. There are only {size}.")
    if end - start >= size:
        raise invalid(f"You can't delete all the {axis.lower()} on the sheet.")
    check_protected(tab, _across(tab, axis, start, end))
    book.delete(tab, axis, start, min(end, size) - start)
    return None


def append_dimension(book: Book, body: dict[str, Any]) -> Reply:
    """Lines at the end of the grid."""
    tab = book.tab(body.get("sheetId", 0))
    if body["dimension"] == "ROWS":
        tab.rows += body["length"]
    else:
        tab.columns += body["length"]
    book.check_size()
    return None


def update_dimension(book: Book, body: dict[str, Any]) -> Reply:
    """Hides or shows lines; widths are not kept."""
    tab, axis, start, end = _lines(book, body)
    if "hiddenByUser" in body["fields"]:
        lines = tab.hidden_rows if axis == "ROWS" else tab.hidden_columns
        change = lines.update if body["properties"].get("hiddenByUser") else lines.difference_update
        change(range(start, end))
    return None


def _check_title(book: Book, title: str, but: Tab | None = None) -> None:
    found = book.titled(title)
    if found is not None and found is not but:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def add_sheet(book: Book, body: dict[str, Any]) -> Reply:
    """A new tab, with a gid of the caller's choice or a large random one."""
    given = body.get("properties", {})
    number = len(book.tabs) + 1
    title = given.get("title") or f"Sheet{number}"
    _check_title(book, title)
    gid = given.get("sheetId", random.randrange(1, 2**31))
    if any(tab.sheet_id == gid for tab in book.tabs):
        raise invalid(f"Sheet with id {gid} already exists.")
    size = given.get("gridProperties", {})
    tab = Tab(gid, title, size.get("rowCount", 1000), size.get("columnCount", 26))
    tab.hidden, tab.frozen_rows = bool(given.get("hidden")), size.get("frozenRowCount", 0)
    book.tabs.insert(given.get("index", len(book.tabs)), tab)
    book.check_size()
    return {"addSheet": {"properties": sheet_properties(tab, book.tabs.index(tab))}}


def delete_sheet(book: Book, body: dict[str, Any]) -> Reply:
    """A tab goes; the last one may not."""
    tab = book.tab(body.get("sheetId", 0))
    if len(book.tabs) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    book.tabs.remove(tab)
    return None


def duplicate_sheet(book: Book, body: dict[str, Any]) -> Reply:
    """A copy of a tab."""
    twin = book.tab(body["sourceSheetId"]).copy()
    twin.sheet_id = body.get("newSheetId", random.randrange(1, 2**31))
    twin.title = body.get("newSheetName") or f"Copy of {twin.title}"
    _check_title(book, twin.title)
    book.tabs.insert(body.get("insertSheetIndex", 0), twin)
    return {"duplicateSheet": {"properties": sheet_properties(twin, book.tabs.index(twin))}}


def update_sheet_properties(book: Book, body: dict[str, Any]) -> Reply:
    """Title, size, place, hidden, frozen rows: those that `fields` names."""
    given, fields = body["properties"], body["fields"]
    tab = book.tab(given.get("sheetId", 0))
    size, every = given.get("gridProperties", {}), fields == "*"
    if ("title" in fields or every) and "title" in given:
        _check_title(book, given["title"], tab)
        rename(book, tab, given["title"])
    if "hidden" in fields or every:
        tab.hidden = bool(given.get("hidden"))
    if "index" in fields and "index" in given:
        book.tabs.remove(tab)
        book.tabs.insert(given["index"], tab)
    if "rowCount" in size and size["rowCount"] < tab.rows:
        del tab.cells[size["rowCount"] :]
    tab.rows, tab.columns = size.get("rowCount", tab.rows), size.get("columnCount", tab.columns)
    tab.cells = [row[: tab.columns] for row in tab.cells]
    tab.frozen_rows = size.get("frozenRowCount", tab.frozen_rows)
    tab.frozen_columns = size.get("frozenColumnCount", tab.frozen_columns)
    tab.colour = given.get("tabColorStyle", tab.colour)
    book.check_size()
    return None


def rename(book: Book, tab: Tab, title: str) -> None:
    """A new title; formulas that name the tab follow."""
    old = tab.title
    tab.title = title
    book.rewrite(lambda formula, _: renamed(formula, old, title))


def update_spreadsheet_properties(book: Book, body: dict[str, Any]) -> Reply:
    """Title, locale, time zone."""
    given = body["properties"]
    book.title, book.locale = given.get("title", book.title), given.get("locale", book.locale)
    book.zone = given.get("timeZone", book.zone)
    return None


def merge_cells(book: Book, body: dict[str, Any]) -> Reply:
    """Joins cells; only the upper left value stays."""
    tab, box = grid_range(book, body["range"])
    if any(box.meets(other) and box != other for other in tab.merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    check_protected(tab, box)
    kind = body.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        boxes = [Box(row, box.left, row + 1, box.right) for row in range(box.top, box.bottom)]
    elif kind == "MERGE_COLUMNS":
        boxes = [Box(box.top, at, box.bottom, at + 1) for at in range(box.left, box.right)]
    else:
        boxes = [box]
    for one in boxes:
        for row in range(one.top, one.bottom):
            for column in range(one.left, one.right):
                if (row, column) != (one.top, one.left) and not tab.cell(row, column).blank:
                    tab.put(row, column, tab.cell(row, column)._replace(value=None, formula=None))
    tab.merges += [one for one in boxes if one not in tab.merges]
    return None


def unmerge_cells(book: Book, body: dict[str, Any]) -> Reply:
    """Takes joined cells apart."""
    tab, box = grid_range(book, body["range"])
    tab.merges = [one for one in tab.merges if not one.meets(box)]
    return None


def add_protected_range(book: Book, body: dict[str, Any]) -> Reply:
    """Who protects may still write there: the caller is an editor of its own range."""
    given = body["protectedRange"]
    tab, box = grid_range(book, given["range"])
    number = given.get("protectedRangeId", random.randrange(1, 2**31))
    whole = set(given["range"]) <= {"sheetId"}
    made = Protected(number, None if whole else box, given.get("description", ""), bool(given.get("warningOnly")), True)
    tab.protected.append(made)
    return {"addProtectedRange": {"protectedRange": protected_range(tab, made)}}


def delete_protected_range(book: Book, body: dict[str, Any]) -> Reply:
    """Takes protection away."""
    for tab in book.tabs:
        kept = [one for one in tab.protected if one.id != body["protectedRangeId"]]
        if len(kept) < len(tab.protected):
            tab.protected = kept
            return None
    raise invalid(f"No protected range with ID: {body['protectedRangeId']}")


def set_basic_filter(book: Book, body: dict[str, Any]) -> Reply:
    """The tab's filter."""
    given = dict(body["filter"])
    tab, box = grid_range(book, given.pop("range"))
    check_protected(tab, box)
    tab.filter, tab.filter_more = box, given
    return None


def clear_basic_filter(book: Book, body: dict[str, Any]) -> Reply:
    """No filter any more."""
    book.tab(body.get("sheetId", 0)).filter = None
    return None


def create_developer_metadata(book: Book, body: dict[str, Any]) -> Reply:
    """A mark on a row that follows it; an id that is taken makes the batch fail."""
    given = dict(body["developerMetadata"])
    given.setdefault("metadataId", random.randrange(1, 2**31))
    taken = {mark["metadataId"] for tab in book.tabs for _, mark in tab.row_metadata}
    if given["metadataId"] in taken:
        raise invalid(f"Developer metadata with ID {given['metadataId']} already exists.")
    where = given.get("location", {}).get("dimensionRange")
    if where is None or where.get("dimension") != "ROWS":
        raise invalid("The emulator keeps developer metadata of rows only.")
    tab = book.tab(where.get("sheetId", 0))
    tab.row_metadata.append((where.get("startIndex", 0), given))
    return {"createDeveloperMetadata": {"developerMetadata": given}}


def nothing(book: Book, body: dict[str, Any]) -> Reply:
    """What is accepted and not kept: looks only."""
    return None


REQUESTS: dict[str, Callable[[Book, dict[str, Any]], Reply]] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension,
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
    "addProtectedRange": add_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "createDeveloperMetadata": create_developer_metadata,
    "autoResizeDimensions": nothing,
    "updateBorders": nothing,
}
