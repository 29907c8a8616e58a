"""Стан таблиці: how the panel understood the sheet, and what to mend in it."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import data, findings, mending, shelf, tabs
from pages.parts.words import number, percent, say

now = data.snapshot()
wrong = sum(finding.severity != "note" for finding in now.findings)

st.title(say("nav.quality"))
with st.container(key="facts", horizontal=True, gap="small"):
    st.metric(say("quality.understood"), percent(tabs.understood(now.tables)) if now.tables else "–", border=True)
    st.metric(say("quality.records"), number(sum(len(table.frame) for table in now.tables)), border=True)
    st.metric(say("quality.findings"), number(wrong), border=True)
    st.metric(say("quality.notes"), number(len(now.findings) - wrong), border=True)

mending.ask(now)

st.header(say("quality.list"))
if not now.tables:
    st.warning(say("nothing.understood"), icon=":material/search_off:")
if now.findings:
    findings.table(now, shelf.once(now, ("by urgency",), findings.by_urgency), of="all")
elif now.tables:
    st.success(say("quality.all-well"), icon=":material/check_circle:")

mending.show_joined()

st.header(say("quality.tabs"))
st.caption(say("quality.legend"))
for tab in now.tabs:
    tabs.show(now, tab)
