"""A writer for each kind of cell: a value as staff would have it, typed; the reader of that kind gives it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sheets.periods import month_span, school_year_of, school_year_span, semester_span
from sheets.records import Inexact, Period, Unit
from sheets.schema import Field, Kind, Panel
from sheets.units import counted_in
from sheets.workbook import Stored

SERIAL_ZERO = dt.date(1899, 12, 30)
MONTHS = [
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
]
OF_MONTHS = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
]
SEASONS = {12: "зима", 3: "весна", 6: "літо", 9: "осінь"}
INEXACT = {"about": "близько {0}", "least": "від {0}", "most": "до {0}", "between": "{0}–{1}"}
ROMAN = ("І", "ІІ", "ІІІ", "ІV")


def serial(day: dt.date) -> int:
    """The serial number of a day (domain of Sheets and Excel: 1899-12-30 is 0)."""
    return (day - SERIAL_ZERO).days


def _as_is(field: Field, value: Any, panel: Panel) -> Stored:
    return value


def _joined(field: Field, value: Any, panel: Panel) -> Stored:
    return value if isinstance(value, str) else ", ".join(value)


def _choice(field: Field, value: Any, panel: Panel) -> Stored:
    return panel.vocabularies[field.vocabulary or ""].label(value, "uk")


def _choices(field: Field, value: Any, panel: Panel) -> Stored:
    return ", ".join(panel.vocabularies[field.vocabulary or ""].label(key, "uk") for key in value)


def _number(field: Field, value: Any, panel: Panel) -> Stored:
    if isinstance(value, Inexact):
        return INEXACT[value.mark].format(_digits(value.low), _digits(value.high))
    return int(value) if value == int(value) else float(value)


def _digits(number: float) -> str:
    """A number as people write it: whole ones without a point, others with a decimal comma."""
    return str(int(number)) if number == int(number) else f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def write_in_unit(field: Field, value: Any, panel: Panel, unit: Unit) -> Stored:
    """A number as a column of this unit has it: 2500 among thousands as 2.5; a text with a unit of its own where it is
    inexact, or where a bare number would be read as another sum («5000 грн» in a column of dollars)."""
    counted = None if isinstance(value, Inexact) else counted_in(value, unit)
    if counted is not None:
        return _number(field, counted, panel)
    written = _number(field, value, panel)
    words = written if isinstance(written, str) else _digits(float(value))
    return f"{words} {'грн' if field.kind is Kind.MONEY else 'осіб'}"


def _percent(field: Field, value: Any, panel: Panel) -> Stored:
    if isinstance(value, Inexact):
        return f"{_number(field, value, panel)}%"
    return _number(field, value, panel) if value > 1 or value == 0 else f"{value:g}%".replace(".", ",")


def _day(field: Field, value: Any, panel: Panel) -> Stored:
    return serial(value) if isinstance(value, dt.date) else "безстроково"


def _moment(field: Field, value: Any, panel: Panel) -> Stored:
    moment: dt.datetime = value
    return serial(moment.date()) + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400


def _yes_no(field: Field, value: Any, panel: Panel) -> Stored:
    return "так" if value else "ні"


def _semester(field: Field, value: Any, panel: Panel) -> Stored:
    return ROMAN[value - 1]


def _period(field: Field, value: Any, panel: Panel) -> Stored:
    if isinstance(value, Period) and value.precision == "day" and value.start and value.start == value.end:
        return serial(value.start)
    return serial(value) if isinstance(value, dt.date) else period_text(value, panel)


def period_text(period: Period, panel: Panel) -> str:
    """A period in words: «24–27 листопада 2023 р.», «І семестр 2024/2025 н.р.», «протягом навчального року»."""
    start, end = period.start, period.end
    if start is None and end is None:
        return "постійно" if period.precision == "recurring" else "протягом навчального року"
    if start is None or end is None:
        return f"до {end:%d.%m.%Y}" if end else f"з {start:%d.%m.%Y}"
    named = _named(period.precision, start, end, panel)
    return named or _from_to(start, end)


def _named(precision: str, start: dt.date, end: dt.date, panel: Panel) -> str | None:
    """The name of a span that has one, if these days are just its own."""
    first, last = f"{MONTHS[start.month - 1]} {start.year}", f"{MONTHS[end.month - 1]} {end.year}"
    year = school_year_of(start, panel.school_year)
    whole_months = start.day == 1 and end == month_span(end.year, end.month)[1]
    if precision == "month" and whole_months:
        return f"{first} р."
    if precision == "month_range" and whole_months:
        return f"{first} – {last} р."
    if precision == "season" and whole_months and start.month in SEASONS:
        return f"{SEASONS[start.month]} {f'{year} н.р.' if start.month == 12 else f'{start.year} р.'}"
    if precision == "quarter" and whole_months:
        return f"{ROMAN[start.month // 3]} квартал {start.year} р."
    if precision == "year" and (start.month, end.month) == (1, 12) and whole_months:
        return f"{start.year} р."
    if precision == "school_year" and (start, end) == school_year_span(year, panel.school_year):
        return f"{year} н.р."
    if precision == "semester":
        spans = (semester_span(year, number, panel.school_year) for number in (1, 2))
        return next((f"{ROMAN[n]} семестр {year} н.р." for n, span in enumerate(spans) if span == (start, end)), None)
    return None


def _from_to(start: dt.date, end: dt.date) -> str:
    last = f"{end.day} {OF_MONTHS[end.month - 1]} {end.year} р."
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    year = "" if start.year == end.year else f" {start.year} р."
    return f"{start.day} {OF_MONTHS[start.month - 1]}{year} – {last}"


Writer = Callable[[Field, Any, Panel], Stored]

WRITERS: dict[Kind, Writer] = {
    Kind.ORDINAL: _as_is,
    Kind.TEXT: _as_is,
    Kind.NAMES: _joined,
    Kind.ONE: _choice,
    Kind.MANY: _choices,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.SCORE: _number,
    Kind.PERCENT: _percent,
    Kind.YEAR: _as_is,
    Kind.DATE: _day,
    Kind.UNTIL: _day,
    Kind.PERIOD: _period,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.PHONES: _joined,
    Kind.EMAILS: _joined,
    Kind.LINKS: _joined,
    Kind.SCHOOL_YEAR: _as_is,
    Kind.SEMESTER: _semester,
}
assert set(WRITERS) == set(Kind)
