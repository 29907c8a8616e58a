"""Everything that may happen to a save in a file, between any two of its file operations: they are heard by Python's
own audit events, and whoever listens may edit, let the operation fail, or let the process die there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

Listener = Callable[[str, Path, Path | None], None]  # the operation, on what, to where (of a rename)

_listening: tuple[int, str, Listener] | None = None  # whose thread, in which folder, who listens
_installed = False


class Killed(BaseException):
    """The process ends here: nothing that it would do later happens, not even its cleaning up."""


@contextmanager
def heard(folder: Path, listener: Listener) -> Iterator[None]:
    """Calls the listener just before each file operation of this thread in this folder; what it raises, the operation
    raises. Other threads are not heard: a page's watch may still be reading."""
    global _listening, _installed
    if not _installed:
        sys.addaudithook(_hear)
        _installed = True
    fsync = os.fsync

    def announced(handle: int) -> None:
        sys.audit("os.fsync", str(folder / "synced"))
        fsync(handle)

    with mock.patch("os.fsync", announced):
        _listening = threading.get_ident(), str(folder), listener
        try:
            yield
        finally:
            _listening = None


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    global _listening
    if _listening is None or not arguments or not event.startswith(("open", "os.", "shutil.")):
        return
    thread, folder, listener = _listening
    if threading.get_ident() != thread:
        return
    where = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes | os.PathLike) else ""
    if not where.startswith(folder):
        return
    to = Path(os.fsdecode(arguments[1])) if event == "os.rename" else None
    heard_before, _listening = _listening, None  # what the listener does is not heard
    try:
        listener(event, Path(where), to)
    finally:
        _listening = heard_before
