"""`python -m sheets add | edit | undo` among colleagues, faults and other processes: nobody loses a cell, nothing is
saved twice, and what the command says is what the sheet holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from sheets import saving, writing
from sheets.patience import TERMS, Terms
from sheets.receipts import receipt_id
from sheets.schema import read_panel
from tests.commands import Process, Said, records, run
from tests.emulator import Emulator, running
from tests.places import BOOK, TODAY, GooglePlace, trimmed, write_xlsx

EVENT = {
    "title": "Перевірка",
    "date": "2026-05-14",
    "partners": ["Ліцей № 3"],
    "directions": ["social"],
    "participants": 12,
}
WRITE, LOOK, READ = "batchUpdate", "getByDataFilter", "values:batchGet"
JOURNAL = "Журнал змін"
NEW = [9, "Чужий захід", TODAY, "IT-школа", "Освітнє", 77, 7, None, "їхнє"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emulator, Path]]:
    path = tmp_path_factory.mktemp("commands") / "book.xlsx"
    write_xlsx(BOOK, path)
    with running(path) as found:
        yield found, path


@pytest.fixture
def sheet(server: tuple[Emulator, Path], monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The book, fresh; short pauses and time-outs."""
    emulator, path = server
    emulator.reload(path)
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(saving, "PAUSES", (0.0, 0.0, 0.0, 0.0))
    for use, terms in TERMS.items():
        monkeypatch.setitem(TERMS, use, Terms(terms.deadline, 0.6, terms.repeatable))
    return emulator


# --- three saves, and what the sheet must hold after each ---


def add(sheet: Emulator) -> Said:
    return run("add", sheet.address, "Заходи", EVENT, "--submit-id", "s1")


def edit(sheet: Emulator) -> Said:
    changes = {"participants": 26}
    return run("edit", sheet.address, "Заходи", "5", changes, "--seen", SEEN, "--submit-id", "s1")


def undo(sheet: Emulator) -> Said:
    return run("undo", sheet.address, receipt_id("first"))


SEEN = {
    "row_no": 2,
    "title": "Хакатон",
    "date": {"start": "2026-02-03", "end": "2026-02-03", "precision": "day"},
    "partners": ["IT-школа"],
    "directions": ["education"],
    "participants": 25,
    "children": 25,
}
SAVES: dict[str, Callable[[Emulator], Said]] = {"add": add, "edit": edit, "undo": undo}


def prepared(sheet: Emulator, save: str) -> None:
    if save == "undo":
        assert run("add", sheet.address, "Заходи", {**EVENT, "title": "Перша"}, "--submit-id", "first").code == 0


def tab_of(sheet: Emulator) -> str:
    return next(tab.title for tab in sheet.app.control.book.tabs if tab.title.startswith("Заходи"))


def rows(sheet: Emulator) -> dict[str, dict[str, Any]]:
    """The records of the tab by title, each by heading; formulas as their text."""
    cells = trimmed(sheet.grid(tab_of(sheet)))
    top = next(at for at, row in enumerate(cells) if any("захід" in str(v) or "заходу" in str(v) for v in row))
    head = cells[top]
    name = next(at for at, heading in enumerate(head) if heading in ("Назва заходу", "Захід"))
    found = {}
    for at, row in enumerate(cells[top + 1 :], start=top + 2):
        wide = [*row, *[None] * (len(head) - len(row))]
        title = wide[name]
        if title and title != "Всього" and not str(title).startswith("Директор"):
            assert title not in found, f"twice: {title}"
            found[title] = {**dict(zip(head, wide, strict=False)), "at": at}
    return found


def is_done(sheet: Emulator, save: str) -> bool:
    found = rows(sheet)
    if save == "add":
        return "Перевірка" in found
    if save == "undo":
        return "Перша" not in found
    return found.get("Хакатон", {}).get("К-сть учасників") == 26


def whole(sheet: Emulator, theirs: dict[str, dict[str, Any]]) -> None:
    """What nobody touched is as it was, and what colleagues wrote (`theirs`: title -> cells; {} for a deleted record)
    stands; formulas live in their own row, the total is one and takes in every record."""
    found = rows(sheet)
    for row in BOOK["Заходи"][3:6]:
        expected = dict(zip(BOOK["Заходи"][2], [*row, None], strict=False)) | theirs.get(row[1], {})
        if theirs.get(row[1]) == {}:
            assert row[1] not in found
            continue
        there = found[expected["Назва заходу"]]
        mine = {"К-сть учасників"} if row[1] == "Хакатон" else set()
        for heading, value in expected.items():
            if heading in mine and there[heading] == 26:
                continue
            if heading != "Разом" and heading in there:
                assert there[heading] == value, (row[1], heading)
        assert str(there["Разом"]).startswith("=") and str(there["at"]) in there["Разом"]
    for title, cells in theirs.items():
        if cells and title not in [row[1] for row in BOOK["Заходи"][3:6]]:
            assert {**found[title], **cells} == found[title]
    cells = trimmed(sheet.grid(tab_of(sheet)))
    (total,) = [row for row in cells if "Всього" in row]
    assert sum(str(cell).startswith("=SUM(") for cell in total) == 2
    assert cells[0] == BOOK["Заходи"][0]
    assert trimmed(sheet.grid("Партнери")) == BOOK["Партнери"]


def journal_is_true(sheet: Emulator, save: str, said: Said) -> None:
    """The journal's newest word on this save is what became of it."""
    submit = f"undo-{receipt_id('first')}" if save == "undo" else "s1"
    there = writing.is_saved(GooglePlace(sheet).open(), read_panel(), submit)
    if said.status != "unconfirmed":
        assert there == (said.status == "saved" and "unchanged" not in said.told["notes"])
    assert there == is_done(sheet, save) or "unchanged" in said.told.get("notes", ())


# --- faults ---

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


# --- colleagues, in the window before the write and before the looks ---

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


def test_processes_that_add_at_once_are_all_there_once(sheet: Emulator) -> None:
    started = [
        Process(sheet.environment, "add", sheet.address, "Заходи", {**EVENT, "title": f"Подія {at}"}) for at in range(4)
    ]
    said = [process.end() for process in started]
    titles = [row[1] for row in trimmed(sheet.grid("Заходи"))[3:] if len(row) > 1]
    assert [titles.count(f"Подія {at}") for at in range(4)] == [int(one.code == 0) for one in said] == [1, 1, 1, 1]
    whole(sheet, {})


def test_one_submit_from_two_processes_is_one_save(sheet: Emulator) -> None:
    twice = [Process(sheet.environment, "add", sheet.address, "Заходи", EVENT, "--submit-id", "s1") for _ in "ab"]
    said = [process.end() for process in twice]
    titles = [row[1] for row in trimmed(sheet.grid("Заходи")) if len(row) > 1]
    assert [one.status for one in said] == ["saved", "saved"]
    assert said[0].told["receipt_id"] == said[1].told["receipt_id"]
    assert titles.count("Перевірка") == 1
