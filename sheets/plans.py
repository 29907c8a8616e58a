"""A save before it is sent: its edits, its journal lines, and what must be true of the answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sheets.alike import alike, row_cells
from sheets.errors import PanelError
from sheets.journal import LEFT, TAKEN_BACK, VOID, Entry, Keep
from sheets.receipts import Action, Receipt, Saved, receipt_id
from sheets.records import Table
from sheets.sight import Lens, Sight
from sheets.workbook import Edit, Grid, Stored, Workbook, WriteCell, WriteFormula, a1

Back = WriteCell | WriteFormula


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who saves, when (the centre's time, aware) and under which submit id; `asked` tells one submit's wish from
    another's: the same id with other values is not the same save."""

    actor: str
    submit_id: str
    at: dt.datetime
    asked: str = ""

    def asking(self, what: Mapping[str, Any]) -> Stamp:
        """The stamp of a save that asks for this, wherever the record stands by now (`row`)."""
        wish = json.dumps({key: value for key, value in what.items() if key != "row"}, sort_keys=True, default=str)
        return replace(self, asked=hashlib.sha256(wish.encode()).hexdigest()[:12])

    def entry(self, action: str, *, data: Mapping[str, Any] | None = None, **details: Any) -> Entry:
        """A line of the journal about this save."""
        return Entry(
            at=self.at,
            actor=self.actor,
            action=action,
            submit_id=self.submit_id,
            receipt_id=receipt_id(self.submit_id),
            data={**(data or {}), **({"asked": self.asked} if self.asked else {})},
            **details,
        )


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A row that must read so after the call, column by column, if no row or column moved meanwhile."""

    tab: int
    row: int
    cells: Mapping[int, Stored]

    def holds(self, stored: Sequence[Stored]) -> bool:
        """Whether the row that came back is as it must be."""
        there = dict(enumerate(stored, start=1))
        return all(alike(there.get(column), value) for column, value in self.cells.items())


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A new row of ours: where it must stand, what was written into it, and its columns of formulas."""

    tab: int
    row: int
    cells: Mapping[int, Stored]
    carry: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Over:
    """An edit that writes over a cell of a row (numbered as before the call), and the number of its kept value."""

    edit: Back
    row: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is sent in one call. `kept` are the values that the cells in `keep` are believed to hold, in order. A plan
    without edits is nothing to do. `over` are the edits that write over something, `beside` the rows of those cells,
    kept as well: they tell which row was hit."""

    edits: tuple[Edit, ...] = ()
    entries: tuple[Entry, ...] = ()
    keep: tuple[Keep, ...] = ()
    kept: tuple[Stored, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    saved: tuple[Saved, ...] = ()
    notes: tuple[str, ...] = ()
    placed: tuple[Placed, ...] = ()
    over: tuple[Over, ...] = ()
    beside: tuple[Keep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mending:
    """What puts a save right that met a shifted sheet: a plan (without edits: all is well), and, when the save as such
    could not stand, the error that the person gets once the plan has taken it back. `left`: something that it wrote may
    stand where nobody can find it. `unfinished`: once the plan is confirmed, more is to be put right."""

    plan: Plan
    error: PanelError | None = None
    left: bool = False
    unfinished: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: the rows asked for, by (tab, row), as stored; and what stood in the kept cells before, and in the
    rows beside them."""

    rows: Mapping[tuple[int, int], tuple[Stored, ...]]
    kept: tuple[Stored, ...]
    beside: tuple[Stored, ...] = ()

    def confirms(self, plan: Plan) -> bool:
        """Whether the plan met the sheet that it was made for."""
        return all(w.holds(self.rows.get((w.tab, w.row), ())) for w in plan.witnesses) and all(
            alike(there, believed) for there, believed in zip(self.kept, plan.kept, strict=True)
        )


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Cells of one row that one call wrote over: by column what was written, and what stood there. `row` is where it
    stood in that moment, `beside` all that stood in it; `meant`: it was the row that the cells were meant for.
    `before` is the sheet that the call was made for, None where only the journal tells of it, `after` the next look."""

    tab: int
    row: int
    cells: Mapping[int, tuple[Back, Stored]]
    beside: Mapping[int, Stored]
    meant: bool
    before: Sight | None = None
    after: Sight | None = None


@dataclass(frozen=True, kw_only=True)
class Met:
    """What a call met: the sheet that its plan was made for, what came back, and all that the save's calls have written
    over so far, the newest first. Without an answer it is known from the journal alone, and has to be put right."""

    before: Sight
    plan: Plan
    answer: Answer | None
    hits: tuple[Hit, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether the plan met the sheet that it was made for."""
        return self.answer is not None and self.answer.confirms(self.plan)


class Operation(Protocol):
    """One kind of save: made from what is seen, and mended from what was seen, sent, kept and seen again."""

    @property
    def action(self) -> Action:
        """What the journal calls it."""

    @property
    def lens(self) -> Lens:
        """How it reads the tabs."""

    @property
    def tabs(self) -> Sequence[int]:
        """The gids of the tabs that it reads and writes."""

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """The save as one call, from the tabs as they are now. Raises Refused, Conflict."""

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """What must be done about a plan that was applied to a sheet that had moved since it was read."""


def header_witnesses(table: Table, grid: Grid) -> list[Witness]:
    """The table's header must stand where it stood."""
    return [Witness(tab=table.tab, row=row, cells=row_cells(grid, row)) for row in table.header_rows]


def void(stamp: Stamp, plan: Plan, *, left: bool = False) -> Entry:
    """The journal's line that a save could not stand: what its lines below say does not hold. With something `left` of
    it where nobody can find it, it is not marked as taken back."""
    first = plan.entries[0]
    data = {LEFT if left else VOID: True}
    return stamp.entry("repair", title=first.title, row=first.row, name=first.name, became=TAKEN_BACK, data=data)


def displaced(entries: Sequence[Entry]) -> bool:
    """Whether a save hit other cells than it was meant for and was never put right (nobody answered any more): what
    stood there is in the journal's lines, in `kept`."""
    last = max((entry.data.get("try", 0) for entry in entries), default=0)
    return any(_elsewhere(entry) or entry.data.get(LEFT) for entry in entries if entry.data.get("try", 0) == last)


def _elsewhere(entry: Entry) -> bool:
    """Whether the cells that were overwritten or deleted held something else than was believed."""
    if "beside" in entry.data:
        return bool(entry.kept) and not alike(entry.kept[0], entry.data.get("was"))
    meant = entry.data.get("cells", {}) if entry.action == "undo" else {}
    there = dict(enumerate(entry.kept, start=1))
    return any(not alike(there.get(int(column)), value) for column, value in meant.items())


def link(workbook: Workbook, tab: int, row: int, column: int = 1) -> str | None:
    """Where a person can open this record."""
    return workbook.link(tab, a1(row, column))


def receipt(stamp: Stamp, action: Action, plan: Plan, notes: Sequence[str] = ()) -> Receipt:
    """The receipt of a plan that stands in the workbook."""
    return Receipt(
        id=receipt_id(stamp.submit_id),
        submit_id=stamp.submit_id,
        action=action,
        at=stamp.at,
        actor=stamp.actor,
        saved=plan.saved,
        notes=tuple(dict.fromkeys((*plan.notes, *notes))),
    )
