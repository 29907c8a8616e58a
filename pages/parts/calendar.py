"""The calendar of events: a month with what happens in it, the school year day by day, planned against held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from charts import events, metrics_events, spans
from charts.counted import Counted
from charts.narrowed import Narrowed
from pages.parts import charts, filters, records
from pages.parts.words import say

MONTH = "calendar.month"  # the month that is shown, in session state: '2026-05'


def show(narrowed: Narrowed) -> None:
    """A month as a wall calendar beside the list of its events; below, the whole span by day and by state."""
    months = spans.months_within(narrowed.selection.span)
    month = _chosen(narrowed, months)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        _turn(narrowed, months, month)
        charts.draw(
            narrowed,
            f"events.month.{month}",
            lambda all_: _calendar(all_, month),
            lambda frame, say_: events.calendar_month(frame, month, say_),
        )
    with right:
        records.table(narrowed.snapshot, "events", in_month(narrowed, month).events, key=f"calendar.{month}")
    with st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "events.year", metrics_events.calendar, events.calendar_year)
        charts.draw(narrowed, "events.states", metrics_events.states, events.states)


def in_month(narrowed: Narrowed, month: str) -> Narrowed:
    """Only the events whose first day lies in this month, in order."""
    facts, chosen = narrowed.facts.events, narrowed.events
    within = chosen[facts.start[chosen].astype("datetime64[M]") == np.datetime64(month, "M")]
    ordered = within[np.argsort(facts.start[within], kind="stable")]
    return replace(narrowed, numbers={**narrowed.numbers, "events": ordered})


def _calendar(narrowed: Narrowed, month: str) -> Counted:
    return metrics_events.calendar(in_month(narrowed, month))


def _chosen(narrowed: Narrowed, months: tuple[str, ...]) -> str:
    """The month that was turned to; else this one, where it lies in the span, else the last with an event."""
    kept = st.session_state.get(MONTH)
    if kept in months:
        return kept
    today = f"{narrowed.snapshot.today:%Y-%m}"
    if today in months or not len(narrowed.events):
        return today if today in months else months[-1]
    last = narrowed.facts.events.start[narrowed.events].max()
    return min(str(last.astype("datetime64[M]")), months[-1])


def _turn(narrowed: Narrowed, months: tuple[str, ...], month: str) -> None:
    """The month's name between the two ways to turn the leaf."""
    at = months.index(month)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for name, icon, to in (
            ("earlier", ":material/chevron_left:", at - 1),
            ("later", ":material/chevron_right:", at + 1),
        ):
            st.button(
                say(f"calendar.{name}"),
                key=f"calendar.{name}",
                icon=icon,
                type="tertiary",
                disabled=not 0 <= to < len(months),
                on_click=_turn_to,
                args=(months[to % len(months)],),
            )
        st.markdown(f"**{filters.words(narrowed.snapshot).month(month)}**", width="content")


def _turn_to(month: str) -> None:
    st.session_state[MONTH] = month
