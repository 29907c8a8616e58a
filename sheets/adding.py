"""An add: a row inserted after the table's last record and filled in the same call, so that it overwrites nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sheets.alike import nearest, row_cells
from sheets.carrying import formula_columns, spilled
from sheets.drafts import Draft
from sheets.errors import Refused
from sheets.filling import NUMBERED, Cell, fill, next_number
from sheets.growing import Formulas, copied, follow, speaks_of_its_row
from sheets.hits import undo_hits
from sheets.judging import judge
from sheets.lost import Retry, lost_rows
from sheets.mending import replan, restore, settle_totals, widen
from sheets.misplaced import blocks, ours, start_afresh, take_out, without
from sheets.placing import Place, after_last, header_change
from sheets.plans import Back, Mending, Met, Placed, Plan, Stamp, Witness, header_witnesses, link
from sheets.receipts import Saved
from sheets.records import Table
from sheets.schema import Kind
from sheets.sight import Lens, Sight
from sheets.workbook import Edit, Grid, InsertRow, Workbook, WriteCell, WriteFormula


@dataclass(frozen=True, kw_only=True)
class New:
    """A record to be added, and the table (as the person saw it) that it goes into."""

    kind: str
    values: Mapping[str, Any]
    table: Table


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A new row in the making: its record, its place and its cells; `row` is where it ends up."""

    new: New
    place: Place
    at: int
    like: int | None
    cells: tuple[Cell, ...]
    carry: Mapping[int, int]  # columns of formulas, each with the row that the formula is taken from
    row: int
    index: int


@dataclass(frozen=True, kw_only=True)
class Adding:
    """Several records in one call, all or none."""

    workbook: Workbook
    lens: Lens
    news: tuple[New, ...]
    action: Literal["add"] = "add"

    @property
    def tabs(self) -> Sequence[int]:
        """The tabs that the records go into."""
        return tuple(dict.fromkeys(new.table.tab for new in self.news))

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """Inserts and fills a row for each record. Raises Refused: header-changed, invalid, no-column, limit."""
        draft = Draft()
        spots = self._spots(sight, draft)
        for gid in self.tabs:
            here = [spot for spot in spots if spot.new.table.tab == gid]
            self._write(draft, sight.grids[gid], here)
        for spot in sorted(spots, key=lambda spot: spot.index):
            self._tell(draft, sight.grids[spot.new.table.tab], spot, stamp)
        return draft.plan()

    def _spots(self, sight: Sight, draft: Draft) -> list[Spot]:
        """A spot for each record: rows of one table follow each other in the order given."""
        groups: dict[tuple[int, int], list[tuple[int, New, Place]]] = defaultdict(list)
        for index, new in enumerate(self.news):
            if new.table.tab not in sight.grids:
                raise Refused("header-changed", tab=new.table.title, gone=[new.table.title], new=[], moved=[])
            table = header_change(new.table, sight.tables[new.table.tab])
            place = after_last(self.lens.panel, table, sight.grids[new.table.tab], new.values)
            groups[new.table.tab, place.at].append((index, new, place))
        spots: list[Spot] = []
        for (gid, at), group in groups.items():
            above = sum(len(others) for (tab, other), others in groups.items() if tab == gid and other < at)
            for step, (index, new, place) in enumerate(group):
                spots.append(self._spot(sight.grids[gid], new, place, step, above, index, draft))
        return spots

    def _spot(self, grid: Grid, new: New, place: Place, step: int, above: int, index: int, draft: Draft) -> Spot:
        own = {key: value for key, value in new.values.items() if key not in place.said}
        judge(self.lens.context, place.table, own, new=True)
        filled = fill(self.lens.panel, place.table, grid, own, place.like)
        cells = [cell for cell in filled if cell.value is not None]
        carry = formula_columns(place.table, grid, place.like, {cell.column for cell in cells})
        computed = [cell for cell in cells if cell.column in carry.keys() | spilled(grid)]
        draft.notes += ["computed"] if computed else []
        cells = [cell for cell in cells if cell not in computed]
        number = next_number(self.lens.panel, place.table, grid, place.like, first=place.first)
        if number:
            cells.insert(0, _later(number, step))
        return Spot(
            new=new,
            place=place,
            at=place.at + step,
            like=place.like if step == 0 else place.at + step - 1,
            cells=tuple(cells),
            carry=carry,
            row=place.at + step + above,
            index=index,
        )

    def _write(self, draft: Draft, grid: Grid, spots: Sequence[Spot]) -> None:
        """The edits of one tab, from its lower end upwards, so that no row number changes under a later edit."""
        gid = grid.tab.gid
        places = {spot.place.at: spot.place for spot in spots}
        formulas = Formulas(grid)
        for at in sorted(places, reverse=True):
            group = [spot for spot in spots if spot.place.at == at]
            for spot in group:
                draft.edits += _made(gid, spot, formulas.grid if spot is group[0] else None)
            inside = frozenset(int(row) for row in places[at].table.frame["row"])
            for row, total in formulas.insert(at - 1, len(group), inside):
                edit = WriteFormula(tab=gid, row=total.row, column=total.column, formula=total.formula)
                draft.over(grid, row, edit)
        for place in places.values():
            draft.witnesses += header_witnesses(place.table, grid)
        for spot in spots:
            cells = {cell.column: cell.value for cell in spot.cells}
            draft.witnesses.append(Witness(tab=gid, row=spot.row, cells=cells))
            if spot.at == spot.place.at and spot.like:
                draft.witnesses.append(Witness(tab=gid, row=spot.row - 1, cells=row_cells(grid, spot.at - 1)))

    def _tell(self, draft: Draft, grid: Grid, spot: Spot, stamp: Stamp) -> None:
        """The journal's line and the receipt's about one record."""
        fields = self.lens.panel.tabs[spot.new.kind].fields
        name = self.lens.panel.tabs[spot.new.kind].name
        named = next((cell.text for cell in spot.cells if cell.field == name), "")
        said = "; ".join(
            f"{fields[c.field].uk}: {c.text}" for c in spot.cells if fields[c.field].kind is not Kind.ORDINAL
        )
        data = {
            "kind": spot.new.kind,
            "gid": grid.tab.gid,
            "cells": {str(cell.column): cell.value for cell in spot.cells},
            "carry": sorted(spot.carry),
            "index": spot.index,
        }
        draft.entries.append(stamp.entry("add", title=grid.tab.title, row=spot.row, name=named, became=said, data=data))
        cells = {cell.column: cell.value for cell in spot.cells}
        draft.placed.append(Placed(tab=grid.tab.gid, row=spot.row, cells=cells, carry=tuple(sorted(spot.carry))))
        where = link(self.workbook, grid.tab.gid, spot.row)
        draft.saved.append(
            Saved(kind=spot.new.kind, tab=grid.tab.gid, title=grid.tab.title, row=spot.row, name=named, link=where)
        )

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """Looks where the new rows came to stand. Inside their table: fine, only cells that were hit and totals are put
        right. Elsewhere (below a total, in another table): they are taken out again, once no cell is wrong any more,
        and put where they belong by a call of its own: a row is only taken away from a sheet that stands still."""
        wrong = [hit for hit in met.hits if not hit.meant]
        thought = {gid: undo_hits(wrong, now, gid) for gid in self.tabs}
        right = replace(now, grids={**now.grids, **{gid: grid for gid, (grid, _, _) in thought.items()}})
        rows, lost = ours(met, right), lost_rows(met)
        left = any(hits for _, _, hits in thought.values())
        draft = Draft(notes=["repaired"])
        if lost:
            start_afresh(draft, met.before, now, right, rows, lost, stamp)
            return Mending(plan=draft.plan(), error=Retry(), left=left)
        unwritten = {gid: without(grid, rows.get(gid, ())) for gid, grid in right.grids.items()}
        again, error = replan(self, now, unwritten, stamp)
        for gid, (_, undone, _) in thought.items():
            restore(draft, now.grids[gid], undone, now, stamp)
        if error is None and self._at_home(met.plan, again, now, rows):
            draft.notes.clear()
            return self._stay(draft, met, now, rows, stamp, left)
        for gid, here in rows.items():
            settle_totals(draft, met, now, gid, _records(now, gid) - set(here), stamp)
        if draft.edits:
            plan = replace(draft.plan(), saved=met.plan.saved, placed=met.plan.placed)
            return Mending(plan=plan, left=left, unfinished=True)
        left = left or (error is not None and sum(map(len, rows.values())) < len(met.plan.placed))
        take_out(draft, now, rows, stamp)
        return Mending(plan=draft.plan(), error=error or Retry(), left=left)

    def _at_home(self, plan: Plan, again: Plan, now: Sight, rows: Mapping[int, Sequence[int]]) -> bool:
        """Whether each new row stands among the records of a table of its kind: under its header, and not below where
        it would be put now. One that somebody took away or changed at once is no longer ours to move or to write."""
        if sum(len(here) for here in rows.values()) < len(plan.saved):
            return True
        left = {gid: list(here) for gid, here in rows.items()}
        for planned in again.saved:
            row = left[planned.tab].pop(0)
            tops = [max(t.header_rows) for t in now.tables[planned.tab] if t.kind == planned.kind and row in t.place]
            if (
                not tops
                or row > (planned.row or 0)
                or not _same_section(now.tables[planned.tab], row, planned.row or 0)
            ):
                return False
        return True

    def _stay(
        self, draft: Draft, met: Met, now: Sight, rows: Mapping[int, Sequence[int]], stamp: Stamp, left: bool
    ) -> Mending:
        """The rows stay where they are; totals that end right above the last of them take it in."""
        plan = met.plan
        there = {gid: list(here) for gid, here in rows.items()}
        for old, placed in zip(plan.saved, plan.placed, strict=True):
            row = there[old.tab].pop(0) if there.get(old.tab) else placed.row
            draft.saved.append(replace(old, row=row, link=link(self.workbook, old.tab, row)))
            draft.placed.append(replace(placed, row=row))
        for gid, here in rows.items():
            self._carry(draft, plan, now.grids[gid], here)
            records = _records(now, gid)
            grid = settle_totals(draft, met, now, gid, records, stamp)
            for first, count in blocks(here):
                widen(draft, grid, first - 1, count, records)
        if len(draft.edits) > len(draft.entries):
            draft.entries.append(stamp.entry("repair", title=plan.saved[0].title, row=plan.saved[0].row, name=""))
        if draft.edits:
            draft.notes.append("repaired")
        elif draft.saved != list(plan.saved):
            draft.notes.append("moved")
        return Mending(plan=draft.plan(), left=left)

    def _carry(self, draft: Draft, plan: Plan, grid: Grid, rows: Sequence[int]) -> None:
        """Columns of formulas in new rows whose row above was another one than was meant: a copied value goes, the
        formula of the nearest record comes."""
        columns = {column for placed in plan.placed for column in placed.carry}
        for row in rows:
            for column in sorted(column for column in columns if (row, column) not in grid.formulas):
                own = (r for (r, c), text in grid.formulas.items() if c == column and speaks_of_its_row(text, r))
                like = nearest(own, row)
                formula = follow(grid.formulas[like, column], like, row) if like else None
                tab = grid.tab.gid
                edit: Back = (
                    WriteFormula(tab=tab, row=row, column=column, formula=formula)
                    if formula
                    else WriteCell(tab=tab, row=row, column=column, value=None)
                )
                draft.over(grid, row, edit)


def _records(now: Sight, gid: int) -> frozenset[int]:
    """The rows of all records of a tab."""
    return frozenset(int(row) for table in now.tables[gid] for row in table.frame["row"])


def _same_section(tables: Sequence[Table], row: int, planned: int) -> bool:
    """Whether a new row stands in the section of the record that it would follow now."""
    like = planned - 1 if planned - 1 < row else planned
    sections = {int(r): s for t in tables for r, s in zip(t.frame["row"], t.frame["section"], strict=True)}
    return like not in sections or sections.get(row) == sections[like]


def _made(gid: int, spot: Spot, grid: Grid | None) -> list[Edit]:
    """The edits that make a new row. `grid` has the formulas as they are then; the rows of a group that follow its
    first one (None) have all formulas from that one. No formula is left to a copy of a hidden row: people's copies
    leave out what a filter hides, and nobody says whether Google's do."""
    near = [c for c, row in spot.carry.items() if grid is None or (row == spot.like and row not in grid.hidden_rows)]
    edits: list[Edit] = [InsertRow(tab=gid, at=spot.at, like=spot.like, carry=tuple(sorted(near)))]
    edits += [
        WriteCell(tab=gid, row=spot.at, column=c.column, value=c.value, pattern=c.pattern, always=c.always)
        for c in spot.cells
    ]
    for column, row in sorted(spot.carry.items()):
        if column not in near and grid is not None:
            formula = copied(grid.formulas[row, column], row, spot.at, grid.tab.title)
            edits.append(WriteFormula(tab=gid, row=spot.at, column=column, formula=formula))
    return edits


def _later(number: Cell, step: int) -> Cell:
    """The number of the record that comes so many rows later."""
    if isinstance(number.value, str):
        match = NUMBERED.match(number.value)
        return replace(number, value=f"{match[1]}{int(match[2]) + step}{match[3]}") if match else number
    return replace(number, value=int(number.value or 0) + step)
