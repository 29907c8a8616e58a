"""A workbook in an .xlsx file: the embedded default. Read in one quick pass, written by patching only what changes.

openpyxl (its tokenizer and tables of formats) and lxml are imported in sheets/xlsx*.py and nowhere else: openpyxl's own
load and save would lose what it does not model (images, pivots, slicers, macros) and take thirty times as long.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sheets.errors import Refused, WorkbookError
from sheets.workbook import Edit, Grid, Reading, Row, TabInfo, is_journal
from sheets.xlsx_book import Book, read_book
from sheets.xlsx_package import BROKEN, Package, Sheet, Stamp, relations_of, stamp_of, unreadable
from sheets.xlsx_patch import Patch
from sheets.xlsx_reading import read_grid
from sheets.xlsx_saving import back_up, sole_writer, take_place, written_beside

ATTEMPTS = 3
Print = tuple[Sheet, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class FileReading(Reading):
    """A Reading that remembers what it was read from, so that the next one can hand on what did not change."""

    stamp: Stamp
    book: Book
    prints: Mapping[int, Print] = field(default_factory=dict)  # by gid: checksums of the parts that a grid comes from

    def unchanged(self, gid: int, mark: Print, book: Book) -> Grid | None:
        """The grid of this tab, if neither its own parts nor the texts and formats that it refers to have changed."""
        if self.prints.get(gid) != mark or not book.explains(self.book):
            return None
        return next((grid for grid in self.grids if grid.tab.gid == gid), None)


class XlsxWorkbook:
    """The workbook in the file at `path`. A tab's gid is its sheetId. All promises are those of sheets.workbook."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.source = str(path)
        self.name = self.path.stem
        self._last: FileReading | None = None  # what a save need not read again
        self._looked = threading.local()  # by thread

    def tabs(self) -> tuple[TabInfo, ...]:
        """All tabs, in order, without their sizes."""
        with Package(self.path) as package:
            self._looked.stamp = package.stamp
            return tuple(TabInfo(gid=s.gid, title=s.title, hidden=s.hidden) for s in package.sheets)

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        """All tabs' cells, always with both faces (the second costs next to nothing here). An untouched file gives the
        same Reading without being opened, an untouched tab the same Grid."""
        before = last if isinstance(last, FileReading) else None
        if before and self._stamp() == before.stamp:
            return before
        with Package(self.path) as package:
            book = read_book(package, before.book if before else self._book)
            prints = {sheet.gid: _print(package, sheet) for sheet in package.sheets}
            grids = tuple(
                (before and before.unchanged(sheet.gid, prints[sheet.gid], book)) or _grid(package, sheet, book)
                for sheet in package.sheets
            )
            self._last = FileReading(grids=grids, stamp=package.stamp, book=book, prints=prints)
            return self._last

    def read_tabs(
        self,
        tabs: Sequence[int],
        *,
        columns: Mapping[int, tuple[int, int]] | None = None,
        down_to: Mapping[int, int] | None = None,
    ) -> tuple[Grid, ...]:
        """These tabs, now; a gid that is no longer there is left out. A tab that is as the last `read` met it is not
        read again."""
        last = self._last
        with Package(self.path) as package:
            self._looked.stamp = self._stamp_of_look or package.stamp
            book = read_book(package, self._book)
            sheets = {sheet.gid: sheet for sheet in package.sheets}
            found = [sheets[gid] for gid in tabs if gid in sheets]
            rows = {gid: frozenset(range(1, last_row + 1)) for gid, last_row in (down_to or {}).items()}
            return tuple(
                (last and not is_journal(sheet.title) and last.unchanged(sheet.gid, _print(package, sheet), book))
                or read_grid(package, sheet, book, only=rows.get(sheet.gid), columns=(columns or {}).get(sheet.gid))
                for sheet in found
            )

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        """All edits or none, to the file as it is now; whatever they do not concern stays byte for byte.

        An inserted row moves all that stands below it or speaks of it, in the whole workbook, and takes over formats,
        validations and conditional formats. Lists that end just above it take it in (=SUM(E6:E50) in a total below or
        in another tab, a filter, a table, a chart), which Excel and Google do not do by themselves; formulas of rows
        above stay. Simple totals are worked out anew; a program that opens the file recalculates everything.

        Raises Refused: no-tab, tab-exists, protected, limit, invalid, read-only, locked (by: who has it open), and
        moved: the file is no longer the one in which this thread last looked (`tabs`, then `read_tabs`), so that edits
        thought out on that never land elsewhere. Whatever it raises, nothing of it is in the file.
        """
        path = self.path.resolve()
        if not path.exists():
            raise WorkbookError("missing-file", path=self.source)
        looked, self._looked.stamp = self._stamp_of_look, None  # one look, one write
        with sole_writer(path):
            for _ in range(ATTEMPTS):
                if (rows := self._written(path, edits, echo, looked)) is not None:
                    return rows
        raise Refused("locked", by="", path=self.source)

    def _written(
        self, path: Path, edits: Sequence[Edit], echo: Sequence[tuple[int, int]], looked: Stamp | None
    ) -> tuple[Row, ...] | None:
        """The rows asked for, once the edits are in the file; None when another program changed it just now."""
        with Package(path) as package:
            if looked not in (None, package.stamp):
                raise Refused("moved", path=self.source)
            patch = Patch(package, self._book)
            try:
                patch.do_all(edits)
                changed = patch.changed()
            except (*BROKEN, ValueError) as error:
                raise unreadable(path, "damaged", said=str(error)) from error
            if not changed:
                return _rows(path, echo, self._book)
            back_up(path)
            with written_beside(path, lambda out: package.write(out, changed)) as new:
                rows = _rows(new, echo, self._book)  # now: what fails later leaves no doubt
                return rows if take_place(new, path, package.stamp) else None

    def link(self, tab: int, cell: str) -> str | None:
        """None: a file on the server has no address that a person could open."""
        return None

    @property
    def _book(self) -> Book | None:
        return self._last.book if self._last else None

    @property
    def _stamp_of_look(self) -> Stamp | None:
        """The file in which this thread began to look, since it last wrote."""
        return getattr(self._looked, "stamp", None)

    def _stamp(self) -> Stamp | None:
        try:
            return stamp_of(self.path.stat())
        except OSError:
            return None


def _grid(package: Package, sheet: Sheet, book: Book) -> Grid:
    """The cells of a tab; none of a journal's, whose growth must not slow anything."""
    journal = is_journal(sheet.title)
    return read_grid(package, sheet, book, only=frozenset() if journal else None)


def _print(package: Package, sheet: Sheet) -> Print:
    parts = (sheet.part, relations_of(sheet.part)) if sheet.part else ()
    return sheet, tuple(package.checksum(part) for part in parts)


def _rows(path: Path, wanted: Sequence[tuple[int, int]], known: Book | None) -> tuple[Row, ...]:
    """Rows as they stand in the file, in the order asked for."""
    if not wanted:
        return ()
    with Package(path) as package:
        book = read_book(package, known)
        sheets = {sheet.gid: sheet for sheet in package.sheets}
        grids = {
            gid: read_grid(package, sheets[gid], book, only=frozenset(row for tab, row in wanted if tab == gid))
            for gid in {tab for tab, _ in wanted} & sheets.keys()
        }
    return tuple(_row(grids[gid], row) for gid, row in wanted if gid in grids)


def _row(grid: Grid, row: int) -> Row:
    stored = [grid.value(row, column) for column in range(1, grid.width + 1)]
    while stored and stored[-1] is None:
        stored.pop()
    shown = tuple(grid.text(row, column) for column in range(1, len(stored) + 1))
    return Row(tab=grid.tab.gid, row=row, stored=tuple(stored), shown=shown)
