"""A save's plan while it is being made: its edits, what the workbook keeps before them, and the journal's lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from sheets.journal import KEPT, WIDEST, Entry, Keep
from sheets.plans import Back, Over, Placed, Plan, Witness
from sheets.receipts import Saved
from sheets.workbook import Edit, Grid, Stored

SPARE = 4  # columns that are kept of a row beyond its last one


@dataclass
class Draft:
    """A plan in the making."""

    edits: list[Edit] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    keep: list[Keep] = field(default_factory=list)
    kept: list[Stored] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    overs: list[Over] = field(default_factory=list)
    beside: list[Keep] = field(default_factory=list)

    def over(self, grid: Grid, row: int, edit: Back) -> int:
        """Writes over a cell of `row` (as numbered before the edits): the workbook keeps it in the journal's next line,
        and once a row all that stands beside it. How many cells of the row that line keeps so."""
        number, beside = len(self.kept), len(self.beside)
        self.keeping(grid, row, edit.column)
        if len(self.kept) > number:
            self.overs.append(Over(edit=edit, row=row, number=number))
            width = min(grid.width, self._room())
            if width and all((one.tab, one.row) != (edit.tab, row) for one in self.beside):
                self.beside.append(Keep(tab=edit.tab, row=row, column=1, width=width, line=len(self.entries)))
        self.edits.append(edit)
        return sum(keep.width for keep in self.beside[beside:])

    def _room(self) -> int:
        """How many cells more the journal's next line can keep."""
        line = len(self.entries)
        return WIDEST - KEPT + 1 - sum(keep.width for keep in (*self.keep, *self.beside) if keep.line == line)

    def keeping(self, grid: Grid, row: int, column: int, width: int = 1) -> None:
        """Has the workbook keep these cells in the journal's next line before the edits touch them, as many as fit."""
        line = len(self.entries)
        width = min(width, self._room())
        if width > 0:
            self.keep.append(Keep(tab=grid.tab.gid, row=row, column=column, width=width, line=line))
            self.kept += [grid.value(row, c) for c in range(column, column + width)]

    def keeping_row(self, grid: Grid, row: int) -> None:
        """Has the workbook keep a whole row before it goes, and some cells more: a column may just have come in."""
        width = grid.width + SPARE
        self.keeping(grid, row, 1, min(width, max(grid.tab.columns, grid.width)) if grid.tab.columns else width)

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
            over=tuple(self.overs),
            beside=tuple(self.beside),
        )
