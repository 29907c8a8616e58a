"""What people wrote: the comments of evaluations, to be read, with who says it, of whom, when, and the score."""

from __future__ import annotations

import numpy as np
import streamlit as st

from charts.metrics_evaluations import answer_means
from charts.narrowed import Narrowed
from pages.parts import filters, records
from pages.parts.words import day, md, say, score

PAGE = 12  # comments on a page


def show(narrowed: Narrowed, *, key: str) -> None:
    """The comments of the selected evaluations, the latest first, a page at a time; each leads to its record."""
    answers = with_words(narrowed)
    if not len(answers):
        st.info(say("comments.none"), icon=":material/chat_bubble:")
        return
    st.caption(f"{say('comments.count', n=len(answers))} · {say('comments.how')}")
    drawn, pages = st.container(), -(-len(answers) // PAGE)
    at = st.pagination(pages, key=f"{key}.page.{pages}", max_visible_pages=5) if pages > 1 else 1
    first = (min(at, pages) - 1) * PAGE
    chosen = None
    with drawn, st.grid("auto", min_column_width=300, gap="small", key=f"{key}.grid"):
        for answer in map(int, answers[first : first + PAGE]):
            if _draw(narrowed, answer, f"{key}.{answer}"):
                chosen = answer
    records.open_card(narrowed.snapshot, "evaluations", chosen, key=key)


def with_words(narrowed: Narrowed) -> np.ndarray:
    """The selected evaluations that say something in words, latest first."""
    frame = narrowed.facts.frame("evaluations")
    if "comment" not in frame:
        return narrowed.evaluations[:0]
    texts = frame["comment"].to_numpy()
    said = np.array([n for n in narrowed.evaluations if texts[n] and str(texts[n]).strip()], dtype=np.intp)
    dates = narrowed.facts.evaluations.date[said]
    return said[np.argsort(dates, kind="stable")[::-1]]


def _draw(narrowed: Narrowed, answer: int, key: str) -> bool:
    """A comment, who says it and of whom; whether the whole record was asked for just now."""
    facts, frame = narrowed.facts.evaluations, narrowed.facts.frame("evaluations")
    group, date = facts.group.codes[answer], facts.date[answer]
    mean = answer_means(narrowed.facts, np.array([answer]))[0]
    told = [
        filters.words(narrowed.snapshot).label("respondents", facts.group.keys[group]) if group >= 0 else "",
        str(frame["partner"].iloc[answer] or ""),
        "" if np.isnat(date) else day(date.item()),
        "" if np.isnan(mean) else say("comments.score", mean=score(mean, 1)),
    ]
    with st.container(border=True, height="stretch", gap="small"):
        tapped = st.button(md(frame["comment"].iloc[answer]), key=key, type="tertiary", wrap=True)
        st.caption(md(" · ".join(filter(None, told))))
    return tapped
