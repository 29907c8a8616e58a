"""What a person sees in a cell: a value through its number pattern, in the workbook's locale."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from tests.sheets_api.grid import Cell, Failure, Value

DAY_ZERO = dt.datetime(1899, 12, 30)
MARKS = {"uk_UA": (",", "\u00a0"), "en_US": (".", ",")}
DATE_PATTERN = {"uk_UA": "dd.mm.yyyy", "en_US": "m/d/yyyy"}
PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*.|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|(?P<exponent>E[+-]0+)|(?P<digits>[0#?][0#?,. ]*|\.[0#?]+)"
    r"|(?P<noon>AM/PM|am/pm|A/P)|(?P<date>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
DATE_KINDS = ("DATE", "TIME", "DATE_TIME")


def shown(cell: Cell, locale: str) -> str:
    """The text that staff see."""
    return text_of(cell.value, cell.format.get("numberFormat"), locale)


def text_of(value: Value, number_format: dict[str, str] | None, locale: str) -> str:
    """The text of a value with this number format."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _text(value, number_format)
    if number_format is None or number_format.get("type") == "TEXT":
        return automatic(value, locale)
    pattern = number_format.get("pattern") or DATE_PATTERN.get(locale, "m/d/yyyy")
    return _through(value, pattern, locale)


def _text(value: str, number_format: dict[str, str] | None) -> str:
    pattern = (number_format or {}).get("pattern", "")
    sections = split_sections(pattern) if "@" in pattern and not isinstance(value, Failure) else []
    if not sections or sections[-1] == "@":
        return value
    return "".join(
        m["quoted"] or m["escaped"] or (value if m["other"] == "@" else "") for m in PART.finditer(sections[-1])
    )


def automatic(value: float, locale: str) -> str:
    """A number without any format: as many digits as it needs, no groups."""
    point = MARKS.get(locale, MARKS["en_US"])[0]
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-5:
        text = f"{value:.5E}"
        mantissa, _, power = text.partition("E")
        return f"{mantissa.rstrip('0').rstrip('.').replace('.', point)}E{power}"
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", point)


@lru_cache(maxsize=1000)
def split_sections(pattern: str) -> list[str]:
    """The sections of a pattern: positive; negative; zero; text."""
    sections, current = [], ""
    for match in re.finditer(r'"[^"]*"|\\.|;|[^;"\\]+|.', pattern, re.DOTALL):
        if match.group() == ";":
            sections.append(current)
            current = ""
        else:
            current += match.group()
    return [*sections, current]


@lru_cache(maxsize=1000)
def parts_of(section: str) -> tuple[tuple[str, str], ...]:
    """A section as (kind of part, its text)."""
    return tuple((m.lastgroup or "skip", m.group(m.lastgroup) if m.lastgroup else "") for m in PART.finditer(section))


def is_date_pattern(pattern: str) -> bool:
    """Whether numbers in this pattern are days or times."""
    return any(kind in ("date", "elapsed") for kind, _ in parts_of(split_sections(pattern)[0]))


def _through(value: float, pattern: str, locale: str) -> str:
    sections = split_sections(pattern)
    section, minus = sections[0], ""
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if is_date_pattern(section):
        return _date(value, parts_of(section), locale)
    parts = parts_of(section)
    if "digits" not in dict(parts):
        general = section.strip().lower() in ("general", "")
        return automatic(value, locale) if general else "".join(_literal(kind, text) for kind, text in parts)
    if value < 0:
        minus, value = "-", -value
    return minus + _number(value, parts, locale)


def _literal(kind: str, text: str) -> str:
    if kind == "space":
        return " "
    return text if kind in ("quoted", "escaped", "currency", "other") and text != "@" else ""


def _number(value: float, parts: tuple[tuple[str, str], ...], locale: str) -> str:
    percents = sum(text.count("%") for kind, text in parts if kind == "other")
    value *= 100**percents
    power = next((text for kind, text in parts if kind == "exponent"), None)
    exponent = 0
    if power and value:
        exponent = int(f"{value:E}".partition("E")[2])
        value /= 10**exponent
    out, placed = "", False
    for kind, text in parts:
        if kind == "digits" and not placed:
            out, placed = out + _digits(value, text, locale), True
        elif kind == "exponent":
            out += f"E{exponent:+0{len(text) - 1}d}"
        else:
            out += _literal(kind, text)
    return out


def _digits(value: float, shape: str, locale: str) -> str:
    point, group = MARKS.get(locale, MARKS["en_US"])
    tail = " " * (len(shape) - len(shape.rstrip(" ")))
    whole, _, fraction = shape.strip().partition(".")
    value /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    least, most = fraction.count("0"), len(re.findall("[0#?]", fraction))
    text = f"{_rounded(value, most):.{most}f}"
    integer, _, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        integer = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, integer)
    return integer + (point + decimals if decimals else "") + tail


def _rounded(value: float, places: int) -> float:
    """Half away from zero, as spreadsheets do; the tiny push undoes what binary fractions took."""
    scale = 10**places
    return int(value * scale + 0.5 + 1e-9) / scale if value * scale < 1e15 else value


def moment(value: float) -> dt.datetime:
    """The date and time of a serial number, to the second."""
    return DAY_ZERO + dt.timedelta(seconds=round(value * 86400))


def _date(value: float, parts: tuple[tuple[str, str], ...], locale: str) -> str:
    if not -600_000 < value < 2_900_000:
        return automatic(value, locale)
    when, out = moment(value), ""
    noon = any(kind == "noon" for kind, _ in parts)
    units = [(at, text.lower()[0]) for at, (kind, text) in enumerate(parts) if kind in ("date", "elapsed")]
    for at, (kind, text) in enumerate(parts):
        if kind == "date":
            out += _unit(when, text.lower(), locale, noon, _is_minute(units, at), any(u == "d" for _, u in units))
        elif kind == "elapsed":
            seconds = round(value * 86400)
            out += str(seconds // {"h": 3600, "m": 60, "s": 1}[text.lower()[0]]).rjust(len(text), "0")
        elif kind == "noon":
            out += "PM" if when.hour >= 12 else "AM"
        elif kind == "digits":
            out += text if not text.strip("0") else text
        else:
            out += _literal(kind, text)
    return out


def _is_minute(units: list[tuple[int, str]], at: int) -> bool:
    """An 'm' after an hour or before seconds means minutes."""
    place = [position for position, _ in units].index(at)
    before = units[place - 1][1] if place else ""
    after = units[place + 1][1] if place + 1 < len(units) else ""
    return before == "h" or after == "s"


def _unit(when: dt.datetime, text: str, locale: str, noon: bool, minute: bool, with_day: bool) -> str:
    size, unit = len(text), text[0]
    if unit == "y":
        return f"{when.year % 100:02d}" if size <= 2 else f"{when.year:04d}"
    if unit == "d" and size > 2:
        return get_day_names("wide" if size > 3 else "abbreviated", locale=locale)[when.weekday()]
    if unit == "m" and not minute and size > 2:
        width = "wide" if size > 3 else "abbreviated"
        return get_month_names(width, "format" if with_day else "stand-alone", locale=locale)[when.month]
    hour = (when.hour % 12 or 12) if noon else when.hour
    amount = {"d": when.day, "m": when.minute if minute else when.month, "h": hour, "s": when.second}[unit]
    return f"{amount:0{min(size, 2)}d}"
