"""A page with one line."""

import streamlit as st

from pages.parts import frame

frame.let_in()
st.title("·")
