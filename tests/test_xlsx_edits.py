"""Writing single cells, new tabs and copies into an .xlsx, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sheets.errors import Refused
from sheets.workbook import AddTab, AppendRow, CopyCells, DeleteRow, Edit, InsertRow, Stored, WriteCell, WriteFormula
from sheets.xlsx import XlsxWorkbook
from tests.xlsx_books import LINKS, MAIN, TOTAL, bare_book, parts, rich_book, tab_xml


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich_book(tmp_path / "book.xlsx")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A tab without any formula in the workbook."""
    made = Workbook()
    made.active.title = "Партнери"
    for row in (["№", "Назва"], [1, "Музей"], [2, "Театр"]):
        made.active.append(row)
    made.create_sheet("Інше")["A1"] = "нічого"
    made.save(tmp_path / "plain.xlsx")
    return tmp_path / "plain.xlsx"


def apply(path: Path, *edits: Edit) -> None:
    XlsxWorkbook(path).apply(edits)


def stored(path: Path, row: int, column: int, tab: int = 0) -> Stored:
    return XlsxWorkbook(path).read().grids[tab].value(row, column)


def test_a_cell_written_in_a_tab_without_formulas_changes_one_part(plain: Path) -> None:
    before = parts(plain)
    apply(plain, WriteCell(tab=1, row=2, column=2, value="Музей науки"))
    after = parts(plain)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


TEXTS = [
    " з пробілами ",
    "два\nрядки",
    "табуляція\tтут",
    "керівний\x07знак",
    "_x0041_ не літера",
    "«лапки» & <знаки>",
    "🙂",
    "12 заліків",
    "-",
    "«=1+1»",
]
MARKED = [
    "=1+1",
    "+380 44 000 00 00",
    "-5",
    "@клуб",
    '=HYPERLINK("https://example.org")',
    "\uff1d1+1",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "'текст",
    "'=1+1",
    "0501112233",
    "12",
    "01.09.2025",
    "5/3",
    "50%",
]  # what Excel would make something else of, were the cell opened and closed again


@pytest.mark.parametrize("text", [*TEXTS, *MARKED])
def test_text_is_stored_as_text_whatever_it_begins_with(plain: Path, text: str) -> None:
    apply(plain, WriteCell(tab=1, row=2, column=2, value=text))
    grid = XlsxWorkbook(plain).read().grids[0]
    assert (grid.value(2, 2), grid.text(2, 2), grid.formulas) == (text, text, {})
    cell = load_workbook(plain)["Партнери"]["B2"]
    assert (cell.data_type, bool(cell.quotePrefix)) == ("s", text in MARKED)


@pytest.mark.parametrize("value", [0, 12, -3.5, 1e-7, 45721.25, 123456789012, True, False, None])
def test_a_value_keeps_its_type(plain: Path, value: Stored) -> None:
    apply(plain, WriteCell(tab=1, row=3, column=2, value=value))
    assert stored(plain, 3, 2) == value
    assert type(stored(plain, 3, 2)) is type(value)


def test_a_number_after_a_text_like_a_formula_is_a_number_again(plain: Path) -> None:
    apply(plain, WriteCell(tab=1, row=2, column=2, value="=1"))
    apply(plain, WriteCell(tab=1, row=2, column=2, value=5))
    assert not load_workbook(plain)["Партнери"]["B2"].quotePrefix


def test_a_cleared_cell_keeps_its_format(book: Path) -> None:
    apply(book, WriteCell(tab=1, row=5, column=3, value=None))
    cell = load_workbook(book)["Заходи"]["C5"]
    assert (cell.value, cell.number_format, cell.border.left.style) == (None, "dd.mm.yyyy", "thin")


def test_a_pattern_is_set_only_where_a_cell_has_none(book: Path) -> None:
    apply(
        book,
        WriteCell(tab=1, row=5, column=3, value=45800, pattern="yyyy-mm-dd"),
        WriteCell(tab=1, row=5, column=4, value=45800, pattern="dd.mm.yyyy"),
        WriteCell(tab=1, row=6, column=4, value=45801, pattern="dd.mm.yyyy"),
    )
    tab = load_workbook(book)["Заходи"]
    assert [tab[cell].number_format for cell in ("C5", "D5", "D6")] == ["dd.mm.yyyy"] * 3
    assert tab["D5"].border.left.style == "thin"
    assert tab["D5"].style_id == tab["D6"].style_id


def test_a_formula_that_is_written_over_is_gone(book: Path) -> None:
    apply(book, WriteCell(tab=1, row=TOTAL, column=4, value=7))
    assert (stored(book, TOTAL, 4), (TOTAL, 4) in XlsxWorkbook(book).read().grids[0].formulas) == (7, False)


def test_totals_of_totals_are_worked_out_anew(tmp_path: Path) -> None:
    made = Workbook()
    for row in ([1], [2], ["=SUM(A1:A2)"], [5], ["=SUM(A4:A4)"], ["=A3+A5"], ["=MAX(A1,A4)"], ["=A1*100"]):
        made.active.append(row)
    made.save(tmp_path / "book.xlsx")
    apply(
        tmp_path / "book.xlsx", WriteCell(tab=1, row=1, column=1, value=10), WriteCell(tab=1, row=4, column=1, value=7)
    )
    grid = XlsxWorkbook(tmp_path / "book.xlsx").read().grids[0]
    assert grid.stored == [[10, 2, 12, 7, 7, 19, 10]]
    assert grid.formulas[8, 1] == "=A1*100"


def test_a_new_tab_comes_after_the_others_and_takes_rows_at_once(book: Path) -> None:
    before = parts(book)
    edits = [
        AddTab(tab=60917, title="Журнал змін", header=("Коли", "Хто")),
        AppendRow(tab=60917, values=("14.05.2026 10:00", "=методист", 3)),
        AppendRow(tab=60917, values=(None, "друга")),
    ]
    (row,) = XlsxWorkbook(book).apply(edits, echo=[(60917, 2)])
    assert row.stored == ("14.05.2026 10:00", "=методист", 3)
    opened = load_workbook(book)
    assert opened.sheetnames[-1] == "Журнал змін"
    assert [[cell.value for cell in line] for line in opened["Журнал змін"].rows] == [
        ["Коли", "Хто", None],
        ["14.05.2026 10:00", "=методист", 3],
        [None, "друга", None],
    ]
    assert XlsxWorkbook(book).tabs()[-1].gid == 60917
    assert before["xl/worksheets/sheet1.xml"] == parts(book)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "tab, title, code",
    [
        (1, "Новий", "tab-exists"),
        (60917, "заходи", "tab-exists"),
        (60917, "так/ні", "invalid"),
        (60917, "д" * 32, "invalid"),
        (70000, "Новий", "invalid"),
    ],
)
def test_a_tab_that_can_not_be_is_refused(book: Path, tab: int, title: str, code: str) -> None:
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        apply(book, AddTab(tab=tab, title=title, header=("Коли",)))
    assert (refused.value.code, book.read_bytes() == before) == (code, True)


def test_what_stands_in_cells_can_be_copied_elsewhere(book: Path) -> None:
    apply(book, CopyCells(tab=1, row=5, column=2, to_tab=2, to_row=9, to_column=3, width=4))
    grid = XlsxWorkbook(book).read().grids[1]
    assert [grid.value(9, column) for column in range(3, 7)] == ["Захід 3", 45703, 30, 4.5]


def test_a_formula_that_was_read_can_be_written(book: Path) -> None:
    apply(book, WriteFormula(tab=1, row=TOTAL, column=4, formula="=SUM(D3:D4)"))
    grid = XlsxWorkbook(book).read().grids[0]
    assert (grid.formulas[TOTAL, 4], grid.value(TOTAL, 4)) == ("=SUM(D3:D4)", 30)


@pytest.mark.parametrize(
    "edit, code",
    [
        (WriteCell(tab=99, row=1, column=1, value=1), "no-tab"),
        (InsertRow(tab=99, at=1), "no-tab"),
        (AppendRow(tab=99, values=(1,)), "no-tab"),
        (WriteCell(tab=1, row=5, column=2, value="я" * 32_768), "limit"),
        (WriteCell(tab=1, row=5, column=16_385, value=1), "limit"),
        (WriteCell(tab=1, row=5, column=2, value=float("nan")), "invalid"),
    ],
)
def test_all_edits_are_refused_together(book: Path, edit: Edit, code: str) -> None:
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        apply(book, WriteCell(tab=1, row=5, column=2, value="Інше"), edit)
    assert refused.value.code == code
    assert book.read_bytes() == before


def guarded(path: Path, protection: str = "") -> Path:
    """A protected tab: A1 locked, B1 of an unlocked style, C1 in a range that is open to all, D1 in one that is not."""
    cells = '<c r="A1"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1"><v>1</v></c><c r="D1"><v>1</v></c>'
    tail = f"""<sheetProtection sheet="1" {protection}/><protectedRanges><protectedRange sqref="C1:C9" name="так"/>
    <protectedRange sqref="D1" name="ні" password="ABCD"/></protectedRanges>"""
    return bare_book(path, tab_xml(f'<row r="1">{cells}</row>', tail))


@pytest.mark.parametrize(
    "edit, protection, range_",
    [
        (WriteCell(tab=7, row=1, column=1, value=2), "", "A1"),
        (WriteCell(tab=7, row=1, column=2, value=2), "", "written"),
        (WriteCell(tab=7, row=1, column=3, value=2), "", "written"),
        (WriteCell(tab=7, row=1, column=4, value=2), "", "D1"),
        (InsertRow(tab=7, at=2, like=1), "", None),
        (InsertRow(tab=7, at=2, like=1), 'insertRows="0"', "written"),
        (DeleteRow(tab=7, row=1), "", None),
    ],
)
def test_protected_cells_are_met_with_a_refusal_that_names_them(
    tmp_path: Path, edit: Edit, protection: str, range_: str | None
) -> None:
    path = guarded(tmp_path / "book.xlsx", protection)
    if range_ == "written":
        apply(path, edit)
        assert (tmp_path / "state" / "backups").exists()
        return
    with pytest.raises(Refused) as refused:
        apply(path, edit)
    assert refused.value.code == "protected"
    assert refused.value.details["ranges"] == [{"tab": 7, "title": "Аркуш1", "range": range_, "name": ""}]


@pytest.mark.parametrize("spelling", ["prefix", "no addresses"])
def test_a_file_of_another_program_is_written_too(tmp_path: Path, spelling: str) -> None:
    if spelling == "prefix":
        sheet = f"""<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>
        <x:row r="2"><x:c r="A2"><x:f>SUM(A1:A1)</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"""
    else:
        sheet = tab_xml("<row><c><v>1</v></c></row><row><c><f>SUM(A1:A1)</f><v>1</v></c></row>")
    path = bare_book(tmp_path / "book.xlsx", sheet)
    apply(path, InsertRow(tab=7, at=2, like=1), WriteCell(tab=7, row=2, column=1, value=5))
    grid = XlsxWorkbook(path).read().grids[0]
    assert (grid.stored, grid.formulas) == ([[1, 5, 6]], {(3, 1): "=SUM(A1:A2)"})


FROM_1904 = f"""<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="1"/><sheets>
<sheet name="Аркуш1" sheetId="7" r:id="r1"/></sheets></workbook>"""


def test_a_day_is_the_same_day_where_days_count_from_1904(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>44259</v></c><c r="B1"><v>5</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows), workbook=FROM_1904)
    apply(
        path,
        CopyCells(tab=7, row=1, column=1, to_tab=7, to_row=5, to_column=1, width=2),
        WriteCell(tab=7, row=1, column=1, value=45722),
        WriteCell(tab=7, row=2, column=1, value=45723.5, pattern="dd.mm.yyyy"),
        WriteCell(tab=7, row=3, column=1, value=7),
    )
    grid = XlsxWorkbook(path).read().grids[0]
    assert [grid.value(row, 1) for row in (1, 2, 3, 5)] == [45722, 45723.5, 7, 45721]
    assert [grid.text(row, 1) for row in (1, 2)] == ["06.03.2025", "07.03.2025"]
    assert b'<c r="A1" s="1"><v>44260</v></c>' in parts(path)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("last, refused", [('<c r="A1048576" s="1"/>', False), ('<c r="A1048576"><v>1</v></c>', True)])
def test_a_tab_that_is_full_to_its_end_takes_no_row_more(tmp_path: Path, last: str, refused: bool) -> None:
    rows = '<row r="1"><c r="A1"><f>SUM(A2:A1048576)</f><v>3</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(f'{rows}<row r="1048576">{last}</row>'))
    edits = [InsertRow(tab=7, at=2), WriteCell(tab=7, row=2, column=1, value=4)]
    if refused:
        with pytest.raises(Refused) as why:
            apply(path, *edits)
        assert why.value.code == "limit"
        return
    apply(path, *edits)
    grid = XlsxWorkbook(path).read().grids[0]
    assert (grid.formulas, grid.stored) == ({(1, 1): "=SUM(A3:A1048576)"}, [[3, 4, 3]])
    assert b'"1048577"' not in parts(path)["xl/worksheets/sheet1.xml"]
