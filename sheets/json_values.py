"""Values as plain JSON and back: one form for inspect, add, edit and receipts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sheets.records import Inexact, Period
from sheets.schema import Field, Kind

EXACT = 1e15  # spreadsheets keep fifteen digits
MARKS = {"least": "min", "most": "max"}


def plain(value: Any) -> Any:
    """The JSON form of a value as read: dates as ISO text, periods and inexact numbers as objects, tuples as lists."""
    match value:
        case Period():
            return {"start": plain(value.start), "end": plain(value.end), "precision": value.precision}
        case Inexact(mark="about"):
            return {"n": _number(value.low), "approx": True}
        case Inexact(mark="between"):
            return {"min": _number(value.low), "max": _number(value.high)}
        case Inexact():
            return {"n": _number(value.low), "bound": MARKS[value.mark]}
        case dt.datetime():
            return value.isoformat(sep="T", timespec="seconds")
        case dt.date():
            return value.isoformat()
        case tuple() | list():
            return [plain(item) for item in value]
        case bool() | None | str():
            return value
        case int() | float():
            return _number(value)
    return str(value)


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < EXACT else float(value)


def from_plain(field: Field, value: Any) -> Any:
    """The value of a field from its JSON form; raises ValueError where the form is none that this field can have."""
    if value is None or value == "":
        return () if field.kind in LISTS else None
    if field.kind in LISTS:
        return tuple(_texts(value))
    if field.kind is Kind.PERIOD:
        return _period(value)
    if field.kind is Kind.UNTIL and isinstance(value, str) and not value[:1].isdigit():
        return value
    if field.kind in (Kind.DATE, Kind.UNTIL):
        return dt.date.fromisoformat(_text(value))
    if field.kind is Kind.MOMENT:
        return dt.datetime.fromisoformat(_text(value))
    if field.kind in NUMBERS:
        return _inexact(value)
    if field.kind is Kind.YES_NO:
        return _truth(value)
    if field.kind in (Kind.YEAR, Kind.SEMESTER, Kind.ORDINAL):
        return int(value)
    return _text(value)


LISTS = frozenset({Kind.NAMES, Kind.MANY, Kind.PHONES, Kind.EMAILS, Kind.LINKS})
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SCORE, Kind.PERCENT})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a text was expected, not {value!r}")
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list | tuple):
        raise ValueError(f"a list of texts was expected, not {value!r}")
    return [_text(item) for item in value]


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false was expected, not {value!r}")
    return value


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(_text(value)) if value else None


def _period(value: Any) -> Period:
    if isinstance(value, str):
        day = _day(value)
        return Period(day, day)
    if not isinstance(value, dict) or not set(value) <= {"start", "end", "precision", "inferred"}:
        raise ValueError(f"a day or a period was expected, not {value!r}")
    start, end = _day(value.get("start")), _day(value.get("end"))
    one_day = start == end and start is not None
    return Period(start, end, value.get("precision") or ("day" if one_day else "range"))


def _finite(value: Any) -> float:
    """A number that a sheet can hold to its last digit: neither NaN nor Infinity, which JSON's readers take."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < EXACT:
        raise ValueError(f"a number was expected, not {value!r}")
    return float(value)


def _inexact(value: Any) -> float | Inexact:
    if not isinstance(value, dict):
        return _finite(value)
    if set(value) == {"min", "max"}:
        return Inexact("between", _finite(value["min"]), _finite(value["max"]))
    number = _finite(value.get("n"))
    if value.get("approx"):
        return Inexact("about", number, number)
    bound = value.get("bound")
    if bound is None:
        return number
    return Inexact("least" if bound == "min" else "most", number, number)
