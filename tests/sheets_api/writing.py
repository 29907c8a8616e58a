"""The one way into a cell for whoever uses the API: limits and protection are checked here."""

from __future__ import annotations

from tests.sheets_api.addresses import Box
from tests.sheets_api.errors import PROTECTED, TOO_LONG, invalid
from tests.sheets_api.grid import Cell, Tab

CHARACTERS = 50_000


def write(tab: Tab, row: int, column: int, cell: Cell) -> None:
    """Replaces a cell, unless it is protected or the text is too long."""
    check_length(cell)
    check_protected(tab, Box(row, column, row + 1, column + 1))
    tab.put(row, column, cell)


def check_length(cell: Cell) -> None:
    """400 for a text of more than 50,000 characters."""
    if any(isinstance(text, str) and len(text) > CHARACTERS for text in (cell.value, cell.formula)):
        raise invalid(TOO_LONG)


def check_protected(tab: Tab, box: Box) -> None:
    """400 when the box meets cells that this user may not change; a mere warning stops no API call."""
    for one in tab.protected:
        if not one.warning_only and not one.editable and (one.box or tab.box).meets(box):
            raise invalid(PROTECTED)
