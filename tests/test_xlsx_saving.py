"""Saving a file: one writer at a time, a backup a day, and never half a file, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock
from openpyxl import Workbook, load_workbook

from sheets import xlsx, xlsx_saving
from sheets.errors import Refused, WorkbookError
from sheets.workbook import AppendRow, WriteCell
from sheets.xlsx import XlsxWorkbook

ROOT = Path(__file__).resolve().parent.parent
APPENDING = """
import sys
from sheets.workbook import AppendRow
from sheets.xlsx import XlsxWorkbook
book, name, count = XlsxWorkbook(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    book.apply([AppendRow(tab=1, values=(name, number))])
    print(name, number, flush=True)
"""
EDIT = WriteCell(tab=1, row=1, column=1, value="Змінено")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    made.active.title = "Партнери"
    made.active["A1"] = "Назва"
    made.create_sheet("Інше")
    made.save(tmp_path / "облік.xlsx")
    return tmp_path / "облік.xlsx"


def rows(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path)["Партнери"].iter_rows(values_only=True))


def appending(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process of its own that appends rows and says which are written."""
    command = [sys.executable, "-c", APPENDING, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_backup_is_kept_before_the_first_write_of_a_day(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    for value in ("перший запис", "другий запис"):
        XlsxWorkbook(book).apply([WriteCell(tab=1, row=1, column=1, value=value)])
    (kept,) = (tmp_path / "state" / "backups").iterdir()
    assert kept.read_bytes() == before
    assert kept.name.startswith("облік-") and kept.name.endswith(f".{dt.date.today().isoformat()}.xlsx")


def test_thirty_backups_are_kept(book: Path, tmp_path: Path) -> None:
    XlsxWorkbook(book).apply([EDIT])
    folder = tmp_path / "state" / "backups"
    (today,) = folder.iterdir()
    prefix = today.name.split(".")[0]
    for number in range(40):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=number)
        (folder / f"{prefix}.{day}.xlsx").write_bytes(b"old")
    (folder / "чужий-000000.2020-01-01.xlsx").write_bytes(b"another workbook's")
    today.unlink()
    XlsxWorkbook(book).apply([EDIT])
    assert len(list(folder.glob(f"{prefix}.*"))) == 30
    assert today.exists() and (folder / "чужий-000000.2020-01-01.xlsx").exists()


def test_nothing_is_changed_where_no_copy_can_be_kept(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "file"))
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        XlsxWorkbook(book).apply([EDIT])
    assert (refused.value.code, refused.value.details["folder"]) == ("no-backup", str(tmp_path / "file" / "backups"))
    assert book.read_bytes() == before


def test_a_copy_that_does_not_fit_leaves_no_half_of_it(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", half)
    with pytest.raises(WorkbookError) as failed:
        XlsxWorkbook(book).apply([EDIT])
    assert failed.value.code == "no-space"
    assert list((tmp_path / "state" / "backups").iterdir()) == []


def test_rights_and_links_to_the_file_stay(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    XlsxWorkbook(link).apply([EDIT])
    assert link.is_symlink() and book.stat().st_mode & 0o777 == 0o640
    assert rows(book)[0][0] == "Змінено"


def test_nothing_is_left_beside_the_file(book: Path, tmp_path: Path) -> None:
    XlsxWorkbook(book).apply([EDIT])
    assert {path.name for path in tmp_path.iterdir()} - {".облік.xlsx.lock"} == {"облік.xlsx", "state"}


def excel_lock(name: str) -> bytes:
    """An owner file as Excel writes it: the name in letters of the system, then in UTF-16."""
    ansi = name.encode("cp1251")
    wide = name.encode("utf-16-le")
    return bytes([len(ansi)]) + ansi.ljust(54) + bytes([len(name), 0]) + wide.ljust(108, b" ")


@pytest.mark.parametrize(
    "lock, content, by",
    [
        ("~$облік.xlsx", excel_lock("Олена Коваль"), "Олена Коваль"),
        ("~$облік.xlsx", b"", ""),
        (".~lock.облік.xlsx#", "Ірина Гай,iryna,pc,14.05.2026 10:00,file:///home;".encode(), "Ірина Гай"),
        (".~lock.облік.xlsx#", b",iryna,pc,14.05.2026 10:00,file:///home;", "iryna"),
    ],
)
def test_a_file_that_somebody_has_open_is_not_written(book: Path, lock: str, content: bytes, by: str) -> None:
    book.with_name(lock).write_bytes(content)
    before = book.read_bytes()
    with pytest.raises(Refused) as refused:
        XlsxWorkbook(book).apply([EDIT])
    assert (refused.value.code, refused.value.details["by"], refused.value.details["lock"]) == ("locked", by, lock)
    assert book.read_bytes() == before
    book.with_name(lock).unlink()
    XlsxWorkbook(book).apply([EDIT])
    assert rows(book)[0][0] == "Змінено"


def test_a_writer_does_not_wait_for_ever(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_saving, "LOCK_SECONDS", 0.1)
    with FileLock(book.with_name(".облік.xlsx.lock")), pytest.raises(Refused) as refused:
        XlsxWorkbook(book).apply([EDIT])
    assert refused.value.code == "locked"


def test_a_file_that_may_only_be_read_is_said_to_be_so(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Refused) as refused:
        XlsxWorkbook(book).apply([EDIT])
    assert refused.value.code == "read-only"


def test_a_broken_file_is_not_written(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:2000])
    before = book.read_bytes()
    with pytest.raises(WorkbookError):
        XlsxWorkbook(book).apply([EDIT])
    assert book.read_bytes() == before


def test_edits_are_done_on_the_file_as_it_is_now(book: Path) -> None:
    workbook = XlsxWorkbook(book)
    workbook.read()
    other = load_workbook(book)
    other["Партнери"]["B1"] = "колега"
    other.save(book)
    workbook.apply([EDIT])
    assert rows(book)[0] == ("Змінено", "колега")


def test_a_file_that_changes_in_the_very_moment_is_taken_up_again(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    colleague = load_workbook(book)
    colleague["Партнери"]["B1"] = "колега"
    moments = iter([lambda: colleague.save(book)])
    monkeypatch.setattr(xlsx, "back_up", lambda path: next(moments, lambda: None)())
    XlsxWorkbook(book).apply([EDIT])
    assert rows(book)[0] == ("Змінено", "колега")


def test_a_disk_that_is_full_leaves_the_old_file(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = book.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkbookError) as failed:
        XlsxWorkbook(book).apply([EDIT])
    assert failed.value.code == "no-space"
    assert book.read_bytes() == before
    assert not book.with_name(".облік.xlsx.new").exists()


def test_threads_and_processes_lose_nothing_of_one_another(book: Path) -> None:
    processes = [appending(book, f"процес {number}", 6) for number in range(2)]
    workbook = XlsxWorkbook(book)

    def append(name: str) -> None:
        for number in range(6):
            workbook.apply([AppendRow(tab=1, values=(name, number))])

    threads = [threading.Thread(target=append, args=(f"нитка {number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for worker in (*threads, *processes):
        worker.join() if isinstance(worker, threading.Thread) else worker.communicate()
    names = [f"{kind} {number}" for kind in ("нитка", "процес") for number in range(2)]
    assert sorted(rows(book)[1:]) == sorted((name, number) for name in names for number in range(6))


def test_a_process_killed_at_any_moment_leaves_the_old_file_or_the_new(book: Path) -> None:
    confirmed = 0
    for attempt in range(4):
        process = appending(book, f"спроба {attempt}", 1000)
        assert process.stdout is not None
        said = [process.stdout.readline()]
        until = time.monotonic() + 0.003 * attempt
        while time.monotonic() < until:
            pass
        process.send_signal(signal.SIGKILL)
        said += process.communicate()[0].splitlines()
        confirmed += len([line for line in said if line.strip()])
        written = [row for row in rows(book)[1:] if row[0] == f"спроба {attempt}"]
        assert [number for _, number in written] == list(range(len(written)))
        assert len(written) in (len(said), len(said) + 1)
    XlsxWorkbook(book).apply([EDIT])
    assert len(rows(book)) - 1 >= confirmed
