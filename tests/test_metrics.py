"""Every figure against an independent way of computing it: plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charts import metrics, spans
from charts import metrics_directions as of_directions
from charts import metrics_evaluations as of_evaluations
from charts import metrics_events as of_events
from charts import metrics_partners as of_partners
from charts import metrics_plan as of_plan
from charts.counted import Counted
from charts.narrowed import Narrowed
from charts.selection import Selection
from sheets.records import Inexact, Period
from tests.plain import CRITERIA, Plain
from tests.samples import PANEL, TODAY, empty_snapshot, snapshot_of


def choices(vocabulary: str, most: int = 5) -> st.SearchStrategy:
    return st.none() | st.sampled_from(list(PANEL.vocabularies[vocabulary].choices)[:most])


directions = st.lists(st.sampled_from(list(PANEL.vocabularies["directions"].choices)), max_size=3, unique=True).map(
    tuple
)
a_day = st.dates(dt.date(2024, 8, 1), dt.date(2026, 9, 30))
people = st.none() | st.integers(0, 300).map(float) | st.just(Inexact("about", 40, 40))


@st.composite
def periods(draw: st.DrawFn) -> Period | None:
    start = draw(st.none() | a_day)
    if start is None:
        return None
    length = draw(st.sampled_from([0, 0, 0, 3, 40, 270]))
    precision = draw(st.sampled_from(["semester", "school_year", "season"])) if length > 30 else "range"
    return Period(start, start + dt.timedelta(days=length), precision if length else "day")


events = st.fixed_dictionaries(
    {
        "title": st.just("Захід"),
        "date": periods(),
        "directions": directions,
        "form": choices("forms"),
        "level": choices("levels"),
        "status": choices("event_status"),
        "participants": people,
        "children": people,
        "adults": people,
        "inclusive_children": people,
        "volunteers": people,
        "funds": st.none() | st.integers(0, 9000).map(lambda n: n / 2) | st.just(Inexact("least", 10, 10)),
        "media_covered": st.none() | st.booleans(),
        "media_links": st.sampled_from([(), ("https://example.org",)]),
    }
)
partners = st.fixed_dictionaries(
    {
        "name": st.just("Партнер"),
        "type": choices("types"),
        "directions": directions,
        "agreement_kind": choices("agreements"),
        "agreement_date": st.none() | a_day,
        "valid_until": st.none() | a_day | st.just("indefinite"),
        "status": choices("partner_status"),
        "service": choices("services"),
    }
)
answers = st.fixed_dictionaries(
    {
        "date": st.none() | a_day,
        "respondent_group": choices("respondents"),
        **{key: st.none() | st.integers(1, 5).map(float) for key in CRITERIA},
    }
)
plan_rows = st.fixed_dictionaries(
    {"partner_type": choices("types"), "timing": periods(), "done": st.none() | st.booleans()}
)


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[Plain, Narrowed]:
    records = {
        "partners": draw(st.lists(partners, min_size=1, max_size=6)),
        "events": draw(st.lists(events, max_size=14)),
        "evaluations": draw(st.lists(answers, max_size=10)),
        "plan": draw(st.lists(plan_rows, max_size=5)),
    }
    pairs = {
        (kind, record, draw(st.integers(0, len(records["partners"]) - 1)))
        for kind in ("events", "evaluations", "plan")
        for record in range(len(records[kind]))
        for _ in range(draw(st.integers(0, 2)))
    }
    links = sorted(pairs)
    kind = draw(st.sampled_from(spans.KINDS[:5]))
    span = spans.around(draw(a_day), kind, PANEL.school_year)
    snapshot = snapshot_of(records, links)
    plain = Plain(records, links, span.start, span.end, TODAY)
    return plain, Selection(span=span).narrow(snapshot)


same = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def counts(counted: Counted, *keys: str, value: str = "count") -> dict:
    """The frame of a metric as {key: value}, without its empty squares."""
    frame = counted.values
    names = list(zip(*(frame[key].astype(str) for key in keys), strict=True)) if len(keys) > 1 else frame[keys[0]]
    return {key: amount for key, amount in zip(names, frame[value], strict=True) if amount}


@same
@given(workbooks())
def test_events_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    assert narrowed.events.tolist() == plain.selected()
    assert narrowed.happened.tolist() == [number for number, _ in plain.held()]
    assert counts(of_events.events_by_direction(narrowed), "direction") == plain.by_direction()
    assert counts(of_events.events_by_month(narrowed), "month") == plain.by_month()
    assert counts(of_events.activity(narrowed), "direction", "month") == plain.activity()
    assert counts(of_events.events_by_form(narrowed), "form") == plain.by("form")
    assert counts(of_events.events_by_level(narrowed), "level") == plain.by("level")
    assert counts(of_partners.type_matrix(narrowed), "type", "direction") == plain.matrix()


@same
@given(workbooks())
def test_people_money_and_media_are_summed_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    reach = of_events.reach(narrowed).values.set_index("who")
    for who in of_events.PEOPLE:
        assert reach.loc[who, "people"] == plain.reach(who)
        assert reach.loc[who, "inexact"] == plain.inexact(who)
    figures = {figure.code: figure for figure in metrics.key_figures(narrowed)}
    assert figures["funds"].value == plain.funds()
    assert figures["people"].value == plain.reach("participants")
    covered = of_events.media(narrowed).values.set_index("direction")["covered"]
    assert {key: n for key, n in covered.items() if n} == plain.covered()


@same
@given(workbooks())
def test_partners_and_documents_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    active = of_partners.active_partners(narrowed).values
    assert dict(zip(active["partner"], active["count"], strict=True)) == plain.active()
    assert counts(of_partners.documents(narrowed), "state") == plain.documents()
    assert set(of_partners.silent_partners(narrowed).records.tolist()) == plain.silent()
    states = plain.documents()
    known = sum(states.values()) - states["unclear"]
    share = of_partners.covered_share(narrowed).values["share"].iloc[0]
    expected = (states["in_force"] + states["ending"]) / known if known else math.nan
    assert share == pytest.approx(expected, nan_ok=True)


@same
@given(workbooks())
def test_scores_are_averaged_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    whole = of_evaluations.criteria(narrowed).values.set_index("criterion")
    by_group = of_evaluations.criteria_by_group(narrowed).values.set_index(["criterion", "group"])
    for key in CRITERIA:
        check_score(whole.loc[key], plain.criterion(key))
        for group in PANEL.vocabularies["respondents"].choices:
            check_score(by_group.loc[(key, group)], plain.criterion(key, group))
    mean, n = of_evaluations.mean_score(narrowed)
    expected = plain.score()
    assert mean == pytest.approx(math.nan if expected is None else expected, nan_ok=True)


def check_score(found, expected) -> None:
    if expected is None:
        assert found["n"] == 0 and math.isnan(found["mean"])
    else:
        assert (found["mean"], found["spread"], found["n"]) == pytest.approx(expected, nan_ok=True)


@same
@given(workbooks())
def test_plan_rows_are_judged_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    states = of_plan.plan_states(narrowed)
    assert narrowed.plan.tolist() == [number for number, _ in plain.planned()]
    assert [states.keys[code] for code in states.codes] == plain.plan_states()


METRICS = [
    of_events.events_by_month,
    of_events.events_by_direction,
    of_events.activity,
    of_events.events_by_form,
    of_events.events_by_level,
    of_events.events_by_responsible,
    of_events.events_by_service,
    of_events.states,
    of_events.reach,
    of_events.reach_by_direction,
    of_events.reach_by_month,
    of_events.media,
    of_partners.partners_by_direction,
    of_partners.partners_by_type,
    of_partners.type_matrix,
    of_partners.documents,
    of_partners.covered_share,
    of_evaluations.criteria,
    of_evaluations.criteria_by_direction,
    of_evaluations.criteria_by_group,
    of_plan.plan_by_type,
    of_plan.plan_by_direction,
    of_plan.unplanned,
]
UNIVERSE = {"events": "happened", "partners": "partners", "evaluations": "evaluations", "plan": "plan"}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.__name__)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=workbooks())
def test_every_record_is_counted_or_said_to_be_left_out(metric, made: tuple[Plain, Narrowed]) -> None:
    _, narrowed = made
    counted = metric(narrowed)
    whole = set(getattr(narrowed, UNIVERSE[counted.kind]).tolist())
    if metric is of_events.states:
        whole = set(narrowed.events.tolist())
    if counted.kind == "partners":
        whole = set(of_partners.standing(narrowed).tolist())
    if metric is of_plan.unplanned:
        answered = {int(n) for row in narrowed.plan for n in of_plan.answers_to(narrowed, int(row))}
        whole -= answered
    told = set(counted.rows.tolist()) | set(counted.uncounted.rows.tolist())
    assert told == whole


@same
@given(workbooks())
def test_a_square_opens_as_many_rows_as_it_counts(made: tuple[Plain, Narrowed]) -> None:
    _, narrowed = made
    for counted in (of_events.activity(narrowed), of_partners.type_matrix(narrowed), of_events.states(narrowed)):
        names = list(counted.places)
        for line in counted.values.to_dict("records"):
            picked = {name: line[name] for name in names}
            assert len(counted.rows_of(**picked)) == line["count"]


def test_a_click_may_carry_more_than_the_dimensions() -> None:
    counted = Counted(kind="events", values=empty_snapshot().frames["events"], records=np.array([3, 1]), places={})
    assert counted.rows_of(vlPoint="x").tolist() == [1, 3]


def test_an_event_named_in_words_only_belongs_to_no_month() -> None:
    whole_year = Period(dt.date(2025, 9, 1), dt.date(2026, 5, 31), "school_year")
    snapshot = snapshot_of({"events": [{"title": "Гурток", "date": whole_year, "directions": ("culture",)}]})
    narrowed = Selection.default(TODAY, PANEL).narrow(snapshot)
    by_month = of_events.events_by_month(narrowed)
    assert by_month.values["count"].sum() == 0
    assert {why: rows.tolist() for why, rows in by_month.uncounted.by_reason().items()} == {"no-month": [0]}


def test_sub_activities_follow_form_and_partner_type() -> None:
    day = Period(TODAY, TODAY)
    records = {
        "partners": [{"name": "ЗВО", "type": "university"}],
        "events": [
            {"title": "Студенти", "date": day, "directions": ("education",), "form": "volunteering"},
            {"title": "Без партнера", "date": day, "directions": ("education",), "form": "volunteering"},
        ],
    }
    narrowed = Selection.default(TODAY, PANEL).narrow(snapshot_of(records, [("events", 0, 0)]))
    activities = of_directions.activities(narrowed, "education")
    assert counts(activities, "activity") == {"students": 1}
    assert activities.rows_of(activity="students").tolist() == [0]


def test_key_figures_compare_with_the_same_days_a_year_before() -> None:
    held = [dt.date(2025, 9, 10), dt.date(2026, 5, 1), dt.date(2024, 9, 10), dt.date(2025, 5, 14), dt.date(2025, 5, 15)]
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(day, day)} for day in held]})
    figures = metrics.key_figures(Selection.default(TODAY, PANEL).narrow(snapshot))
    assert [figure.code for figure in figures] == ["events", "partners", "people", "documents", "funds", "score"]
    assert (figures[0].value, figures[0].before, figures[0].change) == (2, 2, 0)
    assert [month for month, _ in figures[0].months] == list(spans.months_within(Selection.default(TODAY, PANEL).span))[
        :9
    ]


def test_a_sheet_begun_this_year_has_nothing_to_compare_with() -> None:
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(TODAY, TODAY)}]})
    figures = metrics.key_figures(Selection.default(TODAY, PANEL).narrow(snapshot))
    assert all(math.isnan(figure.before) for figure in figures)


def test_a_chosen_state_is_shown_whatever_became_of_the_event() -> None:
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(TODAY, TODAY), "status": "cancelled"}]})
    selection = Selection.default(TODAY, PANEL)
    assert len(selection.narrow(snapshot).happened) == 0
    assert len(replace(selection, status=("cancelled",)).narrow(snapshot).happened) == 1
