"""What a column looks like: the shapes of its cells, and how like another one it is."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheets.fingerprints import Fingerprint, fingerprint, same_shapes, same_values, shape_of
from sheets.workbook import Grid, TabInfo
from tests.remembered import grid_of


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("01.02.2025", "date"),
        ("січень 2025", "date"),
        ("12", "number"),
        ("1 234,50", "number"),
        ("+380441234567", "phone"),
        ("044 123-45-67, 068 765 43 21", "phone"),
        ("a@b.ua", "email"),
        ("https://b.ua", "link"),
        ("+", "mark"),
        ("так", "mark"),
        ("музей", "short"),
        ("довга розповідь про спільні справи установ", "long"),
    ],
)
def test_the_shape_of_a_cell(text, shape):
    assert shape_of(text) == shape


texts = st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=30)


@settings(max_examples=50)
@given(texts)
@example(["\u200b"])  # a cell of nothing but a zero-width space
def test_a_column_is_like_itself(values):
    grid = grid_of(["Заголовок"], [[value] for value in values])
    one = fingerprint(grid, 1, 3)
    assert same_shapes(one, one) == pytest.approx(1, abs=0.02) or one.cells == 0
    assert same_values(one, one) == (1 if one.values else 0)


def test_an_empty_column_is_like_nothing():
    empty = fingerprint(grid_of(["А"], [[""]]), 1, 3)
    assert (empty, same_shapes(empty, empty), same_values(empty, empty)) == (Fingerprint(), 0, 0)


def test_columns_stored_as_dates_are_seen_as_people_see_them():
    day = dt.date(2025, 2, 1).toordinal() - dt.date(1899, 12, 30).toordinal()
    grid = Grid(tab=TabInfo(gid=1, title="А"), stored=[["Дата", float(day)]], shown=[["Дата", "01.02.2025"]])
    assert fingerprint(grid, 1, 1).shapes == {"date": 1.0}
