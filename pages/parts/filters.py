"""Filters: a school year or a part of it, directions, types and the rest. Streamlit's own binding keeps them in the
address, in the words of the screen; they go from page to page, and one sentence says them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from charts import spans
from charts.narrowed import Narrowed
from charts.selection import CHOSEN, Selection
from charts.words import Words
from pages.parts.words import language, md, say, say_in
from sheets.periods import school_year_of
from sheets.records import Snapshot

UNDER_MORE = ("type", "form", "level", "status", "responsible")


def bar(now: Snapshot) -> Narrowed:
    """Draws the filters and the sentence that says what is shown; gives the records that they mean."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        span = _period(now)
        chosen = {"direction": _directions(now)}
        set_ = sum(bool(st.session_state.get(name)) for name in UNDER_MORE)
        with st.popover(f"{say('filters.more')} · {set_}" if set_ else say("filters.more"), icon=":material/tune:"):
            chosen |= {name: _more(now, name) for name in UNDER_MORE}
        st.button(say("filters.reset"), icon=":material/filter_alt_off:", on_click=_reset, type="tertiary")
    selection = Selection(span=span, **{CHOSEN[name][0]: tuple(keys) for name, keys in chosen.items()})
    narrowed = _narrowed(now.number, selection, now)
    st.markdown(f"**{md(selection.describe(words(now), narrowed))}**")
    return narrowed


def words(now: Snapshot) -> Words:
    """What charts speak with, in the reader's language."""
    return Words(now.panel, language(), partial(say_in, language()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _narrowed(number: int, selection: Selection, _now: Snapshot) -> Narrowed:
    return selection.narrow(_now)


def _reset() -> None:
    for name in ("period", *CHOSEN):
        st.session_state[name] = None if name == "period" else []


def _period(now: Snapshot) -> spans.Span:
    offered = _spans(now)
    default = spans.around(now.today, "school_year", now.panel.school_year)
    speak = words(now)
    span = st.selectbox(
        say("filters.period"),
        offered,
        index=offered.index(default),
        format_func=speak.span,
        key="period",
        bind="query-params",
        width=270,
    )
    return span or default


def _spans(now: Snapshot) -> list[spans.Span]:
    """This school year and those that have events, latest first, each with its semesters."""
    settings = now.panel.school_year
    days = now.frames["events"]["date"].dropna().dt.date.unique().tolist()
    years = sorted({school_year_of(day, settings) for day in [*days, now.today]}, reverse=True)
    return [
        span
        for year in years
        for span in (
            spans.school_year(year, settings),
            spans.semester(year, 1, settings),
            spans.semester(year, 2, settings),
        )
    ]


def _directions(now: Snapshot) -> list[str]:
    vocabulary, spoken = now.panel.vocabularies["directions"], language()
    return st.pills(
        say("filters.direction"),
        list(vocabulary.choices),
        selection_mode="multi",
        format_func=lambda key: md(vocabulary.brief(key, spoken)),
        key="direction",
        bind="query-params",
    )


def _choices(now: Snapshot, name: str, vocabulary: str) -> list[str]:
    declared, spoken = now.panel.vocabularies[vocabulary], language()
    return st.multiselect(
        say(f"filters.{name}"),
        list(declared.choices),
        format_func=lambda key: declared.label(key, spoken),
        key=name,
        bind="query-params",
        placeholder=say("filters.all"),
        width=300,
    )


def _more(now: Snapshot, name: str) -> list[str]:
    vocabulary = CHOSEN[name][1]
    if vocabulary:
        return _choices(now, name, vocabulary)
    people = sorted({who for who in now.frames["events"]["responsible"] if who})
    return st.multiselect(
        say(f"filters.{name}"), people, key=name, bind="query-params", placeholder=say("filters.all"), width=300
    )
