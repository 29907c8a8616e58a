"""План: what was planned and what is done."""

import streamlit as st

from pages.parts import data, filters, frame, records
from pages.parts.words import say

frame.let_in()

now = data.snapshot()
st.title(say("nav.plan"))
narrowed = filters.bar(now)
records.table(now, "plan", narrowed.plan, key="plan")
