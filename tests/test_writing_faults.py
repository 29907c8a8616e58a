"""Each fault of the Sheets API, once and for good, in each operation: what the person is told, what the sheet holds.

The table docs/faults.md is made here: PANEL_WRITE_DOCS=1 writes it anew, otherwise it must be equal.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pages.parts.words import say_in
from sheets import saving, writing
from sheets.errors import PanelError, Unconfirmed
from sheets.google import GoogleWorkbook, credentials_from
from sheets.patience import TERMS, Patience, Terms
from sheets.receipts import Receipt
from sheets.schema import Panel
from sheets.workbook import Workbook
from tests.emulator import Emulator, running
from tests.places import BOOK, trimmed, write_xlsx

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
DOCS = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
FAULTS = ("429", "500", "503", "html502", "reset", "hang", "apply_then_503", "apply_then_reset")
WORDS = {
    "429": "429, too many requests",
    "500": "500, internal error",
    "503": "503, unavailable, nothing applied",
    "html502": "502 with an HTML body",
    "reset": "connection reset before it was applied",
    "hang": "no answer (time-out)",
    "apply_then_503": "applied, then 503",
    "apply_then_reset": "applied, then connection reset",
}
SEEN = {"title": "Хакатон", "participants": 25, "children": 25, "partners": ["IT-школа"]}
Operation = Callable[[Workbook, Panel], Receipt]


def add(workbook: Workbook, panel: Panel) -> Receipt:
    values = {"title": "Нова", "partners": ("Ліцей № 3",), "participants": 5.0}
    return writing.add(workbook, panel, "events", values, actor="Оля", submit_id="s1", now=NOW)


def edit(workbook: Workbook, panel: Panel) -> Receipt:
    return writing.edit(
        workbook, panel, "events", 5, {"participants": 26.0}, SEEN, actor="Оля", submit_id="s1", now=NOW
    )


def undo(workbook: Workbook, panel: Panel) -> Receipt:
    return writing.undo(workbook, panel, writing.receipt_id("first"), actor="Оля", now=NOW)


OPERATIONS: dict[str, Operation] = {"add": add, "edit": edit, "undo": undo}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    path = tmp_path_factory.mktemp("faults") / "book.xlsx"
    write_xlsx(BOOK, path)
    with running(path) as found:
        found.book = path  # type: ignore[attr-defined]
        yield found


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short time-out, and no pauses."""
    saving.forget()
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    monkeypatch.setitem(TERMS, "write", Terms(8.0, 1.0, False))


def workbook_of(emulator: Emulator) -> Workbook:
    key, patience = emulator.spreadsheet_id, Patience(sleep=lambda _: None)
    return GoogleWorkbook(key, key, credentials_from(None), endpoint=emulator.url, patience=patience)


OUTCOMES: dict[tuple[str, str, int], tuple[str, str]] = {}  # what the table is made of, tried once


def known(emulator: Emulator, panel: Panel, operation: str, fault: str, times: int) -> tuple[str, str]:
    """The outcome, from the case that has tried it already in this process, if one has."""
    case = (operation, fault, times)
    if case not in OUTCOMES:
        OUTCOMES[case] = outcome(emulator, panel, *case)
    return OUTCOMES[case]


def outcome(emulator: Emulator, panel: Panel, operation: str, fault: str, times: int) -> tuple[str, str]:
    """(what the person is told, what the sheet holds)."""
    emulator.faults()
    emulator.reload(emulator.book)  # type: ignore[attr-defined]
    saving.forget()
    writing.add(workbook_of(emulator), panel, "events", {"title": "Перша"}, actor="Оля", submit_id="first", now=NOW)
    emulator.faults({"match": "POST .*:batchUpdate", "times": times, "do": fault})
    try:
        receipt = OPERATIONS[operation](workbook_of(emulator), panel)
        told = "saved" + "".join(f", {note}" for note in receipt.notes)
    except Unconfirmed:
        told = "unconfirmed"
    except PanelError as error:
        told = f"not saved: {error.code}"
    emulator.faults()
    return told, held(emulator, operation)


def held(emulator: Emulator, operation: str) -> str:
    """Whether the operation's change is in the sheet, and nothing else than it and the first event."""
    rows = trimmed(emulator.grid("Заходи"))
    names = [row[1] for row in rows[3:] if len(row) > 1]
    assert rows[3][:7] == BOOK["Заходи"][3][:7]
    assert names[:3] == ["Свято осені", "Хакатон", "Ярмарок"]
    assert names[-2:] == ["Всього", "Директор ____________"]
    done = {"add": names.count("Нова"), "edit": int(rows[4][5] == 26), "undo": int("Перша" not in names)}
    journal = [row for row in trimmed(emulator.grid("Журнал змін")) if row[2] != "Що зроблено"]
    ours = [row for row in journal if row[9] != "first"]
    assert len(ours) == done[operation], "the journal tells the truth"
    assert all(not count for other, count in done.items() if other != operation)
    return {0: "not at all", 1: "once"}[done[operation]]


PERSON_READS = {
    "saved": "save.done",
    "looked": "save.note.looked",
    "not saved: too-many-requests": "save.refused.too-many-requests",
    "not saved: unavailable": "save.refused.unavailable",
    "unconfirmed": "save.refused.unconfirmed",
}
CASES = [(operation, fault, times) for fault in FAULTS for times in (1, 99) for operation in OPERATIONS]


@pytest.mark.parametrize(("operation", "fault", "times"), CASES)
def test_a_fault_never_leaves_a_save_half_done_or_twice(
    emulator: Emulator, panel: Panel, operation: str, fault: str, times: int
) -> None:
    told, there = OUTCOMES[operation, fault, times] = outcome(emulator, panel, operation, fault, times)
    assert (told.startswith("saved"), there == "once") in ((True, True), (False, False)) or told == "unconfirmed"
    assert told != "unconfirmed" or fault == "hang"
    again = OPERATIONS[operation](workbook_of(emulator), panel)
    assert again.action == operation
    assert held(emulator, operation) == "once"


def test_the_table_of_faults_in_the_docs_is_what_happens(emulator: Emulator, panel: Panel) -> None:
    table = "\n".join(_lines(emulator, panel))
    if os.environ.get("PANEL_WRITE_DOCS"):
        DOCS.write_text(table, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == table


def _lines(emulator: Emulator, panel: Panel) -> Iterator[str]:
    yield "# What a fault does to a save"
    yield ""
    yield "Made by tests/test_writing_faults.py from the emulated Sheets API; the fault hits the write itself. «once»"
    yield "and «not at all» are what the sheet (and the journal) holds. After any of these the same form can be sent"
    yield "again: it is never saved twice. «unconfirmed»: no answer came and looking did not settle it in 20 seconds;"
    yield "nothing is written again blindly."
    yield ""
    yield "| fault | how often | add | edit | undo |"
    yield "| --- | --- | --- | --- | --- |"
    for fault in FAULTS:
        for times in (1, 99):
            cells: list[Any] = [WORDS[fault], "once" if times == 1 else "for good"]
            cells += ["; in the sheet: ".join(known(emulator, panel, name, fault, times)) for name in OPERATIONS]
            yield f"| {' | '.join(cells)} |"
    yield from (
        "",
        "What the person reads, above the form that still holds all that was typed:",
        "",
        "| | українською | English |",
    )
    yield "| --- | --- | --- |"
    for told, key in PERSON_READS.items():
        here = {"row": "58", "tab": "Заходи", "name": "Майстер-клас"}
        yield f"| {told} | {say_in('uk', key, **here)} | {say_in('en', key, **here)} |"
    yield ""


@pytest.mark.parametrize("operation", ["edit", "undo"])
def test_a_save_that_hit_another_row_and_got_no_answer_any_more_is_put_right_by_its_retry_or_told(
    emulator: Emulator, panel: Panel, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator.faults()
    emulator.reload(emulator.book)  # type: ignore[attr-defined]
    writing.add(workbook_of(emulator), panel, "events", {"title": "Перша"}, actor="Оля", submit_id="first", now=NOW)
    new = {"insert_row": {"tab": "Заходи", "row": 4, "values": [9, "Чужа", None, "IT-школа", "Освітнє", 77]}}
    emulator.colleague(new, before="batchUpdate")
    looks = 2 if operation == "undo" else 1
    emulator.faults({"match": "getByDataFilter", "times": 99, "after": looks, "do": "503"})
    with monkeypatch.context() as impatient, pytest.raises(Unconfirmed):
        impatient.setitem(TERMS, "save", Terms(0.2, 5.0, True))
        OPERATIONS[operation](workbook_of(emulator), panel)
    emulator.faults()
    saving.forget()
    notes = OPERATIONS[operation](workbook_of(emulator), panel).notes
    participants = {row[1]: row[5] for row in emulator.grid("Заходи")[3:8] if len(row) > 5}
    if operation == "edit":
        assert notes == ("repeated", "moved", "repaired")
        assert (participants["Свято осені"], participants["Чужа"]) == (40, 77)
        return
    assert notes == ("repeated", "displaced")
    assert writing.journal(workbook_of(emulator), panel)[0].kept[:2] == (3, "Ярмарок")
