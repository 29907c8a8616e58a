"""An address of a record opens that record wherever it stands, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.whereabouts import address_of, record_at
from sheets.xlsx import XlsxWorkbook

NOW = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)


def snapshot(book: Path, panel: Panel) -> Snapshot:
    """The workbook as it is now."""
    return read_snapshot(XlsxWorkbook(book).read(), panel, now=NOW)


def named(now: Snapshot, address: str) -> str | None:
    """The title of the event that this address opens."""
    found = record_at(now, address)
    return found[0].record(found[1])["title"] if found else None


@pytest.fixture
def event(demo_book: Path, panel: Panel) -> tuple[str, str, str, int]:
    """An event of the demo: its address, its title, its tab, its row."""
    now = snapshot(demo_book, panel)
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[5]
    return address_of(now.panel, table, row), table.record(row)["title"], table.title, row


def change(book: Path, tab: str, how: Callable[[Worksheet], object]) -> None:
    """Changes a tab of the file as a colleague would."""
    workbook = load_workbook(book)
    how(workbook[tab])
    workbook.save(book)


def test_a_record_is_found_where_it_was(event: tuple[str, str, str, int], demo_book: Path, panel: Panel) -> None:
    address, title, _, _ = event
    assert named(snapshot(demo_book, panel), address) == title


def test_a_record_that_moved_down_is_found(event: tuple[str, str, str, int], demo_book: Path, panel: Panel) -> None:
    address, title, tab, row = event
    change(demo_book, tab, lambda sheet: sheet.insert_rows(row - 2))
    now = snapshot(demo_book, panel)
    assert (named(now, address), record_at(now, address)[1]) == (title, row + 1)


def test_the_record_that_took_its_row_is_not_opened_instead(
    event: tuple[str, str, str, int], demo_book: Path, panel: Panel
) -> None:
    address, _, tab, row = event
    change(demo_book, tab, lambda sheet: sheet.delete_rows(row))
    assert named(snapshot(demo_book, panel), address) is None


@pytest.mark.parametrize("address", ["", "events", "events.x.y.z", "events.0.5", "stars.0.5.abcd", "events.-1.-5.ab"])
def test_an_address_that_is_none_opens_nothing(address: str, demo_book: Path, panel: Panel) -> None:
    assert record_at(snapshot(demo_book, panel), address) is None
