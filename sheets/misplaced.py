"""New rows that a moved sheet put elsewhere than was meant: where they stand, what they hit, how they go again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sheets.growing import follow
from sheets.mending import nearest, same_rows
from sheets.plans import Answer, Draft, Plan, Stamp, alike, row_cells
from sheets.sight import Sight, without_row
from sheets.workbook import DeleteRow, Grid, Stored


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


def written(plan: Plan) -> list[tuple[int, int, dict[int, Stored]]]:
    """(gid, row, cells) of each new row, in the order of the receipt."""
    cells = [
        {int(column): value for column, value in entry.data["cells"].items()}
        for entry in plan.entries
        if entry.action == "add"
    ]
    return [(saved.tab, saved.row or 0, filled) for saved, filled in zip(plan.saved, cells, strict=True)]


def ours(plan: Plan, now: Sight) -> dict[int, list[int]]:
    """Where our new rows stand in a later reading, by tab, in the order of the receipt; not those that are gone."""
    found: dict[int, list[int]] = defaultdict(list)
    for gid, row, cells in written(plan):
        here = (other for other in same_rows(now.grids[gid], cells) if other not in found[gid])
        stands = nearest(here, row)
        if stands is not None:
            found[gid].append(stands)
    return found


def not_totals(before: Sight, plan: Plan, answer: Answer, now: Sight) -> dict[int, dict[tuple[int, int], Stored]]:
    """The cells that were taken for totals and are none, with what stood there: it must be put back."""
    wrong: dict[int, dict[tuple[int, int], Stored]] = defaultdict(dict)
    for number, was, edit in plan.totals:
        grid, kept, believed = now.grids[edit.tab], answer.kept[number], plan.kept[number]
        same = (r for (r, c), text in grid.formulas.items() if c == edit.column and text == edit.formula)
        row = nearest(same, edit.row)
        if row is None:
            continue
        labels = {c: v for c, v in row_cells(before.grids[edit.tab], was).items() if isinstance(v, str)}
        labelled = all(alike(grid.value(row, column), label) for column, label in labels.items())
        is_record = any(row in table.place for table in now.tables[edit.tab])
        if is_record or not labelled or (isinstance(believed, int | float) and not isinstance(kept, int | float)):
            wrong[edit.tab][row, edit.column] = kept
    return wrong


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
            draft.keeping(grid, row, 1, grid.width)
            draft.edits.append(DeleteRow(tab=gid, row=row))
            said = "; ".join(grid.text(row, c) for c in range(1, grid.width + 1) if grid.text(row, c))
            draft.entries.append(stamp.entry("repair", title=grid.tab.title, row=row, name="", was=said))
