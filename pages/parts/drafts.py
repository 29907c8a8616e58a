"""Half-filled forms outlive a reload and a phone that threw the page away: answers are kept on the server for a day,
under an unguessable name that stands in the address. They are personal data: never in the address themselves."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import streamlit as st

PREFIX = "new."  # answers of forms, in session state
KEEP = 24 * 3600  # seconds


@st.cache_resource(show_spinner=False)
def _kept() -> dict[str, tuple[float, Mapping[str, Any]]]:
    """Draft's name -> when it was kept, and its answers."""
    return {}


def restore() -> bool:
    """Brings back the answers of the draft that the address names; whether there were any. Once in a session."""
    if "draft" in st.session_state:
        st.query_params["draft"] = st.session_state["draft"]
        return False
    name = st.query_params.get("draft", "")
    _, answers = _kept().get(name, (0.0, {}))
    st.session_state["draft"] = st.query_params["draft"] = name if answers else uuid4().hex
    for key, value in answers.items():
        st.session_state[key] = value
    return bool(answers)


def keep() -> None:
    """Keeps what is answered so far."""
    drafts = _kept()
    answers = {k: v for k, v in st.session_state.items() if str(k).startswith(PREFIX) and v not in (None, "", [], ())}
    drafts[st.session_state["draft"]] = (time.time(), answers)
    for name in [name for name, (kept, _) in drafts.items() if kept < time.time() - KEEP]:
        drafts.pop(name, None)
