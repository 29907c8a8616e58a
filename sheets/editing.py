"""An edit: only the cells that the person changed, in the record found again, and nobody else's change lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.alike import alike, row_cells
from sheets.carrying import formula_clash
from sheets.drafts import Draft
from sheets.errors import Refused
from sheets.filling import Cell, blank, fill
from sheets.judging import judge
from sheets.mending import mend_cells
from sheets.merging import Seen, comparable, find, same, understood
from sheets.placing import header_change
from sheets.plans import Mending, Met, Plan, Stamp, Witness, header_witnesses, link
from sheets.receipts import Clash, Conflict, Saved
from sheets.records import Table
from sheets.schema import Panel
from sheets.sight import Lens, Sight
from sheets.workbook import Grid, Workbook, WriteCell, a1


@dataclass(frozen=True, kw_only=True)
class Editing:
    """The edit of one record. `table` is the reading in which the person saw it, in row `row`."""

    workbook: Workbook
    lens: Lens
    table: Table
    row: int
    changes: Mapping[str, Any]
    seen: Seen
    whole: bool = False  # the reading is the person's own, so that its other rows are known to be other records
    action: Literal["edit"] = "edit"

    @property
    def tabs(self) -> Sequence[int]:
        """The one tab."""
        return (self.table.tab,)

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """Writes the changed cells of the record, wherever it stands now. Raises Refused (row-gone, ambiguous,
        header-changed, formula, merged, invalid …) and Conflict."""
        if self.table.tab not in sight.grids:
            raise Refused("header-changed", tab=self.table.title, gone=[self.table.title], new=[], moved=[])
        grid = sight.grids[self.table.tab]
        table = header_change(self.table, sight.tables[self.table.tab])
        before = self.table if self.whole else None
        row = find(self.lens.panel, table, grid, self.row, self.seen, before)
        cells = self._cells(table, grid, row)
        return self._draft(table, grid, row, cells, stamp).plan()

    def _cells(self, table: Table, grid: Grid, row: int) -> list[Cell]:
        """The cells to be written: changed by this person, and by nobody else since."""
        judge(self.lens.context, table, self.changes, new=False)
        mine = fill(self.lens.panel, table, grid, self.changes, row)
        formulas = formula_clash(mine, grid, row)
        if formulas:
            raise Refused("formula", tab=table.title, row=row, cells=formulas)
        self._three_ways(table, row, mine)
        cells = [cell for cell in mine if not alike(grid.value(row, cell.column), cell.value)]
        joined = [a1(row, cell.column) for cell in cells if _under_merge(grid, row, cell.column)]
        if joined:
            raise Refused("merged", tab=table.title, row=row, cells=joined)
        return cells

    def _three_ways(self, table: Table, row: int, mine: Sequence[Cell]) -> None:
        """Raises Conflict for each field that somebody else changed meanwhile to something else than this person."""
        clashes = []
        for key, value in self.changes.items():
            if key not in table.values or same(key, self.seen, table, row, strict=True):
                continue
            at = table.place[row]
            agreed = comparable(table.values[key][at]) == comparable(value) and understood(table, row, key)
            if agreed and not (blank(value) and table.texts[key][at]):
                continue
            clashes.append(self._clash(table, row, key, [cell for cell in mine if cell.field == key]))
        if clashes:
            raise Conflict(clashes)

    def _clash(self, table: Table, row: int, key: str, mine: Sequence[Cell]) -> Clash:
        field = self.lens.panel.tabs[table.kind].fields[key]
        seen = self.seen.texts.get(key)
        if seen is None:
            told = self.seen.values.get(key)
            written = [] if blank(told) else _said(told)
            seen = ", ".join(written)
        return Clash(
            field=key,
            heading=field.uk,
            row=row,
            column=mine[0].column if mine else table.column_of.get(key, 0),
            seen=seen,
            theirs=table.texts[key][table.place[row]],
            mine=", ".join(cell.text for cell in mine if cell.value is not None),
        )

    def _draft(self, table: Table, grid: Grid, row: int, cells: Sequence[Cell], stamp: Stamp) -> Draft:
        draft = Draft()
        name = _name(self.lens.panel, table, row)
        after = {**row_cells(grid, row), **{cell.column: cell.value for cell in cells}}
        headings = {column.number: column.heading for column in table.columns}
        for at, cell in enumerate(cells):
            edit = WriteCell(
                tab=table.tab,
                row=row,
                column=cell.column,
                value=cell.value,
                pattern=cell.pattern,
                always=cell.always,
            )
            beside = draft.over(grid, row, edit)
            data = {"kind": table.kind, "gid": table.tab, "column": cell.column, "field": cell.field, "beside": beside}
            data |= {"was": grid.value(row, cell.column), "became": cell.value}
            if at == 0:
                data["after"] = {str(c): v for c, v in after.items() if v is not None}
            draft.entries.append(
                stamp.entry(
                    "edit",
                    title=grid.tab.title,
                    row=row,
                    name=name,
                    field=headings.get(cell.column, ""),
                    was=grid.text(row, cell.column),
                    became=cell.text,
                    data=data,
                )
            )
        draft.witnesses += [*header_witnesses(table, grid), Witness(tab=table.tab, row=row, cells=after)]
        where = link(self.workbook, table.tab, row)
        draft.saved.append(Saved(kind=table.kind, tab=table.tab, title=grid.tab.title, row=row, name=name, link=where))
        if row != self.row:
            draft.notes.append("moved")
        return draft

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """Thinks the write away, plans again on what is left, and sends the difference: what was overwritten elsewhere
        comes back, what the person wrote goes where the record stands."""
        return mend_cells(self, met, now, stamp)


def _under_merge(grid: Grid, row: int, column: int) -> bool:
    """Whether this cell lies hidden under a merged one: what is written there nobody sees."""
    return any(
        m.top <= row <= m.bottom and m.left <= column <= m.right and (row, column) != (m.top, m.left)
        for m in grid.tab.merges
    )


def _name(panel: Panel, table: Table, row: int) -> str:
    texts = table.texts.get(panel.tabs[table.kind].name)
    return texts[table.place[row]] if texts else ""


def _said(value: Any) -> list[str]:
    """A value of a person's form or JSON as texts, for showing only."""
    told = comparable(value)
    if isinstance(told, list):
        return [str(inner) for inner in told]
    if isinstance(told, dict):
        return [str(inner) for key, inner in told.items() if key != "precision" and inner is not None]
    if isinstance(told, float) and told.is_integer():
        return [str(int(told))]
    return [str(told)]
