"""What all metrics promise: each record is counted or said to be left out, each square opens its rows. Each page's
figures are counted a second time in test_metrics_<page>.py."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from charts import metrics, spans
from charts import metrics_evaluations as of_evaluations
from charts import metrics_events as of_events
from charts import metrics_partners as of_partners
from charts import metrics_plan as of_plan
from charts.counted import Counted
from charts.metrics_directions import compared
from charts.narrowed import Narrowed
from charts.selection import Selection
from pages.parts import figures, side_by_side
from sheets.records import Period
from tests.by_hand import grid, read
from tests.plain import Plain
from tests.samples import PANEL, TODAY, empty_snapshot, snapshot_of
from tests.workbooks import same, workbooks

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
@settings(max_examples=6)
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


def test_key_figures_compare_with_the_same_days_a_year_before() -> None:
    held = [dt.date(2025, 9, 10), dt.date(2026, 5, 1), dt.date(2024, 9, 10), dt.date(2025, 5, 14), dt.date(2025, 5, 15)]
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(day, day)} for day in held]})
    figures = metrics.key_figures(Selection.default(TODAY, PANEL).narrow(snapshot))
    assert [figure.code for figure in figures] == ["events", "partners", "people", "documents", "funds", "score"]
    assert (figures[0].value, figures[0].before, figures[0].change) == (2, 2, 0)
    assert [month for month, _ in figures[0].months] == list(spans.months_within(Selection.default(TODAY, PANEL).span))[
        :9
    ]


@settings(max_examples=40)
@given(made=workbooks())
def test_the_past_of_each_figure_is_what_it_was_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    then = plain.year_before()
    states, score = then.documents(), then.score()
    known = sum(states.values()) - states["unclear"]
    expected = {
        "events": len(list(then.held())),
        "partners": len(then.active()),
        "people": then.reach("participants"),
        "documents": (states["in_force"] + states["ending"]) / known if known else math.nan,
        "funds": then.funds(),
        "score": math.nan if score is None else score,
    }
    began = [event["date"].start for event in plain.records["events"] if event["date"]]
    reaches_back = any(day <= then.start for day in began)  # then nobody doubts that the sheet has a past
    for figure in metrics.key_figures(narrowed):
        if reaches_back or not math.isnan(figure.before):
            assert figure.before == pytest.approx(expected[figure.code], nan_ok=True), figure.code


def test_a_sheet_begun_this_year_has_nothing_to_compare_with() -> None:
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(TODAY, TODAY)}]})
    figures = metrics.key_figures(Selection.default(TODAY, PANEL).narrow(snapshot))
    assert all(math.isnan(figure.before) for figure in figures)


def test_a_chosen_state_is_shown_whatever_became_of_the_event() -> None:
    snapshot = snapshot_of({"events": [{"title": "Захід", "date": Period(TODAY, TODAY), "status": "cancelled"}]})
    selection = Selection.default(TODAY, PANEL)
    assert len(selection.narrow(snapshot).happened) == 0
    assert len(replace(selection, status=("cancelled",)).narrow(snapshot).happened) == 1


def test_an_event_whose_state_nobody_can_read_is_not_counted_as_held_and_that_is_told() -> None:
    sheet = grid([[*EVENTS, "Стан"], *([*EVENT, state] for state in ("проведено", "зірвалося", None))])
    narrowed = Selection.default(TODAY, PANEL).narrow(read(sheet))
    assert narrowed.happened.tolist() == [0, 2]
    figure = metrics.key_figures(narrowed)[0]
    assert (figure.code, figure.value) == ("events", 2)
    told = {"state-unread": [1]}
    for counted in (figure.counted, of_events.states(narrowed), of_events.calendar(narrowed)):
        assert {why: rows.tolist() for why, rows in counted.uncounted.by_reason().items()} == told


def test_all_who_answered_are_counted_whoever_they_said_they_are() -> None:
    answers = [{"date": TODAY, "respondent_group": "pupils", "respondents_count": 12.0}, {"date": TODAY}]
    narrowed = Selection.default(TODAY, PANEL).narrow(snapshot_of({"evaluations": answers}))
    assert of_evaluations.people_asked(narrowed) == 13


def test_a_direction_whose_events_tell_no_number_of_people_says_none() -> None:
    event = {"title": "Захід", "date": Period(TODAY, TODAY)}
    events = [event | {"directions": ("education",)}, event | {"directions": ("culture",), "participants": 20.0}]
    narrowed = Selection.default(TODAY, PANEL).narrow(snapshot_of({"events": events}))
    told = {
        row["direction"]: [note for note in side_by_side._notes(row, people=True) if "учасник" in note]
        for row in compared(narrowed).to_dict("records")
    }
    assert (told["education"], told["culture"], told["social"]) == ([], ["20 учасників"], ["0 учасників"])


def test_what_nobody_knows_now_is_not_held_against_a_year_ago() -> None:
    now = metrics.Figure(code="funds", value=math.nan, before=45_000.0, months=(), unit="money", count=Counted)
    assert figures._change(now) == ("", "")


EVENTS = ["Назва заходу", "Дата проведення", "Напрям", "Партнери"]
EVENT = ["Лекція", dt.date(2026, 4, 1), "освітнє", "Музей"]


@pytest.mark.parametrize(
    "headings, cells, said",
    [
        ([], [], {"people": math.nan, "funds": math.nan}),
        (["Кількість учасників", "Залучено коштів, грн"], [None, None], {"people": 0, "funds": 0}),
        (["з них дітей"], [12], {"people": 12, "funds": math.nan}),
    ],
    ids=["no column", "blank", "children only"],
)
def test_what_the_sheet_has_no_column_for_is_unknown_and_not_nought(headings, cells, said) -> None:
    sheet = grid([[*EVENTS, *headings], [*EVENT, *cells]])
    figures = metrics.key_figures(Selection.default(TODAY, PANEL).narrow(read(sheet)))
    assert {f.code: f.value for f in figures if f.code in said} == pytest.approx(said, nan_ok=True)


def test_a_table_without_a_column_for_the_media_is_left_out_of_their_share() -> None:
    asked = grid([[*EVENTS, "Висвітлення у ЗМІ"], [*EVENT, "так"], ["Тренінг", *EVENT[1:], "ні"]])
    silent = grid([EVENTS, ["Свято", *EVENT[1:]]], "Лист2", gid=2)
    counted = of_events.media(Selection.default(TODAY, PANEL).narrow(read(asked, silent)))
    assert counted.values.set_index("direction").loc["education", "share"] == 0.5
    assert {reason: len(rows) for reason, rows in counted.uncounted.by_reason().items()} == {"no-column": 1}


@pytest.mark.parametrize(
    "said, state",
    [
        ("немає", "missing"),
        ("усна домовленість", "missing"),
        ("Договір № 5 від 03.02.2025", "unclear"),
        ("Договір № 5 від 03.02.2031", "missing"),  # signed later than the day that is looked at
        ("б/н", "unclear"),
    ],
)
def test_one_cell_for_kind_number_and_day_of_a_document_is_understood(said: str, state: str) -> None:
    sheet = grid(
        [
            ["Назва партнера", "Тип партнера", "Напрями партнерства", "Договір (№, дата)"],
            ["Музей", "музей", "культурне", said],
        ]
    )
    counted = of_partners.documents(Selection.default(TODAY, PANEL).narrow(read(sheet)))
    assert dict(zip(counted.values["state"], counted.values["count"], strict=True))[state] == 1


@pytest.mark.parametrize("headings, state", [([], "unclear"), (["Вид документа"], "missing")])
def test_a_partner_lacks_a_document_only_where_the_sheet_keeps_documents(headings: list[str], state: str) -> None:
    sheet = grid(
        [["Назва партнера", "Тип партнера", "Напрями партнерства", *headings], ["Музей", "музей", "культурне"]]
    )
    counted = of_partners.documents(Selection.default(TODAY, PANEL).narrow(read(sheet)))
    assert dict(zip(counted.values["state"], counted.values["count"], strict=True))[state] == 1
