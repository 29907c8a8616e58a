"""Spans of time that have a name: semesters, quarters, seasons, the school year, «щомісяця», «за графіком»."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from sheets.context import Context
from sheets.months import FIRST_MONTH, season_name
from sheets.periods import month_span, school_year, school_year_span, semester_span
from sheets.points import checked, read_points
from sheets.problems import Read, bad
from sheets.records import Period

THROUGH = (
    r"(?:(?:протягом|упродовж|впродовж|на протязі|за|у|в|во|на|весь|увесь|усього|всього|цілий|круглий|"
    r"в течение|during|throughout|over|all|in|the|of|whole)\s+)*"
)
_PERIODS = (
    r"(?:дня|день|тижня|тиждень|місяця|місяць|кварталу?|семестру?|року|рік|sy|неделю|неделя|месяц|год"
    r"|week|month|quarter|year|day)"
)
_WEEKDAYS = r"(?:понеділка|вівторка|середи|четверга|п'ятниці|суботи|неділі)"
RECURRING = re.compile(
    rf"(?:що(?:денно|дня|тижня|тижнево|місяця|місячно|квартал\w*|семестр\w*|року|річно|{_WEEKDAYS})"
    rf"|(?:кож(?:н\w+|ен)|кажд\w+)(?: (?:{_PERIODS}|\w+))?"
    rf"|(?:\d+|один|одна|двічі|тричі|раз)?\s*(?:раз(?:и|ів|а)?)? (?:на|в|у|за) {_PERIODS}"
    r"|постійно|систематично|регулярно|періодично|постоянно|регулярно|систематически"
    r"|еже(?:дневно|недельно|месячно|квартально|годно)|daily|weekly|monthly|quarterly|annually|yearly|regularly|ongoing"
    rf"|(?:once|twice) a {_PERIODS}|every {_PERIODS})"
    rf"(?:,?\s+{THROUGH}(?:року|sy|рік|года|year))?"
)
NO_DATE = re.compile(
    r"(?:згідно з?\s*|за |по |відповідно до )(?:\w+ )?(?:графік\w*|план\w*|розклад\w*|потреб\w*|домовленіст\w*"
    r"|домовленост\w*|згод\w+|запит\w*|запрошенн\w+|необхідн\w+|графику|плану|согласованию|договор[её]нности"
    r"|мере необходимости)"
    r"|(?:дата |термін |час )?(?:уточнюється|уточняется|узгоджується)|на вимогу|за умов\w*|as needed|tb[acd]"
)
WHOLE_YEAR = re.compile(
    rf"{THROUGH}(?:sy|року sy|року|рік|году?|года|year)(?:\s*sy)?|{THROUGH}sy|цілорічно|круглогодично"
)
WHOLE_MONTH = re.compile(
    rf"{THROUGH}(?:(?:цього|поточного|всього|усього) )?(?:місяця|місяць|місяці|месяца|месяц|month)"
)
CALENDAR_YEAR = re.compile(
    rf"{THROUGH}календарн\w+ (?:року|рік|года|год)(?: (\d{{4}})y?)?|{THROUGH}calendar year(?: (\d{{4}}))?"
)
_ORDINAL = (
    r"(i{1,3}|iv|і{1,3}|ii|іv|[1-4]|перш\w+|друг\w+|трет\w+|четверт\w+|перв\w+|втор\w+|first|second|third|fourth)"
    r"(?:-?(?:й|ий|ого|го|му|st|nd|rd|th))?\s*"
)
SEMESTER = re.compile(rf"{THROUGH}{_ORDINAL}(?:сем(?:естр\w*|\.)?|semesters?|піврічч\w|полугоди\w)(?:\s+(\d{{4}})y?)?")
QUARTER = re.compile(rf"{THROUGH}{_ORDINAL}(?:квартал\w*|кв\.?|quarter)(?:\s+(\d{{4}})y?)?")
SEASON = re.compile(rf"{THROUGH}([^\W\d_]+)(?: період\w*)?(?:\s+(\d{{4}})y?)?")
_ORDINALS = ("перш перв first", "друг втор second", "трет third", "четверт fourth")


def read_named(text: str, context: Context, *, explicit: bool) -> Read | None:
    """The named span in a canonical text; None when it has no such name. `explicit`: the text said the school year."""
    text = text.strip(" .,")
    if NO_DATE.fullmatch(text):
        return bad("no-date")
    if RECURRING.fullmatch(text) and not (explicit and text == "sy"):
        return Read(Period(None, None, "recurring"))
    text = re.sub(r"\s*\bsy\b", "", text).strip(" .,-/()") if explicit else text
    if (explicit and re.fullmatch(THROUGH.replace(r"\s+", r"\s*"), text)) or WHOLE_YEAR.fullmatch(text):
        return _school_year(context, explicit)
    return next((read for pattern, reader in READERS if (read := _try(pattern, reader, text, context))), None)


Reader = Callable[[re.Match[str], Context], Read | None]


def _try(pattern: re.Pattern[str], reader: Reader, text: str, context: Context) -> Read | None:
    found = pattern.fullmatch(text)
    return reader(found, context) if found else None


def _school_year(context: Context, explicit: bool) -> Read:
    """«Протягом року»: the school year that is known, or one that nobody named (then without days)."""
    if not context.school_year:
        return Read(Period(None, None, "school_year"))
    start, end = school_year_span(context.school_year, context.panel.school_year)
    return checked(Period(start, end, "school_year", inferred=not explicit))


def _calendar_year(found: re.Match[str], context: Context) -> Read:
    said = found[1] or found[2]
    year = int(said) if said else context.year
    if not year:
        return bad("no-year")
    return checked(Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", inferred=not said))


def _month(found: re.Match[str], context: Context) -> Read | None:
    """«Протягом місяця»: the month that the section says."""
    return read_points(f"m{context.month}", context) if context.month else None


def _semester(found: re.Match[str], context: Context) -> Read | None:
    number = ordinal(found[1])
    said = int(found[2]) if found[2] else None
    half_year = "півр" in found[0] or "полугод" in found[0]
    if number not in (1, 2):
        return bad("not-a-date")
    if half_year and said:
        return bad("doubtful")  # of the calendar year or of the school year?
    name = school_year(said if number == 1 else said - 1) if said else context.school_year
    if not name:
        return bad("no-year")
    start, end = semester_span(name, number, context.panel.school_year)
    return checked(Period(start, end, "semester", inferred=not said))


def _quarter(found: re.Match[str], context: Context) -> Read:
    number = ordinal(found[1])
    said = int(found[2]) if found[2] else context.year
    if not number:
        return bad("not-a-date")
    if not said and context.school_year and number != 3:  # the third straddles two school years
        said = int(context.school_year[:4]) + (number < 3)
    if not said:
        return bad("no-year")
    start, _ = month_span(said, 3 * number - 2)
    _, end = month_span(said, 3 * number)
    return checked(Period(start, end, "quarter", inferred=not found[2]))


def _season(found: re.Match[str], context: Context) -> Read | None:
    season = season_name(found[1])
    if season is None:
        return None
    year = _season_year(season, int(found[2]) if found[2] else None, context)
    if year is None:
        return bad("no-year")
    first = FIRST_MONTH[season]
    start, _ = month_span(year, first)
    _, end = month_span(year + (first == 12), (first + 1) % 12 + 1)
    return checked(Period(start, end, "season", inferred=not found[2]))


def _season_year(season: str, said: int | None, context: Context) -> int | None:
    """The year in which the season begins. «Зима 2025» has two readings: only a known school year decides."""
    said = said or context.year
    first = int(context.school_year[:4]) if context.school_year else None
    if season == "winter":
        return first if first is not None and said in (None, first, first + 1) else None
    if said:
        return said
    return None if first is None else first + (season != "autumn")


def ordinal(text: str) -> int | None:
    """1 to 4 from «І», 'II', '2', «другий» (folded text); None for anything else."""
    roman = text.replace("і", "i")
    if roman in ("i", "ii", "iii", "iv"):
        return ("i", "ii", "iii", "iv").index(roman) + 1
    if text in ("1", "2", "3", "4"):
        return int(text)
    return next((n for n, stems in enumerate(_ORDINALS, 1) if any(text.startswith(s) for s in stems.split())), None)


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (WHOLE_MONTH, _month),
    (CALENDAR_YEAR, _calendar_year),
    (SEMESTER, _semester),
    (QUARTER, _quarter),
    (SEASON, _season),
)
