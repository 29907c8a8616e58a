"""Putting right at once: a save that met a sheet whose rows or columns moved between the check and the write.

What was there before was kept by the workbook in the same call. So the write is thought away, the same save is planned
again on what is left, and the difference is sent: what was overwritten elsewhere comes back, what the person wrote goes
where the record stands. If the save can't stand any more, only the first half is sent and the person hears why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sheets.alike import alike, nearest, row_cells, same_rows
from sheets.drafts import Draft
from sheets.errors import PanelError, Refused
from sheets.filling import readable
from sheets.growing import grown, regrown, renumbered
from sheets.hits import Undone, alike_formulas, undo_hits
from sheets.journal import Entry
from sheets.plans import Back, Mending, Met, Operation, Plan, Stamp, Witness
from sheets.receipts import Conflict
from sheets.sideways import as_columns_stand, headings
from sheets.sight import Sight, seeing, with_cells
from sheets.workbook import Grid, Stored, WriteCell, WriteFormula


def mend_cells(op: Operation, met: Met, now: Sight, stamp: Stamp) -> Mending:
    """The mending of a save that only writes cells of one record in place (an edit, the undo of one)."""
    gid = op.tabs[0]
    grid = now.grids[gid]
    stands = _untouched(met, grid) if headings(met.before, gid) == headings(now, gid) else None
    if stands is not None:
        return Mending(plan=_moved(met.plan, stands))
    unwritten, undone, left = undo_hits(met.hits, now, gid)
    again, error = replan(op, now, {gid: unwritten}, stamp)
    wanted = {(e.row, e.column): e for e in again.edits if isinstance(e, WriteCell)}
    draft = Draft(saved=list(again.saved), notes=list(again.notes))
    restore(draft, grid, {cell: was for cell, was in undone.items() if cell not in wanted}, now, stamp)
    draft.witnesses += _rows_put_right(draft, grid)
    if any(not alike(grid.value(*cell), edit.value) for cell, edit in wanted.items()):
        _write_again(draft, grid, again)
    if draft.edits:
        draft.witnesses += again.witnesses
        draft.notes.append("repaired")
    return Mending(plan=draft.plan(), error=error, left=any(error or not hit.meant for hit in left))


def _write_again(draft: Draft, grid: Grid, again: Plan) -> None:
    """The cells of a record that was found elsewhere, those apart that read so already, with a line for each."""
    for edit, entry in zip(again.edits, again.entries, strict=True):
        data = {key: value for key, value in entry.data.items() if key != "beside"}
        if isinstance(edit, WriteCell) and not alike(grid.value(edit.row, edit.column), edit.value):
            data["beside"] = draft.over(grid, edit.row, edit)
        draft.entries.append(replace(entry, data=data))


def _rows_put_right(draft: Draft, grid: Grid) -> Iterator[Witness]:
    """The rows in which a cell is put back, as they must read then, formulas apart."""
    for row in dict.fromkeys(edit.row for edit in draft.edits if isinstance(edit, WriteCell)):
        mine = {e.column: e for e in draft.edits if isinstance(e, WriteCell | WriteFormula) and e.row == row}
        cells = {c: v for c, v in row_cells(grid, row).items() if c not in mine}
        cells |= {c: edit.value for c, edit in mine.items() if isinstance(edit, WriteCell)}
        yield Witness(tab=grid.tab.gid, row=row, cells=cells)


def _untouched(met: Met, grid: Grid) -> int | None:
    """Where the record stands as it was meant to, if every write hit the cells that it was meant for, and every row
    that was written reads somewhere as it must."""
    if not all(hit.meant for hit in met.hits):
        return None
    rows = {over.row for over in met.plan.over}
    meant = [w for w in met.plan.witnesses if w.tab == grid.tab.gid and w.row in rows]
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


def restore(draft: Draft, grid: Grid, undone: Undone, now: Sight, stamp: Stamp) -> None:
    """Puts back what stood in these cells, a formula as the formula that it was."""
    right = with_cells(grid, {cell: value for cell, (value, _) in undone.items()}, grid)
    for (row, column), (value, hit) in undone.items():
        old = as_columns_stand(hit.before, now, grid.tab.gid) if hit.before else right
        formula = was_formula(old, right, row, column, value, {c for r, c in undone if r == row})
        if formula is None and alike(grid.value(row, column), value) and (row, column) not in grid.formulas:
            continue
        if formula is not None and grid.formulas.get((row, column)) == formula:
            continue
        tab = grid.tab.gid
        edit: Back = (
            WriteCell(tab=tab, row=row, column=column, value=value)
            if formula is None
            else WriteFormula(tab=tab, row=row, column=column, formula=formula)
        )
        width = draft.over(grid, row, edit)
        data = {"gid": tab, "column": column, "was": grid.value(row, column), "beside": width}
        data |= {"became": value} if formula is None else {"formula": formula}
        draft.entries.append(repair(stamp, grid, now, row, column, formula or readable(value), data))


def was_formula(old: Grid, grid: Grid, row: int, column: int, value: Stored, hit: Collection[int]) -> str | None:
    """The formula that stood in this cell when the sheet was last read, found by the cells of its row that were not
    `hit`. A cell that was blank (a column may just have come in) had none that made something."""
    rest = {c: v for c, v in row_cells(grid, row).items() if c not in hit and v is not None}
    was = nearest(same_rows(old, rest), row)
    formula = old.formulas.get((was, column)) if was else None
    if was is None or formula is None or (alike(value, None) and not alike(old.value(was, column), None)):
        return None
    return here(formula, old, grid, was, row)


def here(formula: str, old: Grid, now: Grid, was: int, row: int, *, inserted: bool = False) -> str:
    """A formula of row `was` as it reads in row `row`, now: a range spans all rows that it spanned and that stand yet,
    told by their cells in columns without formulas, and ends right above the formula if it did. `inserted`: row
    `row` is yet to come in."""
    found_at = _finder(old, now)

    def stands(named: int) -> int | None:
        if named == was:
            return row
        found = found_at(named)
        return found and found + (inserted and found >= row)

    def to(top: int, bottom: int) -> tuple[int, int]:
        if top == bottom == was - 1:
            return row - 1, row - 1
        found = [at for named in range(top, min(bottom, old.height) + 1) if (at := stands(named))]
        first, last = (min(found), max(found)) if found else (top + row - was, bottom + row - was)
        return first, row - 1 if bottom == was - 1 else last

    return renumbered(formula, to)


def _finder(old: Grid, now: Grid) -> Callable[[int], int | None]:
    """Where a row of then stands now, told by its cells in columns without formulas."""
    made = {column for _, column in old.formulas}
    columns = [column for column in range(1, old.width + 1) if column not in made]
    there = {_cells_of(now, at, columns): at for at in range(now.height, 0, -1)}

    def stands(named: int) -> int | None:
        cells = _cells_of(old, named, columns)
        return there.get(cells) if any(cells) else None

    return stands


def _cells_of(grid: Grid, row: int, columns: Sequence[int]) -> tuple[Stored, ...]:
    return tuple(grid.value(row, column) for column in columns)


def repair(stamp: Stamp, grid: Grid, now: Sight, row: int, column: int, became: str, data: Mapping[str, Any]) -> Entry:
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
        data=data,
    )


def settle_totals(draft: Draft, met: Met, now: Sight, gid: int, inside: Collection[int], stamp: Stamp) -> Grid:
    """Puts right the totals that the save wrote into their own cells, but of records that moved (a total above its
    table): what it made longer starts and ends where its records stand now, and those (`inside`) that follow on them.
    The tab with the totals as they will be."""
    grid = now.grids[gid]
    right, done = dict(grid.formulas), set[tuple[int, int]]()
    totals = [(hit, c, e.formula) for hit in met.hits for c, (e, _) in hit.cells.items() if isinstance(e, WriteFormula)]
    for hit, column, wrote in reversed(totals):  # the oldest first: what stood there before all of it
        old = hit.before.grids[hit.tab] if hit.before and hit.meant and hit.tab == gid else None
        was = old.formulas.get((hit.row, column)) if old else None
        written = {formula for _, c, formula in totals if c == column and alike_formulas(formula, wrote)}
        row = nearest((r for (r, c), text in right.items() if c == column and text in written), hit.row)
        if old is None or was is None or row is None or (row, column) in done:
            continue
        done.add((row, column))
        formula = regrown(was, wrote, right[row, column], _span(old, grid, inside))
        if formula != right[row, column]:
            width = draft.over(grid, row, WriteFormula(tab=gid, row=row, column=column, formula=formula))
            data = {"gid": gid, "column": column, "was": grid.value(row, column), "beside": width, "formula": formula}
            draft.entries.append(repair(stamp, grid, now, row, column, formula, data))
            right[row, column] = formula
    return replace(grid, formulas=right)


def _span(old: Grid, now: Grid, inside: Collection[int]) -> Callable[[int, int], tuple[int | None, int | None]]:
    """The first and the last row of a range of then, as its rows stand now, with the records next to them that stood
    nowhere else; None for a first row that stayed."""
    stands = _finder(old, now)

    def span(top: int, bottom: int) -> tuple[int | None, int | None]:
        others = {stands(named) for named in range(1, old.height + 1) if not top <= named <= bottom}
        found = {at: named for named in range(bottom, top - 1, -1) if (at := stands(named)) and at not in others}
        more = set(inside) - others
        first, last = min(found, default=None), max(found, default=None)
        stayed = first is None or found[first] == first
        while last and last + 1 in more:
            last += 1
        while first and first - 1 in more:
            first -= 1
        return None if stayed else first, last

    return span


def widen(draft: Draft, grid: Grid, last: int, count: int, inside: frozenset[int]) -> None:
    """Has the totals whose ranges end at row `last` take in so many records that stand there below it."""
    for total in grown(grid, last, count, inside, moved=False):
        edit = WriteFormula(tab=grid.tab.gid, row=total.row, column=total.column, formula=total.formula)
        draft.over(grid, total.row, edit)
