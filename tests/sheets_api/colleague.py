"""The colleague: a person who edits the sheet by hand, past the API, while the panel is at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_api.addresses import Box, number, parse_range, quoted
from tests.sheets_api.contents import sort_rows
from tests.sheets_api.grid import Book, Cell, Protected, Tab, Value
from tests.sheets_api.recompute import recompute
from tests.sheets_api.structure import rename


class NoSuchTab(Exception):
    """The edit names a tab that is not there."""


def _tab(book: Book, edit: dict[str, Any]) -> Tab:
    tab = book.titled(edit["tab"])
    if tab is None:
        raise NoSuchTab(edit["tab"])
    return tab


def _as_typed(cell: Cell, value: Value) -> Cell:
    if isinstance(value, str) and value.startswith("="):
        return cell._replace(value=None, formula=value)
    return cell._replace(value=None if value == "" else value, formula=None)


def set_cell(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "cell": "C12", "value"}: numbers, texts and booleans as given; '=…' is a formula; null clears."""
    tab = _tab(book, edit)
    _, box = parse_range(book, f"{quoted(tab.title)}!{edit['cell']}")
    tab.put(box.top, box.left, _as_typed(tab.cell(box.top, box.left), edit.get("value")))


def insert_row(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "row", "values"}: a new row becomes row `row`, formatted like the one above."""
    tab, at = _tab(book, edit), edit["row"] - 1
    book.insert(tab, "ROWS", at, 1, at - 1 if at else None)
    for column, value in enumerate(edit.get("values") or []):
        tab.put(at, column, _as_typed(tab.cell(at, column), value))


def delete_row(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "row"}."""
    book.delete(_tab(book, edit), "ROWS", edit["row"] - 1, 1)


def sort(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "from_row", "to_row", "column"}: A to Z by this column; {"descending": true} for Z to A."""
    tab = _tab(book, edit)
    width = max((len(row) for row in tab.cells), default=0)
    box = Box(edit["from_row"] - 1, 0, edit["to_row"], width)
    sort_rows(tab, box, [(number(edit["column"]), bool(edit.get("descending")))])


def rename_tab(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "to"}."""
    rename(book, _tab(book, edit), edit["to"])


def insert_column(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "column"}: a blank column becomes column `column`."""
    at = number(edit["column"])
    book.insert(_tab(book, edit), "COLUMNS", at, 1, at - 1 if at else None)


def delete_tab(book: Book, edit: dict[str, Any]) -> None:
    """{"tab"}."""
    book.tabs.remove(_tab(book, edit))


def protect(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "range": "A1:C5", "description"}: cells that the panel may not change; without a range the whole tab."""
    tab = _tab(book, edit)
    box = parse_range(book, f"{quoted(tab.title)}!{edit['range']}")[1] if edit.get("range") else None
    tab.protected.append(Protected(len(tab.protected) + 1, box, edit.get("description", "")))


def filter_rows(book: Book, edit: dict[str, Any]) -> None:
    """{"tab", "rows": [7, 9]}: a filter hides these rows."""
    tab = _tab(book, edit)
    tab.filter = tab.filter or Box(0, 0, tab.rows, tab.columns)
    tab.hidden_rows |= {row - 1 for row in edit["rows"]}


EDITS: dict[str, Callable[[Book, dict[str, Any]], None]] = {
    "set": set_cell,
    "insert_row": insert_row,
    "delete_row": delete_row,
    "sort": sort,
    "rename_tab": rename_tab,
    "insert_column": insert_column,
    "delete_tab": delete_tab,
    "protect": protect,
    "filter_rows": filter_rows,
}


def do(book: Book, edits: list[dict[str, Any]]) -> Book:
    """The book after the colleague's edits, in order."""
    after = book.copy()
    for edit in edits:
        for name, body in edit.items():
            if name != "before":
                EDITS[name](after, body)
    recompute(after)
    return after
