"""A sheet that moves once more and once more while a save is put right: what was hit comes back, and a save says that
it was refused only when nothing of it stands."""

from __future__ import annotations

import itertools
from collections import Counter
from copy import deepcopy
from typing import Any

import pytest

from sheets import saving
from sheets.errors import Refused
from sheets.schema import Panel
from tests.places import BOOK, TODAY, PaperPlace
from tests.saves import add, edit, seen_in

EVENTS = {"tab": "Заходи"}
MOVES: dict[str, dict[str, Any]] = {
    "above": {"insert_row": {**EVENTS, "row": 4, "values": [9, "Чужий", TODAY, "IT-школа", "Освітнє", 7, 0]}},
    "below": {"insert_row": {**EVENTS, "row": 6, "values": [8, "Інший", TODAY, "Ліцей № 3", "Освітнє", 70, 5]}},
    "blank": {"insert_row": {**EVENTS, "row": 5, "values": []}},
    "gone": {"delete_row": {**EVENTS, "row": 4}},
    "sorted": {"sort": {**EVENTS, "from_row": 4, "to_row": 6, "column": "B"}},
    "theirs": {"set": {**EVENTS, "cell": "I6", "value": "нове"}},
}
WINDOWS = [
    *itertools.product(("above", "gone"), ("above", "blank", "sorted"), ("above", "below")),
    ("blank", "above"),
    ("gone", "theirs"),
    ("below", "gone", "above", "above"),
]


def rows_of(place: PaperPlace) -> Counter[tuple[Any, ...]]:
    """The rows, whatever their order, and whatever their formulas sum."""
    rows = ([str(value).split("(")[0] if value is not None else None for value in row] for row in place.rows("Заходи"))
    return Counter(tuple("=" if cell and cell[0] == "=" else cell for cell in row) for row in rows if any(row))


@pytest.mark.parametrize("save", ["edit", "add"])
@pytest.mark.parametrize("windows", WINDOWS, ids="-".join)
def test_whatever_moves_while_a_save_is_put_right(panel: Panel, save: str, windows: tuple[str, ...]) -> None:
    place, alone = PaperPlace(deepcopy(BOOK)), PaperPlace(deepcopy(BOOK))
    alone.colleague(*(MOVES[move] for move in windows))
    saving.forget()
    workbook, left = place.open(), iter(windows)
    seen = seen_in(place, panel, 5)

    def before(what: str) -> None:
        if what == "write":
            place.colleague(*(MOVES[move] for move in itertools.islice(left, 1)))

    workbook.before = before
    if save == "add":
        add(place, panel, on=workbook)
    else:
        edit(place, panel, 5, {"participants": 26}, seen, on=workbook)
    place.colleague(*(MOVES[move] for move in left))
    more, less = rows_of(place) - rows_of(alone), rows_of(alone) - rows_of(place)
    if save == "add":
        assert ([row[1] for row in more.elements()], less) == (["Майстер-клас"], Counter())
    else:
        assert [(row[1], row[5]) for row in more.elements()] == [("Хакатон", "26")]
        assert [(row[1], row[5]) for row in less.elements()] == [("Хакатон", "25")]


def test_a_record_that_a_colleague_took_away_is_refused_and_what_was_hit_for_it_is_back(panel: Panel) -> None:
    place, alone = PaperPlace(deepcopy(BOOK)), PaperPlace(deepcopy(BOOK))
    windows = [{"delete_row": {**EVENTS, "row": 5}}, MOVES["above"], MOVES["above"]]
    alone.colleague(*windows)
    saving.forget()
    workbook, left = place.open(), iter(windows)
    seen = seen_in(place, panel, 5)
    workbook.before = lambda what: place.colleague(*itertools.islice(left, 1)) if what == "write" else None
    with pytest.raises(Refused, match="row-gone"):
        edit(place, panel, 5, {"participants": 26}, seen, on=workbook)
    assert place.rows("Заходи") == alone.rows("Заходи")
