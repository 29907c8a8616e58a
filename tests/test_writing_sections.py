"""A new record among sections: it goes under the one that says what it is, and never claims another's direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused
from sheets.receipts import Receipt
from sheets.records import Period
from sheets.schema import Panel
from tests.places import DAY, TODAY, Place, place_of

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
BY_DIRECTION: dict[str, list[list[Any]]] = {
    "Заходи": [
        ["№", "Назва заходу", "Дата проведення", "Партнери", "К-сть учасників"],
        ["Культурне та мистецьке співробітництво"],
        [1, "Свято осені", TODAY - 200, "Музей «Скриня»", 40],
        [2, "Вечір казок", TODAY - 150, "Бібліотека № 2", 25],
        [None, "Разом", None, None, "=SUM(E3:E4)"],
        ["Освітнє партнерство"],
        [1, "Хакатон", TODAY - 100, "IT-школа", 30],
        [2, "Турнір", TODAY - 20, "Ліцей № 3", 50],
        [None, "Разом", None, None, "=SUM(E7:E8)"],
        ["Міжнародна співпраця"],
        [None, "Всього", None, None, "=E5+E9"],
    ],
}
BY_MONTH: dict[str, list[list[Any]]] = {
    "Заходи": [
        ["№", "Назва заходу", "Дата проведення", "Напрям", "Партнери", "К-сть учасників"],
        ["Квітень 2026"],
        [1, "Свято осені", TODAY - 40, "Культура", "Музей «Скриня»", 40],
        ["Травень 2026"],
        [2, "Хакатон", TODAY - 10, "Освітнє", "IT-школа", 30],
        ["Червень 2026"],
        [3, "Табір", TODAY + 25, "Освітнє", "IT-школа", 30],
    ],
}
EVENT = {"title": "Нова", "date": Period(DAY, DAY), "partners": ("Ліцей № 3",), "participants": 12.0}


@pytest.fixture(params=["paper", "xlsx", "google"])
def kind_of_place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    saving.forget()
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    return str(request.param)


@pytest.fixture
def place(kind_of_place: str, tmp_path: Path) -> Iterator[Place]:
    with place_of(kind_of_place, tmp_path, BY_DIRECTION) as found:
        yield found


@pytest.fixture
def months(kind_of_place: str, tmp_path: Path) -> Iterator[Place]:
    with place_of(kind_of_place, tmp_path, BY_MONTH) as found:
        yield found


def add(place: Place, panel: Panel, **values: Any) -> Receipt:
    return writing.add(place.open(), panel, "events", {**EVENT, **values}, actor="Оля", now=NOW)


@pytest.mark.parametrize(("direction", "row", "number"), [("culture", 5, 3), ("education", 9, 3)])
def test_an_add_goes_to_the_end_of_its_own_section_and_its_subtotal_takes_it_in(
    place: Place, panel: Panel, direction: str, row: int, number: int
) -> None:
    receipt = add(place, panel, directions=(direction,))
    rows = place.rows("Заходи")
    assert receipt.row == row
    assert rows[row - 1] == [number, "Нова", TODAY, "Ліцей № 3", 12]
    first = 3 if direction == "culture" else 7
    assert rows[row][4] == f"=SUM(E{first}:E{row})"
    assert rows[-1][4] == {"culture": "=E6+E10", "education": "=E5+E10"}[direction]
    writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert place.rows("Заходи") == BY_DIRECTION["Заходи"]


def test_a_section_without_a_record_yet_gets_its_first_one(place: Place, panel: Panel) -> None:
    assert add(place, panel, directions=("international",)).row == 11
    rows = place.rows("Заходи")
    assert rows[9:11] == [["Міжнародна співпраця"], [1, "Нова", TODAY, "Ліцей № 3", 12]]
    assert rows[11][1] == "Всього"


@pytest.mark.parametrize("directions", [(), ("social",), ("culture", "education")])
def test_an_add_that_no_section_fits_is_refused_with_the_sections(
    place: Place, panel: Panel, directions: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        add(place, panel, directions=directions)
    assert refused.value.code == "needs-section"
    assert refused.value.details["fields"] == ["directions"]
    assert refused.value.details["sections"] == ["Культурне та мистецьке співробітництво", "Освітнє партнерство"]
    assert place.rows("Заходи") == BY_DIRECTION["Заходи"]


def test_an_add_goes_under_the_month_of_its_day(months: Place, panel: Panel) -> None:
    assert add(months, panel, directions=("social",)).row == 6
    assert months.rows("Заходи")[5][1:4] == ["Нова", TODAY, "Громадсько-соціальне партнерство"]
    assert months.rows("Заходи")[6] == ["Червень 2026"]


def test_a_section_that_moves_in_the_very_moment_keeps_its_own(place: Place, panel: Panel) -> None:
    workbook = place.open()

    def before(what: str) -> None:
        if what == "write":
            workbook.before = lambda _: None
            new = {"tab": "Заходи", "row": 3, "values": [9, "Чужа", TODAY, "IT-школа", 5]}
            place.colleague(
                {"insert_row": new}, {"insert_row": {**new, "values": [8, "Ще чужа", TODAY, "IT-школа", 5]}}
            )

    workbook.before = before
    values = {**EVENT, "directions": ("education",)}
    receipt = writing.add(workbook, panel, "events", values, actor="Оля", now=NOW)
    rows = place.rows("Заходи")
    titles = [row[1] if len(row) > 1 else row[0] for row in rows]
    assert receipt.row is not None
    assert titles.index("Освітнє партнерство") < receipt.row - 1 < titles.index("Міжнародна співпраця")
    assert titles.count("Нова") == 1
