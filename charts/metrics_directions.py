"""One direction told on a page, and the five beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.columns import Array, Codes
from charts.counted import Counted, tally
from charts.facts import Facts
from charts.metrics_evaluations import mean_score
from charts.metrics_events import events_by_direction, media, reach_by_direction
from charts.metrics_partners import partners_by_direction
from charts.narrowed import Narrowed

SCHOOLS = ("school", "preschool", "college", "university")
ARTS = ("art_school", "library", "museum", "theatre", "culture_institution")


@dataclass(frozen=True, slots=True)
class Activity:
    """A sub-activity of a direction: what an event must be, to be one. Nothing given: anything."""

    key: str
    direction: str
    forms: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    inclusive: bool = False


# The activities that the centre's own text names under each direction (domain.md, 1.1), by form and partner type.
ACTIVITIES = (
    Activity("joint_projects", "education", ("joint_project",), SCHOOLS),
    Activity("courses", "education", ("course", "training", "seminar", "master_class"), SCHOOLS),
    Activity("students", "education", ("volunteering",), ("university", "college")),
    Activity("with_culture", "culture", ("master_class", "festival", "exhibition", "concert"), ARTS),
    Activity("creative_meetings", "culture", ("meeting", "lecture")),
    Activity("exchange", "culture", ("exchange", "seminar")),
    Activity("contests", "culture", ("contest", "festival", "exhibition")),
    Activity("social_projects", "social", ("joint_project",), ("ngo",)),
    Activity("charity", "social", ("charity", "patronage")),
    Activity("campaigns", "social", ("action",)),
    Activity("volunteering", "social", ("volunteering",)),
    Activity("inclusion", "social", inclusive=True),
    Activity("business_support", "economic", types=("business", "it_company")),
    Activity("career_guidance", "economic", ("career_guidance",)),
    Activity("international_projects", "international", ("joint_project", "exchange")),
    Activity("foreign_partners", "international", types=("foreign",)),
)


def activities(narrowed: Narrowed, direction: str) -> Counted:
    """A direction's sub-activities with their events; the empty ones stay. Frame: activity, count."""
    facts = narrowed.facts
    events = narrowed.happened[_of_direction(facts, narrowed.happened, direction)]
    named = [activity for activity in ACTIVITIES if activity.direction == direction]
    found = [events[_is(facts, events, activity)] for activity in named]
    codes = np.repeat(np.arange(len(named)), [len(rows) for rows in found])
    records = np.concatenate(found) if found else events[:0]
    return tally("events", records, {"activity": Codes(codes, tuple(a.key for a in named))}, whole=True)


def _of_direction(facts: Facts, events: Array, direction: str) -> Array:
    if direction not in facts.directions:
        return np.zeros(len(events), dtype=bool)
    return facts.events.directions[events, facts.directions.index(direction)]


def _is(facts: Facts, events: Array, activity: Activity) -> Array:
    found = np.ones(len(events), dtype=bool)
    if activity.forms:
        form = facts.events.form
        found &= np.isin(form.codes[events], [form.place(key) for key in activity.forms])
    if activity.types:
        columns = [at for at, key in enumerate(facts.partners.type.keys) if key in activity.types]
        found &= facts.events.types[events][:, columns].any(axis=1)
    if activity.inclusive:
        found &= facts.events.inclusive[events]
    return found


def compared(narrowed: Narrowed) -> pd.DataFrame:
    """The directions side by side. Frame: direction, events, partners, people, told (events that say how many),
    children, media (share), score, answers."""
    people = reach_by_direction(narrowed).values
    by_direction = {key: mean_score(narrowed, direction=key) for key in narrowed.facts.directions}
    return pd.DataFrame(
        {
            "direction": people["direction"],
            "events": events_by_direction(narrowed).values["count"],
            "partners": partners_by_direction(narrowed).values["count"],
            "people": people["participants"],
            "told": people["count"],
            "children": people["children"],
            "media": media(narrowed).values["share"],
            "score": [score for score, _ in by_direction.values()],
            "answers": [n for _, n in by_direction.values()],
        }
    )
