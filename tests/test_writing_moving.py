"""Adds into a sheet that moves, and answers that never come."""

from __future__ import annotations

from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused, Unconfirmed
from sheets.schema import Panel
from tests.places import TODAY, Place
from tests.saves import EVENT, NOW, ROW, add, at_once, edit, seen_in
from tests.watched import Watched

pytest_plugins = ("tests.save_fixtures",)


@pytest.mark.parametrize("moment", ["read", "write"])
@pytest.mark.parametrize(
    "meanwhile",
    [
        {"insert_row": {"tab": "Заходи", "row": 5, "values": [0, "Новий", TODAY, "IT-школа", "Освітнє", 5]}},
        {"insert_row": {"tab": "Заходи", "row": 7, "values": [4, "Новий", TODAY, "IT-школа", "Освітнє", 5]}},
        {"delete_row": {"tab": "Заходи", "row": 4}},
        {"sort": {"tab": "Заходи", "from_row": 4, "to_row": 6, "column": "B"}},
        {"set": {"tab": "Заходи", "cell": "F6", "value": 99}},
        {"rename_tab": {"tab": "Заходи", "to": "Заходи."}},
    ],
    ids=["insert above", "insert at", "delete", "sort", "set", "rename"],
)
def test_an_add_stands_in_its_table_however_the_rows_move(
    place: Place, panel: Panel, meanwhile: dict[str, Any], moment: str
) -> None:
    workbook = place.open()
    at_once(place, workbook, moment, meanwhile)
    expected = _after(place, meanwhile)
    receipt = add(place, panel, on=workbook)
    rows = place.rows("Заходи.") or place.rows("Заходи")
    assert receipt.row is not None
    ours = rows[receipt.row - 1]
    assert ours[1:6] == ROW[1:6]
    table = {row[1]: row[5] for row in rows[3:] if len(row) > 5 and row[1] != "Всього"}
    assert table == {**expected, "Майстер-клас": 12}
    total = next(row for row in rows if len(row) > 1 and row[1] == "Всього")
    assert rows.index(total) == len(table) + 3
    summed = len(table) + 3
    if meanwhile.get("insert_row", {}).get("row") == 7 and place.name != "xlsx":  # theirs stood outside the total
        summed = 7 if moment == "write" else 6
    assert total[5:] == [f"=SUM(F4:F{summed})", f"=SUM(G4:G{summed})"]


@pytest.mark.parametrize(
    ("meanwhile", "summed"),
    [
        ({"insert_row": {"tab": "Заходи", "row": 5, "values": [0, "Новий", TODAY, "IT-школа", "Освітнє", 5]}}, "F4:F8"),
        ({"insert_row": {"tab": "Заходи", "row": 3, "values": []}}, "F5:F8"),
        ({"delete_row": {"tab": "Заходи", "row": 4}}, "F4:F6"),
        ({"set": {"tab": "Заходи", "cell": "F6", "value": 99}}, "F4:F7"),
        ({"set": {"tab": "Заходи", "cell": "F4", "value": 99}}, "F4:F7"),
        ({"sort": {"tab": "Заходи", "from_row": 4, "to_row": 6, "column": "E"}}, "F4:F7"),
        ({"delete_row": {"tab": "Заходи", "row": 6}}, "F4:F6"),
    ],
    ids=["insert", "insert above the header", "delete", "set last", "set first", "sort", "delete last"],
)
def test_a_total_above_its_records_takes_all_of_them_in_though_they_move_in_that_very_moment(
    place: Place, panel: Panel, meanwhile: dict[str, Any], summed: str
) -> None:
    place.colleague({"set": {"tab": "Заходи", "cell": "F2", "value": "=SUM(F4:F6)"}})
    workbook = place.open()
    at_once(place, workbook, "write", meanwhile)
    add(place, panel, on=workbook)
    assert place.rows("Заходи")[1][5] == f"=SUM({summed})"


def test_a_column_inserted_in_the_very_moment_takes_the_save_back(place: Place, panel: Panel) -> None:
    workbook = place.open()
    at_once(place, workbook, "write", {"insert_column": {"tab": "Заходи", "column": "C"}})
    with pytest.raises(Refused, match="header-changed"):
        add(place, panel, on=workbook)
    rows = place.rows("Заходи")
    assert [row[1] for row in rows[3:7]] == ["Свято осені", "Хакатон", "Ярмарок", "Всього"]
    assert all(len(row) < 3 or row[2] is None for row in rows)


# --- answers that never came ---


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("what", ["add", "edit", "undo"])
def test_an_answer_that_never_came_is_settled_by_looking(place: Place, panel: Panel, what: str, applied: bool) -> None:
    first = add(place, panel, {**EVENT, "title": "перший"}) if what == "undo" else None
    seen, workbook = seen_in(place, panel, 5), place.open()
    lose_once(workbook, applied=applied)
    if what == "add":
        receipt = add(place, panel, on=workbook)
    elif what == "edit":
        receipt = edit(place, panel, 5, {"participants": 26.0}, seen, on=workbook)
    else:
        assert first
        receipt = writing.undo(workbook, panel, first.id, actor="Оля", now=NOW)
    assert ("looked" in receipt.notes) == applied
    names = [row[1] for row in place.rows("Заходи") if len(row) > 1 and row[1]]
    assert names.count("Майстер-клас") == (what == "add")
    assert names.count("перший") == 0
    assert place.rows("Заходи")[4][5] == (26 if what == "edit" else 25)


def test_after_a_time_out_nothing_is_written_again_and_the_same_submit_settles_it(place: Place, panel: Panel) -> None:
    workbook = place.open()
    workbook.before = failing("write", Unconfirmed(late=True))
    with pytest.raises(Unconfirmed) as unconfirmed:
        add(place, panel, on=workbook, submit_id="s1")
    assert unconfirmed.value.details["submit_id"] == "s1"
    assert workbook.requests.count("write") == 1
    (begun,) = writing.settle(place.open(), panel) if place.open().source == workbook.source else [None]
    assert begun is not None and begun[1] is None and begun[0].what["records"][0][0] == "events"
    assert add(place, panel, submit_id="s1").row == 7


def test_a_submit_that_another_process_saves_since_the_look_has_the_receipt_of_that_save(
    place: Place, panel: Panel
) -> None:
    """Even of the first save of all: its journal is not known here yet."""
    workbook = place.open()
    workbook.tabs()
    first = add(place, panel, submit_id="s1")
    add(place, panel, {**EVENT, "title": "другий"}, submit_id="s2")
    saving.forget()
    again = add(place, panel, on=workbook, submit_id="s1")
    assert (again.id, again.row, again.notes) == (first.id, first.row, ("repeated",))
    assert [row[1] for row in place.rows("Заходи")[6:9]] == ["Майстер-клас", "другий", "Всього"]


def lose_once(workbook: Watched, *, applied: bool) -> None:
    """The next write's answer gets lost, after it was applied or before."""

    def lost(*_: Any) -> None:
        workbook.before, workbook.after = lambda _: None, lambda: None
        raise Unconfirmed(late=False)

    if applied:
        workbook.after = lost
    else:
        workbook.before = lambda what: lost() if what == "write" else None


def failing(moment: str, error: Exception) -> Any:
    def before(what: str) -> None:
        if what == moment:
            raise error

    return before


def _after(place: Place, meanwhile: dict[str, Any]) -> dict[str, int]:
    table = {"Свято осені": 40, "Хакатон": 25, "Ярмарок": 120}
    if "insert_row" in meanwhile:
        table["Новий"] = 5
    if "delete_row" in meanwhile:
        del table["Свято осені"]
    if "set" in meanwhile:
        table["Ярмарок"] = 99
    return table
