"""Reading an .xlsx: both faces of each cell, whoever wrote the file, and what is said of a file that can't be read."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pages.parts.words import say_in
from sheets.errors import WorkbookError
from sheets.workbook import Grid, Merge, Stored
from sheets.xlsx import XlsxWorkbook
from tests.xlsx_books import LINKS, MAIN, PACKAGE, bare_book, rich_book, tab_xml

PREFIXED = f"""<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1"><x:f>1+1</x:f>
<x:v>2</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="C1:D1"/></x:mergeCells></x:worksheet>"""


def grid_of(path: Path) -> Grid:
    return XlsxWorkbook(path).read().grids[0]


@pytest.mark.parametrize(
    "cell, stored, shown",
    [
        ('<c r="A1"><v>12</v></c>', 12, "12"),
        ('<c r="A1"><v>4.5</v></c>', 4.5, "4,5"),
        ('<c r="A1"><v>1E3</v></c>', 1000, "1000"),
        ('<c r="A1" s="1"><v>45721</v></c>', 45721, "05.03.2025"),
        ('<c r="A1" s="99"><v>45721</v></c>', 45721, "45721"),
        ('<c r="A1" t="s"><v>0</v></c>', "Назва", "Назва"),
        ('<c r="A1" t="s"><v>1</v></c>', "жирний", "жирний"),
        ('<c r="A1" t="s"><v>9</v></c>', None, ""),
        ('<c r="A1" t="inlineStr"><is><t> п&amp;а_x000D_ </t></is></c>', " п&а\r ", " п&а\r "),
        ('<c r="A1" t="inlineStr"><is><t>&#1055;&#1072;</t></is></c>', "Па", "Па"),
        ('<c r="A1" t="inlineStr"><is><r><t>а</t></r><r><t>б</t></r><rPh><t>в</t></rPh></is></c>', "аб", "аб"),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c>', None, ""),
        ('<c r="A1" t="b"><v>1</v></c>', True, "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', False, "FALSE"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!", "#DIV/0!"),
        ('<c r="A1" t="str"><f>"а"&amp;"б"</f><v>аб</v></c>', "аб", "аб"),
        ('<c r="A1" t="d"><v>2025-03-05T12:00:00</v></c>', 45721.5, "45721,5"),
        ('<c r="A1"><f>1+1</f></c>', None, ""),
        ('<c r="A1" s="1"/>', None, ""),
        ('<c r="A1"><v>не число</v></c>', "не число", "не число"),
        ('<c r="A1"><v>1e999</v></c>', "1e999", "1e999"),
    ],
)
def test_a_cell_has_two_faces(tmp_path: Path, cell: str, stored: Stored, shown: str) -> None:
    grid = grid_of(bare_book(tmp_path / "book.xlsx", tab_xml(f'<row r="1">{cell}</row>')))
    assert (grid.value(1, 1), grid.text(1, 1)) == (stored, shown)
    assert type(grid.value(1, 1)) is type(stored)


def test_a_workbook_of_openpyxl_reads_like_openpyxl_does(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "book.xlsx")
    reading = XlsxWorkbook(path).read()
    book = load_workbook(path)
    assert [grid.tab.title for grid in reading.grids] == book.sheetnames
    for grid, tab in zip(reading.grids, book, strict=True):
        assert _contents(grid) == {
            (c.row, c.column): c.value for row in tab.iter_rows() for c in row if c.value is not None
        }


def _contents(grid: Grid) -> dict[tuple[int, int], object]:
    """Formulas and values as openpyxl gives them: dates as moments."""
    from openpyxl.utils.datetime import from_excel

    found: dict[tuple[int, int], object] = dict(grid.formulas)
    for column in range(1, grid.width + 1):
        for row in range(1, grid.height + 1):
            value = grid.value(row, column)
            if value is not None and grid.text(row, column).count(".") == 2:
                found[row, column] = from_excel(value)
            elif value is not None:
                found[row, column] = value
    return found


def test_merges_hidden_rows_links_and_formulas_come_with_the_cells(tmp_path: Path) -> None:
    book = Workbook()
    tab = book.active
    tab["A1"], tab["A2"], tab["B3"] = "Реєстр", "https", "=A1&A2"
    tab["A2"].hyperlink = "https://example.org/"
    tab.merge_cells("A1:C1")
    tab.row_dimensions[2].hidden = True
    book.save(tmp_path / "book.xlsx")
    grid = grid_of(tmp_path / "book.xlsx")
    assert grid.tab.merges == (Merge(1, 1, 1, 3),)
    assert grid.hidden_rows == {2}
    assert grid.links == {(2, 1): "https://example.org/"}
    assert grid.formulas == {(3, 2): "=A1&A2"}


def test_formulas_that_excel_stores_once_are_known_in_every_cell(tmp_path: Path) -> None:
    first = '<row r="1"><c r="B1"><f t="shared" ref="B1:C2" si="0">A1*$D$1</f><v>1</v></c>'
    others = '<c r="C1"><f t="shared" si="0"/><v>2</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
    grid = grid_of(bare_book(tmp_path / "book.xlsx", tab_xml(first + others)))
    assert grid.formulas == {(1, 2): "=A1*$D$1", (1, 3): "=B1*$D$1", (2, 2): "=A2*$D$1"}


@pytest.mark.parametrize(
    "sheet",
    [
        PREFIXED,
        PREFIXED.replace("x:", "").replace("xmlns:x", "xmlns").replace(' r="A1"', "").replace(' r="B1"', ""),
        PREFIXED.replace("x:", "").replace("<v>2", "<!-- два --><v>2"),
        PREFIXED.replace("x:", "").replace("<v>2</v>", "<v><![CDATA[2]]></v>"),
        PREFIXED.replace("x:", "").replace('<c r="A1" t="s">', '<c t="s" r="A1">'),
        PREFIXED.replace("x:", ""),
    ],
    ids=["prefix", "no addresses", "comment", "cdata", "order of attributes", "line breaks"],
)
def test_however_xml_is_written_the_grid_is_the_same(tmp_path: Path, sheet: str) -> None:
    sheet = sheet.replace("xmlns:x=", "xmlns=") if "<x:" not in sheet else sheet
    grid = grid_of(bare_book(tmp_path / "book.xlsx", sheet))
    assert (grid.stored, grid.shown) == ([["Назва"], [2]], [["Назва"], ["2"]])
    assert grid.formulas == {(1, 2): "=1+1"}
    assert grid.tab.merges == (Merge(1, 3, 1, 4),)


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    workbook = f"""<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="1"/><sheets>
    <sheet name="Аркуш1" sheetId="7" r:id="r1"/></sheets></workbook>"""
    rows = tab_xml('<row r="1"><c r="A1" s="1"><v>44259</v></c><c r="B1"><v>44259</v></c></row>')
    grid = grid_of(bare_book(tmp_path / "book.xlsx", rows, workbook=workbook))
    assert (grid.stored, grid.shown) == ([[45721], [44259]], [["05.03.2025"], ["44259"]])


def test_a_chart_of_its_own_is_a_tab_without_cells(tmp_path: Path) -> None:
    workbook = f"""<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Діаграма" sheetId="3" state="hidden"
    r:id="r4"/></sheets></workbook>"""
    path = bare_book(tmp_path / "book.xlsx", "", workbook=workbook, **{"xl/chartsheets/sheet1.xml": "<chartsheet/>"})
    grid = grid_of(path)
    assert (grid.tab.title, grid.tab.gid, grid.tab.hidden, grid.width) == ("Діаграма", 3, True, 0)


def test_an_empty_tab_has_no_cells(tmp_path: Path) -> None:
    grid = grid_of(bare_book(tmp_path / "book.xlsx", f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'))
    assert (grid.width, grid.height, grid.stored) == (0, 0, [])


def test_a_journal_is_listed_but_not_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Журнал змін"
    book.active["A1"] = "Коли"
    book.save(tmp_path / "book.xlsx")
    workbook = XlsxWorkbook(tmp_path / "book.xlsx")
    (tab,) = workbook.tabs()
    assert workbook.read().grids[0].width == 0
    assert workbook.read_tabs([tab.gid])[0].value(1, 1) == "Коли"


def test_a_save_reads_only_what_changed_since_the_last_reading(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "book.xlsx")
    workbook = XlsxWorkbook(path)
    seen = workbook.read().grids
    assert [one is other for one, other in zip(workbook.read_tabs([1, 2, 3]), seen, strict=True)] == [True] * 3
    book = load_workbook(path)
    book["Партнери"]["B2"] = "Бібліотека «Обрій»"
    book.save(path)
    events, partners = workbook.read_tabs([1, 2])
    assert events is seen[0]
    assert partners.value(2, 2) == "Бібліотека «Обрій»"


def test_of_a_journal_only_the_column_asked_for_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Журнал змін"
    for row in (["Коли", "Хто", "Що"], ["14.05", "Я", "додано"]):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    (grid,) = XlsxWorkbook(tmp_path / "book.xlsx").read_tabs([1], columns={1: (2, 2)})
    assert grid.stored == [[], ["Хто", "Я"]]


def test_only_a_tab_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "book.xlsx")
    workbook = XlsxWorkbook(path)
    first = workbook.read()
    assert workbook.read(first) is first
    book = load_workbook(path)
    book["Партнери"]["B2"] = "Бібліотека «Обрій»"
    book.save(path)
    second = workbook.read(first)
    assert [new is old for new, old in zip(second.grids, first.grids, strict=True)] == [True, False, True]


def test_a_renamed_tab_is_read_anew(tmp_path: Path) -> None:
    path = rich_book(tmp_path / "book.xlsx")
    first = XlsxWorkbook(path).read()
    book = load_workbook(path)
    book["Партнери"].title = "Друзі"
    book.save(path)
    assert XlsxWorkbook(path).read(first).grids[1].tab.title == "Друзі"


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD = {
    "a folder": (Path.mkdir, "unreadable-file", "not-a-file"),
    "nothing in it": (lambda p: _write(p, b""), "unreadable-file", "damaged"),
    "a text": (lambda p: _write(p, "просто текст".encode()), "unreadable-file", "damaged"),
    "an old xls": (lambda p: _write(p, OLE2), "unreadable-file", "xls"),
    "a password": (lambda p: _write(p, OLE2 + "EncryptedPackage".encode("utf-16-le")), "encrypted-file", None),
    "half a file": (lambda p: _write(p, rich_book(p).read_bytes()[:4000]), "unreadable-file", "damaged"),
    "a broken part": (lambda p: bare_book(p, "<worksheet><sheetData><row"), "unreadable-file", "damaged"),
    "broken cells": (
        lambda p: bare_book(p, tab_xml('<row r="1"><c r="A1"><v>1</c></row>')),
        "unreadable-file",
        "damaged",
    ),
    "broken workbook": (lambda p: bare_book(p, tab_xml(""), workbook="<workbook>"), "unreadable-file", "damaged"),
    "no workbook": (lambda p: bare_book(p, tab_xml(""), root="<a/>"), "unreadable-file", "no-workbook"),
    "a lost tab": (
        lambda p: bare_book(
            p,
            tab_xml(""),
            rels=f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{LINKS}/worksheet"'
            ' Target="worksheets/gone.xml"/></Relationships>',
        ),
        "unreadable-file",
        "damaged",
    ),
    "no tabs": (
        lambda p: bare_book(p, tab_xml(""), workbook=f'<workbook xmlns="{MAIN}"/>'),
        "unreadable-file",
        "no-tabs",
    ),
}


@pytest.mark.parametrize("make, code, reason", BAD.values(), ids=BAD)
def test_a_file_that_can_not_be_read_says_why(tmp_path: Path, make: object, code: str, reason: str | None) -> None:
    path = tmp_path / "book.xlsx"
    make(path)
    with pytest.raises(WorkbookError) as refused:
        XlsxWorkbook(path).read()
    assert (refused.value.code, refused.value.details.get("reason")) == (code, reason)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    for ask in (XlsxWorkbook.tabs, XlsxWorkbook.read, lambda workbook: workbook.apply([])):
        with pytest.raises(WorkbookError) as refused:
            ask(XlsxWorkbook(tmp_path / "book.xlsx"))
        assert refused.value.code == "missing-file"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/workbook.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(1 << 20))
    started = time.process_time()
    with pytest.raises(WorkbookError) as refused:
        XlsxWorkbook(path).read()
    assert refused.value.details["reason"] == "too-big"
    assert "600" in say_in("uk", "trouble.too-big", **refused.value.details)
    assert time.process_time() - started < 1


def test_cells_that_are_only_styled_cost_little(tmp_path: Path) -> None:
    row = "".join(f'<c r="{letter}%d" s="1"/>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{row.replace("%d", str(n))}</row>' for n in range(2, 30_001))
    path = bare_book(tmp_path / "book.xlsx", tab_xml(f'<row r="1"><c r="A1"><v>5</v></c></row>{rows}'))
    del rows
    tracemalloc.start()
    grid = grid_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (grid.width, grid.height) == (1, 1)
    assert peak < 30 << 20


def test_used_cells_at_the_far_end_of_many_columns_are_refused(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{letter}1048576"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    path = bare_book(tmp_path / "book.xlsx", tab_xml(f'<row r="1048576">{cells}</row>'))
    with pytest.raises(WorkbookError) as refused:
        XlsxWorkbook(path).read()
    assert refused.value.details["reason"] == "too-large"


def test_eighteen_thousand_columns_and_a_very_long_text_are_read(tmp_path: Path) -> None:
    cells = f'<c r="A1" t="inlineStr"><is><t>{"я" * 50_000}</t></is></c><c r="ZZZ1"><v>1</v></c>'
    grid = grid_of(bare_book(tmp_path / "book.xlsx", tab_xml(f'<row r="1">{cells}</row>')))
    assert (grid.width, grid.value(1, 18_278), grid.value(1, 1)) == (18_278, 1, "я" * 50_000)


def test_a_file_on_the_server_has_no_address(tmp_path: Path) -> None:
    assert XlsxWorkbook(tmp_path / "book.xlsx").link(1, "C12") is None
