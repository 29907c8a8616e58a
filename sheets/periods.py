"""Today, the school year and its semesters, and the spans of time that people name: pure functions of the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import os
from zoneinfo import ZoneInfo

from sheets.schema import SchoolYear


def today(zone: ZoneInfo) -> dt.date:
    """Today in the centre's time zone; PANEL_TODAY=2026-05-14 sets it, for demos and tests."""
    set_day = os.environ.get("PANEL_TODAY")
    return dt.date.fromisoformat(set_day) if set_day else dt.datetime.now(zone).date()


def school_year_of(day: dt.date, settings: SchoolYear) -> str:
    """The school year that a day belongs to: 2025-02-03 -> '2024/2025'."""
    first = day.year if day >= _on(settings.starts, day.year) else day.year - 1
    return school_year(first)


def school_year(first: int) -> str:
    """The school year that begins in this calendar year: 2024 -> '2024/2025'."""
    return f"{first}/{first + 1}"


def school_year_span(name: str, settings: SchoolYear) -> tuple[dt.date, dt.date]:
    """First and last day of a school year: '2024/2025' -> (2024-09-01, 2025-08-31)."""
    first = int(name[:4])
    return _on(settings.starts, first), _on(settings.starts, first + 1) - dt.timedelta(days=1)


def semester_of(day: dt.date, settings: SchoolYear) -> int:
    """The semester (1 or 2) that a day belongs to; the summer belongs to the second one."""
    return 1 if day <= semester_span(school_year_of(day, settings), 1, settings)[1] else 2


def semester_span(name: str, semester: int, settings: SchoolYear) -> tuple[dt.date, dt.date]:
    """First and last day of semester 1 or 2 of a school year; the second begins the day after the first ends."""
    start, end = school_year_span(name, settings)
    first_ends = _within(settings.first_semester_ends, start, end)
    if semester == 1:
        return start, first_ends
    return first_ends + dt.timedelta(days=1), _within(settings.second_semester_ends, start, end)


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _on(month_day: str, year: int) -> dt.date:
    """The day 'MM-DD' of a year; 29 February of a common year is its 28th."""
    month, day = int(month_day[:2]), int(month_day[3:])
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _within(month_day: str, start: dt.date, end: dt.date) -> dt.date:
    """The day 'MM-DD' that lies between two days a year apart."""
    day = _on(month_day, start.year)
    return day if start <= day <= end else _on(month_day, end.year)
