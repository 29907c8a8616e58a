"""Figures at the head of a page: a number, its change against the same days a year ago, its line by month. A click
opens the rows behind it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from charts.metrics import Figure, key_figures
from charts.narrowed import Narrowed
from charts.rounding import rounded
from pages.parts import rows, shelf
from pages.parts.words import known, money, number, percent, say, score

HERE = Path(__file__).parent
MILLION = 1_000_000  # from here on a sum is said in millions: a card is narrow
Figures = Callable[[Narrowed], Sequence[Figure]]


def cards(narrowed: Narrowed, key: str, figures: Figures = key_figures, *, color: str = "") -> None:
    """Draws these figures of the selection as cards side by side, two in a row on a phone; their lines in `color`."""
    drawn = shelf.of(narrowed, ("figures", key, color), partial(_cards, figures=figures, color=color))
    component()(key=key, data=drawn, on_open_change=lambda: opened(key))
    for code in (card["code"] for card in drawn):
        if rows.asked(f"{key}.{code}"):
            _drawer(narrowed, f"{key}.{code}", next(f for f in figures(narrowed) if f.code == code))


@cache
def component() -> Any:
    """One component for all cards: Streamlit's own metric can't be tapped, and its line has no name for a screen
    reader."""
    return st.components.v2.component(
        "panel.figures",
        html='<div class="figures"></div>\n',
        css=(HERE / "figures.css").read_text(encoding="utf-8"),
        js=(HERE / "figures.js").read_text(encoding="utf-8"),
    )


def opened(key: str) -> None:
    """A card of the component with this key was tapped: its rows are asked for."""
    code = st.session_state[key].open
    if code:
        rows.ask(f"{key}.{code}")


def _drawer(narrowed: Narrowed, key: str, figure: Figure) -> None:
    counted = figure.counted
    title = f"{say(f'figure.{figure.code}')}: {said(figure.value, figure.unit)}"
    rows.drawer(narrowed.snapshot, key, title, counted.kind, counted.rows, counted.uncounted)


def _cards(narrowed: Narrowed, figures: Figures, color: str) -> list[dict[str, Any]]:
    return [_card(figure) | {"color": color} for figure in figures(narrowed)]


def _card(figure: Figure) -> dict[str, Any]:
    change, tone = _change(figure)
    return {
        "code": figure.code,
        "label": say(f"figure.{figure.code}"),
        "value": said(figure.value, figure.unit),
        "change": change,
        "tone": tone,
        "notes": _notes(figure),
        "points": [] if math.isnan(figure.value) else [_point(value) for _, value in figure.months],
        "help": say("chart.rows"),
    }


def _point(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _change(figure: Figure) -> tuple[str, str]:
    """The change in words, and whether it goes up or down; nothing of what nobody knows now."""
    if math.isnan(figure.value):
        return "", ""
    if math.isnan(figure.before):
        return say("figure.no_past"), ""
    change = round(figure.change, 4)
    if not change:
        return say("figure.same"), ""
    amount = said(abs(change), "points" if figure.unit == "share" else figure.unit)
    return (f"▲ +{amount}", "up") if change > 0 else (f"▼ −{amount}", "down")


def _notes(figure: Figure) -> list[str]:
    """What the number was, and how many rows it leaves out."""
    was = f"figure.was.{figure.code}" if known(f"figure.was.{figure.code}") else "figure.was"
    notes = [] if math.isnan(figure.before) else [say(was, number=said(figure.before, figure.unit))]
    left_out = len(figure.counted.uncounted)
    return [*notes, say("chart.uncounted", n=left_out)] if left_out else notes


def said(value: float, unit: str) -> str:
    """A figure as it is written: '293', '73,2 %', '128 400 ₴', '4,3'; '–' where nothing could be counted."""
    if math.isnan(value):
        return "–"
    match unit:
        case "share":
            return percent(value)
        case "points":
            return say("figure.points", number=number(value * 100, 1))
        case "money" if value >= MILLION:
            return say("figure.millions", number=number(value / MILLION, 2))
        case "money":
            return money(rounded(value, 0))
    return score(value) if unit == "score" else number(value, 0)
