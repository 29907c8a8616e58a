"""The calendar of events: a month with what happens in it, the school year day by day, planned against held."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from charts import events, metrics_events, spans
from charts.counted import Counted
from charts.narrowed import Narrowed
from charts.words import Words
from pages.parts import charts, filters, records, selected
from pages.parts.words import say

STRIP = 12  # months that fit side by side; more are a list
MONTH = "month"  # the parameter of the address


def show(narrowed: Narrowed) -> None:
    """A month as a wall calendar beside the list of its events; below, the whole span by day and by state."""
    month = _chosen(narrowed)
    left, right = st.columns([5, 6], gap="medium")
    with left:
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


def _chosen(narrowed: Narrowed) -> str:
    """Asks for a month of the span; at first this one, where it lies in the span, else the last with an event."""
    months, say_ = spans.months_within(narrowed.selection.span), filters.words(narrowed.snapshot)
    ask: Any = st.segmented_control if len(months) <= STRIP else st.selectbox
    first, key = _first(narrowed, months), f"calendar.month.{narrowed.selection.span.name}"
    selected.kept(MONTH, key, months, first)
    chosen: str = ask(
        say("calendar.month"),
        months,
        **({"required": True} if len(months) <= STRIP else {}),
        format_func=lambda month: _name(month, months, say_),
        key=key,
        label_visibility="collapsed",
    )
    selected.keep(MONTH, chosen, first)
    return chosen


def _name(month: str, months: tuple[str, ...], say_: Words) -> str:
    """A month in the strip: its year stands at the first month and each January."""
    if len(months) > STRIP:
        return say_.month(month)
    brief = say_.month(month, brief=True)
    return brief if month == months[0] or month.endswith("-01") else brief.split()[0]


def _first(narrowed: Narrowed, months: tuple[str, ...]) -> str:
    today = f"{narrowed.snapshot.today:%Y-%m}"
    if today in months or not len(narrowed.events):
        return today if today in months else months[-1]
    last = narrowed.facts.events.start[narrowed.events].max()
    return min(str(last.astype("datetime64[M]")), months[-1])
