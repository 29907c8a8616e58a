"""Addresses of things within the panel: a partner's own page is kept by the partner's name, not by a row number."""

from __future__ import annotations

import streamlit as st

from pages.parts.frame import path
from pages.parts.words import language
from sheets.records import Snapshot
from sheets.text import fold

PARTNER = "partner"  # the parameter of the address


def asked_partner() -> str:
    """The name of the partner that the address asks for; '' for none."""
    return st.query_params.get(PARTNER, "")


def partner_named(now: Snapshot, name: str) -> int | None:
    """The number of the partner of this name: as it is written, else however it is spelled; None when none is."""
    names = now.frames["partners"]["name"].tolist()
    if name in names:
        return names.index(name)
    folded = fold(name)
    return next((number for number, other in enumerate(names) if other and fold(other) == folded), None)


def go_to_partner(now: Snapshot, number: int) -> bool:
    """Opens a partner's own page; False for a partner without a name, who can have none."""
    name = now.frames["partners"]["name"].iloc[number]
    if not name:
        return False
    st.switch_page(path("partners"), query_params={PARTNER: name})
    return True


def go_to_all_partners() -> None:
    """Opens the page of all partners."""
    st.switch_page(path("partners"))


def go_to_form(now: Snapshot, kind: str, partner: str) -> None:
    """Opens the form of a tab with this partner filled in."""
    st.switch_page(path("add"), query_params={"what": now.panel.tabs[kind].one[language()], PARTNER: partner})
