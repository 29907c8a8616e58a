"""Напрями: what was done in each of the five directions."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import directions, metrics_events
from pages.parts import charts, data, filters
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.directions"))
narrowed = filters.bar(now)
charts.draw(narrowed, "directions.over_time", metrics_events.activity, directions.over_time)
