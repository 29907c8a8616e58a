"""Fixtures around one emulator for all tests of Google Sheets; a test module names this file as its plugin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gspread
import pytest
from google.auth.credentials import AnonymousCredentials

from sheets.google import GoogleWorkbook
from sheets.patience import Patience
from tests import sheet_samples
from tests.emulator import Emulator, running
from tests.google_helpers import Clock, client


@pytest.fixture(scope="session")
def google_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sheet_samples.make(tmp_path_factory.mktemp("book") / "partnership.xlsx")


@pytest.fixture(scope="session")
def server(google_book: Path) -> Iterator[Emulator]:
    with running(google_book) as emulator:
        yield emulator


@pytest.fixture
def emulator(server: Emulator, google_book: Path) -> Emulator:
    server.reload(google_book)
    return server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def workbook(emulator: Emulator, clock: Clock, waits: list[float]) -> GoogleWorkbook:
    patience = Patience(sleep=waits.append)
    key = emulator.spreadsheet_id
    return GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, patience=patience, clock=clock)


@pytest.fixture
def sheet(emulator: Emulator) -> gspread.Spreadsheet:
    opened = client(emulator).open_by_key(emulator.spreadsheet_id)
    emulator.forget()
    return opened
