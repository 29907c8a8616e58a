"""Views of a page, a tab each: only the open one is drawn, and the address names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import arrival, selected

VIEW = "view"  # the parameter of the address


def tabs(named: Mapping[str, str], key: str) -> Mapping[str, Any]:
    """Draws the tabs of these names (code -> label), the first open at first: code -> its container, which knows
    whether it is `open`."""
    names, labels = list(named), {label: name for name, label in named.items()}
    kept = f"{key}.kept"  # in codes; the widget itself holds a label of one language
    if not arrival.by_history() and st.session_state.get(f"{key}.view") in labels:
        st.session_state[kept] = labels[st.session_state[f"{key}.view"]]
    selected.kept(VIEW, kept, names, names[0])
    open_ = st.session_state[kept]
    st.session_state[f"{key}.view"] = named[open_]
    drawn = st.tabs(list(labels), key=f"{key}.view", on_change="rerun")
    selected.keep(VIEW, open_, names[0])
    return dict(zip(names, drawn, strict=True))
