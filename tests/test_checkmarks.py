"""Directions as columns of marks: headed by their names, or numbered with a legend; tables that only repeat them."""

from __future__ import annotations

from typing import Any

import pytest

from sheets.workbook import Grid
from tests.by_hand import fields, grid, read, records, table_of

DIRECTIONS = ["Освітнє", "Культурне та мистецьке", "Громадсько-соціальне", "Економічне", "Міжнародна співпраця"]
KEYS = ["education", "culture", "social", "economic", "international"]
NAMES = ["Ліцей № 8", "Музей", "ТОВ «Сяйво»"]
MARKS = [["+", None, "+", None, None], [None, "+", None, None, "+"], [None, None, None, "+", None]]
MEANT = [["education", "social"], ["culture", "international"], ["economic"]]
LEGEND = "1 – освітнє, 2 – культурне, 3 – соціальне, 4 – економічне, 5 – міжнародне"


def marked(rows: list[list[Any]], title: str = "Лист1", **more: Any) -> list[Any]:
    """The directions of each record of the one table."""
    table = table_of(grid(rows, title, **more))
    return [record.get("directions", []) for record in records(table).values()]


def rows(head: list[Any], *before: list[Any]) -> list[list[Any]]:
    left = list(before) or [[name] for name in NAMES]
    return [head, *([*first, *marks] for first, marks in zip(left, MARKS, strict=True))]


@pytest.mark.parametrize("title", ["Напрями", "Партнери", "Лист1"])
def test_partners_against_directions_with_marks_only_are_records(title: str) -> None:
    assert marked(rows(["Партнер", *DIRECTIONS]), title) == MEANT


def test_columns_numbered_as_a_legend_says() -> None:
    typed = [[name, "музей"] for name in NAMES]
    assert marked([*rows(["Партнер", "Тип", 1, 2, 3, 4, 5], *typed), [], [LEGEND]]) == MEANT
    two = [["Партнер", "Тип", "Напрями", None, None, None, None], *rows([None, None, 1, 2, 3, 4, 5], *typed)]
    assert marked([*two, [], [f"Примітка: {LEGEND}"]], merges=["C1:G1"]) == MEANT
    in_cells = [[number, word] for number, word in enumerate(DIRECTIONS, 1)]
    assert marked([*rows(["Партнер", "Тип", 1, 2, 3, 4, 5], *typed), [], *in_cells]) == MEANT


def test_numbers_that_nothing_explains_are_reported_and_are_no_directions() -> None:
    table = table_of(grid(rows(["Партнер", "Тип", 1, 2, 3, 4, 5], *[[name, "музей"] for name in NAMES])))
    assert list(fields(table).values()) == ["name", "type", None, None, None, None, None]
    told = [(p.row, p.column) for p in table.problems if (p.code, p.field) == ("no-legend", "directions")]
    assert told == [(2, 3), (2, 5), (3, 4), (3, 7), (4, 6)]


@pytest.mark.parametrize(
    "cells, meant",
    [
        (["✓", "✗", "✗", "✓", None], [["education", "economic"]]),  # beside ticks a ballot's cross says no
        (["х", None, "X", None, None], [["education", "social"]]),
        (["TRUE", "FALSE", "0", "1", "-"], [["education", "economic"]]),
    ],
)
def test_crosses_and_ticks(cells: list[Any], meant: list[list[str]]) -> None:
    assert marked([["Партнер", *DIRECTIONS], ["Музей", *cells]]) == meant


def test_a_letter_x_beside_pluses_is_reported() -> None:
    table = table_of(grid([["Партнер", *DIRECTIONS], ["Музей", "+", "х", None, None, None]]))
    assert [(p.row, p.column, p.code) for p in table.problems] == [(2, 3, "not-yes-or-no")]


def partners() -> Grid:
    return grid([["Назва партнера", "Тип партнера"], *([name, "музей"] for name in NAMES)], "Партнери", gid=2)


CROSS: dict[str, list[list[Any]]] = {
    "of marks, of partners that another tab has": rows(["Партнер", *DIRECTIONS]),
    "of counts": [["Партнер", *DIRECTIONS], ["Ліцей", 3, 1, 2, 0, 0], ["Музей", 0, 5, 1, 0, 2]],
    "of names": [["Партнер", *DIRECTIONS], ["Ліцей", "Свято", None, None, "Ярмарок", None]],
    "with a corner": rows(["Партнер / напрям", *DIRECTIONS]),
    "of months": [["Партнер", "Вересень", "Жовтень", "Листопад"], ["Ліцей", "+", None, "+"], ["Музей", None, "+", "+"]],
}


@pytest.mark.parametrize("which", CROSS)
def test_a_cross_table_is_refused_and_said(which: str) -> None:
    tab, _ = read(grid(CROSS[which], "Лист2"), partners()).tabs
    code = "marks-again" if "another tab" in which else "matrix"
    assert (tab.kind, tab.tables, [problem.code for problem in tab.problems]) == ("matrix", (), [code])
