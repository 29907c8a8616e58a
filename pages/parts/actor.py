"""Who is asking: the name that the journal gets, and what they may change besides records."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pages.parts.words import say_in
from sheets.opening import secrets

HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def actor() -> str:
    """Who is signed in; where nobody has to sign in, «через панель», in the journal's language."""
    return str(st.user.get("email") or say_in("uk", "journal.nobody"))


def may_declare() -> bool:
    """Whether this person may write words into panel.toml from a page: those whom `editors` in secrets.toml names;
    without that line whoever sits at the machine that the panel runs on, as their own address bar says (it can be
    forged: `editors` is for servers). «Довідники» is open to all who add records."""
    editors = secrets().get("editors")
    if editors is not None:
        return actor() in editors
    return (urlsplit(st.context.url or "").hostname or "localhost") in HERE
