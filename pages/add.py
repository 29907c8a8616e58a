"""Додати: a new event, partner, evaluation or plan row."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, drafts, forms, saving
from pages.parts.words import language, md, say
from sheets.records import Snapshot
from sheets.schema import Tab


@st.fragment  # an answer draws the form anew, not the page
def form(now: Snapshot, tab: Tab) -> None:
    """The form of a tab, kept as a draft until it is saved."""
    answers = forms.show(now, tab)
    drafts.keep()
    if answers:
        saving.save(now, tab, answers)


now = data.snapshot()
tabs = {tab.one[language()]: tab for tab in (now.panel.tabs[kind] for kind in forms.order(now))}

st.title(say("nav.add"))
with st.container(width=680):
    saving.tell_settled(now)
    restored = drafts.restore()
    chosen = st.pills(
        say("add.what"),
        list(tabs),
        default=next(iter(tabs)),
        required=True,
        key="what",
        bind="query-params",
        label_visibility="collapsed",
    )
    tab = tabs[chosen]
    if not now.tables_of(tab.key):
        st.info(say("add.no-table", tab=md(tab.label(language()))), icon=":material/info:")
        st.stop()
    if receipt := saving.receipt_of(tab):
        saving.show_receipt(tab, receipt)
        st.stop()
    if restored:
        st.info(say("add.restored"), icon=":material/history:")
    form(now, tab)
