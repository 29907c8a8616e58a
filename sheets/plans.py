"""A save before it is sent: its edits, its journal lines, and what must be true of the answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sheets.errors import PanelError
from sheets.journal import KEPT, TAKEN_BACK, VOID, WIDEST, Entry, Keep
from sheets.receipts import Action, Receipt, Saved, receipt_id
from sheets.records import Table
from sheets.sight import Lens, Sight
from sheets.workbook import Edit, Grid, Stored, Workbook, WriteCell, WriteFormula, a1

SPARE = 4  # columns that are kept of a row beyond its last one


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
class Plan:
    """What is sent in one call. `kept` are the values that the cells in `keep` are believed to hold, in order. A plan
    without edits is nothing to do."""

    edits: tuple[Edit, ...] = ()
    entries: tuple[Entry, ...] = ()
    keep: tuple[Keep, ...] = ()
    kept: tuple[Stored, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    saved: tuple[Saved, ...] = ()
    notes: tuple[str, ...] = ()
    placed: tuple[Placed, ...] = ()
    restores: tuple[WriteCell | WriteFormula, ...] = ()  # those of the edits that put somebody else's cell right
    totals: tuple[tuple[int, int, WriteFormula], ...] = ()  # (number of its kept value, its row before, the total)


@dataclass(frozen=True, kw_only=True)
class Mending:
    """What puts a save right that met a shifted sheet: a plan (without edits: all is well), and, when the save as such
    could not stand, the error that the person gets once the plan has taken it back."""

    plan: Plan
    error: PanelError | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: the rows asked for, by (tab, row), as stored; and what stood in the kept cells before."""

    rows: Mapping[tuple[int, int], tuple[Stored, ...]]
    kept: tuple[Stored, ...]

    def confirms(self, plan: Plan) -> bool:
        """Whether the plan met the sheet that it was made for."""
        return all(w.holds(self.rows.get((w.tab, w.row), ())) for w in plan.witnesses) and all(
            alike(there, believed) for there, believed in zip(self.kept, plan.kept, strict=True)
        )


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

    def mend(self, before: Sight, plan: Plan, answer: Answer, now: Sight, stamp: Stamp) -> Mending:
        """What must be done about a plan that was applied to a sheet that had moved since `before` was read."""


def alike(one: Stored, other: Stored) -> bool:
    """Whether two stored values are the same value: blanks are one, 3 is 3.0, True is not 1, line ends don't matter."""
    one, other = _bare(one), _bare(other)
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))


def _bare(value: Stored) -> Stored:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def row_cells(grid: Grid, row: int) -> dict[int, Stored]:
    """The cells of a row that people filled or left blank: all but formulas."""
    return {c: grid.value(row, c) for c in range(1, grid.width + 1) if (row, c) not in grid.formulas}


def header_witnesses(table: Table, grid: Grid) -> list[Witness]:
    """The table's header must stand where it stood."""
    return [Witness(tab=table.tab, row=row, cells=row_cells(grid, row)) for row in table.header_rows]


def void(stamp: Stamp, plan: Plan) -> Entry:
    """The journal's line that a save could not stand: what its lines below say does not hold."""
    first = plan.entries[0]
    return stamp.entry(
        "repair", title=first.title, row=first.row, name=first.name, became=TAKEN_BACK, data={VOID: True}
    )


def displaced(entries: Sequence[Entry]) -> bool:
    """Whether a save hit other cells than it was meant for and was never put right (nobody answered any more): what
    stood there is in the journal's lines, in `kept`."""
    if any(entry.action == "repair" for entry in entries):
        return False
    return any(_elsewhere(entry) for entry in entries)


def _elsewhere(entry: Entry) -> bool:
    """Whether the cells that were overwritten or deleted held something else than was believed."""
    if entry.action == "edit":
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


@dataclass
class Draft:
    """A plan while it is being made."""

    edits: list[Edit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    keep: list[Keep] = field(default_factory=list)
    kept: list[Stored] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    restores: list[WriteCell | WriteFormula] = field(default_factory=list)
    totals: list[tuple[int, int, WriteFormula]] = field(default_factory=list)

    def total(self, grid: Grid, row: int, edit: WriteFormula) -> None:
        """Writes a total wider that stands in `row` before the edits."""
        number = len(self.kept)
        self.keeping(grid, row, edit.column)
        if len(self.kept) > number:
            self.totals.append((number, row, edit))
        self.edits.append(edit)

    def keeping(self, grid: Grid, row: int, column: int, width: int = 1) -> None:
        """Has the workbook keep these cells in the journal's next line before the edits touch them, as many as fit."""
        line = len(self.entries)
        width = min(width, WIDEST - KEPT + 1 - sum(keep.width for keep in self.keep if keep.line == line))
        if width > 0:
            self.keep.append(Keep(tab=grid.tab.gid, row=row, column=column, width=width, line=line))
            self.kept += [grid.value(row, c) for c in range(column, column + width)]

    def keeping_row(self, grid: Grid, row: int) -> None:
        """Has the workbook keep a whole row before it goes, and some cells more: a column may just have come in."""
        width = grid.width + SPARE
        self.keeping(grid, row, 1, min(width, max(grid.tab.columns, grid.width)) if grid.tab.columns else width)

    def then(self, plan: Plan, taken: Mapping[int, Sequence[int]]) -> None:
        """Goes on with a plan that was made for the sheet as it is once the rows `taken` (by gid) are out of it."""

        def stands(tab: int, row: int) -> int:
            for one in sorted(taken.get(tab, ())):
                row += one <= row
            return row

        lines, number = len(self.entries), len(self.kept)
        self.keep += [replace(k, line=k.line + lines, row=stands(k.tab, k.row)) for k in plan.keep]
        self.totals += [(number + at, stands(total.tab, row), total) for at, row, total in plan.totals]
        self.kept += plan.kept
        self.edits += plan.edits
        self.entries += plan.entries
        self.witnesses += plan.witnesses
        self.saved += plan.saved
        self.placed += plan.placed

    def plan(self) -> Plan:
        """The finished plan."""
        return Plan(
            edits=tuple(self.edits),
            entries=tuple(self.entries),
            keep=tuple(self.keep),
            kept=tuple(self.kept),
            witnesses=tuple(self.witnesses),
            saved=tuple(self.saved),
            notes=tuple(self.notes),
            placed=tuple(self.placed),
            restores=tuple(self.restores),
            totals=tuple(self.totals),
        )
