"""A selection is said, kept in the address, compared with the year before, and narrows a workbook honestly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import spans
from charts.selection import CHOSEN, Selection
from sheets.records import Finding, Period
from tests.samples import PANEL, TODAY, sample_snapshot, snapshot_of
from tests.speech import words

SETTINGS = PANEL.school_year
DEFAULT = Selection.default(TODAY, PANEL)


@pytest.mark.parametrize(
    ("name", "start", "end", "kind"),
    [
        ("2025-2026", "2025-09-01", "2026-08-31", "school_year"),
        ("2025-2026-1", "2025-09-01", "2025-12-31", "semester"),
        ("2025-2026-2", "2026-01-01", "2026-05-31", "semester"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-q4", "2025-10-01", "2025-12-31", "quarter"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025-09-01..2025-10-15", "2025-09-01", "2025-10-15", "days"),
        ("2025-10-15..2025-09-01", "2025-09-01", "2025-10-15", "days"),
    ],
)
def test_a_span_is_read_by_its_name(name: str, start: str, end: str, kind: str) -> None:
    span = spans.read(name, SETTINGS)
    assert span is not None
    assert (span.kind, str(span.start), str(span.end)) == (kind, start, end)
    assert spans.read(span.name, SETTINGS) == span


@pytest.mark.parametrize(
    "name", ["", "2025-2027", "2025-13", "2025-q5", "2025-02-30..2025-03-01", "0001", "9999", "now", "2025-2026-3"]
)
def test_a_name_that_says_nothing_is_no_span(name: str) -> None:
    assert spans.read(name, SETTINGS) is None


@given(st.dates(dt.date(1995, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(spans.KINDS))
def test_the_span_around_a_day_holds_it_and_is_read_back(day: dt.date, kind: spans.SpanKind) -> None:
    span = spans.around(day, kind, SETTINGS)
    assert day in span or (kind == "semester" and day.month in (6, 7, 8))  # the summer is in no semester
    assert spans.read(span.name, SETTINGS) == span


@given(
    st.dates(dt.date(1995, 1, 1), dt.date(2090, 1, 1)),
    st.sampled_from(spans.KINDS),
    st.fixed_dictionaries(
        {
            attribute: st.lists(
                st.sampled_from(list(PANEL.vocabularies[vocabulary].choices)) if vocabulary else st.just("Гай М."),
                unique=True,
            )
            for attribute, vocabulary in CHOSEN.values()
        }
    ),
)
def test_an_address_gives_the_selection_back(day: dt.date, kind: spans.SpanKind, chosen: dict[str, list[str]]) -> None:
    ordered = {
        attribute: tuple(key for key in PANEL.vocabularies[vocabulary].choices if key in chosen[attribute])
        if vocabulary
        else tuple(chosen[attribute])
        for attribute, vocabulary in CHOSEN.values()
    }
    selection = Selection(span=spans.around(day, kind, SETTINGS), **ordered)
    assert Selection.from_params(selection.to_params(TODAY, PANEL), TODAY, PANEL) == selection


def test_a_cleared_selection_says_nothing_in_the_address() -> None:
    assert DEFAULT.to_params(TODAY, PANEL) == {}


@pytest.mark.parametrize(
    "params",
    [
        {"period": "next"},
        {"period": ["2025-99"]},
        {"direction": "магія"},
        {"type": ["?"], "status": ""},
        {"other": "x"},
    ],
)
def test_what_an_address_says_and_nobody_knows_falls_back(params: dict) -> None:
    assert Selection.from_params(params, TODAY, PANEL) == DEFAULT


@pytest.mark.parametrize(
    ("name", "today", "start", "end"),
    [
        ("2025-2026", "2026-05-14", "2024-09-01", "2025-05-14"),
        ("2024-2025", "2026-05-14", "2023-09-01", "2024-08-31"),
        ("2025-2026-2", "2026-05-14", "2025-01-01", "2025-05-14"),
        ("2026-05", "2026-05-14", "2025-05-01", "2025-05-14"),
        ("2026-q2", "2026-05-14", "2025-04-01", "2025-05-14"),
        ("2024-02-29..2024-02-29", "2026-05-14", "2023-02-28", "2023-02-28"),
        ("2026-2027", "2026-05-14", "2025-09-01", "2026-08-31"),
        ("2023-01-01..2024-12-31", "2026-05-14", "2020-12-31", "2022-12-31"),
    ],
)
def test_the_comparison_is_with_the_same_days_before(name: str, today: str, start: str, end: str) -> None:
    span = spans.read(name, SETTINGS)
    assert span is not None
    previous = replace(DEFAULT, span=span, directions=("culture",)).previous(dt.date.fromisoformat(today))
    assert (str(previous.span.start), str(previous.span.end)) == (start, end)
    assert previous.directions == ("culture",)


def described(selection: Selection, language: str, **kwargs) -> str:
    return selection.describe(words(PANEL, language), **kwargs)


def test_a_selection_is_said_in_a_sentence() -> None:
    held = [Period(dt.date(2025, 10, day), dt.date(2025, 10, day)) for day in (1, 2)]
    records = [{"title": "Захід", "directions": ("culture",), "date": date} for date in [*held, None]]
    semester = replace(DEFAULT, span=spans.semester("2025/2026", 1, SETTINGS), directions=("culture",))
    narrowed = semester.narrow(snapshot_of({"events": records}))
    assert (
        described(semester, "uk", narrowed=narrowed)
        == "Культурне та мистецьке співробітництво, I семестр 2025/2026, 2 заходи з 3 рядків"
    )
    assert (
        described(semester, "en", narrowed=narrowed)
        == "Cultural and artistic cooperation, semester I, 2025/2026, 2 events of 3 rows"
    )


@pytest.mark.parametrize(
    ("name", "uk", "en"),
    [
        ("2025-2026", "2025/2026 навчальний рік", "school year 2025/2026"),
        ("2025", "2025 рік", "2025"),
        ("2025-q4", "IV квартал 2025 року", "quarter IV, 2025"),
        ("2025-09", "вересень 2025", "September 2025"),
        ("2025-09-01..2025-09-02", "01.09.2025 – 02.09.2025", "1 Sep 2025 – 2 Sep 2025"),
    ],
)
def test_a_span_is_said_in_both_languages(name: str, uk: str, en: str) -> None:
    selection = replace(DEFAULT, span=spans.read(name, SETTINGS))
    assert (described(selection, "uk"), described(selection, "en")) == (uk, en)


def period(start: str, end: str, precision: str = "range") -> Period:
    return Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision)


@pytest.mark.parametrize(
    ("date", "span", "where"),
    [
        (period("2025-12-25", "2026-01-09"), "2025-2026-1", "in"),  # belongs where it begins
        (period("2025-12-25", "2026-01-09"), "2025-2026-2", "out"),
        (period("2025-09-01", "2026-05-31", "school_year"), "2025-2026", "in"),
        (period("2025-09-01", "2026-05-31", "school_year"), "2025-09", "date-too-wide"),
        (period("2025-09-01", "2026-05-31", "school_year"), "2026-03", "date-too-wide"),
        (period("2025-09-01", "2026-05-31", "school_year"), "2024", "out"),
        (period("2025-09-01", "2025-09-30", "month"), "2025-09-10..2025-09-20", "out"),
        (None, "2025-2026", "no-date"),
        (None, "2019", "no-date"),
    ],
)
def test_an_event_is_in_or_out_or_said_to_be_unplaceable(date: Period | None, span: str, where: str) -> None:
    selection = replace(DEFAULT, span=spans.read(span, SETTINGS))
    narrowed = selection.narrow(snapshot_of({"events": [{"title": "Захід", "date": date}]}))
    apart = narrowed.apart["events"].by_reason()
    found = next(iter(apart), "in" if len(narrowed.events) else "out")
    assert found == where


def test_a_date_that_nobody_could_read_is_told_from_a_blank_one() -> None:
    unread = Finding(code="not-a-date", tab=2, title="Заходи", row=3, field="date", text="колись")
    snapshot = snapshot_of({"events": [{"title": "Один"}, {"title": "Два"}]}, findings=(unread,))
    apart = DEFAULT.narrow(snapshot).apart["events"].by_reason()
    assert {why: rows.tolist() for why, rows in apart.items()} == {"date-unread": [1], "no-date": [0]}


@pytest.mark.parametrize(
    ("chosen", "events"),
    [
        ({}, [0, 1, 2]),
        ({"directions": ("culture",)}, [0, 2]),
        ({"directions": ("culture", "social")}, [0, 1, 2]),
        ({"types": ("library",)}, [0]),
        ({"forms": ("concert",)}, [1]),
        ({"levels": ("city",)}, [2]),
        ({"responsible": ("ГАЙ М.",)}, [0, 1]),
        ({"status": ("cancelled",)}, [2]),
        ({"directions": ("culture",), "status": ("held",)}, [0]),
        ({"types": ("museum",)}, []),
    ],
)
def test_each_choice_narrows_the_events(chosen: dict, events: list[int]) -> None:
    day = Period(TODAY, TODAY)
    records = {
        "partners": [{"name": "Бібліотека", "type": "library"}],
        "events": [
            {"title": "А", "date": day, "directions": ("culture", "social"), "responsible": "Гай М."},
            {"title": "Б", "date": day, "directions": ("social",), "form": "concert", "responsible": "гай  м."},
            {"title": "В", "date": day, "directions": ("culture",), "level": "city", "status": "cancelled"},
        ],
    }
    narrowed = replace(DEFAULT, **chosen).narrow(snapshot_of(records, [("events", 0, 0)]))
    assert narrowed.events.tolist() == events
    assert narrowed.frames["events"].index.tolist() == events


def test_the_links_of_a_selection_join_only_selected_records() -> None:
    narrowed = replace(DEFAULT, directions=("culture",)).narrow(sample_snapshot(120))
    assert len(narrowed.links)
    for kind, part in narrowed.links.groupby("kind"):
        assert set(part["record"]) <= set(narrowed.numbers[kind].tolist())
        assert set(part["partner"]) <= set(narrowed.partners.tolist())


def test_narrowing_changes_nothing_in_the_snapshot() -> None:
    snapshot = sample_snapshot(50)
    before = {kind: frame.copy(deep=True) for kind, frame in snapshot.frames.items()}
    narrowed = replace(DEFAULT, types=("school",)).narrow(snapshot)
    assert narrowed.frames["partners"] is not snapshot.frames["partners"]
    for kind, frame in snapshot.frames.items():
        assert frame.equals(before[kind])
