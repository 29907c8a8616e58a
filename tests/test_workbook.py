"""The promises of sheets.workbook, kept by both workbooks: a file, and Google Sheets behind the emulator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl.styles import Font

from sheets.errors import PanelError, Refused
from sheets.opening import open_workbook
from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Grid,
    InsertRow,
    Merge,
    Stored,
    Workbook,
    WriteCell,
    WriteFormula,
)
from tests.emulator import running

HEADING = ["№", "Назва", "Дата", "Учасники", "Частка", "Так"]
RECORDS = [
    [1, "Ярмарок «Світанок»", 45721, 30, "=D3/100", True],
    [2, "Музейний день", 45722.5, 12.5, "=D4/100", False],
    [3, "Лекція\nпро море", 45723, None, "=D5/100", True],
]
LAST, TOTAL = 5, 6


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """«Заходи»: a merged title, a header in row 2, three records, a total. «Порожня»; «Прихована»; a journal."""
    made = Book()
    events = made.active
    events.title = "Заходи"
    events["A1"] = "Реєстр"
    events.merge_cells("A1:F1")
    for row, values in enumerate([HEADING, *RECORDS], 2):
        for column, value in enumerate(values, 1):
            events.cell(row, column, value)
        if row > 2:
            events.cell(row, 3).number_format = "dd.mm.yyyy"
            events.cell(row, 2).font = Font(bold=True)
    events.cell(TOTAL, 2, "Усього")
    events.cell(TOTAL, 4, f"=SUM(D3:D{LAST})")
    events.merge_cells("A8:F8")
    events["A8"] = "Директор"
    made.create_sheet("Порожня")
    hidden = made.create_sheet("Прихована")
    hidden["B2"] = "тут"
    hidden.sheet_state = "hidden"
    journal = made.create_sheet("Журнал змін")
    journal.append(["Коли", "Що"])
    journal.append(["14.05.2026", "записано"])
    made.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.fixture(params=["xlsx", "google"])
def workbook(request: pytest.FixtureRequest, book: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbook]:
    """The same book in both places."""
    if request.param == "xlsx":
        yield open_workbook(str(book))
        return
    with running(book) as emulator:
        monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
        yield open_workbook(emulator.spreadsheet_id)


def gid(workbook: Workbook, title: str = "Заходи") -> int:
    return next(tab.gid for tab in workbook.tabs() if tab.title == title)


def grid(workbook: Workbook, title: str = "Заходи") -> Grid:
    (found,) = workbook.read_tabs([gid(workbook, title)])
    return found


def test_tabs_are_named_in_order(workbook: Workbook) -> None:
    tabs = workbook.tabs()
    assert [tab.title for tab in tabs] == ["Заходи", "Порожня", "Прихована", "Журнал змін"]
    assert [tab.hidden for tab in tabs] == [False, False, True, False]
    assert len({tab.gid for tab in tabs}) == 4
    assert workbook.name == "book"


def test_reading_gives_both_faces_by_column_with_trailing_blanks_cut(workbook: Workbook) -> None:
    events = workbook.read().grids[0]
    assert events.stored[1] == [None, "Назва", "Ярмарок «Світанок»", "Музейний день", "Лекція\nпро море", "Усього"]
    assert events.stored[2] == [None, "Дата", 45721, 45722.5, 45723]
    assert events.shown is not None
    assert events.shown[2] == ["", "Дата", "05.03.2025", "06.03.2025", "07.03.2025"]
    assert events.shown[3][2:4] == ["30", "12,5"]
    assert (events.stored[5][2:5], events.shown[5][2:5]) == ([True, False, True], ["TRUE", "FALSE", "TRUE"])
    assert (events.stored[0][7], events.width, events.height) == ("Директор", 6, 8)


def test_merges_are_known(workbook: Workbook) -> None:
    merges = workbook.read().grids[0].tab.merges
    assert set(merges) == {Merge(1, 1, 1, 6), Merge(8, 1, 8, 6)}


def test_an_empty_tab_is_an_empty_grid(workbook: Workbook) -> None:
    empty = workbook.read().grids[1]
    assert (empty.tab.title, empty.stored, empty.width, empty.height) == ("Порожня", [], 0, 0)


def test_a_hidden_tab_is_read(workbook: Workbook) -> None:
    hidden = workbook.read().grids[2]
    assert (hidden.tab.hidden, hidden.value(2, 2), hidden.value(1, 1)) == (True, "тут", None)


def test_a_journal_is_read_only_when_it_is_asked_for(workbook: Workbook) -> None:
    assert workbook.read().grids[3].stored == []
    assert grid(workbook, "Журнал змін").value(2, 2) == "записано"


def test_one_rendering_stores_the_same(workbook: Workbook) -> None:
    one, two = workbook.read(shown=False), workbook.read(shown=True)
    assert [found.stored for found in one.grids] == [found.stored for found in two.grids]


def test_an_unchanged_workbook_hands_on_the_same_reading(workbook: Workbook) -> None:
    first = workbook.read()
    assert workbook.read(first) is first


def test_an_unchanged_tab_hands_on_the_same_grid(workbook: Workbook) -> None:
    first = workbook.read()
    workbook.apply([WriteCell(tab=gid(workbook, "Прихована"), row=2, column=2, value="там")])
    second = workbook.read(first)
    same = [new is old for new, old in zip(second.grids, first.grids, strict=True)]
    assert same == [True, True, False, True]
    assert second.grids[2].value(2, 2) == "там"


def test_tabs_for_a_save_come_in_the_order_asked_with_formulas(workbook: Workbook) -> None:
    hidden, events = workbook.read_tabs([gid(workbook, "Прихована"), gid(workbook)])
    assert (hidden.tab.title, events.tab.title) == ("Прихована", "Заходи")
    assert events.formulas == {(3, 5): "=D3/100", (4, 5): "=D4/100", (5, 5): "=D5/100", (6, 4): "=SUM(D3:D5)"}
    assert events.text(3, 3) == "05.03.2025"


def test_a_tab_that_is_not_there_is_left_out(workbook: Workbook) -> None:
    (found,) = workbook.read_tabs([987_654, gid(workbook)])
    assert found.tab.title == "Заходи"


def test_single_columns_of_a_tab_can_be_asked_for(workbook: Workbook) -> None:
    there = gid(workbook)
    (found,) = workbook.read_tabs([there], columns={there: (2, 3)})
    assert (found.value(3, 2), found.value(3, 3)) == ("Ярмарок «Світанок»", 45721)


def added(workbook: Workbook) -> tuple[object, ...]:
    """A record after the last one, as a save adds it."""
    tab, at = gid(workbook), LAST + 1
    edits = [
        InsertRow(tab=tab, at=at, like=LAST, carry=(5,)),
        WriteCell(tab=tab, row=at, column=1, value=4),
        WriteCell(tab=tab, row=at, column=2, value="=1+1"),
        WriteCell(tab=tab, row=at, column=3, value=45800, pattern="dd.mm.yyyy"),
        WriteCell(tab=tab, row=at, column=4, value=7.5),
        WriteCell(tab=tab, row=at, column=6, value=True),
        WriteFormula(tab=tab, row=TOTAL + 1, column=4, formula=f"=SUM(D3:D{at})"),
    ]
    return workbook.apply(edits, echo=[(tab, TOTAL + 1), (tab, at)])


def test_rows_asked_back_come_as_they_are_after_the_call_in_the_order_asked(workbook: Workbook) -> None:
    total, new = added(workbook)
    assert (total.row, total.stored[1]) == (TOTAL + 1, "Усього")
    assert (new.tab, new.row) == (gid(workbook), LAST + 1)
    assert new.stored[:4] == (4, "=1+1", 45800, 7.5)
    assert new.shown[:4] == ("4", "=1+1", "23.05.2025", "7,5")
    assert (new.stored[5], len(new.stored), len(new.shown)) == (True, 6, 6)


def test_a_new_row_moves_what_stands_below_and_takes_over_formats_and_formulas(workbook: Workbook) -> None:
    added(workbook)
    events = grid(workbook)
    assert (events.value(9, 1), events.value(TOTAL + 1, 2)) == ("Директор", "Усього")
    assert set(events.tab.merges) == {Merge(1, 1, 1, 6), Merge(9, 1, 9, 6)}
    assert events.formulas[LAST + 1, 5] == "=D6/100"
    assert events.formulas[TOTAL + 1, 4] == "=SUM(D3:D6)"
    assert events.value(TOTAL + 1, 4) == 50


def test_what_was_put_in_can_be_taken_out_again(workbook: Workbook) -> None:
    before = grid(workbook)
    added(workbook)
    workbook.apply([DeleteRow(tab=gid(workbook), row=LAST + 1)])
    after = grid(workbook)
    assert after.formulas == before.formulas
    assert (after.stored[:3], after.shown and after.shown[:3]) == (before.stored[:3], before.shown and before.shown[:3])
    assert set(after.tab.merges) == set(before.tab.merges)


@pytest.mark.parametrize(
    "value", ["=1+1", "+380", "-5", "@a", "01.09.2025", "12", "TRUE", " а\nб ", 5, -2.5, 0, True, False]
)
def test_a_value_is_stored_as_it_is_given(workbook: Workbook, value: Stored) -> None:
    tab = gid(workbook)
    (row,) = workbook.apply([WriteCell(tab=tab, row=4, column=2, value=value)], echo=[(tab, 4)])
    assert row.stored[1] == value
    assert isinstance(row.stored[1], bool | str) is isinstance(value, bool | str)
    assert (4, 2) not in grid(workbook).formulas


def test_a_cleared_cell_keeps_its_format(workbook: Workbook) -> None:
    tab = gid(workbook)
    workbook.apply([WriteCell(tab=tab, row=3, column=3, value=None)])
    assert grid(workbook).value(3, 3) is None
    workbook.apply([WriteCell(tab=tab, row=3, column=3, value=45721)])
    assert grid(workbook).text(3, 3) == "05.03.2025"


def test_a_pattern_is_for_cells_that_have_none(workbook: Workbook) -> None:
    tab = gid(workbook)
    edits = [WriteCell(tab=tab, row=3, column=column, value=45721, pattern="yyyy-mm-dd") for column in (3, 4)]
    (row,) = workbook.apply(edits, echo=[(tab, 3)])
    assert row.shown[2:4] == ("05.03.2025", "2025-03-05")


def test_a_new_tab_can_be_filled_in_the_same_call(workbook: Workbook) -> None:
    edits = [
        AddTab(tab=60_917, title="Новий", header=("Коли", "Хто")),
        AppendRow(tab=60_917, values=("14.05.2026", "=методист")),
        AppendRow(tab=60_917, values=(None, 5)),
    ]
    workbook.apply(edits)
    assert workbook.tabs()[-1].gid == 60_917
    assert grid(workbook, "Новий").stored == [["Коли", "14.05.2026"], ["Хто", "=методист", 5]]


def test_a_row_is_appended_below_the_last_one_with_anything_in_it(workbook: Workbook) -> None:
    tab = gid(workbook)
    workbook.apply([AppendRow(tab=tab, values=("перший",)), AppendRow(tab=tab, values=("другий",))])
    assert grid(workbook).stored[0][7:] == ["Директор", "перший", "другий"]


@pytest.mark.parametrize("title", ["Заходи", "Новий"])
def test_a_tab_that_is_there_already_is_refused(workbook: Workbook, title: str) -> None:
    number = gid(workbook) if title == "Новий" else 60_917
    with pytest.raises(Refused) as refused:
        workbook.apply([AddTab(tab=number, title=title, header=("Коли",))])
    assert refused.value.code == "tab-exists"


def test_what_stands_in_cells_can_be_copied_to_another_tab(workbook: Workbook) -> None:
    target = gid(workbook, "Порожня")
    copied = CopyCells(tab=gid(workbook), row=3, column=2, to_tab=target, to_row=2, to_column=1, width=3)
    workbook.apply([copied, WriteCell(tab=gid(workbook), row=3, column=2, value="Інше")])
    found = grid(workbook, "Порожня")
    assert [found.value(2, column) for column in (1, 2, 3)] == ["Ярмарок «Світанок»", 45721, 30]


def test_edits_are_done_in_order(workbook: Workbook) -> None:
    tab = gid(workbook)
    edits = [
        InsertRow(tab=tab, at=3, like=3),
        WriteCell(tab=tab, row=3, column=2, value="перший"),
        InsertRow(tab=tab, at=3, like=3),
        DeleteRow(tab=tab, row=5),
    ]
    workbook.apply(edits)
    assert grid(workbook).stored[1][2:5] == [None, "перший", "Музейний день"]


def test_all_edits_are_done_or_none(workbook: Workbook) -> None:
    before = grid(workbook).stored
    edits = [
        WriteCell(tab=gid(workbook), row=3, column=2, value="Інше"),
        WriteCell(tab=987_654, row=1, column=1, value=1),
    ]
    with pytest.raises(PanelError):
        workbook.apply(edits)
    assert grid(workbook).stored == before


def test_a_grid_and_a_reading_never_change(workbook: Workbook) -> None:
    first = workbook.read()
    kept = [list(column) for column in first.grids[0].stored]
    added(workbook)
    workbook.read(first)
    assert [list(column) for column in first.grids[0].stored] == kept


def test_a_cell_has_an_address_where_a_person_can_open_it(workbook: Workbook) -> None:
    address = workbook.link(gid(workbook), "C12")
    assert address is None or address.endswith(f"#gid={gid(workbook)}&range=C12")
