"""Figures in a row: a number, what it is of, and a word beside it; each opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from charts.counted import Counted
from pages.parts import rows
from pages.parts.words import md, say
from sheets.records import Snapshot


@dataclass(frozen=True)
class Tile:
    """A figure: its key on the page, its name, its number in words, a word beside it, and what was counted for it."""

    key: str
    label: str
    value: str
    count: Callable[[], Counted]
    beside: str = ""


def row(now: Snapshot, tiles: Sequence[Tile]) -> None:
    """Draws the figures side by side (on a phone two by two) and opens the rows of the one that was asked."""
    with st.grid(len(tiles), min_column_width=150, gap="small"):
        for tile in tiles:
            with st.container(border=True, gap="small", key=f"tile-{tile.key.replace('.', '-')}"):
                st.metric(md(tile.label), md(tile.value))
                st.button(
                    md(tile.beside or say("tile.rows")),
                    key=f"rows.{tile.key}",
                    type="tertiary",
                    on_click=rows.ask,
                    args=(tile.key,),
                    help=say("chart.rows"),
                )
    for tile in tiles:
        if rows.asked(tile.key):
            counted = tile.count()
            rows.drawer(now, tile.key, tile.label, counted.kind, counted.rows, counted.uncounted)
