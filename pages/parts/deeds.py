"""What can be done with a record: change it, make another like it, see what was written about it, ask its participants,
evaluate it."""

from __future__ import annotations

import streamlit as st

from pages.parts import place, share
from pages.parts.frame import path
from pages.parts.words import language, say
from sheets.records import Snapshot
from sheets.whereabouts import address_of

EDIT, COPY, ABOUT = "edit", "copy", "about"  # parameters of the form's address: the record to change, copy, evaluate


def offer(now: Snapshot, kind: str, number: int) -> None:
    """The deeds of a record as a row of buttons, for its card or its own page."""
    table, row = place.of(now, kind, number)
    address, key = address_of(now.panel, table, row), f"deeds.{kind}.{number}"
    with st.container(horizontal=True):
        if st.button(say("deeds.edit"), key=f"{key}.edit", icon=":material/edit:"):
            _form(now, kind, EDIT, address)
        if st.button(say("deeds.copy"), key=f"{key}.copy", icon=":material/content_copy:"):
            _form(now, kind, COPY, address)
        name = (table.record(row) or {}).get(now.panel.tabs[kind].name)
        if name and st.button(say("deeds.journal"), key=f"{key}.journal", icon=":material/history:"):
            st.switch_page(path("journal"), query_params={"record": name})
        if kind == "events" and now.tables_of("evaluations"):
            if st.button(say("deeds.evaluate"), key=f"{key}.about", icon=":material/star_half:"):
                _form(now, "evaluations", ABOUT, address)
            asked = st.toggle(say("deeds.answers"), key=f"{key}.answers")
    if kind == "events" and now.tables_of("evaluations") and asked:
        share.answers_form(now, number)


def _form(now: Snapshot, kind: str, deed: str, address: str) -> None:
    what = now.panel.tabs[kind].one[language()]
    st.switch_page(path("add"), query_params={"what": what, deed: address})
