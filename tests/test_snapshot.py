"""A workbook as one snapshot: kinds of tabs, copies left out, what is handed on between two readings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sheets.snapshot import read_snapshot
from sheets.workbook import Grid, Reading
from tests.by_hand import NOW, PANEL, grid, read

HEAD = ["№", "Захід", "Дата", "Напрям", "Партнери", "Учасників"]
EVENTS = [
    HEAD,
    [1, "Свято", "03.10.2024", "освітнє", "Ліцей № 8", 100],
    [2, "Лекція", "04.10.2024", "освітнє", "Музей", 9],
]
PARTNERS = [
    ["Партнер", "Тип", "Телефон"],
    ["Ліцей № 8", "ЗЗСО", "050 111 22 33"],
    ["Музей, театр", "Музей", "050 111 22 34"],
]

NO_RECORDS: list[tuple[str, str, list[list[Any]], str | None]] = [
    ("Лист3", "empty", [], None),
    (
        "Прочитай мене",
        "other",
        [["ЯК ЗАПОВНЮВАТИ ТАБЛИЦЮ"], ["1. Вносьте партнера один раз."], ["2. Дату пишіть так"]],
        None,
    ),
    ("Довідники", "lists", [["Напрями", "Форми"], ["Освітнє партнерство", "конкурс"]], None),
    ("Лист2", "lists", [["Напрями", "Форми", "Статуси"], ["Освітнє партнерство", "конкурс", "активний"]], None),
    (
        "Зведена",
        "summary",
        [["Напрям", "Кількість заходів"], ["Освітнє партнерство", 17], ["Міжнародна співпраця", 3]],
        None,
    ),
    ("Зведена по партнерах", "summary", [["Партнер", "Тип", "Кількість заходів"], ["Ліцей № 8", "ЗЗСО", 17]], None),
    ("графік", "summary", [["січень", 9], ["лютий", 8], ["березень", 0]], None),
    (
        "Рейтинг",
        "summary",
        [["Партнер", "Кількість заходів", "Середній бал"], ["Ліцей № 8", 4, 4.5], ["Музей", 2, 4.1]],
        None,
    ),
    (
        "Матриця",
        "matrix",
        [["Партнер", "Вересень", "Жовтень", "Листопад"], ["Ліцей № 8", "Свято", "", "Гра"]],
        "matrix",
    ),
    (
        "Лист4",
        "matrix",
        [["Партнер / напрям", *(["Освітнє", "Культурне", "Соціальне"])], ["Ліцей № 8", 3, 1, ""]],
        "matrix",
    ),
    ("Лист6", "matrix", [["Партнер", "2022/2023", "2023/2024", "2024/2025"], ["Ліцей № 8", 3, 12, 100]], "matrix"),
    ("Лист5", "matrix", [["", "Ліцей № 8", "Музей", "Театр"], ["Свято", "+", "", "+"], ["Гра", "", "+", ""]], "matrix"),
    (
        "Заходи",
        "unknown",
        [["Дата", "Напрям", "Відповідальний"], ["03.10.2024", "освітнє", "Кравець"]],
        "header-not-found",
    ),
    ("Заходи", "unknown", [[1, "Свято", "03.10.2024"], [2, "Гра", "04.10.2024"]], "header-not-found"),
]


@pytest.mark.parametrize(("title", "kind", "rows", "problem"), NO_RECORDS)
def test_a_tab_without_records_says_what_it_is(
    title: str, kind: str, rows: list[list[Any]], problem: str | None
) -> None:
    (tab,) = read(grid(rows, title)).tabs
    assert (tab.kind, tab.tables, [p.code for p in tab.problems]) == (kind, (), [problem] if problem else [])


@pytest.mark.parametrize(
    ("title", "hidden", "code"),
    [
        ("Заходи (копія)", False, "old-copy"),
        ("old events", False, "old-copy"),
        ("Лист7", True, "old-copy"),
        ("чернетка", False, "scratch"),
    ],
)
def test_a_copy_is_not_counted_and_names_what_it_copies(title: str, hidden: bool, code: str) -> None:
    snapshot = read(grid(EVENTS, "Заходи"), grid(EVENTS[:2], title, gid=2, hidden=hidden))
    copy = snapshot.tabs[1]
    assert (copy.kind, copy.tables) == ("other", ())
    assert [(p.code, p.details["of"]) for p in copy.problems] == [(code, "Заходи")]
    assert len(snapshot.frames["events"]) == 2


def test_an_archive_of_another_year_is_counted() -> None:
    old = [HEAD, [1, "Свято весни", "03.04.2023", "освітнє", "Ліцей № 8", 100]]
    assert len(read(grid(EVENTS, "Заходи"), grid(old, "Архів 2022-2023", gid=2)).frames["events"]) == 3


def test_a_tab_for_each_school_year_is_joined_and_says_its_year() -> None:
    rows = [["Захід", "Дата", "Партнери"], ["Свято", "12 жовтня", "Ліцей № 8"]]
    snapshot = read(grid(rows, "2023-2024"), grid(rows, "24/25 н.р.", gid=2))
    assert [tab.school_year for tab in snapshot.tabs] == ["2023/2024", "2024/2025"]
    assert [str(day.date()) for day in snapshot.frames["events"]["date"]] == ["2023-10-12", "2024-10-12"]


def test_names_of_partners_part_the_cells_of_events() -> None:
    events = [["Захід", "Дата", "Партнери"], ["Свято", "03.10.2024", "Музей, театр, Ліцей № 8"]]
    snapshot = read(grid(events, "Заходи"), grid(PARTNERS, "Партнери", gid=2))
    assert snapshot.frames["events"]["partners"][0] == ("Музей, театр", "Ліцей № 8")
    assert list(snapshot.links["partner"]) == [1, 0]


def test_words_of_the_lists_tab_are_understood_everywhere() -> None:
    lists = grid([["Типи партнерів"], ["хабстудія"]], "Довідники", gid=2)
    rows = [["Партнер", "Тип", "Телефон"], ["Ліцей № 8", "хабстудія", "050 111 22 33"]]
    snapshot = read(grid(rows, "Партнери"), lists)
    assert (list(snapshot.frames["partners"]["type"]), snapshot.tables[0].problems) == (["хабстудія"], ())


def test_nothing_changed_gives_the_last_snapshot_with_a_new_time() -> None:
    reading = Reading(grids=(grid(EVENTS, "Заходи"),))
    first = read_snapshot(reading, PANEL, now=NOW)
    later = NOW + dt.timedelta(seconds=10)
    second = read_snapshot(Reading(grids=reading.grids), PANEL, last=first, now=later)
    assert (second.number, second.tabs, second.read_at) == (first.number, first.tabs, later)
    assert second.frames is first.frames


def _changed(first: Any, *grids: Grid) -> Any:
    return read_snapshot(Reading(grids=grids), PANEL, last=first, now=NOW)


def test_a_changed_tab_leaves_the_others_as_they_were() -> None:
    events, partners = grid(EVENTS, "Заходи"), grid(PARTNERS, "Партнери", gid=2)
    first = read(events, partners)
    second = _changed(first, grid(EVENTS[:2], "Заходи"), partners)
    assert second.number > first.number
    assert second.frames["partners"] is first.frames["partners"]
    assert (len(first.frames["events"]), len(second.frames["events"])) == (2, 1)


def test_a_renamed_partner_is_heeded_in_tabs_that_did_not_change() -> None:
    events = grid([["Захід", "Дата", "Партнери"], ["Свято", "03.10.2024", "Музей, театр"]], "Заходи")
    first = read(events, grid(PARTNERS, "Партнери", gid=2))
    renamed = [PARTNERS[0], PARTNERS[1], ["Музей", "Музей", "050 111 22 34"]]
    second = _changed(first, events, grid(renamed, "Партнери", gid=2))
    assert first.frames["events"]["partners"][0] == ("Музей, театр",)
    assert second.frames["events"]["partners"][0] == ("Музей", "театр")


def test_a_declared_kind_without_a_tab_has_an_empty_frame() -> None:
    frames = read(grid(EVENTS, "Заходи")).frames
    assert {kind: len(frame) for kind, frame in frames.items()} == {
        "partners": 0,
        "events": 2,
        "evaluations": 0,
        "plan": 0,
    }
    assert "directions" in frames["partners"]


def test_eighteen_thousand_columns_end_in_a_message() -> None:
    wide = [HEAD + [None] * 18_271 + ["x"], *EVENTS[1:]]
    (tab,) = read(grid(wide, "Заходи")).tabs
    assert (len(tab.tables[0].frame), [p.code for p in tab.problems]) == (2, ["too-wide"])


def test_a_cell_of_fifty_thousand_letters_is_read_or_reported() -> None:
    rows = [*EVENTS, [3, "Свято " * 9000, "х" * 50_000, "освітнє" * 7000, "а, " * 17_000, "9" * 50_000]]
    (table,) = read(grid(rows, "Заходи")).tables
    assert {p.field for p in table.problems if p.row == 4} >= {"date", "directions", "participants"}
