"""From rows to records: merges, ditto marks, check columns, legends, two columns of days, links under texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.by_hand import grid, read, records, table_of

EVENTS = ["№", "Захід", "Дата", "Напрям", "Партнери"]
PARTNERS = ["№", "Назва партнера", "Тип"]
SCORES = ["№", "Дата", "Партнер", "Хто оцінює", "Спільні цілі", "Сильні сторони"]
FIVE = ["Освітнє", "Культурне", "Соціальне", "Економічне", "Міжнародне"]


def test_a_vertical_merge_fills_down() -> None:
    rows = [EVENTS, [1, "Свято", "03.10.2024", "освітнє", "Ліцей № 8"], [None, None, None, None, "ЗДО «Казка»"]]
    found = records(table_of(grid(rows, merges=["A2:A3", "B2:B3", "C2:C3", "D2:D3"])))
    assert found[3] == {**found[2], "partners": ["ЗДО «Казка»"]}


def test_what_nobody_understands_in_a_merge_is_quoted_in_each_of_its_rows() -> None:
    rows = [EVENTS, [1, "Свято", "03.10.2024", "гаряче", "Ліцей № 8"], [2, "Лекція", "04.10.2024", None, "ЗДО «Казка»"]]
    problems = table_of(grid(rows, merges=["D2:D3"])).problems
    assert [(problem.row, problem.field, problem.text) for problem in problems] == [
        (2, "directions", "гаряче"),
        (3, "directions", "гаряче"),
    ]


@pytest.mark.parametrize("mark", ["-//-", '—"—', "те саме", "″", "-“-", "//", "〃"])
def test_a_ditto_mark_repeats_what_stands_above(mark: str) -> None:
    rows = [EVENTS, [1, "Свято", "03.10.2024", "освітнє", "Ліцей № 8"], [2, "Лекція", mark, mark, mark]]
    table = table_of(grid(rows))
    found = records(table)
    assert {name: found[3][name] for name in ("date", "directions", "partners")} == {
        name: found[2][name] for name in ("date", "directions", "partners")
    }
    assert table.texts["date"] == ["03.10.2024", mark]


def test_a_ditto_mark_with_nothing_above_is_reported() -> None:
    table = table_of(grid([EVENTS, [1, "Свято", "-//-", "освітнє", "Ліцей № 8"]]))
    assert [(problem.code, problem.row, problem.field) for problem in table.problems] == [("ditto", 2, "date")]


def test_plain_blanks_are_never_filled() -> None:
    rows = [EVENTS, [1, "Свято", "03.10.2024", "освітнє", "Ліцей № 8"], [2, "Лекція", "04.10.2024", None, None]]
    assert set(records(table_of(grid(rows)))[3]) == {"row_no", "title", "date"}


@pytest.mark.parametrize(
    "head",
    [
        [[*PARTNERS, *FIVE]],
        [[*PARTNERS, "Осв.", "Культ.", "Соц.", "Екон.", "Міжн."]],
        [[*PARTNERS, "Напрями партнерства", None, None, None, None], [None, None, None, *FIVE]],
    ],
)
def test_five_check_columns_are_one_field(head: list[list[Any]]) -> None:
    rows = [
        *head,
        [1, "Ліцей № 8", "ЗЗСО", "+", None, "✓", None, None],
        [2, "Музей", "Музей", None, True, None, False, "v"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:H1"] if len(head) == 2 else []
    table = table_of(grid(rows, merges=merges))
    assert table.values["directions"] == [("education", "social"), ("culture", "international")]
    assert [column.hot for column in table.columns[3:]] == [
        "education",
        "culture",
        "social",
        "economic",
        "international",
    ]


def test_a_check_column_with_words_is_reported() -> None:
    rows = [[*PARTNERS, *FIVE], *([at, f"Ліцей № {at}", "ЗЗСО", "+", "+", "", "", ""] for at in range(1, 6))]
    rows[3][5] = "можливо"
    table = table_of(grid(rows))
    assert [(p.code, p.row, p.field, p.text) for p in table.problems] == [("not-yes-or-no", 4, "directions", "можливо")]


LEGEND = "Напрями: 1 – освітнє, 2 – культурне та мистецьке, 3 – громадсько-соціальне, 4 – економічне, 5 – міжнародне"


@pytest.mark.parametrize(
    ("above", "heading", "below"),
    [
        ([[LEGEND]], "Напр. (№)", []),
        ([], "Напрям", [[], [LEGEND]]),
        ([], "Напр. (1-осв., 2-культ., 3-соц., 4-екон., 5-міжн.)", []),
    ],
)
def test_numbers_are_directions_where_a_legend_says_so(above: list[Any], heading: str, below: list[Any]) -> None:
    head = ["№", "Захід", "Дата", heading, "Партнери"]
    rows = [
        *above,
        head,
        [1, "Свято", "03.10.2024", 1, "Ліцей № 8"],
        [2, "Лекція", "03.10.2024", "2,3", "Ліцей № 8"],
        [3, "Гра", "03.10.2024", "1 і 5", "Ліцей № 8"],
        [4, "Ярмарок", "03.10.2024", "4.", "Ліцей № 8"],
        *below,
    ]
    table = table_of(grid(rows))
    found = [("education",), ("culture", "social"), ("education", "international"), ("economic",)]
    assert (table.values["directions"], table.problems) == (found, ())


def test_a_legend_may_stand_in_another_tab() -> None:
    events = grid([EVENTS, [1, "Свято", "03.10.2024", 2, "Ліцей № 8"]])
    notes = grid([["Позначення"], [1, "Освітнє партнерство"], [2, "Культурне та мистецьке"]], "Позначення", gid=2)
    (table,) = read(events, notes).tables
    assert table.values["directions"] == [("culture",)]


def test_numbers_without_a_legend_are_reported() -> None:
    head = ["№", "Захід", "Дата", "Напрям №", "Партнери"]
    table = table_of(grid([head, *([at, f"Свято {at}", "03.10.2024", 2, "Ліцей № 8"] for at in range(1, 7))]))
    assert {(p.code, p.field, p.text) for p in table.problems} == {("no-legend", "directions", "2")}
    assert len(table.problems) == 6


@pytest.mark.parametrize(
    ("legend", "scores"),
    [
        ("В – високий (5), Д – достатній (4), С – середній (3)", (5, 4)),
        ("В = 4 бали, Д = 3, С = 2", (4, 3)),
        ("", (None, None)),
    ],
)
def test_letters_are_scores_where_a_legend_says_so(legend: str, scores: tuple[float | None, float | None]) -> None:
    table = table_of(grid([[legend], SCORES, [1, "03.10.2024", "Ліцей № 8", "батьки", "В", "Д"]]))
    assert (table.values["c_goals"][0], table.values["c_strengths"][0]) == scores
    assert [p.code for p in table.problems] == ([] if legend else ["no-legend", "no-legend"])


def test_letters_of_either_alphabet_are_the_same_scores() -> None:
    legend = "В – високий (5), Д – достатній (4), С – середній (3), Н – низький (2)"
    rows = [[legend], SCORES, [1, "03.10.2024", "Ліцей № 8", "батьки", "B", "c"]]  # Latin
    assert records(table_of(grid(rows)))[3] | {"c_goals": 5.0, "c_strengths": 3.0} == records(table_of(grid(rows)))[3]


def test_two_columns_of_days_are_one_period() -> None:
    head = ["Захід", "Дата початку", "Дата завершення", "Партнери"]
    rows = [
        head,
        ["Свято", "03.10.2024", "05.10.2024", "Л"],
        ["Лекція", "03.10.2024", None, "Л"],
        ["Гра", "05.10.2024", "03.10.2024", "Л"],
    ]
    table = table_of(grid(rows))
    found = [
        None if period is None else (str(period.start), str(period.end), period.precision)
        for period in table.values["date"]
    ]
    assert found == [("2024-10-03", "2024-10-05", "range"), ("2024-10-03", "2024-10-03", "day"), None]
    assert [(p.code, p.row, p.field) for p in table.problems] == [("end-before-start", 4, "date_end")]


def test_the_address_under_a_text_is_the_link() -> None:
    tab = grid([["Захід", "Дата", "Партнери", "Посилання"], ["Свято", "03.10.2024", "Ліцей № 8", "допис"]])
    tab = replace(tab, links={(2, 4): "https://example.org/1"})
    assert records(table_of(tab))[2]["media_links"] == ["https://example.org/1"]


def test_a_tab_s_title_says_the_direction_of_its_records() -> None:
    tab = grid([["Захід", "Дата", "Партнери"], ["Свято", "03.10.2024", "Ліцей № 8"]], "Освітнє партнерство")
    assert records(table_of(tab))[2]["directions"] == ["education"]


def test_frame_and_values_hold_the_same_records() -> None:
    table = table_of(grid([EVENTS, [1, "Свято", "03-05.10.2024", "освітнє", "Ліцей № 8"]]))
    line = table.frame.iloc[0]
    assert (line["title"], line["directions"], line["date_precision"]) == ("Свято", ("education",), "range")
    assert (str(line["date"].date()), str(line["date_end"].date())) == ("2024-10-03", "2024-10-05")


def test_a_span_of_years_that_a_title_cuts_short_is_no_calendar_year() -> None:
    table = table_of(grid([EVENTS, [1, "Свято", "5 травня", "освітнє", "Ліцей № 8"]], "Заходи з партнерами 2024-2"))
    assert [problem.code for problem in table.problems] == ["no-year"]
