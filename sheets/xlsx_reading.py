"""From a tab's XML to its Grid: one quick pass over the text, in pieces of about a megabyte.

The pattern below knows the shape in which Excel, LibreOffice, Google and openpyxl all write a cell. A part written any
other way (prefixes, no addresses, CDATA) is first brought into that shape by lxml, row by row: slower, never different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_ISO8601, to_excel

from sheets.workbook import Grid, Merge, Stored, TabInfo, a1, plain
from sheets.xlsx_formats import builtin, is_date, shown_number
from sheets.xlsx_formulas import copied
from sheets.xlsx_package import BROKEN, Package, Sheet, local, parse, unreadable

PIECE = 1 << 20  # bytes
CELLS_LIMIT = 10_000_000  # as in Google Sheets: cells from A1 to the last used one of each column
DAYS_TO_1904 = 1462
CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)(?<!/)>(<f[^>]*/>|<f[^>]*>[^<]*</f>|)'
    r"(?:<v[^>]*>([^<]*)</v>|<v/>|<is><t[^>]*>([^<]*)</t></is>|<is>((?:(?!</is>).)*)</is>|<is/>|)</c>",
    re.DOTALL,
)
FORMULA = re.compile(r"<f([^>]*?)/?>([^<]*)", re.DOTALL)
ROOT = re.compile(r"<worksheet[^>]*?(?<!/)>")
ROW = re.compile(r"<row ([^>]*)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
STRING = re.compile(r"<si>(?:<t[^>]*>([^<]*)</t></si>|(.*?)</si>|)|<si/>", re.DOTALL)
TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how the standard writes control characters


class _Odd(Exception):
    """This part is not written in the usual shape."""


@dataclass(frozen=True)
class Book:
    """What the cells of all tabs refer to: shared texts, number formats by style, day 0."""

    strings: list[str]
    formats: list[str]  # number format code by style
    date1904: bool = False

    def format(self, style: int) -> str:
        """The number format of a style; General for one that isn't there."""
        return self.formats[style] if style < len(self.formats) else "General"


def read_book(package: Package) -> Book:
    """Shared texts and number formats of a workbook."""
    return Book(_strings(package), _formats(package), package.date1904)


def _strings(package: Package) -> list[str]:
    part = package.only("sharedStrings")
    if part is None:
        return []
    xml = package.read(part)
    if xml.count(b"<si>") + xml.count(b"<si/>") != xml.count(b"<si") or b"<![CDATA[" in xml or b":si>" in xml:
        return ["".join(_texts(si)) for si in parse(xml).iterchildren("{*}si")]
    return [text(rich) if rich else unescape(one) for one, rich in STRING.findall(xml.decode().replace("\r\n", "\n"))]


def _texts(si: Any) -> Iterator[str]:
    """The runs of a text, phonetic hints left out."""
    return (t.text or "" for t in si.iter("{*}t") if local(t.getparent()) != "rPh")


def text(rich: str) -> str:
    """The text of a cell with runs of different looks: '<r><t>а</t></r><r><t>б</t></r>' -> 'аб'."""
    return unescape("".join(TEXT.findall(PHONETIC.sub("", rich))))


def unescape(raw: str) -> str:
    """XML text as it was meant: '&amp;' -> '&', '_x000D_' -> a carriage return."""
    if "&" in raw:
        raw = _resolved(raw)
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw) if "_x" in raw else raw


def _resolved(raw: str) -> str:
    """References resolved by expat: openpyxl writes each Ukrainian letter as one ('&#1055;'), and html.unescape takes
    seven times as long."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = found.append
    parser.Parse(f"<t>{raw}</t>", True)
    return "".join(found)


def _formats(package: Package) -> list[str]:
    part = package.only("styles")
    if part is None:
        return ["General"]
    root = package.root(part)
    own = {int(f.get("numFmtId")): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
    numbers = (int(xf.get("numFmtId", 0)) for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [own.get(number) or builtin(number) for number in numbers]


def read_grid(package: Package, sheet: Sheet, book: Book) -> Grid:
    """All cells of a tab, both faces, with merges, hidden rows, links and formulas. Raises WorkbookError."""
    if sheet.part is None:
        return Grid(tab=TabInfo(gid=sheet.gid, title=sheet.title, hidden=sheet.hidden), stored=[], shown=[])
    try:
        try:
            with package.stream(sheet.part) as stream:
                return _Reader(package, sheet, book).read(_pieces(stream))
        except _Odd:
            with package.stream(sheet.part) as stream:
                return _Reader(package, sheet, book).read(_straightened(stream))
    except (*BROKEN, expat.ExpatError, ValueError) as error:
        raise unreadable(package.path, "damaged", tab=sheet.title, said=str(error)) from error


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    """The part's text, cut behind rows."""
    rest = []
    while chunk := stream.read(PIECE):
        cut = chunk.rfind(b"</row>") + 6
        if cut > 5:
            yield b"".join((*rest, chunk[:cut])).decode().replace("\r\n", "\n")
            rest = [chunk[cut:]]
        else:
            rest.append(chunk)
    yield b"".join(rest).decode().replace("\r\n", "\n")


def _straightened(stream: IO[bytes]) -> Iterator[str]:
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
        column = range_boundaries(cell.get("r"))[0] if cell.get("r") else column + 1
        cells.append(_cell(cell, a1(number, column)))
    return f'<row r="{number}" hidden={quoteattr(row.get("hidden", "0"))}>{"".join(cells)}</row>'


def _cell(cell: Any, address: str) -> str:
    formula, value, inline = cell.find("{*}f"), cell.findtext("{*}v"), cell.find("{*}is")
    inner = f"<f{_attributes(formula)}>{escape(formula.text or '')}</f>" if formula is not None else ""
    if value is not None:
        inner += f"<v>{escape(value)}</v>"
    if inline is not None:
        inner += f"<is><t>{escape(''.join(_texts(inline)))}</t></is>"
    kept = "".join(f" {name}={quoteattr(cell.get(name))}" for name in ("s", "t") if cell.get(name))
    return f'<c r="{address}"{kept}>{inner}</c>'


def _attributes(element: Any) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())


class _Reader:
    """A tab's cells, gathered piece by piece."""

    def __init__(self, package: Package, sheet: Sheet, book: Book) -> None:
        self.package, self.sheet, self.book = package, sheet, book
        self.columns: dict[str, tuple[list[Stored], list[str]]] = {}
        self.seen: dict[tuple[str, str], tuple[Stored, str]] = {}  # a cell's two faces by its attributes and raw value
        self.texts: dict[str, str] = {}
        self.hidden: set[int] = set()
        self.formulas: dict[tuple[int, int], str] = {}
        self.shared: dict[str, tuple[str, int, int]] = {}  # the first formula of those that are stored once

    def read(self, pieces: Iterator[str]) -> Grid:
        """The Grid of all these pieces."""
        head = piece = ""
        for piece in pieces:
            if not head and "<worksheet" not in (head := piece):
                raise _Odd
            self._cells(piece)
            if "hidden=" in piece:
                self._hidden_rows(piece)
        return self._grid(head, piece)

    def _cells(self, piece: str) -> None:
        cells = CELL.findall(piece)
        if len(cells) != piece.count("</c>") or "<!--" in piece or ":c " in piece:
            raise _Odd
        seen, texts, columns = self.seen, self.texts, self.columns
        for name, row, attributes, formula, raw, inline, rich in cells:
            if raw:
                faces = seen.get((attributes, raw)) or self._faces(attributes, raw)
            elif inline:
                value = texts.get(inline) or texts.setdefault(inline, unescape(inline))
                faces = (value, value)
            elif rich:
                value = text(rich)
                faces = (value, value)
            else:
                faces = None
            if formula:
                self._formula(formula, int(row), name)
            if faces is None or faces[0] is None:
                continue
            stored, shown = columns.get(name) or columns.setdefault(name, ([], []))
            blanks = int(row) - 1 - len(stored)
            if blanks:
                self._pad(stored, shown, blanks)
            stored.append(faces[0])
            shown.append(faces[1])

    def _pad(self, stored: list[Stored], shown: list[str], blanks: int) -> None:
        if blanks < 0:
            raise ValueError("rows out of order")
        if blanks > 10_000 and sum(len(column) for column, _ in self.columns.values()) + blanks > CELLS_LIMIT:
            raise unreadable(self.package.path, "too-large", tab=self.sheet.title, limit=CELLS_LIMIT)
        stored.extend([None] * blanks)
        shown.extend([""] * blanks)

    def _faces(self, attributes: str, raw: str) -> tuple[Stored, str]:
        """What is stored and what is shown, worked out once for each distinct pair of style and raw value."""
        named = dict(ATTRIBUTE.findall(attributes))
        value = _value(named.get("t", "n"), raw, self.book)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            faces = (value, plain(value))
        else:
            code = self.book.format(int(named.get("s", 0)))
            if self.book.date1904 and is_date(code):
                value += DAYS_TO_1904
            faces = (value, shown_number(code, value))
        self.seen[attributes, raw] = faces
        return faces

    def _formula(self, element: str, row: int, name: str) -> None:
        """Notes a formula; those that Excel stores once and shares get the text that they would have."""
        attributes, body = FORMULA.findall(element)[0]
        named, column = dict(ATTRIBUTE.findall(attributes)), column_index_from_string(name)
        body = unescape(body)
        if named.get("t") == "shared":
            origin = self.shared.setdefault(named.get("si", ""), (body, row, column))
            body = body or copied(origin[0], row - origin[1], column - origin[2])
        if body:
            self.formulas[row, column] = f"={body}"

    def _hidden_rows(self, piece: str) -> None:
        for attributes in ROW.findall(piece):
            named = dict(ATTRIBUTE.findall(attributes))
            if named.get("hidden") in ("1", "true") and "r" in named:
                self.hidden.add(int(named["r"]))

    def _grid(self, head: str, last: str) -> Grid:
        wide = {column_index_from_string(name): column for name, column in self.columns.items()}
        width = max(wide, default=0)
        stored, shown = zip(*(wide.get(i, ([], [])) for i in range(1, width + 1)), strict=True) if wide else ((), ())
        merges, links = _around(self.package, self.sheet, head, last)
        height = max((len(column) for column in stored), default=0)
        tab = TabInfo(
            gid=self.sheet.gid,
            title=self.sheet.title,
            hidden=self.sheet.hidden,
            rows=height,
            columns=width,
            merges=merges,
        )
        return Grid(
            tab=tab,
            stored=list(stored),
            shown=list(shown),
            hidden_rows=frozenset(self.hidden),
            links=links,
            formulas=self.formulas,
        )


def _value(kind: str, raw: str, book: Book) -> Stored:
    if kind == "s":
        index = int(raw)
        return book.strings[index] or None if index < len(book.strings) else None
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind in ("str", "e", "inlineStr"):
        return unescape(raw)
    if kind == "d":
        return to_excel(from_ISO8601(raw))
    try:
        return int(raw)
    except ValueError:
        return float(raw)


def _around(
    package: Package, sheet: Sheet, head: str, last: str
) -> tuple[tuple[Merge, ...], dict[tuple[int, int], str]]:
    """Merges and links: they stand behind the cells."""
    tail = last.rpartition("</sheetData>")[2] if "</sheetData>" in last else last[last.find("<sheetData/>") + 12 :]
    root = ROOT.search(head)
    around = parse(f"{root.group() if root else '<worksheet>'}{tail}".encode())
    merges = (range_boundaries(m.get("ref")) for m in around.iterfind("{*}mergeCells/{*}mergeCell"))
    links = around.findall("{*}hyperlinks/{*}hyperlink")
    targets = package.relations(sheet.part or "") if links else {}
    return (
        tuple(Merge(top, left, bottom, right) for left, top, right, bottom in merges),
        {cell: address for link in links for cell, address in _link(link, targets)},
    )


def _link(link: Any, targets: Mapping[str, tuple[str, str]]) -> Iterator[tuple[tuple[int, int], str]]:
    outer = next((targets[v][1] for k, v in link.attrib.items() if k.endswith("}id") and v in targets), "")
    place = f"#{link.get('location')}" if link.get("location") else ""
    left, top, right, bottom = range_boundaries(link.get("ref"))
    if outer or place:
        for row in range(top, min(bottom, top + 999) + 1):
            for column in range(left, min(right, left + 99) + 1):
                yield (row, column), outer + place
