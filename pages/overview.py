"""Огляд: the key figures of the school year and what needs attention."""

import streamlit as st

from pages.parts import data, filters, frame, records
from pages.parts.words import say

frame.let_in()

now = data.snapshot()
st.title(say("nav.overview"))
narrowed = filters.bar(now)
records.table(now, "events", narrowed.events, key="overview")
