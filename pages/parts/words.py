"""Words for people: every sentence the panel says, in the reader's language.

They live in gettext catalogues, locale/<language>/LC_MESSAGES/panel.po, under keys ("nav.overview"); a count has its
plural forms there (1 захід, 2 заходи, 5 заходів). The catalogues are compiled in memory: there is no build step.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import streamlit as st
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from charts import rounding

LANGUAGES = ("uk", "en")
LOCALE = Path(__file__).resolve().parents[2] / "locale"
DAY = {"uk": "dd.MM.y", "en": "d MMM y"}
# What Streamlit's Markdown acts on: marks, directives (:red[…], :material/…:), addresses, beginnings of a line.
# Nothing else: a label goes to screen readers as it is, backslashes and all.
MARKDOWN = re.compile(r"[\\`*_\[\]<$~&]|:(?=[a-zA-Z/])|(?<=\w)@(?=\w)|(?<=www)\.|^[#>+-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")

BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # but not those that hold a number together


@lru_cache
def catalogue(language: str, domain: str = "panel") -> GNUTranslations:
    """The catalogue of a language, compiled in memory."""
    compiled = io.BytesIO()
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language() -> str:
    """The reader's language: 'uk' or 'en'."""
    chosen = _spoken.get() or st.session_state.get("lang")
    return chosen if chosen in LANGUAGES else "uk"


def speak() -> None:
    """From here on this run speaks the language that the session says now: to ask the session for each word is a tenth
    of a page's work."""
    _spoken.set("")
    _spoken.set(language())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks this language meanwhile: for work that no reader's session does."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


_spoken: ContextVar[str] = ContextVar("spoken", default="")


def known(key: str) -> bool:
    """Whether the catalogues have words for this key."""
    messages = catalogue("uk")._catalog  # type: ignore[attr-defined]  # gettext has no public way to ask
    return key in messages or (key, 0) in messages


def say(key: str, /, **details: Any) -> str:
    """The words under this key in the reader's language, as plain text; `n` chooses the plural form."""
    return say_in(language(), key, **details)


def say_md(key: str, /, **details: Any) -> str:
    """The same for an element that reads Markdown: the details are escaped, the sentence's own marks are not."""
    return say_in(language(), key, **{name: _escaped(detail) for name, detail in details.items()})


def say_in(language: str, key: str, /, **details: Any) -> str:
    """The words under this key in a language. Numbers, dates and lists among the details follow the language."""
    messages, n = catalogue(language), details.get("n")
    text = messages.ngettext(key, key, int(n)) if isinstance(n, Integral) else key
    if text == key:
        text = messages.gettext(key)
    return text.format_map({name: shown(value, language) for name, value in details.items()}) if details else text


def md(text: object) -> str:
    """Text from the sheet for an element that reads Markdown: it stays the text that staff typed, on one line."""
    return MARKDOWN.sub(r"\\\g<0>", BLANKS.sub(" ", str(text)).strip())


def _escaped(detail: Any) -> Any:
    if isinstance(detail, tuple | list):
        return tuple(_escaped(part) for part in detail)
    return md(detail) if isinstance(detail, str) else detail


def shown(value: Any, language: str) -> str:
    """A value as people of this language write it."""
    match value:
        case None:
            return "—"
        case bool():
            return say_in(language, "yes" if value else "no")
        case Real():
            return number(float(value), language=language)
        case dt.datetime():
            return f"{day(value, language)}, {format_time(value, 'HH:mm', locale=language)}"
        case dt.date():
            return day(value, language)
        case tuple() | list():
            return format_list([shown(item, language) for item in value], locale=language)
    return str(value)


def number(value: float, digits: int = 2, *, language: str = "") -> str:
    """A number with the language's own separators and at most this many digits after the comma."""
    value = rounding.rounded(value, digits)
    return format_decimal(value, locale=language or _language(), decimal_quantization=False)


def percent(share: float) -> str:
    """A share (0–1) in per cent, never rounded to all or nothing of it."""
    return rounding.percent(share, _language())


def score(value: float, digits: int = 2) -> str:
    """A mean score, always with its decimals: 4,00 beside 4,02."""
    return format_decimal(rounding.rounded(value, digits), "0." + "0" * digits, locale=_language())


def money(value: float) -> str:
    """Hryvnias: '12 500 ₴'."""
    return f"{number(value)}\u00a0₴"


def day(value: dt.date, language: str = "") -> str:
    """A day as people write it: 14.05.2026, in English 14 May 2026."""
    language = language or _language()
    return format_date(value, DAY[language], locale=language)


def clock(value: dt.datetime) -> str:
    """The time of day to the second: 14:05:10."""
    return format_time(value, "HH:mm:ss", locale=_language())


def month(value: dt.date) -> str:
    """A month with its year: «травень 2026»."""
    return format_date(value, "LLLL y", locale=_language())


_language = language  # under the name that functions with a parameter `language` can call
