"""Adds that lose nothing: what stands in the sheet after one, in every kind of workbook."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from sheets import saving, writing
from sheets.errors import Refused
from sheets.receipts import Receipt
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from tests.places import Place
from tests.saves import EVENT, JOURNAL, NOW, PARTNER, ROW, add, at_once

pytest_plugins = ("tests.save_fixtures",)


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


def test_a_form_changed_after_it_was_saved_is_told_that_the_change_is_not_in_the_sheet(
    place: Place, panel: Panel
) -> None:
    first = add(place, panel, submit_id="s1")
    for forgotten in (saving.forget, lambda: None):
        forgotten()
        again = add(place, panel, {**EVENT, "title": "Майстер-клас з петриківки"}, submit_id="s1")
        assert (again.row, again.notes) == (first.row, ("repeated", "otherwise"))
    assert [row[1] for row in place.rows("Заходи")[6:8]] == ["Майстер-клас", "Всього"]


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


def _gid(place: Place, title: str) -> int:
    return next(tab.gid for tab in place.open().tabs() if tab.title == title)
