"""A form for any declared tab, made from panel.toml: what is needed first, the rest under «Ще», one column.

A form is not an `st.form`: some answers decide what else is asked, and each is kept as a draft as soon as it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.parts import answers, drafts
from pages.parts.widgets import WIDGETS, Ask
from pages.parts.words import say, say_md
from sheets.filling import blank
from sheets.problems import Read
from sheets.records import Snapshot
from sheets.schema import Field, Kind, Tab


@dataclass
class Filled:
    """A form as it stands: the answers, and a place beside each question for a word about it."""

    values: dict[str, Any] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)

    def tell(self, wrong: Mapping[str, Read]) -> None:
        """Says beside each question what is wrong with its answer."""
        for name, read in wrong.items():
            sentence = say_md(answers.key(read.problem), **read.details)
            self.beside[name].markdown(f":red[:material/error: {sentence}]")


def order(now: Snapshot) -> list[str]:
    """The tabs that have a form, the one filled most often first."""
    kinds = [kind for kind in now.panel.tabs if kind != "events"]
    return (["events"] if "events" in now.panel.tabs else []) + kinds


def show(now: Snapshot, tab: Tab) -> dict[str, Any] | None:
    """Draws the form; the answers to save when «Зберегти» was tapped and nothing is wrong with them, else None."""
    filled = fill(now, tab)
    tapped = st.button(say("form.save"), key="save", type="primary", icon=":material/check:", width="stretch")
    tried = st.session_state[key_of(tab, "tried")] = tapped or st.session_state.get(key_of(tab, "tried"), False)
    asked = {name: tab.fields[name] for name in filled.values}
    reads = answers.judge(now, tab, filled.values, frozenset(n for n, f in asked.items() if needed(f, filled.values)))
    wrong = {name: read for name, read in reads.items() if read.problem}
    if tried:
        filled.tell(wrong)
    if tapped and wrong:
        st.toast(say("form.wrong", n=len(wrong)), icon=":material/error:")  # seen wherever the form is scrolled to
    return None if wrong or not tapped else {name: read.value for name, read in reads.items() if not blank(read.value)}


def key_of(tab: Tab, name: str) -> str:
    """The key in session state of a form's answer."""
    return f"{drafts.PREFIX}{tab.key}.{name}"


def submit_id(tab: Tab) -> str:
    """The id of this form's one save; a new form gets a new one."""
    return st.session_state.setdefault(key_of(tab, "submit_id"), uuid4().hex)


def fill(now: Snapshot, tab: Tab) -> Filled:
    """Draws the questions of a tab and gives the answers to those that were asked."""
    _defaults(now, tab)
    filled = Filled()
    asked = [f for f in tab.fields.values() if not (f.readonly or f.derived or f.kind is Kind.ORDINAL)]
    first = sorted((f for f in asked if not f.more), key=lambda f: not f.required)
    _ask_all(now, tab, first, filled)
    with st.expander(say("form.more"), key=key_of(tab, "more")):
        _ask_all(now, tab, (f for f in asked if f.more), filled)
    return filled


def empty(tab: Tab) -> None:
    """Makes the form a new one; called from a button, before the page is drawn."""
    for key in [key for key in st.session_state if str(key).startswith(key_of(tab, ""))]:
        del st.session_state[key]


def remember(tab: Tab, values: Mapping[str, Any]) -> None:
    """Keeps for the session's next form what people mostly repeat: the last place, direction, partner, person."""
    st.session_state[f"last.{tab.key}"] = {name: values[name] for name in REPEATED if values.get(name)}


REPEATED = ("directions", "partners", "partner", "place", "responsible", "respondent_group")


def holds(when: Mapping[str, Iterable[str]] | None, values: Mapping[str, Any]) -> bool:
    """Whether a condition of panel.toml holds for these answers; no condition always does."""
    return all(_said(values.get(name)) & set(wanted) for name, wanted in (when or {}).items())


def needed(asked: Field, values: Mapping[str, Any]) -> bool:
    """Whether this field needs an answer, given the others."""
    return asked.required or bool(asked.required_when and holds(asked.required_when, values))


def _said(value: Any) -> set[str]:
    """An answer in the words of panel.toml's conditions: keys of choices, 'true', 'false'."""
    if isinstance(value, bool):
        return {str(value).lower()}
    return set(value) if isinstance(value, tuple | list) else {str(value)}


def _ask_all(now: Snapshot, tab: Tab, fields: Iterable[Field], filled: Filled) -> None:
    for asked in fields:
        if holds(asked.shown_when, filled.values):
            ask = Ask(
                now=now,
                field=asked,
                key=key_of(tab, asked.key),
                required=needed(asked, filled.values),
                tab=tab,
            )
            filled.values[asked.key] = WIDGETS[asked.kind](ask)
            filled.beside[asked.key] = st.empty()
            if ask.names_partner:
                _tell_near(ask, filled.values[asked.key])


def _tell_near(ask: Ask, value: Any) -> None:
    """Whether a name typed new looks like a partner that the sheet has: «Можливо, це вже є: …»."""
    partners = ask.now.frames["partners"]
    known = set(partners["name"])
    for text in (value,) if isinstance(value, str) else value or ():
        near = () if text in known else ask.look(text, partners)
        if near:
            names = tuple(partners["name"].iloc[list(near)])
            st.markdown(f":orange[:material/join: {say_md('form.near', names=names)}]")
        elif text not in known and ask.field.refers:
            st.markdown(f":gray[:material/info: {say_md('form.new-name', name=text)}]")


def _defaults(now: Snapshot, tab: Tab) -> None:
    """Today, and what the last form of this session said."""
    last = st.session_state.get(f"last.{tab.key}", {})
    for name, asked in tab.fields.items():
        if asked.kind in (Kind.DATE, Kind.PERIOD) and asked.required:
            st.session_state.setdefault(key_of(tab, name), now.today)
        elif name in last:
            value = last[name]
            st.session_state.setdefault(key_of(tab, name), list(value) if isinstance(value, tuple) else value)
