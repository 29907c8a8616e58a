"""`python -m sheets add | edit | undo` among colleagues who edit in that very moment: nobody loses a cell."""

from __future__ import annotations

import itertools
from copy import deepcopy
from typing import Any

import pytest

from tests.emulator import Emulator
from tests.places import TODAY, GooglePlace
from tests.three_saves import LOOK, NEW, SAVES, WRITE, is_done, journal_is_true, prepared, rows, whole

pytest_plugins = ("tests.three_saves_fixtures",)


MOVES: dict[str, tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]] = {
    "another record's cell": ([{"set": {"cell": "F6", "value": 99}}], {"Ярмарок": {"К-сть учасників": 99}}),
    "another cell of the record": (
        [{"set": {"cell": "D5", "value": "Ліцей № 3"}}],
        {"Хакатон": {"Партнери": "Ліцей № 3"}},
    ),
    "a cell of an unknown column": ([{"set": {"cell": "I5", "value": "важливо"}}], {"Хакатон": {"Своє": "важливо"}}),
    "a row inserted first": ([{"insert_row": {"row": 4, "values": NEW}}], {"Чужий захід": {"Своє": "їхнє"}}),
    "a row inserted above": ([{"insert_row": {"row": 5, "values": NEW}}], {"Чужий захід": {"К-сть учасників": 77}}),
    "a row inserted last": ([{"insert_row": {"row": 7, "values": NEW}}], {"Чужий захід": {"К-сть учасників": 77}}),
    "two rows inserted": (
        [{"insert_row": {"row": 4, "values": NEW}}, {"insert_row": {"row": 4, "values": [10, "Ще чужий", TODAY]}}],
        {"Чужий захід": {"К-сть учасників": 77}, "Ще чужий": {"№": 10}},
    ),
    "a blank row above the header": ([{"insert_row": {"row": 2, "values": []}}], {}),
    "the first record deleted": ([{"delete_row": {"row": 4}}], {"Свято осені": {}}),
    "the last record deleted": ([{"delete_row": {"row": 6}}], {"Ярмарок": {}}),
    "sorted by name": ([{"sort": {"from_row": 4, "to_row": 6, "column": "B"}}], {}),
    "sorted by people": ([{"sort": {"from_row": 4, "to_row": 6, "column": "F"}}], {}),
    "the tab renamed": ([{"rename_tab": {"to": "Заходи нові"}}], {}),
    "sorted, then one inserted": (
        [{"sort": {"from_row": 4, "to_row": 6, "column": "B"}}, {"insert_row": {"row": 4, "values": NEW}}],
        {"Чужий захід": {"Своє": "їхнє"}},
    ),
}  # fmt: skip


def on_tab(edits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{what: {"tab": "Заходи", **told} for what, told in one.items()} for one in deepcopy(edits)]


@pytest.mark.parametrize("before", [WRITE, LOOK])
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("save", SAVES)
def test_what_colleagues_do_meanwhile_stays_and_so_does_the_save(
    sheet: Emulator, save: str, move: str, before: str
) -> None:
    prepared(sheet, save)
    edits, theirs = MOVES[move]
    sheet.colleague(*on_tab(edits), before=before)
    said = SAVES[save](sheet)
    assert said.status == "saved", said.told
    assert is_done(sheet, save)
    whole(sheet, theirs)
    journal_is_true(sheet, save, said)
    if save != "undo":
        title = {"add": "Перевірка", "edit": "Хакатон"}[save]
        assert said.told["row"] == rows(sheet)[title]["at"]


TWICE = [
    (save, first, second)
    for first in ("a row inserted first", "two rows inserted", "sorted by people")
    for second in ("a row inserted first", "a row inserted last", "sorted by name", "the first record deleted")
    for save in SAVES
    if (save, second) != ("add", "the first record deleted")
]


@pytest.mark.parametrize(("save", "first", "second"), TWICE)
def test_a_sheet_that_moves_again_while_a_save_is_put_right_loses_nothing(
    sheet: Emulator, save: str, first: str, second: str
) -> None:
    prepared(sheet, save)
    theirs = {**MOVES[first][1]}
    again = deepcopy(MOVES[second][0])
    if "deleted" in second:
        theirs["Свято осені"] = {}
    elif "Чужий захід" in theirs and "inserted" in second:
        again[0]["insert_row"]["values"][1] = "Третій чужий"
        theirs["Третій чужий"] = {"Своє": "їхнє"}
    else:
        theirs |= MOVES[second][1]
    place = GooglePlace(sheet)
    window = itertools.chain([on_tab(MOVES[first][0]), on_tab(again)], itertools.repeat([]))
    writes = 0
    real = sheet.app.control.before

    def act(edits: list[dict[str, Any]]) -> None:
        for one in edits:
            if one.get("delete_row", {}).get("row") == 4:
                one["delete_row"]["row"] = rows(sheet)["Свято осені"]["at"]
            place.colleague(one)

    def before(request: str) -> None:
        nonlocal writes
        if WRITE in request:
            writes += 1
            act(next(window))
        real(request)

    sheet.app.control.before = before  # type: ignore[method-assign]
    try:
        said = SAVES[save](sheet)
    finally:
        sheet.app.control.before = real  # type: ignore[method-assign]
    if writes == 1:
        act(next(window))
    assert said.status == "saved", said.told
    assert is_done(sheet, save)
    whole(sheet, theirs)
    journal_is_true(sheet, save, said)
