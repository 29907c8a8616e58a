"""Saving what a form holds once, and telling calmly what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import data, drafts, forms, troubles
from pages.parts.actor import actor
from pages.parts.forms import Form
from pages.parts.frame import path
from pages.parts.once import once
from pages.parts.words import known, language, say, say_md
from sheets import writing
from sheets.errors import PanelError
from sheets.pending import Pending
from sheets.receipts import Conflict, Receipt
from sheets.records import Snapshot

Record = tuple[str, Mapping[str, Any]]


def add(now: Snapshot, form: Form, records: Sequence[Record]) -> None:
    """Writes these records, all or none, the form's own last; or says why not: what was typed stays in the form."""
    submit, workbook, who = forms.submit_id(form), data.workbook(), actor()

    def write() -> Receipt:
        return writing.add_many(workbook, now.panel, records, actor=who, submit_id=submit, snapshot=now)

    if attempt(form, submit, write):
        kind, values = records[-1]
        forms.remember(now.panel.tabs[kind], values)
        st.rerun()


def attempt(form: Form, submit: str, write: Callable[[], Receipt]) -> bool:
    """Does a save under its id, once whatever is tapped; False where it was refused, or where this form was saved with
    other values before, which is told."""
    st.session_state[form.deed("sent")] = submit
    try:
        with st.spinner(say("save.writing")):
            receipt = once().save(submit, write)
    except Conflict:
        raise
    except PanelError as trouble:
        tell(trouble)
        return False
    if "otherwise" in receipt.notes:
        forms.save_anew(form)
        told = say_md(f"save.otherwise.{receipt.action}", row=str(receipt.row), tab=receipt.title)
        st.warning(told, icon=":material/info:")
        return False
    data.refresh()
    drafts.done(form.name)
    return True


def receipt_of(form: Form) -> Receipt | None:
    """The receipt of the form that is on the screen, if it was sent from here and is saved."""
    submit = forms.submit_id(form)
    return once().receipt(submit) if st.session_state.get(form.deed("sent")) == submit else None


def tell_elsewhere(form: Form) -> None:
    """Says that another tab has saved this very draft: what was typed in this one since is still here."""
    receipt = once().receipt(forms.submit_id(form))
    if receipt and receipt.saved:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(say_md("save.elsewhere", row=str(receipt.row), tab=receipt.title), width="stretch")
            st.button(say("draft.no"), on_click=forms.empty, args=(form,), key="elsewhere.anew")


def show_receipt(now: Snapshot, form: Form, receipt: Receipt) -> None:
    """«Збережено: рядок 58», the way to it, and what usually comes next."""
    drafts.keep(form.name, touched=False)
    forms.keep_habits(form.tab)
    st.success(_done(receipt), icon=":material/check_circle:")
    for note in receipt.notes:
        st.markdown(say_md(f"save.note.{note}"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if receipt.action == "add":
            st.button(
                say("save.another"),
                icon=":material/add:",
                type="primary",
                on_click=forms.empty,
                args=(form,),
                key="another",
            )
            if form.tab.key == "events" and now.tables_of("evaluations"):
                st.button(say("save.evaluate"), icon=":material/star_half:", on_click=_evaluate, args=(now, form))
        else:
            st.page_link(
                path(form.tab.key) if known(f"nav.{form.tab.key}") else path("overview"),
                label=say("save.back"),
                icon=":material/arrow_back:",
            )
        if receipt.link:
            st.link_button(say("save.open"), receipt.link, icon=":material/open_in_new:")
        if st.button(say("save.undo"), icon=":material/undo:", key="undo"):
            _undo(receipt, form)


def _done(receipt: Receipt) -> str:
    if not receipt.saved:
        return say("save.nothing")
    main = receipt.saved[-1]
    if len(receipt.saved) > 1 and all(saved.kind == main.kind for saved in receipt.saved):
        return say_md("save.done-many", n=len(receipt.saved), tab=main.title)
    told = say_md("save.done", row=str(main.row), tab=main.title, name=main.name)
    besides = [say_md("save.done-besides", row=str(s.row), tab=s.title, name=s.name) for s in receipt.saved[:-1]]
    return "\n\n".join([told, *besides])


def _evaluate(now: Snapshot, form: Form) -> None:
    """Begins the evaluation of the event that was just saved."""
    tab = now.panel.tabs["evaluations"]
    last = st.session_state.get("last.saved", {})
    forms.empty(form)
    forms.begin(now, forms.new(tab), about(last))
    st.session_state["what"] = tab.one[language()]


def about(event: Mapping[str, Any]) -> dict[str, Any]:
    """What an evaluation begins with: the event's name, its day, its partner."""
    said = {"event": event.get("title"), "event_date": getattr(event.get("date"), "start", None)}
    partners = event.get("partners") or (None,)
    return {name: value for name, value in (said | {"partner": partners[0]}).items() if value}


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
    told = [say_md(_sentence(trouble), **trouble.details, **where(trouble)), *([say("save.kept")] if kept else [])]
    calm("\n\n".join(told), icon=":material/info:")
    st.toast(told[0], icon=":material/info:")


WAITING = frozenset({"too-many-requests", "no-network", "unavailable", "unconfirmed", "locked"})


def _sentence(trouble: PanelError) -> str:
    exact = f"save.refused.{trouble.code}"
    if trouble.code == "locked" and trouble.details.get("lock"):
        return "save.refused.locked-by" if trouble.details.get("by") else "save.refused.locked-by-nobody"
    return exact if known(exact) else troubles.key(trouble)


def where(trouble: PanelError) -> dict[str, str]:
    """The protected cells as people find them: «Заходи» A4:I6 (Архів)."""
    if trouble.code != "protected":
        return {}
    places = [
        " ".join(filter(None, (f"«{one['title']}»", one["range"], f"({one['name']})" if one["name"] else "")))
        for one in trouble.details.get("ranges", ())
    ]
    return {"where": ", ".join(places) or "–"}


def _undo(receipt: Receipt, form: Form) -> None:
    try:
        writing.undo(data.workbook(), data.snapshot().panel, receipt.id, actor=actor())
    except PanelError as trouble:
        tell(trouble, kept=False)
        return
    data.refresh()
    once().forget(forms.submit_id(form))
    forms.empty(form)
    st.toast(say("save.undone"), icon=":material/undo:")
    st.rerun()
