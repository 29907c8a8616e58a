"""How a page was come to. The browser's back and forward buttons are told from any other rerun: then the address is
followed, and only then, for any other rerun may still speak of the address as it was a moment ago."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAGE, ARRIVED = "page", "arrived"  # the page that is drawn; the one that the back or forward button has led to


def note(page: str) -> None:
    """Notes which page is drawn, and, until it is drawn to its end, whether the back or forward button has led here."""
    st.session_state[PAGE] = page
    context = get_script_run_ctx(suppress_warning=True)  # Streamlit 1.67 knows, and has no public way to ask
    if getattr(context, "is_history_navigation", False):
        st.session_state[ARRIVED] = page


def page() -> str:
    """The page that is drawn."""
    return st.session_state[PAGE]


def by_history() -> bool:
    """Whether this page is drawn because of the back or forward button."""
    return st.session_state.get(ARRIVED) == page()


def settle() -> None:
    """The page is drawn to its end: its address was followed."""
    st.session_state.pop(ARRIVED, None)
