"""Figures in a row without a past: a number, what it is of, a word beside it; a tap opens the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from charts.counted import NOTHING_LEFT_OUT, Counted, Uncounted
from charts.narrowed import Narrowed
from pages.parts import figures as cards
from pages.parts import rows, shelf
from pages.parts.words import say


@dataclass(frozen=True)
class Tile:
    """A figure: its name among those of its row, what it is called, its number in words, what was counted for it, and
    a word beside the number."""

    code: str
    label: str
    value: str
    count: Callable[[], Counted]
    beside: str = ""


Figures = Callable[[Narrowed], Sequence[Tile]]


def row(narrowed: Narrowed, key: str, figures: Figures) -> None:
    """Draws the figures of what is selected side by side (two in a row on a phone), and the rows of the one that was
    asked. The key names all that they depend on besides the selection."""
    drawn = shelf.of(narrowed, ("tiles", key), partial(_cards, figures=figures))
    cards.component()(key=key, data=drawn, on_open_change=lambda: cards.opened(key))
    for code in (card["code"] for card in drawn):
        if rows.asked(f"{key}.{code}"):
            tile = next(tile for tile in figures(narrowed) if tile.code == code)
            counted, title = tile.count(), f"{tile.label}: {tile.value}"
            rows.drawer(narrowed.snapshot, f"{key}.{code}", title, counted.kind, counted.rows, counted.uncounted)


def _cards(narrowed: Narrowed, figures: Figures) -> list[dict[str, Any]]:
    return [_card(tile) for tile in figures(narrowed)]


def _card(tile: Tile) -> dict[str, Any]:
    return {
        "code": tile.code,
        "label": tile.label,
        "value": tile.value,
        "change": "",
        "tone": "",
        "notes": [tile.beside] if tile.beside else [],
        "points": [],
        "help": say("chart.rows"),
    }


def of(kind: str, records: np.ndarray, uncounted: Uncounted = NOTHING_LEFT_OUT) -> Counted:
    """These records of a kind, as what stands behind a figure."""
    return Counted(kind=kind, values=pd.DataFrame(), records=records, places={}, uncounted=uncounted)
