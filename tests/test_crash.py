"""Kill -9 in the middle of a save: the workbook opens, the save is there once or not at all, the next start says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sheets import saving, writing
from sheets.opening import open_workbook
from sheets.receipts import receipt_id
from sheets.schema import Panel
from sheets.workbook import Workbook
from sheets.xlsx import XlsxWorkbook
from tests.places import BOOK, GooglePlace, Place, place_of, write_xlsx

ROOT = Path(__file__).resolve().parent.parent
SAVE = """
import os, signal, sys
from sheets import writing
from sheets.opening import open_workbook
from sheets.receipts import receipt_id
from sheets.schema import read_panel

moment, source, save = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

workbook, panel = open_workbook(source), read_panel()
apply = workbook.apply
if moment == "before":
    workbook.apply = die
if moment == "replacing":
    replace = os.replace

    def dying(old, new, **more):
        die() if str(new) == os.path.realpath(source) else replace(old, new, **more)

    os.replace = os.rename = dying
if moment == "after":
    workbook.apply = lambda edits, echo=(): (apply(edits, echo=echo), die())
print("ready", flush=True)
if save == "add":
    values = {"title": "Подія", "partners": ("Ліцей № 3",), "participants": 5.0}
    writing.add(workbook, panel, "events", values, actor="Оля", submit_id="s1")
elif save == "edit":
    seen = {"title": "Хакатон", "participants": 25}
    writing.edit(workbook, panel, "events", 5, {"participants": 26.0}, seen, actor="Оля", submit_id="s1")
else:
    writing.undo(workbook, panel, receipt_id("first"), actor="Оля")
"""


def titles(place: Place) -> list[object]:
    return [row[1] for row in place.rows("Заходи")[3:] if len(row) > 1]


def done(place: Place, save: str) -> int:
    if save == "edit":
        return int(place.rows("Заходи")[4][5] == 26)
    return titles(place).count("Подія") if save == "add" else int("Перша" not in titles(place))


def again(workbook: Workbook, panel: Panel, save: str) -> None:
    """The same save, once more, by another process."""
    saving.forget()
    if save == "add":
        writing.add(workbook, panel, "events", {"title": "Подія"}, actor="Оля", submit_id="s1")
    elif save == "edit":
        seen = {"title": "Хакатон", "participants": 25}
        writing.edit(workbook, panel, "events", 5, {"participants": 26.0}, seen, actor="Оля", submit_id="s1")
    else:
        writing.undo(workbook, panel, receipt_id("first"), actor="Оля")


KILLED = [
    ("xlsx", "add", "before", False),
    ("xlsx", "add", "replacing", False),
    ("xlsx", "add", "after", True),
    ("xlsx", "edit", "replacing", False),
    ("xlsx", "undo", "replacing", False),
    ("google", "add", "after", True),
    ("google", "edit", "after", True),
    ("google", "undo", "after", True),
]


@pytest.mark.parametrize(("where", "save", "moment", "there"), KILLED)
def test_a_killed_save_is_there_once_or_not_at_all_and_the_next_start_says_which(
    tmp_path: Path, panel: Panel, monkeypatch: pytest.MonkeyPatch, where: str, save: str, moment: str, there: bool
) -> None:
    with place_of(where, tmp_path) as place:
        if isinstance(place, GooglePlace):
            for name, value in place.emulator.environment.items():
                monkeypatch.setenv(name, value)
        if save == "undo":
            writing.add(place.open(), panel, "events", {"title": "Перша"}, actor="Оля", submit_id="first")
        source = place.open().source
        run = [sys.executable, "-c", SAVE, moment, source, save]
        killed = subprocess.run(run, cwd=ROOT, capture_output=True, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
        assert done(place, save) == there
        ((begun, receipt),) = writing.settle(open_workbook(source), panel)
        assert (begun.action, begun.submit_id) == (save, f"undo-{receipt_id('first')}" if save == "undo" else "s1")
        assert (receipt is not None) == there
        assert writing.settle(open_workbook(source), panel) == []
        again(open_workbook(source), panel, save)
        assert done(place, save) == 1


def test_a_state_folder_that_cannot_be_written_hinders_no_save(
    tmp_path: Path, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "file"))
    with place_of("google", tmp_path) as place:
        writing.add(place.open(), panel, "events", {"title": "Подія"}, actor="Оля", submit_id="s1")
        assert titles(place).count("Подія") == 1
        assert writing.settle(place.open(), panel) == []


@pytest.mark.parametrize("after", [0.02, 0.1])
def test_a_save_killed_at_any_moment_leaves_a_workbook_that_opens(tmp_path: Path, panel: Panel, after: float) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(BOOK, path)
    command = [sys.executable, "-c", SAVE, "never", str(path), "add"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as saver:
        assert saver.stdout and saver.stdout.readline() == b"ready\n"
        until = time.monotonic() + after
        while time.monotonic() < until and saver.poll() is None:
            os.sched_yield()
        saver.kill()
    again(XlsxWorkbook(path), panel, "add")
    grid = next(grid for grid in XlsxWorkbook(path).read().grids if grid.tab.title == "Заходи")
    assert [grid.value(row, 2) for row in range(4, grid.height + 1)].count("Подія") == 1
