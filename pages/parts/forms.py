"""A form for any declared tab, made from panel.toml: what is needed first, the rest under «Ще», one column.

A form is not an `st.form`: some answers decide what else is asked, and each is kept as a draft as soon as it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.parts import answers, begun, drafts, kept, packed
from pages.parts.widgets import WIDGETS, Ask
from pages.parts.words import md, say, say_md
from sheets.filling import blank
from sheets.merging import Seen
from sheets.problems import Read
from sheets.records import Snapshot, Table
from sheets.schema import Field, Kind, Tab

REPEATED = ("directions", "partners", "partner", "place", "responsible", "respondent_group")
HABITS = ("directions", "place")  # of these the next visit's form begins too; they are nobody's personal data
ENDS = {"date": "date_start"}  # an event's period may stand in two columns


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of a tab: `name` tells it from other forms of the tab. `table` and `row` are those of a record that is
    changed; fields that an invitation fixed can't be changed, hidden ones are not shown."""

    tab: Tab
    name: str
    table: Table | None = None
    row: int | None = None
    fixed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    given: Mapping[str, Any] = field(default_factory=dict)  # what the hidden ones hold

    def key(self, name: str) -> str:
        """The key in session state of an answer, or of what else is kept with the form."""
        return f"{drafts.PREFIX}{self.name}.{name}"

    def deed(self, name: str) -> str:
        """The key of a button: no answer, so never kept in a draft."""
        return f"do.{self.name}.{name}"

    @property
    def seen(self) -> Seen | None:
        """The record as it was when the person began to change it."""
        return st.session_state.get(self.key("seen"))


@dataclass
class Filled:
    """A form as it stands: the answers, and a place beside each question for a word about it."""

    values: dict[str, Any] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Field] = field(default_factory=dict)

    def tell(self, wrong: Mapping[str, Read]) -> None:
        """Says beside each question what is wrong with its answer."""
        for name, read in wrong.items():
            self.beside[name].markdown(answers.wrong(read))


def new(tab: Tab) -> Form:
    """The form of a new record."""
    return Form(tab=tab, name=tab.key)


def order(now: Snapshot) -> list[str]:
    """The tabs that have a form, the one filled most often first."""
    kinds = [kind for kind in now.panel.tabs if kind != "events"]
    return (["events"] if "events" in now.panel.tabs else []) + kinds


def judged(now: Snapshot, form: Form, filled: Filled, *, tapped: bool) -> dict[str, Read] | None:
    """What the answers mean when «Зберегти» was tapped and nothing is wrong with them, else None; what is wrong is said
    beside the questions, from the first try on."""
    tried = st.session_state[form.key("tried")] = tapped or st.session_state.get(form.key("tried"), False)
    must = frozenset(name for name, asked in filled.asked.items() if needed(asked, filled.values))
    reads = answers.judge(now, form.tab, filled.values, must - _left_as_it_was(form, filled))
    wrong = {name: read for name, read in reads.items() if read.problem}
    if tried:
        filled.tell(wrong)
    if tapped and wrong:
        st.warning(say("form.wrong", n=len(wrong)), icon=":material/error:")
        st.toast(say("form.wrong", n=len(wrong)), icon=":material/error:")  # the questions may be out of sight
    return reads if tapped and not wrong else None


def submit_id(form: Form) -> str:
    """The id of this form's one save; a new form gets a new one."""
    return st.session_state.setdefault(form.key("submit_id"), uuid4().hex)


def save_anew(form: Form) -> None:
    """Makes the next save of what the form holds a save of its own."""
    del st.session_state[form.key("submit_id")]


def fill(now: Snapshot, form: Form) -> Filled:
    """Draws the questions of a form and gives the answers to those that were asked."""
    if form.table is None:
        _defaults(now, form)
    filled, fields = Filled(), askable(now, form)
    rest = in_turn([f for f in fields if f.more])
    _ask_all(now, form, main(fields), filled)
    if rest:
        with st.expander(say("form.more"), key=form.key("more")):
            _ask_all(now, form, rest, filled)
    return filled


def askable(now: Snapshot, form: Form) -> list[Field]:
    """The fields that the form asks for: those that people fill in and that have a column in the sheet."""
    tables = [form.table] if form.table else now.tables_of(form.tab.key)
    columns = {name for table in tables for name in table.column_of}
    asked = (f for f in form.tab.fields.values() if not (f.readonly or f.derived or f.kind is Kind.ORDINAL))
    return [
        f
        for f in asked
        if f.key not in form.hidden and (f.required or f.key in columns or ENDS.get(f.key) in columns or not columns)
    ]


def main(fields: Iterable[Field]) -> list[Field]:
    """The fields that are not under «Ще», the needed ones first."""
    return in_turn(sorted((f for f in fields if not f.more), key=lambda f: not f.required))


def in_turn(fields: list[Field]) -> list[Field]:
    """The fields in their order, but each after those that decide whether it is asked for."""
    turn: list[Field] = []
    for asked in fields:
        after = [at for at, other in enumerate(fields) if other.key in (asked.shown_when or {})]
        if not after or max(after) < fields.index(asked):
            turn.append(asked)
        turn += [f for f in fields[: fields.index(asked)] if f not in turn and asked.key in (f.shown_when or {})]
    return turn


def empty(form: Form) -> None:
    """Makes the form a new one; called from a button, before the page is drawn."""
    for key in [key for key in st.session_state if str(key).startswith((form.key(""), form.key("")[:-1] + "/"))]:
        del st.session_state[key]


def begin(now: Snapshot, form: Form, values: Mapping[str, Any]) -> None:
    """Puts these values into the form, over what it holds; a value that no widget can show is left to the person."""
    for name, value in values.items():
        if name in form.tab.fields:
            st.session_state.update(begun.states(now, form.tab.fields[name], form.key(name), value))


def remember(tab: Tab, values: Mapping[str, Any]) -> None:
    """Keeps for the session's next form what people mostly repeat: the last place, direction, partner, person."""
    st.session_state[f"last.{tab.key}"] = {name: values[name] for name in REPEATED if values.get(name)}
    st.session_state["last.saved"] = dict(values)


def keep_habits(tab: Tab) -> None:
    """Has the browser remember the last place and direction for the next visit; drawn where a record was saved."""
    last = st.session_state.get(f"last.{tab.key}", {})
    kept.mark(f"last-{tab.key}", packed.pack({name: last[name] for name in HABITS if name in last}), days=90)


def _last(tab: Tab) -> dict[str, Any]:
    """What was repeated last: in this session, else, as far as the browser remembers, in the last one."""
    if f"last.{tab.key}" not in st.session_state:
        with suppress(ValueError):
            said = packed.unpack(kept.marked(f"last-{tab.key}"))
            return {name: value for name, value in said.items() if name in HABITS and isinstance(value, str | tuple)}
    return dict(st.session_state.get(f"last.{tab.key}", {}))


def holds(when: Mapping[str, Iterable[str]] | None, values: Mapping[str, Any]) -> bool:
    """Whether a condition of panel.toml holds for these answers; no condition always does."""
    return all(_said(values.get(name)) & set(wanted) for name, wanted in (when or {}).items())


def needed(asked: Field, values: Mapping[str, Any]) -> bool:
    """Whether this field needs an answer, given the others."""
    return asked.required or bool(asked.required_when and holds(asked.required_when, values))


def changed(form: Form, filled: Filled) -> list[str]:
    """The fields whose answers differ from what the form began with."""
    first = st.session_state.get(form.key("begun"), {})
    return [name for name, value in filled.values.items() if value != first.get(name)]


def _left_as_it_was(form: Form, filled: Filled) -> frozenset[str]:
    """In a record that is changed: the fields that the person has not touched. They are not written."""
    return frozenset() if form.table is None else frozenset(filled.values) - frozenset(changed(form, filled))


def _said(value: Any) -> set[str]:
    """An answer in the words of panel.toml's conditions: keys of choices, 'true', 'false'."""
    if isinstance(value, bool):
        return {str(value).lower()}
    return set(value) if isinstance(value, tuple | list) else {str(value)}


def _ask_all(now: Snapshot, form: Form, fields: Iterable[Field], filled: Filled) -> None:
    first = st.session_state.setdefault(form.key("begun"), {})
    for asked in fields:
        if holds(asked.shown_when, filled.values):
            ask = Ask(
                now=now,
                field=asked,
                key=form.key(asked.key),
                required=needed(asked, filled.values),
                tab=form.tab,
                disabled=asked.key in form.fixed,
            )
            value = filled.values[asked.key] = WIDGETS[asked.kind](ask)
            first.setdefault(asked.key, value)
            filled.asked[asked.key] = asked
            filled.beside[asked.key] = st.container()
            _remark(form, asked, value)


def _remark(form: Form, asked: Field, value: Any) -> None:
    """What stands under a question: whence an answer was proposed, and what the sheet says that no widget can hold."""
    words, proposed = st.session_state.get(form.key("proposed"), {}).get(asked.key, (None, None))
    if words and value == proposed:
        st.markdown(f":violet[:small[:material/auto_awesome: {say_md('form.proposed', words=words)}]]")
    if form.seen and blank(value) and form.seen.texts.get(asked.key):
        st.markdown(f":gray[:material/info: {say_md('form.in-sheet', text=md(form.seen.texts[asked.key]))}]")


def _defaults(now: Snapshot, form: Form) -> None:
    """Today, what the last form of this session said, and the partner whose page was looked at just now."""
    last = _last(form.tab)
    visited = st.session_state.get("visited.partner")
    for name, asked in form.tab.fields.items():
        if asked.kind in (Kind.DATE, Kind.PERIOD) and asked.required:
            st.session_state.setdefault(form.key(name), now.today)
        elif asked.refers == "partners" and visited in set(now.frames["partners"]["name"]):
            last[name] = (visited,) if asked.kind is Kind.NAMES else visited
        if name in last:
            for key, state in begun.states(now, asked, form.key(name), last[name]).items():
                st.session_state.setdefault(key, state)
