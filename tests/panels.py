"""Panels at one workbook, as hypothesis draws them: they add, edit, undo, send again, alone and several at once.

A machine of a place says what may happen to a save (`troubles`, `save`); what must be true afterwards is ledger.py's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sheets import saving
from sheets.receipts import Receipt
from sheets.snapshot import read_snapshot
from tests.at_once import Job, in_threads, in_turns
from tests.conftest import LONG
from tests.ledger import FIELDS, PANEL, Act, Change, Ledger, Record, acts, numbers, picks
from tests.places import Place
from tests.saving_jobs import NOW, Add, Edit, Undo

Send = Callable[[Any], Receipt]

fields = st.sampled_from(["participants", "children", "partners"])
some = st.tuples(st.sampled_from(["add", "add again", "edit", "edit", "same cell", "undo"]), picks, fields, numbers)
several = st.lists(some, min_size=2, max_size=4)
sets = st.tuples(st.just("set"), picks, numbers)  # what colleagues do where several save


def run_settings(long: int, short: int, steps: int) -> settings:
    """How long a machine runs: `long` runs of 30 steps where PANEL_LONG is set, else `short` ones of `steps`."""
    return settings(
        max_examples=long if LONG else short,
        stateful_step_count=30 if LONG else steps,
        suppress_health_check=list(HealthCheck),
    )


class Panels(RuleBasedStateMachine):
    """What panels do in any place."""

    troubles: st.SearchStrategy[Any]
    calm: Any  # no trouble
    machines = 4  # how many may save at once that do not wait for each other

    def __init__(self) -> None:
        super().__init__()
        saving.forget()
        self.place = self.make_place()
        self.ledger = Ledger(self.place)
        self.unsaved: list[tuple[Change, Send]] = []  # what was typed and is still in somebody's form

    def make_place(self) -> Place:
        """A fresh workbook."""
        raise NotImplementedError

    def save(self, change: Change, send: Send, trouble: Any) -> Receipt | None:
        """Sends a save with this trouble; the ledger knows then what must be true of its end."""
        raise NotImplementedError

    # --- one at a time ---

    @rule(people=numbers, data=st.data())
    def add(self, people: int, data: st.DataObject) -> None:
        """A panel adds an event."""
        self.attempt(*self.adding(people), data)

    @rule(pick=picks, field=fields, number=numbers, data=st.data())
    def edit(self, pick: int, field: str, number: int, data: st.DataObject) -> None:
        """A panel edits a record as it was a moment ago."""
        if (edit := self.editing(self.ledger.pick(pick), field, number)) is not None:
            self.attempt(*edit, data)

    @rule(pick=picks, data=st.data())
    def undo(self, pick: int, data: st.DataObject) -> None:
        """A panel takes one of its saves back."""
        if (undo := self.undoing(pick)) is not None:
            self.attempt(*undo, data)

    @rule(pick=picks)
    def again(self, pick: int) -> None:
        """Another process sends a submit once more."""
        added = [change for change in self.ledger.saved if change.heading is None and not change.undoes]
        if added:
            saving.forget()
            receipt = Add(added[pick % len(added)])(self.place.open())
            assert "repeated" in receipt.notes

    @rule(pick=picks)
    def same_form_again(self, pick: int) -> None:
        """Somebody presses «Зберегти» once more, after whatever stopped the save."""
        if self.unsaved:
            self.try_to(*self.unsaved.pop(pick % len(self.unsaved)), self.calm)

    @rule(act=acts)
    def colleague(self, act: Act) -> None:
        """A person edits the sheet, nobody else doing anything."""
        self.ledger.do(act)

    def attempt(self, change: Change, send: Send, data: st.DataObject) -> None:
        """One save, with some trouble."""
        self.ledger.submits.add(change.submit)
        self.try_to(change, send, data.draw(self.troubles))

    def try_to(self, change: Change, send: Send, trouble: Any) -> None:
        """One save; if nobody got its receipt, the form is still there."""
        receipt = self.save(change, send, trouble)
        if receipt is None:
            self.unsaved.append((change, send))
        elif not {"unchanged", "repeated"} & set(receipt.notes):
            self.ledger.saved.append(change)

    # --- several at once ---

    @rule(saves=several, turns=st.lists(picks, max_size=30), sets=st.dictionaries(picks, sets, max_size=2))
    def processes_at_once(self, saves: list[Any], turns: list[int], sets: dict[int, Act]) -> None:
        """Panels on several machines save at once, a request of one between two of another."""
        jobs = self.jobs(saves[: self.machines], twins=False)
        self.ledger.written = []
        in_turns(self.place, jobs, turns, {turn: lambda act=act: self.ledger.do(act) for turn, act in sets.items()})
        self.settle(jobs)

    @rule(saves=several, sets=st.lists(sets, max_size=2))
    def threads_at_once(self, saves: list[Any], sets: list[Act]) -> None:
        """Sessions of one process save at once, through one and the same workbook object."""
        jobs = self.jobs(saves, twins=True)
        self.ledger.written = []
        in_threads(self.place, jobs, [lambda act=act: self.ledger.do(act) for act in sets])
        self.settle(jobs)

    def jobs(self, saves: list[Any], *, twins: bool) -> list[Job]:
        """Saves of people who all have seen the sheet as it is now; `twins`: some with the same submit id."""
        jobs: list[Job] = []
        for what, pick, field, number in saves:
            made = self.job(what if twins else what.removesuffix(" again"), pick, field, number, jobs)
            if made is not None and all(job.change.record is not made[0].record or not made[0].undoes for job in jobs):
                jobs.append(Job(*made))
        self.ledger.submits |= {job.change.submit for job in jobs}
        return jobs

    def job(self, what: str, pick: int, field: str, number: int, jobs: list[Job]) -> tuple[Change, Send] | None:
        """One of several saves: some send the same submit, some write into the same cell."""
        twins = [job for job in jobs if job.change.heading is None and not job.change.undoes]
        cells = [job for job in jobs if job.change.heading is not None and not job.change.undoes]
        if what == "add again" and twins:
            return twins[0].change, twins[0].send
        if what == "same cell" and cells:
            key = next(key for key, heading in FIELDS.items() if heading == cells[0].change.heading)
            return self.editing(cells[0].change.record, key, number)
        if what == "undo":
            return self.undoing(pick)
        if what.startswith("add"):
            return self.adding(number)
        return self.editing(self.ledger.pick(pick), field, number)

    def settle(self, jobs: list[Job]) -> None:
        """The ledger learns what came of them."""
        self.ledger.settle([(job.change, job.outcome) for job in jobs])
        self.ledger.written = None

    # --- saves ---

    def adding(self, people: int) -> tuple[Change, Send]:
        """An add, and how it is sent."""
        change = Change(submit=self.ledger.new_submit(), record=self.ledger.new_record(people))
        return change, Add(change)

    def editing(self, record: Record, field: str, number: int) -> tuple[Change, Send] | None:
        """An edit of the record as it is now; None where the panel does not see it as a record."""
        snapshot = read_snapshot(self.place.open().read(), PANEL, now=NOW)
        table = next((t for tab in snapshot.tabs for t in tab.tables if t.kind == "events"), None)
        row = self.ledger.row_of(record)
        if table is None or row is None or table.record(row) is None:
            return None
        became = f"Партнер {number}" if field == "partners" else number
        value: Any = (became,) if field == "partners" else float(number)
        heading = FIELDS[field]
        submit = self.ledger.new_submit()
        change = Change(submit=submit, record=record, heading=heading, was=record[heading], became=became)
        return change, Edit(change, row, {field: value}, table.record(row) or {}, table, snapshot)

    def undoing(self, pick: int) -> tuple[Change, Send] | None:
        """The undo of a save; None while nothing was saved."""
        done = [change for change in self.ledger.saved if not change.undoes]
        if not done:
            return None
        change = done[pick % len(done)]
        return change.undone(), Undo(change)

    # --- what must be true ---

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """The tab holds exactly what it must."""
        self.ledger.judge()

    @invariant()
    def the_journal_tells_the_truth(self) -> None:
        """Each confirmed save is in it, and nothing that nobody sent."""
        self.ledger.judge_the_journal()
