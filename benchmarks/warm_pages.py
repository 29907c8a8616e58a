"""Pages at 1,000, 10,000 and 50,000 events: the server's time and the bytes of a warm run, beside an empty page."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator

from benchmarks.server import Answers, serving
from benchmarks.sessions import Run, Viewer, panel, warm_runs
from benchmarks.timing import Result, ms

PAGES = ("", "directions", "partners", "events", "evaluations", "quality")
SIZES = (1_000, 10_000, 50_000)
ROUNDS = 15
LIMIT = 80_000  # bytes of a page


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    small: dict[str, float] = {}
    for n in SIZES:
        answers = Answers(n)
        with (
            serving(answers) as base,
            panel(base=base) as (port, _),
            panel("benchmarks/empty_app.py", base=base) as (
                floor,
                _,
            ),
        ):
            runs = asyncio.run(warm_runs({page: (port, page) for page in PAGES} | {"empty": (floor, "")}, ROUNDS))
            asked = answers.asked
            yield from _warm(n, runs, small)
            if n == 10_000:
                yield asyncio.run(_after_change(answers, port, _seconds(runs["empty"]), n))
            yield from _asked(n, port, answers, asked)


def _seconds(runs: list[Run]) -> float:
    return statistics.median(one.seconds for one in runs)


def _warm(n: int, runs: dict[str, list[Run]], small: dict[str, float]) -> Iterator[Result]:
    empty = _seconds(runs["empty"])
    for page in PAGES:
        name, took, received = page or "overview", _seconds(runs[page]), runs[page][-1].received
        size = f"{n:,} events"
        yield Result(
            what=f"warm page «{name}» / empty page", size=size, ours=ms(took), other=ms(empty), ratio=took / empty,
            most=3 if n == 10_000 else None,
        )  # fmt: skip
        yield Result(
            what=f"bytes of «{name}» / 80 kB", size=size, ours=f"{received / 1000:.1f} kB", other="80 kB",
            ratio=received / LIMIT, most=1,
        )  # fmt: skip
        if n == SIZES[-1]:
            before = small[page]
            yield Result(
                what=f"«{name}» at 50,000 / at 1,000", size=size, ours=ms(took), other=ms(before), ratio=took / before,
                most=1.2,
            )  # fmt: skip
        small.setdefault(page, took)


async def _after_change(answers: Answers, port: int, empty: float, n: int) -> Result:
    async with Viewer(port) as viewer:
        await viewer.open("")
        answers.change("Заходи", 2, 9, "77")
        await asyncio.sleep(25)  # two refreshes at the default pace
        run = await viewer.run()
    ratio = run.seconds / empty
    return Result(
        what="first page after a change / empty page", size=f"{n:,} events", ours=ms(run.seconds), other=ms(empty),
        ratio=ratio, most=8,
    )  # fmt: skip


def _asked(n: int, port: int, answers: Answers, asked: int) -> Iterator[Result]:
    """What twenty warm pages ask of the workbook, besides the refresh that goes on anyway."""
    begun, before = time.monotonic(), answers.asked
    asyncio.run(warm_runs({"": (port, "")}, 20))
    refreshes = 2 * (1 + (time.monotonic() - begun) // 10)
    extra = max(0, answers.asked - before - refreshes)
    yield Result(
        what="requests of twenty warm pages", size=f"{n:,} events", ours=str(int(extra)), other="0", ratio=extra, most=0
    )
