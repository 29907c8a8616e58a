"""A renamed, moved or inserted column is found again by what stands in it; where that is not sure, people are asked."""

from dataclasses import replace

import pytest

from sheets.memory import confirm, reject, remember
from sheets.recall import recall
from tests.remembered import HEADINGS, ROWS, columns_of, grid_of, read, remembered


@pytest.fixture(scope="module")
def memory():
    return remembered()


def recalled(memory, headings, rows=ROWS):
    grid = grid_of(headings, rows)
    found = recall(memory.of(5), grid, columns_of(grid), 3)
    return dict(found.columns), [(p.code, p.field, p.column, p.text, p.details["was"]) for p in found.problems]


def test_nothing_to_recall_while_headings_are_as_they_were(memory):
    assert recalled(memory, HEADINGS) == ({}, [])


def test_a_renamed_heading_is_recognised_by_its_values_and_told(memory):
    renamed = ["№", "Назва", "Що це за установа", "Телефон", "Діє", "Укладено"]
    told = [("column-recognised", "type", 3, "Що це за установа", "тип")]
    assert recalled(memory, renamed) == ({3: "type"}, told)


def test_a_renamed_and_moved_column_beside_an_inserted_one_is_found(memory):
    headings = ["№", "Назва", "Колір", "Тип", "Діє", "Зв'язок", "Укладено"]
    rows = [[a, b, "синій" if int(a) % 2 else "", c, e, d, f] for a, b, c, d, e, f in ROWS]
    assert recalled(memory, headings, rows)[0] == {6: "phones"}


def test_a_recognised_column_stays_known_and_told_until_a_person_says_so(memory):
    grid = grid_of(["№", "Назва", "Що це за установа", "Телефон", "Діє", "Укладено"], ROWS)
    for _ in range(3):
        found = recall(memory.of(5), grid, columns_of(grid), 3)
        assert [(p.code, p.details["was"]) for p in found.problems] == [("column-recognised", "тип")]
        columns = [replace(c, field=found.columns.get(c.number, c.field)) for c in columns_of(grid)]
        memory = remember(memory, replace(read(grid, tuple(columns)), problems=found.problems), grid)
    confirmed = recall(confirm(memory, 5, "Що це за установа", "type").of(5), grid, columns_of(grid), 3)
    assert (confirmed.columns, confirmed.problems) == ({3: "type"}, ())
    rejected = recall(reject(memory, 5, "Що це за установа", "type").of(5), grid, columns_of(grid), 3)
    assert (rejected.columns, rejected.problems) == ({}, ())


def test_two_renamed_columns_are_told_apart_by_their_values(memory):
    renamed = ["№", "Назва", "Що це", "Зв'язок", "Діє", "Укладено"]
    assert recalled(memory, renamed)[0] == {3: "type", 4: "phones"}


def test_values_that_many_columns_could_have_are_asked_about(memory):
    renamed = ["№", "Назва", "Тип", "Телефон", "Працюємо?", "Укладено"]
    assert recalled(memory, renamed) == ({}, [("column-ask", "status", 5, "Працюємо?", "діє")])


def test_new_values_of_the_same_shape_under_a_like_heading_are_asked_about(memory):
    rows = [[*row[:5], f"{int(row[0]):02}.11.2026"] for row in ROWS]
    renamed = [*list(HEADINGS)[:5], "Коли укладено"]
    assert recalled(memory, renamed, rows) == ({}, [("column-ask", "agreement_date", 6, "Коли укладено", "укладено")])


def test_a_column_of_other_values_is_not_taken_for_the_lost_one(memory):
    rows = [[*row[:2], f"Розповідь про те, як працює установа номер {row[0]}", *row[3:]] for row in ROWS]
    assert recalled(memory, ["№", "Назва", "Досвід", "Телефон", "Діє", "Укладено"], rows) == ({}, [])


def test_a_heading_that_says_another_field_is_asked_about_never_overruled(memory):
    grid = grid_of(["№", "Назва", "Статус", "Телефон", "Діє", "Укладено"], ROWS)
    columns = columns_of(grid, known=HEADINGS | {"Статус": "status", "Діє": None})
    found = recall(memory.of(5), grid, columns, 3)
    assert (found.columns, [(p.code, p.field, p.details["found"]) for p in found.problems]) == (
        {},
        [("column-ask", "type", "status")],
    )


def test_what_a_person_confirmed_wins_ever_after(memory):
    known = confirm(memory, 5, "Працюємо? ", "status")
    renamed = ["№", "Назва", "Тип", "Телефон", "Працюємо?", "Укладено"]
    assert recalled(known, renamed) == ({5: "status"}, [])
    grid = grid_of(renamed, ROWS)
    guessed = columns_of(grid, known=HEADINGS | {"Працюємо?": "note"})
    assert recall(known.of(5), grid, guessed, 3).columns == {5: "status"}


def test_what_a_person_rejected_is_not_asked_again(memory):
    renamed = ["№", "Назва", "Тип", "Телефон", "Працюємо?", "Укладено"]
    assert recalled(reject(memory, 5, "Працюємо?", "status"), renamed) == ({}, [])
    back = confirm(reject(memory, 5, "Працюємо?", "status"), 5, "Працюємо?", "status")
    assert recalled(back, renamed)[0] == {5: "status"}
    assert recalled(reject(confirm(memory, 5, "Працюємо?", "status"), 5, "Працюємо?", "status"), renamed)[0] == {}


def test_where_no_header_is_recognised_the_remembered_headings_are_one(memory):
    grid = grid_of(["№", "Як звати", "Тип", "Телефон", "Діє", "Укладено"], ROWS)
    found = recall(memory.of(5), grid)
    assert found.columns == {1: "row_no", 2: "name", 3: "type", 4: "phones", 5: "status", 6: "agreement_date"}
    assert [p.row for p in found.problems] == [3]


def test_a_tab_about_something_else_recalls_nothing(memory):
    other = grid_of(["Місяць", "Сума"], [["січень", "5"], ["лютий", "6"]])
    assert recall(memory.of(5), other).columns == {}
    assert recall(None, other).columns == {}


def test_a_lost_column_stays_known_until_it_is_back(memory):
    without = [name for name in HEADINGS if name != "Телефон"]
    rows = [row[:3] + row[4:] for row in ROWS]
    grid = grid_of(without, rows)
    later = remember(memory, read(grid, columns_of(grid)), grid)
    renamed = ["№", "Назва", "Тип", "Зв'язок", "Діє", "Укладено"]
    assert recalled(later, renamed)[0] == {4: "phones"}


def test_a_copy_of_the_workbook_is_known_by_the_titles_of_its_tabs(memory):
    assert memory.of(99, "Партнери") == memory.of(5)
    assert memory.of(99, "Інше") is None


def test_remembering_the_same_again_changes_nothing(memory):
    grid = grid_of(HEADINGS, ROWS)
    assert remember(memory, read(grid, columns_of(grid)), grid) is memory
