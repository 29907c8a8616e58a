"""The machine of test_writing_machine.py over HTTP, at the emulated Google Sheets, with its faults and its processes.

A short run belongs to `make test`; PANEL_LONG=1 makes it 900 steps (`make nightly`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from sheets.google import GoogleWorkbook, credentials_from
from sheets.patience import Patience
from sheets.receipts import Receipt
from tests.conftest import LONG
from tests.emulator import Emulator, running
from tests.ledger import Act, Change
from tests.panels import Send, run_settings, sets, several
from tests.places import BOOK, GooglePlace, Place, write_xlsx
from tests.processes import in_processes
from tests.test_writing_machine import Sheet
from tests.watched import Watched

STARTED = 2 if LONG else 1  # how often a run starts processes: they cost a second
refusals = st.sampled_from(["429", "500", "503", "html502", "reset", "apply_then_503", "apply_then_reset"])
calls = st.sampled_from(["batchUpdate", "getByDataFilter", "values:batchGet"])
http_faults = st.lists(st.tuples(calls, refusals, st.integers(0, 2), st.sampled_from([1, 1, 1, 9])), max_size=2)


class Online(GooglePlace):
    """Who acts while others write does so between two requests, as Google does one after the other."""

    def open(self) -> Watched:
        """Another process, which does not wait between two tries."""
        key, patience = self.emulator.spreadsheet_id, Patience(sleep=lambda _: None)
        endpoint = self.emulator.url
        workbook = GoogleWorkbook(key, key, credentials_from(None), endpoint=endpoint, patience=patience)
        return Watched(workbook)

    def meanwhile(self, act: Callable[[], None]) -> None:
        """Before the next request."""
        control = self.emulator.app.control
        before, left = control.before, [act]

        def and_act(name: str) -> None:
            if left:
                left.pop()()
            before(name)

        control.before = and_act  # type: ignore[method-assign]


class Emulated(Sheet):
    """Calls fail as Google's do; some panels are other processes."""

    emulator: Emulator
    book: Path
    calm = (Sheet.calm, [])
    troubles = st.tuples(Sheet.troubles, http_faults)

    def make_place(self) -> Place:
        """The book of the tests."""
        self.started = 0
        self.emulator.reload(self.book)
        return Online(self.emulator)

    def save(self, change: Change, send: Send, trouble: Any) -> Receipt | None:
        """A save with the troubles of a sheet, and with these answers of the server."""
        others, faults = trouble
        told = [{"match": call, "do": do, "after": after, "times": times} for call, do, after, times in faults]
        self.emulator.faults(*told)
        try:
            return super().save(change, send, others)
        finally:
            self.emulator.faults()

    def unsure(self, change: Change, written: bool) -> None:
        """The journal says whether it is there; once the calls get through again, so does the panel."""
        self.emulator.faults()
        if self.ledger.is_told(change.submit):
            self.ledger.apply(change)
            self.ledger.saved.append(change)

    @precondition(lambda self: self.started < STARTED)
    @rule(saves=several, sets=st.lists(sets, max_size=1))
    def processes_of_their_own(self, saves: list[Any], sets: list[Act]) -> None:
        """Panels in processes of their own save at once; a colleague edits meanwhile."""
        self.started += 1
        jobs = self.jobs(saves, twins=True)
        self.ledger.written = []
        with mock.patch.dict("os.environ", self.emulator.environment):
            in_processes(self.place, jobs, {}, [lambda act=act: self.ledger.do(act) for act in sets])
        self.settle(jobs)


@pytest.fixture
def emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """One emulator for all runs."""
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    path = tmp_path / "book.xlsx"
    write_xlsx(BOOK, path)
    with running(path) as emulator:
        monkeypatch.setattr(Emulated, "emulator", emulator, raising=False)
        monkeypatch.setattr(Emulated, "book", path, raising=False)
        yield emulator


@pytest.mark.usefixtures("emulator")
def test_panels_and_colleagues_lose_nothing_online() -> None:
    run_state_machine_as_test(Emulated, settings=run_settings(30, 3, 12))
