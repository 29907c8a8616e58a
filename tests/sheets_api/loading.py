"""An .xlsx as a book: values and formulas, what they came to, formats, merges, and what is hidden or protected."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.chartsheet import Chartsheet
from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook as XlsxBook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets_api.addresses import Box
from tests.sheets_api.grid import NO_FORMAT, Book, Cell, Failure, Protected, Tab, Value
from tests.sheets_api.ranges import Over
from tests.sheets_api.recompute import recompute
from tests.sheets_api.rendering import DATE_PATTERN, DAY_ZERO, is_date_pattern

LOCALE_DATES = {14, 22}  # Excel's own short dates: the reader's locale decides how they look
CONDITIONS = {"list": "ONE_OF_LIST", "custom": "CUSTOM_FORMULA"}


def load(path: Path, locale: str = "uk_UA") -> Book:
    """The book in this file. The same file has the same spreadsheet id and the same gids."""
    file = openpyxl.load_workbook(path)
    digest = hashlib.sha256(path.name.encode()).digest()
    key = "1" + base64.urlsafe_b64encode(digest).decode().rstrip("=")
    book = Book(id=key, title=path.stem, tabs=[], locale=locale)
    formats: dict[Any, dict[str, Any]] = {}
    for place, sheet in enumerate(file._sheets):
        gid = 0 if place == 0 else int.from_bytes(hashlib.sha256(sheet.title.encode()).digest()[:4], "big") >> 1
        tab = Tab(gid, sheet.title, hidden=sheet.sheet_state != "visible")
        book.tabs.append(tab)
        if isinstance(sheet, Chartsheet):
            tab.is_object = True
        else:
            _fill(tab, sheet, formats, locale)
    _names(book, file)
    if any(cell.formula for tab in book.tabs for row in tab.cells for cell in row):
        _add_results(book, path)
        recompute(book, only_unknown=True)
    return book


def _fill(tab: Tab, sheet: Worksheet, formats: dict[Any, dict[str, Any]], locale: str) -> None:
    for (row, column), cell in sorted(sheet._cells.items()):
        tab.put(row - 1, column - 1, _cell(cell, formats, locale))
    tab.rows = max(len(tab.cells), 1000)
    tab.columns = max((len(row) for row in tab.cells), default=0)
    tab.columns = max(tab.columns, 26)
    tab.merges = [_box(str(merged)) for merged in sheet.merged_cells.ranges]
    tab.hidden_rows = {at - 1 for at, line in sheet.row_dimensions.items() if line.hidden}
    for line in sheet.column_dimensions.values():
        if line.hidden and line.min:
            tab.hidden_columns |= set(range(line.min - 1, line.max))
    tab.frozen_rows = int(re.sub(r"\D", "", sheet.freeze_panes or "1")) - 1
    tab.filter = _box(sheet.auto_filter.ref) if sheet.auto_filter.ref else None
    if sheet.protection.sheet:
        tab.protected.append(Protected(1, None, ""))
    _validations(tab, sheet)
    for place in sheet.conditional_formatting:
        boxes = [_box(str(one)) for one in place.sqref.ranges]
        tab.conditional += [(boxes[:], {"booleanRule": {"condition": {"type": rule.type}}}) for rule in place.rules]


def _names(book: Book, file: XlsxBook) -> None:
    """Names of cells: those that Google takes over too."""
    for name, defined in file.defined_names.items():
        for title, ref in defined.destinations:
            tab = book.titled(title)
            if tab is not None and ":" in ref:
                tab.over.append(Over("namedRanges", name, _box(ref.replace("$", "")), {"name": name}))


def _box(ref: str) -> Box:
    left, top, right, bottom = range_boundaries(ref)
    return Box((top or 1) - 1, (left or 1) - 1, bottom or 1000, right or 26)


def _cell(cell: XlsxCell, formats: dict[Any, dict[str, Any]], locale: str) -> Cell:
    style = cell.style_id if cell.has_style else None
    if style is not None and style not in formats:
        formats[style] = _format(cell, locale)
    value, formula = value_of(cell.value), None
    if isinstance(value, str) and cell.data_type == "f":
        value, formula = None, value.replace("_xlfn.", "").replace("_xlws.", "")
    elif isinstance(value, str) and cell.data_type == "e":
        value = Failure(value)
    return Cell(
        value,
        formula,
        formats[style] if style is not None else NO_FORMAT,
        note=cell.comment.text if cell.comment else None,
        link=cell.hyperlink.target if cell.hyperlink else None,
    )


def value_of(value: Any) -> Value:
    """A value of openpyxl's as the service stores it: days and times are numbers."""
    if isinstance(value, dt.datetime):
        value = (value - DAY_ZERO) / dt.timedelta(days=1)
    elif isinstance(value, dt.date):
        value = (value - DAY_ZERO.date()).days
    elif isinstance(value, dt.time):
        value = (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    elif isinstance(value, dt.timedelta):
        value = value / dt.timedelta(days=1)
    elif isinstance(value, (ArrayFormula, DataTableFormula)):
        value = getattr(value, "text", None) or "=NA()"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _format(cell: XlsxCell, locale: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    pattern = cell.number_format
    if pattern and pattern != "General":
        made["numberFormat"] = _number_format(pattern, locale)
    if cell.font.b or cell.font.i:
        made["textFormat"] = {name: True for name, on in (("bold", cell.font.b), ("italic", cell.font.i)) if on}
    colour = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None
    if isinstance(colour, str) and len(colour) == 8:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6))
        made["backgroundColor"] = {n: v for n, v in zip(("red", "green", "blue"), parts, strict=True) if v}
    sides = {side: getattr(cell.border, side) for side in ("top", "bottom", "left", "right")}
    borders = {side: {"style": "SOLID"} for side, line in sides.items() if line and line.style}
    if borders:
        made["borders"] = borders
    if cell.alignment.wrap_text:
        made["wrapStrategy"] = "WRAP"
    if cell.alignment.horizontal in ("left", "center", "right"):
        made["horizontalAlignment"] = cell.alignment.horizontal.upper()
    return made


def _number_format(pattern: str, locale: str) -> dict[str, str]:
    if BUILTIN_FORMATS_REVERSE.get(pattern) in LOCALE_DATES or pattern.startswith("[$-F800]"):
        clock = " h:mm" if "h" in pattern else ""
        pattern = DATE_PATTERN.get(locale, "m/d/yyyy") + clock
    if pattern == "@":
        return {"type": "TEXT", "pattern": "@"}
    if is_date_pattern(pattern):
        day, clock = re.search("[dy]", pattern, re.I), re.search("[hs]", pattern, re.I)
        return {"type": "DATE_TIME" if day and clock else "TIME" if clock else "DATE", "pattern": pattern}
    kind = "PERCENT" if "%" in pattern else "CURRENCY" if "[$" in pattern or "₴" in pattern else "NUMBER"
    return {"type": kind, "pattern": pattern}


def _validations(tab: Tab, sheet: Worksheet) -> None:
    for rule in sheet.data_validations.dataValidation:
        made: dict[str, Any] = {"condition": {"type": CONDITIONS.get(rule.type, "CUSTOM_FORMULA")}}
        formula = rule.formula1 or ""
        if rule.type == "list" and not formula.startswith('"'):
            made["condition"] = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=" + formula.lstrip("=")}]}
        elif rule.type == "list":
            made["condition"]["values"] = [{"userEnteredValue": word} for word in formula.strip('"').split(",")]
        if rule.showErrorMessage:
            made["strict"] = True
        for one in rule.sqref.ranges:
            box = _box(str(one))
            for row in range(box.top, min(box.bottom, tab.rows)):
                for column in range(box.left, min(box.right, tab.columns)):
                    tab.put(row, column, tab.cell(row, column)._replace(validation=made))


def _add_results(book: Book, path: Path) -> None:
    """What the formulas came to when the file was last saved."""
    results: XlsxBook = openpyxl.load_workbook(path, data_only=True)
    for tab in book.tabs:
        for row, line in enumerate(tab.cells):
            for column, cell in enumerate(line):
                if cell.formula is not None:
                    found = results[tab.title].cell(row + 1, column + 1)
                    value = value_of(found.value)
                    failed = found.data_type == "e" and isinstance(value, str)
                    line[column] = cell._replace(value=Failure(value) if failed else value)
