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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from sheets import pending
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.journal import KEPT, Entry, has_submit, kept_in, place, read_entries, write_lines
from sheets.plans import Answer, Mending, Operation, Plan, Stamp, link, receipt
from sheets.receipts import Action, Receipt, Saved, receipt_id
from sheets.sight import Sight, look
from sheets.workbook import Row, Workbook

LIMIT = 20.0  # seconds that a person waits at most
PAUSES = (0.3, 0.7, 1.5, 3.0)  # seconds before looking once more, when no answer came
MENDS = 4  # how often a save is put right in a sheet that goes on moving
REMEMBERED = 1000

_queues: dict[str, threading.RLock] = {}
_known: OrderedDict[tuple[str, str], Future[Receipt]] = OrderedDict()
_guard = threading.Lock()


def save(workbook: Workbook, op: Operation, stamp: Stamp, what: Mapping[str, Any] | None = None) -> Receipt:
    """The receipt of this operation, done once for its submit id: a double tap waits for the first one's receipt, a
    retry or another process finds it in the journal.

    Raises Refused and Conflict (nothing of it is in the sheet), WorkbookError (it was not sent), Unconfirmed (it was
    sent and nobody can tell; the same submit id may be tried again at any time).
    """
    key = (workbook.source, stamp.submit_id)
    with _guard:
        known = _known.get(key)
        future: Future[Receipt] = known or Future()
        if known is None:
            _known[key] = future
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
    if known is not None:
        return known.result(timeout=2 * LIMIT)
    try:
        with _queue(workbook.source):
            future.set_result(_noted(workbook, op, stamp, what or {}))
    except BaseException as error:
        with _guard:
            _known.pop(key, None)
        future.set_exception(error)
    return future.result()


def _queue(source: str) -> threading.RLock:
    with _guard:
        return _queues.setdefault(source, threading.RLock())


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
    except PanelError:
        pending.end(stamp.submit_id)
        raise
    pending.end(stamp.submit_id)
    return done


class _Save:
    """One save under way."""

    def __init__(self, workbook: Workbook, op: Operation, stamp: Stamp, begin: Callable[[], Any]) -> None:
        self.workbook, self.op, self.stamp, self.begin = workbook, op, stamp, begin
        self.until = time.monotonic() + LIMIT
        self.notes: list[str] = []

    def run(self) -> Receipt:
        """Looks, plans, sends; looks again where no answer came; puts right what met a moved sheet."""
        before, plan = Sight(grids={}, tables={}), Plan()
        for attempt in range(len(PAUSES) + 1):
            sight = self._look(sent=attempt > 0)
            if sight.journal is not None and has_submit(sight.journal, self.stamp.submit_id):
                return self._found(before, plan)
            before, plan = sight, self.op.plan(sight, self.stamp)
            if not plan.edits:
                return receipt(self.stamp, self.op.action, plan, ["unchanged"])
            self.begin()
            try:
                answer = self._send(sight, plan)
            except (Unconfirmed, Refused) as error:
                self._again(error, attempt)
                continue
            return self._settle(before, plan, answer)
        return self._last_look(before, plan)

    def _look(self, sent: bool, whole_journal: bool = False) -> Sight:
        try:
            return look(self.workbook, self.op.lens, self.op.tabs, whole_journal=whole_journal)
        except WorkbookError as error:
            if sent:
                raise Unconfirmed(submit_id=self.stamp.submit_id, because=error.code) from error
            raise

    def _last_look(self, before: Sight, plan: Plan) -> Receipt:
        """After the last try: found after all, or certainly not there."""
        sight = self._look(sent=True)
        if sight.journal is not None and has_submit(sight.journal, self.stamp.submit_id):
            return self._found(before, plan)
        raise WorkbookError("unavailable", submit_id=self.stamp.submit_id)

    def _again(self, error: PanelError, attempt: int) -> None:
        """Waits before the next look; gives up where looking can't settle it, or nobody would wait longer."""
        if isinstance(error, Refused) and error.code != "tab-exists":
            raise error
        late = bool(error.details.get("late"))
        if late and isinstance(error, Unconfirmed):
            self._wait_for_it(error)
            return
        pause = PAUSES[min(attempt, len(PAUSES) - 1)] * random.uniform(0.7, 1.3)
        if time.monotonic() + pause > self.until:
            raise Unconfirmed(submit_id=self.stamp.submit_id) from error
        if isinstance(error, Unconfirmed):
            time.sleep(pause)

    def _wait_for_it(self, error: Unconfirmed) -> None:
        """After a time-out the save may yet arrive: looks until it is there, never writes again."""
        for pause in PAUSES:
            sight = self._look(sent=True)
            if sight.journal is not None and has_submit(sight.journal, self.stamp.submit_id):
                return
            if time.monotonic() + pause > self.until:
                break
            time.sleep(pause)
        raise Unconfirmed(submit_id=self.stamp.submit_id, late=True) from error

    def _send(self, sight: Sight, plan: Plan) -> Answer:
        """The plan and its journal lines in one call; what came back."""
        tab, row, make = place(sight.journal, sight.titles)
        lines = write_lines(tab, row, plan.entries, plan.keep)
        wanted = [(witness.tab, witness.row) for witness in plan.witnesses]
        ours = [(tab, row + at) for at in range(len(plan.entries))]
        came = self.workbook.apply([*make, *lines, *plan.edits], echo=[*wanted, *ours])
        told = [line.stored[KEPT - 1 :] for line in came[len(wanted) :]]
        return Answer(rows=_by_place(came[: len(wanted)]), kept=kept_in(told, plan.keep))

    def _found(self, before: Sight, plan: Plan) -> Receipt:
        """The receipt of a save that is in the journal: ours, whose answer was lost, or one made before."""
        now = self._look(sent=True, whole_journal=True)
        assert now.journal is not None
        entries = [entry for entry in read_entries(now.journal) if entry.submit_id == self.stamp.submit_id]
        if not plan.edits:
            return receipt_of(self.workbook, entries, "repeated")
        self.notes.append("looked")
        rows = {
            (witness.tab, witness.row): _row(now, witness.tab, witness.row)
            for witness in plan.witnesses
            if witness.tab in now.grids
        }
        kept = kept_in([entry.kept for entry in entries], plan.keep)
        return self._settle(before, plan, Answer(rows=rows, kept=kept))

    def _settle(self, before: Sight, plan: Plan, answer: Answer) -> Receipt:
        """The receipt, once the answer confirms the plan; until then the save is put right."""
        for _ in range(MENDS):
            if answer.confirms(plan):
                return receipt(self.stamp, self.op.action, plan, self.notes)
            now = self._look(sent=True)
            mending = self.op.mend(before, plan, answer, now, self.stamp)
            self.notes += mending.plan.notes
            before, plan, answer = self._mended(now, mending)
            if mending.error and mending.error.code != "retry":
                raise mending.error
        raise Unconfirmed(submit_id=self.stamp.submit_id, moving=True)

    def _mended(self, now: Sight, mending: Mending) -> tuple[Sight, Plan, Answer]:
        plan = replace(mending.plan, notes=())
        if not plan.edits:
            return now, replace(plan, witnesses=(), kept=(), keep=()), Answer(rows={}, kept=())
        answer = self._send(now, plan)
        if mending.error is not None and mending.error.code == "retry":
            now = self._look(sent=True)
            plan = self.op.plan(now, self.stamp)
            answer = self._send(now, plan)
        return now, plan, answer


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
        notes=notes,
    )


def forget() -> None:
    """Forgets remembered receipts, as a new process would (for tests)."""
    with _guard:
        _known.clear()
