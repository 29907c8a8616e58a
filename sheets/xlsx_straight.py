"""A tab's XML brought into the usual shape, whatever it was written like: prefixes, no addresses, CDATA, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from sheets.workbook import a1
from sheets.xlsx_book import runs
from sheets.xlsx_formulas import area
from sheets.xlsx_package import local


def straightened(stream: IO[bytes]) -> Iterator[str]:
    """The part's text in the usual shape, whatever it was written like."""
    number = 0
    yield "<worksheet><sheetData>"
    tail = []
    for _, element in etree.iterparse(stream, events=("end",), resolve_entities=False, no_network=True):
        name = local(element)
        if name == "row":
            number = int(element.get("r", number + 1))
            yield _row(element, number)
            element.getparent().remove(element)
        elif name in ("mergeCells", "hyperlinks"):
            tail.append(etree.tostring(element, encoding="unicode", with_tail=False))
    yield f"</sheetData>{''.join(tail)}</worksheet>"


def _row(row: Any, number: int) -> str:
    cells, column = [], 0
    for cell in row.iterchildren("{*}c"):
        column = area(cell.get("r")).left if cell.get("r") else column + 1
        cells.append(_cell(cell, a1(number, column)))
    return f'<row r="{number}" hidden={quoteattr(row.get("hidden", "0"))}>{"".join(cells)}</row>'


def _cell(cell: Any, address: str) -> str:
    formula, value, inline = cell.find("{*}f"), cell.findtext("{*}v"), cell.find("{*}is")
    inner = f"<f{_attributes(formula)}>{escape(formula.text or '')}</f>" if formula is not None else ""
    if value is not None:
        inner += f"<v>{escape(value)}</v>"
    if inline is not None:
        inner += f"<is><t>{escape(''.join(runs(inline)))}</t></is>"
    kept = "".join(f" {name}={quoteattr(cell.get(name))}" for name in ("s", "t") if cell.get(name))
    return f'<c r="{address}"{kept}>{inner}</c>'


def _attributes(element: Any) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())
