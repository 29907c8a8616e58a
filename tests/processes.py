"""Saves in processes of their own, all at once; any of them may be killed before any of its file operations.

They are forked from a server that has imported everything once (multiprocessing's), so that a process costs little.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from sheets.errors import PanelError, Refused, Unconfirmed
from sheets.opening import open_workbook
from tests.at_once import Job
from tests.disk import heard
from tests.places import Place

SECONDS = 60.0
SETTINGS = ("PANEL_STATE", "PANEL_TODAY", "PANEL_GOOGLE_ENDPOINT")


def in_processes(
    place: Place, jobs: Sequence[Job], deaths: Mapping[int, int], meanwhile: Sequence[Callable[[], None]]
) -> None:
    """Runs the jobs in processes of their own, while somebody acts; `deaths`: which of them dies, and before which of
    its file operations. What came of a dead one nobody knows: its outcome is None."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.processes", "tests.saving_jobs"])
    running = []
    for number, job in enumerate(jobs):
        ours, theirs = context.Pipe()
        told = (place.open().source, {name: os.environ[name] for name in SETTINGS if name in os.environ})
        process = context.Process(target=_save, args=(theirs, *told, job.send, deaths.get(number)), daemon=True)
        with mock.patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):  # AppTest leaves its script there
            process.start()
        theirs.close()
        running.append((job, process, ours))
    for _, _, ours in running:
        assert ours.recv() == "ready"
    for _, _, ours in running:
        ours.send("go")
    for act in meanwhile:
        place.meanwhile(act)
    for job, process, ours in running:
        process.join(SECONDS)
        assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
        job.outcome = _outcome(ours.recv()) if process.exitcode == 0 else None
        ours.close()


def _outcome(told: Any) -> Any:
    """A receipt, or what was raised, by its kind and code (as it is, it can't cross from one process to another)."""
    if not isinstance(told, tuple):
        return told
    kind, code, said = told
    if kind == "other":
        return AssertionError(said)
    return (Unconfirmed if kind == "unconfirmed" else Refused)(code, said=said)


def _save(parent: Connection, source: str, settings: Mapping[str, str], send: Any, death: int | None) -> None:
    os.environ.update(settings)
    workbook = open_workbook(source)
    left = [death] if death is not None else []

    def before(*_: Any) -> None:
        if left and (left.append(left.pop() - 1) or left[0] < 0):
            os.kill(os.getpid(), signal.SIGKILL)

    parent.send("ready")
    parent.recv()
    with heard(Path(source).parent if Path(source).exists() else Path("/nowhere"), before):
        parent.send(_told(lambda: send(workbook)))


def _told(send: Callable[[], Any]) -> Any:
    try:
        return send()
    except PanelError as error:
        return ("unconfirmed" if isinstance(error, Unconfirmed) else "refused"), error.code, str(error)
    except Exception as error:
        return "other", "", repr(error)
