"""USER_ENTERED: a text as if a person had typed it, in the workbook's locale."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tests.sheets_api.grid import Cell
from tests.sheets_api.rendering import DATE_PATTERN, MARKS

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")


def entered(cell: Cell, value: Any, locale: str) -> Cell:
    """The cell after this was typed into it."""
    if not isinstance(value, str):
        return cell._replace(value=value, formula=None)
    if value.startswith("=") and len(value) > 1:
        return cell._replace(value=None, formula=value)
    if value.startswith("'"):
        return cell._replace(value=value[1:], formula=None)
    if cell.format.get("numberFormat", {}).get("type") == "TEXT":
        return cell._replace(value=value or None, formula=None)
    if value.upper() in ("TRUE", "FALSE"):
        return cell._replace(value=value.upper() == "TRUE", formula=None)
    day = _day(value.strip(), locale)
    if day is not None:
        own = cell.format if cell.format.get("numberFormat") else _dated(cell, value, locale)
        return cell._replace(value=day, formula=None, format=own)
    number = _number(value.strip(), locale)
    return cell._replace(value=value or None if number is None else number, formula=None)


def _dated(cell: Cell, value: str, locale: str) -> dict[str, Any]:
    pattern = "yyyy-mm-dd" if ISO.fullmatch(value.strip()) else DATE_PATTERN.get(locale, "m/d/yyyy")
    return {**cell.format, "numberFormat": {"type": "DATE", "pattern": pattern}}


def _day(text: str, locale: str) -> int | None:
    local = DAY_FIRST if locale == "uk_UA" else MONTH_FIRST
    for pattern, order in ((ISO, (0, 1, 2)), (local, (2, 1, 0) if local is DAY_FIRST else (2, 0, 1))):
        match = pattern.fullmatch(text)
        if match:
            year, month, day = (int(match.groups()[at]) for at in order)
            try:
                return (dt.date(year + 2000 * (year < 100), month, day) - dt.date(1899, 12, 30)).days
            except ValueError:
                return None
    return None


def _number(text: str, locale: str) -> float | None:
    point, group = MARKS.get(locale, MARKS["en_US"])
    percent = text.endswith("%")
    bare = text.rstrip("%").replace(group, "").replace(" ", "")
    if not re.fullmatch(rf"[+-]?\d+({re.escape(point)}\d+)?", bare):
        return None
    number = float(bare.replace(point, ".")) / (100 if percent else 1)
    return int(number) if number.is_integer() else number
