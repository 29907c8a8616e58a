"""Coded columns: whatever is done with the different cells gives what would be done cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.cells import read_cell, read_coded, write_cell
from sheets.coded import BLANK, Coded, Lists, together
from sheets.frames import frame_of
from sheets.schema import Kind, read_panel
from sheets.workbook import Grid, TabInfo
from tests.test_cells import CONTEXT, FIELDS, PANEL, VALUES

CELLS = st.none() | st.booleans() | st.integers(-3, 60_000) | st.floats(-3, 60_000) | st.text("абв 1-", max_size=3)
COLUMNS = st.lists(CELLS, max_size=30)


def same(one: Any, other: Any) -> bool:
    """Equal, and of one type where that matters: True is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


@given(COLUMNS)
def test_a_coded_column_holds_the_very_cells(cells: list[Any]) -> None:
    coded = Coded.of(cells)
    assert all(map(same, coded, cells))
    assert len(coded) == len(cells)
    assert len(coded.cells) <= len(cells)


@given(COLUMNS, st.data())
def test_cells_taken_stand_in_the_order_asked(cells: list[Any], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, max(len(cells) - 1, 0)), max_size=9)) if cells else []
    taken = Coded.of(cells).take(np.array(places, dtype=np.int64))
    assert all(map(same, taken, [cells[at] for at in places]))
    assert len(taken) == len(places)
    assert set(taken.codes.tolist()) == set(range(len(taken.cells)))
    assert taken.types == set(map(type, taken))


@given(COLUMNS, st.permutations(BLANK))
def test_one_cell_stands_instead_of_another(cells: list[Any], blanks: list[Any]) -> None:
    cell, other, *_ = blanks
    before = [one for one in cells if not same(one, other)]
    column, now = Coded.of(before).instead(cell, other), [other if same(one, cell) else one for one in before]
    assert all(map(same, column, now))
    assert [column.number(one) is None for one in BLANK] == [not any(same(one, c) for c in now) for one in BLANK]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=20))
def test_columns_together_are_tuples(rows: list[tuple[Any, ...]]) -> None:
    columns = [Coded.of([row[at] for row in rows]) for at in range(3)]
    assert list(together(columns)) == rows


def test_big_whole_numbers_are_told_apart_from_floats() -> None:
    assert list(map(type, Coded.of([10**16, 1e16]))) == [int, float]


def test_lists_are_made_when_asked_for_and_kept() -> None:
    lists = Lists({"name": Coded.of(["а", "б", "а"])})
    assert lists["name"] == ["а", "б", "а"]
    assert lists["name"] is lists["name"]
    assert list(lists) == ["name"]


@pytest.mark.parametrize("column", [1, 2, 3, 4])
def test_a_short_column_ends_in_blanks(column: int) -> None:
    stored, shown = [["а"], [1, None, "б"], [None, "в"]], [["а"], ["1", "", "б"], ["", "в"]]
    grid = Grid(tab=TabInfo(gid=1, title="Т"), stored=stored, shown=shown)
    for padded, cells in (
        (grid.stored_in(column), [grid.value(row, column) for row in (1, 2, 3)]),
        (grid.shown_in(column), [grid.text(row, column) for row in (1, 2, 3)]),
    ):
        assert list(padded) == cells
        assert len(padded.cells) == len(set(padded.cells))  # a blank is one cell, however many there are


# --- a column is read as its cells are, with both faces, in every kind ---


@pytest.mark.parametrize("kind", Kind)
def test_a_ditto_mark_is_told_by_reading_whatever_the_kind(kind: Kind) -> None:
    _, problems = read_coded(FIELDS[kind], Coded.of(["-//-", None, "те саме"]), None, CONTEXT)
    assert [(at, code) for at, code, _ in problems] == [(0, "ditto"), (2, "ditto")]  # so that it is filled from above


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_a_coded_column_reads_as_its_cells_do(kind: Kind, data: st.DataObject) -> None:
    usual = VALUES[kind].map(lambda value: write_cell(FIELDS[kind], value, PANEL))
    pool = data.draw(
        st.lists(st.tuples(usual | CELLS, st.sampled_from(["", "12", "5.трав", "05.03.2025"])), max_size=6)
    )
    faces = [pool[at] for at in data.draw(st.lists(st.integers(0, len(pool) - 1), max_size=20))] if pool else []
    stored = [cell for cell, _ in faces]
    shown = [cell if isinstance(cell, str) else text for cell, text in faces]
    reads = [read_cell(FIELDS[kind], *face, CONTEXT) for face in zip(stored, shown, strict=True)]
    values, problems = read_coded(FIELDS[kind], Coded.of(stored), Coded.of(shown), CONTEXT)
    assert list(values) == [read.value for read in reads]
    assert problems == [(at, read.problem, read.details) for at, read in enumerate(reads) if read.problem]


@pytest.mark.parametrize("tab", read_panel().tabs.values(), ids=str)
@given(data=st.data())
def test_a_frame_of_coded_values_is_the_frame_of_the_values(tab: Any, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 6))
    values = {
        field.key: data.draw(st.lists(VALUES[field.kind], min_size=size, max_size=size))
        for field in tab.fields.values()
        if field.kind in VALUES and not field.vocabulary
    }
    coded = {name: Coded(column[::-1], np.arange(size)[::-1]) for name, column in values.items()}
    rows = range(2, size + 2)
    assert frame_of(tab, coded, gid=1, rows=rows).equals(frame_of(tab, values, gid=1, rows=rows))
