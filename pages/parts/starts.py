"""How a form begins: empty, by a signed link, about a partner or an event, as a copy, or to change a record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import changing, forms, saving, share
from pages.parts.address import PARTNER
from pages.parts.deeds import ABOUT, COPY, EDIT
from pages.parts.forms import Form
from pages.parts.words import language, say
from sheets.errors import PanelError
from sheets.invitations import signing_key, unseal
from sheets.records import Snapshot
from sheets.schema import Kind, Tab
from sheets.whereabouts import record_at


def asked(now: Snapshot) -> Form | None:
    """The one form that the address asks for: a record to change, or an invitation; None for the page's own choice.
    Ends the page where the address leads nowhere, after saying so."""
    if address := st.query_params.get(EDIT):
        form = changing.form_at(now, address)
        if form is None:
            st.info(say("change.gone"), icon=":material/search_off:")
            st.stop()
        return form
    if token := st.query_params.get(share.FORM):
        return _invited(now, token)
    return None


def begin(now: Snapshot, tab: Tab) -> None:
    """Puts into a new form what the address says: a copy of a record, an event to evaluate, a partner. Each is taken
    once: a reload must not do it over what was typed since."""
    form = forms.new(tab)
    for parameter, values_of in ((COPY, _copy), (ABOUT, _about), (PARTNER, _partner)):
        said = st.query_params.get(parameter)
        if said:
            del st.query_params[parameter]
            if saving.receipt_of(form):
                forms.empty(form)
            forms.begin(now, form, values_of(now, tab, said))


def _invited(now: Snapshot, token: str) -> Form | None:
    try:
        invitation = unseal(token, signing_key(), "staff", now.panel, dt.datetime.now(now.panel.centre.zone))
    except PanelError as trouble:
        until = trouble.details.get("until")
        st.info(say(f"reply.{trouble.code}", **({"until": until.date()} if until else {})), icon=":material/link_off:")
        st.stop()
    name = hashlib.blake2s(token.encode(), digest_size=4).hexdigest()
    form = Form(
        tab=now.panel.tabs[invitation.kind],
        name=f"{invitation.kind}~{name}",
        fixed=invitation.fixed,
        hidden=invitation.hidden,
        given={name: invitation.values[name] for name in invitation.hidden if name in invitation.values},
    )
    if form.key("invited") not in st.session_state:
        st.session_state[form.key("invited")] = True
        forms.begin(now, form, invitation.values)
    return form


def _copy(now: Snapshot, tab: Tab, address: str) -> Mapping[str, Any]:
    """The record of this address without what is its own: days that were, marks that it is done."""
    found = record_at(now, address)
    record = (found[0].record(found[1]) if found else None) or {}
    own = {
        f.key for f in tab.fields.values() if f.kind in (Kind.DATE, Kind.PERIOD, Kind.MOMENT, Kind.UNTIL, Kind.LINKS)
    }
    return {name: value for name, value in record.items() if name not in own}


def _about(now: Snapshot, _: Tab, address: str) -> Mapping[str, Any]:
    found = record_at(now, address)
    return saving.about((found[0].record(found[1]) if found else None) or {})


def _partner(_: Snapshot, tab: Tab, name: str) -> Mapping[str, Any]:
    fields = [f for f in tab.fields.values() if f.refers == "partners"]
    return {f.key: (name,) if f.kind is Kind.NAMES else name for f in fields}


def title(form: Form | None) -> str:
    """The page's heading."""
    if form is None:
        return say("nav.add")
    return say("change.title" if form.table else "add.one", what=form.tab.one[language()])
