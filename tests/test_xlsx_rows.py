"""Rows of a tab that nobody looks into stay text, byte for byte; nothing comes out otherwise for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sheets.workbook import CopyCells, DeleteRow, Edit, InsertRow, WriteCell
from sheets.xlsx import XlsxWorkbook
from tests.xlsx_books import bare_book, canonical, parts, rich_book, tab_xml


def spelled_otherwise(path: Path, to: Path) -> Path:
    """The same workbook with a comment before each tab's rows: they are taken up whole, none is left as text."""
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(to, "w") as other:
        for name in package.namelist():
            other.writestr(name, package.read(name).replace(b"<sheetData>", b"<sheetData><!-- -->"))
    return to


ANY_EDIT = some.one_of(
    some.builds(InsertRow, tab=some.just(1), at=some.integers(1, 18), like=some.none() | some.integers(1, 16)),
    some.builds(DeleteRow, tab=some.just(1), row=some.integers(1, 18)),
    some.builds(
        lambda row, column, value: WriteCell(tab=1, row=row, column=column, value=value),
        some.integers(1, 18),
        some.integers(1, 7),
        some.sampled_from(["Текст", 8]),
    ),
    some.builds(
        lambda row, to: CopyCells(tab=1, row=row, column=2, width=3, to_tab=2, to_row=to, to_column=1),
        some.integers(1, 18),
        some.integers(1, 9),
    ),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=some.lists(ANY_EDIT, max_size=4))
def test_rows_left_as_text_and_rows_taken_up_come_out_alike(tmp_path: Path, edits: list[Edit]) -> None:
    one = rich_book(tmp_path / "one.xlsx")
    two = spelled_otherwise(one, tmp_path / "two.xlsx")
    for path in (one, two):
        XlsxWorkbook(path).apply(edits)
    found = [{name: content.replace(b"<!-- -->", b"") for name, content in canonical(p).items()} for p in (one, two)]
    assert found[0] == found[1]


@pytest.mark.parametrize("at", [1, 3, 8, 13, 15, 19])
def test_blank_rows_that_come_in_together_move_everything_as_one_after_another_would(tmp_path: Path, at: int) -> None:
    together, alone = rich_book(tmp_path / "together.xlsx"), rich_book(tmp_path / "alone.xlsx")
    insert, write = InsertRow(tab=1, at=at), WriteCell(tab=1, row=at, column=4, value=7)
    edits = [insert, insert, insert, write, InsertRow(tab=1, at=at, like=at + 1), *[DeleteRow(tab=1, row=at + 1)] * 2]
    XlsxWorkbook(together).apply(edits)
    for edit in edits:
        XlsxWorkbook(alone).apply([edit])
    assert canonical(together) == canonical(alone)


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A{row}" s="{n}"><v>{n}</v></c><c r="B{row}" s="1{n}"/>',
        '<c r="A{row}" t="inlineStr"><is><t>{n}"</t></is></c>',
    ],
)
def test_of_a_row_that_moves_only_addresses_are_renumbered(tmp_path: Path, cells: str) -> None:
    def row(n: int, to: int) -> str:
        return f'<row r="{to}" s="{n}">{cells.format(n=n, row=to)}</row>'

    path = bare_book(tmp_path / "book.xlsx", tab_xml("".join(row(n, n) for n in range(1, 13))))
    XlsxWorkbook(path).apply([InsertRow(tab=7, at=2), WriteCell(tab=7, row=2, column=1, value=0)])
    after = parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert "".join(row(n, n + 1) for n in range(2, 13)) in after


def test_a_row_that_no_edit_concerns_keeps_its_bytes(tmp_path: Path) -> None:
    odd = '<row  r="2"\tspans="1:1"><c r="A2"  t="inlineStr"><is><t>два</t ></is></c ></row>\n'.replace("  r=", " r=")
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row>\n{odd}<row r="3"><c r="A3"><v>3.0</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows))
    XlsxWorkbook(path).apply([InsertRow(tab=7, at=3, like=1), WriteCell(tab=7, row=1, column=1, value=9)])
    after = parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert odd in after
    assert '<row r="4"><c r="A4"><v>3.0</v></c></row>' in after


@pytest.mark.parametrize(
    "cells, total",
    [
        ('<c r="A{0}"><v>2</v></c>', 2 * 300 + 7),
        ('<c r="A{0}" s="1" t="n"><v>2.5</v></c><c r="B{0}"/>', 2.5 * 300 + 7),
        ('<c r="A{0}"><f>1+1</f><v>2</v></c>', 2 * 300 + 7),
        ('<c r="A{0}"><f t="shared" si="0"/><v>2E0</v></c>', 2 * 300 + 7),
        ('<c r="A{0}" t="s"><v>0</v></c>', 7),
        ('<c r="A{0}" t="inlineStr"><is><t>2</t></is></c>', 7),
        ('<c r="A{0}" t="b"><v>1</v></c><c r="B{0}"><v>9</v></c>', 7),
        ('<c r="A{0}" s="1"/>', 7),
        ('<c r="B{0}"><v>9</v></c>', 7),
        ("<c><v>2</v></c>", 2 * 300 + 7),
    ],
)
def test_a_total_counts_rows_that_stay_text(tmp_path: Path, cells: str, total: float) -> None:
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, 301))
    last = '<row r="301"><c r="A301"><f>SUM(A1:A300)</f><v>0</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows + last))
    edits = [InsertRow(tab=7, at=301, like=300), WriteCell(tab=7, row=301, column=1, value=7)]
    (row,) = XlsxWorkbook(path).apply(edits, echo=[(7, 302)])
    assert row.stored[0] == total


@pytest.mark.parametrize("result, total", [("<v>3</v>", 3 * 3), ("", None)])
def test_a_total_over_a_formula_that_has_no_result_yet_has_none_either(
    tmp_path: Path, result: str, total: float | None
) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>B{n}+1</f>{result}</c><c r="B{n}"><v>2</v></c></row>' for n in (1, 2, 3)
    )
    sums = '<row r="4"><c r="A4"><f>SUM(A1:A3)</f><v>9</v></c><c r="B4"><f>SUM(B1:B3)</f><v>6</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows + sums))
    (row,) = XlsxWorkbook(path).apply([WriteCell(tab=7, row=5, column=1, value=1)], echo=[(7, 4)])
    assert row.stored == (9, 6)
    (row,) = XlsxWorkbook(path).apply([WriteCell(tab=7, row=3, column=2, value=5)], echo=[(7, 4)])
    assert row.stored == (total, 9)
    carried = [InsertRow(tab=7, at=4, like=3, carry=(1,)), WriteCell(tab=7, row=4, column=2, value=1)]
    (row,) = XlsxWorkbook(path).apply(carried, echo=[(7, 5)])
    assert row.stored == (None, 10)
    assert XlsxWorkbook(path).read().grids[0].formulas[5, 1] == "=SUM(A1:A4)"
