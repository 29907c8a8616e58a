"""Журнал: who wrote what and when through the panel; a save can be taken back here."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, history
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.journal"))
entries = history.entries(now)
if entries:
    history.table(now, entries)
else:
    st.info(say("journal.empty"), icon=":material/history:")
