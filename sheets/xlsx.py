"""A workbook in an .xlsx file: the embedded default. Read in one quick pass, written by patching only what changes.

openpyxl (its tokenizer and tables of formats) and lxml are imported in sheets/xlsx*.py and nowhere else: openpyxl's own
load and save would lose what it does not model (images, pivots, slicers, macros) and take thirty times as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sheets.workbook import Edit, Grid, Reading, Row, TabInfo
from sheets.xlsx_book import Book, read_book
from sheets.xlsx_package import Package, Sheet, Stamp, relations_of, stamp_of
from sheets.xlsx_reading import read_grid

Print = tuple[Sheet, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class FileReading(Reading):
    """A Reading that remembers what it was read from, so that the next one can hand on what did not change."""

    stamp: Stamp
    book: Book
    prints: Mapping[int, Print] = field(default_factory=dict)  # by gid: checksums of the parts that a grid comes from

    def unchanged(self, gid: int, mark: Print, book: Book) -> Grid | None:
        """The grid of this tab, if neither its own parts nor the texts and formats that it refers to have changed.
        Texts that were only added behind the others (as Excel does) change nothing for it."""
        same = self.prints.get(gid) == mark and self.book.date1904 == book.date1904
        if not same or book.strings[: len(self.book.strings)] != self.book.strings:
            return None
        if book.formats[: len(self.book.formats)] != self.book.formats:
            return None
        return next((grid for grid in self.grids if grid.tab.gid == gid), None)


class XlsxWorkbook:
    """The workbook in the file at `path`. A tab's gid is its sheetId. All promises are those of sheets.workbook."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.source = str(path)
        self.name = self.path.stem

    def tabs(self) -> tuple[TabInfo, ...]:
        """All tabs, in order, without their sizes."""
        with Package(self.path) as package:
            return tuple(TabInfo(gid=s.gid, title=s.title, hidden=s.hidden) for s in package.sheets)

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        """All tabs' cells, always with both faces (the second costs next to nothing here). An untouched file gives the
        same Reading without being opened, an untouched tab the same Grid."""
        before = last if isinstance(last, FileReading) else None
        if before and self._stamp() == before.stamp:
            return before
        with Package(self.path) as package:
            book = read_book(package)
            prints = {sheet.gid: _print(package, sheet) for sheet in package.sheets}
            grids = tuple(
                (before and before.unchanged(sheet.gid, prints[sheet.gid], book)) or read_grid(package, sheet, book)
                for sheet in package.sheets
            )
            return FileReading(grids=grids, stamp=package.stamp, book=book, prints=prints)

    def read_tabs(self, tabs: Sequence[int]) -> tuple[Grid, ...]:
        """These tabs, now; a gid that is no longer there is left out."""
        with Package(self.path) as package:
            book = read_book(package)
            sheets = {sheet.gid: sheet for sheet in package.sheets}
            return tuple(read_grid(package, sheets[gid], book) for gid in tabs if gid in sheets)

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        """All edits or none, to the file as it is now."""
        raise NotImplementedError

    def link(self, tab: int, cell: str) -> str | None:
        """None: a file on the server has no address that a person could open."""
        return None

    def _stamp(self) -> Stamp | None:
        try:
            return stamp_of(self.path.stat())
        except OSError:
            return None


def _print(package: Package, sheet: Sheet) -> Print:
    parts = (sheet.part, relations_of(sheet.part)) if sheet.part else ()
    return sheet, tuple(package.checksum(part) for part in parts)
