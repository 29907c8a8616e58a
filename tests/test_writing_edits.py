"""Edits that lose nobody's change, and undos that take back only their own."""

from __future__ import annotations

import pytest

from sheets import saving, writing
from sheets.errors import Refused, Unconfirmed
from sheets.receipts import Conflict, Receipt
from sheets.schema import Panel
from tests.places import TODAY, Place
from tests.saves import EVENT, NOW, add, at_once, edit, journal, seen_in

pytest_plugins = ("tests.save_fixtures",)


def test_an_edit_writes_only_the_changed_cells(place: Place, panel: Panel) -> None:
    before = place.rows("Заходи")
    receipt = edit(place, panel, 5, {"participants": 26.0}, seen_in(place, panel, 5))
    after = place.rows("Заходи")
    assert (receipt.row, after[4][5]) == (5, 26)
    after[4][5] = 25
    assert after == before
    assert journal(place, panel) == [("Іван", "edit", "Заходи", 5, "К-сть учасників", "25")]


MEANWHILE = {
    "a row inserted above": ([{"insert_row": {"tab": "Заходи", "row": 4, "values": [0, "Новий"]}}], 6),
    "rows sorted by name": ([{"sort": {"tab": "Заходи", "from_row": 4, "to_row": 6, "column": "B"}}], 5),
    "a row above deleted": ([{"delete_row": {"tab": "Заходи", "row": 4}}], 4),
    "the tab renamed": ([{"rename_tab": {"tab": "Заходи", "to": "Наші заходи"}}], 5),
    "another cell changed": ([{"set": {"tab": "Заходи", "cell": "D5", "value": "Ліцей № 3"}}], 5),
}


@pytest.mark.parametrize("moment", ["read", "write"])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_an_edit_finds_its_record_and_keeps_what_others_did(
    place: Place, panel: Panel, meanwhile: str, moment: str
) -> None:
    edits, row = MEANWHILE[meanwhile]
    seen, workbook = seen_in(place, panel, 5), place.open()
    at_once(place, workbook, moment, *edits)
    receipt = edit(place, panel, 5, {"participants": 26.0}, seen, on=workbook)
    title = "Наші заходи" if "renamed" in meanwhile else "Заходи"
    rows = place.rows(title)
    assert receipt.row == row
    assert rows[row - 1][1] == "Хакатон"
    assert rows[row - 1][5] == 26
    assert rows[row - 1][3] == ("Ліцей № 3" if "another cell" in meanwhile else "IT-школа")
    others = {r[1]: r[5] for r in rows[3:-2] if len(r) > 5 and r[1] not in ("Хакатон", "Всього")}
    assert others.items() <= {"Свято осені": 40, "Ярмарок": 120}.items()


@pytest.mark.parametrize("moment", ["read", "write"])
def test_the_same_cell_changed_meanwhile_is_a_conflict_and_theirs_stays(
    place: Place, panel: Panel, moment: str
) -> None:
    seen, workbook = seen_in(place, panel, 5), place.open()
    at_once(place, workbook, moment, {"set": {"tab": "Заходи", "cell": "F5", "value": 31}})
    with pytest.raises(Conflict) as conflict:
        edit(place, panel, 5, {"participants": 26.0, "title": "Хакатон 2"}, seen, on=workbook)
    (clash,) = conflict.value.cells
    assert (clash.field, clash.seen, clash.theirs, clash.mine) == ("participants", "25", "31", "26")
    assert place.rows("Заходи")[4][:6] == [2, "Хакатон", TODAY - 100, "IT-школа", "Освітнє", 31]


def test_a_colleague_who_wrote_the_same_is_no_conflict(place: Place, panel: Panel) -> None:
    seen = seen_in(place, panel, 5)
    place.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": 26}})
    assert edit(place, panel, 5, {"participants": 26.0}, seen).notes == ("unchanged",)


def test_a_record_that_is_gone_is_not_looked_for_elsewhere(place: Place, panel: Panel) -> None:
    seen = seen_in(place, panel, 5)
    place.colleague({"delete_row": {"tab": "Заходи", "row": 5}})
    before = place.rows("Заходи")
    with pytest.raises(Refused, match="row-gone"):
        edit(place, panel, 5, {"participants": 26.0}, seen)
    assert place.rows("Заходи") == before


def test_a_record_deleted_in_the_very_moment_costs_nobody_a_cell(place: Place, panel: Panel) -> None:
    seen, workbook = seen_in(place, panel, 5), place.open()
    at_once(place, workbook, "write", {"delete_row": {"tab": "Заходи", "row": 5}})
    with pytest.raises(Refused, match="row-gone"):
        edit(place, panel, 5, {"participants": 26.0}, seen, on=workbook)
    assert place.rows("Заходи")[4][:7] == [3, "Ярмарок", TODAY - 20, "Ліцей № 3", "Громадське", 120, 80]


def test_a_row_inserted_with_values_in_the_very_moment_keeps_them(place: Place, panel: Panel) -> None:
    seen, workbook = seen_in(place, panel, 5), place.open()
    new = [9, "Чужий захід", TODAY, "IT-школа", "Освітнє", 77]
    at_once(place, workbook, "write", {"insert_row": {"tab": "Заходи", "row": 5, "values": new}})
    receipt = edit(place, panel, 5, {"participants": 26.0}, seen, on=workbook)
    rows = place.rows("Заходи")
    assert (rows[4], rows[5][1], rows[5][5]) == (new, "Хакатон", 26)
    repaired = place.name != "xlsx"  # a file that is no longer what was looked at is not written: it is looked at anew
    assert (receipt.row, receipt.repaired) == (6, repaired)
    assert ("repair" in {entry.action for entry in writing.journal(place.open(), panel)}) == repaired


def test_a_cell_with_a_formula_is_never_overwritten(place: Place, panel: Panel) -> None:
    place.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": "=20+5"}})
    seen = {**seen_in(place, panel, 5), "participants": 25}
    with pytest.raises(Refused, match="formula"):
        edit(place, panel, 5, {"participants": 26.0}, seen)
    assert place.rows("Заходи")[4][5] == "=20+5"


def test_a_new_row_that_was_hit_and_then_worked_on_gets_its_cell_back(place: Place, panel: Panel) -> None:
    seen, workbook = seen_in(place, panel, 5), place.open()
    new = [9, "Чужий захід", TODAY, "IT-школа", "Освітнє", 77]
    at_once(place, workbook, "write", {"insert_row": {"tab": "Заходи", "row": 5, "values": new}})

    def after() -> None:
        workbook.after = lambda: None
        place.colleague(
            {"set": {"tab": "Заходи", "cell": "G5", "value": 3}},
            {"insert_row": {"tab": "Заходи", "row": 4, "values": [8, "Ще один", TODAY]}},
        )

    workbook.after = after
    edit(place, panel, 5, {"participants": 26.0}, seen, on=workbook)
    rows = place.rows("Заходи")
    assert rows[5] == [*new, 3]
    assert (rows[6][1], rows[6][5]) == ("Хакатон", 26)


def test_a_row_that_was_hit_gets_its_cell_back_although_the_answer_was_lost_and_the_sheet_moved_on(
    place: Place, panel: Panel
) -> None:
    seen, workbook = seen_in(place, panel, 6), place.open()
    above = {"insert_row": {"tab": "Заходи", "row": 4, "values": [9, "Чужий захід", TODAY]}}
    at_once(place, workbook, "write", above)

    def lost() -> None:
        workbook.after = lambda: None
        place.colleague({"insert_row": {"tab": "Заходи", "row": 4, "values": [8, "Ще один", TODAY]}})
        raise Unconfirmed(late=False)

    workbook.after = lost
    edit(place, panel, 6, {"participants": 1.0}, seen, on=workbook)
    people = {row[1]: row[5] for row in place.rows("Заходи")[5:8]}
    assert people == {"Свято осені": 40, "Хакатон": 25, "Ярмарок": 1}


# --- undo ---


def test_undo_takes_an_add_away_from_any_process(place: Place, panel: Panel) -> None:
    before = place.rows("Заходи")
    receipt = add(place, panel)
    saving.forget()
    undone = writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert place.rows("Заходи") == before
    assert (undone.action, undone.row) == ("undo", None)
    again = writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert again.id == undone.id
    assert place.rows("Заходи") == before
    assert [line[1] for line in journal(place, panel)] == ["undo", "add"]


def test_undo_writes_an_edit_back(place: Place, panel: Panel) -> None:
    before = place.rows("Заходи")
    receipt = edit(place, panel, 5, {"participants": 26.0, "directions": ("culture",)}, seen_in(place, panel, 5))
    assert place.rows("Заходи") != before
    writing.undo(place.open(), panel, receipt.id, actor="Іван", now=NOW)
    assert place.rows("Заходи") == before


def test_undo_stops_where_somebody_has_worked_on_since(place: Place, panel: Panel) -> None:
    receipt = add(place, panel)
    place.colleague({"set": {"tab": "Заходи", "cell": "I7", "value": "важливо"}})
    before = place.rows("Заходи")
    with pytest.raises(Refused, match="changed-since"):
        writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert place.rows("Заходи") == before


def test_undo_of_nothing_known_is_refused(place: Place, panel: Panel) -> None:
    with pytest.raises(Refused, match="unknown-receipt"):
        writing.undo(place.open(), panel, "NEVERWAS00", actor="Оля", now=NOW)


@pytest.mark.parametrize("meanwhile", ["insert_row", "delete_row", "sort"])
def test_an_undo_whose_rows_move_in_the_very_moment_takes_only_its_own(
    place: Place, panel: Panel, meanwhile: str
) -> None:
    receipt = add(place, panel, {**EVENT, "title": "Ад"})
    moves = {
        "insert_row": {"tab": "Заходи", "row": 4, "values": [0, "Новий", TODAY, "IT-школа", "Освітнє", 5]},
        "delete_row": {"tab": "Заходи", "row": 4},
        "sort": {"tab": "Заходи", "from_row": 4, "to_row": 7, "column": "B"},
    }
    workbook = place.open()
    at_once(place, workbook, "write", {meanwhile: moves[meanwhile]})
    writing.undo(workbook, panel, receipt.id, actor="Оля", now=NOW)
    names = {
        row[1]: row[5] for row in place.rows("Заходи") if len(row) > 5 and row[1] not in ("Назва заходу", "Всього")
    }
    expected = {"Свято осені": 40, "Хакатон": 25, "Ярмарок": 120}
    if meanwhile == "insert_row":
        expected["Новий"] = 5
    if meanwhile == "delete_row":
        del expected["Свято осені"]
    assert names == expected
    assert place.rows("Заходи")[-1] == [None, "Директор ____________"]


@pytest.mark.parametrize("place", ["paper", "google"], indirect=True)
def test_a_row_that_an_undo_took_wrongly_comes_back_whole_although_a_column_came_in(place: Place, panel: Panel) -> None:
    receipt = add(place, panel, {**EVENT, "title": "Ад"})
    workbook = place.open()
    column = {"insert_column": {"tab": "Заходи", "column": "D"}}
    sort = {"sort": {"tab": "Заходи", "from_row": 4, "to_row": 7, "column": "B"}}
    at_once(place, workbook, "write", column, sort)
    with pytest.raises(Refused, match="changed-since"):
        writing.undo(workbook, panel, receipt.id, actor="Оля", now=NOW)
    rows = {row[1]: (row[6], row[7]) for row in place.rows("Заходи") if len(row) > 7 and row[0] and row[0] != "№"}
    assert rows == {"Свято осені": (40, 30), "Хакатон": (25, 25), "Ярмарок": (120, 80), "Ад": (12, None)}


@pytest.mark.parametrize("what", ["add", "edit"])
def test_a_save_that_was_taken_back_is_not_said_to_be_saved_when_it_is_sent_again(
    place: Place, panel: Panel, what: str
) -> None:
    def send() -> Receipt:
        saving.forget()
        if what == "add":
            return add(place, panel, submit_id="s1")
        return edit(place, panel, 5, {"participants": 26.0}, seen, submit_id="s1")

    seen, before = seen_in(place, panel, 5), place.rows("Заходи")
    writing.undo(place.open(), panel, send().id, actor="Оля", now=NOW)
    with pytest.raises(Refused, match="undone"):
        send()
    assert place.rows("Заходи") == before
