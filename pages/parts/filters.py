"""Filters: a span of time of any kind, directions, types and the rest. They are kept in the address and go from page to
page; one sentence says them."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from charts import spans
from charts.facts import facts_of
from charts.narrowed import Narrowed
from charts.selection import CHOSEN, Selection
from charts.words import Words
from pages.parts import nothing, selected, shelf
from pages.parts.words import language, md, say, say_in
from sheets.periods import school_year_of
from sheets.records import Snapshot

DAYS = "days"  # the choice of a first and a last day
UNDER_MORE = ("type", "form", "level", "status", "responsible")


def bar(now: Snapshot, kind: str = "events", partner: int | None = None) -> Narrowed:
    """Draws the filters and the sentence that says what is shown; gives the records that they mean. The sentence counts
    records of the kind that the page tells of; on a partner's own page those of the partner."""
    selection = selected.followed(now)
    if selection:
        _set(now, selection)
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        span = _period(now)
        chosen = {"direction": _directions(now)}
        set_ = sum(bool(st.session_state.get(name)) for name in UNDER_MORE)
        with st.popover(f"{say('filters.more')} · {set_}" if set_ else say("filters.more"), icon=":material/tune:"):
            chosen |= {name: _more(now, name) for name in UNDER_MORE}
        selection = Selection(span=span, **{CHOSEN[name][0]: tuple(keys) for name, keys in chosen.items()})
        _clear(now, selection)
    selected.tell(now, selection)
    narrowed = shelf.select(now, selection)
    own = narrowed if partner is None else narrowed.of_partner(partner)
    st.markdown(f"**{md(selection.describe(words(now), own, kind))}**")
    if partner is None:
        nothing.tell(narrowed, kind, words(now))
    return narrowed


def words(now: Snapshot) -> Words:
    """What charts speak with, in the reader's language."""
    return Words(now.panel, language(), partial(say_in, language()))


def choose(name: str, keys: list[str]) -> None:
    """Chooses these keys of a filter ('direction'); only from a callback."""
    st.session_state[name] = keys


def _set(now: Snapshot, selection: Selection) -> None:
    """Sets the filters to a selection, before they are drawn."""
    offered = selection.span in _offered(now)
    st.session_state["period"] = selection.span if offered else DAYS
    if not offered:
        st.session_state["days"] = (selection.span.start, selection.span.end)
    for name, (attribute, _) in CHOSEN.items():
        st.session_state[name] = list(getattr(selection, attribute))


def _clear(now: Snapshot, selection: Selection) -> None:
    """One click back to this school year and everything."""
    st.button(
        say("filters.reset"),
        icon=":material/filter_alt_off:",
        on_click=_reset,
        args=(now,),
        type="tertiary",
        disabled=selection == Selection.default(now.today, now.panel),
    )


def _reset(now: Snapshot) -> None:
    st.session_state["period"] = _offered(now)[0]
    for name in CHOSEN:
        st.session_state[name] = []


def _period(now: Snapshot) -> spans.Span:
    speak, offered = words(now), _offered(now)
    options: list[spans.Span | str] = [*offered[:3], DAYS, *offered[3:]]
    chosen = st.selectbox(
        say("filters.period"),
        options,
        format_func=lambda span: say("filters.days") if isinstance(span, str) else speak.span(span),
        key="period",
        label_visibility="collapsed",
        width=250,
    )
    return _days(now) if isinstance(chosen, str) else chosen


def _days(now: Snapshot) -> spans.Span:
    """From one day to another; while only one is chosen, that day."""
    ends = st.date_input(
        say("filters.days"),
        "today" if "days" in st.session_state else (now.today.replace(day=1), now.today),
        min_value=dt.date(spans.YEARS.start, 1, 1),
        max_value=dt.date(spans.YEARS.stop - 1, 12, 31),
        format="DD.MM.YYYY",
        key="days",
        label_visibility="collapsed",
        width=250,
    )
    chosen = (ends if isinstance(ends, tuple) else (ends,)) or (now.today,)
    return spans.days(chosen[0], chosen[-1])


def _offered(now: Snapshot) -> list[spans.Span]:
    """This school year with its semesters first; then the others, calendar years, quarters and months with events or
    evaluations, the latest first."""
    return shelf.once(now, ("spans",), _spans)


def _spans(now: Snapshot) -> list[spans.Span]:
    settings, this = now.panel.school_year, now.today
    days = sorted({this, *nothing.met(facts_of(now), "events", "evaluations")}, reverse=True)
    years = dict.fromkeys([school_year_of(this, settings), *(school_year_of(day, settings) for day in days)])
    offered = [
        span
        for year in years
        for span in (
            spans.school_year(year, settings),
            spans.semester(year, 1, settings),
            spans.semester(year, 2, settings),
        )
    ]
    for kind in ("year", "quarter", "month"):
        offered += dict.fromkeys(spans.around(day, kind, settings) for day in days)
    return offered


def _directions(now: Snapshot) -> list[str]:
    vocabulary, spoken = now.panel.vocabularies["directions"], language()
    return st.pills(
        say("filters.direction"),
        list(vocabulary.choices),
        selection_mode="multi",
        format_func=lambda key: md(vocabulary.brief(key, spoken)),
        key="direction",
        label_visibility="collapsed",
    )


def _choices(now: Snapshot, name: str, vocabulary: str) -> list[str]:
    declared, spoken = now.panel.vocabularies[vocabulary], language()
    return st.multiselect(
        say(f"filters.{name}"),
        list(declared.choices),
        format_func=lambda key: declared.label(key, spoken),
        key=name,
        placeholder=say("filters.all"),
        width=300,
    )


def _more(now: Snapshot, name: str) -> list[str]:
    vocabulary = CHOSEN[name][1]
    if vocabulary:
        return _choices(now, name, vocabulary)
    people = shelf.once(now, ("people",), _people)
    asked = [who for who in st.session_state.get(name) or () if who not in people]
    return st.multiselect(
        say(f"filters.{name}"),
        [*people, *asked],
        key=name,
        placeholder=say("filters.all"),
        width=300,
    )


def _people(now: Snapshot) -> list[str]:
    return sorted({who for who in now.frames["events"]["responsible"] if who})
