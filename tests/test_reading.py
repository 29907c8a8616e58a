"""A table in a random hand: the reader finds its header, its records, and in each cell the truth, or says so."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from sheets.records import Table
from sheets.workbook import Grid
from tests.by_hand import Truth, fields, read, records, tables
from tests.conftest import LONG

HANDS = settings(
    max_examples=500 if LONG else 120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@HANDS
@given(tables())
def test_a_table_in_any_hand_is_found_where_it_stands(written: tuple[Grid, Truth]) -> None:
    grid, truth = written
    (table,) = read(grid).tables
    known = {at: name for at, name in fields(table).items() if name}
    assert (table.kind, list(table.header_rows)) == (truth.kind, truth.header)
    assert known == {at: name for at, name in truth.columns.items() if name}


@HANDS
@given(tables())
def test_every_record_is_taken_and_nothing_else(written: tuple[Grid, Truth]) -> None:
    grid, truth = written
    (table,) = read(grid).tables
    assert list(table.frame["row"]) == sorted(truth.records)


@HANDS
@given(tables())
def test_a_cell_is_read_or_reported_never_guessed_never_dropped(written: tuple[Grid, Truth]) -> None:
    grid, truth = written
    (table,) = read(grid).tables
    said = {(problem.row, problem.field) for problem in table.problems}
    found = records(table)
    for row, values in truth.records.items():
        for name, value in values.items():
            text = _typed(table, row, name)
            if value is None and text:
                assert (row, name) in said, f"{text!r} of {name} in row {row} is neither read nor reported"
            elif (row, name) not in said:
                assert found[row].get(name) == value, f"{text!r} of {name} in row {row}"


def _typed(table: Table, row: int, name: str) -> str:
    return table.texts[name][table.place[row]]
