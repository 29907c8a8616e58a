"""Google's answers cell by cell: spreadsheets.getByDataFilter for a save, and the echo of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sheets.coded import Coded
from sheets.google_answers import OUTLINE_OF_A_SHEET, tab_info
from sheets.google_ranges import OF_A_SHEET, OF_THE_BOOK
from sheets.workbook import Grid, Row, Stored

Body = dict[str, Any]
CELLS = "userEnteredValue(formulaValue),userEnteredFormat(numberFormat(type)),effectiveValue(numberValue,boolValue)"
FULL_MASK = (
    f"{OF_THE_BOOK},sheets({OUTLINE_OF_A_SHEET},{OF_A_SHEET},data(startRow,startColumn,rowMetadata(hiddenByUser,hiddenByFilter),"
    f"rowData(values({CELLS},formattedValue,hyperlink))))"
)
ECHO_MASK = (
    "updatedSpreadsheet(sheets(properties(sheetId,title),"
    "data(startRow,rowData(values(effectiveValue(numberValue,boolValue),formattedValue)))))"
)

FORMAT_MASK = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(userEnteredFormat(numberFormat(type))))))"
)


def formatted_cells(sheet: Body) -> Iterator[tuple[int, tuple[int, int]]]:
    """(gid, (row, column)) of the cells in this answer that have a number format of their own."""
    for data in sheet.get("data", ()):
        for down, row in enumerate(data.get("rowData", ()), start=data.get("startRow", 0) + 1):
            for right, cell in enumerate(row.get("values", ()), start=data.get("startColumn", 0) + 1):
                if _own_format(cell):
                    yield sheet["properties"].get("sheetId", 0), (down, right)


def full_grid(sheet: Body) -> tuple[Grid, frozenset[tuple[int, int]]]:
    """A Sheet with grid data as a Grid with everything, and the cells that have a number format of their own.

    Texts are taken from what is shown: asking for them twice would double a big answer.
    """
    info = tab_info(sheet)
    stored: list[list[Stored]] = []
    shown: list[list[str]] = []
    formulas, links, formatted = {}, {}, set()
    hidden: set[int] = set()
    for data in sheet.get("data", ()):
        top, left = data.get("startRow", 0), data.get("startColumn", 0)
        hidden |= {top + at for at, row in enumerate(data.get("rowMetadata", ()), start=1) if any(row.values())}
        for down, row in enumerate(data.get("rowData", ())):
            for right, cell in enumerate(row.get("values", ())):
                if cell:
                    place = (top + down + 1, left + right + 1)
                    _put(stored, shown, place, cell)
                    if cell.get("userEnteredValue"):
                        formulas[place] = cell["userEnteredValue"]["formulaValue"]
                    if "hyperlink" in cell:
                        links[place] = cell["hyperlink"]
                    if _own_format(cell):
                        formatted.add(place)
    grid = Grid(
        tab=info,
        stored=list(map(Coded.of, stored)),
        shown=list(map(Coded.of, shown)),
        hidden_rows=frozenset(hidden),
        links=links,
        formulas=formulas,
    )
    return grid, frozenset(formatted)


def _own_format(cell: Body) -> bool:
    """A format that says how a number looks; 'plain text' says nothing about it."""
    return cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "TEXT") != "TEXT"


def _put(stored: list[list[Stored]], shown: list[list[str]], place: tuple[int, int], cell: Body) -> None:
    value, text = faces(cell)
    if value is None and not text:
        return
    row, column = place
    while len(stored) < column:
        stored.append([])
        shown.append([])
    stored[column - 1].extend([None] * (row - 1 - len(stored[column - 1])))
    shown[column - 1].extend([""] * (row - 1 - len(shown[column - 1])))
    stored[column - 1].append(value)
    shown[column - 1].append(text)


def faces(cell: Body) -> tuple[Stored, str]:
    """What is stored in a cell and what is shown; an error is its text, as in values.get."""
    value, text = cell.get("effectiveValue", {}), cell.get("formattedValue", "")
    if "numberValue" in value:
        return value["numberValue"], text
    if "boolValue" in value:
        return value["boolValue"], text
    return text or None, text


def echoed(body: Body, wanted: Sequence[tuple[int, int]]) -> tuple[Row, ...]:
    """The rows (gid, row) that a batch was asked to give back, in the order wanted."""
    found = {}
    for sheet in body.get("updatedSpreadsheet", {}).get("sheets", []):
        gid = sheet["properties"].get("sheetId", 0)
        for data in sheet.get("data", ()):
            rows = data.get("rowData") or [{}]
            cells = [faces(cell) for cell in rows[0].get("values", ())]
            while cells and cells[-1][0] is None:
                cells.pop()
            found[gid, data.get("startRow", 0) + 1] = cells
    return tuple(
        Row(tab=gid, row=row, stored=tuple(s for s, _ in cells), shown=tuple(t for _, t in cells))
        for (gid, row) in wanted
        for cells in [found.get((gid, row), [])]
    )
