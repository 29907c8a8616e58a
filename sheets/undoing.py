"""An undo: of an add by taking exactly that row away, of an edit by writing back, while all is as it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.errors import Refused
from sheets.filling import readable
from sheets.journal import Entry
from sheets.mending import mend_cells, nearest
from sheets.plans import Answer, Draft, Mending, Plan, Stamp, Witness, alike, header_witnesses, link, row_cells
from sheets.receipts import Saved
from sheets.sight import Lens, Sight
from sheets.workbook import DeleteRow, Grid, InsertRow, Stored, Workbook, WriteCell


@dataclass(frozen=True, kw_only=True)
class UndoingEdit:
    """Writes back the cells that an edit changed. `entries` are its lines in the journal, the first one first."""

    workbook: Workbook
    lens: Lens
    entries: tuple[Entry, ...]
    action: Literal["undo"] = "undo"

    @property
    def tabs(self) -> Sequence[int]:
        """The one tab."""
        return (int(self.entries[0].data["gid"]),)

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """Writes back. Raises Refused('changed-since') unless one row is wholly as the edit left it."""
        first = self.entries[0]
        grid = _grid(sight, self.tabs[0], first)
        after = {int(column): value for column, value in first.data.get("after", {}).items()}
        row = _as_left(grid, after, frozenset(), first)
        back = {int(entry.data["column"]): entry.data["was"] for entry in self.entries}
        draft = Draft()
        for entry in self.entries:
            column = int(entry.data["column"])
            draft.edits.append(WriteCell(tab=self.tabs[0], row=row, column=column, value=back[column]))
            draft.keeping(grid, row, column)
            draft.entries.append(
                stamp.entry(
                    "undo",
                    title=grid.tab.title,
                    row=row,
                    name=entry.name,
                    field=entry.field,
                    was=entry.became,
                    became=entry.was,
                    data={"kind": first.data["kind"], "gid": self.tabs[0], "of": entry.receipt_id},
                )
            )
        draft.witnesses.append(Witness(tab=self.tabs[0], row=row, cells={**row_cells(grid, row), **back}))
        draft.saved.append(_saved(self.workbook, grid, first, row))
        return draft.plan()

    def mend(self, before: Sight, plan: Plan, answer: Answer, now: Sight, stamp: Stamp) -> Mending:
        """As an edit is mended."""
        return mend_cells(self, before, plan, answer, now, stamp)


@dataclass(frozen=True, kw_only=True)
class UndoingAdd:
    """Takes away the rows that an add inserted, all or none. `entries` are its lines, one for each record."""

    workbook: Workbook
    lens: Lens
    entries: tuple[Entry, ...]
    action: Literal["undo"] = "undo"

    @property
    def tabs(self) -> Sequence[int]:
        """The tabs that the records went into."""
        return tuple(dict.fromkeys(int(entry.data["gid"]) for entry in self.entries))

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """Deletes each row, from below upwards. Raises Refused('changed-since') unless all are as they were written."""
        draft = Draft()
        rows: dict[int, list[tuple[int, Entry]]] = defaultdict(list)
        for entry in self.entries:
            grid = _grid(sight, int(entry.data["gid"]), entry)
            cells = {int(column): value for column, value in entry.data["cells"].items()}
            taken = frozenset(row for row, _ in rows[grid.tab.gid])
            rows[grid.tab.gid].append((_as_left(grid, cells, taken, entry), entry))
        for gid, here in rows.items():
            grid = sight.grids[gid]
            for table in sight.tables[gid]:
                draft.witnesses += header_witnesses(table, grid)
            for row, entry in sorted(here, key=lambda found: -found[0]):
                self._take(draft, grid, row, entry, stamp)
        return draft.plan()

    def _take(self, draft: Draft, grid: Grid, row: int, entry: Entry, stamp: Stamp) -> None:
        draft.keeping(grid, row, 1, grid.width)
        draft.edits.append(DeleteRow(tab=grid.tab.gid, row=row))
        data = {"kind": entry.data["kind"], "gid": grid.tab.gid, "of": entry.receipt_id}
        draft.entries.append(
            stamp.entry("undo", title=grid.tab.title, row=row, name=entry.name, was=entry.became, data=data)
        )
        draft.saved.append(_saved(self.workbook, grid, entry, None))

    def mend(self, before: Sight, plan: Plan, answer: Answer, now: Sight, stamp: Stamp) -> Mending:
        """If it was another row that went, it comes back from what the workbook kept, and ours goes."""
        draft = Draft()
        for tab, row, kept in lost_rows(plan, answer, before):
            put_back(draft, before, now, tab, row, kept, stamp)
        if not draft.edits:
            return Mending(plan=Draft(saved=list(plan.saved)).plan())
        draft.notes.append("repaired")
        return Mending(plan=draft.plan(), error=Retry())


class Retry(Refused):
    """What was taken away wrongly is back; the save is planned once more from a fresh look (never leaves `saving`)."""

    code = "retry"


def lost_rows(plan: Plan, answer: Answer, before: Sight) -> list[tuple[int, int, tuple[Stored, ...]]]:
    """The rows that were deleted and were not those that were meant: (gid, row, what stood there)."""
    lost, number = [], 0
    deleted = {(edit.tab, edit.row) for edit in plan.edits if isinstance(edit, DeleteRow)}
    for keep in plan.keep:
        kept = answer.kept[number : number + keep.width]
        believed = plan.kept[number : number + keep.width]
        number += keep.width
        formulas = {column for row, column in before.grids[keep.tab].formulas if row == keep.row}
        other = any(
            not alike(there, then)
            for column, (there, then) in enumerate(zip(kept, believed, strict=True), start=keep.column)
            if column not in formulas
        )
        if (keep.tab, keep.row) in deleted and other:
            lost.append((keep.tab, keep.row, kept))
    return sorted(lost, key=lambda found: found[1])


def put_back(draft: Draft, before: Sight, now: Sight, tab: int, row: int, kept: Sequence[Stored], stamp: Stamp) -> None:
    """Inserts a row that was taken away wrongly, with what stood in it and its formulas from the row above."""
    old = before.grids[tab]
    cells = {c: v for c, v in enumerate(kept, start=1) if v is not None and v != ""}
    formulas = _formulas_of(old, cells, row)
    if _headings(before, tab) != _headings(now, tab):  # columns moved too: as the rows around have it now
        formulas = frozenset(c for r, c in now.grids[tab].formulas if r in (row - 1, row) and c in cells)
    like = row - 1 if row > 1 else None
    draft.edits.append(InsertRow(tab=tab, at=row, like=like, carry=tuple(sorted(formulas))))
    for column, value in cells.items():
        if column not in formulas:
            draft.edits.append(WriteCell(tab=tab, row=row, column=column, value=value))
    said = "; ".join(readable(value) for value in cells.values())
    draft.entries.append(stamp.entry("repair", title=old.tab.title, row=row, name="", became=said, data={"gid": tab}))


def _headings(sight: Sight, tab: int) -> list[str]:
    return [column.heading for table in sight.tables.get(tab, ()) for column in table.columns]


def _formulas_of(old: Grid, cells: Mapping[int, Stored], row: int) -> frozenset[int]:
    """The columns in which this row had a formula when the sheet was last read, told by most of its other cells."""
    columns = {column for _, column in old.formulas}
    typed = {column: value for column, value in cells.items() if column not in columns}

    def told(there: int) -> tuple[int, int]:
        return sum(alike(old.value(there, c), v) for c, v in typed.items()), -abs(there - row)

    best = max(range(1, old.height + 1), key=told, default=None)
    if best is None or 2 * told(best)[0] <= len(typed):
        return frozenset()
    return frozenset(column for r, column in old.formulas if r == best)


def _grid(sight: Sight, gid: int, entry: Entry) -> Grid:
    if gid not in sight.grids:
        raise Refused("changed-since", tab=entry.title, row=entry.row)
    return sight.grids[gid]


def _as_left(grid: Grid, cells: Mapping[int, Stored], taken: frozenset[int], entry: Entry) -> int:
    """The row that reads in every cell as the save left it: nothing changed, nothing added."""
    wide = {column: cells.get(column) for column in range(1, grid.width + 1)}
    found = [
        row
        for row in range(1, grid.height + 1)
        if row not in taken
        and all(alike(grid.value(row, c), v) for c, v in wide.items() if (row, c) not in grid.formulas)
    ]
    row = nearest(iter(found), entry.row)
    if row is None or not cells:
        raise Refused("changed-since", tab=entry.title, row=entry.row)
    return row


def _saved(workbook: Workbook, grid: Grid, entry: Entry, row: int | None) -> Saved:
    where: Any = link(workbook, grid.tab.gid, row) if row else None
    return Saved(
        kind=str(entry.data["kind"]), tab=grid.tab.gid, title=grid.tab.title, row=row, name=entry.name, link=where
    )
