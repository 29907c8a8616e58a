"""How charts speak: `say`, handed in by whoever knows the reader's language. No sentence of a language stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from charts import rounding
from charts.spans import Span
from sheets.schema import Panel

LONG = 42  # letters of a name that a chart shows


@dataclass(frozen=True, eq=False)
class Words:
    """What a chart says in one language: `say('chart.x.title', n=3)`, and names of choices, months, days and numbers.

    `sentence(key, **details)` gives the words under a key; where `n` is among the details it chooses the plural form.
    """

    panel: Panel
    language: str
    sentence: Callable[..., str]

    def __call__(self, key: str, /, **details: Any) -> str:
        return self.sentence(key, **details)

    def label(self, vocabulary: str, key: str) -> str:
        """The full label of a choice; the key itself for a word that nobody declared."""
        words = self.panel.vocabularies.get(vocabulary)
        return words.label(key, self.language) if words else key

    def brief(self, vocabulary: str, key: str) -> str:
        """The short label of a choice, beginning with a capital, for axes."""
        words = self.panel.vocabularies.get(vocabulary)
        text = words.brief(key, self.language) if words else key
        return text[:1].upper() + text[1:]

    def field(self, tab: str, field: str) -> str:
        """The heading of a field."""
        declared = self.panel.tabs[tab].fields.get(field) if tab in self.panel.tabs else None
        return declared.label(self.language) if declared else field

    def number(self, value: float, digits: int = 0) -> str:
        """A number with the language's own separators and at most this many digits after the comma."""
        value = rounding.rounded(value, digits)
        return format_decimal(value, locale=self.language, decimal_quantization=False)

    def score(self, value: float, digits: int = 1) -> str:
        """A mean score, always with its decimals: 4,0 beside 4,1."""
        return format_decimal(rounding.rounded(value, digits), "0." + "0" * digits, locale=self.language)

    def percent(self, share: float) -> str:
        """A share (0–1) in per cent."""
        return rounding.percent(share, self.language)

    def day(self, day: dt.date) -> str:
        """A day as people write it: 14.05.2026, in English 14 May 2026."""
        return format_date(day, "dd.MM.y" if self.language == "uk" else "d MMM y", locale=self.language)

    def month(self, key: str, *, brief: bool = False) -> str:
        """A month '2025-09' in words: «вересень 2025», or «вер 2025» for an axis."""
        day = dt.date(int(key[:4]), int(key[5:7]), 1)
        return format_date(day, "LLL y" if brief else "LLLL y", locale=self.language).replace(".", "")

    def weekday(self, day: int) -> str:
        """A day of the week, 0 for Monday, in two or three letters."""
        return Locale(self.language).days["stand-alone"]["abbreviated"][day]

    def listed(self, texts: Sequence[str]) -> str:
        """Texts as a list in a sentence: «школи, музеї та театри»."""
        return format_list(list(texts), locale=self.language)

    def span(self, span: Span) -> str:
        """A span in words: «2025/2026 навчальний рік», «I семестр 2025/2026», «вересень 2025»."""
        year = span.name[:9].replace("-", "/")
        match span.kind:
            case "school_year":
                return self("span.school_year", year=year)
            case "semester":
                return self("span.semester", number="I" if span.name.endswith("-1") else "II", year=year)
            case "year":
                return self("span.year", year=str(span.start.year))
            case "quarter":
                return self(
                    "span.quarter", number=("I", "II", "III", "IV")[span.start.month // 3], year=str(span.start.year)
                )
            case "month":
                return self.month(span.name)
        return self("span.days", start=self.day(span.start), end=self.day(span.end))


def short(name: str, letters: int = LONG) -> str:
    """A name that fits a chart; what is cut is marked. The whole name stands in the tooltip and the table."""
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"
