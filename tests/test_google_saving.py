"""A Google workbook is written in one atomic call: typed values, looks carried over, rows brought back."""

from __future__ import annotations

import pytest

from sheets.errors import Refused
from sheets.google import GoogleWorkbook
from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Edit,
    InsertRow,
    Merge,
    Row,
    WriteCell,
    WriteFormula,
)
from tests.emulator import Emulator
from tests.google_helpers import BATCH, VALUES, another
from tests.sheet_samples import PARTNERS
from tests.sheets_api.addresses import Box

pytest_plugins = ("tests.google_fixtures",)


def test_an_inserted_record_looks_like_its_neighbour_and_comes_back(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.read_tabs([0])
    emulator.forget()
    edits: list[Edit] = [
        InsertRow(tab=0, at=9, like=8, carry=(6,)),
        WriteCell(tab=0, row=9, column=1, value=6),
        WriteCell(tab=0, row=9, column=2, value="=IMAGE(1)"),
        WriteCell(tab=0, row=9, column=3, value=45600, pattern="yyyy-mm-dd"),
        WriteCell(tab=0, row=9, column=4, value=10),
        WriteFormula(tab=0, row=10, column=4, formula="=SUM(D4:D9)"),
    ]
    new, total = workbook.apply(edits, echo=[(0, 9), (0, 10)])
    assert emulator.requests() == [BATCH]
    assert new.shown == ("6", "=IMAGE(1)", "04.11.2024", "10,00 ₴", "", "20")
    assert new.stored == (6, "=IMAGE(1)", 45600, 10, None, 20)
    assert (total.row, total.stored[3], total.shown[1]) == (10, 15017.5, "Усього")
    assert emulator.grid(PARTNERS)[8][5] == "=D9*2"
    cells = emulator.app.control.book.tabs[0].cells
    assert cells[8][6].validation == cells[7][6].validation != None  # noqa: E711


@pytest.mark.parametrize("seen_before", [True, False])
@pytest.mark.parametrize("column, shown", [(3, "05.11.2024"), (8, "05/11/2024")])
def test_a_pattern_is_set_only_where_the_cell_has_none(
    workbook: GoogleWorkbook, seen_before: bool, column: int, shown: str
) -> None:
    if seen_before:
        workbook.read_tabs([0])
    edit = WriteCell(tab=0, row=5, column=column, value=45601, pattern="dd/mm/yyyy")
    (row,) = workbook.apply([edit], echo=[(0, 5)])
    assert row.shown[column - 1] == shown


@pytest.mark.parametrize(
    "value, stored",
    [("+380", "+380"), ("=1+1", "=1+1"), ("TRUE", "TRUE"), (True, True), (1.5, 1.5), (None, None), ("0012", "0012")],
)
def test_a_value_is_typed_and_never_parsed(
    workbook: GoogleWorkbook, emulator: Emulator, value: object, stored: object
) -> None:
    workbook.apply([WriteCell(tab=0, row=4, column=2, value=value)])
    assert emulator.grid(PARTNERS)[3][1] == stored


def test_a_journal_is_begun_and_continued_in_the_same_call(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    edits: list[Edit] = [
        AddTab(tab=9, title="Журнал змін", header=("коли", "було", "стало")),
        AppendRow(tab=9, values=("сьогодні", None, "нове")),
        CopyCells(tab=0, row=4, column=2, to_tab=9, to_row=2, to_column=2),
        WriteCell(tab=0, row=4, column=2, value="нове"),
    ]
    rows = workbook.apply(edits, echo=[(9, 2), (0, 4)])
    assert [row.stored[:3] for row in rows] == [("сьогодні", "Ліцей «Промінь»", "нове"), (1, "нове", 45536)]
    workbook.apply([AppendRow(tab=9, values=("завтра",))])
    assert [row[0] for row in emulator.grid("Журнал змін")] == ["коли", "сьогодні", "завтра"]


def test_a_row_is_taken_away(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.apply([DeleteRow(tab=0, row=4)])
    assert emulator.grid(PARTNERS)[3][1] == "Музей гончарства"


def test_one_wrong_edit_and_nothing_is_written(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    before = emulator.grid(PARTNERS)
    with pytest.raises(Refused):
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="x"), DeleteRow(tab=0, row=5000)])
    assert emulator.grid(PARTNERS) == before


@pytest.mark.parametrize(
    "edits, code",
    [
        ([WriteCell(tab=0, row=4, column=2, value="я" * 50_001)], "limit"),
        ([WriteCell(tab=555, row=4, column=2, value="x")], "row-gone"),
        ([AddTab(tab=5, title=PARTNERS, header=("a",))], "tab-exists"),
        ([AddTab(tab=0, title="Нова", header=("a",))], "tab-exists"),
    ],
)
def test_what_google_refuses_has_a_code(workbook: GoogleWorkbook, edits: list[Edit], code: str) -> None:
    with pytest.raises(Refused) as refused:
        workbook.apply(edits)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "protect, named",
    [({"range": "A4:F8", "description": "бухгалтерія"}, "A4:F8"), ({"description": "бухгалтерія"}, None)],
)
def test_protected_cells_are_named(
    workbook: GoogleWorkbook, emulator: Emulator, protect: dict, named: str | None
) -> None:
    workbook.tabs()
    emulator.colleague({"protect": {"tab": PARTNERS, **protect}})
    with pytest.raises(Refused) as refused:
        workbook.apply([WriteCell(tab=0, row=5, column=2, value="x")])
    assert refused.value.code == "protected"
    found = {"tab": 0, "title": PARTNERS, "range": named, "name": "бухгалтерія"}
    assert refused.value.details["ranges"] == [found]


def test_rows_come_back_in_the_order_asked(workbook: GoogleWorkbook) -> None:
    rows = workbook.apply([WriteCell(tab=0, row=4, column=2, value="x")], echo=[(0, 50), (0, 4), (0, 1)])
    assert [(row.row, row.stored[:2]) for row in rows] == [(50, ()), (4, (1, "x")), (1, ("Реєстр партнерів",))]
    assert isinstance(rows[0], Row)


@pytest.mark.parametrize(
    "edit, merges",
    [
        (InsertRow(tab=0, at=1), (Merge(2, 1, 2, 6), Merge(5, 1, 7, 1))),
        (InsertRow(tab=0, at=5, like=4), (Merge(1, 1, 1, 6), Merge(4, 1, 7, 1))),
        (InsertRow(tab=0, at=7, like=6), (Merge(1, 1, 1, 6), Merge(4, 1, 6, 1))),
        (DeleteRow(tab=0, row=1), (Merge(3, 1, 5, 1),)),
        (DeleteRow(tab=0, row=6), (Merge(1, 1, 1, 6), Merge(4, 1, 5, 1))),
    ],
)
def test_merges_move_with_our_own_rows_without_another_question(
    workbook: GoogleWorkbook, emulator: Emulator, edit: Edit, merges: tuple[Merge, ...]
) -> None:
    emulator.app.control.book.tab(0).merges.append(Box(3, 0, 6, 1))
    reading = workbook.read()
    workbook.apply([edit])
    emulator.forget()
    tab = workbook.read(reading).grids[0].tab
    assert emulator.requests() == [VALUES, VALUES]
    assert tab.merges == merges == another(emulator).tabs()[0].merges
