"""A table of records of any declared tab: what is seen is fetched, searched as people type, opened by a click on a row.

A click on a partner leads to the partner's own page, on any other record to its card; inside a drawer, which can't open
another, the card stands above the table.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import address, card, data, order, place, shelf
from pages.parts.order import Order
from pages.parts.values import column_config, column_of
from pages.parts.words import language, say
from sheets.records import Snapshot
from sheets.schema import Field, Kind
from sheets.text import fold

PAGE = 30  # records on a page of the table
FITS = 12  # records that need no scrolling
TALL = 460  # px of a table that scrolls
UNSEEN = frozenset({Kind.ORDINAL, Kind.SCHOOL_YEAR, Kind.SEMESTER})
OPEN = "records.open"  # the record whose card is open: page, table, its widget, gid, row; in session state
NOTHING: dict[str, dict[str, list[Any]]] = {"selection": {"rows": [], "columns": [], "cells": []}}


def table(now: Snapshot, kind: str, numbers: np.ndarray | None = None, *, key: str, cards: bool = True) -> None:
    """The records of a kind (or those with these numbers, in that order) with search; a click opens one. `cards` is
    False inside a drawer."""
    numbers = np.arange(len(now.frames[kind])) if numbers is None else np.asarray(numbers, dtype=np.int64)
    if not len(numbers):
        st.info(say("records.empty"), icon=":material/inbox:")
        return
    found = searched(now, kind, numbers, key)
    if not len(found):
        st.info(say("records.none"), icon=":material/search_off:")
        return
    above, drawn = st.container(), st.container()  # the pages stand below the table, and are asked first
    by = order.chosen(key)
    fields = {field.key: field for field in seen(now, kind)}
    if by and by.column in fields:
        found = order.arranged(now, kind, fields[by.column], found, by)
    first = page(len(found), key)
    with drawn:
        chosen, widget = _draw(now, kind, found[first : first + PAGE], key)
    with above:
        _open(now, kind, chosen, (st.context.url, key, widget), cards)


def searched(now: Snapshot, kind: str, numbers: np.ndarray, key: str) -> np.ndarray:
    """Draws the search and says how many there are; the records whose row holds all words that were typed."""
    with st.container(horizontal=True, vertical_alignment="center"):
        sought = st.text_input(
            say("records.search"),
            key=f"{key}.search",
            type="search",
            live=True,
            placeholder=say("records.search"),
            label_visibility="collapsed",
            width=280,
        )
        found = _found(now, kind, numbers, sought or "")
        how = f" · {say('records.how')}" if len(found) else ""
        st.caption(f"{say('records.count', n=len(found))}{how}", width="content")
    return found


def grid(
    shown: pd.DataFrame, config: dict[str, Any], *, key: str, table: str, alt: str, first: Order | None = None
) -> int | None:
    """A page of a table; the place of the row that was clicked (anywhere in it) just now, None when none was. A tap on
    a heading orders the table of this name; as long as none was tapped, it stands in the order `first`."""
    by = order.chosen(table, first)
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        column_config=order.marked(config, by),
        on_select=partial(_clicked, key, table, first),
        selection_mode=["single-row", "single-cell", "single-column"],  # with columns, Streamlit's own sorting is off
        height="content" if len(shown) <= FITS else TALL,
        placeholder="",
        alt=alt,
    )
    at = st.session_state.pop(f"{key}.clicked", None)
    return at if at is not None and at < len(shown) else None


def _clicked(key: str, table: str, first: Order | None) -> None:
    """Notes which row was clicked, or orders the table by the heading that was. A second click takes the browser's mark
    off the row, and is a click all the same."""
    chosen = st.session_state[key].selection
    if chosen.columns:
        if chosen.columns[0] != "link":
            order.ask(table, chosen.columns[0], first)
        return
    cell = chosen.cells[0] if chosen.cells else None
    if cell and cell[1] == "link":  # it has opened the sheet
        return
    last = st.session_state.get(f"{key}.last")
    at = chosen.rows[0] if chosen.rows else cell[0] if cell else last
    st.session_state[f"{key}.clicked"] = st.session_state[f"{key}.last"] = at


def page(count: int, key: str) -> int:
    """Draws the numbers of the table's pages where there are several; the place of the first record to show."""
    pages = -(-count // PAGE)
    if pages <= 1:
        return 0
    at = st.pagination(pages, key=f"{key}.page.{pages}", max_visible_pages=5)
    return (min(at, pages) - 1) * PAGE


def seen(now: Snapshot, kind: str) -> list[Field]:
    """The fields that a table shows: the main ones that the sheet has; all of them are on the record's card."""
    held = {field for table in now.tables_of(kind) for field in table.column_of} | {now.panel.tabs[kind].name}
    return [
        field
        for field in now.panel.tabs[kind].fields.values()
        if field.key in held and not field.more and not field.readonly and field.kind not in UNSEEN
    ]


def links(now: Snapshot, kind: str, numbers: np.ndarray) -> list[str | None]:
    """For each of these records the address of its row in the sheet; None where the workbook has no addresses."""
    at = now.frames[kind]
    gids, rows = at["tab"].to_numpy()[numbers], at["row"].to_numpy()[numbers]
    return [data.link(int(gid), int(row)) for gid, row in zip(gids, rows, strict=True)]


def link_column() -> Any:
    """The column of the ways to the rows in the sheet."""
    return st.column_config.LinkColumn(say("records.row"), display_text="↗", width="small")


def _draw(now: Snapshot, kind: str, numbers: np.ndarray, key: str) -> tuple[int | None, str]:
    """Draws a page of the table; the record that was clicked just now, and the key of the widget."""
    fields = {field.key: field for field in seen(now, kind)}
    shown = pd.DataFrame({name: column_of(now, kind, field, numbers) for name, field in fields.items()})
    config = {name: column_config(now, field, shown[name]) for name, field in fields.items()}
    to_rows = links(now, kind, numbers)
    if any(to_rows):
        shown["link"] = to_rows
        config["link"] = link_column()
    name = f"{key}.table.{now.number}.{numbers[0]}.{len(numbers)}.{order.chosen(key)}"
    at = grid(shown, config, key=name, table=key, alt=now.panel.tabs[kind].label(language()))
    return None if at is None else int(numbers[at]), name


def open_card(now: Snapshot, kind: str, chosen: int | None, *, key: str) -> None:
    """Opens the card of a record that was chosen beside a table (None: none was just now). It stays open as a table's
    does."""
    _keep_open(now, kind, chosen, (st.context.url, key, ""))


def _open(now: Snapshot, kind: str, chosen: int | None, where: tuple[Any, str, str], cards: bool) -> None:
    """Opens what was clicked at this place (page, table, widget)."""
    if chosen is not None and kind == "partners":
        address.go_to_partner(now, chosen)
    if cards:
        _keep_open(now, kind, chosen, where)
    elif chosen is not None:
        with st.container(border=True):
            card.body(now, kind, chosen)


def _keep_open(now: Snapshot, kind: str, chosen: int | None, where: tuple[Any, str, str]) -> None:
    """Opens the card; it stays open while the workbook is read anew, wherever its row has gone."""
    if chosen is not None:
        frame = now.frames[kind]
        st.session_state[OPEN] = (*where, int(frame["tab"].iloc[chosen]), int(frame["row"].iloc[chosen]))
    page_of, key, _, tab, row = st.session_state.get(OPEN, (None,) * 5)
    if (page_of, key) == where[:2]:
        number = place.number_at(now, kind, tab, row)
        if number is not None:
            card.show(now, kind, number, on_close=partial(_closed, where[2]))


def _closed(widget: str) -> None:
    """The card was closed: nothing is open, and the row loses its mark, so that a click on it opens it again."""
    st.session_state.pop(OPEN, None)
    if widget:
        st.session_state[widget] = NOTHING


def _found(now: Snapshot, kind: str, numbers: np.ndarray, sought: str) -> np.ndarray:
    words = fold(sought).split()
    if not words:
        return numbers
    texts = shelf.once(now, ("texts", kind), partial(_texts, kind=kind), ahead=False)
    return np.array([n for n in numbers if all(word in texts[n] for word in words)], dtype=np.int64)


def _texts(now: Snapshot, kind: str) -> list[str]:
    """What staff see in each record, folded, in the order of the kind's frame: what a search looks through."""
    return [
        " ".join(fold(text) for text in cells if text)
        for table in now.tables_of(kind)
        for cells in (zip(*table.texts.values(), strict=True) if table.texts else [()] * len(table.frame))
    ]
