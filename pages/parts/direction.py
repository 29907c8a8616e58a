"""One direction told on a page, in its own colour."""

from __future__ import annotations

import html
from functools import partial

import streamlit as st

from charts import (
    directions,
    evaluations,
    events,
    metrics_directions,
    metrics_evaluations,
    metrics_events,
    metrics_partners,
    partners,
    theme,
)
from charts.narrowed import Narrowed
from pages.parts import charts, figures, filters, partners_table
from pages.parts.words import say


def color_of(narrowed: Narrowed, direction: str, *, dark: bool) -> str:
    """The colour of a direction, the same everywhere; grey for directions beyond the palette."""
    colors = theme.DIRECTIONS[dark]
    return colors[min(narrowed.facts.directions.index(direction), len(colors) - 1)]


def show(narrowed: Narrowed, direction: str) -> None:
    """The direction's figures, months, activities, forms, partner types, reach, scores, and its partners."""
    color = color_of(narrowed, direction, dark=st.context.theme.type == "dark")
    draw = partial(charts.draw, narrowed, color=color)
    _name(narrowed, direction, color)
    figures.cards(narrowed, "directions.figures", color=color)
    left, right = st.columns([3, 2])
    with left:
        draw("directions.months", metrics_events.events_by_month, events.by_month)
        draw("directions.forms", metrics_events.events_by_form, events.by_form)
    with right:
        activities = partial(metrics_directions.activities, direction=direction)
        draw(f"directions.activities.{direction}", activities, directions.activities)
        draw("directions.reach", metrics_events.reach, events.reach)
    left, right = st.columns(2)
    with left:
        draw("directions.types", metrics_partners.partners_by_type, partners.by_type)
    with right:
        draw("directions.criteria", metrics_evaluations.criteria, evaluations.criteria)
    partners_table.show(narrowed)


def _name(narrowed: Narrowed, direction: str, color: str) -> None:
    """The direction's name beside its colour, and the way back to all five."""
    name = html.escape(filters.words(narrowed.snapshot).label("directions", direction))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<h2 style="margin:0;padding:0 0 0 .75rem;border-left:6px solid {color}">{name}</h2>', width="content")
        st.button(
            say("directions.all"),
            icon=":material/grid_view:",
            type="tertiary",
            on_click=filters.choose,
            args=("direction", []),
        )
