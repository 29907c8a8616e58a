"""One workbook in three places (in memory, in an .xlsx, in the emulated Google Sheets), with colleagues in each.

A place hands out workbooks as separate processes would open them, does by hand what colleagues do ({"set": …} and so
on, as the emulator's control endpoint has them), and can call a test at every moment of a save.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl

from sheets.google import GoogleWorkbook, credentials_from
from sheets.workbook import DeleteRow, Edit, Grid, InsertRow, WriteCell, WriteFormula
from sheets.xlsx import XlsxWorkbook
from tests.emulator import Emulator, running
from tests.paper import Formula, Paper, Tab, number
from tests.watched import Watched

ZERO = dt.date(1899, 12, 30)
DAY = dt.date(2026, 5, 14)
TODAY = (DAY - ZERO).days
Cells = list[list[Any]]

BOOK: dict[str, Cells] = {
    "Заходи": [
        ["Спільні заходи 2025/2026 н. р."],
        [],
        ["№", "Назва заходу", "Дата", "Партнери", "Напрям", "К-сть учасників", "з них дітей", "Разом", "Своє"],
        [1, "Свято осені", TODAY - 200, "Ліцей № 3", "Культура", 40, 30, "=F4+G4", "а"],
        [2, "Хакатон", TODAY - 100, "IT-школа", "Освітнє", 25, 25, "=F5+G5", "б"],
        [3, "Ярмарок", TODAY - 20, "Ліцей № 3", "Громадське", 120, 80, "=F6+G6", None],
        [None, "Всього", None, None, None, "=SUM(F4:F6)", "=SUM(G4:G6)"],
        [],
        [None, "Директор ____________"],
    ],
    "Партнери": [
        ["Назва партнера", "Тип партнера", "Напрями партнерства", "Телефон", "Статус"],
        ["Ліцей № 3", "ЗЗСО", "Освітнє партнерство", "0501112233", "активний"],
        ["IT-школа", "IT-компанія", "Освітнє партнерство", None, "активний"],
    ],
}


class Seen(float):
    """A number with the format in which staff see it."""

    pattern = "General"

    def __new__(cls, value: float, pattern: str) -> Seen:
        made = super().__new__(cls, value)
        made.pattern = pattern
        return made


class Place:
    """Where a workbook lies."""

    name: str

    def open(self) -> Watched:
        """The workbook as one more process would open it."""
        raise NotImplementedError

    def colleague(self, *edits: dict[str, Any]) -> None:
        """A person edits the sheet by hand, now."""
        raise NotImplementedError

    def meanwhile(self, act: Callable[[], None]) -> None:
        """Lets somebody act while others write; the sheet does not change between their look and their edit."""
        act()

    def rows(self, tab: str) -> Cells:
        """The tab's cells as stored, from A1, trailing blanks cut; formulas as their text. [] for no such tab."""
        raise NotImplementedError


class PaperPlace(Place):
    """In memory."""

    name = "paper"

    def __init__(self, book: dict[str, Cells]) -> None:
        pages = [
            Tab(11 + at, title, [[_formula(value) for value in row] for row in rows])
            for at, (title, rows) in enumerate(book.items())
        ]
        self.paper = Paper(pages)

    def open(self) -> Watched:
        return Watched(self.paper)

    def colleague(self, *edits: dict[str, Any]) -> None:
        for edit in edits:
            for what, told in edit.items():
                self._do(what, told)

    def meanwhile(self, act: Callable[[], None]) -> None:
        with self.paper.guard:
            act()

    def _do(self, what: str, told: dict[str, Any]) -> None:
        paper, page = self.paper, self.paper.page(told["tab"])
        if what == "set":
            row, column = address(told["cell"])
            paper.put(page, row, column, _formula(told["value"]))
        elif what == "insert_row":
            paper.insert(page, told["row"], told.get("values", ()))
        elif what == "delete_row":
            paper.delete(page, told["row"])
        elif what == "sort":
            paper.sort(page, told["from_row"], told["to_row"], number(told["column"]))
        elif what == "rename_tab":
            page.title = told["to"]
        elif what == "insert_column":
            paper.insert_column(page, number(told["column"]))

    def rows(self, tab: str) -> Cells:
        if all(page.title != tab for page in self.paper.pages):
            return []
        return trimmed([[str(v) if isinstance(v, Formula) else v for v in r] for r in self.paper.page(tab).rows])


class FilePlace(Place):
    """In an .xlsx."""

    name = "xlsx"

    def __init__(self, book: dict[str, Cells], path: Path) -> None:
        self.path = path
        write_xlsx(book, path)

    def open(self) -> Watched:
        return Watched(XlsxWorkbook(self.path))

    def colleague(self, *edits: dict[str, Any]) -> None:
        for edit in edits:
            for what, told in edit.items():
                self._do(what, told)

    def _do(self, what: str, told: dict[str, Any]) -> None:
        workbook = XlsxWorkbook(self.path)
        gid = next(tab.gid for tab in workbook.tabs() if tab.title == told["tab"])
        if what == "set":
            row, column = address(told["cell"])
            where = {"tab": gid, "row": row, "column": column}
            typed = _is_formula(told["value"])
            workbook.apply(
                [WriteFormula(**where, formula=told["value"]) if typed else WriteCell(**where, value=told["value"])]
            )
        elif what == "insert_row":
            cells = enumerate(told.get("values", ()), start=1)
            writes = [WriteCell(tab=gid, row=told["row"], column=c, value=v) for c, v in cells if v is not None]
            workbook.apply([InsertRow(tab=gid, at=told["row"]), *writes])
        elif what == "delete_row":
            workbook.apply([DeleteRow(tab=gid, row=told["row"])])
        elif what == "sort":
            workbook.apply(_sorted(workbook.read_tabs([gid])[0], told))
        else:
            self._with_openpyxl(what, told)

    def _with_openpyxl(self, what: str, told: dict[str, Any]) -> None:
        book = openpyxl.load_workbook(self.path)
        sheet = book[told["tab"]]
        if what == "rename_tab":
            sheet.title = told["to"]
        elif what == "insert_column":
            sheet.insert_cols(number(told["column"]))
        book.save(self.path)

    def rows(self, tab: str) -> Cells:
        workbook = XlsxWorkbook(self.path)
        grids = workbook.read_tabs([t.gid for t in workbook.tabs() if t.title == tab])
        return _of_grid(grids[0]) if grids else []


class GooglePlace(Place):
    """In the emulated Google Sheets."""

    name = "google"

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def open(self) -> Watched:
        key = self.emulator.spreadsheet_id
        return Watched(GoogleWorkbook(self.emulator.address, key, credentials_from(None), endpoint=self.emulator.url))

    def colleague(self, *edits: dict[str, Any]) -> None:
        self.emulator.colleague(*edits)

    def rows(self, tab: str) -> Cells:
        try:
            return trimmed(self.emulator.grid(tab))
        except KeyError:
            return []


@contextlib.contextmanager
def place_of(name: str, folder: Path, book: dict[str, Cells] = BOOK) -> Iterator[Place]:
    """The place with this name, holding this book."""
    if name == "paper":
        yield PaperPlace(book)
    elif name == "xlsx":
        yield FilePlace(book, folder / "book.xlsx")
    else:
        path = folder / "google.xlsx"
        write_xlsx(book, path)
        with running(path) as emulator:
            yield GooglePlace(emulator)


def _sorted(grid: Grid, told: dict[str, Any]) -> list[Edit]:
    """A sort by the text of a column, as edits; formulas keep to their own row."""
    first, last, column = told["from_row"], told["to_row"], number(told["column"])
    order = sorted(range(first, last + 1), key=lambda row: grid.text(row, column))
    edits: list[Edit] = []
    for to, was in enumerate(order, start=first):
        for c in range(1, grid.width + 1):
            where = {"tab": grid.tab.gid, "row": to, "column": c}
            formula = grid.formulas.get((was, c))
            if formula is None:
                edits.append(WriteCell(**where, value=grid.value(was, c)))
            else:
                edits.append(WriteFormula(**where, formula=formula.replace(str(was), str(to))))
    return edits


def write_xlsx(book: dict[str, Cells], path: Path) -> None:
    """The book as an .xlsx; numbers that are days look like days."""
    made = openpyxl.Workbook()
    del made[made.sheetnames[0]]
    for title, rows in book.items():
        sheet = made.create_sheet(title)
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is None:
                    continue
                cell = sheet.cell(r, c, float(value) if isinstance(value, Seen) else value)
                if isinstance(value, Seen):
                    cell.number_format = value.pattern
                if isinstance(value, int) and 40_000 < value < 50_000:
                    cell.number_format = "dd.mm.yyyy"
    made.save(path)


def address(cell: str) -> tuple[int, int]:
    """'C12' -> (12, 3)."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), number(letters)


def trimmed(rows: Cells) -> Cells:
    """Rows without trailing blanks, and whole numbers as such."""
    cut = []
    for row in rows:
        cells = [int(v) if isinstance(v, float) and v.is_integer() else (None if v == "" else v) for v in row]
        while cells and cells[-1] is None:
            cells.pop()
        cut.append(cells)
    while cut and not cut[-1]:
        cut.pop()
    return cut


def _of_grid(grid: Grid) -> Cells:
    rows = [
        [grid.formulas.get((r, c), grid.value(r, c)) for c in range(1, grid.width + 1)]
        for r in range(1, grid.height + 1)
    ]
    return trimmed(rows)


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _formula(value: Any) -> Any:
    return Formula(value) if _is_formula(value) else value
