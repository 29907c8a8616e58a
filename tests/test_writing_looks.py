"""What a save writes is read as it was meant, in the formats and beside the formulas that the sheet happens to have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused
from sheets.growing import copied
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from tests.places import BOOK, TODAY, Place, Seen, place_of

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
SCORES = ["Спільні цілі", "Сильні сторони", "Документи", "Ролі та обов'язки", "Прозорість", "Звітність"]
ANSWERS: dict[str, list[list[Any]]] = {
    "Оцінювання": [
        ["Дата оцінювання", "Партнер", "Хто оцінює", *SCORES, "Задоволеність, %", "Частка задоволених"],
        *([TODAY - at, f"Ліцей № {at}", "батьки", 4, 5, 3, 4, 5, 4, Seen(0.77, "0%"), "так"] for at in (9, 7, 5, 4)),
        [TODAY - 3, "Ліцей № 3", "педагоги", 3, Seen(TODAY - 9, "dd.mmm"), 3, 4, 5, 4, Seen(0.5, "0%"), "так"],
    ],
}


@pytest.fixture(params=["xlsx", "google"])
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    saving.forget()
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    return str(request.param)


@pytest.fixture
def answers(backend: str, tmp_path: Path) -> Iterator[Place]:
    with place_of(backend, tmp_path, ANSWERS) as found:
        yield found


def read(place: Place, panel: Panel, row: int) -> dict[str, Any]:
    snapshot = read_snapshot(place.open().read(), panel, now=NOW)
    (table,) = [table for tab in snapshot.tabs for table in tab.tables if table.kind == "evaluations"]
    return table.record(row) or {}


def test_a_share_and_a_score_are_read_as_meant_under_percents_and_scores_that_became_days(
    answers: Place, panel: Panel
) -> None:
    values = {"partner": "Музей", "respondent_group": "parents", "c_strengths": 4.0, "satisfaction_pct": 90.0}
    receipt = writing.add(answers.open(), panel, "evaluations", values, actor="Оля", now=NOW)
    assert receipt.row == 7
    assert {key: read(answers, panel, 7)[key] for key in values} == values
    assert answers.rows("Оцінювання")[6][9] == pytest.approx(0.9)
    line = writing.journal(answers.open(), panel)[0]
    assert "Задоволеність, %: 90%" in line.became


def test_a_score_that_the_sheet_made_a_day_can_be_put_right(answers: Place, panel: Panel) -> None:
    snapshot = read_snapshot(answers.open().read(), panel, now=NOW)
    (table,) = [table for tab in snapshot.tabs for table in tab.tables]
    changes = {"c_strengths": 3.5, "satisfaction_pct": 55.0}
    receipt = writing.edit(
        answers.open(), panel, "evaluations", 6, changes, actor="Оля", now=NOW, table=table, snapshot=snapshot
    )
    assert {key: read(answers, panel, 6)[key] for key in changes} == changes
    writing.undo(answers.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert answers.rows("Оцінювання")[5][9] == 0.5


# --- columns of formulas ---


def book_with(**cells: Any) -> dict[str, list[list[Any]]]:
    """The events, with these cells of their last record («H» is the column of formulas, «F» one of typed numbers)."""
    book = deepcopy(BOOK)
    for column, value in cells.items():
        book["Заходи"][5][ord(column) - 65] = value
    return book


FORMULAS = [
    ({}, {"H": "=F7+G7", "F": 12, "G": 5}),
    ({"H": 200}, {"H": "=F7+G7", "F": 12}),  # somebody typed over the formula of the last record
    ({"H": None}, {"H": "=F7+G7", "F": 12}),
    ({"F": "=100+20"}, {"F": 12, "H": "=F7+G7"}),  # one sum among typed numbers is a number
    ({"G": "=F6-40"}, {"G": 5, "F": 12}),  # a formula, but the person says how many
]


@pytest.mark.parametrize(("last", "expected"), FORMULAS)
def test_a_new_row_has_the_formulas_of_its_columns_and_the_numbers_that_were_given(
    backend: str, tmp_path: Path, panel: Panel, last: dict[str, Any], expected: dict[str, Any]
) -> None:
    values = {"title": "Нова", "participants": 12.0, "children": 5.0}
    with place_of(backend, tmp_path, book_with(**last)) as place:
        receipt = writing.add(place.open(), panel, "events", values, actor="Оля", now=NOW)
        row = place.rows("Заходи")[6]
    assert {column: row[ord(column) - 65] for column in expected} == expected
    assert receipt.notes == ()


def test_a_sum_that_somebody_keeps_beside_the_records_is_not_carried_into_a_new_row(
    backend: str, tmp_path: Path, panel: Panel
) -> None:
    book = deepcopy(BOOK)
    book["Заходи"][3] = [*book["Заходи"][3], None, None, "=COUNTA(B4:B6)"]
    with place_of(backend, tmp_path, book) as place:
        writing.add(place.open(), panel, "events", {"title": "Нова"}, actor="Оля", now=NOW)
        rows = place.rows("Заходи")
    assert (rows[6][7], len(rows[6])) == ("=F7+G7", 8)


def test_rows_that_are_added_at_once_all_get_the_formula_that_the_last_record_lacks(
    backend: str, tmp_path: Path, panel: Panel
) -> None:
    records = [("events", {"title": name, "participants": 1.0}) for name in ("Одна", "Друга")]
    with place_of(backend, tmp_path, book_with(H=200)) as place:
        writing.add_many(place.open(), panel, records, actor="Оля", now=NOW)
        rows = place.rows("Заходи")[6:8]
    assert [row[7] for row in rows] == ["=F7+G7", "=F8+G8"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=F5+G5", "=F8+G8"),
        ("=H4+F5", "=H7+F8"),  # a running total speaks of the row above
        ("=F5*$B$1", "=F8*$B$1"),
        ("=F5/F$9", "=F8/F$10"),  # the total below has moved down
        ("=VLOOKUP(A5,'Інша'!A2:B$9,2)", "=VLOOKUP(A8,'Інша'!A5:B$9,2)"),
        ('=F5&"A5"', '=F8&"A5"'),
    ],
)
def test_a_formula_is_copied_as_a_spreadsheet_copies_it(formula: str, expected: str) -> None:
    assert copied(formula, 5, 8, "Заходи") == expected


# --- values that can't be ---

WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"title": None, "participants": 12.0}, {"title": "missing"}),
    ({"title": "-"}, {"title": "missing"}),
    ({"title": "#REF!"}, {"title": "missing"}),
    ({"title": "x", "participants": 12.5}, {"participants": "not-whole"}),
    ({"title": "x", "directions": ("бенкет",)}, {"directions": "unknown-word"}),
    ({"title": "x", "date": dt.date(2062, 1, 1)}, {"date": "far-date"}),
    ({"title": "x", "nobody": 1}, {"nobody": "unknown-field"}),
]


@pytest.mark.parametrize(("values", "codes"), WRONG)
def test_a_value_that_can_not_be_is_refused_in_an_add_and_in_an_edit(
    tmp_path: Path, panel: Panel, values: dict[str, Any], codes: dict[str, str]
) -> None:
    with place_of("paper", tmp_path) as place:
        before = place.rows("Заходи")
        for save in (
            lambda: writing.add(place.open(), panel, "events", values, actor="Оля", now=NOW),
            lambda: writing.edit(
                place.open(), panel, "events", 5, {**values}, {"title": "Хакатон", "participants": 25}, actor="Оля"
            ),
        ):
            with pytest.raises(Refused) as refused:
                save()
            assert (refused.value.code, refused.value.details["fields"]) == ("invalid", codes)
        assert place.rows("Заходи") == before


def test_a_record_with_few_fields_is_saved(tmp_path: Path, panel: Panel) -> None:
    with place_of("paper", tmp_path) as place:
        assert writing.add(place.open(), panel, "events", {"title": "Щось"}, actor="Оля", now=NOW).row == 7
