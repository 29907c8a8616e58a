"""Where a page has nothing to show: why, and the way to where there is something. A row of noughts says neither."""

from __future__ import annotations

import datetime as dt

import numpy as np
import streamlit as st

from charts import spans
from charts.facts import Facts
from charts.narrowed import Narrowed
from charts.words import Words
from pages.parts.frame import path
from pages.parts.words import language, say, say_md
from sheets.periods import school_year_of


def tell(narrowed: Narrowed, kind: str, words: Words) -> None:
    """Says why no record of this kind is shown: the workbook holds nothing that the panel knows, it has no such tab, or
    the records are of another time; nothing where there are any, or where other filters than the period leave none."""
    now = narrowed.snapshot
    if not now.tables:
        st.warning(say("nothing.understood"), icon=":material/search_off:")
        _to_the_sheet()
    elif not now.tables_of(kind):
        st.info(say_md("nothing.no-tab", tab=now.panel.tabs[kind].label(language())), icon=":material/tab_unselected:")
        _to_the_sheet()
    elif not len(narrowed.numbers[kind]) and not narrowed.selection.is_narrow:
        days = met(narrowed.facts, kind)
        if days:
            _offer(spans.school_year(school_year_of(days[-1], now.panel.school_year), now.panel.school_year), words)


def met(facts: Facts, *kinds: str) -> list[dt.date]:
    """The days on which records of these kinds stand, each once, in order."""
    held = {"events": facts.events.start, "evaluations": facts.evaluations.date, "plan": facts.plan.start}
    days = [np.unique(held[kind][~np.isnat(held[kind])]) for kind in kinds if kind in held]
    return np.unique(np.concatenate(days)).tolist() if days else []


def _to_the_sheet() -> None:
    st.page_link(path("quality"), label=say("nothing.look"), icon=":material/fact_check:")


def _offer(span: spans.Span, words: Words) -> None:
    """The way to the last school year that has records."""
    told = words.span(span)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(say_md("nothing.then"), width="stretch")
        st.button(say("nothing.show", span=told), icon=":material/history:", on_click=_choose, args=(span,), key="then")


def _choose(span: spans.Span) -> None:
    st.session_state["period"] = span
