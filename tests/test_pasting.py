"""Rows pasted from a spreadsheet or uploaded in a file become records, or say cell by cell why not."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from sheets import writing
from sheets.errors import Refused
from sheets.pasting import MOST, cells_in, grid_of, grids_in, texts_in, understood
from sheets.records import Period, Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.xlsx import XlsxWorkbook

NOW = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)
HEADED = (
    "Назва заходу\tДата\tНапрям\tПартнери\tК-сть учасників\n"
    "Свято їжака\t12.05.2026\tкультура\tПалац культури «Світанок»\tблизько 40\n"
    "День тиші\t13.05.2026\tосвітнє\tГімназія № 12, Міська бібліотека\t25\n"
)


@pytest.fixture
def now(demo_book: Path, panel: Panel) -> Snapshot:
    """The demo workbook as it is."""
    return read_snapshot(XlsxWorkbook(demo_book).read(), panel, now=NOW)


def pasted(now: Snapshot, text: str, kind: str = "events") -> list[dict[str, object]]:
    """The texts of a paste."""
    return [dict(row) for row in texts_in(now, now.panel.tabs[kind], [grid_of(cells_in(text), "вставлено")])]


@pytest.mark.parametrize(
    "text, cells",
    [
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ('a\t"two\nlines"\n', [["a", "two\nlines"]]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ('a,b\n"1,5",2\n\n , \n', [["a", "b"], ["1,5", "2"]]),
        ("", []),
    ],
)
def test_a_paste_is_parted_into_cells(text: str, cells: list[list[str]]) -> None:
    assert cells_in(text) == cells


def test_rows_with_headings_are_found_whatever_the_columns_are_called(now: Snapshot) -> None:
    assert pasted(now, HEADED)[0] == {
        "title": "Свято їжака",
        "date": "12.05.2026",
        "directions": "культура",
        "partners": "Палац культури «Світанок»",
        "participants": "близько 40",
    }


def test_rows_without_headings_have_the_columns_of_the_sheets_own_table(now: Snapshot) -> None:
    table = now.tables_of("events")[-1]
    row = max(table.place)
    grid = next(grid for grid in now.reading.grids if grid.tab.gid == table.tab)
    bare = "\n".join("\t".join(grid.text(r, c) for c in range(1, grid.width + 1)) for r in (row - 1, row))
    titles = [record["title"] for record in pasted(now, bare)]
    assert titles == [table.record(row - 1)["title"], table.record(row)["title"]]


def test_lines_typed_by_hand_have_the_columns_of_the_form(now: Snapshot) -> None:
    tab = now.panel.tabs["events"]
    order = [tab.fields[name].uk for name in ("title", "date", "directions", "partners", "participants")]
    typed = "Свято їжака; 12.05.2026; культура; ПК Світанок; 24\nДень тиші; завтра"
    rows = texts_in(now, tab, [grid_of(cells_in(typed), "набрано")], order)
    assert [(row["title"], row.get("date"), row.get("participants")) for row in rows] == [
        ("Свято їжака", "12.05.2026", "24"),
        ("День тиші", "завтра", None),
    ]


def test_each_cell_is_understood_by_the_rules_that_read_the_sheet(now: Snapshot) -> None:
    [first, _] = understood(now, now.panel.tabs["events"], pasted(now, HEADED))
    assert (first.wrong, first.values["date"], first.values["directions"], first.values["participants"].mark) == (
        {},
        Period(dt.date(2026, 5, 12), dt.date(2026, 5, 12)),
        ("culture",),
        "about",
    )


@pytest.mark.parametrize(
    "field, text, code",
    [
        ("title", "", "required"),
        ("date", "незабаром", "not-a-date"),
        ("directions", "художньо-естетичний", "unknown-word"),
        ("participants", "два класи", "not-people"),
        ("date", "31.02.2026", "impossible-date"),
    ],
)
def test_what_cant_be_taken_is_told_at_its_cell(now: Snapshot, field: str, text: str, code: str) -> None:
    good = {"title": "Свято", "date": "12.05.2026", "directions": "культура", "partners": "Гімназія № 12"}
    [line] = understood(now, now.panel.tabs["events"], [{**good, field: text}])
    assert {name: read.problem for name, read in line.wrong.items()} == {field: code}


def test_rows_with_nothing_in_them_are_none(now: Snapshot) -> None:
    assert understood(now, now.panel.tabs["events"], [{"title": " "}, {}, {"title": None}]) == []


def test_a_record_that_is_there_already_is_told(now: Snapshot) -> None:
    table = now.tables_of("events")[-1]
    row = max(table.place)
    at = table.place[row]
    texts = {name: column[at] for name, column in table.texts.items()}
    [line, again] = understood(now, now.panel.tabs["events"], [texts, texts])
    assert (line.twins, again.twins) == ((table.record(row)["title"],),) * 2


def test_a_partner_spelled_otherwise_is_told(now: Snapshot) -> None:
    row = {"name": 'палац культури "Світанок"', "type": "Заклад культури", "directions": "культура"}
    [line] = understood(now, now.panel.tabs["partners"], [row])
    assert line.twins == ("Палац культури «Світанок»",)


def test_a_file_of_excel_and_a_csv_of_windows_say_the_same(now: Snapshot) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in cells_in(HEADED):
        book.active.append(row)
    book.save(out)
    csv_file = HEADED.replace("\t", ";").encode("cp1251")
    files = [grids_in("події.xlsx", out.getvalue()), grids_in("події.csv", csv_file)]
    excel, windows = ([dict(t) for t in texts_in(now, now.panel.tabs["events"], grids)] for grids in files)
    assert (excel, windows) == (pasted(now, HEADED), excel)


def test_a_paste_without_records_is_refused(now: Snapshot) -> None:
    with pytest.raises(Refused, match="no-table"):
        pasted(now, "просто текст")


def test_more_than_one_save_bears_is_refused(now: Snapshot) -> None:
    head, row = HEADED.splitlines()[:2]
    with pytest.raises(Refused, match="limit"):
        pasted(now, "\n".join([head, *(row.replace("їжака", str(n)) for n in range(MOST + 1))]))


def test_ten_pasted_events_are_saved_in_one_call_and_undone_as_one(
    demo_book: Path, now: Snapshot, panel: Panel
) -> None:
    head, row = HEADED.splitlines()[:2]
    text = "\n".join([head, *(row.replace("їжака", f"їжака {n}") for n in range(10))])
    lines = understood(now, now.panel.tabs["events"], pasted(now, text))
    workbook, before = XlsxWorkbook(demo_book), len(now.frames["events"])
    receipt = writing.add_many(
        workbook, now.panel, [("events", line.values) for line in lines], actor="тест", snapshot=now
    )
    after = read_snapshot(workbook.read(), panel, now=NOW)
    writing.undo(workbook, now.panel, receipt.id, actor="тест")
    undone = read_snapshot(workbook.read(), panel, now=NOW)
    assert [len(s.frames["events"]) - before for s in (after, undone)] == [10, 0]
