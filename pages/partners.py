"""Партнери: who they are, their documents, who has gone silent."""

import streamlit as st

from pages.parts import data, filters, frame, records
from pages.parts.words import say

frame.let_in()

now = data.snapshot()
st.title(say("nav.partners"))
narrowed = filters.bar(now)
records.table(now, "partners", narrowed.partners, key="partners")
