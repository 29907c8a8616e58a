"""Columns, and then rows, that colleagues move while a save is put right: nothing of theirs is lost."""

from __future__ import annotations

import itertools
from copy import deepcopy
from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused
from sheets.mending import here
from sheets.receipts import Conflict, Receipt
from sheets.schema import Panel
from sheets.sideways import renamed
from sheets.workbook import Grid, TabInfo
from tests.places import BOOK, TODAY, PaperPlace
from tests.saves import NOW, PARTNER, add, at_once, edit, seen_in

EVENTS, PARTNERS = {"tab": "Заходи"}, {"tab": "Партнери"}
COLUMN = {"insert_column": {**EVENTS, "column": "B"}}
THEIRS = {"insert_row": {**PARTNERS, "row": 2, "values": [None, "Чужий", "ЗЗСО", "Освітнє партнерство"]}}
ABOVE = {"insert_row": {**EVENTS, "row": 4, "values": [9, "Чужий", TODAY, "IT-школа", "Освітнє", 7, 0]}}
SORTED = {"sort": {**EVENTS, "from_row": 4, "to_row": 7, "column": "B"}}
Windows = list[list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=SUM(C4:$D$6)*B2", "=SUM(D4:$E$6)*B2"),
        ("=SUM(C:C)+$D9", "=SUM(D:D)+$E9"),
        ("=IF(A1=\"C4\",'Т'!C1,Інша!C1)", "=IF(A1=\"C4\",'Т'!D1,Інша!C1)"),
        ("=C1:", "=C1:"),
    ],
)
def test_a_formula_speaks_of_its_columns_where_they_stand_now(formula: str, told: str) -> None:
    assert renamed(formula, lambda column: column + (column >= 3), "Т") == told


def met(place: PaperPlace, panel: Panel, save: str, windows: Windows) -> Receipt:
    """The save, with colleagues at work right before each of its writes."""
    saving.forget()
    workbook, left = place.open(), itertools.chain(windows, itertools.repeat([]))
    seen = seen_in(place, panel, 5)
    workbook.before = lambda what: place.colleague(*next(left)) if what == "write" else None
    if save == "edit":
        return edit(place, panel, 5, {"participants": 26}, seen, on=workbook)
    if save == "last":
        seen = seen_in(place, panel, 6)
        return edit(place, panel, 6, {"participants": 26, "directions": ["culture"]}, seen, on=workbook)
    if save == "partner":
        return writing.add(workbook, panel, "partners", PARTNER, actor="Оля", now=NOW)
    return add(place, panel, on=workbook)


@pytest.mark.parametrize(
    ("save", "windows"),
    [
        ("add", [[COLUMN]]),
        ("add", [[ABOVE, COLUMN]]),
        ("edit", [[{"delete_row": {**EVENTS, "row": 5}}, COLUMN], [COLUMN]]),
        ("edit", [[ABOVE], [COLUMN]]),
        ("edit", [[{"delete_row": {**EVENTS, "row": 5}}], [ABOVE]]),
        (
            "edit",
            [
                [
                    {"delete_row": {**EVENTS, "row": 6}},
                    {"sort": {**EVENTS, "from_row": 4, "to_row": 5, "column": "F"}},
                    {"delete_row": {**EVENTS, "row": 4}},
                ],
                [ABOVE],
            ],
        ),
        ("last", [[{"delete_row": {**EVENTS, "row": 6}}], [ABOVE]]),
        ("last", [[{"delete_row": {**EVENTS, "row": 5}}, {"set": {**EVENTS, "cell": "F5", "value": 121}}], [ABOVE]]),
        ("partner", [[{"insert_column": {**PARTNERS, "column": "A"}}], [THEIRS]]),
        (
            "partner",
            [
                [{"insert_column": {**PARTNERS, "column": "A"}}],
                [{**THEIRS, "insert_column": {**PARTNERS, "column": "A"}}],
            ],
        ),
    ],
)
def test_a_save_that_is_refused_leaves_the_sheet_as_colleagues_have_it(
    panel: Panel, save: str, windows: Windows
) -> None:
    place, alone = PaperPlace(deepcopy(BOOK)), PaperPlace(deepcopy(BOOK))
    alone.colleague(*itertools.chain(*windows))
    with pytest.raises((Refused, Conflict)):
        met(place, panel, save, windows)
    for tab in BOOK:
        assert place.rows(tab) == alone.rows(tab)


@pytest.mark.parametrize("children", [80, 0])
def test_a_total_that_a_cell_was_put_back_over_is_a_total_again_and_the_cell_is_back(
    panel: Panel, children: int
) -> None:
    book = deepcopy(BOOK)
    for row in book["Заходи"][3:6]:
        row[6] = children  # where none come the total is 0, as the cell that is put back over it
    place = PaperPlace(book)
    met(place, panel, "add", [[ABOVE, SORTED], [{"delete_row": {**EVENTS, "row": 4}}]])
    assert [row[1:2] + row[5:] for row in place.rows("Заходи")[3:8]] == [
        ["Хакатон", 25, children, "=F4+G4", "б"],
        ["Чужий", 7, 0],
        ["Майстер-клас", 12, None, "=F6+G6"],
        ["Ярмарок", 120, children, "=F7+G7"],
        ["Всього", "=SUM(F4:F7)", "=SUM(G4:G7)"],
    ]


def test_an_edit_leaves_the_records_and_the_total_that_it_hit_as_they_were(panel: Panel) -> None:
    place = PaperPlace(deepcopy(BOOK))
    met(place, panel, "last", [[{"delete_row": {**EVENTS, "row": 5}}], [ABOVE]])
    assert [row[1:2] + row[4:] for row in place.rows("Заходи")[3:7]] == [
        ["Чужий", "Освітнє", 7, 0],
        ["Свято осені", "Культура", 40, 30, "=F5+G5", "а"],
        ["Ярмарок", "Культурне та мистецьке співробітництво", 26, 80, "=F6+G6"],
        ["Всього", None, "=SUM(F5:F6)", "=SUM(G5:G6)"],
    ]


@pytest.mark.parametrize(
    ("now", "row", "told"),
    [
        ("Абвг-", 5, "=SUM(B1:B4)*A3"),
        ("гваб-", 5, "=SUM(B1:B4)*A2"),
        ("нАбвг-", 6, "=SUM(B2:B5)*A4"),
        ("бвг-", 4, "=SUM(B1:B3)*A2"),
        ("Абв-", 4, "=SUM(B1:B3)*A3"),
        ("хуцч-", 5, "=SUM(B1:B4)*A3"),
    ],
    ids=["as it was", "sorted", "one came above", "the first went", "the last went", "all others"],
)
def test_a_total_that_comes_back_sums_the_rows_that_it_summed(now: str, row: int, told: str) -> None:
    def grid(letters: str) -> Grid:
        stored = [list(letters.lower()), [1.0] * len(letters)]
        return Grid(tab=TabInfo(gid=1, title="Т"), stored=stored, formulas={(5, 2): "=SUM(B1:B4)*A3"})

    assert here("=SUM(B1:B4)*A3", grid("абвг-"), grid(now), 5, row) == told


def test_totals_that_an_undo_took_away_while_columns_moved_too_come_back_as_formulas(panel: Panel) -> None:
    """Found by the state machine: they came back as the numbers that they had shown."""
    place = PaperPlace(deepcopy(BOOK))
    receipt, workbook = add(place, panel), place.open()
    heading = {"set": {**EVENTS, "cell": "D3", "value": "Нове"}}
    moves = [{"insert_column": {**EVENTS, "column": "D"}}, heading, {"delete_row": {**EVENTS, "row": 7}}]
    at_once(place, workbook, "write", *moves)
    with pytest.raises(Refused, match="changed-since"):
        writing.undo(workbook, panel, receipt.id, actor="Оля", now=NOW)
    totals = [None, "Всього", None, None, None, None, "=SUM(G4:G6)", "=SUM(H4:H6)"]
    assert place.rows("Заходи")[5:7] == [[3, "Ярмарок", TODAY - 20, None, *BOOK["Заходи"][5][3:7], "=G6+H6"], totals]
