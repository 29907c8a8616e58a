"""Figures in a row without a past: a number, what it is of, a word beside it; a tap opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.counted import NOTHING_LEFT_OUT, Counted, Uncounted
from pages.parts import figures, rows
from pages.parts.words import say
from sheets.records import Snapshot


@dataclass(frozen=True)
class Tile:
    """A figure: its name among those of its row, what it is called, its number in words, what was counted for it, and
    a word beside the number."""

    code: str
    label: str
    value: str
    count: Callable[[], Counted]
    beside: str = ""


def row(now: Snapshot, key: str, tiles: Sequence[Tile]) -> None:
    """Draws the figures side by side (two in a row on a phone), and the rows of the one that was asked."""
    figures.component()(key=key, data=[_card(tile) for tile in tiles], on_open_change=lambda: figures.opened(key))
    for tile in tiles:
        if rows.asked(f"{key}.{tile.code}"):
            counted = tile.count()
            title = f"{tile.label}: {tile.value}"
            rows.drawer(now, f"{key}.{tile.code}", title, counted.kind, counted.rows, counted.uncounted)


def _card(tile: Tile) -> dict[str, object]:
    notes = [tile.beside] if tile.beside else []
    return {
        "code": tile.code,
        "label": tile.label,
        "value": tile.value,
        "change": "",
        "tone": "",
        "notes": notes,
        "points": [],
        "help": say("chart.rows"),
    }


def of(kind: str, records: np.ndarray, uncounted: Uncounted = NOTHING_LEFT_OUT) -> Counted:
    """These records of a kind, as what stands behind a figure."""
    return Counted(kind=kind, values=pd.DataFrame(), records=records, places={}, uncounted=uncounted)
