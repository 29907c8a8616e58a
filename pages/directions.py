import streamlit as st

from pages.parts import frame
from pages.parts.words import say

frame.let_in()

st.title(say("nav.directions"))
