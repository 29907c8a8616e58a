"""Saving a form's record once, and telling calmly what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import data, forms, troubles
from pages.parts.actor import actor
from pages.parts.once import once
from pages.parts.words import known, say, say_md
from sheets import writing
from sheets.errors import PanelError
from sheets.pending import Pending
from sheets.receipts import Receipt
from sheets.records import Snapshot
from sheets.schema import Tab


def save(now: Snapshot, tab: Tab, values: Mapping[str, Any]) -> None:
    """Writes the record, or says why it could not be written; what was typed stays in the form."""
    submit, workbook, who = forms.submit_id(tab), data.workbook(), actor()

    def write() -> Receipt:
        return writing.add(workbook, now.panel, tab.key, values, actor=who, submit_id=submit, snapshot=now)

    try:
        with st.spinner(say("save.writing")):
            once().save(submit, write)
    except PanelError as trouble:
        tell(trouble)
        return
    forms.remember(tab, values)
    data.refresh()
    st.rerun()


def receipt_of(tab: Tab) -> Receipt | None:
    """The receipt of the form that is on the screen, if it was saved."""
    return once().receipt(forms.submit_id(tab))


def show_receipt(tab: Tab, receipt: Receipt) -> None:
    """«Збережено: рядок 58», the way to it, and what usually comes next."""
    name = receipt.saved[0].name if receipt.saved else ""
    st.success(say_md("save.done", row=str(receipt.row), tab=receipt.title, name=name), icon=":material/check_circle:")
    for note in receipt.notes:
        st.markdown(say_md(f"save.note.{note}"))
    with st.container(horizontal=True):
        st.button(
            say("save.another"), icon=":material/add:", type="primary", on_click=forms.empty, args=(tab,), key="another"
        )
        if receipt.link:
            st.link_button(say("save.open"), receipt.link, icon=":material/open_in_new:")
        if st.button(say("save.undo"), icon=":material/undo:", key="undo"):
            _undo(receipt, tab)


def tell_settled(now: Snapshot) -> None:
    """What became of saves that were under way when the panel was last stopped; told once, to whoever comes first."""
    settled = _settle(now)
    while settled:
        begun, receipt = settled.pop()
        if receipt:
            st.success(say_md("save.settled", row=str(receipt.row), tab=receipt.title), icon=":material/check_circle:")
        else:
            st.warning(say_md("save.lost", what=_told(begun.what)), icon=":material/info:")


@st.cache_resource(show_spinner=False)
def _settle(_now: Snapshot) -> list[tuple[Pending, Receipt | None]]:
    """Asked once in a process, before its first save: later notes are of saves that are going on."""
    try:
        return writing.settle(data.workbook(), _now.panel)
    except PanelError:
        return []


def _told(what: Mapping[str, Any]) -> str:
    """What was being saved, in the words that were typed."""
    records = [values for _, values in what.get("records", ())] or [what.get("changes", {})]
    return "; ".join(str(value) for values in records for value in values.values() if isinstance(value, str))


def tell(trouble: PanelError, *, kept: bool = True) -> None:
    """Why nothing was saved (or why it is not sure), and what to do; calmly: what was typed is still there."""
    calm = st.info if trouble.code in WAITING else st.warning
    told = [say_md(_sentence(trouble), **trouble.details), *([say("save.kept")] if kept else [])]
    calm("\n\n".join(told), icon=":material/info:")
    st.toast(told[0], icon=":material/info:")


WAITING = frozenset({"too-many-requests", "no-network", "unavailable", "unconfirmed", "locked"})


def _sentence(trouble: PanelError) -> str:
    exact = f"save.refused.{trouble.code}"
    return exact if known(exact) else troubles.key(trouble)


def _undo(receipt: Receipt, tab: Tab) -> None:
    try:
        writing.undo(data.workbook(), data.snapshot().panel, receipt.id, actor=actor())
    except PanelError as trouble:
        tell(trouble, kept=False)
        return
    data.refresh()
    forms.empty(tab)
    st.toast(say("save.undone"), icon=":material/undo:")
    st.rerun()
