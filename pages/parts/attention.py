"""«Потребує уваги»: a short ranked list; each line leads to its rows."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from charts.attention import Item, attention
from charts.narrowed import Narrowed
from charts.words import Words
from pages.parts import filters, rows, shelf
from pages.parts.frame import path
from pages.parts.words import md, say

MOST = 7  # lines that a first screen holds
URGENT, SOON = 80, 60  # weights from which a line is red, and amber
FINDINGS = frozenset({"tabs-not-read", "cells-not-understood"})  # lead to the page of findings


def lines(narrowed: Narrowed, key: str) -> None:
    """Draws what needs a decision, heaviest first; where all is well, says so."""
    found = shelf.of(narrowed, ("attention",), attention)
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        st.markdown(f"**{say('attention.title')}**")
        if not found:
            st.caption(say("attention.none" if len(narrowed.events) else "attention.no-events"))
        shown = found if len(found) == MOST + 1 else found[:MOST]
        for item in shown:
            _line(narrowed, key, item)
        if len(found) > len(shown):
            with st.popover(say("attention.more", n=len(found) - MOST), type="tertiary"):
                for item in found[MOST:]:
                    _line(narrowed, key, item)


def _line(narrowed: Narrowed, key: str, item: Item) -> None:
    told = said(item, filters.words(narrowed.snapshot))
    key = ".".join(
        [key, item.code, *(str(item.details[name]) for name in ("direction", "criterion") if name in item.details)]
    )
    leads = item.code in FINDINGS
    tapped = st.button(
        f"{_mark(item.weight)} {md(told)}",
        key=key,
        type="tertiary",
        wrap=True,
        on_click=None if leads else partial(rows.ask, key),
    )
    if tapped and leads:
        st.switch_page(path("quality"))
    if rows.asked(key):
        numbers = np.asarray(item.records, dtype=np.intp) if item.records else narrowed.happened
        rows.drawer(narrowed.snapshot, key, told, item.kind, numbers)


def _mark(weight: int) -> str:
    if weight >= URGENT:
        return ":red[:material/error:]"
    return ":orange[:material/schedule:]" if weight >= SOON else ":gray[:material/info:]"


def said(item: Item, words: Words) -> str:
    """A line in words: «4 документи вже не діють»."""
    details = dict(item.details)
    if "direction" in details:
        details["direction"] = words.label("directions", details["direction"])
    if "criterion" in details:
        details["criterion"] = words.field("evaluations", details["criterion"])
    return say(f"attention.{item.code}", n=details.get("answers", item.count), **details)
