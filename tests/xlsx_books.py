"""Workbooks made for the tests of sheets/xlsx*.py: with everything that a row may have around it, or as bare XML."""

from __future__ import annotations

import functools
import io
import zipfile
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADING = ["№", "Назва", "Дата", "Учасники", "Оцінка", "Частка"]
FIRST, LAST, TOTAL = 3, 12, 13  # rows of «Заходи»: title, header in row 2, ten records, a total, a signature


def rich_book(path: Path) -> Path:
    """A register with a total, and all that staff put around one: see `_rich`."""
    path.write_bytes(_rich())
    return path


@functools.cache
def _rich() -> bytes:
    book = Workbook()
    events = book.active
    events.title = "Заходи"
    _records(events)
    _rules(events)
    _around(events)
    partners = book.create_sheet("Партнери")
    for row in [["№", "Назва"], [1, "Бібліотека «Світанок»"], [2, "ГО «Надія»"], [3, "Музей"]]:
        partners.append(row)
    partners.add_table(Table(displayName="Partners", ref="A1:B4"))
    summary = book.create_sheet("Зведена таблиця")
    for number, formula in enumerate(
        ["=SUM(Заходи!D3:D12)", "=Заходи!D13", "=Заходи!$D$13*2", "=COUNTA(Партнери!B:B)-1", "=SUM(B1:B2)"], 1
    ):
        summary.cell(number, 2, formula)
    book.defined_names["Учасники"] = DefinedName("Учасники", attr_text="Заходи!$D$3:$D$12")
    book.defined_names["Разом"] = DefinedName("Разом", attr_text="Заходи!$D$13")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _records(tab: object) -> None:
    tab["A1"] = "Реєстр заходів"
    tab.merge_cells("A1:F1")
    for column, heading in enumerate(HEADING, 1):
        tab.cell(2, column, heading).font = Font(bold=True)
    thin = Side(style="thin")
    for row in range(FIRST, LAST + 1):
        number = row - FIRST + 1
        values = [number, f"Захід {number}", 45700 + number, number * 10, 4.5, f"=D{row}/D${TOTAL}"]
        for column, value in enumerate(values, 1):
            cell = tab.cell(row, column, value)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        tab.cell(row, 3).number_format = "dd.mm.yyyy"
        tab.cell(row, 6).number_format = "0%"
        tab.row_dimensions[row].height = 30
    tab.cell(TOTAL, 2, "Усього")
    tab.cell(TOTAL, 4, f"=SUM(D{FIRST}:D{LAST})")
    tab.cell(TOTAL, 5, f"=AVERAGE(E{FIRST}:E{LAST})")
    tab.merge_cells("A15:F15")
    tab["A15"] = "Директор"
    tab["A15"].comment = Comment("підписати", "Методист")
    tab["B5"].comment = Comment("уточнити", "Методист")
    tab["B5"].hyperlink = "https://example.org/5"
    tab["A15"].hyperlink = "https://example.org/15"


def _rules(tab: object) -> None:
    scores = DataValidation(type="decimal", operator="between", formula1="1", formula2="5", sqref=f"E{FIRST}:E{LAST}")
    words = DataValidation(type="list", formula1="$H$14:$H$16", sqref=f"B{FIRST}:B{LAST}")
    tab.add_data_validation(scores)
    tab.add_data_validation(words)
    red = PatternFill(bgColor="FFC7CE")
    tab.conditional_formatting.add(f"D{FIRST}:D{LAST}", FormulaRule(formula=[f"$D{FIRST}>$D${TOTAL}/2"], fill=red))
    tab.auto_filter.ref = f"A2:F{LAST}"
    tab.print_area = "A1:F15"
    tab.row_breaks.append(Break(id=LAST + 2))
    tab.freeze_panes = "A3"
    for row in (14, 15, 16):
        tab.cell(row, 8, f"слово {row}")


def _around(tab: object) -> None:
    chart = BarChart()
    chart.add_data(Reference(tab, min_col=4, min_row=2, max_row=TOTAL), titles_from_data=True)
    tab.add_chart(chart, "H18")
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "orange").save(picture, "PNG")
    tab.add_image(Image(picture), "H2")


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def canonical(path: Path, *, results: bool = True) -> dict[str, bytes]:
    """All parts of a workbook in the one spelling that XML has for each content; without formulas' last results."""
    found = {}
    for name, content in parts(path).items():
        if not name.endswith((".xml", ".rels")) or name == "xl/styles.xml":
            found[name] = content if name != "xl/styles.xml" else b""
            continue
        root = etree.fromstring(content)
        for formula in [] if results else list(root.iter("{*}f")):
            for result in formula.itersiblings("{*}v"):
                formula.getparent().remove(result)
        found[name] = etree.tostring(root, method="c14n")
    return found


def bare_book(path: Path, sheet: str, **others: str | bytes) -> Path:
    """A workbook with one tab «Аркуш1» (gid 7) of this very XML; `others` replace or add parts: workbook, styles,
    strings, rels, types."""
    contents: dict[str, str | bytes] = {
        "types": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "root": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{LINKS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "workbook": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="Аркуш1" sheetId="7" r:id="r1"/>'
        "</sheets></workbook>",
        "rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r4" Type="{LINKS}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
        "styles": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
        '</numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="0">'
        '<protection locked="0"/></xf></cellXfs></styleSheet>',
        "strings": f'<sst xmlns="{MAIN}"><si><t>Назва</t></si><si><r><t>жир</t></r><r><t>ний</t></r></si></sst>',
        "sheet": sheet,
    } | others
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "rels": "xl/_rels/workbook.xml.rels",
        "styles": "xl/styles.xml",
        "strings": "xl/sharedStrings.xml",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for key, content in contents.items():
            package.writestr(names.get(key, key), content)
    return path


def tab_xml(rows: str, tail: str = "") -> str:
    """The XML of a tab with these rows."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"><sheetData>{rows}</sheetData>{tail}</worksheet>'
