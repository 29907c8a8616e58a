"""Text and serial numbers to Period. Day first, never month first; what has two readings is a problem, not a guess.

A text is first brought to a canonical form in which only numbers are left: «з 28 лютого по 1 березня 2024 року» becomes
'з 28.2-1.3.2024', «листопад 2023 р.» 'm11 2023', «2024-2025 н.р.» a school year of its own. Then it is either something
with a name (named.py: a semester, a season, «щомісяця») or points of time joined by dashes and commas (points.py).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache

from sheets.context import Context
from sheets.months import WEEKDAY, WORD, month_number
from sheets.named import read_named
from sheets.periods import school_year
from sheets.points import FIRST, LAST, checked, read_points
from sheets.problems import Read, bad
from sheets.records import Period
from sheets.text import fold

SERIAL_ZERO = dt.datetime(1899, 12, 30)  # day 0 of Google Sheets and of Excel after 1900-03-01
LONGEST = 120  # a longer text is a story, not a date

ORDINARY = re.compile(r"\s*(\d\d?)\.(\d\d?)\.(\d{4})\s*(?:р\.?|року)?\s*")
DOUBT = re.compile(
    r"\?|~|≈|±|\b(?:орієнтовно|приблизно|близько|біля|можливо|ймовірно|примерно|ориентировочно|около|approx\w*|around|about|tentative\w*)\b"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"
_TO = r"\s*(?:-|до|по|to)\s*"
CLOCK = re.compile(
    rf"[(,]?\s*\b(?:початок|поч\.|начало|час|время|starts?)?\s*(?:о|об|в|у|з|с|at|from)?\s*(?<![\d.])"
    rf"(?:{_CLOCK}(?:{_TO}{_CLOCK})?\s*(?:год\w*\.?|ч\.|(?:am|pm|дп|пп|z)\b)?(?:\s*gmt[+-]\d+)?"
    rf"|\d{{1,2}}(?:[.-]\d\d)?(?:{_TO}\d{{1,2}}(?:[.-]\d\d)?)?\s*год(?:ин[аиі]?|\.|\b)"
    rf"|(?<=о )\d{{1,2}}[.-]\d\d|(?<=об )\d{{1,2}}[.-]\d\d|(?<=at )\d{{1,2}}[.-]\d\d)\s*\)?,?"
)
POINTED_CLOCK = re.compile(r"(?<=\d{4})(y?),?\s+(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)$")  # 12.05.2024 14.30
SCHOOL_YEAR_WORDS = re.compile(
    r"\bнавч(?:альн\w+|\.)?\s?р(?:оку|ік|оці|оком|\.|\b)|\bн\.?\s?р\.?(?=\W|$)"
    r"|\bуч(?:ебн\w+|\.)?\s?г(?:ода?|оду|\.|\b)|\bschool year\b|\bacademic year\b"
)
# «15 травня ц.р.»: the year is not said; «1 вересня (День знань)», «12.10.2024 (онлайн)»: what day it is, and where.
THIS_YEAR = re.compile(r"(?<=\d)\s+(?:ц\.?\s?р\.?|(?:цього|поточного|текущего|этого) (?:року|года))(?!\w)")
REMARK = re.compile(
    r"(?<=\w)\s*\.?\s*\((?:он-?лайн|офлайн|очно|дистанційно|online|offline|(?:до )?д(?:ень|ня) [^()\d]+)\)"
)
INCLUSIVE = re.compile(r"(?<=[\w.])\s*,?\s*\(?\b(?:включно|включительно|inclusive|incl\.)\)?$")
YEAR_WORDS = re.compile(r"(?<=\d)\s*(?:р\.?\s?р|роки|років|року|році|рік|р|гг|года|году|год|г)\b\.?(?!\w)")
SCHOOL_YEAR = re.compile(
    r"\b(20\d\d)\s*(?:/|-)\s*(20\d\d)(?:\s*y\b|y\b)?\s*(?:sy)?|\b(20\d\d)\s*/\s*(\d\d)(?!\d)y?\s*(?:sy)?|\b(20\d\d|\d\d)\s*[-/]\s*(\d\d)(?!\d)y?\s*sy"
)
ISO = re.compile(r"(?<![\d.])(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:t|(?![\d.]))")
QUOTED_DAY = re.compile(r"\"\s*(\d{1,2})\s*\"")  # «15» травня
ROMAN = re.compile(r"(?<=\d)([./])([ivxіх]{1,4})([./])(?=\d{4}|\d\d(?!\d))")  # 15.IX.2024
ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
SLASHES = re.compile(r"(?<![\d/])(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?(\d{4}|\d\d)(?!\d)")
OTHER_SEPARATOR = re.compile(r"(?<![\d.,-])(\d{1,2}) ?([, -]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d)")
DAY_MONTH = re.compile(
    r"(?<![\d.])(\d{1,2})(?:-?(?:го|е|є|ого|ше|ге|те|st|nd|rd|th)\b)?(?:\s*\.\s*|\s*-\s*(?=m\d+-)|\s+of\s+|\s*)m(\d+)"
    r"(?:(?:[\s,.]*|-)(\d{4})(?!\d)|(?:\s+|-|\.)'?(\d\d)(?=y|$|\s*-))?"
)
MONTH_DAY = re.compile(r"\bm(\d+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")  # June 5, 2024
FROM = re.compile(
    r"^(?:у період |за період |в период )?(?:починаючи )?(?:з|із|зі|від|с|со|от|from|since|between)\s+(?=[\dm])"
)
UNTIL = re.compile(
    r"^(?:не пізніше|не позднее|термін|строк|срок)?\s*(?:до|по|by|until|till?|to)\s+(?=[\dm])|^не пізніше\s+(?=[\dm])"
)
JOIN = re.compile(r"(?<=[\dy])\s*(?:-|\.{2,}|…|\b(?:по|до|to|till?|until|through)\b)\s*(?:з |із |c )?(?=[\dm])")
AND = re.compile(r"(?<=[\dy])\s*(?:,|;|\n|\+|&|\b(?:та|і|й|и|and)\b)\s*(?:та |і |й |и |and )?(?=[\dm])")
TIDY = (
    (re.compile(r"(?<=\d)\s*\.\s*(?=\d)"), "."),  # 12. 05. 2024
    (re.compile(r"(?<=\d)\.{2,}(?=\d{1,2}\.\d{4}(?!.*\d\.\d\d?\.))"), "."),  # 12..05.2024
    (re.compile(r"(?<=\d)\.(?=\s*-\s*\d)"), ""),  # 12.10. - 14.10.2024
)


def read_serial(number: float, context: Context) -> Read:
    """A stored number in a column of dates: a serial day, a year alone, or a day of the known month."""
    if FIRST.year <= number <= LAST.year and number == int(number):
        year = int(number)
        return Read(Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year"))
    if 1 <= number <= 31 and number == int(number) and context.month:
        return read_period(str(int(number)), context)
    moment = serial_moment(number)
    if moment is None:
        return bad("not-a-date")
    return checked(Period(moment.date(), moment.date()))


@lru_cache(maxsize=16384)
def read_day(year: int, month: int, day: int) -> Read:
    """A day that was written with all its digits."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return bad("impossible-date")
    return checked(Period(date, date))


def serial_moment(number: float) -> dt.datetime | None:
    """The moment of a serial number, to the second; None when it is none (negative, or beyond year 9999)."""
    if not 0 < number < 2_958_466:
        return None
    return SERIAL_ZERO + dt.timedelta(seconds=round(number * 86400))


def read_period(text: str, context: Context) -> Read:
    """The Period that a text names, or what is wrong with it. Its year may come from the context (Period.inferred)."""
    ordinary = ORDINARY.fullmatch(text)
    if ordinary:
        return read_day(int(ordinary[3]), int(ordinary[2]), int(ordinary[1]))
    if len(text) > LONGEST:
        return bad("too-long", length=len(text))
    if DOUBT.search(fold(text)):
        return bad("doubtful")
    read = _read(text, context)
    if read.problem == "not-a-date" and "\n" in text:  # a line may end within a date, or between two
        return _read(text.replace("\n", ", "), context)
    return read


def _read(text: str, context: Context) -> Read:
    rest, said = canonical(text)
    if said:
        context = replace(context, school_year=said, year=None)
    to_the_end = rest.removeprefix("до кінця ")
    read = read_named(to_the_end, context, explicit=bool(said)) or _read_points(to_the_end, context)
    if to_the_end != rest and isinstance(read.value, Period):
        read = Read(replace(read.value, start=None, precision="range"))
    if said and isinstance(read.value, Period) and read.value.inferred:
        read = read._replace(value=replace(read.value, inferred=False))
    return read


def _read_points(text: str, context: Context) -> Read:
    """Points of time with the words around them: «з … по …», «до …»."""
    text = re.sub(r"^(?:протягом|упродовж|впродовж|у|в|за|на|during|in|on|в течение)\s+(?=[\dm])", "", text)
    after, until = FROM.match(text), UNTIL.match(text)
    opener = after or until
    text = JOIN.sub("-", text[opener.end() :] if opener else text)
    text = AND.sub(",", text)
    text = re.sub(r" ?\bsy\b ?|y", "", text).strip(" .,;:")
    read = read_points(text, context)
    period = read.value
    if opener and isinstance(period, Period) and not re.search("[-,]", text):
        if until and period.precision != "day":
            return bad("doubtful")  # «до червня»: with June, or without it?
        open_period = replace(period, end=None) if after else replace(period, start=None)
        return Read(replace(open_period, precision="range"))
    return read


@lru_cache(maxsize=65536)
def canonical(text: str) -> tuple[str, str | None]:
    """The text with only numbers left where words named months, and the school year that it says, if it says one."""
    text = ISO.sub(r"\4.\3.\1 ", REMARK.sub("", INCLUSIVE.sub("", fold(text))))
    text = CLOCK.sub(" ", text) if re.search(r"\d:\d|год|\bоб? \d|at \d", text) else text
    text = WEEKDAY.sub(" ", text)
    text = QUOTED_DAY.sub(r"\1", SCHOOL_YEAR_WORDS.sub("sy", text))
    text = WORD.sub(_month_as_number, ROMAN.sub(_roman_month, text))
    text = re.sub(r"\b(m\d+)(?:\.|,(?= \d{4}\b))", r"\1 ", text)
    text = YEAR_WORDS.sub("y", THIS_YEAR.sub("", text))
    text, said = _take_school_year(" ".join(text.split()))
    text = POINTED_CLOCK.sub(r"\1", text)
    for pattern, replacement in TIDY:
        text = pattern.sub(replacement, text)
    text = MONTH_DAY.sub(r"\2.\1.\3", text)
    text = OTHER_SEPARATOR.sub(r"\1.\3.\4", SLASHES.sub(r"\1.\2.\3", text))
    text = DAY_MONTH.sub(_day_month, text)
    return " ".join(text.strip(" .,;:()").split()), said


def _month_as_number(word: re.Match[str]) -> str:
    number = month_number(word.group())
    return f"m{number}" if number else word.group()


def _roman_month(found: re.Match[str]) -> str:
    numeral = found[2].translate(str.maketrans("іх", "ix"))
    return f".{ROMAN_MONTHS.index(numeral) + 1}." if numeral in ROMAN_MONTHS else found.group()


def _day_month(found: re.Match[str]) -> str:
    day, month, year, short_year = found.groups()
    return ".".join(part for part in (day, month, year or short_year) if part)


def _take_school_year(text: str) -> tuple[str, str | None]:
    """Takes «2024/2025 н.р.» out of the text: two years, the second one the next."""
    for found in SCHOOL_YEAR.finditer(text):
        first, second = (part for part in found.groups() if part)
        first_year = int(first) if len(first) == 4 else 2000 + int(first)
        if (first_year + 1) % 100 == int(second) % 100 and (len(second) == 2 or int(second) == first_year + 1):
            rest = text[: found.start()] + " sy " + text[found.end() :]
            return " ".join(rest.split()), school_year(first_year)
    return text, None
