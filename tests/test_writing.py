"""Saves that lose nothing: what stands in the sheet after an add, an edit, an undo, in every kind of workbook."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused, Unconfirmed
from sheets.receipts import Conflict, Receipt
from sheets.records import Period
from sheets.schema import Panel
from tests.places import DAY, TODAY, Place, Watched, place_of

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
EVENT: dict[str, Any] = {
    "title": "Майстер-клас",
    "date": Period(DAY, DAY),
    "partners": ("Ліцей № 3",),
    "directions": ("social",),
    "participants": 12.0,
}
ROW = [4, "Майстер-клас", TODAY, "Ліцей № 3", "Громадське", 12, None, "=F7+G7"]
PARTNER = {"name": "Музей «Скриня»", "type": "museum", "directions": ("culture",), "status": "active"}
JOURNAL = "Журнал змін"


@pytest.fixture(params=["paper", "xlsx", "google"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The book, in each place."""
    saving.forget()
    monkeypatch.setattr(saving, "PAUSES", (0.0, 0.0, 0.0, 0.0))
    with place_of(request.param, tmp_path) as found:
        yield found


def add(
    place: Place, panel: Panel, values: dict[str, Any] = EVENT, *, on: Watched | None = None, **more: Any
) -> Receipt:
    return writing.add(on or place.open(), panel, "events", values, **{"actor": "Оля", "now": NOW, **more})


def seen_in(place: Place, panel: Panel, row: int, kind: str = "events") -> dict[str, Any]:
    """The record as `inspect` shows it."""
    from sheets.snapshot import read_snapshot

    snapshot = read_snapshot(place.open().read(), panel, now=NOW)
    table = next(table for tab in snapshot.tabs for table in tab.tables if table.kind == kind)
    record = table.record(row)
    assert record is not None
    return record


def edit(place: Place, panel: Panel, row: int, changes: dict[str, Any], seen: dict[str, Any], **more: Any) -> Receipt:
    on = more.pop("on", None) or place.open()
    return writing.edit(on, panel, "events", row, changes, seen, **{"actor": "Іван", "now": NOW, **more})


def journal(place: Place, panel: Panel) -> list[tuple[Any, ...]]:
    return [(e.actor, e.action, e.title, e.row, e.field, e.was) for e in writing.journal(place.open(), panel)]


# --- add ---


def test_add_stands_after_the_last_record_before_the_totals(place: Place, panel: Panel) -> None:
    before = place.rows("Заходи")
    receipt = add(place, panel)
    after = place.rows("Заходи")
    assert (receipt.title, receipt.row, receipt.saved[0].name) == ("Заходи", 7, "Майстер-клас")
    assert after[6] == ROW
    assert after[:6] == before[:6]
    assert after[8:] == before[7:]


def test_totals_take_in_the_new_row(place: Place, panel: Panel) -> None:
    add(place, panel)
    assert place.rows("Заходи")[7] == [None, "Всього", None, None, None, "=SUM(F4:F7)", "=SUM(G4:G7)"]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+380", "-5", "@всі", "'лапка", "1.05.2026", "007", "ІСТИНА"]
)
def test_what_is_typed_as_text_is_stored_as_text(place: Place, panel: Panel, text: str) -> None:
    add(place, panel, {**EVENT, "title": text})
    row = place.open().read_tabs([_gid(place, "Заходи")])[0]
    assert row.value(7, 2) == text
    assert (7, 2) not in row.formulas


def test_the_journal_is_made_at_the_first_write_and_says_what_was_done(place: Place, panel: Panel) -> None:
    assert place.rows(JOURNAL) == []
    receipt = add(place, panel, submit_id="s1")
    line = writing.journal(place.open(), panel)[0]
    assert (line.actor, line.action, line.title, line.row, line.name) == ("Оля", "add", "Заходи", 7, "Майстер-клас")
    assert (line.submit_id, line.receipt_id) == ("s1", receipt.id)
    assert "Кількість учасників: 12" in line.became
    assert line.at == dt.datetime(2026, 5, 14, 15, 30)


def test_the_same_submit_adds_once_whoever_sends_it_again(place: Place, panel: Panel) -> None:
    first = add(place, panel, submit_id="s1")
    saving.forget()
    again = add(place, panel, submit_id="s1")
    assert (again.id, again.row, again.notes) == (first.id, first.row, ("repeated",))
    assert [row[1] for row in place.rows("Заходи")[3:8]] == [
        "Свято осені",
        "Хакатон",
        "Ярмарок",
        "Майстер-клас",
        "Всього",
    ]


def test_a_double_tap_shares_one_save(place: Place, panel: Panel) -> None:
    workbook = place.open()
    receipts: list[Receipt] = []
    taps = [
        threading.Thread(target=lambda: receipts.append(add(place, panel, on=workbook, submit_id="s1"))) for _ in "ab"
    ]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    assert receipts[0] == receipts[1]
    assert workbook.requests.count("write") == 1


def test_writers_at_once_queue_and_all_are_there(place: Place, panel: Panel) -> None:
    add(place, panel, {**EVENT, "title": "нульовий"})
    workbook = place.open()
    names = [f"подія {at}" for at in range(4)]
    writers = [
        threading.Thread(target=add, args=(place, panel, {**EVENT, "title": name}), kwargs={"on": workbook})
        for name in names
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    rows = place.rows("Заходи")[7:11]
    assert sorted(row[1] for row in rows) == names
    assert [row[0] for row in rows] == [5, 6, 7, 8]


def test_a_page_that_knows_the_sheet_needs_one_read_and_one_write(place: Place, panel: Panel) -> None:
    from sheets.snapshot import read_snapshot

    workbook = place.open()
    snapshot = read_snapshot(workbook.read(), panel, now=NOW)
    workbook.requests.clear()
    add(place, panel, on=workbook, snapshot=snapshot)
    assert workbook.requests == ["read", "write"]


def test_partner_and_event_are_saved_together(place: Place, panel: Panel) -> None:
    records = [("partners", PARTNER), ("events", {**EVENT, "partners": ("Музей «Скриня»",)})]
    receipt = writing.add_many(place.open(), panel, records, actor="Оля", now=NOW)
    assert [(saved.title, saved.row) for saved in receipt.saved] == [("Партнери", 4), ("Заходи", 7)]
    assert place.rows("Партнери")[3] == [
        "Музей «Скриня»",
        "Музей",
        "Культурне та мистецьке співробітництво",
        None,
        "активний",
    ]
    writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert len(place.rows("Партнери")) == 3
    assert place.rows("Заходи")[6][1] == "Всього"


def test_ten_at_once_stand_in_order_and_one_that_is_wrong_stops_all(place: Place, panel: Panel) -> None:
    records = [("events", {**EVENT, "title": f"{at}"}) for at in range(10)]
    with pytest.raises(Refused) as refused:
        writing.add_many(
            place.open(), panel, [*records, ("events", {"title": "x", "titel": "x"})], actor="Оля", now=NOW
        )
    assert refused.value.details["fields"] == {"titel": "unknown-field"}
    assert place.rows("Заходи")[6][1] == "Всього"
    receipt = writing.add_many(place.open(), panel, records, actor="Оля", now=NOW)
    assert [saved.row for saved in receipt.saved] == list(range(7, 17))
    assert [row[:2] for row in place.rows("Заходи")[6:16]] == [[4 + at, f"{at}"] for at in range(10)]
    assert place.rows("Заходи")[16][5] == "=SUM(F4:F16)"
    writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert place.rows("Заходи")[6] == [None, "Всього", None, None, None, "=SUM(F4:F6)", "=SUM(G4:G6)"]


REFUSED_ADDS = [
    ({"title": "x", "unknown": 1}, "invalid"),
    ({"title": None, "participants": None}, "invalid"),
    ({"title": "x", "funds": 100.0}, "no-column"),
    ({"title": "x" * 40_000}, "limit"),
]


@pytest.mark.parametrize(("values", "code"), REFUSED_ADDS)
def test_an_add_that_cannot_be_is_refused_and_leaves_nothing(
    place: Place, panel: Panel, values: Any, code: str
) -> None:
    before = place.rows("Заходи")
    with pytest.raises(Refused) as refused:
        add(place, panel, values)
    assert refused.value.code == code
    assert place.rows("Заходи") == before
    assert place.rows(JOURNAL) == []


def test_a_header_that_changed_since_it_was_read_stops_the_save_and_says_what_changed(
    place: Place, panel: Panel
) -> None:
    workbook = place.open()
    at_once(place, workbook, "read", {"set": {"tab": "Заходи", "cell": "C3", "value": "Коли було"}})
    with pytest.raises(Refused) as refused:
        add(place, panel, on=workbook)
    assert refused.value.code == "header-changed"
    assert (refused.value.details["gone"], refused.value.details["new"]) == (["Дата"], ["Коли було"])
    assert place.rows(JOURNAL) == []


# --- edit ---


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
    assert (receipt.row, receipt.repaired) == (6, True)
    assert "repair" in {entry.action for entry in writing.journal(place.open(), panel)}


def test_a_cell_with_a_formula_is_never_overwritten(place: Place, panel: Panel) -> None:
    place.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": "=20+5"}})
    seen = {**seen_in(place, panel, 5), "participants": 25}
    with pytest.raises(Refused, match="formula"):
        edit(place, panel, 5, {"participants": 26.0}, seen)
    assert place.rows("Заходи")[4][5] == "=20+5"


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


# --- add, in a sheet that moves ---


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


def at_once(place: Place, workbook: Watched, moment: str, *edits: dict[str, Any]) -> None:
    """Has colleagues edit just before the next request of this kind."""

    def before(what: str) -> None:
        if what == moment:
            workbook.before = lambda _: None
            place.colleague(*edits)

    workbook.before = before


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


def _gid(place: Place, title: str) -> int:
    return next(tab.gid for tab in place.open().tabs() if tab.title == title)


def _after(place: Place, meanwhile: dict[str, Any]) -> dict[str, int]:
    table = {"Свято осені": 40, "Хакатон": 25, "Ярмарок": 120}
    if "insert_row" in meanwhile:
        table["Новий"] = 5
    if "delete_row" in meanwhile:
        del table["Свято осені"]
    if "set" in meanwhile:
        table["Ярмарок"] = 99
    return table
