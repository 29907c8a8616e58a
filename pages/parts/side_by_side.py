"""The directions side by side, on one scale: a card each, which leads to the direction's own page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from charts import directions, metrics_events, metrics_partners
from charts.metrics_directions import compared
from charts.narrowed import Narrowed
from pages.parts import charts, figures, filters, shelf
from pages.parts.direction import color_of
from pages.parts.words import number, percent, say, score

KEY = "directions.cards"


def show(narrowed: Narrowed) -> None:
    """The directions' cards, their activity on one scale, reach, media, and the matrix of partner types."""
    cards(narrowed)
    charts.draw(narrowed, "directions.activity", metrics_events.activity, directions.over_time)
    left, right = st.columns(2)
    with left:
        charts.draw(narrowed, "directions.matrix", metrics_partners.type_matrix, directions.matrix)
    with right:
        charts.draw(narrowed, "directions.people", metrics_events.reach_by_direction, directions.reach_by_direction)
        charts.draw(narrowed, "directions.media", metrics_events.media, directions.media_by_direction)


def cards(narrowed: Narrowed) -> None:
    """Draws a card a direction: events, their line by month on one scale, partners, people, media, score."""
    dark = st.context.theme.type == "dark"
    drawn = shelf.of(narrowed, ("side by side", dark), partial(_cards, dark=dark))
    figures.component()(key=KEY, data=drawn, on_open_change=_open)


def _open() -> None:
    direction = st.session_state[KEY].open
    if direction:
        filters.choose("direction", [direction])


def _cards(narrowed: Narrowed, dark: bool) -> list[dict[str, Any]]:
    words, chosen = filters.words(narrowed.snapshot), narrowed.selection.directions
    activity = metrics_events.activity(narrowed).values
    lived = (activity["month"].astype("str") <= f"{narrowed.snapshot.today:%Y-%m}").to_numpy()
    top = float(activity["count"].max()) if len(activity) else 0.0
    side = compared(narrowed)
    people = not math.isnan(metrics_events.people_in_all(narrowed, "participants"))
    return [
        {
            "code": key,
            "label": words.brief("directions", key),
            "value": number(float(row["events"])),
            "change": "",
            "tone": "",
            "notes": _notes(row, people=people),
            "points": activity.loc[lived & (activity["direction"] == key).to_numpy(), "count"].astype(float).tolist(),
            "top": top,
            "color": color_of(narrowed, key, dark=dark),
            "framed": True,
            "help": say("directions.open"),
        }
        for key, row in zip(side["direction"].astype("str"), side.to_dict("records"), strict=True)
        if not chosen or key in chosen
    ]


def _notes(row: Mapping[Any, Any], *, people: bool) -> list[str]:
    """A direction's other numbers; what nobody knows is not said: of people, where none of its events does."""
    notes = [say("directions.partners", n=int(row["partners"]))]
    if people and (row["told"] or not row["events"]):
        notes.append(say("directions.people", n=int(row["people"])))
    if not math.isnan(row["media"]):
        notes.append(say("directions.media", share=percent(row["media"])))
    if not math.isnan(row["score"]):
        notes.append(say("directions.score", score=score(row["score"]), n=int(row["answers"])))
    return notes
