"""Shelves (shelf.py); a test module names this file as its plugin."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest

from sheets.opening import open_workbook
from tests.emulator import running
from tests.places import BOOK, Cells, write_xlsx
from tests.shelf import TAB, Change, Opens, Shelf


@pytest.fixture(params=["xlsx", "google"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """The events, with whatever `change` does to their tab, opened in a place."""
    path = tmp_path / "book.xlsx"
    running_ones = []

    def opens(change: Change = lambda _: None, rows: Cells | None = None) -> Shelf:
        write_xlsx({**deepcopy(BOOK), **({TAB: rows} if rows else {})}, path)
        book = openpyxl.load_workbook(path)
        change(book[TAB])
        book.save(path)
        if request.param == "xlsx":
            return Shelf(open_workbook(str(path)), path)
        running_ones.append(running(path))
        emulator = running_ones[-1].__enter__()
        monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
        return Shelf(open_workbook(emulator.spreadsheet_id), path, emulator)

    yield opens
    for one in running_ones:
        one.__exit__(None, None, None)


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    write_xlsx(deepcopy(BOOK), tmp_path / "book.xlsx")
    with running(tmp_path / "book.xlsx") as emulator:
        monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
        yield Shelf(open_workbook(emulator.spreadsheet_id), tmp_path, emulator)
