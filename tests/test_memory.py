"""What is remembered of columns: kept in a file without any value of the sheet, of use to a snapshot and to a save."""

import datetime as dt

import pytest

from sheets import writing
from sheets.memory import Memory, TabMemory, change, confirm, load
from sheets.merging import seen_of
from sheets.recall import recall
from sheets.schema import read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Grid, Reading, TabInfo
from tests.places import place_of
from tests.remembered import ROWS, grid_of, remembered


@pytest.fixture(scope="module")
def memory():
    return remembered()


EVENTS = [[f"Свято {n}", f"{n:02}.10.2024", f"Ліцей № {n}", f"Гай {'АБВГ'[n % 4]}."] for n in range(1, 13)]


def two_tables(who, what, last=None):
    """A tab with a table of partners over one of events, a heading of each as given."""
    partners = [["Назва партнера", "Тип партнера", who], *([row[1], row[2], row[3]] for row in ROWS)]
    events = [["Назва заходу", "Дата", "Партнери", what], *EVENTS]
    lines = [*partners, [], ["Заходи"], *events]
    columns = [[line[at] if at < len(line) else "" for line in lines] for at in range(4)]
    grid = Grid(tab=TabInfo(gid=5, title="Усе"), stored=columns, shown=columns)
    now = dt.datetime(2026, 5, 14, tzinfo=dt.UTC)
    return read_snapshot(Reading(grids=(grid,)), read_panel(), last=last, now=now, source="book")


def test_each_table_of_a_tab_is_remembered_for_itself():
    before = two_tables("Телефон", "Відповідальний")
    known = load("book").of(5)
    assert [(table.kind, len(table.columns)) for table in known.tables] == [("partners", 3), ("events", 4)]
    after = two_tables("Як знайти", "На кому це", before)
    for kind, field in (("partners", "phones"), ("events", "responsible")):
        assert list(after.frames[kind][field]) == list(before.frames[kind][field])
    told = [(f.code, f.row, f.column) for f in after.findings if f.code.startswith("column-recognised")]
    assert told == [("column-recognised", 1, 3), ("column-recognised", 32, 4)]


def test_a_table_that_lost_its_header_is_found_below_the_other():
    before = two_tables("Телефон", "Відповідальний")
    events = load("book").of(5).tables[1]
    grid = before.reading.grids[0]
    for column, words in enumerate(["Що?", "День", "Спільники", "Відповідальний"]):
        if column != 3:
            grid.stored[column][31] = words
    assert recall(load("book").of(5).about(events), grid, taken=frozenset({1})).columns == {}  # too little is left
    grid.stored[1][31], grid.stored[2][31] = "Дата", "Партнери"
    found = recall(load("book").of(5).about(events), grid, taken=frozenset({1}))
    assert (found.header, found.columns[2], found.columns[4]) == (32, "date", "responsible")


def test_what_was_remembered_is_there_after_a_restart(memory):
    change("data/book.xlsx", lambda _: memory)
    assert load("data/book.xlsx") == memory
    assert load("data/other.xlsx") == Memory()
    kept = change("data/book.xlsx", lambda known: confirm(known, 5, "Х", "name"))
    assert load("data/book.xlsx") == kept


def test_no_value_of_the_sheet_stands_in_the_file(memory, tmp_path):
    change("book", lambda _: memory)
    (path,) = (tmp_path / "state" / "columns").glob("*.json")
    assert "Ліцей № 1" not in path.read_text() and "380440000001" not in path.read_text()


def test_a_damaged_file_is_forgotten(tmp_path):
    change("book", lambda known: confirm(known, 5, "Х", "name"))
    (path,) = (tmp_path / "state" / "columns").glob("*.json")
    path.write_text('{"tabs": {"5": {"columns": [')
    assert load("book") == Memory()


def test_a_folder_that_can_not_be_written_stops_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "file"))
    assert change("book", lambda known: confirm(known, 5, "Х", "name")).of(5).confirmed == {"х": "name"}
    assert (tmp_path / "file").is_file()


def test_a_memory_of_headings_only_is_enough_for_a_confirmed_one():
    known = confirm(Memory(), 5, "Х", "name")
    assert known.of(5) == TabMemory(confirmed={"х": "name"})


def snapshot_of(headings, last=None):
    """The panel's own reading of a workbook with this one tab, with its memory."""
    grid = grid_of(headings, [[*row[:3], "освітнє", *row[3:]] for row in ROWS])
    now = dt.datetime(2026, 5, 14, tzinfo=dt.UTC)
    return read_snapshot(Reading(grids=(grid,)), read_panel(), last=last, now=now, source="book")


def test_a_snapshot_keeps_its_numbers_when_a_heading_is_renamed():
    before = snapshot_of(["№", "Назва партнера", "Тип партнера", "Напрям", "Телефон", "Статус", "Дата укладання"])
    after = snapshot_of(
        ["№", "Назва партнера", "Хто вони такі", "Напрям", "Телефон", "Статус", "Дата укладання"], before
    )
    assert list(after.frames["partners"]["type"]) == list(before.frames["partners"]["type"])
    assert [(f.code, f.row, f.column, f.severity) for f in after.findings] == [("column-recognised", 3, 3, "note")]
    assert before.findings == ()


def test_a_column_that_memory_knows_is_written_to(tmp_path, monkeypatch):
    """A save reads the sheet as the person saw it: with what was confirmed of its headings."""
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0,))
    book = {"Партнери": [["Назва партнера", "Тип партнера", "Як знайти"], ["Ліцей № 3", "ЗЗСО", "0501112233"]]}
    now, panel = dt.datetime(2026, 5, 14, tzinfo=dt.UTC), read_panel()
    with place_of("xlsx", tmp_path, book) as place:
        workbook = place.open()
        gid = workbook.tabs()[0].gid
        change("book", lambda known: confirm(known, gid, "Як знайти", "phones"))
        snapshot = read_snapshot(workbook.read(), panel, now=now, source="book")
        (table,) = snapshot.tables
        seen = seen_of(table, 2)
        changes = {"phones": ("+380671112233",)}
        writing.edit(workbook, panel, "partners", 2, changes, seen, actor="Оля", now=now, snapshot=snapshot)
        assert place.rows("Партнери")[1][2] == "+380671112233"
