"""Addresses of things within the panel: a partner's own page is kept by the partner's name, not by a row number."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pages.parts import place
from pages.parts.frame import path
from pages.parts.views import VIEW
from pages.parts.words import language
from sheets.records import Snapshot
from sheets.text import fold
from sheets.whereabouts import address_of, record_at

PARTNER = "partner"  # the parameter of the address
WHICH = "which"  # of several partners of exactly the same name: the record's own address


def asked_partner() -> str:
    """The name of the partner that the address asks for; '' for none."""
    return st.query_params.get(PARTNER, "")


def partner_asked(now: Snapshot, name: str) -> int | None:
    """The number of the partner of this name; of several of the same name, the one that the address asks for."""
    found = record_at(now, st.query_params.get(WHICH, ""))
    if found:
        number = place.number_at(now, "partners", found[0].tab, found[1])
        if number is not None and now.frames["partners"]["name"].iloc[number] == name:
            return number
    return partner_named(now, name)


def partner_named(now: Snapshot, name: str) -> int | None:
    """The number of the partner of this name: as it is written, else however it is spelled; None when none is."""
    names = now.frames["partners"]["name"].tolist()
    if name in names:
        return names.index(name)
    folded = fold(name)
    return next((number for number, other in enumerate(names) if other and fold(other) == folded), None)


def go_to_partner(now: Snapshot, number: int) -> None:
    """Opens a partner's own page; nothing for a partner without a name, who can have none."""
    names = now.frames["partners"]["name"]
    name = names.iloc[number]
    asked = {PARTNER: name}
    if name and (names == name).sum() > 1:
        asked[WHICH] = address_of(now.panel, *place.of(now, "partners", number))
    if name and _at_partners():
        st.query_params.pop(VIEW, None)
        st.query_params.update(asked)
        st.rerun(scope="app")
    if name:
        st.switch_page(path("partners"), query_params=asked)


def go_to_all_partners() -> None:
    """Leaves a partner's own page for the page of all partners."""
    for parameter in (PARTNER, WHICH, VIEW):
        st.query_params.pop(parameter, None)
    st.rerun()


def go_to_form(now: Snapshot, kind: str, partner: str) -> None:
    """Opens the form of a tab with this partner filled in."""
    st.switch_page(path("add"), query_params={"what": now.panel.tabs[kind].one[language()], PARTNER: partner})


def _at_partners() -> bool:
    """Whether the page of partners is drawn: there the address changes, and not the page."""
    return urlsplit(st.context.url or "").path.rstrip("/").endswith("/partners")
