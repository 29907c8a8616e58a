"""Where a record stands in the sheet, and which record stands there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pages.parts import place
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.xlsx import XlsxWorkbook


@pytest.fixture
def now(demo_book: Path, panel: Panel) -> Snapshot:
    return read_snapshot(XlsxWorkbook(demo_book).read(), panel, now=dt.datetime.now(panel.centre.zone))


def test_the_record_of_a_row_is_the_one_that_stands_there(now: Snapshot) -> None:
    for kind in ("partners", "events", "evaluations"):
        for number in (0, len(now.frames[kind]) - 1):
            table, row = place.of(now, kind, number)
            assert place.number_at(now, kind, table.tab, row) == number


def test_no_record_stands_in_a_heading_or_in_a_row_of_another_tab(now: Snapshot) -> None:
    table, row = place.of(now, "events", 0)
    assert place.number_at(now, "events", table.tab, 1) is None
    assert place.number_at(now, "partners", table.tab, row) is None
