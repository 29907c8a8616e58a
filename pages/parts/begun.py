"""A record's values as the states of the widgets that ask for them: the other way round from widgets.py.

What no widget can hold («близько 40» in a field of whole numbers, «протягом року» of no year) gives no state: the
person sees the sheet's own words beside the question, and leaves the cell as it is by not touching it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from pages.parts.widgets import months_around, school_years
from sheets.records import Inexact, Period, Snapshot
from sheets.schema import Field, Kind

States = dict[str, Any]


def states(now: Snapshot, field: Field, key: str, value: Any) -> States:
    """Key in session state -> state, so that the field's widget shows this value."""
    if value is None or value == "" or value == () or isinstance(value, Inexact):
        return {}
    return STATES.get(field.kind, _as_it_is)(now, field, key, value)


def _as_it_is(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: value}


def _joined(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: value if isinstance(value, str) else ", ".join(value)}


def _listed(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: list(value)}


def _one(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: value} if value in now.panel.vocabularies[field.vocabulary or ""].choices else {}


def _many(now: Snapshot, field: Field, key: str, value: Any) -> States:
    choices = now.panel.vocabularies[field.vocabulary or ""].choices
    return {key: [word for word in value if word in choices]}


def _whole(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: int(value)} if float(value).is_integer() else {}


def _money(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: float(value)}


def _until(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {f"{key}.open": True} if value == "indefinite" else {key: value}


def _yes_no(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: "yes" if value else "no"}


def _school_year(now: Snapshot, field: Field, key: str, value: Any) -> States:
    return {key: value} if value in school_years(now) else {}


def _period(now: Snapshot, field: Field, key: str, value: Any) -> States:
    if isinstance(value, dt.date):
        value = Period(value, value)
    if value.start is None or value.end is None:
        return {}
    way = {f"{key}.way": value.precision}
    if value.precision == "day":
        return way | {key: value.start}
    if value.precision == "range":
        return way | {f"{key}.days": (value.start, value.end)}
    if value.precision == "month" and value.start in months_around(now):
        return way | {f"{key}.month": value.start}
    year = f"{value.start.year}/{value.start.year + 1}"
    if value.precision == "school_year" and year in school_years(now):
        return way | {f"{key}.year": year}
    return {}


STATES: Mapping[Kind, Callable[[Snapshot, Field, str, Any], States]] = {
    Kind.NAMES: _listed,
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.NUMBER: _whole,
    Kind.PERCENT: _whole,
    Kind.SCORE: _whole,
    Kind.YEAR: _whole,
    Kind.SEMESTER: _whole,
    Kind.MONEY: _money,
    Kind.UNTIL: _until,
    Kind.PERIOD: _period,
    Kind.YES_NO: _yes_no,
    Kind.PHONES: _joined,
    Kind.EMAILS: _joined,
    Kind.LINKS: _joined,
    Kind.SCHOOL_YEAR: _school_year,
}
