"""Оцінювання: the scores of the partnership by its nine rules."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, filters, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.evaluations"))
narrowed = filters.bar(now)
records.table(now, "evaluations", narrowed.evaluations, key="evaluations")
