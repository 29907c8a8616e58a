"""The selection between the address and the filters: an address is followed, what is chosen is told to it.

Not by Streamlit's own binding, which writes a choice over the current entry of the browser's history (so that the back
button can't take it back), in the words of one language, and loses it on the way back to another page (1.67).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st

from charts.selection import CHOSEN, Selection
from sheets.records import Snapshot

KEPT = "selection"
NAMES = ("period", *CHOSEN)
ON_ITS_WAY = 1.0  # seconds in which a browser may still speak of the address as it was
Params = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """What was chosen when the page was last drawn: on which page, in which address, and the address before it."""

    page: str | None
    params: Params
    before: Params
    told: float
    selection: Selection


def followed(now: Snapshot) -> Selection | None:
    """What the filters must be set to before they are drawn: what the address newly asks for, or on another page what
    was chosen before; None where the filters themselves know."""
    kept, said, page = st.session_state.get(KEPT), _said(), st.context.url
    if kept is None:
        return Selection.from_params(said, now.today, now.panel)
    if page != kept.page and not said:  # Streamlit empties the address on the way to another page
        return kept.selection
    if said != kept.params and not _on_its_way(kept, said):
        return Selection.from_params(said, now.today, now.panel)
    return kept.selection if page != kept.page else None


def tell(now: Snapshot, selection: Selection) -> None:
    """Writes the selection into the address, where it says something else."""
    said, params = _said(), selection.to_params(now.today, now.panel)
    kept = st.session_state.get(KEPT)
    if said != params:
        st.query_params.update({name: values for name, values in params.items() if values != said.get(name)})
        for name in said.keys() - params.keys():
            del st.query_params[name]
    told = time.monotonic() if said != params else kept.told if kept else 0.0
    before = said if said != params else kept.before if kept else {}
    st.session_state[KEPT] = Kept(st.context.url, params, before, told, selection)


def _on_its_way(kept: Kept, said: Params) -> bool:
    return said == kept.before and time.monotonic() - kept.told < ON_ITS_WAY


def _said() -> Params:
    asked = {name: st.query_params.get_all(name) for name in NAMES}
    return {name: values for name, values in asked.items() if values}
