"""An undo: of an add by taking exactly that row away, of an edit by writing back, while all is as it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.alike import alike, nearest, row_cells
from sheets.drafts import Draft
from sheets.errors import Refused
from sheets.journal import Entry
from sheets.lost import Retry, lost_rows, put_back
from sheets.mending import mend_cells
from sheets.plans import Mending, Met, Plan, Stamp, Witness, header_witnesses, link
from sheets.receipts import Saved
from sheets.sight import Lens, Sight
from sheets.workbook import DeleteRow, Grid, Stored, Workbook, WriteCell


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
            edit = WriteCell(tab=self.tabs[0], row=row, column=column, value=back[column])
            data = {"kind": first.data["kind"], "gid": self.tabs[0], "of": entry.receipt_id, "column": column}
            data |= {"was": grid.value(row, column), "became": back[column], "beside": draft.over(grid, row, edit)}
            draft.entries.append(
                stamp.entry(
                    "undo",
                    title=grid.tab.title,
                    row=row,
                    name=entry.name,
                    field=entry.field,
                    was=entry.became,
                    became=entry.was,
                    data=data,
                )
            )
        draft.witnesses.append(Witness(tab=self.tabs[0], row=row, cells={**row_cells(grid, row), **back}))
        draft.saved.append(_saved(self.workbook, grid, first, row))
        return draft.plan()

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """As an edit is mended."""
        return mend_cells(self, met, now, stamp)


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
        draft.keeping_row(grid, row)
        draft.edits.append(DeleteRow(tab=grid.tab.gid, row=row))
        data = {"kind": entry.data["kind"], "gid": grid.tab.gid, "of": entry.receipt_id, "cells": entry.data["cells"]}
        draft.entries.append(
            stamp.entry("undo", title=grid.tab.title, row=row, name=entry.name, was=entry.became, data=data)
        )
        draft.saved.append(_saved(self.workbook, grid, entry, None))

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """If it was another row that went, it comes back from what the workbook kept, and ours goes."""
        draft = Draft()
        put_back(draft, met.before, now, lost_rows(met), stamp)
        if not draft.edits:
            return Mending(plan=Draft(saved=list(met.plan.saved)).plan())
        draft.notes.append("repaired")
        return Mending(plan=draft.plan(), error=Retry())


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
