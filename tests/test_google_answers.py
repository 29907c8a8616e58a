"""Google's answers as grids: whatever stands in the cells, both renderings come through as they are."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.google_answers import Outline, faces, reading
from sheets.google_pieces import Decoder, pieces
from sheets.workbook import Grid, TabInfo

TABS = (TabInfo(gid=1, title="Перший"), TabInfo(gid=2, title='"],["'))
TEXTS = st.text('аб",[]{}\\ 1', max_size=4) | st.sampled_from(["],[", '"],["', '{"range":"', "", "5"])
FIGURES = st.integers(0, 3) | st.booleans()
CELLS = st.tuples(TEXTS | FIGURES, TEXTS) | TEXTS.map(lambda text: (text, text))
COLUMNS = st.lists(st.lists(CELLS, max_size=4), max_size=5)


def answer(columns: list[list[list[Any]]]) -> bytes:
    """What values.batchGet prints of these tabs."""
    ranges = [{"range": f"'{info.title}'!A1:Z9", "values": cells} for info, cells in zip(TABS, columns, strict=True)]
    return orjson.dumps({"valueRanges": ranges})


def grids(stored: list[list[list[Any]]], shown: list[list[list[str]]] | None) -> tuple[Grid, ...]:
    outline = Outline(title="", locale="uk_UA", tabs=TABS)
    faces = pieces([answer(shown)], TABS) if shown is not None else None
    return reading(None, outline, pieces([answer(stored)], TABS), faces, {1, 2}, Decoder({})).grids


@pytest.mark.parametrize("both", [True, False])
@given(columns=st.tuples(COLUMNS, COLUMNS))
def test_every_cell_comes_through(both: bool, columns: tuple[list[list[tuple[Any, str]]], ...]) -> None:
    stored = [[[cell for cell, _ in column] for column in tab] for tab in columns]
    shown = [[[text for _, text in column] for column in tab] for tab in columns]
    for grid, cells, texts in zip(grids(stored, shown if both else None), stored, shown, strict=True):
        assert grid.stored == [[None if cell == "" else cell for cell in column] for column in cells]
        assert grid.shown == (texts if both else None)


def test_a_column_of_texts_is_kept_once() -> None:
    columns = [[["Назва", "Музей"], ["К-сть", 5]], [[]]]
    (grid, _) = grids(columns, [[["Назва", "Музей"], ["К-сть", "5"]], [[]]])
    assert grid.shown is not None
    assert grid.shown[0] is grid.stored[0]
    assert grid.shown[1] == ["К-сть", "5"]


def test_of_a_changed_tab_only_the_changed_column_is_decoded_anew() -> None:
    outline = Outline(title="", locale="uk_UA", tabs=TABS)
    first, second = (
        pieces([answer([[["Назва", "Музей"], ["К-сть", number]], [["Дата", 5]]])], TABS) for number in (5, 6)
    )
    before = reading(None, outline, first, None, {1, 2}, Decoder({}))
    after = reading(before, outline, second, None, {1}, Decoder(before.parts))
    assert [new is old for new, old in zip(after.grids[0].stored, before.grids[0].stored, strict=True)] == [True, False]
    assert after.grids[1] is before.grids[1]
    assert after.grids[0].stored[1] == ["К-сть", 6]
    assert len(after.parts) == len(before.parts)  # what is no longer there is forgotten


@pytest.mark.parametrize("shown, told", [(["Назва", "Музей"], True), (["Назва", "Музей (філія)"], False)])
def test_texts_that_a_format_dresses_are_asked_for_again(shown: list[str], told: bool) -> None:
    outline = Outline(title="", locale="uk_UA", tabs=TABS)
    first, face, second = (
        pieces([answer([[texts], [[]]])], TABS) for texts in (["Назва", "Музей"], shown, ["Назва", "Ліцей"])
    )
    before = reading(None, outline, first, face, {1, 2}, Decoder({}))
    assert (1 in faces(before, {1: second[1]}, Decoder(before.parts))) == told
