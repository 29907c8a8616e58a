"""`python -m sheets add | edit | undo` under every fault and from several processes: nothing is saved twice, what the
command says is what the sheet holds; a cell that the person has not seen is not overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheets import writing
from sheets.schema import read_panel
from tests.commands import Process, records, run
from tests.emulator import Emulator
from tests.places import BOOK, GooglePlace, trimmed, write_xlsx
from tests.three_saves import (
    EVENT,
    LOOK,
    READ,
    SAVES,
    SEEN,
    WRITE,
    edit,
    is_done,
    journal_is_true,
    prepared,
    whole,
)

pytest_plugins = ("tests.three_saves_fixtures",)


FAULTS = ("429", "500", "503", "html502", "reset", "hang", "apply_then_503", "apply_then_reset")


@pytest.mark.parametrize("where", [WRITE, LOOK, READ, ".*"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("save", SAVES)
def test_whatever_fails_once_the_save_is_there_once_or_the_command_says_that_it_is_not(
    sheet: Emulator, save: str, fault: str, where: str
) -> None:
    prepared(sheet, save)
    sheet.faults({"match": where, "times": 1, "do": fault})
    said = SAVES[save](sheet)
    sheet.faults()
    assert said.code == (0 if said.status == "saved" else 1)
    assert is_done(sheet, save) == (said.status == "saved")
    assert said.status == "saved" or (fault == "hang" and where == WRITE)
    whole(sheet, {})
    journal_is_true(sheet, save, said)
    again = SAVES[save](sheet)
    assert (again.code, is_done(sheet, save)) == (0, True)


@pytest.mark.parametrize("values", ['{"title": "a\\ud83d"}', '{"participants": NaN}', '{"participants": -Infinity}'])
def test_what_no_sheet_can_hold_is_refused(sheet: Emulator, values: str) -> None:
    said = run("add", sheet.address, "Заходи", values)
    assert (said.code, said.status, said.why) == (1, "refused", "invalid")


# --- what nobody understands, and what the command was not told ---


ODD = "майже всі"
UNSEEN = [{**SEEN, "participants": None}, {k: v for k, v in SEEN.items() if k != "participants"}]


def test_a_cell_that_nobody_understands_can_be_edited_by_whoever_has_seen_it(sheet: Emulator) -> None:
    sheet.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": ODD}})
    assert records(sheet.address, "Заходи")[5]["participants"] is None
    said = run("edit", sheet.address, "Заходи", "5", {"participants": 26}, "--seen", {**SEEN, "participants": ODD})
    assert said.status == "saved", said.told
    assert is_done(sheet, "edit")


@pytest.mark.parametrize("seen", UNSEEN)
def test_a_text_that_somebody_typed_before_the_command_is_not_overwritten_unseen(
    sheet: Emulator, seen: dict[str, Any]
) -> None:
    sheet.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": ODD}})
    said = run("edit", sheet.address, "Заходи", "5", {"participants": 26}, "--seen", seen)
    assert (said.code, said.status) == (1, "conflict")
    assert (said.told["conflict"][0]["seen"], said.told["conflict"][0]["theirs"]) == ("", ODD)
    assert trimmed(sheet.grid("Заходи"))[4][5] == ODD


@pytest.mark.parametrize("theirs", [31, "тридцять із гаком"])
def test_a_cell_that_nobody_understands_and_somebody_changes_meanwhile_is_a_conflict(
    sheet: Emulator, theirs: Any
) -> None:
    sheet.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": ODD}})
    sheet.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": theirs}}, before=WRITE)
    said = run("edit", sheet.address, "Заходи", "5", {"participants": 26}, "--seen", {**SEEN, "participants": ODD})
    assert (said.code, said.status) == (1, "conflict")
    assert (said.told["conflict"][0]["seen"], said.told["conflict"][0]["theirs"]) == (ODD, str(theirs))
    assert trimmed(sheet.grid("Заходи"))[4][5] == theirs


@pytest.mark.parametrize("before", [None, LOOK, WRITE])
def test_two_people_at_one_cell_is_a_conflict_that_shows_all_three(sheet: Emulator, before: str | None) -> None:
    sheet.colleague({"set": {"tab": "Заходи", "cell": "F5", "value": 31}}, before=before)
    said = edit(sheet)
    assert (said.code, said.status) == (1, "conflict")
    clash = said.told["conflict"][0]
    assert (clash["field"], clash["seen"], clash["theirs"], clash["mine"]) == ("participants", "25", "31", "26")
    whole(sheet, {"Хакатон": {"К-сть учасників": 31}})
    assert not writing.is_saved(GooglePlace(sheet).open(), read_panel(), "s1")


@pytest.mark.parametrize("save", ["add", "edit"])
@pytest.mark.parametrize(
    "change",
    [
        {"insert_column": {"tab": "Заходи", "column": "C"}},
        {"set": {"tab": "Заходи", "cell": "F3", "value": "Кошторис"}},
    ],
    ids=["column", "heading"],
)
def test_a_header_that_changes_in_the_window_leaves_nothing_of_the_save(
    sheet: Emulator, save: str, change: dict[str, Any]
) -> None:
    sheet.colleague(change, before=WRITE)
    said = SAVES[save](sheet)
    assert (said.code, said.why) == (1, "header-changed")
    assert not is_done(sheet, save)
    assert not writing.is_saved(GooglePlace(sheet).open(), read_panel(), "s1")
    people = [row[6 if "insert_column" in change else 5] for row in trimmed(sheet.grid("Заходи"))[3:6]]
    assert people == [40, 25, 120]


def test_protected_cells_are_named(sheet: Emulator) -> None:
    sheet.colleague({"protect": {"tab": "Заходи", "range": "A4:I6", "description": "Архів"}})
    said = edit(sheet)
    assert (said.code, said.status, said.why) == (1, "refused", "protected")
    (barring,) = said.told["details"]["ranges"]
    assert (barring["title"], barring["range"], barring["name"]) == ("Заходи", "A4:I6", "Архів")
    whole(sheet, {})


# --- several processes ---


@pytest.mark.parametrize("where", ["google", "xlsx"])
def test_processes_that_add_at_once_are_all_there_once(sheet: Emulator, tmp_path: Path, where: str) -> None:
    book = tmp_path / "book.xlsx"
    write_xlsx(BOOK, book)
    source = sheet.address if where == "google" else str(book)
    events = [{**EVENT, "title": f"Подія {at}"} for at in range(3)]
    started = [Process(sheet.environment, "add", source, "Заходи", event) for event in events]
    said = [process.end() for process in started]
    titles = [values["title"] for values in records(source, "Заходи").values()]
    assert [titles.count(f"Подія {at}") for at in range(3)] == [int(one.code == 0) for one in said] == [1, 1, 1]
    whole(sheet, {})


def test_one_submit_from_two_processes_is_one_save(sheet: Emulator) -> None:
    twice = [Process(sheet.environment, "add", sheet.address, "Заходи", EVENT, "--submit-id", "s1") for _ in "ab"]
    said = [process.end() for process in twice]
    titles = [row[1] for row in trimmed(sheet.grid("Заходи")) if len(row) > 1]
    assert [one.status for one in said] == ["saved", "saved"]
    assert said[0].told["receipt_id"] == said[1].told["receipt_id"]
    assert titles.count("Перевірка") == 1
