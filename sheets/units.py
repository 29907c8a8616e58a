"""What a bare number in a column counts, as its heading, a row of units or a title says: «тис. грн», «тис. осіб», «$».

A cell with a unit of its own («5 тис. грн», «2500 грн») says itself what it is. Other money is never counted as
hryvnias. A thousand thousands is as likely to be hryvnias typed by habit: nobody knows, so it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sheets.numbers import HRYVNIAS, OTHER_CURRENCY, PEOPLE
from sheets.problems import Read, bad
from sheets.records import BARE, Inexact, Unit
from sheets.schema import Kind
from sheets.text import fold

COUNTED = frozenset({Kind.MONEY, Kind.NUMBER})
THOUSANDS = re.compile(r"\b(?:тис(?:яч\w*)?|тыс(?:яч\w*)?|thousands?)\b|(?<!\d)'000\b")
MILLIONS = re.compile(r"\b(?:млн|мільйон\w*|миллион\w*|mln|millions?)\b")
HRYVNIA = re.compile(rf"(?<![^\W\d_])(?:{HRYVNIAS.pattern})(?![^\W\d_])")
OWN = re.compile(
    rf"{THOUSANDS.pattern}|{MILLIONS.pattern}|\d\s*[кk]\b|{HRYVNIA.pattern}|(?<![^\W\d_])(?:{PEOPLE.pattern})$"
)
ENDING = re.compile(r"(?:^|[,(\[:]|\s[–—-]\s)\s*([^,()\[\]:]+?)[)\]]?\s*\.?$")  # of a title: «…, тис. грн»
BESIDE = re.compile(r"[\s().–—-]+|\b(?:у|в|in)\b")  # what may stand beside a unit
SCALES = {1.0: "", 1e3: "тис. ", 1e6: "млн "}
MOST = 1000  # so many thousands, and more, are doubtful


def unit_of(kind: Kind, heading: str, below: str = "", above: Iterable[str] = ()) -> Unit:
    """The unit of a column of this kind: by its heading, the cell of a row of units below it, else by a title that is a
    unit of money or ends with one."""
    if kind not in COUNTED:
        return BARE
    endings = (found[1] for text in above if (found := ENDING.search(text))) if kind is Kind.MONEY else ()
    texts = (heading, below, *(text for text in endings if _is_unit(text)))
    return next((unit for text in texts if (unit := _named(kind, text))), BARE)


def _named(kind: Kind, text: str) -> Unit | None:
    folded = fold(text)
    if kind is Kind.MONEY and OTHER_CURRENCY.search(folded):
        return Unit(foreign=True)
    scale = 1e6 if MILLIONS.search(folded) else 1e3 if THOUSANDS.search(folded) else 1.0
    return Unit(scale) if scale > 1 or (kind is Kind.MONEY and HRYVNIA.search(folded)) else None


def _is_unit(text: str) -> bool:
    """Whether nothing but a unit stands here."""
    text = fold(text)
    for pattern in (THOUSANDS, MILLIONS, OTHER_CURRENCY, HRYVNIA, BESIDE):
        text = pattern.sub("", text)
    return not text


def in_unit(read: Read, unit: Unit, text: str) -> Read:
    """What a number means in a column of this unit; `text` is its cell, which may say a unit of its own."""
    if read.problem or read.value is None or unit == BARE or OWN.search(fold(text)):
        return read
    if unit.foreign:
        return bad("other-currency")
    low, high = _ends(read.value)
    if abs(high) >= MOST and unit.scale > 1:
        return bad("doubtful")
    low, high = round(low * unit.scale, 6), round(high * unit.scale, 6)
    return Read(Inexact(read.value.mark, low, high) if isinstance(read.value, Inexact) else low)


def counted_in(value: float, unit: Unit) -> float | None:
    """So many of this unit: what a bare cell must hold to be read as this value; None where no bare cell would be."""
    number = round(value / unit.scale, 9)
    return None if unit.foreign or (abs(number) >= MOST and unit.scale > 1) else number


def _ends(value: float | Inexact) -> tuple[float, float]:
    return (value.low, value.high) if isinstance(value, Inexact) else (value, value)


def with_unit(text: str, kind: Kind, unit: Unit) -> str:
    """The text of a cell of a column of this unit, with the unit said."""
    if unit == BARE or OWN.search(fold(text)) or OTHER_CURRENCY.search(fold(text)):
        return text
    money = "у.о." if unit.foreign else "грн" if kind is Kind.MONEY else "осіб"
    return f"{text} {SCALES[unit.scale]}{money}"
