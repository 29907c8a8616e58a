"""Every number opens its rows: a drawer with the records behind it, and those that could not be counted, with why.

Who asks (`ask`, a callback) and who answers (`drawer`, where the number stands) know each other by a key. What was
asked lives until the drawer is closed or the page is left: it stays open while the workbook is read anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from charts.counted import Counted, Uncounted
from charts.words import Words
from pages.parts import records
from pages.parts.words import language, md, number, say
from sheets.records import Snapshot

ASKED, TIMES = "rows.asked", "rows.times"
COUNTED = "counted"
VOCABULARIES = {"direction": "directions", "type": "types", "form": "forms", "level": "levels", "service": "services"}


@dataclass(frozen=True)
class Asked:
    """What a person wants to see: of which number on which page, and which mark of a chart, if one was clicked."""

    page: str | None
    key: str
    mark: Mapping[str, Any] = field(default_factory=dict)


def ask(key: str, mark: Mapping[str, Any] | None = None) -> None:
    """Asks for the rows behind a number; a callback: the page that follows opens the drawer."""
    st.session_state[ASKED] = Asked(st.context.url, key, mark or {})


def asked(key: str) -> Asked | None:
    """What was asked of the number with this key, on this page; None when nothing was."""
    what = st.session_state.get(ASKED)
    return what if what and what.key == key and what.page == st.context.url else None


def forget(key: str) -> None:
    """The drawer was closed: nothing is asked, and the chart that was clicked loses its mark."""
    st.session_state.pop(ASKED, None)
    st.session_state[TIMES] = {**st.session_state.get(TIMES, {}), key: times(key) + 1}


def leave(keys: str) -> None:
    """Forgets what was asked of a number whose key begins so: its place on the page is left."""
    what = st.session_state.get(ASKED)
    if what and what.key.startswith(keys):
        forget(what.key)


def times(key: str) -> int:
    """How often the drawer of this number was closed: a part of a chart's widget key, which so forgets its click."""
    return st.session_state.get(TIMES, {}).get(key, 0)


def of_counted(now: Snapshot, what: Asked, title: str, counted: Counted, say_: Words) -> None:
    """The drawer of a chart: the rows behind the clicked mark, or all of them; beside them what could not be counted,
    which stands first where the whole chart was asked."""
    if what.mark:
        told = ", ".join(filter(None, (said(name, value, counted.kind, say_) for name, value in what.mark.items())))
        gone = counted.uncounted_of(**what.mark)
        drawer(now, what.key, told or title, counted.kind, counted.rows_of(**what.mark), gone)
    else:
        drawer(now, what.key, title, counted.kind, counted.rows, counted.uncounted, uncounted_first=True)


def drawer(
    now: Snapshot,
    key: str,
    title: str,
    kind: str,
    numbers: np.ndarray,
    uncounted: Uncounted | None = None,
    *,
    uncounted_first: bool = False,
) -> None:
    """Opens the drawer with these records of a kind; those that could not be counted stand beside them, by reason."""
    groups = {COUNTED: numbers} | dict(uncounted.by_reason() if uncounted else {})
    shown = list(groups)[1 if uncounted_first and len(groups) > 1 else 0]
    heading = st.dialog(md(title), width="large", position="right", on_dismiss=partial(forget, key))
    heading(_groups)(now, key, kind, groups, shown)


def _groups(now: Snapshot, key: str, kind: str, groups: Mapping[str, np.ndarray], shown: str) -> None:
    if len(groups) > 1:
        shown = st.pills(
            say("rows.which"),
            list(groups),
            default=shown,
            required=True,
            format_func=lambda name: f"{_group(name)} · {number(len(groups[name]))}",
            key=f"behind.{key}.group",
            label_visibility="collapsed",
        )
    else:
        st.caption(md(now.panel.tabs[kind].label(language())))
    records.table(now, kind, groups[shown], key=f"behind.{key}.{shown}", cards=False)


def _group(name: str) -> str:
    return say("rows.counted") if name == COUNTED else say("rows.uncounted", reason=say(f"uncounted.{name}"))


def said(name: str, value: Any, kind: str, say_: Words) -> str:
    """A clicked mark's key in words: «Культурне», «вересень 2025»; '' for a key that says nothing to people."""
    if name in VOCABULARIES:
        return say_.brief(VOCABULARIES[name], str(value))
    told = NAMES[name](str(value), kind, say_) if name in NAMES else ""
    return told[:1].upper() + told[1:] if name != "month" else told


def _state(state: str, kind: str, say_: Words) -> str:
    """What became of an event; the state of a partner's document; how far a row of the plan is."""
    if kind == "events":
        return say_.label("event_status", state)
    return say_(f"document.{state}" if kind == "partners" else f"plan.{state}")


NAMES: Mapping[str, Callable[[str, str, Words], str]] = {
    "month": lambda key, _, say_: say_.month(key),
    "day": lambda key, _, say_: say_.day(dt.date.fromisoformat(key)),
    "state": _state,
    "who": lambda key, _, say_: say_(f"who.{key}"),
    "activity": lambda key, _, say_: say_(f"activity.{key}"),
    "criterion": lambda key, _, say_: say_.field("evaluations", key),
    "group": lambda key, _, say_: say_.label("respondents", key),
    "responsible": lambda key, _, say_: key,
}
