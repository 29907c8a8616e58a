"""Names of months, seasons and week days as people write them, in Ukrainian, Russian and English; folded text.

Month tables of libraries are not to be trusted (one has «січеня», domain.md 4.2): these are written out and tested.
"""

from __future__ import annotations

import re

# Each month: stem | endings of the full word (all cases, and the common slip «січеня») | abbreviations. Ukrainian,
# Russian, English.
_MONTHS = (
    (r"січ(?:ень|н[яюіею]м?|еня)|січн?", r"январ(?:ь|я|ю|е|[её]м)|янв", r"january|jan"),
    (r"лют(?:ий|ого|ому|им|ім|ень|ня)|лют", r"феврал(?:ь|я|ю|е|[её]м)|февр?", r"february|feb"),
    (r"берез(?:ень|н[яюіею]м?|еня)|бер(?:ез)?", r"март(?:а|у|е|ом)?", r"march|mar"),
    (r"квіт(?:ень|н[яюіею]м?|еня)|квіт?", r"апрел(?:ь|я|ю|е|[её]м)|апр", r"april|apr"),
    (r"трав(?:ень|н[яюіею]м?|еня)|трав?", r"ма(?:й|я|ю|е|ем)", r"may"),
    (r"черв(?:ень|н[яюіею]м?|еня)|черв?", r"июн(?:ь|я|ю|е|[её]м)", r"june|jun"),
    (r"лип(?:ень|н[яюіею]м?|еня)|лип", r"июл(?:ь|я|ю|е|[её]м)", r"july|jul"),
    (r"серп(?:ень|н[яюіею]м?|еня)|серп", r"август(?:а|у|е|ом)?|авг", r"august|aug"),
    (r"верес(?:ень|н[яюіею]м?|еня)|вер(?:ес)?", r"сентябр(?:ь|я|ю|е|[её]м)|сент?", r"september|sept?"),
    (r"жовт(?:ень|н[яюіею]м?|еня)|жовт?", r"октябр(?:ь|я|ю|е|[её]м)|окт", r"october|oct"),
    (r"листопад(?:а|у|і|ом)?|листоп|лист?", r"ноябр(?:ь|я|ю|е|[её]м)|нояб?р?", r"november|nov"),
    (r"груд(?:ень|н[яюіею]м?|еня)|груд?", r"декабр(?:ь|я|ю|е|[её]м)|дек", r"december|dec"),
)
_MONTH = [re.compile("|".join(forms)) for forms in _MONTHS]

_SEASONS = {
    "winter": r"зим(?:а|и|у|ою|ова|овий)|взимку|узимку|зимой|winter",
    "spring": r"весн(?:а|и|у|ою|яна)|навесні|весной|spring",
    "summer": r"літ(?:о|а|ом|ній)|влітку|улітку|лет(?:о|а|ом)|summer",
    "autumn": r"осін(?:ь|ню|ній)|осені|восени|осень(?:ю)?|осени|autumn|fall",
}
_SEASON = {name: re.compile(forms) for name, forms in _SEASONS.items()}
FIRST_MONTH = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}

# «ср» is a Wednesday; «сер» could be August as well, so it is neither.
WEEKDAY = re.compile(
    r"[(,]?\s*\b(?:понеділ(?:ок|ка)|вівтор(?:ок|ка)|серед[аиу]|четвер(?:га)?|п'ятниц[яюі]|субот[аиу]|неділ[яюі]"
    r"|понедельник|вторник|сред[аыу]|четверг|пятниц[аыу]|суббот[аыу]|воскресенье"
    r"|пн|вт|ср|чт|пт|сб|нд|вс"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?\s*\)?,?"
)
WORD = re.compile(r"[^\W\d_][^\W\d_']*")


def month_number(word: str) -> int | None:
    """The month that a folded word names: 'листопада' -> 11, 'груд' -> 12; None for any other word."""
    return next((number for number, forms in enumerate(_MONTH, 1) if forms.fullmatch(word)), None)


def season_name(word: str) -> str | None:
    """The season that a folded word names: 'восени' -> 'autumn'; None for any other word."""
    return next((name for name, forms in _SEASON.items() if forms.fullmatch(word)), None)
