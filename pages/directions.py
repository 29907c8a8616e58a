"""Напрями: what was done in each of the five directions."""

import streamlit as st

from pages.parts import data, filters, frame, records
from pages.parts.words import say

frame.let_in()

now = data.snapshot()
st.title(say("nav.directions"))
narrowed = filters.bar(now)
records.table(now, "events", narrowed.events, key="directions")
