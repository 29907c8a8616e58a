"""The values collection: get, batchGet, update, append, clear, batchUpdate, batchClear."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

from tests.sheets_api.addresses import Box, parse_range, range_name
from tests.sheets_api.entering import entered
from tests.sheets_api.errors import invalid
from tests.sheets_api.grid import BLANK, Book, Cell, Failure, Tab, Value
from tests.sheets_api.rendering import DATE_KINDS, shown
from tests.sheets_api.writing import write

Options = dict[str, str]
RENDERINGS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")


def renderer(options: Options, locale: str, prefix: str = "") -> Callable[[Cell], Any]:
    """How each cell is to be given, by valueRenderOption and dateTimeRenderOption."""
    option = options.get(f"{prefix}alueRenderOption" if prefix else "valueRenderOption") or "FORMATTED_VALUE"
    if option not in RENDERINGS:
        raise invalid(
            f"Invalid value at 'value_render_option' (type.googleapis.com), \"{option}\"", "value_render_option"
        )
    if option == "FORMATTED_VALUE":
        return lambda cell: shown(cell, locale)
    as_text = options.get("dateTimeRenderOption") == "FORMATTED_STRING"

    def stored(cell: Cell) -> Any:
        if option == "FORMULA" and cell.formula is not None:
            return cell.formula
        if as_text and cell.format.get("numberFormat", {}).get("type") in DATE_KINDS:
            return shown(cell, locale)
        return unformatted(cell.value)

    return stored


def unformatted(value: Value) -> Any:
    """A stored value as JSON: a blank is '', an error its text."""
    if value is None:
        return ""
    return str(value) if isinstance(value, Failure) else value


def trimmed(lines: Iterable[list[Any]]) -> list[list[Any]]:
    """Lines without their trailing blanks, and without the blank lines at the end."""
    out = []
    for line in lines:
        end = len(line)
        while end and (line[end - 1] == "" and line[end - 1] is not False):
            end -= 1
        out.append(line[:end])
    while out and not out[-1]:
        out.pop()
    return out


def value_range(book: Book, address: str, options: Options) -> dict[str, Any]:
    """A ValueRange; an empty one has no `values` at all."""
    tab, box = parse_range(book, address)
    return _value_range(book, tab, box, options)


def _value_range(book: Book, tab: Tab, box: Box, options: Options) -> dict[str, Any]:
    if tab.is_object:
        raise invalid(f"Unable to parse range: {tab.title}")
    give = renderer(options, book.locale)
    dimension = options.get("majorDimension") or "ROWS"
    lines = [[give(cell) for cell in row[box.left : box.right]] for row in tab.cells[box.top : box.bottom]]
    if dimension == "COLUMNS":
        lines = [list(column) for column in zip_longest(*lines, fillvalue="")]
    body: dict[str, Any] = {"range": range_name(tab, box), "majorDimension": dimension}
    values = trimmed(lines)
    return {**body, "values": values} if values else body


def batch_get(book: Book, addresses: list[str], options: Options) -> dict[str, Any]:
    """The ranges in the order asked."""
    return {"spreadsheetId": book.id, "valueRanges": [value_range(book, one, options) for one in addresses]}


def update(book: Book, address: str, body: dict[str, Any], options: Options) -> dict[str, Any]:
    """Writes a block of values; 400 when they do not fit the range."""
    if body.get("range") and parse_range(book, body["range"]) != parse_range(book, address):
        raise invalid(f"Requested range does not match range in body: {body['range']}")
    tab, box = parse_range(book, address, clamp=False)
    return _write(book, tab, box, body, options, "!" in address and ":" in address.rpartition("!")[2])


def _write(book: Book, tab: Tab, box: Box, body: dict[str, Any], options: Options, bounded: bool) -> dict[str, Any]:
    rows = _rows(body)
    width = max((len(row) for row in rows), default=0)
    area = Box(box.top, box.left, box.top + max(len(rows), 1), box.left + max(width, 1))
    if bounded and (area.bottom > box.bottom or area.right > box.right):
        raise invalid(
            f"Requested writing within range [{range_name(tab, box)}], but tried writing to {range_name(tab, area)}"
        )
    if area.bottom > tab.rows or area.right > tab.columns:
        limits = f"Max rows: {tab.rows}, max columns: {tab.columns}"
        raise invalid(f"Range ({range_name(tab, area)}) exceeds grid limits. {limits}")
    parse = _input(options)
    count = 0
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value is not None:
                cell = tab.cell(area.top + down, area.left + right)
                write(tab, area.top + down, area.left + right, parse(cell, value, book.locale))
                count += 1
    answer: dict[str, Any] = {"spreadsheetId": book.id, "updatedRange": range_name(tab, area)}
    if count:
        answer |= {"updatedRows": len(rows), "updatedColumns": width, "updatedCells": count}
    if options.get("includeValuesInResponse") in ("true", "True", True):
        after = {"valueRenderOption": options.get("responseValueRenderOption", "")}
        answer["updatedData"] = _value_range(book, tab, area, after)
    return answer


def _rows(body: dict[str, Any]) -> list[list[Any]]:
    rows = body.get("values", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        message = "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue)"
        raise invalid(message, "data.values")
    if any(isinstance(value, (list, dict)) for row in rows for value in row):
        raise invalid("Invalid values[0][0]: struct_value", "data.values")
    if body.get("majorDimension") == "COLUMNS":
        return [list(row) for row in zip_longest(*rows)]
    return rows


def _input(options: Options) -> Callable[[Cell, Any, str], Cell]:
    option = options.get("valueInputOption")
    if option == "USER_ENTERED":
        return entered
    if option == "RAW":
        return lambda cell, value, _: cell._replace(value=None if value == "" else value, formula=None)
    raise invalid("'valueInputOption' is required but not specified", "value_input_option")


def append(book: Book, address: str, body: dict[str, Any], options: Options) -> dict[str, Any]:
    """Writes under the last table that the range meets, from that table's first column (as the service was seen to)."""
    tab, box = parse_range(book, address)
    table = last_table(tab, box)
    rows = _rows(body)
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    if options.get("insertDataOption") == "INSERT_ROWS" and rows and top < tab.rows:
        book.insert(tab, "ROWS", top, len(rows), top - 1 if top else None)
    tab.rows = max(tab.rows, top + len(rows))
    tab.columns = max(tab.columns, left + max((len(row) for row in rows), default=0))
    book.check_size()
    area = Box(top, left, tab.rows, tab.columns)
    answer: dict[str, Any] = {"spreadsheetId": book.id}
    if table:
        answer["tableRange"] = range_name(tab, table)
    return {**answer, "updates": _write(book, tab, area, body, options, False)}


def last_table(tab: Tab, box: Box) -> Box | None:
    """The last block of adjacent filled cells that has a cell's place in common with the box."""
    blocks: list[Box] = []
    for row in range(min(len(tab.cells), tab.rows)):
        for left, right in _runs(tab.cells[row]):
            block = Box(row, left, row + 1, right)
            near = Box(row - 1, left - 1, row + 1, right + 1)
            joined = [one for one in blocks if one.meets(near)]
            for one in joined:
                block = _around(block, one)
            blocks = [one for one in blocks if one not in joined] + [block]
    met = [one for one in blocks if one.meets(box)]
    return max(met, key=lambda one: (one.bottom, one.left)) if met else None


def _runs(row: list[Cell]) -> list[tuple[int, int]]:
    runs, start = [], None
    for at, cell in enumerate([*row, BLANK]):
        if not cell.blank and start is None:
            start = at
        elif cell.blank and start is not None:
            runs.append((start, at))
            start = None
    return runs


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.top, b.top), min(a.left, b.left), max(a.bottom, b.bottom), max(a.right, b.right))


def clear(book: Book, address: str) -> str:
    """Takes the values out of a range, formats stay; answers the range as the service names it."""
    tab, box = parse_range(book, address)
    for row in range(box.top, min(box.bottom, len(tab.cells))):
        for column in range(box.left, min(box.right, len(tab.cells[row]))):
            if not tab.cells[row][column].blank or tab.cells[row][column].formula:
                write(tab, row, column, tab.cells[row][column]._replace(value=None, formula=None))
    return range_name(tab, box)


def batch_update(book: Book, body: dict[str, Any]) -> dict[str, Any]:
    """Several updates, all or none."""
    options = {"valueInputOption": body.get("valueInputOption", "")}
    answers = [update(book, one["range"], one, options) for one in body.get("data", [])]
    totals = {
        f"totalU{name[1:]}": sum(answer.get(name, 0) for answer in answers)
        for name in ("updatedRows", "updatedColumns", "updatedCells")
    }
    return {"spreadsheetId": book.id, **totals, "totalUpdatedSheets": len(answers), "responses": answers}
