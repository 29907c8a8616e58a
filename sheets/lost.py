"""Rows that a save took away wrongly, because the sheet moved under it: what they held, and how they come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheets.errors import Refused
from sheets.filling import readable
from sheets.plans import Answer, Draft, Plan, Stamp, alike
from sheets.sight import Sight
from sheets.workbook import DeleteRow, Grid, InsertRow, Stored, WriteCell


class Retry(Refused):
    """What was taken away wrongly is back; the save is planned once more from a fresh look (never leaves `saving`)."""

    code = "retry"


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A row that went: what stood in it, and `meant`: what the row that was to go holds, by column, formulas apart."""

    tab: int
    row: int
    kept: tuple[Stored, ...]
    meant: Mapping[int, Stored]


def lost_rows(plan: Plan, answer: Answer, before: Sight) -> list[Lost]:
    """The rows that were deleted and were not those that were meant, the upper ones first."""
    lost, number = [], 0
    deleted = {(edit.tab, edit.row) for edit in plan.edits if isinstance(edit, DeleteRow)}
    for keep in plan.keep:
        kept = answer.kept[number : number + keep.width]
        believed = plan.kept[number : number + keep.width]
        number += keep.width
        formulas = {column for row, column in before.grids[keep.tab].formulas if row == keep.row}
        meant = {c: v for c, v in enumerate(believed, start=keep.column) if c not in formulas}
        other = any(not alike(kept[column - keep.column], value) for column, value in meant.items())
        if (keep.tab, keep.row) in deleted and other:
            lost.append(Lost(tab=keep.tab, row=keep.row, kept=kept, meant=meant))
    return sorted(lost, key=lambda found: found.row)


def put_back(draft: Draft, before: Sight, now: Sight, lost: Lost, stamp: Stamp) -> None:
    """Inserts a row that was taken away wrongly, with what stood in it and its formulas from the row above."""
    old, tab, row = before.grids[lost.tab], lost.tab, lost.row
    cells = {c: v for c, v in enumerate(lost.kept, start=1) if v is not None and v != ""}
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
