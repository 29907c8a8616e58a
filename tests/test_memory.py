"""A renamed, moved or inserted column is found again by what stands in it; where that is not sure, people are asked."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheets import saving, writing
from sheets.fingerprints import Fingerprint, fingerprint, same_shapes, same_values, shape_of
from sheets.memory import Memory, TabMemory, change, confirm, load, reject, remember
from sheets.merging import seen_of
from sheets.recall import recall
from sheets.records import Column, Table, TabRead
from sheets.schema import read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Grid, Reading, TabInfo
from tests.places import place_of

HEADINGS = {
    "№": "row_no",
    "Назва": "name",
    "Тип": "type",
    "Телефон": "phones",
    "Діє": "status",
    "Укладено": "agreement_date",
}
ROWS = [
    [
        str(n),
        f"Ліцей № {n}",
        ("Школа", "Музей", "Театр", "Бізнес")[n % 4],
        f"+38044{n:07}",
        "так" if n % 3 else "ні",
        f"{n:02}.02.2025",
    ]
    for n in range(1, 29)
]


def grid_of(headings, rows, gid=5):
    """A tab with these headings in row 3, below a title."""
    lines = [["Партнери центру", *[""] * (len(headings) - 1)], [""] * len(headings), list(headings), *rows]
    columns = [list(column) for column in zip(*lines, strict=True)]
    return Grid(tab=TabInfo(gid=gid, title="Партнери"), stored=columns, shown=columns)


def columns_of(grid, header=3, known=HEADINGS):
    """The columns as their headings alone tell."""
    said = [(number, grid.text(header, number)) for number in range(1, grid.width + 1)]
    return tuple(Column(number, heading, known.get(heading)) for number, heading in said if heading)


def read(grid, columns, header=3):
    table = Table(
        kind="partners", tab=grid.tab.gid, title=grid.tab.title, header_rows=(header,), columns=columns,
        frame=None, values={}, texts={},
    )  # fmt: skip
    return TabRead(gid=grid.tab.gid, title=grid.tab.title, kind="partners", tables=(table,))


@pytest.fixture(scope="module")
def memory():
    """What is known after the table was understood once."""
    grid = grid_of(HEADINGS, ROWS)
    return remember(Memory(), read(grid, columns_of(grid)), grid)


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


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("01.02.2025", "date"),
        ("січень 2025", "date"),
        ("12", "number"),
        ("1 234,50", "number"),
        ("+380441234567", "phone"),
        ("044 123-45-67, 068 765 43 21", "phone"),
        ("a@b.ua", "email"),
        ("https://b.ua", "link"),
        ("+", "mark"),
        ("так", "mark"),
        ("музей", "short"),
        ("довга розповідь про спільні справи установ", "long"),
    ],
)
def test_the_shape_of_a_cell(text, shape):
    assert shape_of(text) == shape


texts = st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=30)


@settings(max_examples=50, deadline=None)
@given(texts)
@example(["\u200b"])  # a cell of nothing but a zero-width space
def test_a_column_is_like_itself(values):
    grid = grid_of(["Заголовок"], [[value] for value in values])
    one = fingerprint(grid, 1, 3)
    assert same_shapes(one, one) == pytest.approx(1, abs=0.02) or one.cells == 0
    assert same_values(one, one) == (1 if one.values else 0)


def test_an_empty_column_is_like_nothing():
    empty = fingerprint(grid_of(["А"], [[""]]), 1, 3)
    assert (empty, same_shapes(empty, empty), same_values(empty, empty)) == (Fingerprint(), 0, 0)


def test_columns_stored_as_dates_are_seen_as_people_see_them():
    day = dt.date(2025, 2, 1).toordinal() - dt.date(1899, 12, 30).toordinal()
    grid = Grid(tab=TabInfo(gid=1, title="А"), stored=[["Дата", float(day)]], shown=[["Дата", "01.02.2025"]])
    assert fingerprint(grid, 1, 1).shapes == {"date": 1.0}


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
    monkeypatch.setattr(saving, "PAUSES", (0.0,))
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
