"""Directions side by side and their sub-activities, against plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given

from charts import metrics_directions as of_directions
from charts.narrowed import Narrowed
from charts.selection import Selection
from sheets.records import Period
from tests.plain import Plain, Record
from tests.samples import PANEL, TODAY, snapshot_of
from tests.workbooks import counts, same, workbooks

SCHOOLS, ARTS = {"school", "preschool", "college", "university"}, {"library", "museum", "theatre", "art_school"}
Is = Callable[[str | None, set[str], Record], bool]  # form, types of partners, event
ACTIVITIES: dict[str, dict[str, Is]] = {
    "education": {
        "joint_projects": lambda form, types, event: form == "joint_project" and bool(types & SCHOOLS),
        "courses": lambda form, types, event: form in ("course", "master_class") and bool(types & SCHOOLS),
        "students": lambda form, types, event: form == "volunteering" and "university" in types,
    },
    "culture": {
        "with_culture": lambda form, types, event: form == "master_class" and bool(types & ARTS),
        "creative_meetings": lambda form, types, event: form == "meeting",
        "exchange": lambda form, types, event: form == "exchange",
        "contests": lambda form, types, event: False,
    },
    "social": {
        "social_projects": lambda form, types, event: False,
        "charity": lambda form, types, event: form == "charity",
        "campaigns": lambda form, types, event: False,
        "volunteering": lambda form, types, event: form == "volunteering",
        "inclusion": lambda form, types, event: bool(event["inclusive"]) or some(event["inclusive_children"]),
    },
    "economic": {
        "business_support": lambda form, types, event: "business" in types,
        "career_guidance": lambda form, types, event: form == "career_guidance",
    },
    "international": {
        "international_projects": lambda form, types, event: form in ("joint_project", "exchange"),
        "foreign_partners": lambda form, types, event: "foreign" in types,
    },
}


def some(said: object) -> bool:
    """Whether an exact number of people is said, and it is not 0."""
    return isinstance(said, float) and said > 0


@same
@given(workbooks())
def test_directions_side_by_side_are_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    side = of_directions.compared(narrowed).set_index("direction")
    for key in PANEL.vocabularies["directions"].choices:
        own = [event for _, event in plain.held() if key in event["directions"]]
        partners = [n for n in plain.standing() if key in plain.records["partners"][n]["directions"]]
        people = sum(plain.people(event, "participants") or 0 for event in own)
        line = side.loc[key]
        assert (line["events"], line["partners"], line["people"]) == (len(own), len(partners), people)
        share, score = plain.covered()[key] / len(own) if own else None, plain.about(key).score()
        assert [line["media"], line["score"]] == pytest.approx([number(share), number(score)], nan_ok=True)


def number(said: float | None) -> float:
    return math.nan if said is None else said


@same
@given(workbooks())
def test_sub_activities_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    for direction, activities in ACTIVITIES.items():
        found = of_directions.activities(narrowed, direction)
        assert list(found.values["activity"]) == list(activities)
        expected = {
            key: [
                n
                for n, event in plain.held()
                if direction in event["directions"] and is_one(event["form"], types_of(plain, n), event)
            ]
            for key, is_one in activities.items()
        }
        assert counts(found, "activity") == {key: len(rows) for key, rows in expected.items() if rows}
        for key, rows in expected.items():
            assert found.rows_of(activity=key).tolist() == rows


def types_of(plain: Plain, number: int) -> set[str]:
    return {plain.records["partners"][p]["type"] for p in plain.partners_of("events", number)} - {None}


@pytest.mark.parametrize("form", ["contest", "festival", "action"])
def test_a_form_beyond_those_that_hypothesis_draws_is_its_activity_too(form: str) -> None:
    event = {"title": "Захід", "date": Period(TODAY, TODAY), "directions": ("culture", "social"), "form": form}
    narrowed = Selection.default(TODAY, PANEL).narrow(snapshot_of({"events": [event]}))
    told = {**counts(of_directions.activities(narrowed, "culture"), "activity")}
    told |= counts(of_directions.activities(narrowed, "social"), "activity")
    assert told == ({"campaigns": 1} if form == "action" else {"contests": 1})
