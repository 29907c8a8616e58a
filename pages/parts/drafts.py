"""Half-filled forms outlive a reload, another page and a phone that threw the page away: answers are kept on the server
for a day, under an unguessable name that the address and a cookie hold. They are personal data: never in either."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.parts.words import say

PREFIX = "new."  # answers of forms, in session state
KEEP = 24 * 3600  # seconds
COOKIE = "draft"
NAME = re.compile(r"[0-9a-f]{32}")


@st.cache_resource(show_spinner=False)
def _kept() -> dict[str, tuple[float, Mapping[str, Any]]]:
    """Draft's name -> when it was kept, and its answers."""
    return {}


def restore() -> None:
    """Brings back the answers of the draft that the address names (a reload), and finds the one that this device left
    (a new visit), which is offered. Once in a session."""
    if "draft" in st.session_state:
        st.query_params["draft"] = st.session_state["draft"]
        return
    name, left = st.query_params.get("draft", ""), st.context.cookies.get(COOKIE, "")
    answers = _answers(name)
    st.session_state["draft"] = st.query_params["draft"] = name if answers else uuid4().hex
    st.session_state.update(answers)
    st.session_state["draft.told"] = "restored" if answers else "left" if _answers(left) else ""
    st.session_state["draft.left"] = left
    _set_cookie(st.session_state["draft"])


def tell() -> None:
    """Says what was brought back, or asks «Продовжити чернетку?»; nothing where there is none."""
    told = st.session_state.get("draft.told")
    if told == "restored":
        st.info(say("add.restored"), icon=":material/history:")
    elif told == "left":
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(say("draft.ask"), width="stretch")
            st.button(say("draft.go-on"), on_click=_go_on, icon=":material/history:", type="primary", key="draft.go-on")
            st.button(say("draft.no"), on_click=_throw_away, key="draft.no")


def keep() -> None:
    """Keeps what is answered so far."""
    drafts = _kept()
    answers = {k: v for k, v in st.session_state.items() if str(k).startswith(PREFIX) and v not in (None, "", [], ())}
    drafts[st.session_state["draft"]] = (time.time(), answers)
    for name in [name for name, (kept, _) in list(drafts.items()) if kept < time.time() - KEEP]:
        drafts.pop(name, None)


def done() -> None:
    """What was saved is no draft any more."""
    _kept().pop(st.session_state.get("draft", ""), None)
    st.session_state["draft.told"] = ""


def _answers(name: str) -> Mapping[str, Any]:
    kept, answers = _kept().get(name, (0.0, {}))
    return answers if kept > time.time() - KEEP else {}


def _go_on() -> None:
    st.session_state.update(_answers(st.session_state["draft.left"]))
    _throw_away()


def _throw_away() -> None:
    _kept().pop(st.session_state["draft.left"], None)
    st.session_state["draft.told"] = ""


def _set_cookie(name: str) -> None:
    """The device remembers the draft's name, for when its address is gone."""
    if NAME.fullmatch(name):
        cookie = f"{COOKIE}={name}; path=/; max-age={KEEP}; SameSite=Strict"
        st.html(f"<script>document.cookie = {json.dumps(cookie)};</script>", unsafe_allow_javascript=True)
