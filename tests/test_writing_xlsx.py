"""Saves into a file while staff use it: what the state machine of an .xlsx has found, each as a plain test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sheets import writing
from sheets.errors import Refused
from sheets.schema import Panel
from tests.desk import Desk
from tests.disk import heard
from tests.saves import JOURNAL, add

Act = Callable[[], object]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The book of the tests of saves, in a file."""
    return Desk(tmp_path / "book.xlsx")


def at(operation: str, name: str, act: Act) -> Callable[[str, Path, Path | None], None]:
    """Acts once, just before this operation on the file with this name, or to it."""
    left = [act]

    def listener(heard_operation: str, path: Path, to: Path | None) -> None:
        if heard_operation == operation and name in (path.name, to.name if to else None) and left:
            left.pop()()

    return listener


def fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def titles(desk: Desk) -> list[object]:
    return [row[1] for row in desk.rows("Заходи")[3:] if len(row) > 1]


@pytest.mark.parametrize("kind", [0, 1], ids=["Excel", "LibreOffice"])
def test_a_program_that_opens_the_file_in_the_middle_of_a_save_does_not_take_the_save_away(
    desk: Desk, panel: Panel, kind: int
) -> None:
    opens = at("os.fsync", "synced", lambda: desk.open_in_a_program(kind))
    with heard(desk.path.parent, opens), pytest.raises(Refused) as refused:
        add(desk, panel)
    assert (refused.value.code, refused.value.details["by"]) == ("locked", "iryna" if kind else "")
    desk.colleague({"set": {"tab": "Заходи", "cell": "I4", "value": "з пам'яті програми"}})
    desk.close_the_program()
    add(desk, panel)
    assert titles(desk).count("Майстер-клас") == 1


@pytest.mark.parametrize("operation", ["os.remove", "os.fsync", "open"])
def test_what_fails_after_the_file_took_its_place_is_no_reason_to_say_that_it_is_not_saved(
    desk: Desk, panel: Panel, operation: str
) -> None:
    there = [False]

    def listener(heard_operation: str, path: Path, to: Path | None) -> None:
        there[0] |= to == desk.path
        if there[0] and heard_operation == operation:
            fail()

    with heard(desk.path.parent, listener):
        receipt = add(desk, panel)
    assert there[0] and (receipt.row, receipt.notes) == (7, ())


def test_a_note_that_a_full_disk_does_not_take_does_not_stop_the_save(desk: Desk, panel: Panel) -> None:
    (desk.path.parent / "state").write_text("a file where a folder should be")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sheets.xlsx.back_up", lambda path: None)
        assert add(desk, panel).row == 7
    assert titles(desk).count("Майстер-клас") == 1


@pytest.mark.parametrize(("operation", "name"), [("open", ".book.xlsx.lock"), ("os.fsync", "synced")])
def test_a_file_that_was_saved_anew_in_the_middle_of_a_save_is_looked_at_again(
    desk: Desk, panel: Panel, operation: str, name: str
) -> None:
    new = [9, "Чужа", None, "IT-школа", "Освітнє", 77]
    act = lambda: desk.colleague({"insert_row": {"tab": "Заходи", "row": 5, "values": new}})  # noqa: E731
    with heard(desk.path.parent, at(operation, name, act)):
        receipt = add(desk, panel)
    assert titles(desk)[:5] == ["Свято осені", "Чужа", "Хакатон", "Ярмарок", "Майстер-клас"]
    assert (receipt.row, receipt.notes) == (8, ())
    assert {entry.action for entry in writing.journal(desk.open(), panel)} == {"add"}


def test_tabs_that_are_numbered_anew_in_the_middle_of_a_look_make_no_second_journal(desk: Desk, panel: Panel) -> None:
    add(desk, panel, submit_id="s1")
    desk.numbers_anew = True
    workbook = desk.open()
    tabs = workbook.inner.tabs

    def and_then_saved_anew() -> object:
        told = tabs()
        desk.colleague({"set": {"tab": "Заходи", "cell": "I6", "value": "в"}})
        workbook.inner.tabs = tabs  # type: ignore[method-assign]
        return told

    workbook.inner.tabs = and_then_saved_anew  # type: ignore[method-assign]
    add(desk, panel, {"title": "Друга"}, on=workbook, submit_id="s2")
    assert [tab.title for tab in desk.open().tabs()] == ["Заходи", "Партнери", JOURNAL]
    assert writing.is_saved(desk.open(), panel, "s1") and writing.is_saved(desk.open(), panel, "s2")
