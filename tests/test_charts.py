"""Every picture on an ordinary, an empty, a one-row and a huge snapshot, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from charts import directions, evaluations, events, marks, partners, plan, theme
from charts import metrics_directions as of_directions
from charts import metrics_evaluations as of_evaluations
from charts import metrics_events as of_events
from charts import metrics_partners as of_partners
from charts import metrics_plan as of_plan
from charts.metrics import two_semesters
from charts.narrowed import Narrowed
from charts.selection import Selection
from charts.sent import sent
from charts.words import Words
from tests.samples import PANEL, empty_snapshot, one_row_snapshot, sample_snapshot
from tests.speech import words

SNAPSHOTS = {
    "ordinary": sample_snapshot,
    "empty": empty_snapshot,
    "one row": one_row_snapshot,
    "huge": lambda: sample_snapshot(50_000),
}
Draw = Callable[[Narrowed, Words], Any]


def of(metric: Callable[[Narrowed], Any], chart: Callable[[pd.DataFrame, Words], Any]) -> Draw:
    """A picture of a metric that takes nothing but the selection."""

    def draw(narrowed: Narrowed, say: Words) -> Any:
        made = metric(narrowed)
        return chart(made if isinstance(made, pd.DataFrame) else made.values, say)

    return draw


def of_partner(metric: Callable[[Narrowed, int], Any], chart: Callable[[pd.DataFrame, Words], Any]) -> Draw:
    return of(lambda narrowed: metric(narrowed, 0), chart)


GALLERY: dict[str, Draw] = {
    "over_time": of(of_events.activity, directions.over_time),
    "by_direction": of(of_events.events_by_direction, directions.by_direction),
    "partners_by_direction": of(of_partners.partners_by_direction, directions.partners_by_direction),
    "reach_by_direction": of(of_events.reach_by_direction, directions.reach_by_direction),
    "media_by_direction": of(of_events.media, directions.media_by_direction),
    "matrix": of(of_partners.type_matrix, directions.matrix),
    "activities": of(lambda narrowed: of_directions.activities(narrowed, "culture"), directions.activities),
    "by_type": of(of_partners.partners_by_type, partners.by_type),
    "documents": of(of_partners.documents, partners.documents),
    "most_active": of(of_partners.most_active, partners.most_active),
    "timeline": of_partner(of_partners.timeline, partners.timeline),
    "by_month": of(of_events.events_by_month, events.by_month),
    "reach_by_month": of(of_events.reach_by_month, events.reach_by_month),
    "funds": of(of_events.funds, events.funds),
    "by_form": of(of_events.events_by_form, events.by_form),
    "by_level": of(of_events.events_by_level, events.by_level),
    "by_service": of(of_events.events_by_service, events.by_service),
    "by_responsible": of(of_events.events_by_responsible, events.by_responsible),
    "unplanned": of(of_plan.unplanned, events.unplanned),
    "reach": of(of_events.reach, events.reach),
    "states": of(of_events.states, events.states),
    "calendar_year": of(of_events.calendar, events.calendar_year),
    "calendar_month": lambda narrowed, say: events.calendar_month(of_events.calendar(narrowed).values, "2026-03", say),
    "criteria": of(of_evaluations.criteria, evaluations.criteria),
    "criteria_by_direction": of(of_evaluations.criteria_by_direction, evaluations.by_direction),
    "criteria_by_group": of(of_evaluations.criteria_by_group, evaluations.by_group),
    "against_centre": of_partner(of_evaluations.criteria_of_partner, evaluations.against_centre),
    "change": of(lambda narrowed: of_evaluations.change(*two_semesters(narrowed)), evaluations.change),
    "gaps": of(of_evaluations.gaps, evaluations.gaps),
    "documents_said": of(of_evaluations.documents_said_and_found, evaluations.documents),
    "plan_by_type": of(of_plan.plan_by_type, plan.by_type),
    "plan_by_direction": of(of_plan.plan_by_direction, plan.by_direction),
}


@cache
def narrowed_of(name: str) -> Narrowed:
    snapshot = SNAPSHOTS[name]()
    return Selection.default(snapshot.today, snapshot.panel).narrow(snapshot)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("size", SNAPSHOTS)
@pytest.mark.parametrize("name", GALLERY)
def test_a_picture_is_valid_small_and_told_in_words(name: str, size: str, language: str) -> None:
    chart = GALLERY[name](narrowed_of(size), words(PANEL, language))
    theme.dress(chart, language).to_dict(validate=True)  # raises where Vega-Lite's schema says otherwise
    spec = theme.spec(chart, language)
    datasets = {key: {field for row in rows for field in row} for key, rows in spec["datasets"].items()}
    for data, field in encoded_fields(spec, spec.get("data", {}).get("name")):
        assert field in datasets[data], f"{field} is not in the data"
    slim = sent(spec)
    lean = {key: set(pa.ipc.open_stream(rows).schema.names) for key, rows in slim["datasets"].items()}
    picked = {field for param in spec.get("params", ()) for field in param["select"]["fields"]}
    for data, field in encoded_fields(spec, spec.get("data", {}).get("name")):
        assert field in lean[data], f"{field} is not sent"
    assert picked <= set().union(*lean.values())
    assert ("time" in slim["config"]["locale"]) >= ('"temporal"' in json.dumps(spec))
    assert len(marks.alt_text(chart)) > 10
    assert sum(len(rows) for rows in spec["datasets"].values()) <= 1500, "a chart gets aggregated data, never rows"


def encoded_fields(view: dict[str, Any], data: str | None) -> Iterator[tuple[str, str]]:
    """(dataset, field) for each encoding of a specification and its layers."""
    data = view.get("data", {}).get("name", data)
    for channel in view.get("encoding", {}).values():
        for part in channel if isinstance(channel, list) else [channel]:
            if "field" in part:
                assert data is not None
                yield data, part["field"]
    for layer in view.get("layer", ()):
        yield from encoded_fields(layer, data)


@pytest.mark.parametrize(
    "days, ticks",
    [
        (["2026-05-04"], ["04.05"]),
        (["2026-05-04", "2026-05-06", "2026-05-20"], ["04.05", "20.05"]),
        (["2026-04-20", "2026-05-20"], ["20.04", "20.05"]),
        (["2026-03-20", "2026-05-20"], ["01.04", "01.05"]),
        (["2025-09-03", "2026-06-11"], ["01.10", "01.01", "01.04"]),
        (["2023-09-03", "2026-06-11"], ["01.10", "01.07", "01.04", "01.01"]),
    ],
)
def test_a_line_of_time_has_few_ticks_and_no_two_alike(days: list[str], ticks: list[str]) -> None:
    frame = pd.DataFrame({"event": range(len(days)), "start": pd.to_datetime(days), "people": 1.0})
    chart = partners.timeline(frame.assign(title="Захід", state="held"), words(PANEL, "uk")).to_dict()
    axis = chart["layer"][0]["encoding"]["x"]["axis"]
    assert [f"{tick['date']:02}.{tick['month']:02}" for tick in axis["values"]] == ticks
    assert axis["format"] == ("%b %Y" if all(tick.startswith("01.") for tick in ticks) else "%d.%m.%Y")


def test_a_gap_is_clicked_anywhere_along_it() -> None:
    chart = GALLERY["gaps"](narrowed_of("ordinary"), words(PANEL, "uk")).to_dict()
    target = chart["layer"][-1]  # nothing lies over it
    assert (chart["params"][0]["views"], target["mark"]["cursor"]) == ([target["name"]], "pointer")
    assert target["mark"]["strokeWidth"] >= 20
