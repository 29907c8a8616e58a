"""Which rows are records: a table of rows as people write them, and what each is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.by_hand import grid, records, table_of

HEAD = ["№", "Захід", "Дата", "Партнери", "Учасників", "Відповідальний"]
FIRST = [1, "Свято осені", "03.10.2024", "Ліцей № 8", 100, "Кравець"]
LAST = [2, "Концерт", "04.11.2024", "Ліцей № 8", 90, "Кравець"]

BETWEEN: list[tuple[list[Any], str]] = [
    ([], "blank"),
    ([" ", None, "\u00a0"], "blank"),
    ([7], "blank"),
    (HEAD, "repeated_header"),
    ([1, 2, 3, 4, 5, 6], "column_numbers"),
    ([None, "Усього", None, None, 100], "subtotal"),
    (["РАЗОМ за розділом", None, None, None, 100], "subtotal"),
    ([None, "Всього за напрямом:", None, None, "1 200", "-"], "subtotal"),
    ([None, None, "Разом", None, "190 осіб"], "subtotal"),
    (["1. ОСВІТНЄ ПАРТНЕРСТВО"], "section"),
    ([None, "Культурне та мистецьке співробітництво"], "section"),
    (["ІІ", "Міжнародна співпраця"], "section"),
    (["Вересень 2024"], "section"),
    ([None, "ЛІТНІЙ ТАБІР"], "section"),
    ([None, "Загальна кількість учасників", None, None, 190], "subtotal"),
    ([None, "з них дітей з ООП", None, None, "20"], "subtotal"),
    ([None, "Кількість заходів: 2", None, "Кількість партнерів: 1"], "subtotal"),
    ([None, "Проведено свято", "05.11.2024", "Ліцей № 8", 10], "data"),
    ([2, "Кількість має значення", None, None, 10], "data"),
    (["стор. 2"], "note"),
    ([None, None, None, None, None, "уточнити"], "note"),
    ([None, "* за списком"], "note"),
    ([2, "Разом", "05.11.2024", "Ліцей № 8", 10], "data"),
    ([2, "Разом – сила: марафон", None, None, 10], "data"),
    ([None, "Всього потроху", None, None, 10], "data"),
    ([2, "Свято"], "data"),
    (["1", "2", "3", "4", "5", "6"], "column_numbers"),
    ([None, None, "05.11.2024", "Ліцей № 8", 10], "data"),
    ([2, "Директор на день", "05.11.2024", "Ліцей № 8", 10], "data"),
]

BELOW: list[tuple[list[Any], str]] = [
    ([None, "ВСЬОГО", None, None, 190], "total"),
    ([None, "Усього заходів: 2"], "total"),
    ([None, "Директор ЦПР ____________ Олена ГРИНЬ"], "footer"),
    ([None, "Директор", None, "О. Гринь"], "footer"),
    ([None, None, None, "(підпис)", "(ПІБ)"], "footer"),
    (["Керівник гуртка", None, "______", "Шевчук"], "footer"),
    ([None, "ІТОГО", None, None, 190], "total"),
    (["Виконавець: методист Л. Савчук, тел. 0-00-00"], "footer"),
    ([None, "Примітка: дані уточнюються"], "footer"),
]


@pytest.mark.parametrize(("row", "kind"), BETWEEN)
def test_a_row_between_records(row: list[Any], kind: str) -> None:
    table = table_of(grid([HEAD, FIRST, row, LAST]))
    assert table.left_out.get(3, "data") == kind
    assert [int(found) for found in table.frame["row"]] == ([2, 3, 4] if kind == "data" else [2, 4])


@pytest.mark.parametrize(("row", "kind"), BELOW)
def test_a_row_below_the_records(row: list[Any], kind: str) -> None:
    table = table_of(grid([HEAD, FIRST, LAST, [], row]))
    assert table.left_out == {4: "blank", 5: kind}


def test_a_units_row_stands_right_below_the_header_only() -> None:
    units = [None, None, "(дд.мм.рррр)", None, "осіб", None]
    table = table_of(grid([HEAD, units, [1, 2, 3, 4, 5, 6], FIRST, LAST]))
    assert table.left_out == {2: "units", 3: "column_numbers"}


def test_formulas_over_a_label_make_a_total() -> None:
    table = table_of(grid([HEAD, FIRST, LAST, [None, None, None, None, 190]], formulas=["E4"]))
    assert table.left_out == {4: "total"}


@pytest.mark.parametrize("sort", ["Заклади освіти", "Інші", "Інші партнери", "Обласні установи"])
def test_many_of_a_sort_are_no_partner_and_end_the_section_above(sort: str) -> None:
    rows = [["Назва", "Телефон", "Куратор"], ["Школи"], ["Ліцей № 8", "050 111 22 33", "Гай О."]]
    found = records(table_of(grid([*rows, [sort], ["ТОВ «Сяйво»", "050 111 22 34", "Гай О."]], "Партнери")))
    assert [(name["name"], name.get("type")) for name in found.values()] == [
        ("Ліцей № 8", "school"),
        ("ТОВ «Сяйво»", None),
    ]


def test_a_total_that_counts_in_words_is_no_section() -> None:
    rows = [EVENTS, HELD, ["", "Разом за вересень: 1 захід, 40 учасників"], ["Лекція", "15", "Музей"]]
    assert table_of(grid(rows)).left_out[3] in ("total", "subtotal")


def test_a_table_without_numbers_keeps_records_of_which_only_the_name_is_known() -> None:
    head = ["Назва", "Тип", "Напрям", "Телефон"]
    rows = [
        head,
        ["Ліцей № 8", "ЗЗСО", "освітнє", "050 111 22 33"],
        ["Музей історії"],
        ["ГО «Разом»", "ГО", "соціальне"],
    ]
    assert [name["name"] for name in records(table_of(grid(rows))).values()] == [
        "Ліцей № 8",
        "Музей історії",
        "ГО «Разом»",
    ]


def test_a_partner_named_like_its_type_is_a_record_where_it_has_a_number() -> None:
    head = ["№", "Назва", "Тип"]
    rows = [head, [1, "Ліцей № 8", "ЗЗСО"], [2, "Художній музей"], [None, "Освітнє партнерство"], [3, "Казка", "ЗДО"]]
    assert list(table_of(grid(rows)).frame["row"]) == [2, 3, 5]


MONTHS = [
    ("Жовтень 2024", "Січень", "15", "2025-01-15"),
    ("Жовтень 2024", "Листопад", "15", "2024-11-15"),
    ("Травень 2025", "Вересень", "15.09", "2024-09-15"),
    ("2024", "Січень", "15", "2024-01-15"),
    ("Жовтень 2024", "Січень 2026", "15", "2026-01-15"),
]


@pytest.mark.parametrize(("first", "second", "day", "meant"), MONTHS)
def test_a_section_of_a_month_is_of_the_school_year_said_above(first: str, second: str, day: str, meant: str) -> None:
    rows = [HEAD, [first], FIRST, [second], [2, "Концерт", day, "Ліцей № 8", 90, "Кравець"]]
    assert records(table_of(grid(rows)))[5]["date"]["start"] == meant


def test_what_stands_after_a_total_is_no_record() -> None:
    head = ["Назва", "Тип", "Напрям"]
    rows = [head, ["Ліцей № 8", "ЗЗСО", "освітнє"], ["Разом: 1"], ["Відповідальна: Кравець О."]]
    assert list(table_of(grid(rows)).frame["row"]) == [2]


def test_hidden_rows_are_records_and_known_as_hidden() -> None:
    table = table_of(grid([HEAD, FIRST, LAST], hidden_rows=[3]))
    assert list(table.frame["hidden"]) == [False, True]


SECTIONS: list[tuple[list[str], dict[str, Any]]] = [
    (["1. ОСВІТНЄ ПАРТНЕРСТВО"], {"directions": ["education"]}),
    (["Гром.-соц. напрям"], {"directions": ["social"]}),
    (["ОБЛАСНИЙ РІВЕНЬ"], {"level": "region"}),
    (["ІІ семестр"], {"semester": 2}),
    (["2023-2024 н.р."], {"school_year": "2023/2024"}),
    (["1. ОСВІТНЄ ПАРТНЕРСТВО", "ЛІТНІЙ ТАБІР"], {}),
    (["1. ОСВІТНЄ ПАРТНЕРСТВО", "2023-2024 н.р."], {"school_year": "2023/2024"}),
    (["2023-2024 н.р.", "Міжнародна співпраця"], {"school_year": "2023/2024", "directions": ["international"]}),
]


@pytest.mark.parametrize(("sections", "said"), SECTIONS)
def test_a_section_says_it_of_the_records_below(sections: list[str], said: dict[str, Any]) -> None:
    rows = [HEAD, *([text] for text in sections), FIRST]
    table = table_of(grid(rows, merges=[f"A{at}:F{at}" for at in range(2, len(sections) + 2)]))
    (record,) = records(table).values()
    assert {
        name: record.get(name) for name in ("directions", "level", "semester", "school_year") if record.get(name)
    } == said


def test_a_day_without_its_year_takes_it_from_the_section_above() -> None:
    rows = [["Журнал 2024/2025 н.р."], HEAD, ["ВЕРЕСЕНЬ"], [1, "Свято", "12"], ["Січень"], [2, "Лекція", "13-14"]]
    found = records(table_of(grid(rows)))
    assert found[4]["date"]["start"] == "2024-09-12"
    assert (found[6]["date"]["start"], found[6]["date"]["end"]) == ("2025-01-13", "2025-01-14")


EVENTS = ["Захід", "Дата", "Партнери"]
HELD = ["Свято", "12.10.2024", "Ліцей"]


@pytest.mark.parametrize(
    "rows, taken",
    [
        ([EVENTS, ["#event", "#date", "#org"], HELD], [3]),  # domain.md, 4.2: a row of hashtags
        ([EVENTS, HELD, [], ["Директор", "_____", "О. Гринь"], [None, "(підпис)", "(ПІБ)"]], [2]),
        ([["Партнер", "Тип", "Напр. (№)"], ["Ліцей", "школа", 1], ["1 – освітнє, 2 – культурне, 3 – соціальне"]], [2]),
        ([EVENTS, ["І. Виховна робота"], HELD, ["ІІ. Методична робота"], HELD], [3, 5]),
        ([EVENTS, HELD, ["Голова і серце", "13.10.2024", "Музей"]], [2, 3]),
    ],
)
def test_full_rows_that_are_no_records_are_seen(rows: list[list[Any]], taken: list[int]) -> None:
    table = table_of(grid(rows))
    assert list(table.frame["row"]) == taken


def test_a_title_in_the_middle_says_the_school_year_of_what_is_below() -> None:
    rows = [EVENTS, HELD, ["Спільні заходи на 2024-2025 н.р."], ["Лекція", "5 травня", "Музей"]]
    table = table_of(grid(rows, merges=["A3:C3"]))
    assert str(table.values["date"][1].start) == "2025-05-05"


def test_a_section_says_its_direction_whatever_it_counts() -> None:
    rows = [EVENTS, ["Культурне та мистецьке (2 заходи)"], HELD, ["Економічне – 1 захід"], HELD]
    table = table_of(grid(rows))
    assert table.values["directions"] == [("culture",), ("economic",)]


@pytest.mark.parametrize("merges", [["C2:C4"], ["C2:C4", "D2:D4"], ["F3:F4"]], ids="-".join)
def test_a_total_below_records_with_which_it_shares_joined_cells_is_a_total(merges: list[str]) -> None:
    below = [2, "Концерт", None, None, 90, "Кравець"]
    table = table_of(grid([HEAD, FIRST, below, [None, "Всього", None, None, 190]], merges=merges))
    alone = table_of(grid([HEAD, FIRST, below], merges=merges))
    assert (records(table), table.left_out.get(4)) == (records(alone), "total")


def test_a_record_with_joined_cells_that_is_called_like_a_total_is_a_record() -> None:
    table = table_of(grid([HEAD, FIRST, [2, "Разом", None, None, 90, "Кравець"]], merges=["C2:C3", "D2:D3"]))
    assert len(records(table)) == 2
