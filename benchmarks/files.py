"""An .xlsx: read with types, beside bare calamine; one record added, beside openpyxl's own load and save; the same with
a journal of many years."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from benchmarks.data import centre
from benchmarks.timing import Result, medians, ms
from sheets.journal import HEADER, MOMENT
from sheets.schema import Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import JOURNAL
from sheets.writing import add
from sheets.xlsx import XlsxWorkbook

ROUNDS = {1_000: 7, 10_000: 3}
LINES = 20_000  # of a journal that grew for years
DATE_COLUMNS = {"Дата укладання", "Термін дії (до)", "Дата проведення", "Дата оцінювання"}


def make(n: int, path: Path, *, lines: int = 0) -> None:
    """The centre with n events as an .xlsx, dates as dates; and a journal of so many lines."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in centre(n):
        tab = book.create_sheet(sheet.title)
        dated = {column for column, heading in enumerate(sheet.stored[0]) if heading in DATE_COLUMNS}
        for number, row in enumerate(sheet.stored, 1):
            tab.append([None if cell == "" else cell for cell in row])
            for column in dated:
                tab.cell(number, column + 1).number_format = "dd.mm.yyyy"
    if lines:
        _keep_journal(book.create_sheet(JOURNAL), lines)
    book.save(path)


def _keep_journal(tab: Worksheet, lines: int) -> None:
    tab.append([*HEADER, "Клітинки до зміни"])
    for line in range(lines):
        became = f"Назва заходу: Подія {line}; Дата проведення: 12.05.2026; Місце проведення: актова зала"
        data = f'{{"kind":"events","gid":12,"cells":{{"2":"Подія {line}"}},"index":0}}'
        words = ["Методист", "додано", "Заходи", 7, f"Подія {line}", None, None, became]
        tab.append([46000 + line / 1000, *words, f"{line:032x}", f"{line:016x}", data])
        tab.cell(line + 2, 1).number_format = MOMENT


class Book:
    """A workbook with a record to be added, as by a person who has the panel open."""

    def __init__(self, panel: Panel, path: Path) -> None:
        self.panel, self.path, self.number = panel, path, count()
        self.workbook = XlsxWorkbook(path)
        self.snapshot = read_snapshot(self.workbook.read(), panel, now=dt.datetime.now(panel.centre.zone))

    def refresh(self) -> None:
        """The panel reads what changed since it read last."""
        now = dt.datetime.now(self.panel.centre.zone)
        reading = self.workbook.read(self.snapshot.reading)
        self.snapshot = read_snapshot(reading, self.panel, last=self.snapshot, now=now)

    def add(self, workbook: XlsxWorkbook | None = None) -> object:
        """One record added."""
        values = {"title": f"Захід {next(self.number)}", "date": dt.date(2026, 5, 12), "directions": ("culture",)}
        values |= {"partners": ("Музей рушника та писанки",), "participants": 25.0}
        submit_id = f"b{next(self.number)}"
        into = workbook or self.workbook
        return add(into, self.panel, "events", values, actor="bench", submit_id=submit_id, snapshot=self.snapshot)


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    panel = read_panel()
    with tempfile.TemporaryDirectory() as folder:
        for n, rounds in ROUNDS.items():
            path, copy = Path(folder) / f"{n}.xlsx", Path(folder) / f"{n}-openpyxl.xlsx"
            make(n, path)
            make(n, copy)
            yield from _both(panel, path, copy, n, rounds)
        yield _journal(panel, Path(folder), n, rounds)


def _both(panel: Panel, path: Path, copy: Path, n: int, rounds: int) -> Iterator[Result]:
    def typed() -> object:
        return read_snapshot(XlsxWorkbook(path).read(), panel, now=dt.datetime.now(panel.centre.zone))

    book = Book(panel, path)
    took = medians(
        {
            "calamine": lambda: [
                CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.title).to_python() for sheet in centre(n)
            ],
            "typed": typed,
            "add": book.add,
            "add to another": lambda: book.add(XlsxWorkbook(path)),
            "openpyxl": lambda: _openpyxl_add(copy),
        },
        rounds,
        before={"add": book.refresh},
    )
    size = f"{n:,} events"
    yield Result(
        what="typed read of an .xlsx / bare calamine", size=size, ours=ms(took["typed"]), other=ms(took["calamine"]),
        ratio=took["typed"] / took["calamine"], most=2,
    )  # fmt: skip
    yield Result(
        what="add to an .xlsx / openpyxl's load and save", size=size, ours=ms(took["add"]), other=ms(took["openpyxl"]),
        ratio=took["add"] / took["openpyxl"], most=0.1 if n == 1_000 else None,
    )  # fmt: skip
    yield Result(
        what="the same, its tab changed since the panel read it", size=size, ours=ms(took["add to another"]),
        other=ms(took["openpyxl"]), ratio=took["add to another"] / took["openpyxl"],
    )  # fmt: skip


def _journal(panel: Panel, folder: Path, n: int, rounds: int) -> Result:
    """One record added where the journal is long, beside one where it is not."""
    books = {}
    for lines in (0, LINES):
        make(n, folder / f"{lines}.xlsx", lines=lines)
        books[lines] = Book(panel, folder / f"{lines}.xlsx")
    took = medians(
        {str(lines): book.add for lines, book in books.items()},
        rounds,
        before={str(lines): book.refresh for lines, book in books.items()},
    )
    return Result(
        what=f"add with {LINES:,} lines in the journal / with none", size=f"{n:,} events", ours=ms(took[str(LINES)]),
        other=ms(took["0"]), ratio=took[str(LINES)] / took["0"], most=3,
    )  # fmt: skip


def _openpyxl_add(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Заходи"].append([1, "Захід"])
    book.save(path)
