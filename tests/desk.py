"""An .xlsx as staff keep it: edited in a program of their own, which saves the whole file anew and may hold it open.

The product neither reads nor writes here: openpyxl reads, paper.py edits, openpyxl writes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import openpyxl
from filelock import FileLock
from openpyxl.utils.datetime import to_excel

from sheets.workbook import Stored
from sheets.xlsx_saving import beside
from tests.places import BOOK, Cells, FilePlace, PaperPlace, trimmed, write_xlsx

LOCKS = ("~${name}", ".~lock.{name}#")  # Excel's, LibreOffice's
OWNER = b",iryna,pc,14.05.2026 10:00,file:///home;"
Stamp = tuple[int, int, int]


class Desk(FilePlace):
    """The workbook of the tests of saves in a file, with colleagues at it. `numbers_anew`: the program gives the tabs
    other sheetIds when it saves, as openpyxl and LibreOffice do and Excel does not."""

    def __init__(self, path: Path) -> None:
        super().__init__(BOOK, path)
        self.numbers_anew = False
        self.lock: Path | None = None
        self._opened: tuple[Stamp, PaperPlace] | None = None  # what a program has in its memory
        self._seen: tuple[Stamp, dict[str, Cells]] | None = None

    def stamp(self) -> Stamp:
        """What changes whenever the file is written."""
        status = self.path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino

    # --- a program ---

    def open_in_a_program(self, kind: int) -> None:
        """Somebody opens the file: the lock file appears first, then it is read."""
        if self.lock is None:
            self.lock = self.path.with_name(LOCKS[kind % 2].format(name=self.path.name))
            self.lock.write_bytes(OWNER)
            self._opened = self.stamp(), self._loaded()

    def close_the_program(self) -> None:
        """The file is closed, the lock file vanishes."""
        if self.lock is not None:
            self.lock.unlink()
        self.lock = self._opened = None

    def colleague(self, *edits: dict[str, Any]) -> None:
        """A person edits and saves: in the program that has it open (then nobody else may have written), or quickly."""
        stamp, paper = self._opened or (self.stamp(), self._loaded())
        assert stamp == self.stamp(), "the panel wrote into a file that somebody has open"
        paper.colleague(*edits)
        self._save(paper)
        if self._opened:
            self._opened = self.stamp(), paper

    def meanwhile(self, act: Callable[[], None]) -> None:
        """A person opens, edits (`act` may be done more than once) and saves, unless the file is another one by then:
        the program says so, and it is done anew."""
        while self._opened is None:
            stamp, paper = self.stamp(), self._loaded()
            self.colleague, self.rows = paper.colleague, paper.rows  # type: ignore[method-assign]
            try:
                act()
            finally:
                del self.colleague, self.rows
            if self._save(paper, only_over=stamp):
                return
        act()

    def _loaded(self) -> PaperPlace:
        return PaperPlace(self._cells())

    def _save(self, paper: PaperPlace, only_over: Stamp | None = None) -> bool:
        new = self.path.with_name("new.tmp")
        write_xlsx({page.title: paper.rows(page.title) for page in paper.paper.pages}, new)
        if not self.numbers_anew:
            _number(new, self.path)
        # Between a look at the file and its replacement lies a moment that nobody can close: it is not what is tested.
        with FileLock(beside(self.path, "lock")) if only_over else nullcontext():
            if only_over in (None, self.stamp()):
                new.replace(self.path)
        return not new.exists()

    # --- what is in the file ---

    def rows(self, tab: str) -> Cells:
        return self._cells().get(tab, [])

    def _cells(self) -> dict[str, Cells]:
        """All cells by tab, as another program reads them."""
        stamp = self.stamp()
        if self._seen is None or self._seen[0] != stamp:
            book = openpyxl.load_workbook(io.BytesIO(self.path.read_bytes()))
            cells = {
                tab.title: trimmed([[_stored(value) for value in row] for row in tab.iter_rows(values_only=True)])
                for tab in book
            }
            self._seen = stamp, cells
        return self._seen[1]


def _stored(value: Any) -> Stored:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return float(to_excel(value))
    return value


def _number(new: Path, old: Path) -> None:
    """The tabs of the new file get the sheetIds that they had in the old one."""
    with zipfile.ZipFile(old) as package:
        ids = dict(_tabs(package.read("xl/workbook.xml").decode()))
    with zipfile.ZipFile(new) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = parts["xl/workbook.xml"].decode()
    for title, gid in _tabs(xml):
        xml = re.sub(rf'(name="{re.escape(title)}"[^>]*sheetId="){gid}"', rf'\g<1>{ids.get(title, gid)}"', xml)
    parts["xl/workbook.xml"] = xml.encode()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _tabs(xml: str) -> list[tuple[str, str]]:
    return [
        (re.search(r'name="([^"]*)"', tab)[1], re.search(r'sheetId="(\d+)"', tab)[1])  # type: ignore[index]
        for tab in re.findall(r"<sheet [^>]*>", xml)
    ]
