"""Saves under way, noted beside the workbook: after a crash the next start can tell which of them are in the sheet, and
savers of several processes wait for each other's end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sheets.deadline import left
from sheets.errors import WorkbookError
from sheets.receipts import receipt_id
from sheets.state import state


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A save that was begun: which workbook, who, what (a record's values as JSON can hold them)."""

    submit_id: str
    source: str
    action: str
    actor: str
    at: str
    what: Mapping[str, Any] = field(default_factory=dict)


def folder() -> Path:
    """Where the notes lie."""
    return state("pending")


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Holds a workbook against savers in other processes that share PANEL_STATE: they wait for each other's end, as
    those of one process do, so that none of them meets a sheet that another is just changing. A folder that can't be
    written stops no save. Raises WorkbookError('unavailable') after the time that a person waits."""
    locks = folder() / "locks"
    lock = FileLock(locks / f"{receipt_id(source)}.lock")
    with suppress(OSError):
        try:
            locks.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=max(left(), 0))
        except Timeout:
            raise WorkbookError("unavailable", because="queue") from None
    try:
        yield
    finally:
        lock.release()


def begin(pending: Pending) -> None:
    """Notes that a save begins; the note is whole or not there. On a disk that is full the save goes on without it: a
    record in the sheet is worth more than what a note could say after a crash."""
    path = folder() / f"{receipt_id(pending.submit_id)}.json"
    new = path.with_suffix(f".{os.getpid()}.new")
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(asdict(pending), ensure_ascii=False, default=str), encoding="utf-8")
        new.replace(path)


def end(submit_id: str) -> None:
    """Takes the note away: the save is known to have succeeded or failed. A note that can't be taken away is asked
    about at the next start once more."""
    with suppress(OSError):
        (folder() / f"{receipt_id(submit_id)}.json").unlink()


def begun(source: str) -> Iterator[Pending]:
    """The saves to this workbook that nobody saw the end of; a note that can't be read is taken away."""
    for path in sorted(folder().glob("*.json")):
        try:
            pending = Pending(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, OSError):
            with suppress(OSError):
                path.unlink()
            continue
        if pending.source == source:
            yield pending
