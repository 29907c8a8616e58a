"""Panels and colleagues at one sheet, in any order, with any request failing: after each step nothing of anybody's is
lost, every confirmed save is there once, and every refused one not at all. In memory, by the rules of Google's.

A short run belongs to `make test`; PANEL_LONG=1 makes it 9,000 steps (`make nightly`).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from sheets.errors import Refused, Unconfirmed, WorkbookError
from sheets.receipts import Conflict, Receipt
from tests.ledger import ACTS, Change, numbers, picks
from tests.panels import Panels, Send, run_settings
from tests.places import BOOK, PaperPlace, Place

moments = st.sampled_from(["read", "write", "write", "after"])
others = st.tuples(st.sampled_from([*ACTS, "other panel"]), picks, numbers)
faults = st.sampled_from(["none", "none", "none", "lost", "not sent", "late", "late, applied", "refused"])


class Sheet(Panels):
    """Colleagues and other panels act at any moment of a save, and any call may fail or lose its answer."""

    calm = ({}, "none")
    machines = 2  # of three, docs/saving.md promises less
    troubles = st.tuples(st.dictionaries(moments, st.lists(others, max_size=2), max_size=2), faults)

    def make_place(self) -> Place:
        """The book of the tests."""
        return PaperPlace(deepcopy(BOOK))

    def save(self, change: Change, send: Send, trouble: Any) -> Receipt | None:
        """Sends a save; colleagues act at its moments; the ledger learns what must be true of its end."""
        meanwhile, fault = trouble
        workbook = self.place.open()
        happened: set[str] = set()
        there = change.submit in {saved.submit for saved in self.ledger.saved}

        def before(what: str) -> None:
            if what in meanwhile and what not in happened:
                happened.add(what)
                for act in meanwhile[what]:
                    self.do(act)
            if what == "write" and fault in ("not sent", "late", "refused") and "fault" not in happened:
                happened.add("fault")
                if fault == "refused":
                    raise WorkbookError("too-many-requests")
                raise Unconfirmed(late=fault == "late")

        def after() -> None:
            happened.add("written")
            if "after" in meanwhile and "after" not in happened:
                happened.add("after")
                for act in meanwhile["after"]:
                    if act[0] in ("set", "insert", "sort"):
                        self.ledger.do(act, (change.record, change.heading))
            if fault in ("lost", "late, applied") and "fault" not in happened:
                happened.add("fault")
                raise Unconfirmed(late=fault == "late, applied")

        workbook.before, workbook.after = before, after
        try:
            receipt = send(workbook)
        except (Refused, Conflict, WorkbookError):
            return None
        except Unconfirmed:
            self.unsure(change, "written" in happened)
            return None
        if not there and not {"unchanged", "repeated"} & set(receipt.notes):
            self.ledger.apply(change)
        return receipt

    def unsure(self, change: Change, written: bool) -> None:
        """Nobody could say whether it is saved."""
        assert not written, "a save that is in the sheet was not found"

    def do(self, act: Any) -> None:
        """A colleague acts, or a panel on another machine adds an event in that very moment."""
        if act[0] != "other panel":
            self.ledger.do(act)
            return
        change, send = self.adding(act[2])
        self.ledger.submits.add(change.submit)
        workbook = self.place.open()
        workbook.source += "#other"  # one of this machine would wait for the save's end
        try:
            send(workbook)
        except Refused:
            return
        self.ledger.apply(change)
        self.ledger.saved.append(change)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking again needs no pauses here."""
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))


def test_panels_and_colleagues_lose_nothing() -> None:
    run_state_machine_as_test(Sheet, settings=run_settings(300, 15, 20))
