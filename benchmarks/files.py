"""An .xlsx: read with types, beside bare calamine; one record added, beside openpyxl's own load and save."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.data import centre
from benchmarks.timing import Result, medians, ms
from sheets.schema import Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.writing import add
from sheets.xlsx import XlsxWorkbook

ROUNDS = {1_000: 7, 10_000: 3}
DATE_COLUMNS = {"Дата укладання", "Термін дії (до)", "Дата проведення", "Дата оцінювання"}


def make(n: int, path: Path) -> None:
    """The centre with n events as an .xlsx, dates as dates."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in centre(n):
        tab = book.create_sheet(sheet.title)
        dated = {column for column, heading in enumerate(sheet.stored[0]) if heading in DATE_COLUMNS}
        for row in sheet.stored:
            tab.append([None if cell == "" else cell for cell in row])
            for column in dated:
                tab.cell(tab.max_row, column + 1).number_format = "dd.mm.yyyy"
    book.save(path)


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    panel = read_panel()
    with tempfile.TemporaryDirectory() as folder:
        for n, rounds in ROUNDS.items():
            path, copy = Path(folder) / f"{n}.xlsx", Path(folder) / f"{n}-openpyxl.xlsx"
            make(n, path)
            make(n, copy)
            yield from _both(panel, path, copy, n, rounds)


def _both(panel: Panel, path: Path, copy: Path, n: int, rounds: int) -> Iterator[Result]:
    number = iter(range(10**6))

    def typed() -> object:
        return read_snapshot(XlsxWorkbook(path).read(), panel, now=dt.datetime.now(panel.centre.zone))

    workbook = XlsxWorkbook(path)
    snapshot = read_snapshot(workbook.read(), panel, now=dt.datetime.now(panel.centre.zone))

    def refreshed() -> None:
        nonlocal snapshot
        now = dt.datetime.now(panel.centre.zone)
        snapshot = read_snapshot(workbook.read(snapshot.reading), panel, last=snapshot, now=now)

    def added(workbook: XlsxWorkbook = workbook) -> object:
        values = {"title": f"Захід {next(number)}", "date": dt.date(2026, 5, 12), "directions": ("culture",)}
        values |= {"partners": ("Музей рушника та писанки",), "participants": 25.0}
        return add(workbook, panel, "events", values, actor="bench", submit_id=f"b{next(number)}", snapshot=snapshot)

    took = medians(
        {
            "calamine": lambda: [
                CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.title).to_python() for sheet in centre(n)
            ],
            "typed": typed,
            "add": added,
            "add to another": lambda: added(XlsxWorkbook(path)),
            "openpyxl": lambda: _openpyxl_add(copy),
        },
        rounds,
        before={"add": refreshed},
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


def _openpyxl_add(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Заходи"].append([1, "Захід"])
    book.save(path)
