"""Memory of the panel at its peak: with the demo in one browser session, and with 50,000 events; and what one more
session takes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.server import Answers, serving
from benchmarks.sessions import Viewer, panel
from benchmarks.timing import Result

FIRST, MORE = 20, 40  # sessions: the first take up what the process has to spare, so that the others can be measured
PAGES = ("", "directions", "partners", "events", "evaluations", "plan", "add", "quality")


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    with panel("asgi.py") as (port, process):
        asyncio.run(_tour(port))
        demo = _peak(process.pid)
    yield _line("the demo in one browser", "demo", demo, 400)
    with serving(Answers(50_000)) as base, panel(base=base) as (port, process):
        asyncio.run(_tour(port))
        peak = _peak(process.pid)
        some, all_ = asyncio.run(_sessions(port, process.pid))
    yield _line("50,000 events over the demo", "50,000 events", peak - demo, 250)
    yield _line("one more session", "50,000 events", (all_ - some) / MORE, 2)


def _line(what: str, size: str, megabytes: float, most: float) -> Result:
    return Result(what=what, size=size, ours=f"{megabytes:.1f} MB", other=f"{most} MB", ratio=megabytes / most, most=1)


def _megabytes(pid: int) -> float:
    return psutil.Process(pid).memory_info().rss / 2**20


def _peak(pid: int) -> float:
    """The most that the process has ever held, what reading needed in between too (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 2**10 for line in lines if line.startswith("VmHWM:"))


async def _tour(port: int) -> None:
    """One person opens every page twice."""
    async with Viewer(port) as viewer:
        for page in PAGES * 2:
            await viewer.open(page)


async def _sessions(port: int, pid: int) -> list[float]:
    """Memory with the first sessions open, and with more of them; each has seen three pages."""
    taken = []
    async with contextlib.AsyncExitStack() as stack:
        for number in (FIRST, MORE):
            for _ in range(number):
                viewer = await stack.enter_async_context(Viewer(port))
                for page in ("events", "partners", ""):
                    await viewer.open(page)
            taken.append(_megabytes(pid))
    return taken
