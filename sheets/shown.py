"""What is stored against what is shown: a number that staff see as a date, as other money or as a share."""

from __future__ import annotations

import re

from sheets.months import WORD, month_number
from sheets.numbers import HRYVNIAS, OTHER_CURRENCY, PEOPLE
from sheets.problems import Read, bad
from sheets.text import fold
from sheets.workbook import Stored

DIGITS = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?")
DATE_SHAPE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?(?:\s.*)?|\d{1,2}:\d\d(?::\d\d)?")


def number_shown(stored: Stored, shown: str, *, money: bool = False) -> Read:
    """The stored number, unless staff see something else there: «5.трав», «12.15», «$ 100»."""
    if stored is None or isinstance(stored, bool | str):
        return bad("not-a-number")
    if money and OTHER_CURRENCY.search(fold(shown)):
        return bad("other-currency")
    seen = _seen(shown)
    if seen is None or abs(seen[0] - stored) <= seen[1]:
        return Read(float(stored))
    return bad("date-in-number") if is_date_shown(shown) or 20_000 < stored < 60_000 else bad("not-a-number")


def _seen(shown: str) -> tuple[float, float] | None:
    """The number that staff see and how far it is rounded; None when nothing is to be seen («####»)."""
    text = fold(shown)
    if not text.strip("#"):
        return None
    text = re.sub(rf"(?:{HRYVNIAS.pattern}|{PEOPLE.pattern}|[$€%])\s*$|^(?:{HRYVNIAS.pattern}|[$€])", "", text)
    text = re.sub(r"(?<=\d)[ '](?=\d{3})", "", text).strip()
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    if not DIGITS.fullmatch(text):
        return float("nan"), -1.0
    number = float(text.replace(",", "."))
    decimals = len(re.split(r"[.,]", re.split("e", text)[0])[-1]) if re.search(r"[.,]", text) else 0
    power = int(text.split("e")[1]) if "e" in text else 0
    return number, 0.500001 * 10.0 ** (power - decimals)


def is_date_shown(shown: str) -> bool:
    """Whether what staff see is a day: «05.03.2025», «5.трав», «5/3», «бер.25»."""
    text = fold(shown)
    return DATE_SHAPE.fullmatch(text) is not None or any(month_number(word) for word in WORD.findall(text))
