"""План: what was planned and what is done."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, filters, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.plan"))
narrowed = filters.bar(now)
records.table(now, "plan", narrowed.plan, key="plan")
