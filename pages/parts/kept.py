"""What a person's own browser keeps: a half-filled form, which outlives a reload, another page, a phone that threw the
page away and a server that starts anew; and small marks as cookies. Nothing of it stays on the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import uuid4

import streamlit as st

HERE = Path(__file__).parent
KEY = "kept"


@dataclass(frozen=True)
class Found:
    """A text that the browser has. `own`: this very tab's or, under a name, the form's; else another tab or visit left
    it."""

    name: str
    text: str
    own: bool


def keep(
    text: str | None,
    on_found: Callable[[Found], None],
    *,
    name: str = "",
    lasting: bool = True,
    forget: Collection[str] = (),
) -> None:
    """Has the browser keep this text ('' takes it away, None leaves it) for this tab, or under `name`, and once in a
    session asks what it kept: `on_found` is called before the page is drawn anew. Not `lasting`: gone with the tab."""
    session = st.session_state.setdefault(f"{KEY}.session", uuid4().hex)
    data = {"session": session, "text": text, "name": name, "lasting": lasting, "forget": sorted(forget)}
    data["answered"] = f"{KEY}.answered" in st.session_state
    _component()(key=KEY, data=data, on_found_change=lambda: _tell(on_found), height=1)


def _tell(on_found: Callable[[Found], None]) -> None:
    st.session_state[f"{KEY}.answered"] = True
    said = st.session_state[KEY].found
    if isinstance(said, dict):  # comes from outside
        on_found(Found(str(said.get("name", "")), str(said.get("text", "")), bool(said.get("own"))))


def mark(name: str, text: str, *, days: int) -> None:
    """Has the browser remember a few characters for so many days: sent with each visit, so nothing of people's."""
    cookie = f"{name}={quote(text)}; path=/; max-age={days * 86400}; SameSite=Lax"
    st.html(f"<script>document.cookie = {json.dumps(cookie)};</script>", unsafe_allow_javascript=True)


def marked(name: str) -> str:
    """What the browser was asked to remember under this name; '' for nothing."""
    return unquote(st.context.cookies.get(name, ""))


@cache
def _component() -> Any:
    js = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("typed.js", "kept.js"))
    return st.components.v2.component("panel.kept", js=js)
