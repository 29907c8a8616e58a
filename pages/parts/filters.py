"""Filters: a school year or a part of it, directions, types and the rest. Streamlit's own binding keeps them in the
address, in the words of the screen; they go from page to page, and one sentence says them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from charts import spans
from charts.narrowed import Narrowed
from charts.selection import CHOSEN, Selection
from charts.words import Words
from pages.parts.words import LANGUAGES, language, md, say, say_in
from sheets.periods import school_year_of
from sheets.records import Snapshot
from sheets.schema import Vocabulary
from sheets.text import fold

UNDER_MORE = ("type", "form", "level", "status", "responsible")


def bar(now: Snapshot) -> Narrowed:
    """Draws the filters and the sentence that says what is shown; gives the records that they mean."""
    _adopt(now)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        span = _period(now)
        chosen = {"direction": _directions(now)}
        set_ = sum(bool(st.session_state.get(name)) for name in UNDER_MORE)
        with st.popover(f"{say('filters.more')} · {set_}" if set_ else say("filters.more"), icon=":material/tune:"):
            chosen |= {name: _more(now, name) for name in UNDER_MORE}
        st.button(say("filters.reset"), icon=":material/filter_alt_off:", on_click=_reset, args=(now,), type="tertiary")
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


def _adopt(now: Snapshot) -> None:
    """Once in a session: an address may say a choice by its key, or in the other language (the sender's)."""
    if "filters" in st.session_state:
        return
    st.session_state["filters"] = True
    asked = {name: st.query_params.get_all(name) for name in ("period", *CHOSEN)}
    for name, (_, vocabulary) in CHOSEN.items():
        if vocabulary and asked[name]:
            keys = _keys(now.panel.vocabularies[vocabulary], asked[name])
            st.session_state[name], st.query_params[name] = keys, [_label(now, name, key) for key in keys]
    span = _span_said(now, st.query_params.get("period", ""))
    if span:
        st.session_state["period"], st.query_params["period"] = span, words(now).span(span)
    if any(st.query_params.get_all(name) != said for name, said in asked.items()):
        st.rerun()


def _keys(declared: Vocabulary, said: list[str]) -> list[str]:
    """The choices that these words of an address mean; what nobody knows is passed over."""
    meant = (word if word in declared.choices else declared.by_word.get(fold(word)) for word in said)
    return [key for key in dict.fromkeys(meant) if key]


def _label(now: Snapshot, name: str, key: str) -> str:
    """A choice as its widget shows it, and so as it stands in the address."""
    declared = now.panel.vocabularies[CHOSEN[name][1] or ""]
    return md(declared.brief(key, language())) if name == "direction" else declared.label(key, language())


def _span_said(now: Snapshot, text: str) -> spans.Span | None:
    """The offered span that an address names: by its own name or in either language."""
    spoken = [Words(now.panel, one, partial(say_in, one)) for one in LANGUAGES]
    fits = (span for span in _spans(now) if text in (span.name, *(words.span(span) for words in spoken)))
    return next(fits, None)


def _reset(now: Snapshot) -> None:
    st.session_state["period"] = _spans(now)[0]
    for name in CHOSEN:
        st.session_state[name] = []


def _period(now: Snapshot) -> spans.Span:
    return st.selectbox(
        say("filters.period"),
        _spans(now),
        format_func=words(now).span,
        key="period",
        bind="query-params",
        width=270,
    )


def _spans(now: Snapshot) -> list[spans.Span]:
    """This school year first, then the others that have events, latest first; each with its semesters."""
    settings = now.panel.school_year
    days = now.frames["events"]["date"].dropna().dt.date.unique().tolist()
    this = school_year_of(now.today, settings)
    others = sorted({school_year_of(day, settings) for day in days} - {this}, reverse=True)
    return [
        span
        for year in (this, *others)
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
