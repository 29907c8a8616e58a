"""A record's card: all that the sheet says of it, and the way to its row."""

from __future__ import annotations

import streamlit as st

from pages.parts import data
from pages.parts.values import read_out
from pages.parts.words import language, md, say, say_md
from sheets.records import Snapshot, Table


def show(now: Snapshot, kind: str, number: int) -> None:
    """Opens the card of the record with this number in the kind's frame."""
    at = now.frames[kind].iloc[number]
    table = next(t for t in now.tables_of(kind) if t.tab == at["tab"] and int(at["row"]) in t.place)
    title = table.record(int(at["row"])).get(now.panel.tabs[kind].name) or now.panel.tabs[kind].one[language()]
    st.dialog(md(title), width="medium", position="right")(_card)(now, table, int(at["row"]))


def _card(now: Snapshot, table: Table, row: int) -> None:
    record, fields = table.record(row), now.panel.tabs[table.kind].fields
    for key, value in record.items():
        told = read_out(now, fields[key], value) or _as_typed(table, key, row)
        if told:
            st.markdown(f":gray[{md(fields[key].label(language()))}]  \n{md(told)}")
    st.caption(say_md("card.where", title=table.title, row=str(row)))
    address = data.link(table.tab, row)
    if address:
        st.link_button(say("card.open"), address, icon=":material/open_in_new:")


def _as_typed(table: Table, key: str, row: int) -> str:
    """What staff see in a cell that the panel could not read."""
    texts = table.texts.get(key)
    return texts[table.place[row]] if texts else ""
