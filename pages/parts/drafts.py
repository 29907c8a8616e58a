"""Half-filled forms, kept by the browser until they are saved or thrown away: brought back after a reload, offered to
whoever comes back («Продовжити чернетку?»)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import streamlit as st

from pages.parts import kept, packed
from pages.parts.kept import Found
from pages.parts.words import language, say, say_md
from sheets.schema import Panel

PREFIX = "new."  # answers of forms, in session state
FORMS = "draft.forms"  # the names of the forms in which something was answered
FIRST = "draft.first"  # how the forms began in this session


def tell(panel: Panel, form: str) -> None:
    """Says that what the form of this name held was brought back, or asks «Продовжити чернетку?»; nothing where there
    is none."""
    told, left = st.session_state.get("draft.told"), st.session_state.get("draft.left")
    if told and form in st.session_state.get(FORMS, ()):
        st.info(say("add.restored"), icon=":material/history:")
    elif left:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(say_md("draft.ask", what=_what(panel, left)), width="stretch")
            st.button(
                say("draft.go-on"),
                on_click=_go_on,
                args=(panel,),
                icon=":material/history:",
                type="primary",
                key="draft.go-on",
            )
            st.button(say("draft.no"), on_click=_throw_away, key="draft.no")


def keep(form: str, *, touched: bool) -> None:
    """Has the browser keep what is answered so far in the forms that the person began; `touched` says whether the form
    of this name is one of them. Drawn in each run of a page of forms, where its answers are known."""
    forms = st.session_state.setdefault(FORMS, [])
    if touched and form not in forms:
        forms.append(form)
    elif not touched and form in forms:
        forms.remove(form)
    st.session_state.setdefault(FIRST, _states())
    if st.session_state.pop("draft.found", False):
        st.rerun()  # all of the page: what was found is told above the form
    kept.keep(packed.pack(_answers(forms)) if forms else "", _found, forget=st.session_state.get("draft.gone", ()))


def done(form: str) -> None:
    """What was saved is no draft any more."""
    st.session_state[FORMS] = [name for name in st.session_state.get(FORMS, ()) if name != form]
    st.session_state["draft.told"] = False


def _answers(forms: list[str]) -> dict[str, Any]:
    """The answers of these forms and of the partners' forms within them."""
    begin = tuple(f"{PREFIX}{form}{mark}" for form in forms for mark in "./")
    said = {key: value for key, value in _states().items() if key.startswith(begin)}
    return {FORMS: forms} | {key: value for key, value in said.items() if value not in (None, "", [], ())}


def _states() -> dict[str, Any]:
    return {str(key): value for key, value in st.session_state.items() if str(key).startswith(PREFIX)}


def _found(found: Found) -> None:
    """A draft that the browser has: this tab's own goes back where it was, any other one is offered."""
    with suppress(ValueError):
        answers = packed.unpack(found.text)
        if not isinstance(answers.get(FORMS), list):
            return
        if found.own:
            _bring_back(answers)
            st.session_state["draft.told"] = True
        else:
            st.session_state["draft.left"], st.session_state["draft.name"] = answers, found.name
        st.session_state["draft.found"] = True


def _bring_back(answers: Mapping[str, Any]) -> None:
    """Puts these answers into session state, and with them what the form knew besides: how it began, its submit id.
    What was typed since the page came is newer and stays."""
    first, now = st.session_state.get(FIRST, {}), _states()
    newer = {key: value for key, value in now.items() if key in first and first[key] != value}
    st.session_state.update({key: value for key, value in answers.items() if key.startswith(PREFIX)} | newer)
    st.session_state[FORMS] = [str(form) for form in answers[FORMS]]


def _what(panel: Panel, answers: Mapping[str, Any]) -> str:
    """The draft in a few words: «захід «Свято їжака»»."""
    form = str(answers[FORMS][-1]) if answers[FORMS] else ""
    tab = panel.tabs.get(_kind(form))
    name = answers.get(f"{PREFIX}{form}.{tab.name}") if tab else None
    one = tab.one[language()].lower() if tab else ""
    return f"{one} «{name}»" if isinstance(name, str) else one


def _kind(form: str) -> str:
    return form.rstrip("+").partition("@")[0].partition("~")[0]


def _go_on(panel: Panel) -> None:
    """Brings the draft back and opens its form."""
    answers = st.session_state["draft.left"]
    _bring_back(answers)
    _throw_away()
    form = str(answers[FORMS][-1]) if answers[FORMS] else ""
    if "@" in form:
        st.query_params["edit"] = form.partition("@")[2]
    elif _kind(form) in panel.tabs and "~" not in form:
        st.session_state["what"] = panel.tabs[_kind(form)].one[language()]
        st.session_state["several"] = form.endswith("+")


def _throw_away() -> None:
    st.session_state["draft.gone"] = [*st.session_state.get("draft.gone", ()), st.session_state.pop("draft.name")]
    st.session_state.pop("draft.left")
