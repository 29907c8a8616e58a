"""What a section row, a tab's title or a title row says of the records below: direction, month, school year, level…"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets.labels import bare, choice_of
from sheets.schema import Kind, Panel, Tab
from sheets.text import fold, words

YEARS = re.compile(r"(?<!\d)(20\d\d)\s*[-/–—\\]\s*(20\d\d|\d\d)(?!\d)(?!\s*[./-]\s*\d)")
SHORT_YEARS = re.compile(r"(?<![\d.])([12]\d)\s*[-/–—]\s*([12]\d)(?![\d.])\s*(?=н\.?\s*р|навч|уч|$)")
SPAN = re.compile(r"(?<!\d)20\d\d\s*[-/–—]\s*\d")
YEAR = re.compile(r"(?<![\d.])(20[0-4]\d)(?![\d])")
MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "січень січня январь января january",
            "лютий лютого февраль февраля february",
            "березень березня март марта march",
            "квітень квітня апрель апреля april",
            "травень травня май мая may",
            "червень червня июнь июня june",
            "липень липня июль июля july",
            "серпень серпня август августа august",
            "вересень вересня сентябрь сентября september",
            "жовтень жовтня октябрь октября october",
            "листопад листопада ноябрь ноября november",
            "грудень грудня декабрь декабря december",
        ),
        start=1,
    )
    for word in words.split()
}
WORD = re.compile(r"[^\W\d_]+")
SEMESTER = re.compile(r"(?:^|\s)(?:(1|i|і|перш\w*|2|ii|іі|друг\w*))[-\s]*(?:й|ий)?\s*(?:семестр|півріччя|полугоди)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of the records below it; blank where it says nothing."""

    values: Mapping[str, Any] = field(default_factory=dict)  # field -> value, as a cell of it would be read
    school_year: str | None = None
    year: int | None = None
    month: int | None = None

    def __bool__(self) -> bool:
        return bool(self.values or self.school_year or self.year or self.month)


def school_year_in(text: str) -> str | None:
    """The school year that a text names: 'Заходи 2023-2024' -> '2023/2024'; None where the years don't follow."""
    match = YEARS.search(fold(text)) or SHORT_YEARS.search(fold(text))
    if not match:
        return None
    first = int(match.group(1)) % 100
    return f"20{first:02d}/20{first + 1:02d}" if int(match.group(2)) % 100 == first + 1 else None


def month_in(text: str) -> int | None:
    """The one month that a text names."""
    found = {MONTHS[word] for word in WORD.findall(fold(text)) if word in MONTHS}
    return found.pop() if len(found) == 1 else None


def year_in(text: str) -> int | None:
    """The one calendar year that a text names; none of a span, however it is cut short («Заходи 2024-2»)."""
    if SPAN.search(text):
        return None
    found = {int(year) for year in YEAR.findall(fold(text))}
    return found.pop() if len(found) == 1 else None


def what_it_says(text: str, tab: Tab, panel: Panel) -> Said:
    """What a section's title says: the words of it must be all about that, so that a record's name says nothing."""
    label = bare(text)
    years, month = school_year_in(text), month_in(text)
    semester = SEMESTER.search(f" {label}")
    year = None if years else year_in(text)
    if (years or month or semester or year) and _only_time(label):
        values: dict[str, Any] = {}
        if semester and _has(tab, Kind.SEMESTER):
            values[_has(tab, Kind.SEMESTER)] = 2 if semester.group(1)[0] in "2д" or len(semester.group(1)) == 2 else 1
        return Said(values, years, year, month)
    return Said(_choices(text, tab, panel))


TIME_WORDS = frozenset(
    words(
        "н р рік року роки років навч навчальний навчального семестр семестру півріччя місяць за у в на "
        "учебный год уч г перше перший друге другий i ii і іі й ий рр"
    )
)


def _only_time(label: str) -> bool:
    return all(word in MONTHS or word in TIME_WORDS for word in WORD.findall(label))


def _choices(text: str, tab: Tab, panel: Panel) -> dict[str, Any]:
    """Field -> choice, for the first vocabulary of the tab's fields in which the whole label is a word."""
    for name in tab.fields.values():
        if name.vocabulary and name.kind in (Kind.ONE, Kind.MANY) and name.key in CARRIED:
            key = choice_of(panel.vocabularies[name.vocabulary], text)
            if key:
                return {name.key: (key,) if name.kind is Kind.MANY else key}
    return {}


def _has(tab: Tab, kind: Kind) -> str:
    return next((name for name, declared in tab.fields.items() if declared.kind is kind), "")


# What sections are made of (domain.md, 4.2: directions, levels, years; types from the plan table).
CARRIED = ("directions", "level", "type", "partner_type", "service", "respondent_group")
