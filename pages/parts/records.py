"""A table of records of any declared tab: what is seen is fetched, searched as people type, opened row by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import card, data
from pages.parts.values import column_config, column_of
from pages.parts.words import language, say
from sheets.records import Snapshot
from sheets.schema import Field, Kind
from sheets.text import fold

PAGE = 50  # records on a page of the table
UNSEEN = frozenset({Kind.ORDINAL, Kind.SCHOOL_YEAR, Kind.SEMESTER})


def table(now: Snapshot, kind: str, numbers: Sequence[int] | None = None, *, key: str, cards: bool = True) -> None:
    """The records of a kind (or those with these numbers, in that order) with search; a click opens the record's card
    (not inside a drawer: a drawer can't open another)."""
    numbers = np.arange(len(now.frames[kind])) if numbers is None else np.asarray(numbers, dtype=np.int64)
    with st.container(horizontal=True, vertical_alignment="center"):
        found = _found(now, kind, numbers, _search(key))
        st.caption(say("records.count", n=len(found)), width="content")
    if not len(found):
        st.info(say("records.none"), icon=":material/search_off:")
        return
    drawn = st.container()  # the pages stand below the table, and are asked first
    first = _page(len(found), key)
    with drawn:
        _draw(now, kind, found[first : first + PAGE], key, cards)


def _search(key: str) -> str:
    sought = st.text_input(
        say("records.search"),
        key=f"{key}.search",
        type="search",
        live=True,
        placeholder=say("records.search"),
        label_visibility="collapsed",
        width=280,
    )
    return sought or ""


def _draw(now: Snapshot, kind: str, numbers: np.ndarray, key: str, cards: bool) -> None:
    fields = {field.key: field for field in seen(now, kind)}
    shown = pd.DataFrame({name: column_of(now, kind, field, numbers) for name, field in fields.items()})
    config = {name: column_config(now, field, shown[name]) for name, field in fields.items()}
    links = _links(now, kind, numbers)
    if any(links):
        shown["link"] = links
        config["link"] = st.column_config.LinkColumn(say("records.row"), display_text="↗", width="small")
    chosen = st.dataframe(
        shown,
        key=f"{key}.table.{now.number}.{numbers[0]}.{len(numbers)}",
        hide_index=True,
        column_config=config,
        on_select="rerun" if cards else "ignore",
        selection_mode="single-row",
        height="content" if len(shown) <= 12 else 460,
        placeholder="",
        alt=now.panel.tabs[kind].label(language()),
    )
    if cards and chosen.selection.rows:
        card.show(now, kind, int(numbers[chosen.selection.rows[0]]))


def _links(now: Snapshot, kind: str, numbers: np.ndarray) -> list[str | None]:
    at = now.frames[kind]
    gids, rows = at["tab"].to_numpy()[numbers], at["row"].to_numpy()[numbers]
    return [data.link(int(gid), int(row)) for gid, row in zip(gids, rows, strict=True)]


def seen(now: Snapshot, kind: str) -> list[Field]:
    """The fields that a table shows: the main ones that the sheet has; all of them are on the record's card."""
    held = {field for table in now.tables_of(kind) for field in table.column_of} | {now.panel.tabs[kind].name}
    return [
        field
        for field in now.panel.tabs[kind].fields.values()
        if field.key in held and not field.more and not field.readonly and field.kind not in UNSEEN
    ]


def _page(count: int, key: str) -> int:
    pages = -(-count // PAGE)
    if pages <= 1:
        return 0
    at = st.pagination(pages, key=f"{key}.page.{pages}", max_visible_pages=5)
    return (min(at, pages) - 1) * PAGE


def _found(now: Snapshot, kind: str, numbers: np.ndarray, sought: str) -> np.ndarray:
    words = fold(sought).split()
    if not words:
        return numbers
    texts = _texts(now.number, kind, now)
    return np.array([n for n in numbers if all(word in texts[n] for word in words)], dtype=np.int64)


@st.cache_resource(max_entries=16, show_spinner=False)
def _texts(number: int, kind: str, _now: Snapshot) -> list[str]:
    """What staff see in each record, folded, in the order of the kind's frame: what a search looks through."""
    return [
        " ".join(fold(text) for text in cells if text)
        for table in _now.tables_of(kind)
        for cells in (zip(*table.texts.values(), strict=True) if table.texts else [()] * len(table.frame))
    ]
