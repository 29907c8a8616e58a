"""Changing a record: only the cells that the person changed are written; where somebody else changed the same one
meanwhile, both are shown and the person chooses. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.parts import data, forms, saving
from pages.parts.actor import actor
from pages.parts.forms import Filled, Form
from pages.parts.words import md, say, say_md
from sheets import writing
from sheets.merging import Seen, seen_of
from sheets.problems import Read
from sheets.receipts import Clash, Conflict, Receipt
from sheets.records import Snapshot
from sheets.whereabouts import record_at

THEIRS, MINE = "theirs", "mine"


def form_at(now: Snapshot, address: str) -> Form | None:
    """The form that changes the record of this address, begun as the sheet says; None when the record is gone."""
    found = record_at(now, address)
    kind = address.split(".", 1)[0]
    if kind not in now.panel.tabs:
        return None
    form = Form(tab=now.panel.tabs[kind], name=f"{kind}@{address}")
    if form.seen is None:
        if found is None:
            return None
        table, row = found
        st.session_state[form.key("seen")], st.session_state[form.key("row")] = seen_of(table, row), row
        forms.begin(now, form, table.record(row) or {})
    table = found[0] if found else next(iter(now.tables_of(kind)), None)
    return replace(form, table=table, row=st.session_state[form.key("row")]) if table else None


def save(now: Snapshot, form: Form, filled: Filled, reads: Mapping[str, Read]) -> None:
    """Writes the changed cells, or shows what collides."""
    clashes = st.session_state.get(form.key("clashes"), ())
    given_up = {c.field for c in clashes if st.session_state.get(form.key(f"clash.{c.field}")) == THEIRS}
    changes = {name: reads[name].value for name in forms.changed(form, filled) if name not in given_up}
    if not changes:
        st.info(say("change.nothing"), icon=":material/info:")
        return
    submit, seen, workbook, who = forms.submit_id(form), _seen(form, clashes), data.workbook(), actor()

    def write() -> Receipt:
        return writing.edit(
            workbook,
            now.panel,
            form.tab.key,
            form.row or 0,
            changes,
            seen,
            actor=who,
            submit_id=submit,
            table=form.table,
            snapshot=now,
        )

    try:
        if saving.attempt(form, submit, write):
            st.rerun()
    except Conflict as conflict:
        known = {clash.field: clash for clash in (*clashes, *conflict.cells)}
        st.session_state[form.key("clashes")] = tuple(known.values())
        data.refresh()
        st.rerun()


def show_clashes(form: Form) -> None:
    """For each cell that collides: as it was, what they wrote, what I want; and the choice."""
    clashes: tuple[Clash, ...] = st.session_state.get(form.key("clashes"), ())
    if not clashes:
        return
    with st.container(border=True):
        st.markdown(f"**:orange[:material/call_split: {say('change.conflict')}]**")
        for clash in clashes:
            st.markdown(f"**{md(clash.heading)}**  \n:gray[{say_md('change.seen', text=clash.seen or '—')}]")
            said = {
                THEIRS: say_md("change.theirs", text=clash.theirs or "—"),
                MINE: say_md("change.mine", text=clash.mine or "—"),
            }
            st.radio(
                clash.heading,
                [THEIRS, MINE],
                index=1,
                format_func=said.__getitem__,
                key=form.key(f"clash.{clash.field}"),
                label_visibility="collapsed",
                persist_state="session",
            )
        st.caption(say("change.again"))


def _seen(form: Form, clashes: tuple[Clash, ...]) -> Seen | None:
    """The record as the person has seen it by now: what they wrote in the cells that collided is seen too."""
    seen = form.seen
    if seen is None or not clashes:
        return seen
    texts = {clash.field: clash.theirs for clash in clashes}
    values: dict[str, Any] = {name: seen.values.get(name) or text for name, text in texts.items()}
    return Seen(values={**seen.values, **values}, texts={**seen.texts, **texts})
