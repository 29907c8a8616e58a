"""Totals in other tabs of a Google Sheet that end at the last record: `=SUM(Заходи!F4:F57)` must become F4:F58.

Google widens a range when a row comes inside it, not below it. So such a formula is replaced in the call that inserts
the row: by findReplace, wherever in its tab exactly this formula stands, and nowhere else. One that somebody changes or
moves in that very moment is not found, or found where it is: no cell is ever hit by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sheets.google_answers import Protection
from sheets.growing import elsewhere
from sheets.workbook import DeleteRow, Edit, InsertRow

MOST = 100  # formulas that one call may replace; where there are more, none is: half of them would be worse
SEEN = 200  # rows of another tab in which its totals are looked for


def speaking(sheet: Mapping[str, Any]) -> tuple[str, ...]:
    """The formulas of a Sheet that name a tab, each once."""
    found = {
        cell["userEnteredValue"]["formulaValue"]
        for data in sheet.get("data", ())
        for row in data.get("rowData", ())
        for cell in row.get("values", ())
        if "!" in cell.get("userEnteredValue", {}).get("formulaValue", "")
    }
    return tuple(sorted(found))


def wider(
    edits: Sequence[Edit],
    formulas: Mapping[int, Sequence[str]],
    titles: Mapping[int, str],
    protected: Sequence[Protection],
) -> list[dict[str, Any]]:
    """The requests, to follow the edits, that widen those of these formulas (by gid of their tab) that end at a record
    below which a new one comes. None for a tab with protected cells; none at all beside rows that are taken away."""
    if any(isinstance(edit, DeleteRow) for edit in edits):
        return []
    guarded = {one.gid for one in protected}
    made = []
    for gid, there in formulas.items():
        for formula in there if gid not in guarded else ():
            moved, meant = _after(formula, gid, edits, titles)
            if moved != meant:
                made.append(_replace(gid, moved, meant))
    return made if len(made) <= MOST else []


def _after(formula: str, gid: int, edits: Sequence[Edit], titles: Mapping[int, str]) -> tuple[str, str]:
    """The formula as Google leaves it after these edits, and as it must be."""
    moved = meant = formula
    for edit in edits:
        if isinstance(edit, InsertRow):
            title = titles.get(edit.tab, "") if edit.tab != gid else None
            grows = title is not None and edit.like == edit.at - 1
            moved = elsewhere(moved, edit.at, title, grow=False)
            meant = elsewhere(meant, edit.at, title, grow=grows)
    return moved, meant


def _replace(gid: int, find: str, replacement: str) -> dict[str, Any]:
    exactly = {"matchCase": True, "matchEntireCell": True, "includeFormulas": True}
    return {"findReplace": {"sheetId": gid, "find": find, "replacement": replacement, **exactly}}
