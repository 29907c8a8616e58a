"""Огляд: the key figures of the school year and what needs attention."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, filters, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.overview"))
narrowed = filters.bar(now)
records.table(now, "events", narrowed.events, key="overview")
