"""One save under way: sent in one call, settled by looking where no answer came, checked, and put right.

Between the look and the write lies one round trip that the Sheets API cannot close (it has no compare-and-swap). What
closes it here: rows are inserted, never overwritten; the cells that are overwritten or deleted, and the rows that they
stand in, are first copied into the journal by the workbook, in the same call; the answer brings them and the rows
around back; if they are not as they were read, the save is put right at once from them, and the person is told. A save
is refused only when nothing of it stands: its last call came back as it was meant.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sheets.deadline import left
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.hits import hits_of, hits_told
from sheets.journal import KEPT, Entry, count_submit, kept_in, place, read_entries, spoilt, standing, write_lines
from sheets.lost import Retry
from sheets.plans import Answer, Hit, Met, Operation, Plan, Stamp, displaced, link, receipt, void
from sheets.receipts import Action, Receipt, Saved, receipt_id
from sheets.sight import Lines, Sight, look
from sheets.workbook import Row, Stored, Workbook

LEAST = 2.0  # seconds without which nothing is sent: an answer, and putting right what it hit, need as much
PAUSES = (0.3, 0.7, 1.5, 3.0)  # seconds before looking once more, when no answer came
MENDS = 8  # how often a save is put right in a sheet that goes on moving


class _Meanwhile(Exception):
    """The same submit was saved by another process since our look."""


class Sending:
    """One save under way. `sent`: something of it may be in the sheet; `_done`: it certainly is."""

    def __init__(self, workbook: Workbook, op: Operation, stamp: Stamp, begin: Callable[[], Any]) -> None:
        self.workbook, self.op, self.stamp, self.begin = workbook, op, stamp, begin
        self.notes: list[str] = []
        self.hits: tuple[Hit, ...] = ()
        self.tries = 0
        self.sent = self._done = False

    def run(self) -> Receipt:
        """The receipt: of the save that the journal knows already, or of this one, sent and confirmed."""
        sight = self._look()
        if self._lines(sight):
            recent = self._look("recent")
            if entries := standing(self._told(recent)):
                if standing(self._told(recent, f"undo-{entries[0].receipt_id}")):
                    raise Refused("undone", submit_id=self.stamp.submit_id)
                return self._again(sight, entries)
        try:
            met = self._put(sight, lambda now: self.op.plan(now, self.stamp))
        except _Meanwhile:
            return self.run()
        if not met.plan.edits:
            return receipt(self.stamp, self.op.action, met.plan, ["unchanged"])
        return self._settle(met)

    def _again(self, sight: Sight, entries: Sequence[Entry]) -> Receipt:
        """The receipt of a save that was sent before. If it hit a row that it was not meant for and nobody answered any
        more, it is put right now, as long as that row is as the save left it."""
        other = any(entry.data.get("asked", self.stamp.asked) != self.stamp.asked for entry in entries)
        told = receipt_of(self.workbook, entries, "repeated", *(["otherwise"] if other else []))
        hits = tuple(hits_told(entries))
        if other or "displaced" not in told.notes or not hits:
            return told
        met = Met(before=sight, plan=Plan(entries=tuple(entries)), answer=None, hits=hits)
        if self.op.mend(met, sight, self.stamp).left:
            return told
        self.notes.append("repeated")
        self.tries = 1 + max(entry.data.get("try", 0) for entry in entries)
        self.hits = hits
        return self._settle(met)

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

    def _told(self, sight: Sight, submit_id: str = "") -> list[Entry]:
        """The lines of the journal of this save, or of another one, newest first."""
        entries = read_entries(sight.journal) if sight.journal is not None else []
        return [entry for entry in entries if entry.submit_id == (submit_id or self.stamp.submit_id)]

    def _put(self, now: Sight, make: Callable[[Sight], Plan]) -> Met:
        """Sends what `make` makes of the sheet, once, and says what it met. Where no answer came, the journal says
        whether it is there; only when it is not, it is made of the sheet of then and sent again."""
        for pause in (*PAUSES, None):
            plan = make(now)
            if not plan.edits and not plan.entries:
                return Met(before=now, plan=Plan(saved=plan.saved, notes=plan.notes), answer=Answer(rows={}, kept=()))
            plan = self._numbered(plan)
            self.begin()
            try:
                return self._met(now, plan, self._send(now, plan))
            except (Unconfirmed, WorkbookError, Refused) as trouble:
                seen = self._look_after(trouble, self._lines(now), pause)
            if self._lines(seen) > self._lines(now):
                return self._met(now, plan, self._answer_told(plan))
            now = seen
        if self._done:
            raise Unconfirmed(submit_id=self.stamp.submit_id, moving=True)
        raise WorkbookError("unavailable", submit_id=self.stamp.submit_id)

    def _numbered(self, plan: Plan) -> Plan:
        """The plan, its lines with the number of the call."""
        entries = (replace(entry, data={**entry.data, "try": self.tries}) for entry in plan.entries)
        return replace(plan, entries=tuple(entries)) if self.tries else plan

    def _met(self, before: Sight, plan: Plan, answer: Answer) -> Met:
        """What a call met, with all that the calls before it wrote over."""
        self.tries += 1
        known = (replace(hit, after=hit.after or before) for hit in self.hits)
        self.hits = (*hits_of(before, plan, answer), *known)
        return Met(before=before, plan=plan, answer=answer, hits=self.hits)

    def _send(self, sight: Sight, plan: Plan) -> Answer:
        """The plan and its journal lines in one call; what came back."""
        if left() < LEAST:
            raise WorkbookError("unavailable", because="deadline")
        if sight.spoilt and not self._done:
            raise spoilt(sight.spoilt)
        tab, row, make = place(sight.journal, sight.titles)
        lines = write_lines(tab, row, plan.entries, (*plan.keep, *plan.beside))
        wanted = [(witness.tab, witness.row) for witness in plan.witnesses]
        ours = [(tab, row + at) for at in range(len(plan.entries))]
        try:
            came = self.workbook.apply([*make, *lines, *plan.edits], echo=[*wanted, *ours])
        except Unconfirmed:
            self.sent = True
            raise
        self.sent = self._done = True
        told = [line.stored[KEPT - 1 :] for line in came[len(wanted) :]]
        return _answer(_by_place(came[: len(wanted)]), told, plan)

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
        """What a call did whose answer was lost, out of the sheet as it is now and the journal's lines.
        Raises _Meanwhile if those are not the lines that it was to write."""
        now = self._look("recent")
        told = self._told(now)[: len(plan.entries)]
        if not self._done and [(one.row, one.data) for one in told] != [(one.row, one.data) for one in plan.entries]:
            raise _Meanwhile
        self.sent = self._done = True
        self.notes.append("looked")
        rows = {(w.tab, w.row): _row(now, w.tab, w.row) for w in plan.witnesses if w.tab in now.grids}
        return _answer(rows, [entry.kept for entry in told], plan)

    def _settle(self, met: Met) -> Receipt:
        """The receipt, once the answer confirms the plan; until then the save is put right. One that can't stand is
        taken back, and the person hears why; one that hit somebody else's row is planned anew once that is back."""
        error: PanelError | None = None
        unfinished = False
        for _ in range(MENDS):
            if met.confirmed and error is None and not unfinished:
                return receipt(self.stamp, self.op.action, met.plan, self.notes)
            if met.confirmed and isinstance(error, Retry):
                met, error = self._put(self._look(), lambda now: self.op.plan(now, self.stamp)), None
                continue
            if met.confirmed and error:
                raise error
            mending = _Mend(self.op, self.stamp, met)
            met = self._put(self._look(), mending.plan)
            self.notes += mending.notes
            error, unfinished = mending.error, mending.unfinished
        raise Unconfirmed(submit_id=self.stamp.submit_id, moving=True)


class _Mend:
    """The mending of one plan: made of the sheet as it is, as often as need be; the last making counts."""

    def __init__(self, op: Operation, stamp: Stamp, met: Met) -> None:
        self._op, self._stamp, self._met = op, stamp, met
        self.notes: tuple[str, ...] = ()
        self.error: PanelError | None = None
        self.unfinished = False

    def plan(self, now: Sight) -> Plan:
        """What puts it right; a save that can't stand is marked as taken back in the journal, by the newest line. One
        of which something is left in the sheet was neither saved nor refused."""
        mending = self._op.mend(self._met, now, self._stamp)
        self.notes, self.error, self.unfinished = mending.plan.notes, mending.error, mending.unfinished
        plan = replace(mending.plan, notes=())
        if self.error is None:
            self.notes += ("displaced",) if mending.left else ()
            return plan
        left = mending.left and not isinstance(self.error, Retry)
        if left:
            self.error = Unconfirmed(submit_id=self._stamp.submit_id, moving=True)
        return replace(plan, entries=(*plan.entries, void(self._stamp, self._met.plan, left=left)))


def _answer(
    rows: Mapping[tuple[int, int], tuple[Stored, ...]], lines: Sequence[Sequence[Stored]], plan: Plan
) -> Answer:
    """What came back, and what the workbook kept in the plan's lines."""
    kept = kept_in(lines, (*plan.keep, *plan.beside))
    return Answer(rows=rows, kept=kept[: len(plan.kept)], beside=kept[len(plan.kept) :])


def _by_place(rows: Sequence[Row]) -> dict[tuple[int, int], tuple[Stored, ...]]:
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
