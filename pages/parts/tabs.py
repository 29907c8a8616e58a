"""How each tab of the workbook was understood."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import pandas as pd
import streamlit as st

from pages.parts.picture import picture
from pages.parts.words import known, language, md, percent, say, say_md
from sheets.coded import coded
from sheets.records import Column, Snapshot, Table, TabRead
from sheets.workbook import letter

_filled: WeakKeyDictionary[Table, int] = WeakKeyDictionary()  # how many cells of known columns say something


def understood(tables: Sequence[Table]) -> float:
    """The share (0–1) of filled cells in known columns that were understood; 1 where there is none."""
    filled = sum(map(_filled_in, tables))
    unread = sum(1 for table in tables for problem in table.problems if problem.field)
    return 1 - min(unread, filled) / filled if filled else 1.0


def _filled_in(table: Table) -> int:
    if table not in _filled:
        _filled[table] = sum(int(coded(table.texts, field).where(bool).sum()) for field in table.texts)
    return _filled[table]


def show(now: Snapshot, tab: TabRead) -> None:
    """A tab's title, kind and counts; its picture and columns are drawn when it is opened."""
    kind = say(f"kind.{tab.kind}") if known(f"kind.{tab.kind}") else tab.kind
    told = [kind, *_counts(tab)]
    fold = st.expander(f"**{md(tab.title)}** – {md(', '.join(told))}", key=f"tab.{tab.gid}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        if not tab.tables:
            st.markdown(say("quality.no-records"))
            return
        left, right = st.columns([1, 2], gap="large")
        left.html(picture(tab, say("quality.picture")))
        for table in tab.tables:
            right.markdown(say_md("quality.header", rows=", ".join(map(str, table.header_rows))))
            right.dataframe(_columns(now, table), hide_index=True, alt=tab.title, height="content")


def _counts(tab: TabRead) -> list[str]:
    if not tab.tables:
        return []
    taken, left = sum(len(t.frame) for t in tab.tables), sum(len(t.left_out) for t in tab.tables)
    told = [say("quality.taken", n=taken), percent(understood(tab.tables))]
    return [*told, say("quality.left", n=left)] if left else told


def _columns(now: Snapshot, table: Table) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("quality.column"): [letter(column.number) for column in table.columns],
            say("quality.heading"): [column.heading for column in table.columns],
            say("quality.means"): [_meaning(now, table, column) for column in table.columns],
        }
    )


def _meaning(now: Snapshot, table: Table, column: Column) -> str:
    """The field that a column holds, with the choice that its marks mean, or what its numbers count."""
    declared = now.panel.tabs.get(table.kind)
    field = declared.fields.get(column.field or "") if declared else None
    if field is None:
        return say("quality.unknown-column")
    label = field.label(language())
    if column.hot:
        means = now.panel.vocabularies[field.vocabulary or ""].brief(column.hot, language())
        return say("quality.of-choice", field=label, choice=means)
    if column.unit.foreign:
        return say("quality.foreign", field=label)
    counted = {1e3: "quality.in-thousands", 1e6: "quality.in-millions"}.get(column.unit.scale)
    return say(counted, field=label) if counted else label
