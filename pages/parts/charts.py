"""Drawing charts: a specification is made once for a snapshot, selection, language and theme, and shared by all who
look; a click on a mark opens the records behind it; each chart says how many records it counted and could not count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from charts.counted import Counted
from charts.marks import PICK, alt_text
from charts.narrowed import Narrowed
from charts.selection import Selection
from charts.theme import spec
from charts.words import Words
from pages.parts import filters, records
from pages.parts.words import language, md, say
from sheets.records import Snapshot

Build = Callable[[Words], tuple[Any, Counted]]  # an Altair chart, and what it counted


@dataclass(frozen=True, eq=False)
class Drawn:
    """A chart ready to be sent: its specification, its text alternative, and the records behind its marks."""

    spec: dict[str, Any]
    alt: str
    counted: Counted


def draw(narrowed: Narrowed, name: str, build: Build) -> None:
    """Draws the chart that `build` makes, under this name on the page, with what it counted and could not count."""
    now, dark = narrowed.snapshot, st.context.theme.type == "dark"
    drawn = _drawn(name, now.number, narrowed.selection, language(), dark, build, filters.words(now))
    with st.container(border=True):
        picked = st.vega_lite_chart(
            drawn.spec, theme=None, key=f"chart.{name}", on_select="rerun", selection_mode=PICK, alt=md(drawn.alt)
        )
        _say_counted(drawn.counted, name)
    mark = _mark(picked)
    if mark:
        _open(now, drawn.counted, mark, name)


@st.cache_resource(max_entries=256, show_spinner=False)
def _drawn(
    name: str, number: int, selection: Selection, language: str, dark: bool, _build: Build, _words: Words
) -> Drawn:
    chart, counted = _build(_words)
    return Drawn(spec(chart, language, dark=dark), alt_text(chart), counted)


def _say_counted(counted: Counted, name: str) -> None:
    """«Враховано 48 рядків · не враховано 3: без дати – 2, …»"""
    told = [say("chart.counted", n=len(counted.rows))]
    reasons = counted.uncounted.by_reason()
    if reasons:
        why = ", ".join(f"{say(f'uncounted.{reason}')} – {len(rows)}" for reason, rows in reasons.items())
        told.append(f"{say('chart.uncounted', n=len(counted.uncounted))}: {why}")
    st.caption(md(" · ".join(told)))


def _mark(picked: Any) -> dict[str, Any]:
    """The keys of the mark that was clicked; nothing when none is."""
    chosen = picked.selection.get(PICK) or [] if picked and picked.selection else []
    return chosen[0] if chosen else {}


def _open(now: Snapshot, counted: Counted, mark: dict[str, Any], name: str) -> None:
    """The records behind a mark, in a drawer; the same click does not open it twice."""
    if st.session_state.get(f"opened.{name}") == mark:
        return
    st.session_state[f"opened.{name}"] = mark
    title = now.panel.tabs[counted.kind].label(language())
    drawer = st.dialog(md(title), width="large", position="right")
    drawer(records.table)(now, counted.kind, counted.rows_of(**mark), key=f"behind.{name}", cards=False)
