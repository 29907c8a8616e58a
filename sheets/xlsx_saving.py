"""Writing a file so that nobody's work is lost: one writer at a time, a backup a day, never half a file."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from sheets.deadline import left
from sheets.errors import Refused, WorkbookError
from sheets.state import state
from sheets.xlsx_package import Stamp, stamp_of

LOCK_SECONDS = 15.0  # how long a writer waits for another one; a form waits no longer than 20 s
BACKUPS = 30
FULL = (errno.ENOSPC, errno.EDQUOT)


@contextlib.contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Holds the workbook for writing against all threads and processes of the panel.

    Raises Refused: locked (details: by, where Excel or LibreOffice says who has the file open), read-only; and
    WorkbookError: no-space for a disk that is full, unavailable for one that fails. The file is as it was.
    """
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise Refused("read-only", path=str(path))
    try:
        with FileLock(beside(path, "lock"), timeout=max(min(LOCK_SECONDS, left()), 0)):
            _refuse_if_open(path)
            yield
    except Timeout:
        raise Refused("locked", by="", path=str(path)) from None
    except PermissionError:
        raise Refused("read-only", path=str(path)) from None
    except OSError as error:
        code = "no-space" if error.errno in FULL else "unavailable"
        raise WorkbookError(code, path=str(path), reason=str(error)) from error


def beside(path: Path, ending: str) -> Path:
    """A hidden file next to the workbook: '.book.xlsx.lock'."""
    return path.with_name(f".{path.name}.{ending}")


def _refuse_if_open(path: Path) -> None:
    if (held := open_in_a_program(path)) is not None:
        raise Refused("locked", by=held[0], lock=held[1], path=str(path))


def open_in_a_program(path: Path) -> tuple[str, str] | None:
    """Who has the file open in Excel or LibreOffice ('' when their lock file doesn't say), and the lock file's name;
    None when nobody has. A lock file that a crash left behind can't be told from a living one: it holds until somebody
    deletes it."""
    for lock, owner in ((f"~${path.name}", _excel_owner), (f".~lock.{path.name}#", _libreoffice_owner)):
        if not path.with_name(lock).exists():
            continue
        try:
            return owner(path.with_name(lock).read_bytes()), lock
        except FileNotFoundError:
            continue
        except OSError:  # Excel on a shared drive lets nobody read it
            return "", lock
    return None


def _excel_owner(content: bytes) -> str:
    """Excel's owner file: the name in the system's letters in the first 55 bytes, then its length and UTF-16."""
    length = content[55] if len(content) > 57 else 0
    return content[57 : 57 + 2 * length].decode("utf-16-le", "replace").strip()


def _libreoffice_owner(content: bytes) -> str:
    """LibreOffice's: 'full name,login,computer,time,profile;'."""
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:3] if field.strip()), "")


@contextlib.contextmanager
def written_beside(path: Path, write: Callable[[IO[bytes]], None]) -> Iterator[Path]:
    """What `write` writes, whole and safe on the disk, in a hidden file beside the workbook, with its rights."""
    new = beside(path, "new")
    try:
        with new.open("wb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        shutil.copystat(path, new)
        os.utime(new)
        with contextlib.suppress(OSError):
            os.chown(new, path.stat().st_uid, path.stat().st_gid)
        yield new
    finally:
        with contextlib.suppress(OSError):
            new.unlink()


def take_place(new: Path, path: Path, read: Stamp) -> bool:
    """Puts the new file in the workbook's place at once: a reader, or a power cut, meets the old file or the new.

    False, and nothing done, when the workbook is no longer the one that was `read`. Raises Refused('locked') when a
    program has opened it meanwhile: it would later save what it read, over ours. Between that look and the replacement
    lies a moment (microseconds, in a busy process some milliseconds) that no file system closes.
    """
    _refuse_if_open(path)
    if stamp_of(path.stat()) != read:
        return False
    new.replace(path)
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def back_up(path: Path) -> None:
    """Keeps the file as it is before the first write of a day: PANEL_STATE/backups/NAME-….DAY.xlsx, the last 30.

    Raises Refused('no-backup') where that folder can't be written: nothing is changed without a copy."""
    folder = state("backups")
    place = hashlib.blake2b(str(path.parent).encode(), digest_size=3).hexdigest()  # two folders, two books of one name
    copy = folder / f"{path.stem}-{place}.{dt.date.today().isoformat()}{path.suffix}"
    if copy.exists():
        return
    half = copy.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, half)
        half.replace(copy)
    except OSError as error:
        if error.errno in FULL:
            raise
        raise Refused("no-backup", folder=str(folder), reason=str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    kept = sorted(folder.glob(f"{_literal(path.stem)}-{place}.*{path.suffix}"))
    for old in kept[:-BACKUPS]:
        old.unlink(missing_ok=True)


def _literal(name: str) -> str:
    """The name with nothing in it that a pattern of file names would take for a sign."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
