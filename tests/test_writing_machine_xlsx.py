"""Panels and colleagues at one .xlsx, in any order, with every fault of a disk between any two file operations: after
each step nothing of anybody's is lost, every confirmed save is there once, every refused one not at all, and after a
kill the next start says which.

A short run belongs to `make test`; PANEL_LONG=1 makes it 2,400 steps (`make nightly`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from sheets import saving, writing
from sheets.errors import Refused, WorkbookError
from sheets.receipts import Conflict, Receipt
from tests.conftest import LONG
from tests.desk import Desk
from tests.disk import Killed, heard
from tests.ledger import PANEL, Act, Change, acts, numbers, picks
from tests.panels import Panels, Send, run_settings, sets, several
from tests.places import Place
from tests.processes import in_processes

STARTED = 2 if LONG else 1  # how often a run starts processes: they cost a second
operations = st.integers(0, 45)  # of a save that makes a backup; one without has about 30
failures = st.sampled_from([OSError(28, "No space left on device"), PermissionError(13, "Permission denied"), Killed()])
programs = st.tuples(st.sampled_from(["open", "close"]), picks, numbers)


class File(Panels):
    """Colleagues act, programs open and close the file, the disk fails, the process dies, before any file operation."""

    calm: dict[int, Any] = {}
    troubles = st.dictionaries(operations, acts | programs | failures, max_size=3)

    def make_place(self) -> Place:
        """A fresh file in a folder of its own, and PANEL_STATE beside it."""
        self.folder = Path(tempfile.mkdtemp(prefix="machine"))
        os.environ["PANEL_STATE"] = str(self.folder / "state")
        self.may_write = True
        self.started = 0
        self.desk = Desk(self.folder / "book.xlsx")
        return self.desk

    def teardown(self) -> None:
        """Every backup is a workbook."""
        for backup in self.folder.glob("state/backups/*.xlsx"):
            assert zipfile.ZipFile(backup).testzip() is None
        shutil.rmtree(self.folder)

    @rule()
    def the_program_closes(self) -> None:
        """Whoever opened the file, in the middle of a save, closes it."""
        self.desk.close_the_program()

    @rule()
    def another_program(self) -> None:
        """Colleagues go on in a program that numbers the tabs anew when it saves, or no longer does."""
        self.desk.numbers_anew = not self.desk.numbers_anew

    @rule()
    def rights(self) -> None:
        """The panel may not write the file while it does its next save."""
        self.may_write = False

    @precondition(lambda self: self.started < STARTED)
    @rule(
        saves=several,
        deaths=st.dictionaries(st.integers(0, 3), operations, max_size=2),
        sets=st.lists(sets, max_size=2),
    )
    def processes_of_their_own(self, saves: list[Any], deaths: dict[int, int], sets: list[Act]) -> None:
        """Panels in processes of their own save at once, and some are killed; a colleague saves meanwhile."""
        self.started += 1
        jobs = self.jobs(saves, twins=True)
        self.ledger.written = []
        in_processes(self.place, jobs, deaths, [lambda act=act: self.ledger.do(act) for act in sets])
        self.settle(jobs)

    def save(self, change: Change, send: Send, trouble: Any) -> Receipt | None:
        """Sends a save, as a process of its own would; the ledger knows at every moment what the file must hold."""
        there = change.submit in {saved.submit for saved in self.ledger.saved}
        count, written, dead = 0, False, False

        def before(operation: str, path: Path, to: Path | None) -> None:
            nonlocal count, written, dead
            happens = trouble.get(count)
            count += 1
            dead = dead or isinstance(happens, Killed)
            if dead:
                raise Killed
            if isinstance(happens, OSError):
                raise type(happens)(*happens.args)
            if to == self.desk.path:  # between the last look and this lies a moment that nobody can close
                written = True
                if not there:
                    self.ledger.apply(change)
            elif happens is not None:
                self.do(happens)

        saving.forget()
        receipt, workbook = None, self.place.open()
        with mock.patch("os.access", lambda *_: self.may_write), heard(self.folder, before):
            try:
                receipt = send(workbook)
            except (Refused, Conflict, WorkbookError):
                assert not written, "refused, and it is in the file"
            except Killed:
                pass
        self.may_write = True
        self.next_start(change.submit, written or there)
        if receipt is None:
            self.ledger.saved += [change] * (written and not there)
            return None
        assert written or {"unchanged", "repeated"} & set(receipt.notes), "confirmed, and it is not in the file"
        assert not list(self.folder.glob(".*.new")), "a half is left"
        return receipt

    def do(self, act: Act) -> None:
        """A colleague acts in the middle of a save."""
        if act[0] == "open":
            self.desk.open_in_a_program(act[1])
        elif act[0] == "close":
            self.desk.close_the_program()
        else:
            self.ledger.do(act)

    def next_start(self, submit: str, there: bool) -> None:
        """What the panel says of this save when it starts again, if it never knew its end."""
        for begun, receipt in writing.settle(self.place.open(), PANEL):
            if begun.submit_id == submit:
                assert (receipt is not None) == there

    @invariant()
    def days_look_like_days(self) -> None:
        """A format is as it was, and a new row has it too."""
        tab = openpyxl.load_workbook(self.desk.path)[self.ledger.tab]
        column = self.ledger.header().index("Дата") + 1
        for record in self.ledger.records:
            cell = tab.cell(self.ledger.row_of(record) or 1, column)
            assert cell.value is None or cell.is_date, cell.number_format


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Looking again needs no pauses here; the machine sets PANEL_STATE, which goes with the test."""
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    with mock.patch.dict(os.environ):
        yield


def test_panels_and_colleagues_lose_nothing_of_a_file() -> None:
    run_state_machine_as_test(File, settings=run_settings(80, 6, 15))
