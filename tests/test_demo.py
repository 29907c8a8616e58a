"""The demo workbook: the same bytes for the same day, and alive on any day."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from demo.make_demo import make_demo


def test_the_same_day_gives_the_same_bytes() -> None:
    day = dt.date(2026, 5, 14)
    assert make_demo(day) == make_demo(day)


@pytest.mark.parametrize("day", [dt.date(2026, 9, 1), dt.date(2026, 12, 31), dt.date(2027, 8, 31)])
def test_four_hundred_events_in_two_school_years_whatever_the_day(day: dt.date) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_demo(day)))
    begun = day.year if day.month >= 9 else day.year - 1
    numbers = [
        row[0]
        for title in (f"Заходи {begun - 1}-{begun}", f"Заходи {begun}-{begun + 1}")
        for row in book[title].iter_rows(min_row=5, values_only=True)
        if isinstance(row[0], int)
    ]
    assert len(numbers) == 400


def test_formulas_carry_the_values_that_a_spreadsheet_would_have_kept() -> None:
    data = io.BytesIO(make_demo(dt.date(2026, 5, 14)))
    sheet = openpyxl.load_workbook(data, data_only=True)["Оцінювання"]
    assert sheet["P3"].value == pytest.approx(sum(sheet.cell(3, c).value for c in range(7, 16)) / 9, abs=0.006)
