"""What the owner of a workbook has protected: asked before anything is written."""

from __future__ import annotations

from typing import Any

from sheets.errors import Refused
from sheets.workbook import a1
from sheets.xlsx_cells import Cells
from sheets.xlsx_formulas import area
from sheets.xlsx_package import Sheet
from sheets.xlsx_styles import Styles


def _is_on(element: Any | None, name: str) -> bool:
    return element is not None and element.get(name) in ("1", "true")


def may_write(cells: Cells, styles: Styles | None, sheet: Sheet, row: int, column: int) -> None:
    """Raises Refused('protected') for a locked cell of a protected tab, unless a range without a password opens it."""
    if not _is_on(cells.root.find("{*}sheetProtection"), "sheet"):
        return
    if styles and not styles.locked(cells.style(row, column)):
        return
    for opened in cells.root.iterfind("{*}protectedRanges/{*}protectedRange"):
        places = [area(address) for address in opened.get("sqref", "").split()]
        inside = any(p.top <= row <= p.bottom and p.left <= column <= p.right for p in places)
        if inside and not (opened.get("password") or opened.get("hashValue")):
            return
    raise _protected(sheet, a1(row, column))


def may_move_rows(cells: Cells, sheet: Sheet, *, insert: bool) -> None:
    """Raises Refused('protected') where the tab's protection does not allow rows to be put in (or taken away)."""
    protection = cells.root.find("{*}sheetProtection")
    if _is_on(protection, "sheet") and protection.get("insertRows" if insert else "deleteRows") not in ("0", "false"):
        raise _protected(sheet, None)


def may_add_tab(workbook: Any) -> None:
    """Raises Refused('protected') where the workbook's structure is locked."""
    if _is_on(workbook.find("{*}workbookProtection"), "lockStructure"):
        raise Refused("protected", ranges=[{"tab": 0, "title": "", "range": None, "name": ""}])


def _protected(sheet: Sheet, cells: str | None) -> Refused:
    """What stands in the way, in the form in which both workbooks say it."""
    return Refused("protected", ranges=[{"tab": sheet.gid, "title": sheet.title, "range": cells, "name": ""}])
