"""Партнери: who they are, their documents, who has gone silent."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, filters, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.partners"))
narrowed = filters.bar(now)
records.table(now, "partners", narrowed.partners, key="partners")
