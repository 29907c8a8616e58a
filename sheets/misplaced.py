"""New rows that a moved sheet put elsewhere than was meant: where they stand, what they hit, how they go again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sheets.growing import follow
from sheets.journal import Keep
from sheets.lost import Lost, put_back
from sheets.mending import nearest, reads, same_row, same_rows, was_formula
from sheets.plans import Answer, Draft, Plan, Stamp, alike, row_cells
from sheets.sideways import as_columns_stand, moved_columns
from sheets.sight import Sight, without_row
from sheets.workbook import DeleteRow, Grid, Stored, WriteCell, WriteFormula

DIGITS = re.compile(r"\d+")


def blocks(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows that follow one another, as (first, how many)."""
    blocks: list[tuple[int, int]] = []
    for row in sorted(rows):
        if blocks and row == sum(blocks[-1]):
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + 1)
        else:
            blocks.append((row, 1))
    return blocks


def reads_itself(grid: Grid, row: int, column: int) -> bool:
    """Whether a formula speaks of its own row, as a column's formula does and a total's does not."""
    formula = grid.formulas[row, column]
    return follow(formula, row, row + 1) != formula


def ours(before: Sight, plan: Plan, now: Sight) -> dict[int, list[int]]:
    """Where our new rows stand in a later reading, by tab, in the order of the receipt; not those that are gone."""
    found: dict[int, list[int]] = defaultdict(list)
    for placed in plan.placed:
        here = _standing(before, now, placed.tab, placed.cells)
        stands = nearest((row for row in here if row not in found[placed.tab]), placed.row)
        if stands is not None:
            found[placed.tab].append(stands)
    return found


def _standing(before: Sight, now: Sight, tab: int, cells: Mapping[int, Stored]) -> list[int]:
    """The rows that hold these cells: as they were written, else (columns came in since) where their columns stand."""
    to = moved_columns(before, now, tab)
    grid = now.grids[tab]
    return [*same_rows(grid, cells)] or [*same_rows(grid, {to(column): value for column, value in cells.items()})]


Cells = dict[int, dict[tuple[int, int], Stored]]  # by gid: what must stand in these cells


def hit_wrongly(before: Sight, plan: Plan, answer: Answer, now: Sight) -> Cells:
    """The cells that a moved sheet put in the way of a write, with what stood there: it must be put back."""
    wrong: Cells = defaultdict(dict)
    _not_totals(wrong, before, plan, answer, now)
    _not_ours(wrong, before, plan, answer, now)
    return wrong


def _not_totals(wrong: Cells, before: Sight, plan: Plan, answer: Answer, now: Sight) -> None:
    """Cells that were taken for totals and are none: a total's formula in a row that had none of the kind before, or in
    the total's own row over something else than a number."""
    for number, was, edit in plan.totals:
        grid, old = now.grids[edit.tab], as_columns_stand(before, now, edit.tab)
        kept, believed = answer.kept[number], plan.kept[number]
        like = [
            r for (r, c), text in grid.formulas.items() if c == edit.column and _shape(text) == _shape(edit.formula)
        ]
        row = nearest((r for r in like if not _stood(old, grid, r, edit)), edit.row)
        if row is None and isinstance(believed, int | float) and not isinstance(kept, int | float):
            row = nearest((r for r in like if _labelled(old, was, grid, r)), edit.row)
        if row is not None:
            wrong[edit.tab][row, edit.column] = kept


def _shape(formula: str) -> str:
    """A formula without its row numbers, which move with the rows."""
    return DIGITS.sub("", formula)


def _stood(old: Grid, grid: Grid, row: int, edit: WriteFormula) -> bool:
    """Whether a row with these words had such a formula there before."""
    rows = [r for (r, c), text in old.formulas.items() if c == edit.column and _shape(text) == _shape(edit.formula)]
    return any(_labelled(old, was, grid, row) for was in rows)


def _labelled(old: Grid, was: int, grid: Grid, row: int) -> bool:
    """Whether the row reads, word by word, as that one did before."""
    return _words(old, was) == _words(grid, row)


def _words(grid: Grid, row: int) -> dict[int, str]:
    return {c: v for c, v in row_cells(grid, row).items() if isinstance(v, str) and v}


def _not_ours(wrong: Cells, before: Sight, plan: Plan, answer: Answer, now: Sight) -> None:
    """Cells of a mending that were to be put right and were others by then: all that went into a row one cell of which
    held something else than was believed."""
    over = list(_over(plan))
    other = {
        (keep.tab, keep.row)
        for number, keep, _ in over
        if not alike(answer.kept[number], plan.kept[number]) and not _formula_went(before, now, keep)
    }
    for number, keep, edit in over:
        if (keep.tab, keep.row) not in other or _formula_went(before, now, keep):
            continue
        row = nearest(_reading(now.grids[keep.tab], edit), keep.row)
        if row is not None and not _stood_there(before, now, edit, row, answer.kept[number]):
            wrong[keep.tab][row, keep.column] = answer.kept[number]


def _over(plan: Plan) -> Iterator[tuple[int, Keep, WriteCell | WriteFormula]]:
    """The edits, totals apart, that write over a cell that the workbook keeps, with the number of its kept value."""
    writes = {(e.tab, e.row, e.column): e for e in plan.edits if isinstance(e, WriteCell | WriteFormula)}
    totals, number = {number for number, _, _ in plan.totals}, 0
    for keep in plan.keep:
        edit = writes.get((keep.tab, keep.row, keep.column))
        if edit is not None and keep.width == 1 and number not in totals:
            yield number, keep, edit
        number += keep.width


def _formula_went(before: Sight, now: Sight, keep: Keep) -> bool:
    """Whether it was the formula of this cell that was written over: what it came to may change at any time."""
    old, grid = before.grids[keep.tab], now.grids[keep.tab]
    formula = old.formulas.get((keep.row, keep.column))
    if formula is None or same_row(old, keep.row, grid):
        return False
    return _alike_in(grid, keep.column, formula) < _alike_in(old, keep.column, formula)


def _stood_there(before: Sight, now: Sight, edit: WriteCell | WriteFormula, row: int, kept: Stored) -> bool:
    """Whether the formula that was written is the one that stood there."""
    if isinstance(edit, WriteCell):
        return False
    old = as_columns_stand(before, now, edit.tab)
    return was_formula(old, now.grids[edit.tab], row, edit.column, kept, {edit.column}) == edit.formula


def _alike_in(grid: Grid, column: int, formula: str) -> int:
    """How many such formulas a column has."""
    return sum(c == column and _shape(text) == _shape(formula) for (_, c), text in grid.formulas.items())


def _reading(grid: Grid, edit: WriteCell | WriteFormula) -> Iterator[int]:
    """The rows in which this column reads as the edit wrote it."""
    for row in range(1, grid.height + 1):
        if reads(grid, (row, edit.column), edit):
            yield row


def without(grid: Grid, rows: Sequence[int]) -> Grid:
    """The grid as it would be had none of these rows been inserted."""
    for row in sorted(rows, reverse=True):
        grid = without_row(grid, row)
    return grid


def take_out(draft: Draft, now: Sight, rows: Mapping[int, Sequence[int]], stamp: Stamp) -> None:
    """Takes these rows of ours away again, from below upwards; the workbook keeps each whole row first."""
    for gid, here in rows.items():
        grid = now.grids[gid]
        for row in sorted(here, reverse=True):
            draft.keeping_row(grid, row)
            draft.edits.append(DeleteRow(tab=gid, row=row))
            said = "; ".join(grid.text(row, c) for c in range(1, grid.width + 1) if grid.text(row, c))
            draft.entries.append(stamp.entry("repair", title=grid.tab.title, row=row, name="", was=said))


def start_afresh(
    draft: Draft,
    before: Sight,
    now: Sight,
    right: Sight,
    rows: dict[int, list[int]],
    lost: Sequence[Lost],
    stamp: Stamp,
) -> None:
    """After another row went in place of one of ours: that row comes back, and every new row of ours goes: those that
    stand where they were put (`rows`), and those that should have gone. `right` is the sheet as it should read."""
    for one in lost:
        here = rows.setdefault(one.tab, [])
        meant = _standing(before, right, one.tab, one.meant)
        stays = nearest((row for row in meant if row not in here), one.row)
        here += [stays] if stays is not None else []
    take_out(draft, now, rows, stamp)
    bare = replace(right, grids={tab: without(grid, rows.get(tab, ())) for tab, grid in right.grids.items()})
    there = [replace(one, row=one.row - sum(row < one.row for row in rows[one.tab])) for one in lost]
    put_back(draft, before, bare, there, stamp)
