"""The figures of events: held, ahead, people, money, media; and in words what was counted inexactly."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from charts import metrics_events
from charts.narrowed import Narrowed
from pages.parts import figures as written
from pages.parts import tiles
from pages.parts.tiles import Tile
from pages.parts.words import number, percent, say, say_md


def figures(narrowed: Narrowed) -> tuple[Tile, ...]:
    """Held, still planned, participants, children with special needs, money, told of by the media."""
    held, facts = narrowed.happened, narrowed.facts.events
    asked = held[metrics_events.asked_of_media(narrowed)]
    planned = narrowed.events[facts.state.codes[narrowed.events] == facts.state.place("planned")]
    covered = asked[facts.in_media[asked]]
    funds = metrics_events.funds(narrowed)
    return (
        Tile("held", say("events.held"), number(len(held)), partial(tiles.of, "events", held, narrowed.unplaced)),
        Tile("planned", say("events.planned"), number(len(planned)), partial(tiles.of, "events", planned)),
        _people(narrowed, "participants"),
        _people(narrowed, "inclusive_children"),
        Tile("funds", say("events.funds"), written.said(metrics_events.funds_in_all(narrowed), "money"), lambda: funds),
        Tile(
            "media",
            say("events.media"),
            percent(len(covered) / len(asked)) if len(asked) else "–",
            partial(tiles.of, "events", covered),
            say("events.of", n=len(asked)) if len(asked) else "",
        ),
    )


def say_inexact(narrowed: Narrowed) -> None:
    """How many events say their people inexactly, and how many people that is at least: never in the sums."""
    reach = metrics_events.reach(narrowed).values.set_index("who")
    inexact, at_least = int(reach["inexact"]["participants"]), float(reach["at_least"]["participants"])
    if inexact:
        st.caption(say_md("events.inexact", n=inexact, low=at_least))


def latest_first(narrowed: Narrowed) -> np.ndarray:
    """The selected events, the latest first."""
    starts = narrowed.facts.events.start[narrowed.events]
    return narrowed.events[np.argsort(starts, kind="stable")[::-1]]


def _people(narrowed: Narrowed, who: str) -> Tile:
    people, inexact = metrics_events.people_in_all(narrowed, who), metrics_events.people_of(narrowed, who)[1]
    beside = say("chart.reach.inexact", n=int(inexact.sum())) if inexact.any() else ""
    return Tile(
        who, say(f"who.{who}"), written.said(people, "count"), partial(metrics_events.reach_of, narrowed, who), beside
    )
