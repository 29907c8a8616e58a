"""Kill -9 in the middle of a save: the workbook opens, the record is there once or not at all, the next start says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sheets import writing
from sheets.schema import Panel
from sheets.workbook import Workbook
from sheets.xlsx import XlsxWorkbook
from tests.places import BOOK, write_xlsx

ROOT = Path(__file__).resolve().parent.parent
SAVE = """
import os, signal, sys
from sheets import writing
from sheets.schema import read_panel
from sheets.xlsx import XlsxWorkbook

moment, path = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

workbook = XlsxWorkbook(path)
apply = workbook.apply
if moment == "before":
    workbook.apply = die
if moment == "replacing":
    replace = os.replace

    def dying(old, new, **more):
        die() if str(new) == os.path.realpath(path) else replace(old, new, **more)

    os.replace = os.rename = dying
if moment == "after":
    workbook.apply = lambda edits, echo=(): (apply(edits, echo=echo), die())
values = {"title": "Подія", "partners": ("Ліцей № 3",), "participants": 5.0}
print("ready", flush=True)
writing.add(workbook, read_panel(), "events", values, actor="Оля", submit_id="s1")
"""


def titles(path: Path) -> list[object]:
    workbook: Workbook = XlsxWorkbook(path)
    grid = next(grid for grid in workbook.read().grids if grid.tab.title == "Заходи")
    return [grid.value(row, 2) for row in range(4, grid.height + 1)]


@pytest.mark.parametrize(("moment", "there"), [("before", False), ("replacing", False), ("after", True)])
def test_a_killed_save_is_there_once_or_not_at_all_and_the_next_start_says_which(
    tmp_path: Path, panel: Panel, moment: str, there: bool
) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(BOOK, path)
    done = subprocess.run([sys.executable, "-c", SAVE, moment, str(path)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert titles(path).count("Подія") == there
    ((begun, receipt),) = writing.settle(XlsxWorkbook(path), panel)
    assert (begun.submit_id, begun.what["records"][0][1]["title"]) == ("s1", "Подія")
    assert (receipt is not None) == there
    assert writing.settle(XlsxWorkbook(path), panel) == []
    again = writing.add(XlsxWorkbook(path), panel, "events", {"title": "Подія"}, actor="Оля", submit_id="s1")
    assert again.row == 7
    assert titles(path).count("Подія") == 1


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1])
def test_a_save_killed_at_any_moment_leaves_a_workbook_that_opens(tmp_path: Path, panel: Panel, after: float) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(BOOK, path)
    with subprocess.Popen([sys.executable, "-c", SAVE, "never", str(path)], cwd=ROOT, stdout=subprocess.PIPE) as saving:
        assert saving.stdout and saving.stdout.readline() == b"ready\n"
        until = time.monotonic() + after
        while time.monotonic() < until and saving.poll() is None:
            os.sched_yield()
        saving.kill()
    assert titles(path).count("Подія") <= 1
    writing.add(XlsxWorkbook(path), panel, "events", {"title": "Подія"}, actor="Оля", submit_id="s1")
    assert titles(path).count("Подія") == 1
