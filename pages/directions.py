from pages.parts import frame

frame.let_in()

import streamlit as st

from pages.parts.words import say

st.title(say("nav.directions"))
