"""A hundred viewers for a minute with a colleague editing: reads used, staleness seen by each, the server's work."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator

import psutil

from benchmarks.server import Answers, serving
from benchmarks.sessions import Viewer, panel
from benchmarks.timing import Result

VIEWERS = 100
SECONDS = 60.0
EVENTS = 1_000
PAGE, QUERY = "events", "lang=uk&period=2025-2026"  # a year in which the centre has events
PACE = 7.0  # seconds between the colleague's edits: they meet the refreshes at any time


class Seen:
    """When each of the colleague's edits was made, and when each viewer saw it."""

    def __init__(self) -> None:
        self.made: dict[str, float] = {}
        self.delays: list[float] = []
        self.errors = 0

    def eyes(self) -> _Eyes:
        """The eyes of one more viewer."""
        return _Eyes(self)


class _Eyes:
    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.known: set[str] = set()

    def __call__(self, body: bytes) -> None:
        now = time.monotonic()
        for stamp, made in list(self.seen.made.items()):
            if stamp not in self.known and stamp.encode() in body:
                self.known.add(stamp)
                self.seen.delays.append(now - made)


async def _viewers(port: int, answers: Answers, seen: Seen) -> None:
    async def one() -> None:
        async with Viewer(port) as viewer:
            await viewer.open(PAGE, QUERY)
            await viewer.watch(SECONDS, seen.eyes())

    async def colleague() -> None:
        for number in range(int((SECONDS - 20) // PACE)):
            await asyncio.sleep(PACE)
            stamp = f"Змінено {number:03d}"
            answers.stamp("Заходи", 2, " ".join([*seen.made, stamp]))  # one refresh may bring several edits
            seen.made[stamp] = time.monotonic()

    results = await asyncio.gather(colleague(), *(one() for _ in range(VIEWERS)), return_exceptions=True)
    failures = [result for result in results if isinstance(result, BaseException)]
    seen.errors = len(failures)
    for text in sorted({repr(failure) for failure in failures}):
        print(f"a session failed: {text}", file=sys.stderr)


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    answers, seen = Answers(EVENTS), Seen()
    with serving(answers) as base, panel(base=base) as (port, process):
        asyncio.run(_opened(port))
        server = psutil.Process(process.pid)
        asked, spent, begun = answers.asked, sum(server.cpu_times()[:2]), time.monotonic()
        asyncio.run(_viewers(port, answers, seen))
        took = time.monotonic() - begun
        work = (sum(server.cpu_times()[:2]) - spent) / took
        reads = (answers.asked - asked) / took * 60
    delays = sorted(seen.delays) or [float("inf")]
    expected = len(seen.made) * VIEWERS
    size = f"{VIEWERS} viewers, {SECONDS:.0f} s"

    def line(what: str, value: float, unit: str, most: float | None) -> Result:
        return Result(what=what, size=size, ours=f"{value:.2f}{unit}", other="–", ratio=value, most=most)

    yield line("read requests a minute", reads, "", 12)
    yield line("staleness, median", delays[len(delays) // 2], " s", None)
    yield line("staleness, p99", delays[int(len(delays) * 0.99)], " s", 15)
    yield line("edits not seen by a viewer", expected - len(seen.delays), "", 0)
    yield line("sessions that failed", seen.errors, "", 0)
    yield line("cores used by the server", work, "", 1)


async def _opened(port: int) -> None:
    async with Viewer(port) as viewer:
        await viewer.open(PAGE, QUERY)
