"""When the workbook can't be shown: what happened and what to do, never a trace."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts.words import known, md, say, say_md
from sheets.errors import DeclarationError, PanelError


def show(trouble: PanelError, *, again: Callable[[], None]) -> None:
    """A page in plain words about this trouble, with a way to try again."""
    st.title(say("trouble.title"))
    st.error(say_md(key(trouble), **trouble.details), icon=":material/cloud_off:")
    if isinstance(trouble, DeclarationError):
        st.markdown("\n".join(f"- {md(fault)}" for fault in trouble.details.get("faults", ())))
    st.subheader(say("trouble.what-to-do"))
    st.markdown(say_md(f"{key(trouble)}.do", **trouble.details))
    if trouble.details.get("account"):
        st.code(trouble.details["account"], language=None)  # whom to share the sheet with: can be copied by one tap
    st.button(say("trouble.again"), icon=":material/refresh:", type="primary", on_click=again)


def key(trouble: PanelError) -> str:
    """The key of the sentence about this trouble: about its reason, its code, or that nobody knows why."""
    told = (f"trouble.{trouble.details.get('reason')}", f"trouble.{trouble.code}")
    return next(filter(known, told), "trouble.unavailable")
