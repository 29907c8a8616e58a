"""Where headers stand, one row or two, and which column holds which field."""

from __future__ import annotations

from typing import Any

import pytest

from sheets.matching import Matcher
from sheets.memory import TabMemory
from sheets.tabs import look_at
from sheets.workbook import Grid
from tests.by_hand import PANEL, fields, grid, read, table_of

EVENT = ["Свято", "03.10.2024", "Ліцей № 8", 30]
DOCUMENTS = [
    ["№ з/п", "Назва партнера", "Тип", "Документ", None, None, "Контакти", None],
    [None, None, None, "вид", "№", "дата", "ПІБ", "телефон"],
    [1, "Ліцей № 8", "ЗЗСО", "договір", "12-п", "15.03.2024", "Іваненко О.", "050 111 22 33"],
]
REACH = [
    ["№", "Захід", "Дата проведення", None, "Партнери", "Кількість учасників", None, None],
    [None, None, "початок", "кінець", None, "усього", "з них: дітей", "дорослих"],
    [1, "Свято", "03.10.2024", "05.10.2024", "Ліцей № 8", 100, 80, 20],
]

CASES: list[tuple[str, Grid, tuple[int, ...], dict[str, str | None]]] = [
    (
        "title rows above",
        grid([["ЗАТВЕРДЖУЮ"], ["Журнал заходів"], [], ["Захід", "Дата", "Партнери", "Охоплено"], EVENT]),
        (4,),
        {"A": "title", "B": "date", "C": "partners", "D": "participants"},
    ),
    (
        "a table that starts at C6",
        grid([*[[]] * 5, [None, None, "Захід", "Дата", "Партнери", "Охоплено"], [None, None, *EVENT]]),
        (6,),
        {"C": "title", "D": "date", "E": "partners", "F": "participants"},
    ),
    (
        "groups that are merged",
        grid(DOCUMENTS, merges=["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:H1"]),
        (1, 2),
        {
            "A": "row_no",
            "B": "name",
            "C": "type",
            "D": "agreement_kind",
            "E": "agreement_no",
            "F": "agreement_date",
            "G": "contact_person",
            "H": "phones",
        },
    ),
    (
        "groups without merges",
        grid(REACH),
        (1, 2),
        {
            "A": "row_no",
            "B": "title",
            "C": "date_start",
            "D": "date_end",
            "E": "partners",
            "F": "participants",
            "G": "children",
            "H": "adults",
        },
    ),
    (
        "headings broken over two rows",
        grid(
            [
                ["Назва", "Дата", "Місце", "К-сть"],
                ["заходу", "проведення", "проведення", "учасників"],
                ["Свято", "03.10.2024", "зал", 30],
            ]
        ),
        (1, 2),
        {"A": "title", "B": "date", "C": "place", "D": "participants"},
    ),
    (
        "columns in any order, some unknown, some without a heading",
        grid(
            [
                ["Перевірено", "Хто відповідає", "Коли", "Що проводили", None, "З ким"],
                ["ок", "Кравець", "03.10.2024", "Свято", "!", "Ліцей № 8"],
            ]
        ),
        (1,),
        {"A": None, "B": "responsible", "C": "date", "D": "title", "F": "partners"},
    ),
    (
        "one field, one column",
        grid([["Захід", "Дата", "Партнери", "Примітки", "Примітки"], [*EVENT[:3], "а", "б"]]),
        (1,),
        {"A": "title", "B": "date", "C": "partners", "D": "note", "E": None},
    ),
    (
        "a contact column that holds phones",
        grid([["Назва партнера", "Тип", "Контакти"], *[["Ліцей № 8", "ЗЗСО", "050 111 22 33"]] * 6]),
        (1,),
        {"A": "name", "B": "type", "C": "phones"},
    ),
]


@pytest.mark.parametrize(("written", "rows", "columns"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_header_is_found_and_understood(written: Grid, rows: tuple[int, ...], columns: dict[str, Any]) -> None:
    table = table_of(written)
    assert (table.header_rows, fields(table)) == (rows, columns)


def test_tables_below_one_another_are_two() -> None:
    tab = grid(
        [
            ["ПАРТНЕРИ"],
            ["№", "Назва", "Тип", "Телефон"],
            [1, "Ліцей № 8", "ЗЗСО", "050 111 22 33"],
            [],
            ["ЗАХОДИ"],
            ["№", "Захід", "Дата", "Партнери"],
            [1, "Свято", "03.10.2024", "Ліцей № 8"],
        ]
    )
    (found,) = read(tab).tabs
    assert found.kind == "mixed"
    assert [(t.kind, t.header_rows, list(t.frame["row"])) for t in found.tables] == [
        ("partners", (2,), [3]),
        ("events", (6,), [7]),
    ]


def test_a_header_again_under_a_title_of_its_own_begins_another_table() -> None:
    head = ["№", "Захід", "Дата", "Партнери"]
    first, second = [1, "Свято", "03.10.2024", "Ліцей № 8"], [1, "Лекція", "15.03", "Ліцей № 8"]
    (found,) = read(grid([head, first, [], ["ІІ семестр 2024/2025 н.р."], head, second])).tabs
    assert [(t.header_rows, list(t.frame["row"])) for t in found.tables] == [((1,), [2]), ((5,), [6])]
    assert str(found.tables[1].values["date"][0].start) == "2025-03-15"


@pytest.mark.parametrize("between", [[], [[]], [["стор. 2"]], [["Продовження таблиці"]], [[], ["Стор. 2"]]])
def test_a_header_again_on_a_printed_page_does_not(between: list[list[Any]]) -> None:
    head = ["№", "Захід", "Дата", "Партнери"]
    first, second = [1, "Свято", "03.10.2024", "Ліцей № 8"], [2, "Лекція", "15.03.2025", "Ліцей № 8"]
    (found,) = read(grid([head, first, *between, head, second])).tabs
    assert [list(t.frame["row"]) for t in found.tables] == [[2, 4 + len(between)]]


NO_RECORDS = [
    (["№", "Найменування товару", "Кількість", "Ціна", "Сума"], [1, "Фарби", 3, 100, 300]),
    (["Показник", "2022/2023", "2023/2024", "2024/2025"], ["Кількість партнерів", 10, 20, 30]),
    (["№", "Назва гуртка", "Керівник", "Кількість дітей", "Напрям"], [1, "Вокал", "Заєць О.", 15, "художній"]),
    (["№", "Прізвище та ім'я", "Клас", "Школа", "Гурток"], [1, "Дитина Перша", "5-А", "Ліцей № 8", "Танці"]),
]


@pytest.mark.parametrize(("head", "row"), NO_RECORDS)
def test_other_lists_are_no_records(head: list[str], row: list[Any]) -> None:
    assert read(grid([head, *[row] * 6])).tabs[0].tables == ()


def test_months_over_pairs_of_columns_are_no_records() -> None:
    months = ["Партнер", "Вересень", None, "Жовтень", None, "Листопад", None]
    below = [None, "дата", "захід", "дата", "захід", "дата", "захід"]
    rows = [months, below, *([f"Ліцей № {at}", "05.09", "Свято", None, None, "07.11", "Гра"] for at in range(8))]
    (found,) = read(grid(rows)).tabs
    assert (found.kind, found.tables, [p.code for p in found.problems]) == ("matrix", (), ["matrix"])


@pytest.mark.parametrize("group", [["Учасники", None, None], ["Учасники"] * 3])
def test_a_group_that_is_typed_over_each_of_its_columns_is_one(group: list[str | None]) -> None:
    head = ["№", "Захід", "Дата", "Партнери", *group]
    rows = [head, [*[None] * 4, "усього", "дітей", "дорослих"], [1, "Свято", "12.10.2024", "Музей", 25, 20, 5]]
    table = table_of(grid(rows))
    assert (table.header_rows, list(table.frame["row"])) == ((1, 2), [3])
    assert [table.values[name][0] for name in ("participants", "children", "adults")] == [25, 20, 5]


def test_months_beside_partners_of_whom_enough_is_known_are_remarks() -> None:
    head = ["Партнер", "Тип", "Напрям", "Телефон", "Вересень", "Жовтень", "Листопад"]
    table = table_of(
        grid([head, *([f"Ліцей № {at}", "ЗЗСО", "освітнє", "050 111 22 33", "+", "", "+"] for at in (1, 2))])
    )
    assert (len(table.frame), [column.field for column in table.columns][4:]) == (2, [None] * 3)


def test_tables_side_by_side_are_two() -> None:
    head = ["№", "Назва партнера", "Тип", None, "№", "Захід", "Дата", "Партнери"]
    row = [1, "Ліцей № 8", "ЗЗСО", None, 1, "Свято", "03.10.2024", "Ліцей № 8"]
    (found,) = read(grid([head, row])).tabs
    assert [t.kind for t in found.tables] == ["partners", "events"]


@pytest.mark.parametrize(
    ("title", "head", "kind"),
    [
        ("Заходи", ["Назва", "Напрям", "Відповідальний"], "events"),
        ("Партнери", ["Назва", "Напрям", "Відповідальний"], "partners"),
        ("План заходів", ["Захід", "Термін", "Відповідальний", "Відмітка про виконання"], "plan"),
        ("План роботи", ["Зміст роботи", "Термін", "Відповідальний", "Відмітка про виконання"], "plan"),
        ("Лист1", ["Партнер", "Дата опитування", "Хто оцінює", "Спільні цілі"], "evaluations"),
    ],
)
def test_the_kind_is_told_by_fields_and_title(title: str, head: list[str], kind: str) -> None:
    table = table_of(grid([head, ["Свято", "освітнє", "Кравець", "5"]], title))
    assert table.kind == kind


def test_words_under_a_plain_heading_tell_the_kind_where_no_title_does() -> None:
    head = ["Партнери", "Напрями взаємодії", "Термін", "Відповідальний"]
    assert table_of(grid([head, *[["Музеї", "історія міста", "протягом року", "Гай О."]] * 6])).kind == "plan"


def test_partners_by_any_heading_stand_left_of_their_type() -> None:
    head = ["№", "Хто з нами", "Тип", "Напрям", "Тел."]
    rows = [[1, "Ліцей № 8", "ЗЗСО", "освітнє", "050 111 22 33"], [2, "Музей", "музей", "культурне", "050 111 22 34"]]
    assert table_of(grid([head, *rows])).values["name"] == ["Ліцей № 8", "Музей"]


def test_what_memory_knows_of_a_column_goes_before_its_heading() -> None:
    tab = grid([["Захід", "Дата", "Партнери", "Хто"], ["Свято", "03.10.2024", "Ліцей № 8", "Кравець"]])
    (header,) = look_at(tab, Matcher(PANEL), TabMemory(confirmed={"хто": "responsible"})).headers
    assert header.fields["responsible"] == 4


def test_a_record_is_no_header_however_its_words_sound() -> None:
    head = ["№ з/п", "Назва заходу", "Дата", "Партнери", "Місце", "Відповідальний", "Висвітлення у ЗМІ"]
    rows = [[at, "Зустріч", "03.10.2024", "Дата", "на базі партнера", "Явір М. О.", "так"] for at in range(1, 9)]
    (table,) = read(grid([head, *rows], "Заходи")).tables
    assert (table.header_rows, len(table.frame)) == ((1,), 8)


@pytest.mark.parametrize(
    "head, meant",
    [
        (
            ["Назва захду", "Дата проведеня", "Партнри", "Кількіть учасників"],
            ["title", "date", "partners", "participants"],
        ),
        (["Захід", "Дата", "Micцe", "HOMEP"], ["title", "date", "place", "row_no"]),  # whole words in Latin look-alikes
    ],
)
def test_headings_with_slips_in_every_one_of_them_are_known(head: list[str], meant: list[str | None]) -> None:
    assert list(fields(table_of(grid([head, EVENT]))).values()) == meant


def test_the_initials_of_people_abbreviate_no_headings() -> None:
    rows: list[list[Any]] = [["№", "Повна назва партнера", "Тип закладу", "Представник партнера", "Тел.", "Відп."]]
    for section in ("Освітнє партнерство", "Культурне та мистецьке співробітництво"):
        rows.append([section])
        rows.append([1, "Ліцей № 5 м. Тихогірськ", "ЗЗСО", "Іваненко О. П.", "+380501234567", "О. Сидоренко"])
        rows.append([2, "Музей", "музей", "О. Сидоренко", "050 123 45 67", "Іваненко О. П."])
    assert len(read(grid(rows)).tables) == 1


def test_a_name_of_one_letter_is_a_name() -> None:
    table = table_of(grid([["Захід", "Дата початку", "Партнери"], ["Я", "12.10.2024", "Ліцей"]]))
    assert (table.kind, table.values["title"]) == ("events", ["Я"])


def test_the_title_of_a_section_says_nothing_of_the_column_that_it_stands_in() -> None:
    head = ["Конт. телефон", "Назва партнера", "Напрями партнерства", "Тип партнера"]
    title, row = ["1. ОСВІТНЄ ПАРТНЕРСТВО"], [None, "Ліцей № 8", "Освітнє партнерство", "ЗЗСО"]
    assert fields(table_of(grid([head, title, row])))["A"] == "phones"


@pytest.mark.parametrize("whole", ["усіх", "разом", "загалом", "усього"])
def test_a_sub_heading_that_says_all_means_what_its_group_says(whole: str) -> None:
    sheet = grid(
        [
            ["Захід", "Дата", "Партнери", "Скільки було учасників", None],
            [None, None, None, whole, "дітей"],
            ["Свято", "03.10.2024", "Ліцей № 8", 100, 80],
        ],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
    )
    assert fields(table_of(sheet))["D"] == "participants"


def test_a_column_is_judged_by_its_own_table_and_not_by_the_one_below() -> None:
    partners = [[f"Ліцей № {number}", "ЗЗСО", "освітнє", "угода"] for number in range(6)]
    events = [[f"Свято {number}", f"{number}.10.2024", "Ліцей № 1", "прийшли всі"] for number in range(1, 20)]
    sheet = grid(
        [
            ["Назва партнера", "Тип", "Напрями", "Документ про співпрацю вид"],
            *partners,
            [],
            ["Захід", "Дата", "Партнери", "Чим запам’яталося"],
            *events,
        ]
    )
    assert fields(read(sheet).tables[0])["D"] == "agreement_kind"


@pytest.mark.parametrize(
    "kinds, meant", [(["свято", "акція", "конкурс"], "form"), (["Свято", "Казковий вечір", "Ніч у музеї"], "title")]
)
def test_a_column_of_forms_names_no_events_where_another_one_does(kinds: list[str], meant: str) -> None:
    head = ["№", "Як назвали", "Дата", "Партнери", "Напрям", "Вид роботи", "Учасників"]
    rows = [[at, f"Справа {at}", f"0{at}.10.2024", "Ліцей", "освітнє", kind, 20] for at, kind in enumerate(kinds, 1)]
    found = fields(table_of(grid([head, *rows], "Заходи")))
    assert (found["F"], found["B"] == "title") == (meant, meant == "form")
