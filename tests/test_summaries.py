"""Tables that add up other records, below them, beside them and in tabs of their own: no record is read from them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.by_hand import grid, read

HEAD = ["№", "Назва заходу", "Дата", "Партнери", "К-сть учасників"]
EVENTS = [[1, "Свято", "12.10.2024", "Ліцей", 20], [2, "Лекція", "13.10.2024", "Музей", 30]]
CRITERIA = ["Спільні цілі", "Сильні сторони", "Документи", "Звітність", "Діалог"]
SCORED = [["Дата", "Партнер", "Хто оцінює", *CRITERIA], ["12.10.2024", "Ліцей", "батьки", 4, 5, 4, 4.5, 5]]
MEANS = [["Ліцей", 4.33, 4.5, 4.25, 3.67, 4.1], ["Музей", 4.1, 4.2, 3.9, 4.67, 4.2]]
COUNTED = [["Освітнє", 5, 120], ["Культурне", 3, 20]]


def rows_read(rows: list[list[Any]], title: str = "Лист1", **more: Any) -> tuple[str, list[int]]:
    (tab,) = read(grid(rows, title, **more)).tabs
    return tab.kind, [int(row) for table in tab.tables for row in table.frame["row"]]


@pytest.mark.parametrize(
    "below",
    [
        [[None, "Напрям", "Кількість заходів", "Учасників"], *([None, *row] for row in COUNTED)],
        [[None, "Підсумок"], [None, "Напрям", "Заходів", "Осіб"], *([None, *row] for row in COUNTED)],
        [["Всього заходів", 2], ["Охоплено дітей", 50]],
    ],
)
def test_figures_below_the_records_are_none(below: list[list[Any]]) -> None:
    assert rows_read([HEAD, *EVENTS, [], *below]) == ("events", [2, 3])


def test_figures_beside_the_records_are_none_and_give_them_nothing() -> None:
    beside = [["Напрям", "Кількість заходів"], ["Освітнє", 5], ["Культурне", 3]]
    rows = [[*left, None, *right] for left, right in zip([HEAD, *EVENTS], beside, strict=True)]
    table = read(grid(rows, "Заходи")).tables[0]
    assert (list(table.frame["row"]), "directions" in table.values) == ([2, 3], False)


def test_means_below_the_scores_are_no_scores() -> None:
    means = [[None, row[0], None, *row[1:]] for row in MEANS]
    assert rows_read([*SCORED, [], [None, "Партнер", None, *CRITERIA], *means]) == ("evaluations", [2])


@pytest.mark.parametrize(
    "rows, title, formulas",
    [
        ([["Партнер", *CRITERIA], *MEANS], "Лист1", []),
        ([["Партнер", "Кількість анкет", *CRITERIA], *([row[0], 7, *row[1:]] for row in MEANS)], "Лист1", []),
        ([["Партнер", *CRITERIA], ["Ліцей", 4, 5, 4, 4, 5]], "Лист1", [f"{letter}2" for letter in "BCDEF"]),
        ([["Партнер", *CRITERIA], ["Ліцей", 4, 5, 4, 4, 5]], "Середні бали", []),
        ([["Критерій", "Ліцей", "Музей"], *([name, 4.5, 4.2] for name in CRITERIA)], "Лист1", []),
    ],
)
def test_means_by_partner_are_a_summary(rows: list[list[Any]], title: str, formulas: list[str]) -> None:
    assert rows_read(rows, title, formulas=formulas) == ("summary", [])


def test_scores_without_a_day_are_records_still() -> None:
    assert rows_read([["Партнер", *CRITERIA], ["Ліцей", 4, 4.5, 4, 3, 5], ["Музей", 4, 5, 3, 4, 5]])[1] == [2, 3]


def test_records_after_a_gap_are_records() -> None:
    later = [[3, "Казки", "14.10.2024", "Музей", 12], [4, "Кількість і якість", "15.10.2024", "Ліцей", 9]]
    assert rows_read([HEAD, *EVENTS, [], *later, [], HEAD, *later])[1] == [2, 3, 5, 6, 9, 10]


@pytest.mark.parametrize("heading", ["Вид роботи", "Що зробили", "Справа"])
@pytest.mark.parametrize("partners", ["Партнери", "З ким"])
def test_an_event_by_any_heading_is_no_partner(heading: str, partners: str) -> None:
    rows = [
        ["№", heading, "Дата", partners, "Відповідальний"],
        [1, "Екскурсія до музею", "12.10.2024", "Музей", "Гай О."],
    ]
    (table,) = read(grid([*rows, [2, "Круглий стіл", "15.10.2024", "Ліцей", "Гай О."]])).tables
    assert (table.kind, table.values["title"]) == ("events", ["Екскурсія до музею", "Круглий стіл"])


@pytest.mark.parametrize(("title", "kind"), [("Зведена", "summary"), ("Розклад", "matrix")])
def test_counts_by_month_and_direction_are_a_summary_where_the_title_says_so(title: str, kind: str) -> None:
    rows = [["Місяць", "Освітнє", "Культурне", "Соціальне"], ["вересень", 1, 2, 0], ["жовтень", 4, 0, 5]]
    assert rows_read(rows, title) == (kind, [])


@pytest.mark.parametrize(
    "head", [["Напрям", "Партнерів", "Заходів", "Охоплено"], ["Партнер", "Заходів", "Волонтерів", "Дітей"]]
)
def test_small_figures_under_headings_of_their_own_are_a_summary(head: list[str]) -> None:
    assert rows_read([head, ["Освітнє", 6, 17, 40], ["Культурне", 9, 13, 25], ["Соціальне", 3, 1, 12]]) == (
        "summary",
        [],
    )
