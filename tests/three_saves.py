"""Three saves by command (an add, an edit, an undo), and what the sheet must hold after each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets import writing
from sheets.receipts import receipt_id
from sheets.schema import read_panel
from tests.commands import Said, run
from tests.emulator import Emulator
from tests.places import BOOK, TODAY, GooglePlace, trimmed

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
