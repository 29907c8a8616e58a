"""Огляд: how things stand, and what needs a decision: one screen, nothing to scroll."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import directions, metrics_events
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
