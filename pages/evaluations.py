"""Оцінювання: the scores of the partnership by its nine rules."""

import streamlit as st

from pages.parts import data, filters, frame, records
from pages.parts.words import say

frame.let_in()

now = data.snapshot()
st.title(say("nav.evaluations"))
narrowed = filters.bar(now)
records.table(now, "evaluations", narrowed.evaluations, key="evaluations")
