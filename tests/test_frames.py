"""Python values to typed frames: every promised column, typed the same with and without records."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from sheets.frames import empty_frame, frame_of, join
from sheets.records import Inexact, Period
from tests.by_hand import PANEL

DAY = dt.date(2024, 10, 3)
MAY = Period(dt.date(2025, 5, 1), dt.date(2025, 5, 31), "month")


@pytest.mark.parametrize("kind", sorted(PANEL.tabs))
def test_an_empty_frame_has_the_columns_of_a_full_one(kind: str) -> None:
    tab = PANEL.tabs[kind]
    full = frame_of(tab, {tab.name: ["Свято"]}, gid=1, rows=[2])
    empty = empty_frame(tab)
    assert list(empty) == list(full)
    assert [str(kind) for kind in empty.dtypes] == [str(kind) for kind in full.dtypes]


def test_an_inexact_number_stands_beside_the_exact_ones() -> None:
    about = Inexact("about", 40, 40)
    frame = frame_of(PANEL.tabs["events"], {"participants": [10.0, about, None]}, gid=1, rows=[2, 3, 4])
    assert frame["participants"].sum() == 10
    assert list(frame["participants_inexact"]) == [None, about, None]


def test_a_period_has_its_end_and_precision_whatever_other_fields_are_called() -> None:
    values = {"date": [Period(DAY, dt.date(2024, 10, 5), "range")], "date_end": [dt.date(2030, 1, 1)]}
    frame = frame_of(PANEL.tabs["events"], values, gid=1, rows=[2])
    assert (frame["date_end"][0], frame["date_precision"][0]) == (pd.Timestamp("2024-10-05"), "range")


def test_a_document_without_an_end_is_open() -> None:
    frame = frame_of(PANEL.tabs["partners"], {"valid_until": ["indefinite", DAY, None]}, gid=1, rows=[2, 3, 4])
    assert list(frame["valid_until_open"]) == [True, False, False]
    assert frame["valid_until"][1] == pd.Timestamp(DAY)


def test_tables_of_a_kind_are_joined_with_all_their_choices() -> None:
    tab = PANEL.tabs["events"]
    one = frame_of(tab, {"form": ["contest"], "directions": [("culture",)]}, gid=1, rows=[2], hidden=[2])
    two = frame_of(tab, {"form": ["concert"]}, gid=2, rows=[5])
    joined = join(tab, [one, two])
    assert list(joined["form"]) == ["contest", "concert"]
    assert list(joined["directions"]) == [("culture",), ()]
    assert (list(joined["tab"]), list(joined["row"]), list(joined["hidden"])) == ([1, 2], [2, 5], [True, False])
    assert list(joined.index) == [0, 1]


@pytest.mark.parametrize(
    "month, start, end, first, last, precision",
    [
        (MAY, dt.date(2025, 5, 24), None, dt.date(2025, 5, 24), dt.date(2025, 5, 24), "day"),
        (MAY, dt.date(2025, 5, 24), dt.date(2025, 5, 26), dt.date(2025, 5, 24), dt.date(2025, 5, 26), "range"),
        (None, dt.date(2025, 5, 24), None, dt.date(2025, 5, 24), dt.date(2025, 5, 24), "day"),
        (MAY, dt.date(2025, 6, 2), None, dt.date(2025, 5, 1), dt.date(2025, 5, 31), "month"),  # they contradict
        (MAY, None, None, dt.date(2025, 5, 1), dt.date(2025, 5, 31), "month"),
    ],
)
def test_a_month_beside_the_days_themselves_is_as_exact_as_they_are(
    month: Period | None,
    start: dt.date | None,
    end: dt.date | None,
    first: dt.date,
    last: dt.date,
    precision: str,
) -> None:
    values = {"date": [month], "date_start": [start], "date_end": [end]}
    [line] = frame_of(PANEL.tabs["events"], values, gid=1, rows=[2]).to_dict("records")
    assert (line["date"].date(), line["date_end"].date(), line["date_precision"]) == (first, last, precision)
