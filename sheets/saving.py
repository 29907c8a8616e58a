"""One save, from its only look at the sheet to a receipt: queued, sent once, settled by looking, checked, put right.

Writers of one process queue for a workbook; those of other processes meet in the workbook itself. Between the look and
the write lies one round trip that the Sheets API cannot close (it has no compare-and-swap). What closes it here: rows
are inserted, never overwritten; the cells that are overwritten or deleted are first copied into the journal by the
workbook, in the same call; the answer brings them and the rows around back; if they are not as they were read, the save
is put right at once from them, and the person is told.
"""

from __future__ import annotations

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sheets import pending
from sheets.deadline import left, within
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.journal import KEPT, Entry, count_submit, kept_in, place, read_entries, standing, write_lines
from sheets.plans import Answer, Operation, Plan, Stamp, displaced, link, receipt, void
from sheets.receipts import Action, Receipt, Saved, receipt_id
from sheets.sight import Lines, Sight, look
from sheets.workbook import Row, Workbook

LIMIT = 20.0  # seconds that a person waits at most
LEAST = 2.0  # seconds without which nothing is sent: an answer, and putting right what it hit, need as much
PAUSES = (0.3, 0.7, 1.5, 3.0)  # seconds before looking once more, when no answer came
MENDS = 4  # how often a save is put right in a sheet that goes on moving
REMEMBERED = 1000

_queues: dict[str, threading.RLock] = {}
_known: OrderedDict[tuple[str, str, str], Future[Receipt]] = OrderedDict()
_guard = threading.Lock()


def save(workbook: Workbook, op: Operation, stamp: Stamp, what: Mapping[str, Any] | None = None) -> Receipt:
    """The receipt of this operation, done once for its submit id: a double tap waits for the first one's receipt, a
    retry or another process finds it in the journal, as long as it is among the newest RECENT lines there.

    Raises Refused and Conflict (nothing of it is in the sheet), WorkbookError (it was not sent), Unconfirmed (it was
    sent and nobody can tell; the same submit id may be tried again at any time).
    """
    stamp = stamp.asking(what or {})
    key = (workbook.source, stamp.submit_id, stamp.asked)
    with _guard:
        known = _known.get(key)
        future: Future[Receipt] = known or Future()
        if known is None:
            _known[key] = future
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
    if known is not None:
        return _shared(known, stamp)
    try:
        with within(LIMIT), _turn(workbook.source):
            future.set_result(_noted(workbook, op, stamp, what or {}))
    except BaseException as error:
        with _guard:
            _known.pop(key, None)
        future.set_exception(error)
    return future.result()


def _shared(known: Future[Receipt], stamp: Stamp) -> Receipt:
    """The receipt that the first tap gets."""
    try:
        return known.result(timeout=LIMIT)
    except TimeoutError:
        raise Unconfirmed(submit_id=stamp.submit_id) from None


@contextmanager
def _turn(source: str) -> Iterator[None]:
    """The writer's turn among those of this process."""
    with _guard:
        queue = _queues.setdefault(source, threading.RLock())
    if not queue.acquire(timeout=max(left(), 0)):
        raise WorkbookError("unavailable", because="queue")
    try:
        yield
    finally:
        queue.release()


def _noted(workbook: Workbook, op: Operation, stamp: Stamp, what: Mapping[str, Any]) -> Receipt:
    """The save, with a note of it beside the workbook for as long as its end is open."""
    begin = pending.Pending(
        submit_id=stamp.submit_id,
        source=workbook.source,
        action=op.action,
        actor=stamp.actor,
        at=stamp.at.isoformat(timespec="seconds"),
        what=what,
    )
    try:
        done = _Save(workbook, op, stamp, lambda: pending.begin(begin)).run()
    except Unconfirmed:
        raise
    except PanelError as error:
        pending.end(stamp.submit_id)
        if error.code == "moved":  # a file that changed since the look; nothing was written: it is looked at anew
            return _noted(workbook, op, stamp, what)
        raise
    pending.end(stamp.submit_id)
    return done


class _Save:
    """One save under way. `sent`: something of it may be in the sheet; `_done`: it certainly is."""

    def __init__(self, workbook: Workbook, op: Operation, stamp: Stamp, begin: Callable[[], Any]) -> None:
        self.workbook, self.op, self.stamp, self.begin = workbook, op, stamp, begin
        self.notes: list[str] = []
        self.sent = self._done = False

    def run(self) -> Receipt:
        """The receipt: of the save that the journal knows already, or of this one, sent and confirmed."""
        sight = self._look()
        if self._lines(sight) and (entries := standing(self._told())):
            other = any(entry.data.get("asked", self.stamp.asked) != self.stamp.asked for entry in entries)
            return receipt_of(self.workbook, entries, "repeated", *(["otherwise"] if other else []))
        before, plan, answer = self._put(sight, lambda now: self.op.plan(now, self.stamp))
        if not plan.edits:
            return receipt(self.stamp, self.op.action, plan, ["unchanged"])
        return self._settle(before, plan, answer)

    def _look(self, lines: Lines = "ids") -> Sight:
        try:
            return look(self.workbook, self.op.lens, self.op.tabs, lines=lines)
        except WorkbookError as error:
            if self.sent:
                raise Unconfirmed(submit_id=self.stamp.submit_id, because=error.code) from error
            raise

    def _lines(self, sight: Sight) -> int:
        """How many lines of the journal are this save's."""
        return count_submit(sight.journal, self.stamp.submit_id) if sight.journal is not None else 0

    def _told(self, sight: Sight | None = None) -> list[Entry]:
        """This save's lines of the journal, newest first."""
        journal = (sight or self._look("recent")).journal
        entries = read_entries(journal) if journal is not None else []
        return [entry for entry in entries if entry.submit_id == self.stamp.submit_id]

    def _put(self, now: Sight, make: Callable[[Sight], Plan]) -> tuple[Sight, Plan, Answer]:
        """Sends what `make` makes of the sheet, once: (the sheet before, the plan, what came back). Where no answer
        came, the journal says whether it is there; only when it is not, it is made of the sheet of then and sent again.
        """
        for pause in (*PAUSES, None):
            plan = make(now)
            if not plan.edits and not plan.entries:
                return now, replace(plan, witnesses=(), kept=(), keep=()), Answer(rows={}, kept=())
            self.begin()
            try:
                return now, plan, self._send(now, plan)
            except (Unconfirmed, WorkbookError, Refused) as trouble:
                seen = self._look_after(trouble, self._lines(now), pause)
            if self._lines(seen) > self._lines(now):
                return now, plan, self._answer_told(plan)
            now = seen
        if self._done:
            raise Unconfirmed(submit_id=self.stamp.submit_id, moving=True)
        raise WorkbookError("unavailable", submit_id=self.stamp.submit_id)

    def _send(self, sight: Sight, plan: Plan) -> Answer:
        """The plan and its journal lines in one call; what came back."""
        if left() < LEAST:
            raise WorkbookError("unavailable", because="deadline")
        tab, row, make = place(sight.journal, sight.titles)
        lines = write_lines(tab, row, plan.entries, plan.keep)
        wanted = [(witness.tab, witness.row) for witness in plan.witnesses]
        ours = [(tab, row + at) for at in range(len(plan.entries))]
        try:
            came = self.workbook.apply([*make, *lines, *plan.edits], echo=[*wanted, *ours])
        except Unconfirmed:
            self.sent = True
            raise
        self.sent = self._done = True
        told = [line.stored[KEPT - 1 :] for line in came[len(wanted) :]]
        return Answer(rows=_by_place(came[: len(wanted)]), kept=kept_in(told, plan.keep))

    def _look_after(self, trouble: PanelError, lines: int, pause: float | None) -> Sight:
        """The sheet, when it is time to look whether a call without an answer arrived; raises where looking can't help.

        After a time-out the call may yet arrive: then the look goes on until it is there, and nothing is sent again.
        """
        unsent = isinstance(trouble, WorkbookError) and not self._done
        again = trouble.code == "tab-exists" or (trouble.code == "moved" and self._done)
        if unsent or (isinstance(trouble, Refused) and not again):
            raise trouble
        if trouble.details.get("late"):
            return self._look_until_there(trouble, lines)
        if left() < (pause or 0):
            raise Unconfirmed(submit_id=self.stamp.submit_id) from trouble
        if pause and not isinstance(trouble, Refused):
            time.sleep(pause * random.uniform(0.7, 1.3))
        return self._look()

    def _look_until_there(self, trouble: PanelError, lines: int) -> Sight:
        for pause in (0.0, *PAUSES):
            if left() < pause:
                break
            time.sleep(pause)
            sight = self._look()
            if self._lines(sight) > lines:
                return sight
        raise Unconfirmed(submit_id=self.stamp.submit_id, late=True) from trouble

    def _answer_told(self, plan: Plan) -> Answer:
        """What a call did whose answer was lost, out of the sheet as it is now and the journal's lines."""
        self.sent = self._done = True
        self.notes.append("looked")
        now = self._look("recent")
        rows = {(w.tab, w.row): _row(now, w.tab, w.row) for w in plan.witnesses if w.tab in now.grids}
        lines = [entry.kept for entry in self._told(now)[: len(plan.entries)]]
        return Answer(rows=rows, kept=kept_in(lines, plan.keep))

    def _settle(self, before: Sight, plan: Plan, answer: Answer) -> Receipt:
        """The receipt, once the answer confirms the plan; until then the save is put right. One that can't stand is
        taken back, and the person hears why; one that hit somebody else's row is planned anew once that is back."""
        error: PanelError | None = None
        for _ in range(MENDS):
            if answer.confirms(plan):
                if error is None:
                    return receipt(self.stamp, self.op.action, plan, self.notes)
                if error.code != "retry":
                    raise error
                before, plan, answer = self._put(self._look(), lambda now: self.op.plan(now, self.stamp))
                error = None
                continue
            mending = _Mend(self.op, self.stamp, before, plan, answer)
            before, plan, answer = self._put(self._look(), mending.plan)
            self.notes += mending.notes
            error = mending.error
        raise Unconfirmed(submit_id=self.stamp.submit_id, moving=True)


class _Mend:
    """The mending of one plan: made of the sheet as it is, as often as need be; the last making counts."""

    def __init__(self, op: Operation, stamp: Stamp, before: Sight, plan: Plan, answer: Answer) -> None:
        self._op, self._stamp, self._met = op, stamp, (before, plan, answer)
        self.notes: tuple[str, ...] = ()
        self.error: PanelError | None = None

    def plan(self, now: Sight) -> Plan:
        """What puts it right; a save that can't stand is marked as taken back in the journal, by the newest line."""
        mending = self._op.mend(*self._met, now, self._stamp)
        self.notes, self.error = mending.plan.notes, mending.error
        plan = replace(mending.plan, notes=())
        return plan if self.error is None else replace(plan, entries=(*plan.entries, void(self._stamp, self._met[1])))


def _by_place(rows: Sequence[Row]) -> dict[tuple[int, int], tuple[Any, ...]]:
    return {(row.tab, row.row): row.stored for row in rows}


def _row(sight: Sight, tab: int, row: int) -> tuple[Any, ...]:
    grid = sight.grids[tab]
    return tuple(grid.value(row, column) for column in range(1, grid.width + 1))


def receipt_of(workbook: Workbook, entries: Sequence[Entry], *notes: str) -> Receipt:
    """The receipt of a save as its lines in the journal tell it."""
    first = entries[0]
    action: Action = "edit" if first.action == "edit" else "undo" if first.action == "undo" else "add"
    told = {(entry.title, entry.row): entry for entry in entries if entry.action == action}
    saved = tuple(
        Saved(
            kind=str(entry.data.get("kind", "")),
            tab=int(entry.data.get("gid", 0)),
            title=entry.title,
            row=entry.row,
            name=entry.name,
            link=link(workbook, int(entry.data.get("gid", 0)), entry.row),
        )
        for entry in told.values()
    )
    return Receipt(
        id=receipt_id(first.submit_id),
        submit_id=first.submit_id,
        action=action,
        at=first.at,
        actor=first.actor,
        saved=saved,
        notes=(*notes, "displaced") if displaced(entries) else notes,
    )


def forget() -> None:
    """Forgets remembered receipts, as a new process would (for tests)."""
    with _guard:
        _known.clear()
