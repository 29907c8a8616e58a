"""Putting right at once: a save that met a sheet whose rows or columns moved between the check and the write.

What was there before was kept by the workbook in the same call. So the write is thought away, the same save is planned
again on what is left, and the difference is sent: what was overwritten elsewhere comes back, what the person wrote goes
where the record stands. If the save can't stand any more, only the first half is sent and the person hears why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sheets.errors import PanelError, Refused
from sheets.filling import readable
from sheets.growing import grown, renumbered
from sheets.journal import Entry
from sheets.plans import Answer, Draft, Mending, Operation, Plan, Stamp, Witness, alike, row_cells
from sheets.receipts import Conflict
from sheets.sideways import as_columns_stand, headings, moved_columns, renamed
from sheets.sight import Sight, seeing, with_cells
from sheets.workbook import Grid, Stored, WriteCell, WriteFormula

Back = WriteCell | WriteFormula


def mend_cells(op: Operation, before: Sight, plan: Plan, answer: Answer, now: Sight, stamp: Stamp) -> Mending:
    """The mending of a save that only writes cells of one record in place (an edit, the undo of one)."""
    gid = op.tabs[0]
    grid = now.grids[gid]
    stands = _untouched(plan, answer, grid) if headings(before, gid) == headings(now, gid) else None
    if stands is not None:
        return Mending(plan=_moved(plan, stands))
    written = {(e.row, e.column): e for e in plan.edits if isinstance(e, WriteCell | WriteFormula)}
    old = {}
    for keep, kept in zip(plan.keep, answer.kept, strict=True):
        wrote = written.get((keep.row, keep.column))
        cell = (at(answer, grid, keep.row), keep.column)
        if isinstance(wrote, WriteCell) and not reads(grid, cell, wrote) and not alike(kept, wrote.value):
            # the answer was lost, and the sheet moved on
            cell = (_hit(before.grids[gid], grid, keep.column, kept, wrote.value) or cell[0], keep.column)
        if wrote and reads(grid, cell, wrote):  # else it is no longer what we wrote
            old[cell] = kept
    missed = missed_restores(before, plan, now, with_cells(grid, old, before.grids[gid]))
    right = old | {cell: edit.value for cell, edit in missed.items() if isinstance(edit, WriteCell)}
    unwritten = with_cells(grid, right, before.grids[gid])
    again, error = replan(op, now, {gid: unwritten}, stamp)
    wanted = {(e.row, e.column): e for e in again.edits if isinstance(e, WriteCell)}
    draft = Draft(saved=list(again.saved), notes=list(again.notes))
    restore(
        draft,
        grid,
        before,
        {cell: value for cell, value in old.items() if cell not in wanted and cell not in missed},
        now,
        stamp,
    )
    left = {cell: edit for cell, edit in missed.items() if cell not in wanted}
    restore_missed(draft, grid, before, unwritten, left, now, stamp)
    missing = [edit for cell, edit in wanted.items() if not alike(grid.value(*cell), edit.value)]
    for edit in missing:
        draft.edits.append(edit)
        draft.keeping(grid, edit.row, edit.column)
    draft.witnesses += _rows_put_right(draft, grid)
    if missing:
        draft.entries += again.entries
    if draft.edits:
        draft.witnesses += again.witnesses
        draft.notes.append("repaired")
    return Mending(plan=draft.plan(), error=error)


def reads(grid: Grid, cell: tuple[int, int], edit: Back) -> bool:
    """Whether this cell reads as the edit wrote it."""
    formula = grid.formulas.get(cell)
    if isinstance(edit, WriteFormula):
        return formula == edit.formula
    return formula is None and alike(grid.value(*cell), edit.value)


def _hit(old: Grid, grid: Grid, column: int, kept: Stored, wrote: Stored) -> int | None:
    """The one row that held what was kept when the sheet was last read, and now holds what was written."""
    found = set()
    for was in (row for row in range(1, old.height + 1) if alike(old.value(row, column), kept)):
        rest = {c: v for c, v in row_cells(old, was).items() if c != column}
        if any(not alike(value, None) for value in rest.values()):
            found |= {row for row in same_rows(grid, rest) if alike(grid.value(row, column), wrote)}
    return found.pop() if len(found) == 1 else None


def _rows_put_right(draft: Draft, grid: Grid) -> Iterator[Witness]:
    """The rows in which a cell is put back, as they must read then, formulas apart."""
    for row in dict.fromkeys(edit.row for edit in draft.restores if isinstance(edit, WriteCell)):
        mine = {e.column: e for e in draft.edits if isinstance(e, WriteCell | WriteFormula) and e.row == row}
        cells = {c: v for c, v in row_cells(grid, row).items() if c not in mine}
        cells |= {c: edit.value for c, edit in mine.items() if isinstance(edit, WriteCell)}
        yield Witness(tab=grid.tab.gid, row=row, cells=cells)


def _untouched(plan: Plan, answer: Answer, grid: Grid) -> int | None:
    """Where the record stands as it was meant to, if the write hit the cells that it was meant for: they held what was
    believed (which another row may hold as well), and every row that was written reads somewhere as it must."""
    if not all(alike(kept, believed) for kept, believed in zip(answer.kept, plan.kept, strict=True)):
        return None
    rows = {keep.row for keep in plan.keep}
    meant = [w for w in plan.witnesses if w.tab == grid.tab.gid and w.row in rows]
    stand = [nearest(same_rows(grid, witness.cells), witness.row) for witness in meant]
    return stand[-1] if stand and None not in stand else None


def _moved(plan: Plan, row: int) -> Plan:
    saved = [replace(one, row=row if one.row is not None else None) for one in plan.saved]
    return Draft(saved=saved, notes=["moved"] if any(one.row != row for one in plan.saved) else []).plan()


def replan(op: Operation, now: Sight, unwritten: Mapping[int, Grid], stamp: Stamp) -> tuple[Plan, PanelError | None]:
    """The same save planned on the sheet without what it wrote; or no plan, and why not."""
    try:
        return op.plan(seeing(now, op.lens, unwritten), stamp), None
    except (Refused, Conflict) as error:
        return Plan(), error


def at(answer: Answer, grid: Grid, row: int) -> int:
    """Where the row that came back in the answer as `row` stands in this later reading."""
    told = answer.rows.get((grid.tab.gid, row))
    if told is None:
        return row
    cells = {c: v for c, v in enumerate(told, start=1) if (row, c) not in grid.formulas}
    return nearest(same_rows(grid, cells), row) or most_alike(grid, cells, row) or row


def most_alike(grid: Grid, cells: Mapping[int, Stored], row: int) -> int | None:
    """The row, nearest to this one, that holds the most of these values; None unless it is more than half of them."""
    filled = {column: value for column, value in cells.items() if not alike(value, None)}

    def told(there: int) -> tuple[int, int]:
        return sum(alike(grid.value(there, c), v) for c, v in filled.items()), -abs(there - row)

    best = max(range(1, grid.height + 1), key=told, default=None)
    return best if best is not None and 2 * told(best)[0] > len(filled) else None


def same_rows(grid: Grid, cells: Mapping[int, Stored]) -> Iterator[int]:
    """The rows that hold exactly these values in these columns."""
    for row in range(1, grid.height + 1):
        if all(alike(grid.value(row, column), value) for column, value in cells.items()):
            yield row


def nearest(rows: Iterator[int], row: int) -> int | None:
    """The row nearest to where it was expected; None when there is none."""
    return min(rows, key=lambda found: abs(found - row), default=None)


def restore(
    draft: Draft, grid: Grid, before: Sight, cells: Mapping[tuple[int, int], Stored], now: Sight, stamp: Stamp
) -> None:
    """Puts back what stood in these cells, a formula as the formula that it was."""
    old, right = as_columns_stand(before, now, grid.tab.gid), with_cells(grid, cells, grid)
    for (row, column), value in cells.items():
        hit = {c for r, c in cells if r == row}
        formula = was_formula(old, right, row, column, value, hit)
        if formula is None and alike(grid.value(row, column), value) and (row, column) not in grid.formulas:
            continue
        if formula is not None and grid.formulas.get((row, column)) == formula:
            continue
        draft.keeping(grid, row, column)
        tab = grid.tab.gid
        edit: Back = (
            WriteCell(tab=tab, row=row, column=column, value=value)
            if formula is None
            else WriteFormula(tab=tab, row=row, column=column, formula=formula)
        )
        draft.edits.append(edit)
        draft.restores.append(edit)
        draft.entries.append(repair(stamp, grid, now, row, column, formula or readable(value)))


def missed_restores(before: Sight, plan: Plan, now: Sight, grid: Grid) -> dict[tuple[int, int], Back]:
    """What a mending was to put back and did not, because the sheet moved once more: by the cell where it belongs, told
    by the rest of its row, as long as there stands what was to be replaced."""
    old, to = as_columns_stand(before, now, grid.tab.gid), moved_columns(before, now, grid.tab.gid)
    missed: dict[tuple[int, int], Back] = {}
    for edit in plan.restores:
        if edit.tab == grid.tab.gid and (row := same_row(old, edit.row, grid)):
            there = replace(edit, column=to(edit.column))
            if isinstance(there, WriteFormula):
                there = replace(there, formula=renamed(there.formula, to, grid.tab.title))
            missed[row, there.column] = there
    return missed


def same_row(old: Grid, was: int, grid: Grid) -> int | None:
    """Where row `was` stands that nobody has touched since: its cells, and its formulas in the same columns."""
    return nearest((row for row in same_rows(grid, row_cells(old, was)) if _as_made(old, was, grid, row)), was)


def _as_made(old: Grid, was: int, grid: Grid, row: int) -> bool:
    """Whether a row has its formulas in the same columns as that one had them."""
    return {c for r, c in old.formulas if r == was} == {c for r, c in grid.formulas if r == row}


def restore_missed(
    draft: Draft,
    grid: Grid,
    before: Sight,
    right: Grid,
    missed: Mapping[tuple[int, int], Back],
    now: Sight,
    stamp: Stamp,
) -> None:
    """Puts back what a mending missed; `right` is the tab as it should read."""
    old = as_columns_stand(before, now, grid.tab.gid)
    for (row, column), edit in missed.items():
        if isinstance(edit, WriteFormula):
            back: Back = replace(edit, row=row, formula=here(edit.formula, old, right, edit.row, row))
        else:
            back = replace(edit, row=row)
        said = back.formula if isinstance(back, WriteFormula) else readable(back.value)
        draft.keeping(grid, row, column)
        draft.restores.append(back)
        draft.edits.append(back)
        draft.entries.append(repair(stamp, grid, now, row, column, said))


def was_formula(old: Grid, grid: Grid, row: int, column: int, value: Stored, hit: Collection[int]) -> str | None:
    """The formula that stood in this cell when the sheet was last read, found by the cells of its row that were not
    `hit`. A cell that was blank (a column may just have come in) had none that made something."""
    rest = {c: v for c, v in row_cells(grid, row).items() if c not in hit and v is not None}
    for candidate in sorted(same_rows(old, rest), key=lambda found: abs(found - row)):
        formula = old.formulas.get((candidate, column))
        made = old.value(candidate, column)
        if alike(value, None) and not alike(made, None):
            return None
        return None if formula is None else here(formula, old, grid, candidate, row)
    return None


def here(formula: str, old: Grid, now: Grid, was: int, row: int, *, inserted: bool = False) -> str:
    """A formula of row `was` as it reads in row `row`, now: a range spans all rows that it spanned and that stand yet,
    told by their cells in columns without formulas, and ends right above the formula if it did. `inserted`: row
    `row` is yet to come in."""
    made = {column for _, column in old.formulas}
    columns = [column for column in range(1, old.width + 1) if column not in made]
    there = {_cells_of(now, at, columns): at for at in range(now.height, 0, -1)}

    def stands(named: int) -> int | None:
        if named == was:
            return row
        cells = _cells_of(old, named, columns)
        found = there.get(cells) if any(cells) else None
        return found and found + (inserted and found >= row)

    def to(top: int, bottom: int) -> tuple[int, int]:
        if top == bottom == was - 1:
            return row - 1, row - 1
        found = [at for named in range(top, min(bottom, old.height) + 1) if (at := stands(named))]
        first, last = (min(found), max(found)) if found else (top + row - was, bottom + row - was)
        return first, row - 1 if bottom == was - 1 else last

    return renumbered(formula, to)


def _cells_of(grid: Grid, row: int, columns: Sequence[int]) -> tuple[Stored, ...]:
    return tuple(grid.value(row, column) for column in columns)


def repair(stamp: Stamp, grid: Grid, now: Sight, row: int, column: int, became: str) -> Entry:
    """The journal's line about a cell that was put right."""
    headings = {c.number: c.heading for table in now.tables[grid.tab.gid] for c in table.columns}
    return stamp.entry(
        "repair",
        title=grid.tab.title,
        row=row,
        name="",
        field=headings.get(column, ""),
        was=grid.text(row, column),
        became=became,
    )


def widen(draft: Draft, grid: Grid, last: int, count: int, inside: frozenset[int]) -> None:
    """Has the totals whose ranges end at row `last` take in so many records that stand there below it."""
    for total in grown(grid, last, count, inside, moved=False):
        edit = WriteFormula(tab=grid.tab.gid, row=total.row, column=total.column, formula=total.formula)
        draft.total(grid, total.row, edit)
