"""Rows that a save took away wrongly, because the sheet moved under it: what they held, and how they come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sheets.alike import alike, most_alike, nearest, row_cells, same_rows
from sheets.drafts import Draft
from sheets.errors import Refused
from sheets.filling import readable
from sheets.growing import speaks_of_its_row
from sheets.mending import here
from sheets.plans import Met, Stamp
from sheets.sideways import as_columns_stand, headings
from sheets.sight import Sight, with_row
from sheets.workbook import DeleteRow, Grid, InsertRow, Stored, WriteCell, WriteFormula


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


def lost_rows(met: Met) -> list[Lost]:
    """The rows that were deleted and were not those that were meant, the upper ones first."""
    if met.answer is None:
        return []
    lost, number = [], 0
    deleted = {(edit.tab, edit.row) for edit in met.plan.edits if isinstance(edit, DeleteRow)}
    for keep in met.plan.keep:
        kept = met.answer.kept[number : number + keep.width]
        believed = met.plan.kept[number : number + keep.width]
        number += keep.width
        formulas = {column for row, column in met.before.grids[keep.tab].formulas if row == keep.row}
        meant = {c: v for c, v in enumerate(believed, start=keep.column) if c not in formulas}
        other = any(not alike(kept[column - keep.column], value) for column, value in meant.items())
        if keep.width > 1 and (keep.tab, keep.row) in deleted and other:
            lost.append(Lost(tab=keep.tab, row=keep.row, kept=kept, meant=meant))
    return sorted(lost, key=lambda found: found.row)


def put_back(draft: Draft, before: Sight, now: Sight, lost: Sequence[Lost], stamp: Stamp) -> None:
    """Inserts rows that were taken away wrongly (the upper ones first), with what stood in them, each below the row
    that it stood below."""
    for one in lost:
        row = _put_one_back(draft, before, now, one, stamp)
        grid = with_row(now.grids[one.tab], row, one.kept, before.grids[one.tab])
        now = replace(now, grids={**now.grids, one.tab: grid})


def _put_one_back(draft: Draft, before: Sight, now: Sight, lost: Lost, stamp: Stamp) -> int:
    old, tab = as_columns_stand(before, now, lost.tab), lost.tab
    cells = {c: v for c, v in enumerate(lost.kept, start=1) if v is not None and v != ""}
    same_columns = headings(before, tab) == headings(now, tab)
    was = _was(old, cells, lost.row)
    row = _below_its_neighbour(old, now.grids[tab], was, lost.row) if was else lost.row
    formulas = {
        c: here(text, old, now.grids[tab], was, row, inserted=True)
        for (r, c), text in old.formulas.items()
        if r == was and was
    }
    like, columns = _like(now.grids[tab], row)
    carry = {c for c in columns if c in cells and not same_columns}
    draft.edits.append(InsertRow(tab=tab, at=row, like=like, carry=tuple(sorted(carry))))
    for column, value in cells.items():
        if column not in formulas and column not in carry:
            draft.edits.append(WriteCell(tab=tab, row=row, column=column, value=value))
    for column, formula in formulas.items():
        draft.edits.append(WriteFormula(tab=tab, row=row, column=column, formula=formula))
    said = "; ".join(readable(value) for value in cells.values())
    draft.entries.append(stamp.entry("repair", title=old.tab.title, row=row, name="", became=said, data={"gid": tab}))
    return row


def _like(grid: Grid, row: int) -> tuple[int | None, set[int]]:
    """A row beside `row` that has formulas as records have them (a total's would be none), and their columns."""
    for beside in (row - 1, row):
        columns = {c for (r, c), text in grid.formulas.items() if r == beside and speaks_of_its_row(text, r)}
        if columns:
            return beside, columns
    return (row - 1 if row > 1 else None), set()


def _below_its_neighbour(old: Grid, now: Grid, was: int, row: int) -> int:
    """The row that a row must become again that stood in row `was`: right below the nearest row above it that still
    stands; `row` (where it was taken from) if none does."""
    for above in range(was - 1, 0, -1):
        cells = {c: v for c, v in row_cells(old, above).items() if v is not None}
        found = nearest(same_rows(now, cells), row - was + above) if cells else None
        if found is not None:
            return found + 1
    return row


def _was(old: Grid, cells: Mapping[int, Stored], row: int) -> int | None:
    """Where this row stood when the sheet was last read, told by most of its cells that no formula makes."""
    columns = {column for _, column in old.formulas}
    typed = {column: value for column, value in cells.items() if column not in columns} or cells
    return most_alike(old, typed, row)
