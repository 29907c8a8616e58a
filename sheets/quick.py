"""The short ways of ordinary cells, a whole column at once: what read_cell would say, or ODD (tests compare them)."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sheets.contacts import usual_phones
from sheets.context import Context
from sheets.records import Period
from sheets.schema import Field, Kind
from sheets.text import LONGEST_MARK, clean, clean_all, may_be_mark, says_nothing
from sheets.workbook import Stored

WHOLE_DAY = 8  # characters of «05.10.24»; «жов.24» and «10.2024» are shorter
LARGEST = sys.float_info.max  # infinity is no number of anything
DAY_ZERO = dt.date(1899, 12, 30).toordinal()
ODD = object()  # no short way for this cell

EMAIL = re.compile(r"[a-z0-9._-]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}")
LINK = re.compile(r"https?://[^\s,;|]+[^\s,;|.)]")
PARTING = re.compile(r"[\x01\x02\n\r\v|+•●▪◦&“”„\[\]]|\s/|^\s*[-–—*·✓\d]|[^\W\d]/| (?:та|і|й|и|and) ", re.IGNORECASE)
SUM = re.compile(r"(\d{1,3}(?:[ \xa0]\d{3})*)(?:,(\d\d?))? ?грн\.?")


def _texts(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Ordinary texts are cleaned together; numbers and what may be a mark for nothing are odd."""
    cells = [cell if cell.__class__ is str else "-" for cell in stored]
    return [
        ODD if len(text) <= LONGEST_MARK and may_be_mark(text[:2]) and says_nothing(text) else text
        for text in clean_all(cells)
    ]


def _numbers(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Numbers that staff see as they are stored, within the field's limits."""
    low = -LARGEST if field.min is None else field.min
    high = LARGEST if field.max is None else field.max
    whole = field.kind is Kind.NUMBER
    return [
        float(cell)
        if (cell.__class__ is float or cell.__class__ is int)
        and low <= cell <= high
        and (not text or _as_stored(cell, text))
        and not (whole and cell % 1)
        else ODD
        for cell, text in zip(stored, shown, strict=True)
    ]


def _as_stored(cell: Any, text: str) -> bool:
    try:
        return float(text.replace(",", ".")) == cell
    except ValueError:
        return False


def _sums(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Sums as numbers, and as «10 750,50 грн»."""
    values = _numbers(field, stored, shown, context)
    for at, cell in enumerate(stored):
        found = SUM.fullmatch(cell) if cell.__class__ is str else None
        if found:
            whole, part = found.groups()
            values[at] = float(f"{whole.replace(' ', '').replace(chr(0xA0), '')}.{part or 0}")
    return values


def _days(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Whole serial days of the years that count; a period of which staff see only the month is odd."""
    period = field.kind is Kind.PERIOD
    read = _period if period else _day
    return [
        read(int(cell))
        if (cell.__class__ is int or cell.__class__ is float)
        and 40_179 <= cell <= 51_501
        and cell == int(cell)
        and not (period and text and (len(text) < WHOLE_DAY or text[0].isalpha()))
        else ODD
        for cell, text in zip(stored, shown, strict=True)
    ]


@lru_cache(maxsize=16384)
def _day(serial: int) -> dt.date:
    return dt.date.fromordinal(serial + DAY_ZERO)


@lru_cache(maxsize=16384)
def _period(serial: int) -> Period:
    return Period(_day(serial), _day(serial))


def _moments(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Serial moments of the years that count, to the second."""
    serial = np.array([cell if cell.__class__ is float else 0.0 for cell in stored], dtype="float64")
    near = (serial > 40_179) & (serial < 51_501)  # 2010 to 2040
    seconds = np.rint(np.where(near, serial, 40_179) * 86_400).astype("int64")
    moments = (np.datetime64("1899-12-30", "s") + seconds).tolist()
    return [moment if ordinary else ODD for moment, ordinary in zip(moments, near.tolist(), strict=True)]


def _phones(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Cells with nothing but telephone numbers in them."""
    found = [usual_phones(cell) if isinstance(cell, str) else None for cell in stored]
    return [numbers or ODD for numbers in found]


class _Sure(dict[str, str | None]):
    """The names between commas, cleaned, each looked at once; None where one is not beyond doubt a partner's."""

    def __init__(self, known_name: Callable[[str], bool]) -> None:
        self.known_name = known_name

    def __missing__(self, part: str) -> str | None:
        name = _plain_name(part)
        self[part] = sure = name if name and self.known_name(name) else None
        return sure


@lru_cache(maxsize=2)
def _sure(known_name: Callable[[str], bool]) -> Callable[[str], str | None]:
    """What was found of names stays as long as the partners' names do."""
    return _Sure(known_name).__getitem__


def _names(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
    """Cells with one name, or with known names and commas between. A comma within quotes leaves them unbalanced."""
    sure = _sure(context.known_name)
    values: list[Any] = []
    for cell in stored:
        if cell.__class__ is not str:
            values.append(ODD)
        elif "," in cell or ";" in cell:
            found = tuple(map(sure, cell.replace(";", ",").split(",")))
            different = set(found)
            known = found if len(different) == len(found) else tuple(dict.fromkeys(found))
            values.append(ODD if None in different else known)
        else:
            name = _plain_name(cell)
            values.append((name,) if name else ODD)
    return values


@lru_cache(maxsize=65536)
def _plain_name(part: str) -> str | None:
    """The text between two commas, cleaned, if nothing in it could part two names."""
    balanced = part.count("«") == part.count("»") and part.count("(") == part.count(")") and part.count('"') in (0, 2)
    name = clean(part)
    return name if name and balanced and not PARTING.search(part) and not says_nothing(name) else None


def _alone(pattern: re.Pattern[str]) -> Callable[[Field, Sequence[Stored], list[str], Context], list[Any]]:
    """A reader of cells with just one thing of this shape."""

    def read(field: Field, stored: Sequence[Stored], shown: list[str], context: Context) -> list[Any]:
        match = pattern.fullmatch
        return [(cell,) if cell.__class__ is str and match(cell) else ODD for cell in stored]

    return read


QUICK: dict[Kind, Callable[[Field, Sequence[Stored], list[str], Context], list[Any]]] = {
    Kind.TEXT: _texts,
    Kind.NAMES: _names,
    Kind.NUMBER: _numbers,
    Kind.MONEY: _sums,
    Kind.SCORE: _numbers,
    Kind.DATE: _days,
    Kind.UNTIL: _days,
    Kind.PERIOD: _days,
    Kind.MOMENT: _moments,
    Kind.PHONES: _phones,
    Kind.EMAILS: _alone(EMAIL),
    Kind.LINKS: _alone(LINK),
}
