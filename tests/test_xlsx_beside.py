"""What stands beside a tab in parts of its own follows its rows: tables, pivots, charts, controls, pictures."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from sheets.workbook import InsertRow
from sheets.xlsx import XlsxWorkbook
from tests.xlsx_books import LINKS, MAIN, PACKAGE, bare_book, parts, tab_xml

TABLE = f"""<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:B4" totalsRowCount="1">
<autoFilter ref="A1:B3"/><tableColumns count="1"><tableColumn id="1" name="a">
<calculatedColumnFormula>A9+B1</calculatedColumnFormula></tableColumn></tableColumns></table>"""
PIVOT = f"""<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet">
<worksheetSource ref="A1:B9" sheet="Аркуш1"/></cacheSource></pivotCacheDefinition>"""
PIVOT_TABLE = f'<pivotTableDefinition xmlns="{MAIN}"><location ref="D9:E12" firstHeaderRow="1"/></pivotTableDefinition>'
THREADS = (
    '<ThreadedComments xmlns="urn:threads"><threadedComment ref="A9"/><threadedComment ref="A2"/></ThreadedComments>'
)
BESIDE = {
    "xl/tables/table1.xml": (TABLE, "table", "../tables/table1.xml"),
    "xl/threadedComments/t1.xml": (THREADS, "threadedComment", "../threadedComments/t1.xml"),
    "xl/pivotCache/pivotCacheDefinition1.xml": (PIVOT, "", ""),
    "xl/pivotTables/pivotTable1.xml": (PIVOT_TABLE, "pivotTable", "../pivotTables/pivotTable1.xml"),
    "xl/vbaProject.bin": ("\x00macros", "", ""),
}


def test_what_stands_beside_a_tab_follows_too(tmp_path: Path) -> None:
    others = {name: content for name, (content, _, _) in BESIDE.items()}
    others["xl/worksheets/_rels/sheet1.xml.rels"] = related(**{kind: to for _, kind, to in BESIDE.values() if kind})
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row r="4"><c r="A4"><f>SUBTOTAL(109,A2:A3)</f><v>1</v></c></row>'
    path = bare_book(tmp_path / "book.xlsx", tab_xml(rows), **others)
    XlsxWorkbook(path).apply([InsertRow(tab=7, at=4, like=3)])
    after = {name: content.decode() for name, content in parts(path).items()}
    table = etree.fromstring(after["xl/tables/table1.xml"].encode())
    assert (table.get("ref"), table.find("{*}autoFilter").get("ref")) == ("A1:B5", "A1:B4")
    assert table.findtext(".//{*}calculatedColumnFormula") == "A10+B1"
    assert 'ref="D10:E13"' in after["xl/pivotTables/pivotTable1.xml"]
    assert 'ref="A1:B10"' in after["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert 'ref="A10"' in after["xl/threadedComments/t1.xml"] and 'ref="A2"' in after["xl/threadedComments/t1.xml"]
    assert after["xl/vbaProject.bin"] == "\x00macros"
    assert XlsxWorkbook(path).read().grids[0].formulas == {(5, 1): "=SUBTOTAL(109,A2:A4)"}


# --- what ties itself to cells from elsewhere: each stands once beside the tab and once beside another ---

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
FILTERED = f"""<c:chartSpace xmlns:c="{CHART}" xmlns:c15="urn:c15"><c:barChart><c:extLst><c:ext><c15:filteredBarSeries>
<c15:ser><c:tx><c:strRef><c:extLst><c:ext><c15:formulaRef><c15:sqref>Аркуш1!$B$1</c15:sqref></c15:formulaRef></c:ext>
</c:extLst></c:strRef></c:tx><c:val><c15:fullRef><c15:sqref>(Аркуш1!$B$2:$B$3,Аркуш1!$B$9)</c15:sqref></c15:fullRef>
</c:val></c15:ser></c15:filteredBarSeries></c:ext></c:extLst></c:barChart></c:chartSpace>"""
DRAWING = """<xdr:wsDr xmlns:xdr="urn:xdr" xmlns:a14="urn:a14">
<xdr:twoCellAnchor><xdr:from><xdr:row>8</xdr:row></xdr:from>
<xdr:sp macro="" textlink="{}$D$9"/></xdr:twoCellAnchor><a14:cameraTool cellRange="{}$A$1:$B$9"/></xdr:wsDr>"""
CONTROL = '<formControlPr xmlns="urn:x14" objectType="Drop" fmlaLink="{}$E$9" fmlaRange="{}$H$9:$H$12"/>'
OLD = """<xml xmlns:x="urn:x"><x:ClientData ObjectType="Drop"><x:Anchor>1, 2, 8, 0, 2, 0, 9, 0</x:Anchor>
<x:FmlaLink>{}$E$9</x:FmlaLink><x:FmlaRange>{}$H$9:$H$12</x:FmlaRange></x:ClientData></xml>"""
CALCULATED = TABLE.replace("A9+B1", "Аркуш1!A9+B9")


def two_tabs(path: Path) -> Path:
    """«Аркуш1» (gid 7) and «Зведення» (8), each with a drawing, a control and an old drawing that speak of it."""
    found = {
        "xl/worksheets/sheet2.xml": tab_xml(""),
        "xl/charts/chart1.xml": FILTERED,
        "xl/tables/table1.xml": CALCULATED,
    }
    for number, title in ((1, ""), (2, "Аркуш1!")):
        found[f"xl/drawings/drawing{number}.xml"] = DRAWING.format(title, title)
        found[f"xl/ctrlProps/ctrlProp{number}.xml"] = CONTROL.format(title, title)
        found[f"xl/drawings/old{number}.vml"] = OLD.format(title, title)
        found[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = related(
            drawing=f"../drawings/drawing{number}.xml",
            ctrlProp=f"../ctrlProps/ctrlProp{number}.xml",
            vmlDrawing=f"../drawings/old{number}.vml",
        )
    return bare_book(
        path,
        tab_xml('<row r="3"><c r="A3"><v>1</v></c></row>'),
        workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Аркуш1" sheetId="7" r:id="r1"/>'
        '<sheet name="Зведення" sheetId="8" r:id="r5"/></sheets></workbook>',
        rels=related(worksheet="worksheets/sheet1.xml").replace(
            "</", f'<Relationship Id="r5" Type="{LINKS}/worksheet" Target="worksheets/sheet2.xml"/></'
        ),
        **found,
    )


def related(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def test_what_is_tied_to_cells_of_a_tab_stays_tied_to_them(tmp_path: Path) -> None:
    path = two_tabs(tmp_path / "book.xlsx")
    XlsxWorkbook(path).apply([InsertRow(tab=7, at=4, like=3)])
    after = {name: content.decode() for name, content in parts(path).items()}
    for number, title in ((1, ""), (2, "Аркуш1!")):
        drawing, control = after[f"xl/drawings/drawing{number}.xml"], after[f"xl/ctrlProps/ctrlProp{number}.xml"]
        assert f'textlink="{title}$D$10"' in drawing and f'cellRange="{title}$A$1:$B$10"' in drawing
        assert f'fmlaLink="{title}$E$10"' in control and f'fmlaRange="{title}$H$10:$H$13"' in control
        old = after[f"xl/drawings/old{number}.vml"]
        assert f"<x:FmlaLink>{title}$E$10<" in old and f"<x:FmlaRange>{title}$H$10:$H$13<" in old
    assert "<x:Anchor>1, 2, 9, 0, 2, 0, 10, 0<" in after["xl/drawings/old1.vml"]
    assert "<x:Anchor>1, 2, 8, 0, 2, 0, 9, 0<" in after["xl/drawings/old2.vml"]
    assert "(Аркуш1!$B$2:$B$4,Аркуш1!$B$10)" in after["xl/charts/chart1.xml"]
    assert ">Аркуш1!$B$1<" in after["xl/charts/chart1.xml"]
    assert ">Аркуш1!A10+B9<" in after["xl/tables/table1.xml"]


def test_a_pivot_table_is_made_from_the_new_last_record_too(tmp_path: Path) -> None:
    several = f"""<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="consolidation"><consolidation><rangeSets>
    <rangeSet ref="A1:B3" sheet="Аркуш1"/><rangeSet ref="A1:B3" sheet="Інша"/></rangeSets></consolidation></cacheSource>
    </pivotCacheDefinition>"""
    caches = {"xl/pivotCache/pivotCacheDefinition1.xml": PIVOT.replace("B9", "B3")}
    caches["xl/pivotCache/pivotCacheDefinition2.xml"] = several
    path = bare_book(tmp_path / "book.xlsx", tab_xml('<row r="3"><c r="A3"><v>1</v></c></row>'), **caches)
    XlsxWorkbook(path).apply([InsertRow(tab=7, at=4, like=3)])
    one, other = (parts(path)[name].decode() for name in caches)
    assert 'ref="A1:B4" sheet="Аркуш1"' in one and 'ref="A1:B4" sheet="Аркуш1"' in other
    assert 'ref="A1:B3" sheet="Інша"' in other


def test_parts_that_speak_of_no_tab_stay_as_they_are(tmp_path: Path) -> None:
    path = two_tabs(tmp_path / "book.xlsx")
    before = parts(path)
    XlsxWorkbook(path).apply([InsertRow(tab=8, at=4)])
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet2.xml",
        "xl/drawings/drawing2.xml",
        "xl/drawings/old2.vml",
    }
