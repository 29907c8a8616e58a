"""Pages at 1,000, 10,000 and 50,000 events: the server's time and the bytes of a warm run, beside an empty page; the
bytes of every page with the demo workbook of today, whatever is chosen there."""

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
CHOSEN = ("", "direction=culture", "direction=culture&direction=social", "type=school", "period=2025-2026")
DEMO = dict.fromkeys(("", "directions", "events", "evaluations", "plan"), CHOSEN) | {
    "partners": (*CHOSEN, "partner=Палац культури «Світанок»"),
    "add": ("", "what=Партнер"),
    "quality": ("",),
    "journal": ("",),
}


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
                yield from asyncio.run(_after_change(answers, port, _seconds(runs["empty"]), n))
            yield from _asked(n, port, answers, asked)
    with panel("asgi.py") as (port, _):
        yield from asyncio.run(_demo(port))


async def _demo(port: int) -> list[Result]:
    """Each page of the demo with the choice that makes it heaviest."""
    lines = []
    for page, choices in DEMO.items():
        sizes = {}
        for chosen in choices:
            async with Viewer(port) as viewer:
                sizes[chosen] = (await viewer.open(page, f"lang=uk&{chosen}")).received
        chosen, most = max(sizes.items(), key=lambda size: size[1])
        lines.append(_bytes(" ".join(filter(None, (page or "overview", chosen))), "demo", most))
    return lines


def _bytes(page: str, size: str, received: int) -> Result:
    return Result(
        what=f"bytes of «{page}» / 80 kB", size=size, ours=f"{received / 1000:.1f} kB", other="80 kB",
        ratio=received / LIMIT, most=1,
    )  # fmt: skip


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
        yield _bytes(name, size, received)
        small.setdefault(page, took / empty)
        if n == SIZES[-1]:  # in empty pages: an hour on a machine has its moods
            yield Result(
                what=f"«{name}» at 50,000 / at 1,000", size=size, ours=f"{took / empty:.2f} ×",
                other=f"{small[page]:.2f} ×", ratio=took / empty / small[page], most=1.2,
            )  # fmt: skip


async def _after_change(answers: Answers, port: int, empty: float, n: int) -> list[Result]:
    async with Viewer(port) as viewer:
        await viewer.open("")
        answers.change("Заходи", 2, 9, "77")
        await asyncio.sleep(25)  # two refreshes at the default pace
        after = await viewer.run()
    async with Viewer(port) as viewer:
        fresh = await viewer.open("", "lang=uk&direction=culture")  # nobody has asked for this one yet
    return [
        Result(
            what=what, size=f"{n:,} events", ours=ms(run.seconds), other=ms(empty), ratio=run.seconds / empty, most=most
        )
        for what, run, most in (
            ("first page after a change / empty page", after, 8),
            ("a page that nobody looked at / empty page", fresh, None),
        )
    ]


def _asked(n: int, port: int, answers: Answers, asked: int) -> Iterator[Result]:
    """What twenty warm pages ask of the workbook, besides the refresh that goes on anyway."""
    begun, before = time.monotonic(), answers.asked
    asyncio.run(warm_runs({"": (port, "")}, 20))
    refreshes = 2 * (1 + (time.monotonic() - begun) // 10)
    extra = max(0, answers.asked - before - refreshes)
    yield Result(
        what="requests of twenty warm pages", size=f"{n:,} events", ours=str(int(extra)), other="0", ratio=extra, most=0
    )
