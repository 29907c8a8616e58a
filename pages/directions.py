"""Напрями: what was done in each of the five directions."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, filters, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.directions"))
narrowed = filters.bar(now)
records.table(now, "events", narrowed.events, key="directions")
