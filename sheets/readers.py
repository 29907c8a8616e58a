"""A reader for each kind of cell: what is stored and shown -> Read. None of them raises, each reports."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from sheets.choices import choices_of
from sheets.contacts import read_emails, read_links, read_phone_number, read_phones
from sheets.context import Context
from sheets.dates import read_period, read_serial, serial_moment
from sheets.named import ordinal
from sheets.numbers import read_money, read_number, read_people, read_score
from sheets.problems import Read, bad
from sheets.records import Inexact, Period
from sheets.schema import Field, Kind
from sheets.shown import is_date_shown, number_shown
from sheets.splitting import names
from sheets.stems import same, stems
from sheets.text import clean, fold, fold_sign
from sheets.units import in_unit
from sheets.workbook import Stored, plain
from sheets.yes_no import read_yes_no

INDEFINITE = "indefinite"  # the value of an UNTIL that has no end
INDEFINITELY = re.compile(
    r"(?:діє )?(?:без\s?строков\w*|бес\s?срочн\w*|безтермінов\w*|необмежен\w*|без обмежен\w*(?: терміну| строку)?"
    r"|без терміну|без строку|на невизначений (?:термін|строк)|indefinite(?:ly)?|no end|permanent|open[- ]ended|∞)\.?"
)
PERCENT = re.compile(r"\s*(?:%|відсотк\w+|відсот\w*|процент\w*|percent|per cent)\.?$", re.IGNORECASE)
UNIT_SAID = re.compile(r"(?P<number>[^a-zа-яіїєґ]*\d)\s*\(?(?P<unit>[^\d()]+)\)?")
NOT_SCORED = re.compile(
    r"не оцін\w+|без оцінки|важко (?:сказати|відповісти)|не знаю|не оценивал\w+|затрудняюсь ответить"
)
NO_DAY = re.compile(r"нема(?:є)?|нет|без дати|без договору|не (?:укладен[оа]|укладався|підписан[оа])|відсутн\w+|none")
NUMBER_OF = re.compile(r"\s*(?:№|N)\s*[\w/-]+|\s*\bб/н\b")  # a document's number beside its date


def _text(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    value = clean(stored if isinstance(stored, str) else shown)
    if not isinstance(stored, str | bool) and is_date_shown(shown):
        return bad("date-in-text", value)
    return Read(value)


def _names(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    return Read(tuple(names(stored if isinstance(stored, str) else shown, context.known_name)))


def _ordinal(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    found = re.fullmatch(r"(\d{1,9})[.)]?(?:[.,]0+)?", clean(plain(stored)))
    return Read(int(found[1]) if found else None)


def _one(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    read = _many(field, stored, shown, context)
    if read.problem:
        return read._replace(value=None)
    return Read(read.value[0]) if len(read.value) == 1 else bad("several", words=list(read.value))


def _many(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    text = clean(shown) if not isinstance(stored, str) else stored.strip()
    choices = choices_of(context.panel.vocabularies[field.vocabulary or ""])
    if "?" in text:
        return bad("doubtful", (), words=[text], vocabulary=field.vocabulary)
    keys, unknown = choices.keys_of(text)
    signs = [(word, context.legend.get(fold_sign(word))) for word in unknown]
    keys += [sign for _, sign in signs if sign]
    unknown = [word for word, sign in signs if not sign]
    if not unknown:
        return Read(tuple(dict.fromkeys(keys)))
    if all(re.fullmatch(r"[\d\s.,]+", word) for word in unknown):
        problem = "no-legend"
    else:
        problem = "unknown-word"
    return bad(problem, tuple(dict.fromkeys(keys)), words=unknown, vocabulary=field.vocabulary)


def _number(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str):
        read = _counted(field, stored)
    else:
        read = number_shown(stored, shown)
    read = in_unit(read, context.unit, stored if isinstance(stored, str) else shown)
    value = read.value
    if isinstance(value, float) and value != int(value):
        return bad("not-whole")
    return _in_scale(field, read)


def _counted(field: Field, stored: str) -> Read:
    """How many; the unit may be what the column's own name says: «2 дітей з ООП» among the children with ООП."""
    read = read_people(stored)
    found = UNIT_SAID.fullmatch(fold(stored)) if read.problem in ("not-people", "not-a-number") else None
    if not found:
        return read
    own = {word for heading in (field.uk, field.en, *field.headings) for word in stems(heading)}
    unit = [word for word in stems(found["unit"]) if len(word) > 1]
    return read_people(found["number"]) if unit and all(any(same(word, o) for o in own) for word in unit) else read


def _money(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    read = read_money(stored) if isinstance(stored, str) else number_shown(stored, shown, money=True)
    return _in_scale(field, in_unit(read, context.unit, stored if isinstance(stored, str) else shown))


def _score(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str) and NOT_SCORED.fullmatch(fold(stored)):
        return Read(None)
    low, high = field.min or 1.0, field.max or 5.0
    if not isinstance(stored, str):
        return _in_scale(field, number_shown(stored, shown))
    sign = context.legend.get(fold_sign(stored))
    if isinstance(sign, int | float):
        return Read(float(sign))
    read = read_score(stored, low, high)
    if read.problem == "not-a-number" and re.fullmatch(r"[^\W\d_]\.?", clean(stored)):
        return bad("no-legend")
    return _date_typed(stored, read, context)


def _percent(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str):
        marked = PERCENT.sub("", stored.strip()).strip()
        read = read_number(marked)
        return _in_scale(field, read if marked != stored.strip() else _as_percent(read))
    if shown.strip().endswith("%") and not number_shown(stored, shown).problem and stored:
        return _in_scale(field, Read(float(stored)))
    if shown.strip().endswith("%"):
        return _in_scale(field, Read(round(float(stored or 0) * 100, 4)))
    return _in_scale(field, _as_percent(number_shown(stored, shown)))


def _as_percent(read: Read) -> Read:
    """A number without a percent sign: a share when it is under 1; «1» is one per cent or all, nobody knows."""
    value = read.value
    if isinstance(value, float) and 0 < value < 1:
        return Read(round(value * 100, 4))
    return bad("doubtful") if value == 1.0 else read


def _in_scale(field: Field, read: Read) -> Read:
    """The number, unless it lies outside the field's limits."""
    if read.problem or read.value is None:
        return read
    low, high = (read.value.low, read.value.high) if isinstance(read.value, Inexact) else (read.value, read.value)
    if (field.min is not None and low < field.min) or (field.max is not None and high > field.max):
        return bad("out-of-scale", min=field.min, max=field.max)
    return read


def _date_typed(stored: str, read: Read, context: Context) -> Read:
    """A text that is no number: says so if it is a day («4 травня» in a column of scores)."""
    if read.problem and re.search(r"[a-zа-яіїє]{3}|\d\.\d+\.\d", stored.casefold()):
        period = read_period(stored, context)
        if period.value is not None or period.problem in ("no-year", "far-date", "impossible-date"):
            return bad("date-in-number")
    return read


def _period(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, bool):
        return bad("not-a-date")
    return read_period(stored, context) if isinstance(stored, str) else read_serial(float(stored or 0), context)


def _period_seen(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    """As staff see it: the first day that is shown as «жовтень 2024» is what the spreadsheet made of that month."""
    read = _period(field, stored, shown, context)
    if isinstance(stored, str) or not isinstance(read.value, Period) or read.value.precision != "day":
        return read
    seen = read_period(shown, context).value
    whole = isinstance(seen, Period) and seen.precision in ("month", "year") and not seen.inferred
    return Read(seen) if whole and seen.start == read.value.start else read


def _date(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str) and field.kind is Kind.DATE and NO_DAY.fullmatch(fold(stored)):
        return Read(None)
    stored = NUMBER_OF.sub("", stored) if isinstance(stored, str) else stored
    read = _period(field, stored, shown, context)
    period = read.value
    if not isinstance(period, Period):
        return read
    if period.precision == "range" and (period.start is None) != (period.end is None):
        return Read(period.start or period.end)
    if period.precision != "day":
        return bad("not-a-day", precision=period.precision)
    return Read(period.start)


def _until(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str) and not stored[:1].isdigit() and INDEFINITELY.fullmatch(fold(stored)):
        return Read(INDEFINITE)
    read = _period(field, stored, shown, context)
    if isinstance(read.value, Period) and read.value.precision == "range" and read.value.end:
        return Read(read.value.end)
    return _date(field, stored, shown, context)


def _moment(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if not isinstance(stored, str):
        moment = serial_moment(float(stored or 0))
        return Read(moment) if moment and 2010 <= moment.year <= 2040 else bad("far-date" if moment else "not-a-date")
    read = _date(field, stored, shown, context)
    if not isinstance(read.value, dt.date):
        return read
    clock = re.search(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*(am|pm|дп|пп)?", stored.casefold())
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] in ("pm", "пп") else 0)
    if hour > 23 or minute > 59 or second > 59:
        return bad("not-a-date")
    return Read(dt.datetime.combine(read.value, dt.time(hour, minute, second)))


def _yes_no(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    return read_yes_no(stored)


def _phones(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    if isinstance(stored, str):
        return read_phones(stored)
    return read_phone_number(float(stored or 0))


def _emails(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    return read_emails(stored if isinstance(stored, str) else shown)


def _links(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    return read_links(stored if isinstance(stored, str) else shown)


def _year(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    text = stored if isinstance(stored, str) else shown
    found = re.fullmatch(r"(?:з|із|від|с|since|from)?\s*(\d{4})\s*(?:р\.?|року|рік|г\.?|года|year)?", fold(text))
    if found:
        return _in_scale(field, Read(int(found[1])))
    read = _period(field, stored, shown, context)
    period = read.value
    if (
        isinstance(period, Period)
        and period.start
        and period.precision in ("day", "month", "year")
        and not period.inferred
    ):
        return Read(period.start.year)
    return bad("not-a-year")


def _school_year(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    text = fold(stored if isinstance(stored, str) else shown)
    short = re.fullmatch(r"(\d\d)\s*[/-]\s*(\d\d)", text)
    read = read_period(f"20{short[1]}/20{short[2]}" if short else text, context)
    period = read.value
    if isinstance(period, Period) and period.precision == "school_year" and period.start and not period.inferred:
        return Read(f"{period.start.year}/{period.start.year + 1}")
    return bad("not-a-school-year")


def _semester(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    text = fold(stored if isinstance(stored, str) else plain(stored))
    text = re.sub(r"\s*(?:сем(?:естр\w*|\.)?|semester|півріччя|полугодие)$", "", text)
    text = re.sub(r"-(?:й|ий)$", "", text)
    number = ordinal(text)
    return Read(number) if number in (1, 2) else bad("not-a-semester")


Reader = Callable[[Field, Stored, str, Context], Read]

READERS: dict[Kind, Reader] = {
    Kind.ORDINAL: _ordinal,
    Kind.TEXT: _text,
    Kind.NAMES: _names,
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.SCORE: _score,
    Kind.PERCENT: _percent,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.UNTIL: _until,
    Kind.PERIOD: _period_seen,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.PHONES: _phones,
    Kind.EMAILS: _emails,
    Kind.LINKS: _links,
    Kind.SCHOOL_YEAR: _school_year,
    Kind.SEMESTER: _semester,
}
assert set(READERS) == set(Kind)
