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
from pages.parts.values import read_out
from pages.parts.words import language, md, say
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
    at = found[0] if found else next(iter(now.tables_of(kind)), None)
    return replace(form, table=at, row=st.session_state[form.key("row")]) if at else None


def save(now: Snapshot, form: Form, filled: Filled, reads: Mapping[str, Read]) -> None:
    """Writes the changed cells, or shows what collides."""
    clashes = st.session_state.get(form.key("clashes"), ())
    given_up = {clash.field for clash in clashes if _choice(form, clash) == THEIRS}
    changes = {name: reads[name].value for name in forms.changed(form, filled) if name not in given_up}
    if not changes and given_up:  # all that was changed is left as they have it: the form begins anew with that
        forms.empty(form)
        st.session_state[form.deed("left")] = True
        st.rerun()
    if not changes:
        _tell("change.nothing")
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
        for clash in conflict.cells:
            st.session_state.pop(form.key(f"clash.{clash.field}"), None)  # a choice about what stood there before
        st.session_state[form.deed("collided")] = True
        known = {clash.field: clash for clash in (*clashes, *conflict.cells)}
        st.session_state[form.key("clashes")] = tuple(known.values())
        data.refresh()
        st.rerun()


def _tell(key: str) -> None:
    """Says it below the form, and where it is seen on a phone."""
    st.info(say(key), icon=":material/info:")
    st.toast(say(key), icon=":material/info:")


def settled(form: Form, filled: Filled, *, tapped: bool) -> bool:
    """Whether to save now. Where cells collide that the person has not chosen about yet, «Зберегти» opens a dialog that
    shows them; nothing of the form beneath it is lost, however it is left."""
    if st.session_state.pop(form.deed("left"), False):
        _tell("change.left")
    clashes: tuple[Clash, ...] = st.session_state.get(form.key("clashes"), ())
    if not clashes:
        return tapped
    if st.session_state.pop(form.deed("chosen"), False):
        return True
    if all(_choice(form, clash) for clash in clashes):
        return tapped
    st.warning(say("change.conflict"), icon=":material/call_split:")
    asked = st.button(say("change.compare"), icon=":material/compare_arrows:", key=form.deed("compare"))
    if asked or tapped or st.session_state.pop(form.deed("collided"), False):
        st.dialog(say("change.conflict"), width="medium")(_compare)(form, filled, clashes)
    return False


def _compare(form: Form, filled: Filled, clashes: tuple[Clash, ...]) -> None:
    """For each cell that collides, side by side: as it was, theirs, mine; and the choice."""
    words = {THEIRS: say("change.keep-theirs"), MINE: say("change.save-mine")}
    for clash in clashes:
        asked = form.tab.fields[clash.field]
        mine = read_out(data.snapshot(), asked, filled.values.get(clash.field)) or clash.mine
        with st.container(border=True):
            st.markdown(f"**{md(asked.label(language()))}**")
            sides = (("seen", clash.seen), ("theirs", clash.theirs), ("mine", mine))
            with st.grid(3, min_column_width=76):
                for side, text in sides:
                    st.markdown(f":gray[:small[{say(f'change.{side}')}]]  \n{md(text) or '—'}")
            st.segmented_control(
                asked.label(language()),
                [THEIRS, MINE],
                format_func=words.__getitem__,
                key=form.key(f"clash.{clash.field}"),
                label_visibility="collapsed",
                persist_state="session",
                width="stretch",
            )
    st.caption(say("change.again"))
    waiting = not all(_choice(form, clash) for clash in clashes)
    if st.button(say("form.save"), type="primary", icon=":material/check:", width="stretch", disabled=waiting):
        st.session_state[form.deed("chosen")] = True
        st.rerun()


def _choice(form: Form, clash: Clash) -> str | None:
    return st.session_state.get(form.key(f"clash.{clash.field}"))


def _seen(form: Form, clashes: tuple[Clash, ...]) -> Seen | None:
    """The record as the person has seen it by now: what they wrote in the cells that collided is seen too."""
    seen = form.seen
    if seen is None or not clashes:
        return seen
    texts = {clash.field: clash.theirs for clash in clashes}
    values: dict[str, Any] = {name: seen.values.get(name) or text for name, text in texts.items()}
    return Seen(values={**seen.values, **values}, texts={**seen.texts, **texts})
