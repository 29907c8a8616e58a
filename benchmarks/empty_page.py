"""A page with one line."""

import streamlit as st

from pages.parts import door

door.let_in()
st.title("·")
