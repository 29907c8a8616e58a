"""The selection between the address and the filters: an address is followed, what is chosen is told to it.

Not by Streamlit's own binding, which writes a choice over the current entry of the browser's history (so that the back
button can't take it back), in the words of one language, and loses it on the way back to another page (1.67).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts.selection import CHOSEN, Selection
from pages.parts import arrival
from sheets.records import Snapshot

KEPT = "selection"
NAMES = ("period", *CHOSEN)
Params = dict[str, list[str]]


@dataclass(frozen=True)
class Kept:
    """What was chosen when the page was last drawn, and on which page."""

    page: str
    selection: Selection


def followed(now: Snapshot) -> Selection | None:
    """What the filters must be set to before they are drawn: what the address newly asks for, or on another page what
    was chosen before; None where the filters themselves know."""
    kept, said, page = st.session_state.get(KEPT), _said(), arrival.page()
    if kept is None or arrival.by_history():
        return Selection.from_params(said, now.today, now.panel)
    if page == kept.page:
        return None
    # Streamlit empties the address on the way to another page
    return Selection.from_params(said, now.today, now.panel) if said else kept.selection


def tell(now: Snapshot, selection: Selection) -> None:
    """Writes the selection into the address, where it says something else."""
    said, params = _said(), selection.to_params(now.today, now.panel)
    if said != params:
        st.query_params.update({name: values for name, values in params.items() if values != said.get(name)})
        for name in said.keys() - params.keys():
            del st.query_params[name]
    st.session_state[KEPT] = Kept(arrival.page(), selection)


def kept(name: str, key: str, options: Sequence[str], first: str) -> None:
    """Sets the widget with this key, before it is drawn, to the option that this parameter of the address asks for:
    a choice of one page only, in codes that are the same in both languages. `first` where it asks for none."""
    if arrival.by_history() or st.session_state.get(key) not in options:
        asked = st.query_params.get(name, first)
        st.session_state[key] = asked if asked in options else first


def keep(name: str, chosen: str, first: str) -> None:
    """Writes what a widget chose into this parameter of the address; what stands there at first is not said."""
    if chosen == first and name in st.query_params:
        del st.query_params[name]
    elif chosen != st.query_params.get(name, first):
        st.query_params[name] = chosen


def _said() -> Params:
    asked = {name: st.query_params.get_all(name) for name in NAMES}
    return {name: values for name, values in asked.items() if values}
