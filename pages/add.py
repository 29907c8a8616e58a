"""Додати: a new event, partner, evaluation or plan row, one or several; or a record to be changed."""

from pages.parts import door

door.let_in()

from collections.abc import Mapping

import streamlit as st

from pages.parts import changing, data, drafts, forms, message, saving, several, share, starts, within
from pages.parts.forms import Form
from pages.parts.words import language, md, say
from sheets.filling import blank
from sheets.problems import Read
from sheets.records import Snapshot
from sheets.schema import Tab


@st.fragment  # an answer draws the form anew, not the page
def one(form: Form) -> None:
    """The form of a record, kept as a draft until it is saved."""
    now = data.snapshot()  # anew with each answer: a word may have been added to a list
    form = starts.asked(now) or form
    if form.table is None:
        message.offer(now, form)
    filled = forms.fill(now, form)
    made = within.ask(now, form, filled)
    label = say("form.confirm" if message.unconfirmed(form, filled) else "form.save")
    tapped = st.button(label, key="save", type="primary", icon=":material/check:", width="stretch")
    tapped = changing.settled(form, filled, tapped=tapped)
    if form.table is None and st.button(say("share.title"), icon=":material/qr_code:", key="share", type="tertiary"):
        share.form_dialog(now, form.tab, filled.values)
    reads = forms.judged(now, form, filled, tapped=tapped)
    inner = [(name, forms.judged(now, other, given, tapped=tapped)) for other, given, name in made]
    drafts.keep(form.name, touched=bool(forms.changed(form, filled) or made))
    if reads is None or any(each is None for _, each in inner):
        return
    if form.table:
        changing.save(now, form, filled, reads)
        return
    partners = [("partners", {"name": name} | _said(each or {})) for name, each in inner]
    saving.add(now, form, [*partners, (form.tab.key, dict(form.given) | _said(reads))])


def _said(reads: Mapping[str, Read]) -> dict[str, object]:
    return {name: read.value for name, read in reads.items() if not blank(read.value)}


def choose(now: Snapshot) -> tuple[Tab, bool]:
    """What to add, and whether several at once."""
    tabs = {tab.one[language()]: tab for tab in (now.panel.tabs[kind] for kind in forms.order(now))}
    chosen = st.pills(
        say("add.what"),
        list(tabs),
        default=next(iter(tabs)),
        required=True,
        key="what",
        bind="query-params",
        label_visibility="collapsed",
    )
    if not now.tables_of(tabs[chosen].key):
        st.info(say("add.no-table", tab=md(tabs[chosen].label(language()))), icon=":material/info:")
        st.stop()
    return tabs[chosen], st.toggle(say("add.several"), key="several", bind="query-params")


now = data.snapshot()
form = starts.asked(now)
st.title(starts.title(form))
with st.container(width=680):
    saving.tell_settled(now)
    many = False
    if form is None:
        tab, many = choose(now)
        starts.begin(now, tab)
        form = several.form_of(tab) if many else forms.new(tab)
    if receipt := saving.receipt_of(form):
        saving.show_receipt(now, form, receipt)
        st.stop()
    drafts.tell(now.panel, form.name)
    saving.tell_elsewhere(form)
    if not many:
        one(form)
if many:
    several.show(form)
