"""Who is asking: the name that the journal gets."""

from __future__ import annotations

import streamlit as st


def actor() -> str:
    """Who is signed in; where nobody has to sign in, the panel itself."""
    return st.user.get("email") or "panel"
