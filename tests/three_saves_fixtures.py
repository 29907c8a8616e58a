"""The emulator that the three saves are tried against; a test module names this file as its plugin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheets.patience import TERMS, Terms
from tests.emulator import Emulator, running
from tests.places import BOOK, write_xlsx


@pytest.fixture(scope="module")
def saves_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emulator, Path]]:
    path = tmp_path_factory.mktemp("commands") / "book.xlsx"
    write_xlsx(BOOK, path)
    with running(path) as found:
        yield found, path


@pytest.fixture
def patient_sheet(saves_server: tuple[Emulator, Path], monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The book, fresh; pauses and time-outs as people have them."""
    emulator, path = saves_server
    emulator.reload(path)
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    return emulator


@pytest.fixture
def sheet(patient_sheet: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The same with short pauses and time-outs."""
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    for use, terms in TERMS.items():
        monkeypatch.setitem(TERMS, use, Terms(terms.deadline, 0.6, terms.repeatable))
    return patient_sheet
