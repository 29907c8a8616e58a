"""New rows that a moved sheet put elsewhere than was meant: where they stand, how they go again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sheets.alike import nearest, same_rows
from sheets.drafts import Draft
from sheets.lost import Lost, put_back
from sheets.plans import Met, Stamp
from sheets.sideways import moved_columns
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


def ours(met: Met, now: Sight) -> dict[int, list[int]]:
    """Where our new rows stand in a later reading, by tab, in the order of the receipt; not those that are gone."""
    found: dict[int, list[int]] = defaultdict(list)
    for placed in met.plan.placed:
        here = _standing(met.before, now, placed.tab, placed.cells)
        stands = nearest((row for row in here if row not in found[placed.tab]), placed.row)
        if stands is not None:
            found[placed.tab].append(stands)
    return found


def _standing(before: Sight, now: Sight, tab: int, cells: Mapping[int, Stored]) -> list[int]:
    """The rows that hold these cells: as they were written, else (columns came in since) where their columns stand."""
    to = moved_columns(before, now, tab)
    grid = now.grids[tab]
    return [*same_rows(grid, cells)] or [*same_rows(grid, {to(column): value for column, value in cells.items()})]


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
