"""Tables are ordered over all their rows, as people of the reader's language order them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from pages.parts import order
from pages.parts.order import Order
from sheets.records import Inexact, Period
from tests.samples import snapshot_of

AUTUMN = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("values", "down", "expected"),
    [
        (["Яблуко", "Їжак", "ґрунт", "Гай", "Індик", "Зоря"], False, [3, 2, 5, 4, 1, 0]),
        (["Школа № 10", "Школа № 9", "школа № 1"], False, [2, 1, 0]),
        (["б", None, "а", ""], False, [2, 0, 1, 3]),
        (["б", None, "а", ""], True, [0, 2, 1, 3]),
        ([2.0, None, 10.0, 2.0], True, [2, 0, 3, 1]),
        ([pd.Timestamp("2026-05-14"), pd.NaT, pd.Timestamp("2025-05-14")], False, [2, 0, 1]),
        ([], False, []),
    ],
)
def test_blanks_stand_last_either_way_and_equals_as_they_stood(values: list, down: bool, expected: list[int]) -> None:
    assert order.places(order.ranks_of(pd.Series(values)), down=down).tolist() == expected


@pytest.mark.parametrize(
    ("field", "down", "expected"),
    [
        ("title", False, [2, 0, 1]),
        ("date", True, [1, 0, 2]),
        ("participants", False, [1, 2, 0]),
        ("form", False, [1, 2, 0]),
    ],
)
def test_records_are_ordered_by_what_the_column_means(field: str, down: bool, expected: list[int]) -> None:
    now = snapshot_of(
        {
            "events": [
                {"title": "Їжак", "date": Period(dt.date(2026, 2, 1), dt.date(2026, 2, 1)), "participants": 50.0},
                {"title": "Яр", "date": Period(AUTUMN, AUTUMN), "form": "meeting", "participants": 9.0},
                {"title": "Ґава", "form": "contest", "participants": Inexact("about", 40, 40)},
            ]
        }
    )
    column, all_of = now.panel.tabs["events"].fields[field], np.arange(3)
    assert order.arranged(now, "events", column, all_of, Order(field, down)).tolist() == expected
