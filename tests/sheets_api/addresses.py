"""A1 notation and grid ranges: text to boxes of cells and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tests.sheets_api.errors import invalid

if TYPE_CHECKING:
    from tests.sheets_api.grid import Book, Tab

Axis = Literal["ROWS", "COLUMNS"]
CORNER = re.compile(r"\$?(?P<column>[A-Za-z]{1,3})?\$?(?P<row>[1-9][0-9]*)?")
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Box(NamedTuple):
    """Cells of a tab, 0-based, the lower right corner not included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Box) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )


def moved_span(start: int, end: int, at: int, count: int) -> tuple[int, int] | None:
    """Where a span of lines [start, end) is after `count` lines came (or, negative, went) at `at`; None: it is gone."""
    if count > 0:
        return start + count * (start >= at), end + count * (end > at)
    start = start if start < at else max(start + count, at)
    end = end if end <= at else max(end + count, at)
    return (start, end) if end > start else None


def moved_box(box: Box, axis: Axis, at: int, count: int) -> Box | None:
    """The same for a box."""
    if axis == "ROWS":
        span = moved_span(box.top, box.bottom, at, count)
        return span and Box(span[0], box.left, span[1], box.right)
    span = moved_span(box.left, box.right, at, count)
    return span and Box(box.top, span[0], box.bottom, span[1])


def letter(column: int) -> str:
    """The letters of a 0-based column."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(letters: str) -> int:
    """The 0-based number of a column's letters."""
    at = 0
    for one in letters.upper():
        at = at * 26 + ord(one) - 64
    return at - 1


def quoted(title: str) -> str:
    """A tab's title as it stands in an address: quoted only where need be."""
    corner = CORNER.fullmatch(title)
    plain = PLAIN_NAME.fullmatch(title) and not (corner and corner["column"] and corner["row"])
    return title if plain else "'" + title.replace("'", "''") + "'"


def cell_name(row: int, column: int) -> str:
    """The name of a 0-based cell: (0, 0) -> 'A1'."""
    return f"{letter(column)}{row + 1}"


def range_name(tab: Tab, box: Box) -> str:
    """The full address of a box, as the service echoes it."""
    first, last = cell_name(box.top, box.left), cell_name(box.bottom - 1, box.right - 1)
    return f"{quoted(tab.title)}!{first}" + (f":{last}" if last != first else "")


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if len(name) > 1 and name[0] == name[-1] == "'" else name


def parse_range(book: Book, text: str, *, clamp: bool = True) -> tuple[Tab, Box]:
    """The tab and box that an address means, clamped to the grid; 400 when it does not parse or starts outside."""
    failed = invalid(f"Unable to parse range: {text}")
    whole = book.titled(_unquoted(text))
    if whole is not None:
        return whole, whole.box
    name, bang, cells = text.rpartition("!")
    tab = book.titled(_unquoted(name)) if bang else book.first_grid
    first, _, last = cells.partition(":")
    start, end = CORNER.fullmatch(first), CORNER.fullmatch(last or first)
    if tab is None or tab.is_object or not start or not end or not first:
        raise failed
    if not (start["column"] or start["row"]) or not (end["column"] or end["row"]):
        raise failed
    return tab, _box(tab, start, end, text, clamp)


def _box(tab: Tab, start: re.Match[str], end: re.Match[str], text: str, clamp: bool) -> Box:
    rows = sorted((int(m["row"]) - 1 if m["row"] else default) for m, default in ((start, 0), (end, tab.rows - 1)))
    lefts = ((start, 0), (end, tab.columns - 1))
    columns = sorted((number(m["column"]) if m["column"] else default) for m, default in lefts)
    if rows[0] >= tab.rows or columns[0] >= tab.columns:
        limits = f"Max rows: {tab.rows}, max columns: {tab.columns}"
        raise invalid(f"Range ({quoted(tab.title)}!{text.rpartition('!')[2]}) exceeds grid limits. {limits}")
    box = Box(rows[0], columns[0], rows[1] + 1, columns[1] + 1)
    return Box(box.top, box.left, min(box.bottom, tab.rows), min(box.right, tab.columns)) if clamp else box


def grid_range(book: Book, body: dict[str, Any]) -> tuple[Tab, Box]:
    """The tab and box of a GridRange; 400 when there is no such grid or it goes beyond it."""
    tab = book.tab(body.get("sheetId", 0))
    box = Box(
        body.get("startRowIndex", 0),
        body.get("startColumnIndex", 0),
        body.get("endRowIndex", tab.rows),
        body.get("endColumnIndex", tab.columns),
    )
    if box.bottom > tab.rows or box.right > tab.columns or box.top > box.bottom or box.left > box.right:
        raise invalid(
            f"Range ({range_name(tab, box)}) exceeds grid limits. Max rows: {tab.rows}, max columns: {tab.columns}"
        )
    return tab, box


def as_grid_range(tab: Tab, box: Box) -> dict[str, Any]:
    """A box as a GridRange; a sheetId of 0 is left out, as protobuf's JSON does."""
    body = {
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }
    return body if tab.sheet_id == 0 else {"sheetId": tab.sheet_id, **body}
