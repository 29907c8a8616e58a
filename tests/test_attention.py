"""What needs attention is found, ranked, and leads to its rows; a centre where all is well hears nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from charts.attention import WEIGHTS, Item, attention
from charts.selection import Selection
from pages.parts.words import known
from sheets.records import Finding, Period
from tests.by_hand import grid, read
from tests.samples import PANEL, TODAY, empty_snapshot, sample_snapshot, snapshot_of
from tests.speech import words


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def on(days: int) -> Period:
    return Period(day(days), day(days))


FINE_PARTNER = {"name": "Ліцей", "type": "school", "agreement_kind": "contract", "valid_until": "indefinite"}
FINE_EVENT = {
    "title": "Кар’єра для старшокласників",
    "date": on(-10),
    "directions": ("education", "culture", "social", "economic", "international"),
    "form": "career_guidance",
}
FINE_ANSWER = {"date": day(-5), "c_goals": 5.0}
LINKS = [("events", 0, 0), ("evaluations", 0, 0)]


def found(
    partner: dict[str, Any] | None = None,
    event: dict[str, Any] | None = None,
    answer: dict[str, Any] | None = None,
    more: list[dict[str, Any]] | None = None,
    links: list[tuple[str, int, int]] | None = None,
    findings: tuple[Finding, ...] = (),
) -> dict[str, Item]:
    """What needs attention in a centre where all is well but for this."""
    snapshot = snapshot_of(
        {
            "partners": [FINE_PARTNER | (partner or {})],
            "events": [FINE_EVENT | (event or {}), *(more or [])],
            "evaluations": [FINE_ANSWER | (answer or {})],
        },
        LINKS if links is None else links,
        findings=findings,
    )
    return {item.code: item for item in attention(Selection.default(TODAY, PANEL).narrow(snapshot))}


def test_where_all_is_well_nothing_is_said() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("changes", "code", "kind", "records"),
    [
        ({"partner": {"valid_until": day(-1)}}, "documents-expired", "partners", (0,)),
        ({"partner": {"valid_until": day(0)}}, "documents-ending", "partners", (0,)),
        ({"partner": {"valid_until": day(60)}}, "documents-ending", "partners", (0,)),
        ({"partner": {"agreement_kind": "none", "valid_until": None}}, "events-without-document", "partners", (0,)),
        (
            {"links": [("evaluations", 0, 0)], "answer": {"event": FINE_EVENT["title"]}},
            "silent-partners",
            "partners",
            (0,),
        ),
        ({"event": {"directions": ("culture",)}}, "empty-direction", "events", ()),
        ({"more": [FINE_EVENT | {"date": on(-3), "status": "planned"}]}, "planned-not-held", "events", (1,)),
        ({"links": [("events", 0, 0)]}, "held-not-evaluated", "events", (0,)),
        ({"answer": {"date": day(-11)}}, "held-not-evaluated", "events", (0,)),
        ({"answer": {"c_goals": 2.0}}, "low-criterion", "evaluations", (0,)),
        ({"event": {"form": "concert"}}, "no-career-guidance", "events", ()),
        ({"event": {"title": "Казка"}}, "nothing-for-older", "events", ()),
    ],
)
def test_a_trouble_is_found_with_its_rows(changes: dict, code: str, kind: str, records: tuple[int, ...]) -> None:
    items = found(**changes)
    assert list(items) == [code]
    assert (items[code].kind, items[code].records) == (kind, records)


@pytest.mark.parametrize(
    "changes",
    [
        {"partner": {"valid_until": day(61)}},
        {"partner": {"valid_until": day(-1), "status": "ended"}},
        {"answer": {"c_goals": 3.0}},
        {"answer": {"event": FINE_EVENT["title"]}, "links": [("events", 0, 0)]},
        {"more": [FINE_EVENT | {"date": on(3), "status": "planned"}]},
        {"event": {"form": "meeting", "note": "профорієнтаційна екскурсія"}},
    ],
    ids=["ends later", "cooperation ended", "just enough", "evaluated by name", "still ahead", "a note says it"],
)
def test_what_is_in_order_is_not_a_trouble(changes: dict) -> None:
    assert found(**changes) == {}


def test_a_direction_thins_against_the_same_days_before() -> None:
    last_year = [FINE_EVENT | {"date": on(-400 - n), "directions": ("culture",)} for n in range(4)]
    items = found(more=last_year)
    assert list(items) == ["thinning-direction"]
    assert items["thinning-direction"].details == {"direction": "culture", "before": 4}
    assert items["thinning-direction"].records == (0,)


def test_cells_and_tabs_not_understood_lead_to_the_findings() -> None:
    error = Finding(code="not-a-date", tab=2, title="Заходи", row=9, field="date", text="колись")
    note = Finding(code="hidden", tab=2, title="Заходи", row=9, severity="note")
    whole = [Finding(code=code, tab=3, title="анкети", severity="error") for code in ("header-not-found", "matrix")]
    items = found(findings=(error, note, *whole))
    assert {code: (item.count, item.kind) for code, item in items.items()} == {
        "cells-not-understood": (1, ""),
        "tabs-not-read": (2, ""),
    }


def test_a_sheet_that_keeps_no_forms_is_not_said_to_have_no_career_guidance() -> None:
    rows = [["Назва заходу", "Дата проведення", "Напрям", "Партнери"], ["Казка", TODAY, "освітнє", "Музей"]]
    items = attention(Selection.default(TODAY, PANEL).narrow(read(grid(rows))))
    assert "no-career-guidance" not in {item.code for item in items}


def test_the_list_is_ranked_and_cut() -> None:
    narrowed = Selection.default(TODAY, PANEL).narrow(sample_snapshot())
    whole = attention(narrowed)
    weights = [item.weight for item in whole]
    assert weights == sorted(weights, reverse=True) and len(whole) > 3
    assert attention(narrowed, 3) == whole[:3]


def test_an_empty_workbook_needs_no_attention() -> None:
    assert attention(Selection.default(TODAY, PANEL).narrow(empty_snapshot())) == ()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_line_is_said_in_both_languages(language: str) -> None:
    say = words(PANEL, language)
    items = attention(Selection.default(TODAY, PANEL).narrow(sample_snapshot()))
    assert items
    for item in items:
        details = dict(item.details)
        if "direction" in details:
            details["direction"] = say.label("directions", details["direction"])
        assert str(item.count) in say(f"attention.{item.code}", n=item.count, **details).replace("\u00a0", "")


def test_every_line_has_words_and_a_weight_of_its_own() -> None:
    assert [code for code in WEIGHTS if not known(f"attention.{code}")] == []
    assert len(set(WEIGHTS.values())) == len(WEIGHTS)
