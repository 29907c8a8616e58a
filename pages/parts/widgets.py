"""A widget for each kind of field. Each gives the value as records keep it (sheets/records.py), None or () when blank;
phones, e-mails and links come as typed, for the same rules that read a cell to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.words import language, md, month, say
from sheets.periods import school_year_of, school_year_span
from sheets.records import Period, Snapshot
from sheets.schema import Choice, Field, Kind, Tab
from sheets.twins import near_names, same_as

ANYTHING = (r"[\s\S]*", " ")  # several may stand in one field; the sheet's own rules judge them, not the browser
FEW = 8  # choices up to this many stand open, one tap each; more are searched in a list
DAYS: dict[str, Any] = {"min_value": dt.date(2000, 1, 1), "max_value": dt.date(2040, 12, 31), "format": "DD.MM.YYYY"}
WAYS = ("day", "range", "month", "school_year")  # how exactly a period is said


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question: which field of which tab, and under which key its answer is kept."""

    now: Snapshot
    tab: Tab
    field: Field
    key: str
    required: bool
    disabled: bool = False

    @property
    def manner(self) -> dict[str, Any]:
        """What all widgets share."""
        return {
            "label": self.label,
            "key": self.key,
            "help": md(self.field.help[language()]) if self.field.help else None,
            "persist_state": "session",
            "disabled": self.disabled,
        }

    @property
    def label(self) -> str:
        """The field's heading; a star where an answer is needed."""
        return md(self.field.label(language())) + (" *" if self.required else "")

    def look(self, text: str, partners: pd.DataFrame) -> tuple[int, ...]:
        """The partners that this text may mean: for a new partner its twins only, for a reference also what is near."""
        return near_names(text, partners, 3) if self.field.refers else same_as(text, partners)

    @property
    def choices(self) -> Mapping[str, Choice]:
        """The words to choose from."""
        return self.now.panel.vocabularies[self.field.vocabulary or ""].choices

    def word(self, key: str) -> str:
        """A choice's label, beginning with a capital."""
        text = self.choices[key].label(language()) if key in self.choices else key
        return text[:1].upper() + text[1:]

    def brief(self, key: str) -> str:
        """A choice's short label, for an element that reads Markdown."""
        text = self.choices[key].brief(language())
        return md(text[:1].upper() + text[1:])

    def names(self) -> list[str]:
        """The names of the records that this field may name, each once."""
        tab = self.now.panel.tabs[self.field.refers or ""]
        return list(dict.fromkeys(name for name in self.now.frames[tab.key][tab.name] if name))

    def part(self, name: str) -> str:
        """The key of a second widget of this question."""
        return f"{self.key}.{name}"


def _nothing(ask: Ask) -> None:
    return None


def _text(ask: Ask) -> str | None:
    if ask.field.refers:
        return st.selectbox(
            options=ask.names(), index=None, accept_new_options=True, placeholder=say("form.search"), **ask.manner
        )
    box = st.text_area if ask.field.multiline else st.text_input
    return (box(**ask.manner) or "").strip() or None


def _names(ask: Ask) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            options=ask.names(),
            accept_new_options=True,
            select_all=False,
            placeholder=say("form.search"),
            **ask.manner,
        )
    )


def _one(ask: Ask) -> str | None:
    if len(ask.choices) <= FEW:
        return st.pills(options=list(ask.choices), format_func=ask.brief, **ask.manner)
    return st.selectbox(
        options=list(ask.choices),
        index=None,
        format_func=ask.word,
        placeholder=say("form.choose"),
        accept_new_options=True,
        **ask.manner,
    )


def _many(ask: Ask) -> tuple[str, ...]:
    if len(ask.choices) <= FEW:
        chosen = st.pills(options=list(ask.choices), selection_mode="multi", format_func=ask.brief, **ask.manner)
    else:
        chosen = st.multiselect(
            options=list(ask.choices),
            format_func=ask.word,
            select_all=False,
            placeholder=say("form.choose"),
            accept_new_options=True,
            **ask.manner,
        )
    return tuple(chosen)


def _whole(ask: Ask) -> float | None:
    value = st.number_input(value=None, step=1, format="%d", **_limits(ask, int), **ask.manner)
    return None if value is None else float(value)


def _money(ask: Ask) -> float | None:
    return st.number_input(value=None, step=100.0, format="%.2f", **_limits(ask, float), **ask.manner)


def _year(ask: Ask) -> int | None:
    return st.number_input(value=None, step=1, format="%d", **_limits(ask, int), **ask.manner)


def _score(ask: Ask) -> float | None:
    lowest, highest = int(ask.field.min or 1), int(ask.field.max or 5)
    value = st.segmented_control(options=list(range(lowest, highest + 1)), width="stretch", **ask.manner)
    return None if value is None else float(value)


def _date(ask: Ask) -> dt.date | None:
    return st.date_input(value=None, **DAYS, **ask.manner)


def _until(ask: Ask) -> dt.date | str | None:
    day = st.date_input(value=None, **DAYS, **ask.manner)
    endless = st.checkbox(say("value.indefinite"), key=ask.part("open"), persist_state="session", disabled=ask.disabled)
    return "indefinite" if endless else day


def _period(ask: Ask) -> Period | None:
    st.session_state.setdefault(ask.part("way"), "day")
    way = st.segmented_control(
        ask.label,
        WAYS,
        format_func=lambda name: say(f"form.period.{name}"),
        key=ask.part("way"),
        required=True,
        persist_state="session",
    )
    manner = ask.manner | {"label": say(f"form.period.{way}"), "label_visibility": "collapsed"}
    return PERIODS[way or "day"](ask, manner)


def _one_day(ask: Ask, manner: dict[str, Any]) -> Period | None:
    day = st.date_input(value=None, **DAYS, **manner)
    return Period(day, day) if day else None


def _several_days(ask: Ask, manner: dict[str, Any]) -> Period | None:
    days = st.date_input(value=[], **DAYS, **(manner | {"key": ask.part("days")}))
    return Period(days[0], days[-1], "range" if days[0] != days[-1] else "day") if days else None


def _month(ask: Ask, manner: dict[str, Any]) -> Period | None:
    first = st.selectbox(
        options=months_around(ask.now),
        index=None,
        format_func=month,
        placeholder=say("form.choose"),
        **(manner | {"key": ask.part("month")}),
    )
    if first is None:
        return None
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Period(first, last, "month")


def _school_year_long(ask: Ask, manner: dict[str, Any]) -> Period | None:
    settings = ask.now.panel.school_year
    years = school_years(ask.now)
    year = st.selectbox(options=years, index=1, **(manner | {"key": ask.part("year")}))
    return Period(*school_year_span(year, settings), "school_year") if year else None


def _yes_no(ask: Ask) -> bool | None:
    words = {"yes": True, "no": False}
    chosen = st.segmented_control(options=list(words), format_func=lambda w: say(w).capitalize(), **ask.manner)
    return words.get(chosen)


def _phones(ask: Ask) -> str | None:
    return st.text_input(type="phone", validate=ANYTHING, placeholder="050 000-00-00", **ask.manner) or None


def _emails(ask: Ask) -> str | None:
    return st.text_input(type="email", validate=ANYTHING, placeholder="name@example.org", **ask.manner) or None


def _links(ask: Ask) -> str | None:
    return st.text_input(type="url", validate=ANYTHING, placeholder="https://", **ask.manner) or None


def _moment(ask: Ask) -> dt.datetime | None:
    return st.datetime_input(value=None, format="DD.MM.YYYY", **ask.manner)


def _school_year(ask: Ask) -> str | None:
    return st.selectbox(options=school_years(ask.now), index=None, placeholder=say("form.choose"), **ask.manner)


def _semester(ask: Ask) -> int | None:
    return st.segmented_control(options=[1, 2], **ask.manner)


def _limits(ask: Ask, number: type) -> dict[str, Any]:
    bounds = {"min_value": ask.field.min, "max_value": ask.field.max}
    return {name: None if bound is None else number(bound) for name, bound in bounds.items()}


def school_years(now: Snapshot) -> list[str]:
    """The last school year, this one and the next."""
    this = int(school_year_of(now.today, now.panel.school_year)[:4])
    return [f"{year}/{year + 1}" for year in (this - 1, this, this + 1)]


def months_around(now: Snapshot) -> list[dt.date]:
    """The months around today: half a year back, a year ahead."""
    at = now.today.year * 12 + now.today.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(at - 6, at + 13)]


PERIODS: Mapping[str, Callable[[Ask, dict[str, Any]], Period | None]] = {
    "day": _one_day,
    "range": _several_days,
    "month": _month,
    "school_year": _school_year_long,
}
WIDGETS: Mapping[Kind, Callable[[Ask], Any]] = {
    Kind.ORDINAL: _nothing,  # the sheet counts by itself
    Kind.TEXT: _text,
    Kind.NAMES: _names,
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.NUMBER: _whole,
    Kind.MONEY: _money,
    Kind.SCORE: _score,
    Kind.PERCENT: _whole,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.UNTIL: _until,
    Kind.PERIOD: _period,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.PHONES: _phones,
    Kind.EMAILS: _emails,
    Kind.LINKS: _links,
    Kind.SCHOOL_YEAR: _school_year,
    Kind.SEMESTER: _semester,
}
assert set(WIDGETS) == set(Kind), "each kind of field needs a widget"
assert set(PERIODS) == set(WAYS)
