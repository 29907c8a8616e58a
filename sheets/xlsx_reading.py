"""From a tab's XML to its Grid: one quick pass over the text, in pieces of about a megabyte.

The pattern below knows the shape in which Excel, LibreOffice, Google and openpyxl all write a cell. A part written any
other way (prefixes, no addresses, CDATA) is first brought into that shape by lxml, row by row: slower, never different.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

import numpy as np
import pandas as pd
from openpyxl.utils.cell import column_index_from_string

from sheets.coded import Coded
from sheets.workbook import Grid, Merge, Stored, TabInfo, letter, plain
from sheets.xlsx_book import Book, rich_text, unescape
from sheets.xlsx_formats import DAY_0, DAYS_TO_1904, LAST_DAY, day_template, is_date, shown_number
from sheets.xlsx_formulas import area, copied
from sheets.xlsx_package import BROKEN, Package, Sheet, parse, relation_id, unreadable
from sheets.xlsx_pieces import excerpt, pieces
from sheets.xlsx_straight import straightened

CELLS_LIMIT = 10_000_000  # blank cells between used ones; as many cells as Google Sheets allows in all
CELL = re.compile(
    r"([^>]*)(?<!/)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>|)"
    r"(?:<v[^>]*>([^<]*)</v>|<v/>|<is><t[^>]*>([^<]*)</t></is>|<is>((?:(?!</is>).)*)</is>|<is/>|)</c>\s*",
    re.DOTALL,
)
EMPTY_CELL = re.compile(r"[^<>]*/>\s*")
FORMULA = re.compile(r'<c r="([A-Z]+)[0-9]+"[^>]*><f([^>]*?)(?:/>|>([^<]*)</f>)')
ROOT = re.compile(r"<worksheet[^>]*?(?<!/)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')

Faces = tuple[Stored, str]  # what is stored, what is shown
BLANK: Faces = (None, "")


class _Odd(Exception):
    """This part is not written in the usual shape."""


def read_grid(
    package: Package,
    sheet: Sheet,
    book: Book,
    *,
    only: frozenset[int] | None = None,
    columns: tuple[int, int] | None = None,
) -> Grid:
    """All cells of a tab (or `only` those of some rows, or of `columns` first to last), both faces, with merges, hidden
    rows, links and formulas. Raises WorkbookError."""
    if not sheet.part:
        return Grid(tab=TabInfo(gid=sheet.gid, title=sheet.title, hidden=sheet.hidden), stored=[], shown=[])
    try:
        try:
            with package.stream(sheet.part) as stream:
                text = pieces(stream) if only is None else excerpt(stream.read(), only)
                return _Reader(package, sheet, book, only, columns).read(text)
        except _Odd:
            with package.stream(sheet.part) as stream:
                return _Reader(package, sheet, book, only, columns).read(straightened(stream))
    except (*BROKEN, expat.ExpatError, ValueError) as error:
        raise unreadable(package.path, "damaged", tab=sheet.title, said=str(error)) from error


class _Known(dict[str, int]):
    """The number of a cell's two faces by its XML without its address, worked out once: most cells are like another
    one. Nothing is 0."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.faces = [BLANK]
        self.looks: dict[str, tuple[str, str, bool, str | None]] = {}  # by attributes: kind, format, a date?, template

    def __missing__(self, body: str) -> int:
        faces = self._read(body)
        self[body] = 0 if faces is BLANK else len(self.faces)
        if faces is not BLANK:
            self.faces.append(faces)
        return self[body]

    def _read(self, body: str) -> Faces:
        match = CELL.fullmatch(body)
        if match:
            attributes, raw, inline, rich = match.groups()
            if rich and "<!" in rich:
                raise _Odd
            value = unescape(inline) if inline else rich_text(rich) if rich else None
            return (value, value) if value else self._typed(attributes, raw) if raw else BLANK
        if EMPTY_CELL.fullmatch(body):
            return BLANK
        raise _Odd

    def _typed(self, attributes: str, raw: str) -> Faces:
        kind, code, date, template = self.looks.get(attributes) or self._look(attributes)
        if kind == "n" and len(raw) < 16 and raw.isdecimal():
            value: Stored = int(raw)
            if code == "General":
                return value, str(value)
        else:
            value = _value(kind, raw, self.book)
        if value is None or isinstance(value, str):
            return BLANK if value is None else (value, value)
        if isinstance(value, bool):
            return value, plain(value)
        if date and self.book.date1904:
            value += DAYS_TO_1904
        if template and isinstance(value, int) and 0 < value < LAST_DAY:
            return value, template.format(dt.date.fromordinal(value + DAY_0.toordinal()))
        return value, shown_number(code, value)

    def _look(self, attributes: str) -> tuple[str, str, bool, str | None]:
        named = dict(ATTRIBUTE.findall(attributes))
        code = self.book.format(int(named.get("s", 0)))
        look = self.looks[attributes] = (named.get("t", "n"), code, is_date(code), day_template(code))
        return look


class _Reader:
    """A tab's cells, gathered piece by piece."""

    def __init__(
        self,
        package: Package,
        sheet: Sheet,
        book: Book,
        only: frozenset[int] | None,
        columns: tuple[int, int] | None,
    ) -> None:
        self.package, self.sheet, self.only = package, sheet, only
        self.letters = {letter(column) for column in range(columns[0], columns[1] + 1)} if columns else None
        self.known = _Known(book)
        self.columns: defaultdict[str, list[int]] = defaultdict(list)  # numbers of faces
        self.blanks = 0
        self.hidden: set[int] = set()
        self.formulas: dict[tuple[int, int], str] = {}
        self.shared: dict[str, tuple[str, int, int]] = {}  # the first formula of those that are stored once

    def read(self, text: Iterator[str]) -> Grid:
        """The Grid of all these pieces."""
        head = piece = ""
        for piece in text:
            if not head and "<worksheet" not in (head := piece):
                raise _Odd
            before, *rows = piece.split("<row ")
            if "<row" in before:
                raise _Odd
            for row in rows:
                self._row(row)
        return self._grid(head, piece)

    def _row(self, row: str) -> None:
        if not row.startswith('r="'):
            raise _Odd
        digits = row[3 : row.index('"', 3)]
        number = int(digits)
        if self.only is not None and number not in self.only:
            return
        known, columns, above, mark = self.known, self.columns, number - 1, f'{digits}"'
        inside, _, behind = row.partition("</row>")
        head, *cells = inside.split('<c r="')
        if "<c" in head or "<row" in behind:
            raise _Odd
        if self.letters:
            cells = [cell for cell in cells if cell.partition(digits)[0] in self.letters]
        for cell in cells:
            name, _, body = cell.partition(mark)
            faces = known[body]
            if faces:
                column = columns[name]
                if len(column) != above:
                    self._pad(column, above - len(column))
                column.append(faces)
        if 'hidden="' in head and dict(ATTRIBUTE.findall(head)).get("hidden") in ("1", "true"):
            self.hidden.add(number)
        if "<f" in row:
            self._formulas(row, number)

    def _pad(self, column: list[int], blanks: int) -> None:
        if blanks < 0:
            raise ValueError("rows out of order")
        self.blanks += blanks
        if self.blanks > CELLS_LIMIT:
            raise unreadable(self.package.path, "too-large", tab=self.sheet.title, limit=CELLS_LIMIT)
        column.extend([0] * blanks)

    def _formulas(self, row: str, number: int) -> None:
        """The formulas of a row; those that Excel stores once and shares get the text that they would have."""
        for name, attributes, body in FORMULA.findall(row):
            named, column = dict(ATTRIBUTE.findall(attributes)), column_index_from_string(name)
            body = unescape(body)
            if named.get("t") == "shared":
                origin = self.shared.setdefault(named.get("si", ""), (body, number, column))
                body = body or copied(origin[0], number - origin[1], column - origin[2])
            if body:
                self.formulas[number, column] = f"={body}"

    def _grid(self, head: str, last: str) -> Grid:
        named = {column_index_from_string(name): column for name, column in self.columns.items()}
        columns = [self._faces(named.get(number, [])) for number in range(1, max(named, default=0) + 1)]
        height = max((len(stored) for stored, _ in columns), default=0)
        merges, links = _around(self.package, self.sheet, head, last)
        sheet = self.sheet
        return Grid(
            tab=TabInfo(
                gid=sheet.gid, title=sheet.title, hidden=sheet.hidden, rows=height, columns=len(columns), merges=merges
            ),
            stored=[stored for stored, _ in columns],
            shown=[shown for _, shown in columns],
            hidden_rows=frozenset(self.hidden),
            links=links,
            formulas=self.formulas,
        )

    def _faces(self, column: list[int]) -> tuple[Coded[Stored], Coded[str]]:
        """What is stored and what is shown in a column, from the numbers of its cells' faces."""
        codes, numbers = pd.factorize(np.array(column, dtype=np.int64))
        faces = [self.known.faces[number] for number in numbers.tolist()]
        stored, shown = Coded.of([stored for stored, _ in faces]), Coded.of([shown for _, shown in faces])
        return Coded(stored.cells, stored.codes[codes]), Coded(shown.cells, shown.codes[codes])


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
