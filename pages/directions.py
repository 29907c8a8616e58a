"""Напрями: one direction told on a page, or all of them side by side."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, direction, filters, side_by_side
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.directions"))
narrowed = filters.bar(now)
chosen = narrowed.selection.directions
if len(chosen) == 1:
    direction.show(narrowed, chosen[0])
else:
    side_by_side.show(narrowed)
