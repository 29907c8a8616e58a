"""From a tab's XML to its Grid: one quick pass over the text, in pieces of about a megabyte.

The pattern below knows the shape in which Excel, LibreOffice, Google and openpyxl all write a cell. A part written any
other way (prefixes, no addresses, CDATA) is first brought into that shape by lxml, row by row: slower, never different.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string

from sheets.workbook import Grid, Merge, Stored, TabInfo, plain
from sheets.xlsx_book import Book, rich_text, unescape
from sheets.xlsx_formats import DAY_0, is_date, shown_number
from sheets.xlsx_formulas import area, copied
from sheets.xlsx_package import BROKEN, Package, Sheet, parse, relation_id, unreadable
from sheets.xlsx_straight import straightened

PIECE = 1 << 20  # bytes
CELLS_LIMIT = 10_000_000  # blank cells between used ones; as many cells as Google Sheets allows in all
DAYS_TO_1904 = 1462
CELL = re.compile(
    r"([^>]*)(?<!/)>(<f[^>]*/>|<f[^>]*>[^<]*</f>|)"
    r"(?:<v[^>]*>([^<]*)</v>|<v/>|<is><t[^>]*>([^<]*)</t></is>|<is>((?:(?!</is>).)*)</is>|<is/>|)</c>",
    re.DOTALL,
)
FORMULA = re.compile(r"<f([^>]*?)/?>([^<]*)", re.DOTALL)
ROOT = re.compile(r"<worksheet[^>]*?(?<!/)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')

Faces = tuple[Stored, str]  # what is stored, what is shown
BLANK: Faces = (None, "")


class _Odd(Exception):
    """This part is not written in the usual shape."""


def read_grid(package: Package, sheet: Sheet, book: Book, only: frozenset[int] | None = None) -> Grid:
    """All cells of a tab (or `only` those of some rows), both faces, with merges, hidden rows, links and formulas.
    Raises WorkbookError."""
    if not sheet.part:
        return Grid(tab=TabInfo(gid=sheet.gid, title=sheet.title, hidden=sheet.hidden), stored=[], shown=[])
    try:
        try:
            with package.stream(sheet.part) as stream:
                return _Reader(package, sheet, book, only).read(_pieces(stream))
        except _Odd:
            with package.stream(sheet.part) as stream:
                return _Reader(package, sheet, book, only).read(straightened(stream))
    except (*BROKEN, expat.ExpatError, ValueError) as error:
        raise unreadable(package.path, "damaged", tab=sheet.title, said=str(error)) from error


def _pieces(stream: IO[bytes]) -> Iterator[str]:
    """The part's text, cut behind rows."""
    rest: list[bytes] = []
    while chunk := stream.read(PIECE):
        cut = chunk.rfind(b"</row>") + 6
        if cut > 5:
            yield b"".join((*rest, chunk[:cut])).decode().replace("\r\n", "\n")
            rest = [chunk[cut:]]
        else:
            rest.append(chunk)
    yield b"".join(rest).decode().replace("\r\n", "\n")


class _Reader:
    """A tab's cells, gathered piece by piece."""

    def __init__(self, package: Package, sheet: Sheet, book: Book, only: frozenset[int] | None) -> None:
        self.package, self.sheet, self.book, self.only = package, sheet, book, only
        self.columns: dict[str, tuple[list[Stored], list[str]]] = {}
        self.known: dict[str, Faces] = {}  # by the cell's XML without its address: most cells are like another one
        self.blanks = 0
        self.hidden: set[int] = set()
        self.formulas: dict[tuple[int, int], str] = {}
        self.shared: dict[str, tuple[str, int, int]] = {}  # the first formula of those that are stored once

    def read(self, pieces: Iterator[str]) -> Grid:
        """The Grid of all these pieces."""
        head = piece = ""
        for piece in pieces:
            if not head and "<worksheet" not in (head := piece):
                raise _Odd
            if piece.count('<c r="') != piece.count("<c ") + piece.count("<c>") or "<!" in piece:
                raise _Odd
            for row in piece.split("<row ")[1:]:
                self._row(row)
        return self._grid(head, piece)

    def _row(self, row: str) -> None:
        if not row.startswith('r="'):
            raise _Odd
        digits = row[3 : row.index('"', 3)]
        number, behind_name = int(digits), -len(digits)
        if self.only is not None and number not in self.only:
            return
        head, *cells = row.partition("</row>")[0].split('<c r="')
        if 'hidden="' in head and dict(ATTRIBUTE.findall(head)).get("hidden") in ("1", "true"):
            self.hidden.add(number)
        known, columns = self.known, self.columns
        for cell in cells:
            address, _, body = cell.partition('"')
            faces = known.get(body) or self._faces(number, address[:behind_name], body)
            if faces is BLANK:
                continue
            name = address[:behind_name]
            stored, shown = columns.get(name) or columns.setdefault(name, ([], []))
            if len(stored) != number - 1:
                self._pad(stored, shown, number - 1 - len(stored))
            stored.append(faces[0])
            shown.append(faces[1])

    def _pad(self, stored: list[Stored], shown: list[str], blanks: int) -> None:
        if blanks < 0:
            raise ValueError("rows out of order")
        self.blanks += blanks
        if self.blanks > CELLS_LIMIT:
            raise unreadable(self.package.path, "too-large", tab=self.sheet.title, limit=CELLS_LIMIT)
        stored.extend([None] * blanks)
        shown.extend([""] * blanks)

    def _faces(self, row: int, name: str, body: str) -> Faces:
        """What is stored and what is shown in a cell with this XML; its formula is noted."""
        match = CELL.match(body)
        if not match and "</c>" in body:
            raise _Odd
        attributes, formula, raw, inline, rich = match.groups() if match else ("", "", "", "", "")
        if formula:
            self._formula(formula, row, name)
        value = unescape(inline) if inline else rich_text(rich) if rich else None
        faces = (value, value) if value else self._typed(attributes, raw) if raw else BLANK
        if not formula:
            self.known[body] = faces
        return faces

    def _typed(self, attributes: str, raw: str) -> Faces:
        named = dict(ATTRIBUTE.findall(attributes))
        value = _value(named.get("t", "n"), raw, self.book)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return (value, plain(value)) if value is not None else BLANK
        code = self.book.format(int(named.get("s", 0)))
        if self.book.date1904 and is_date(code):
            value += DAYS_TO_1904
        return value, shown_number(code, value)

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
    """What a cell of this kind stores; what can't be understood stays the text that it is."""
    try:
        return _understood(kind, raw, book)
    except ValueError:
        return unescape(raw)


def _understood(kind: str, raw: str, book: Book) -> Stored:
    if kind == "s":
        index = int(raw)
        return book.strings[index] or None if index < len(book.strings) else None
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind in ("str", "e", "inlineStr"):
        return unescape(raw)
    if kind == "d":
        return (dt.datetime.fromisoformat(raw).replace(tzinfo=None) - DAY_0) / dt.timedelta(days=1)
    if not math.isfinite(number := float(raw)):
        raise ValueError(raw)
    return int(number) if number.is_integer() and "." not in raw and abs(number) < 2**53 else number


def _around(
    package: Package, sheet: Sheet, head: str, last: str
) -> tuple[tuple[Merge, ...], dict[tuple[int, int], str]]:
    """Merges and links: they stand behind the cells."""
    tail = last.rpartition("</sheetData>")[2] if "</sheetData>" in last else last[last.find("<sheetData/>") + 12 :]
    root = ROOT.search(head)
    around = parse(f"{root.group() if root else '<worksheet>'}{tail}".encode())
    merges = tuple(area(merge.get("ref")) for merge in around.iterfind("{*}mergeCells/{*}mergeCell"))
    links = around.findall("{*}hyperlinks/{*}hyperlink")
    targets = package.relations(sheet.part) if links else {}
    return merges, {cell: address for link in links for cell, address in _link(link, targets)}


def _link(link: Any, targets: Mapping[str, tuple[str, str]]) -> Iterator[tuple[tuple[int, int], str]]:
    outer = targets.get(relation_id(link), ("", ""))[1]
    address = outer + (f"#{link.get('location')}" if link.get("location") else "")
    cells = area(link.get("ref"))
    for row in range(cells.top, min(cells.bottom, cells.top + 999) + 1):
        for column in range(cells.left, min(cells.right, cells.left + 99) + 1):
            if address:
                yield (row, column), address
