"""The journal on the screen: its lines, searched, and a save taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts import data, saving, troubles
from pages.parts.actor import actor
from pages.parts.words import md, say, say_md
from sheets import writing
from sheets.errors import PanelError
from sheets.journal import Entry
from sheets.records import Snapshot
from sheets.text import fold

KEPT = 30  # seconds that a reading of the journal serves everybody: it is asked for seldom, and never by other pages
UNDOABLE = frozenset({"add", "edit"})


def entries(now: Snapshot) -> Sequence[Entry]:
    """The journal's lines, newest first; where it can't be read, why and what to do."""
    try:
        return _read(now.number, now)
    except PanelError as trouble:
        st.warning(say_md(troubles.key(trouble), **trouble.details), icon=":material/cloud_off:")
        st.stop()


@st.cache_resource(ttl=KEPT, max_entries=2, show_spinner=False)
def _read(number: int, _now: Snapshot) -> Sequence[Entry]:
    return writing.journal(data.workbook(), _now.panel)


def table(now: Snapshot, lines: Sequence[Entry]) -> None:
    """The lines with search; a chosen one can be taken back."""
    sought = st.text_input(
        say("records.search"),
        key="record",  # /journal?record=… shows what was written about one record
        bind="query-params",
        type="search",
        live=True,
        placeholder=say("records.search"),
        label_visibility="collapsed",
        width=280,
    )
    words = fold(sought or "").split()
    found = [line for line in lines if all(word in fold(" ".join(_texts(line))) for word in words)]
    chosen = st.dataframe(
        pd.DataFrame([_line(line) for line in found[:500]]),
        key=f"journal.table.{now.number}.{len(found)}",
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],  # a tap anywhere in a line chooses it
        alt=say("nav.journal"),
        height="content" if len(found) < 14 else 520,
    )
    at = [*chosen.selection.rows, *(row for row, _ in chosen.selection.cells)]
    if at:
        _whole(found[at[0]])
        _offer_undo(found[at[0]])
    else:
        st.caption(say("journal.how"))


def _whole(line: Entry) -> None:
    """All of a line: a phone's screen holds but its beginning."""
    told = [line.name, line.field, f"{line.was or '–'} → {line.became or '–'}", line.actor]
    with st.container(border=True):
        st.markdown("  \n".join(md(part) for part in told if part.strip("–→ ")))
        st.caption(say_md("card.where", title=line.title, row=str(line.row)))


def _offer_undo(line: Entry) -> None:
    if line.action not in UNDOABLE or not line.data:
        st.caption(say("journal.not-undoable"))
    elif st.button(say("save.undo"), icon=":material/undo:", key=f"undo.{line.receipt_id}"):
        try:
            writing.undo(data.workbook(), data.snapshot().panel, line.receipt_id, actor=actor())
        except PanelError as trouble:
            saving.tell(trouble, kept=False)
        else:
            _read.clear()
            data.refresh()
            st.rerun()


def _line(line: Entry) -> dict[str, str]:
    titles = ("when", "what", "record", "field", "was", "became", "who", "tab", "row")  # a phone shows the first ones
    return dict(zip((say(f"journal.{title}") for title in titles), _texts(line), strict=True))


def _texts(line: Entry) -> tuple[str, ...]:
    return (
        f"{line.at:%d.%m.%Y %H:%M}",
        say(f"journal.action.{line.action}"),
        line.name,
        line.field,
        line.was,
        line.became,
        line.actor,
        line.title,
        str(line.row),
    )
