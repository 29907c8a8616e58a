"""The cells that a save wrote over: which rows they were in, what stood there, and a tab as if none had been written.

The workbook keeps each such cell, and the whole row beside it, in the journal in the very call that writes over it. So
it can be told afterwards which row was really hit, and where that row stands by now, however the sheet moved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sheets.alike import alike, most_alike, row_cells
from sheets.journal import Entry
from sheets.plans import Answer, Back, Hit, Plan
from sheets.sideways import Move, moved_columns
from sheets.sight import Sight, with_cells
from sheets.workbook import Grid, Stored, WriteCell, WriteFormula

ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d+")


Undone = dict[tuple[int, int], tuple[Stored, Hit]]  # by cell: what stood there before all of it, and the first hit


def hits_of(before: Sight, plan: Plan, answer: Answer) -> list[Hit]:
    """What this call wrote over, as the workbook kept it."""
    rows: dict[tuple[int, int], dict[int, Stored]] = {}
    number = 0
    for keep in plan.beside:
        there = answer.beside[number : number + keep.width]
        rows[keep.tab, keep.row] = dict(enumerate(there, start=keep.column))
        number += keep.width
    found: dict[tuple[int, int], dict[int, tuple[Back, Stored]]] = defaultdict(dict)
    for over in plan.over:
        found[over.edit.tab, over.row][over.edit.column] = (over.edit, answer.kept[over.number])
    hits = []
    for (tab, row), cells in found.items():
        beside = {**rows.get((tab, row), {}), **{column: was for column, (_, was) in cells.items()}}
        meant = _is_row(beside, before.grids[tab], row)
        hits.append(Hit(tab=tab, row=row, cells=cells, beside=beside, meant=meant, before=before))
    return hits


def _is_row(cells: Mapping[int, Stored], grid: Grid, row: int) -> bool:
    """Whether these are the cells of this row; what a formula comes to may have changed, but not to nothing."""
    typed = row_cells(grid, row)
    return all(
        alike(value, grid.value(row, column))
        if column in typed or column > grid.width
        else alike(value, None) == alike(grid.value(row, column), None)
        for column, value in cells.items()
    )


def hits_told(entries: Sequence[Entry]) -> list[Hit]:
    """What a save that only writes in place wrote over, as its lines in the journal tell it, the newest first."""
    rows: dict[tuple[int, int, int], list[Entry]] = defaultdict(list)
    if any("cells" in entry.data for entry in entries):  # it has put rows in or taken some away
        return []
    for entry in (entry for entry in entries if "beside" in entry.data and entry.kept):
        rows[entry.data.get("try", 0), int(entry.data["gid"]), entry.row].append(entry)
    return [_told(tab, row, lines) for (_, tab, row), lines in rows.items()]


def _told(tab: int, row: int, lines: Sequence[Entry]) -> Hit:
    cells: dict[int, tuple[Back, Stored]] = {}
    beside: dict[int, Stored] = {}
    for line in lines:
        column, formula = int(line.data["column"]), line.data.get("formula")
        edit: Back = (
            WriteFormula(tab=tab, row=row, column=column, formula=formula)
            if formula
            else WriteCell(tab=tab, row=row, column=column, value=line.data.get("became"))
        )
        cells[column] = (edit, line.kept[0])
        beside |= dict(enumerate(line.kept[1 : 1 + int(line.data.get("beside", 0))], start=1))
    beside |= {column: was for column, (_, was) in cells.items()}
    return Hit(tab=tab, row=row, cells=cells, beside=beside, meant=False)


def reads(grid: Grid, cell: tuple[int, int], edit: Back) -> bool:
    """Whether this cell reads as the edit wrote it; of a formula the cells that it names may have moved."""
    formula = grid.formulas.get(cell)
    if isinstance(edit, WriteFormula):
        return formula is not None and alike_formulas(formula, edit.formula)
    return formula is None and alike(grid.value(*cell), edit.value)


def alike_formulas(one: str, other: str) -> bool:
    """Whether two formulas are the same but for the cells that they name."""
    return ADDRESS.sub("#", one) == ADDRESS.sub("#", other)


def undo_hits(hits: Iterable[Hit], now: Sight, gid: int) -> tuple[Grid, Undone, list[Hit]]:
    """The tab as it would be had these writes (the newest first) never been made; the cells concerned; and those hits
    of which something may stand yet that nobody can find."""
    grid, undone, left = now.grids[gid], Undone(), []
    for hit in (hit for hit in hits if hit.tab == gid):
        row, to = _where(hit, grid, now, undone)
        if row is None or (hit.before is None and not _is_typed(hit, row, now)):
            left += [hit] if _may_stand(hit, grid) else []
            continue
        ours = {to(c): hit.cells[c][1] for c in hit.cells if _reads_ours(hit, grid, row, to, undone, c)}
        undone |= {(row, column): (was, hit) for column, was in ours.items()}
        grid = with_cells(grid, {(row, column): was for column, was in ours.items()}, now.grids[gid])
    return grid, undone, left


def _is_typed(hit: Hit, row: int, now: Sight) -> bool:
    """Whether the row is a record, in columns that no record has a formula in: then people typed what stood there."""
    records = {int(row) for table in now.tables[hit.tab] for row in table.frame["row"]}
    return row in records and not any(
        row in records and column in hit.cells for row, column in now.grids[hit.tab].formulas
    )


def _where(hit: Hit, grid: Grid, now: Sight, undone: Undone) -> tuple[int | None, Move]:
    """Where the row that was hit stands, and its columns: one that still reads as the call left it; else (if the save
    is under way yet) the one most alike, of which somebody has changed other cells since."""
    sights = [sight for sight in (hit.after, hit.before) if sight is not None]
    ways = [_same, *(moved_columns(sight, now, hit.tab) for sight in sights)]
    for to in ways:
        rows = [row for row in _rows_beside(hit, grid, to) if _reads_ours(hit, grid, row, to, undone)]
        if len(rows) > _stood_so(hit):
            return (min(rows, key=lambda row: abs(row - hit.row)), to) if sights or len(rows) == 1 else (None, to)
    for to in ways if sights else ():
        rest = {to(c): v for c, v in hit.beside.items() if c not in hit.cells}
        ours = [row for row in range(1, grid.height + 1) if _reads_ours(hit, grid, row, to, undone)]
        row = most_alike(grid, rest, hit.row, ours)
        if row is not None:
            return row, to
    return None, _same


def _same(column: int) -> int:
    return column


def _rows_beside(hit: Hit, grid: Grid, to: Move) -> list[int]:
    """The rows that hold what stood beside the cells of the hit, formulas apart."""
    rest = {to(column): value for column, value in hit.beside.items() if column not in hit.cells}
    return [
        row
        for row in range(1, grid.height + 1)
        if all((row, c) in grid.formulas or alike(grid.value(row, c), v) for c, v in rest.items())
    ]


def _reads_ours(hit: Hit, grid: Grid, row: int, to: Move, undone: Undone, column: int | None = None) -> bool:
    """Whether a cell of this row (in this `column`) reads as the call left it. Where a later call wrote over a formula
    of ours, the workbook kept only what it came to."""
    return any(
        reads(grid, (row, to(c)), edit) or (isinstance(edit, WriteFormula) and (row, to(c)) in undone)
        for c, (edit, _) in hit.cells.items()
        if column in (None, c)
    )


def _stood_so(hit: Hit) -> int:
    """How many such rows there were before the call: they are none of ours."""
    if hit.before is None:
        return 0
    grid = hit.before.grids[hit.tab]
    return sum(_reads_ours(hit, grid, row, _same, {}) for row in _rows_beside(hit, grid, _same))


def _may_stand(hit: Hit, grid: Grid) -> bool:
    """Whether more cells of a column read as they were written than did before the call, so that one may be ours."""
    if hit.before is None:
        return True
    old = hit.before.grids[hit.tab]
    return any(_count(grid, column, edit) > _count(old, column, edit) for column, (edit, _) in hit.cells.items())


def _count(grid: Grid, column: int, edit: Back) -> int:
    return sum(reads(grid, (row, column), edit) for row in range(1, grid.height + 1))
