"""Spans of time that a selection may have: school year, semester, calendar year, quarter, month, from–to.

A span has a name for the address: '2025-2026', '2025-2026-1', '2025', '2025-q4', '2025-09', '2025-09-01..2025-10-15'.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sheets.periods import school_year_of, school_year_span, semester_of, semester_span
from sheets.schema import SchoolYear

SpanKind = Literal["school_year", "semester", "year", "quarter", "month", "days"]
KINDS: tuple[SpanKind, ...] = ("school_year", "semester", "year", "quarter", "month", "days")
YEARS = range(1990, 2100)  # what a hand-typed address may ask for


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included, and what it is called for the address bar."""

    kind: SpanKind
    start: dt.date
    end: dt.date
    name: str

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end


def school_year(year: str, settings: SchoolYear) -> Span:
    """The school year '2025/2026'."""
    return Span("school_year", *school_year_span(year, settings), year.replace("/", "-"))


def semester(year: str, number: int, settings: SchoolYear) -> Span:
    """The first or second semester of a school year, by the centre's own boundaries."""
    return Span("semester", *semester_span(year, number, settings), f"{year.replace('/', '-')}-{number}")


def calendar_year(year: int) -> Span:
    """1 January to 31 December: what state statistics ask for."""
    return Span("year", dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year:04}")


def quarter(year: int, number: int) -> Span:
    """A calendar quarter, 1 to 4."""
    last = number * 3
    return Span(
        "quarter", dt.date(year, last - 2, 1), dt.date(year, last, monthrange(year, last)[1]), f"{year}-q{number}"
    )


def month(year: int, number: int) -> Span:
    """A calendar month."""
    return Span(
        "month", dt.date(year, number, 1), dt.date(year, number, monthrange(year, number)[1]), f"{year}-{number:02}"
    )


def days(start: dt.date, end: dt.date) -> Span:
    """From one day to another, both included, in either order."""
    first, last = min(start, end), max(start, end)
    return Span("days", first, last, f"{first}..{last}")


def around(day: dt.date, kind: SpanKind, settings: SchoolYear) -> Span:
    """The span of this kind that holds the day; a summer day gives the semester that has just ended."""
    year = school_year_of(day, settings)
    match kind:
        case "school_year":
            return school_year(year, settings)
        case "semester":
            return semester(year, semester_of(day, settings), settings)
        case "year":
            return calendar_year(day.year)
        case "quarter":
            return quarter(day.year, (day.month + 2) // 3)
        case "month":
            return month(day.year, day.month)
    return days(day, day)


def read(name: str, settings: SchoolYear) -> Span | None:
    """The span of this name; None for a name that says nothing or an impossible day."""
    for pattern, make in SHAPES:
        found = pattern.fullmatch(name)
        if found:
            try:
                span = make(found.groups(), settings)
            except ValueError:  # 2025-13, 2025-02-30
                return None
            return span if span.start.year in YEARS and span.end.year in YEARS else None
    return None


def _school_year_name(first: str, second: str) -> str:
    if int(second) != int(first) + 1:
        raise ValueError(f"no school year {first}-{second}")
    return f"{first}/{second}"


Make = Callable[[tuple[str, ...], SchoolYear], Span]
SHAPES: tuple[tuple[re.Pattern[str], Make], ...] = (
    (re.compile(r"(\d{4})-(\d{4})"), lambda g, s: school_year(_school_year_name(g[0], g[1]), s)),
    (re.compile(r"(\d{4})-(\d{4})-([12])"), lambda g, s: semester(_school_year_name(g[0], g[1]), int(g[2]), s)),
    (re.compile(r"(\d{4})"), lambda g, s: calendar_year(int(g[0]))),
    (re.compile(r"(\d{4})-q([1-4])"), lambda g, s: quarter(int(g[0]), int(g[1]))),
    (re.compile(r"(\d{4})-(\d{2})"), lambda g, s: month(int(g[0]), int(g[1]))),
    (
        re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)"),
        lambda g, s: days(dt.date.fromisoformat(g[0]), dt.date.fromisoformat(g[1])),
    ),
)


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def months_within(span: Span) -> tuple[str, ...]:
    """The months that a span touches, in order: '2025-09', …"""
    first = span.start.year * 12 + span.start.month - 1
    last = span.end.year * 12 + span.end.month - 1
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))
