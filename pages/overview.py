"""Огляд: how things stand, and what needs a decision: one screen; then months, types and documents below it."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import directions, events, metrics_events, metrics_partners, partners
from pages.parts import attention, charts, data, figures, filters
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.overview"))
narrowed = filters.bar(now)
figures.cards(narrowed, "overview.figures")

left, right = st.columns([5, 3])
with left:
    charts.draw(narrowed, "overview.activity", metrics_events.activity, directions.over_time)
with right:
    attention.lines(narrowed, "overview.attention")

left, right = st.columns(2)
with left:
    charts.draw(narrowed, "overview.documents", metrics_partners.documents, partners.documents)
    charts.draw(
        narrowed,
        "overview.partners_by_direction",
        metrics_partners.partners_by_direction,
        directions.partners_by_direction,
    )
with right:
    charts.draw(narrowed, "overview.partners_by_type", metrics_partners.partners_by_type, partners.by_type)
charts.draw(narrowed, "overview.months", metrics_events.events_by_month, events.by_month)
