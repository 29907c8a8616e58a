"""Points of time joined by dashes and commas: '24-27.11.2023', '25.12-9.1.2018', 'm9 2024-m5 2025' -> Period.

What is written once (a month, a year) serves the points to its left, as people mean it; a year also those to its
right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from sheets.context import Context
from sheets.periods import month_span, school_year_of, school_year_span
from sheets.problems import Read, bad
from sheets.records import Period, Precision

FIRST = dt.date(2010, 1, 1)  # domain.md, 5.6: earlier and later dates are slips
LAST = dt.date(2040, 12, 31)

POINT = re.compile(
    r"(?P<day>\d{1,2})(?:\.(?P<month>\d{1,2})(?:[. ](?P<year>\d{4}|\d\d))?)?"
    r"|m(?P<name>\d{1,2})(?:[. ](?P<name_year>\d{4}|\d\d))?"
    r"|(?P<number>\d{1,2})\.(?P<number_year>\d{4})|(?P<iso_year>\d{4})-(?P<iso_month>0\d|1[0-2])"
    r"|(?P<year_alone>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month or a year, as far as it was written."""

    day: int | None
    month: int | None
    year: int | None


def read_points(text: str, context: Context) -> Read:
    """The Period from the first to the last of the points in a canonical text."""
    if re.fullmatch(r"\d{4}-(0\d|1[0-2])", text):
        points = [_point(text)]
        sides = 1
    else:
        sides = len(text.split("-"))
        points = [_point(piece.strip()) for side in text.split("-") for piece in side.split(",")]
    if sides > 2 or len(points) > 31 or not all(points):
        return bad("not-a-date")
    known = [point for point in points if point]
    shapes = {(point.day is not None, point.day is None and point.month is not None) for point in known}
    if len(shapes) > 1:
        return bad("not-a-date")
    return _between(known, sides, context)


def _point(text: str) -> Point | None:
    found = POINT.fullmatch(text)
    if not found:
        return None
    part = {name: int(value) for name, value in found.groupdict().items() if value}
    month = part.get("month") or part.get("name") or part.get("number") or part.get("iso_month")
    years = (found[name] for name in ("year", "name_year", "number_year", "iso_year", "year_alone"))
    year = next((int(y) if len(y) == 4 else 2000 + int(y) for y in years if y), None)
    if "month" in part and part["month"] == 0:
        month = 0
    return Point(part.get("day"), month, year)


def _between(points: list[Point], sides: int, context: Context) -> Read:
    points = _filled(points, context)
    if any(point.day is not None and point.month is None for point in points):
        return bad("not-a-date")
    if any(point.month is not None and not 1 <= point.month <= 12 for point in points):
        return bad("impossible-date")
    inferred = False
    if all(point.year is None for point in points):
        points, inferred = _with_known_year(points, context), True
    elif any(point.year is None for point in points):
        points = _with_year_written_once(points, context)
    if any(point.year is None for point in points):
        return bad("no-year")
    if not all(_exists(point) for point in points):
        return bad("impossible-date")
    first, last = (_span(points[0]), _span(points[-1]))
    return checked(Period(first[0], last[1], _precision(points), inferred))


def _filled(points: list[Point], context: Context) -> list[Point]:
    """Days get the month that is written once, on their right («24-27.11», «5,12,19.10.2024»)."""
    filled: list[Point] = []
    month = context.month if all(p.month is None and p.year is None for p in points) else None
    for point in reversed(points):
        if point.day is not None and point.month is None:
            point = replace(point, month=month)
        month = point.month
        filled.append(point)
    return filled[::-1]


def _with_known_year(points: list[Point], context: Context) -> list[Point]:
    """The year that section, tab or title says: a calendar year, or the school year in which each point lies."""
    if context.year:
        return [replace(point, year=context.year) for point in points]
    if context.school_year:
        return [_in_school_year(point, context.school_year, context) for point in points]
    return points


def _in_school_year(point: Point, name: str, context: Context) -> Point:
    """The point with that year of a school year in which it lies."""
    start, _ = school_year_span(name, context.panel.school_year)
    later = (point.month, point.day or 1) >= (start.month, start.day if point.day else 1)
    return replace(point, year=start.year if later else start.year + 1)


def _with_year_written_once(points: list[Point], context: Context) -> list[Point]:
    """The year at either end serves all; over New Year («25.12-09.01.2018») only within one school year."""
    written = [point.year for point in points if point.year]
    if len(written) > 1 and (points[-1].year is None or len(set(written)) > 1):
        return points
    same = [replace(point, year=point.year or written[-1]) for point in points]
    if not all(_exists(point) for point in same) or _in_order(same):
        return same
    step = -1 if points[-1].year else 1
    over = [p if p.year else replace(s, year=(s.year or 0) + step) for p, s in zip(points, same, strict=True)]
    settings = context.panel.school_year
    if all(_exists(point) for point in over) and _in_order(over):
        years = {school_year_of(_span(point)[0], settings) for point in over}
        return over if len(years) == 1 else same
    return same


def _in_order(points: list[Point]) -> bool:
    days = [_span(point)[0] for point in points]
    return days == sorted(days)


def _exists(point: Point) -> bool:
    if point.day is None:
        return True
    year, month = point.year or 2000, point.month or 1
    return 1 <= year <= 9999 and 1 <= point.day <= calendar.monthrange(year, month)[1]


def _span(point: Point) -> tuple[dt.date, dt.date]:
    year = point.year or 2000
    if point.month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if point.day is None:
        return month_span(year, point.month)
    return dt.date(year, point.month, point.day), dt.date(year, point.month, point.day)


def _precision(points: list[Point]) -> Precision:
    first, last = points[0], points[-1]
    if first == last:
        return "day" if first.day is not None else "month" if first.month is not None else "year"
    return "month_range" if first.day is None and first.month is not None else "range"


def checked(period: Period) -> Read:
    """The period, unless it ends before it starts or lies too far from now (domain.md, 5.6)."""
    days = [day for day in (period.start, period.end) if day]
    if days != sorted(days):
        return bad("end-before-start", start=days[0].isoformat(), end=days[-1].isoformat())
    far = next((day for day in days if not FIRST <= day <= LAST), None)
    return bad("far-date", day=far.isoformat()) if far else Read(period)
