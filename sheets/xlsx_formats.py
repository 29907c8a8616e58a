"""Number formats: what a person sees in a cell that holds a number, as Google Sheets shows it in the uk_UA locale.

The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31. Decimal comma, thousands by a no-break space, day first.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel.dates import get_day_names, get_month_names
from openpyxl.styles.numbers import BUILTIN_FORMATS

DAY_0 = dt.datetime(1899, 12, 30)
DAYS_TO_1904 = 1462  # from day 0 to that of workbooks that count from 1904 (old Macs)
LAST_DAY = 2_958_466  # 9999-12-31 is the last one that has a date
# Codes that follow the locale, whatever they say in the American original: the short date, sums, money.
LOCAL = {14: "dd.mm.yyyy", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}
LOCAL |= {41: "#,##0", 42: '#,##0"₴"', 43: "#,##0.00", 44: '#,##0.00"₴"'}
DAY_PARTS = {"d": "{0.day}", "dd": "{0.day:02}", "m": "{0.month}", "mm": "{0.month:02}"} | dict.fromkeys(
    ("yyy", "yyyy"), "{0.year:04}"
)
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]'
    r"|\[(?P<condition>[<>=]+-?[\d.]+)\]|\[[^\]]*\]|(?P<noon>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)"
    r"|(?P<general>general)|(?P<power>E[+-])|(?P<digit>[#0?])|(?P<sign>[.,%@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


def builtin(number: int) -> str:
    """The code of a built-in format: 14 -> 'dd.mm.yyyy' (the locale's short date), 9 -> '0%'."""
    return LOCAL.get(number) or BUILTIN_FORMATS.get(number, "General")


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a code: its pieces as (kind, text), and what it is for."""

    pieces: tuple[tuple[str, str], ...]
    condition: str = ""

    def has(self, *kinds: str) -> bool:
        """Whether it has a piece of any of these kinds."""
        return any(kind in kinds for kind, _ in self.pieces)

    def takes(self, value: float) -> bool:
        """Whether the condition in brackets holds: [>=100]."""
        sign = self.condition.rstrip("-.0123456789")
        bound = float(self.condition[len(sign) :])
        tests = {
            "<": value < bound,
            "<=": value <= bound,
            ">": value > bound,
            ">=": value >= bound,
            "=": value == bound,
        }
        return tests.get(sign, value != bound)


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """A code cut into its sections: '0;-0;"–"' -> three."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in PIECE.finditer(code):
        kind = match.lastgroup or "nothing"
        text = match.group(kind) if match.lastgroup else ""
        if kind == "other" and text == ";":
            found.append([])
        elif kind != "nothing":
            found[-1].append((kind, " " if kind == "space" else text))
    return tuple(_section(pieces) for pieces in found)


def _section(pieces: list[tuple[str, str]]) -> Section:
    condition = next((text for kind, text in pieces if kind == "condition"), "")
    return Section(tuple(piece for piece in pieces if piece[0] != "condition"), condition)


def is_date(code: str) -> bool:
    """Whether numbers of this format are moments: 'dd.mm.yyyy', 'h:mm', '[h]:mm'."""
    return sections(code)[0].has("date", "elapsed")


@lru_cache(maxsize=4096)
def day_template(code: str) -> str | None:
    """How whole days are written in this format, to be filled in with a date by str.format; None where there is more to
    it than numbers of days, months and years: 'dd.mm.yyyy;@' -> '{0.day:02}.{0.month:02}.{0.year:04}'."""
    first = sections(code)[0]
    if any(part.condition for part in sections(code)):
        return None
    template = ""
    for kind, text in first.pieces:
        if kind == "date" and text.lower() in DAY_PARTS:
            template += DAY_PARTS[text.lower()]
        elif kind in ("date", "elapsed", "noon", "general", "digit", "power") or (kind, text) == ("sign", "@"):
            return None
        else:
            template += text.replace("{", "{{").replace("}", "}}")
    return template if "{0." in template else None


def shown_number(code: str, value: float) -> str:
    """What a person sees: ('dd.mm.yyyy', 45721) -> '05.03.2025'; ('0.00', 4.1) -> '4,10'."""
    if code == "General":
        return general(value)
    section, signed = _choose(sections(code), value)
    if section.has("date", "elapsed"):
        return _moment(section, value) if 0 <= value < LAST_DAY else general(value)
    if not section.pieces or section.has("general", "sign") and not section.has("digit"):
        return "".join(general(value) if kind in ("general", "sign") else text for kind, text in section.pieces)
    if ("other", "/") in section.pieces:  # a fraction, '# ?/?': shown as a decimal
        return general(value)
    if section.has("digit"):
        return _number(section, value, signed)
    return "".join(text for _, text in section.pieces)


def _choose(parts: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """The section for this value, and whether a minus is still to be written before it."""
    if any(part.condition for part in parts):
        part = next((p for p in parts if not p.condition or p.takes(value)), parts[-1])
        return part, value < 0
    if value < 0 and len(parts) > 1:
        return parts[1], False
    if value == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], value < 0


def general(value: float) -> str:
    """A number without a format: ten digits that count, whole numbers whole; 10750.5 -> '10750,5'."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        digits, _, power = f"{value:.5E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}".replace(".", ",")
    exact = Decimal(repr(float(value)))
    text = f"{_rounded(exact, max(0, 9 - exact.adjusted())):f}"
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def _rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero, as spreadsheets round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _number(section: Section, value: float, signed: bool) -> str:
    pieces = section.pieces
    if section.has("power"):
        return _scientific(section, value)
    marks = [i for i, (kind, text) in enumerate(pieces) if kind == "digit" or (kind, text) == ("sign", ".")]
    point = next((i for i in marks if pieces[i][1] == "."), None)
    whole = [i for i in marks if pieces[i][0] == "digit" and (point is None or i < point)]
    after = [i for i in marks if point is not None and i > point]
    commas = [i for i, piece in enumerate(pieces) if piece == ("sign", ",")]
    last = whole[-1] if whole else (point or 0)
    thousands = bool(whole) and any(whole[0] < i < last for i in commas)
    scale = sum(1 for i in commas if i > last)
    percents = sum(1 for piece in pieces if piece == ("sign", "%"))
    exact = abs(Decimal(repr(float(value)))).scaleb(2 * percents - 3 * scale)
    digits, _, fraction = f"{_rounded(exact, len(after)):f}".partition(".")
    shown = _whole([pieces[i][1] for i in whole], digits if digits != "0" else "", thousands)
    texts = dict(zip(whole, shown, strict=True)) | _fraction(pieces, after, fraction)
    if point is not None:
        texts[point] = "," if whole or digits != "0" else f"{digits.strip('0')},"
    texts |= dict.fromkeys(commas, "")
    body = "".join(texts.get(i, text) for i, (_, text) in enumerate(pieces))
    return "-" + body if signed and (digits.strip("0") or fraction.strip("0")) else body


def _whole(places: list[str], digits: str, thousands: bool) -> list[str]:
    """Digits dealt out to their places from the right; the first place takes all that are left."""
    shown: list[str] = []
    dealt = 0
    for index in range(len(places) - 1, -1, -1):
        take = digits if index == 0 else digits[-1:]
        digits = digits[: len(digits) - len(take)]
        text = ""
        for digit in reversed(take or {"0": "0", "?": " "}.get(places[index], "")):
            text = digit + ("\u00a0" if thousands and dealt and dealt % 3 == 0 else "") + text
            dealt += 1
        shown.append(text)
    return shown[::-1]


def _fraction(pieces: tuple[tuple[str, str], ...], after: list[int], fraction: str) -> dict[int, str]:
    """Digits behind the comma; trailing zeros go where the code says '#'."""
    texts: dict[int, str] = {}
    needed = False
    for place, index in reversed(list(enumerate(after))):
        needed = needed or pieces[index][1] == "0" or fraction[place] != "0"
        texts[index] = fraction[place] if needed else (" " if pieces[index][1] == "?" else "")
    return texts


def _scientific(section: Section, value: float) -> str:
    code = "".join(text for _, text in section.pieces)
    places = len(re.findall(r"[#0?]", code.partition("E")[0].partition(".")[2]))
    return f"{value:.{places}E}".replace(".", ",")


def _moment(section: Section, value: float) -> str:
    seconds = round(value * 86_400)
    moment = DAY_0 + dt.timedelta(seconds=seconds)
    kinds = [text.lower()[0] if kind in ("date", "elapsed") else "" for kind, text in section.pieces]
    noon, day = section.has("noon"), "d" in kinds
    shown = []
    for index, (kind, text) in enumerate(section.pieces):
        if kind == "elapsed":
            shown.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[kinds[index]]).zfill(len(text)))
        elif kind == "date":
            minutes = kinds[index] == "m" and _is_minutes(kinds, index)
            shown.append(_part("minute" if minutes else kinds[index], len(text), moment, noon=noon, day=day))
        elif kind == "noon":
            shown.append("пп" if moment.hour >= 12 else "дп")
        else:
            shown.append("" if kind == "digit" else text)
    return "".join(shown)


def _is_minutes(kinds: list[str], index: int) -> bool:
    """An m next to hours (before it) or seconds (after it) means minutes."""
    before = next((kind for kind in reversed(kinds[:index]) if kind), "")
    after = next((kind for kind in kinds[index + 1 :] if kind), "")
    return before == "h" or after == "s"


def _part(kind: str, length: int, moment: dt.datetime, *, noon: bool, day: bool) -> str:
    if kind in "dm" and length > 2:
        return _named(kind, length, moment, day)
    number = {
        "y": moment.year if length > 2 else moment.year % 100,
        "m": moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if noon else moment.hour,
        "minute": moment.minute,
        "s": moment.second,
    }[kind]
    return str(number).zfill(min(length, 2))


@lru_cache(maxsize=64)
def _names(kind: str, width: Any, context: Any) -> dict[Any, str]:
    return dict((get_month_names if kind == "m" else get_day_names)(width, context, "uk"))


def _named(kind: str, length: int, moment: dt.datetime, day: bool) -> str:
    """A month or a weekday in words: '5 травня', but 'травень 2025'; short ones without a full stop: 'трав'."""
    number = moment.month if kind == "m" else moment.weekday()
    name = _names(kind, "abbreviated" if length == 3 else "wide", "format" if day else "stand-alone")[number]
    return name[0] if length == 5 else name.rstrip(".")
