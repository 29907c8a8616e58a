"""Writing into an .xlsx: what an edit concerns is right afterwards, and nothing else was touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree
from openpyxl import load_workbook

from sheets.workbook import (
    DeleteRow,
    Edit,
    InsertRow,
    Stored,
    WriteCell,
)
from sheets.xlsx import XlsxWorkbook
from sheets.xlsx_package import stamp_of
from tests.xlsx_books import LAST, LINKS, MAIN, PACKAGE, TOTAL, bare_book, canonical, parts, rich_book, tab_xml

NEW = LAST + 1
ADDED: list[Edit] = [
    InsertRow(tab=1, at=NEW, like=LAST, carry=(6,)),
    WriteCell(tab=1, row=NEW, column=1, value=11),
    WriteCell(tab=1, row=NEW, column=2, value="Новий захід"),
    WriteCell(tab=1, row=NEW, column=3, value=45800, pattern="yyyy-mm-dd"),
    WriteCell(tab=1, row=NEW, column=4, value=1000),
    WriteCell(tab=1, row=NEW, column=5, value=3),
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich_book(tmp_path / "book.xlsx")


def apply(path: Path, *edits: Edit) -> None:
    XlsxWorkbook(path).apply(edits)


def stored(path: Path, row: int, column: int, tab: int = 0) -> Stored:
    return XlsxWorkbook(path).read().grids[tab].value(row, column)


def test_a_new_last_record_is_in_its_place_and_in_the_totals(book: Path) -> None:
    new, total = XlsxWorkbook(book).apply(ADDED, echo=[(1, NEW), (1, TOTAL + 1)])
    assert (new.row, new.stored) == (NEW, (11, "Новий захід", 45800, 1000, 3))
    assert new.shown == ("11", "Новий захід", "23.05.2025", "1000", "3")
    assert total.stored == (None, "Усього", None, 1550, (4.5 * 10 + 3) / 11)


def test_a_new_record_looks_like_the_one_above(book: Path) -> None:
    apply(book, *ADDED)
    tab = load_workbook(book)["Заходи"]
    assert tab.row_dimensions[NEW].height == tab.row_dimensions[LAST].height == 30
    for column in range(1, 7):
        assert tab.cell(NEW, column).style_id == tab.cell(LAST, column).style_id != 0
    assert tab.cell(NEW, 6).value == f"=D{NEW}/D${TOTAL + 1}"


def test_everything_around_the_rows_follows(book: Path) -> None:
    apply(book, *ADDED)
    opened = load_workbook(book)
    tab = opened["Заходи"]
    assert tab["D14"].value == "=SUM(D3:D13)"
    assert sorted(map(str, tab.merged_cells.ranges)) == ["A16:F16", "A1:F1"]
    assert {str(rule.sqref): rule.formula1 for rule in tab.data_validations.dataValidation} == {
        "E3:E13": "1",
        "B3:B13": "$H$15:$H$17",
    }
    ((ranges, (rule,)),) = ((str(found.sqref), found.rules) for found in tab.conditional_formatting)
    assert (ranges, rule.formula) == ("D3:D13", ["$D3>$D$14/2"])
    assert (tab.auto_filter.ref, tab.print_area) == ("A2:F13", "'Заходи'!$A$1:$F$16")
    assert [page.id for page in tab.row_breaks.brk] == [15]
    assert (tab["A16"].comment.text, tab["B5"].comment.text) == ("підписати", "уточнити")
    assert (tab["A16"].hyperlink.target, tab["A16"].value) == ("https://example.org/15", "Директор")
    assert [cell.value for cell in opened["Зведена таблиця"]["B"]] == [
        "=SUM(Заходи!D3:D13)",
        "=Заходи!D14",
        "=Заходи!$D$14*2",
        "=COUNTA(Партнери!B:B)-1",
        "=SUM(B1:B2)",
    ]
    assert opened.defined_names["Учасники"].attr_text == "Заходи!$D$3:$D$13"
    assert opened.defined_names["Разом"].attr_text == "Заходи!$D$14"
    (chart,), (picture,) = tab._charts, tab._images
    assert chart.series[0].val.numRef.f == "'Заходи'!$D$3:$D$14"
    assert (chart.anchor._from.row, picture.anchor._from.row) == (18, 1)


def test_parts_that_an_insert_does_not_concern_stay_byte_for_byte(book: Path) -> None:
    before = parts(book)
    apply(book, *ADDED)
    after = parts(book)
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }


def test_no_edits_leave_the_file_alone(book: Path) -> None:
    before = stamp_of(book.stat())
    assert XlsxWorkbook(book).apply([], echo=[(1, 2)])[0].stored[0] == "№"
    assert stamp_of(book.stat()) == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=some.integers(1, 20), like=some.none() | some.integers(1, 16))
def test_an_insert_and_its_undo_leave_the_workbook_as_it_was(tmp_path: Path, at: int, like: int | None) -> None:
    path = rich_book(tmp_path / "book.xlsx")
    before = canonical(path, results=False)
    apply(path, InsertRow(tab=1, at=at, like=like, carry=(6,)))
    apply(path, DeleteRow(tab=1, row=at))
    after = canonical(path, results=False)
    assert {name for name in before if before[name] != after[name]} <= {"xl/worksheets/sheet1.xml"}
    judged = [_without_rules(found["xl/worksheets/sheet1.xml"]) for found in (before, after)]
    assert judged[0] == judged[1]


def _without_rules(sheet: bytes) -> bytes:
    """A tab without its conditional formats and validations: those of a far row stay two pieces after an undo."""
    root = etree.fromstring(sheet)
    for name in ("conditionalFormatting", "dataValidations"):
        for found in root.findall(f"{{*}}{name}"):
            root.remove(found)
    return etree.tostring(root, method="c14n")


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    '<row r="4"><c r="B4"><f t="array" ref="B4:B5">SUM(A1:A3*2)</f><v>12</v></c></row>'
)


@pytest.mark.parametrize(
    "edits, formulas",
    [
        ([InsertRow(tab=7, at=2)], {(1, 2): "=A1*2", (3, 2): "=A3*2", (4, 2): "=A4*2", (5, 2): "=SUM(A1:A4*2)"}),
        ([DeleteRow(tab=7, row=1)], {(1, 2): "=A1*2", (2, 2): "=A2*2", (3, 2): "=SUM(A1:A2*2)"}),
        ([WriteCell(tab=7, row=1, column=2, value=9)], {(2, 2): "=A2*2", (3, 2): "=A3*2", (4, 2): "=SUM(A1:A3*2)"}),
        (
            [InsertRow(tab=7, at=4, like=3, carry=(2,))],
            {(1, 2): "=A1*2", (2, 2): "=A2*2", (3, 2): "=A3*2", (4, 2): "=A4*2", (5, 2): "=SUM(A1:A4*2)"},
        ),
    ],
)
def test_formulas_that_excel_stores_once_stay_right(
    tmp_path: Path, edits: list[Edit], formulas: dict[tuple[int, int], str]
) -> None:
    path = bare_book(tmp_path / "book.xlsx", tab_xml(SHARED))
    apply(path, *edits)
    assert XlsxWorkbook(path).read().grids[0].formulas == formulas


def test_a_table_of_excel_takes_in_the_row_below_its_last_one(book: Path) -> None:
    apply(book, InsertRow(tab=2, at=5, like=4), WriteCell(tab=2, row=5, column=2, value="Театр"))
    assert load_workbook(book)["Партнери"].tables["Partners"].ref == "A1:B5"


@pytest.mark.parametrize("row", [1, 2], ids=["a value", "the last formula"])
def test_the_next_program_recalculates_in_an_order_of_its_own(tmp_path: Path, row: int) -> None:
    chain = f'<calcChain xmlns="{MAIN}"><c r="A2" i="7"/></calcChain>'
    targets = [("worksheet", "worksheets/sheet1.xml"), ("calcChain", "calcChain.xml")]
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(targets, 1)
    )
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'
    types = (
        f"""<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>"""
    )
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f>A1+1</f><v>2</v></c></row>'
    path = bare_book(tmp_path / "b.xlsx", tab_xml(rows), rels=rels, types=types, **{"xl/calcChain.xml": chain})
    apply(path, WriteCell(tab=7, row=row, column=1, value=2))
    after = parts(path)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    assert stored(path, 2, 1) == 2


def test_a_new_row_takes_over_joined_cells_and_only_a_height_that_somebody_set(tmp_path: Path) -> None:
    rows = '<row r="1" ht="40" customHeight="1"><c r="A1"/></row><row r="2" ht="33" hidden="1"><c r="A2"/></row>'
    joined = '<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="B2:C2"/></mergeCells>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows, joined))
    apply(path, InsertRow(tab=7, at=3, like=2), InsertRow(tab=7, at=4, like=1))
    root = etree.fromstring(parts(path)["xl/worksheets/sheet1.xml"])
    assert [merge.get("ref") for merge in root.iter("{*}mergeCell")] == ["A1:A2", "B2:C2", "B3:C3"]
    assert [(row.get("ht"), row.get("hidden")) for row in root.iter("{*}row")][2:] == [(None, None), ("40", None)]


def test_a_data_table_looks_at_the_cells_that_it_looked_at(tmp_path: Path) -> None:
    table = '<f t="dataTable" ref="B9:B12" dt2D="1" dtr="1" r1="A9" r2="C1"/>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(f'<row r="9"><c r="B9">{table}<v>5</v></c></row>'))
    apply(path, InsertRow(tab=7, at=4))
    (formula,) = etree.fromstring(parts(path)["xl/worksheets/sheet1.xml"]).iter("{*}f")
    assert dict(formula.attrib) == {
        "t": "dataTable",
        "ref": "B10:B13",
        "dt2D": "1",
        "dtr": "1",
        "r1": "A10",
        "r2": "C1",
    }


EXCELS_OWN = """<ext xmlns:x14="urn:x14" xmlns:xm="urn:xm" uri="{1}"><x14:conditionalFormattings>
<x14:conditionalFormatting><x14:cfRule type="dataBar"><xm:f>A2:A9</xm:f></x14:cfRule>
<xm:sqref>A2:A3 C9</xm:sqref></x14:conditionalFormatting>
</x14:conditionalFormattings></ext>"""
AROUND = f"""<protectedRanges><protectedRange sqref="B2:B9" name="так"/></protectedRanges>
<autoFilter ref="A1:C3"><sortState ref="A2:C9"/></autoFilter>
<conditionalFormatting sqref="A2:A3"><cfRule type="colorScale"><colorScale><cfvo type="formula" val="$A$9"/>
</colorScale></cfRule></conditionalFormatting><ignoredErrors><ignoredError sqref="A9"/></ignoredErrors>
<hyperlinks><hyperlink ref="A9" location="Аркуш1!A20"/></hyperlinks>
<cellWatches><cellWatch r="A9"/></cellWatches>
<scenarios sqref="A9"><scenario name="краще" count="1"><inputCells r="B9" val="5"/></scenario></scenarios>
<dataConsolidate><dataRefs><dataRef ref="A1:A9" sheet="Інша"/></dataRefs></dataConsolidate>
<controls><control><controlPr linkedCell="C9"><anchor><from><row>8</row></from></anchor></controlPr></control>
</controls><extLst>{EXCELS_OWN}</extLst>"""


def test_what_only_excel_writes_around_a_tab_follows_too(tmp_path: Path) -> None:
    path = bare_book(tmp_path / "book.xlsx", tab_xml('<row r="3"><c r="A3"><v>1</v></c></row>', AROUND))
    apply(path, InsertRow(tab=7, at=4, like=3))
    root = etree.fromstring(parts(path)["xl/worksheets/sheet1.xml"])
    names = ("sqref", "ref", "r", "val", "linkedCell")
    found = {etree.QName(e).localname: next(filter(None, map(e.get, names)), e.text) for e in root.iter()}
    expected = {
        "protectedRange": "B2:B10",
        "autoFilter": "A1:C4",
        "sortState": "A2:C10",
        "cfvo": "$A$10",
        "ignoredError": "A10",
        "hyperlink": "A10",
        "cellWatch": "A10",
        "scenarios": "A10",
        "inputCells": "B10",
        "dataRef": "A1:A9",
        "controlPr": "C10",
        "f": "A2:A10",
        "row": "9",
        "sqref": "A2:A4 C10",
    }
    assert {name: found[name] for name in expected} == expected
    assert root.find(".//{*}hyperlink").get("location") == "Аркуш1!A21"
