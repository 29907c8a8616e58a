"""From a Google Sheet to a Snapshot: cold, unchanged, with one cell changed; beside the peers and the limit."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Iterator

from google.auth.credentials import AnonymousCredentials

from benchmarks import peers
from benchmarks.server import Answers, serving
from benchmarks.timing import Result, medians, ms
from sheets.google import GoogleWorkbook
from sheets.records import Snapshot
from sheets.schema import Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Reading

ROUNDS = {1_000: 15, 10_000: 7, 50_000: 3}
TARGETS = {1_000: (None, None), 10_000: (1.7, 2.8), 50_000: (1.7, 2.8)}


def workbook(base: str) -> GoogleWorkbook:
    """Our workbook over the server of prepared answers."""
    return GoogleWorkbook("bench", "bench", AnonymousCredentials(), endpoint=base)


def understood(panel: Panel, reading: Reading, last: Snapshot | None = None) -> Snapshot:
    """The reading as a snapshot."""
    return read_snapshot(reading, panel, last=last, now=dt.datetime.now(panel.centre.zone))


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    warnings.simplefilter("ignore")  # the peers' conversions warn; what they do is shown by their results
    panel = read_panel()
    for n, rounds in ROUNDS.items():
        answers = Answers(n)
        with serving(answers) as base:
            yield from _cold(panel, base, n, rounds)
            yield from _again(panel, answers, base, n, rounds)


def _cold(panel: Panel, base: str, n: int, rounds: int) -> Iterator[Result]:
    ours = workbook(base)
    ours.tabs()
    ways: dict[str, Callable[[], object]] = {
        "limit": lambda: peers.limit_by_columns(base),
        "one rendering": lambda: understood(panel, ours.read(shown=False)),
        "both renderings": lambda: understood(panel, ours.read()),
        "get_all_values": lambda: peers.get_all_values(base),
        "get_all_records": lambda: peers.get_all_records(base),
        "connector": lambda: peers.connector(base),
    }
    for way in ways.values():
        way()  # the server renders each answer once; connections are open
    took = medians(ways, rounds)
    one, both = TARGETS[n]
    size = f"{n:,} events"

    def line(what: str, ours: str, other: str, **target: float | None) -> Result:
        ratio = took[other] / took[ours] if "least" in target else took[ours] / took[other]
        return Result(what=what, size=size, ours=ms(took[ours]), other=ms(took[other]), ratio=ratio, **target)

    yield line("cold read, one rendering / bare decode", "one rendering", "limit", most=one)
    yield line("cold read, both renderings / bare decode", "both renderings", "limit", most=both)
    yield line("get_all_records + conversions / ours", "one rendering", "get_all_records", least=7 if one else None)
    yield line("the stock connector's way / ours", "one rendering", "connector", least=12 if one else None)
    yield line("get_all_values + conversions / ours", "one rendering", "get_all_values", least=None)


def _again(panel: Panel, answers: Answers, base: str, n: int, rounds: int) -> Iterator[Result]:
    ours = workbook(base)
    last = understood(panel, ours.read(shown=False))
    asked = answers.asked
    ours.read(last.reading, shown=False)
    requests = answers.asked - asked
    turn = iter(range(2, 10_000))

    other = workbook_ready(base)

    def edit() -> None:
        answers.change("Заходи", next(turn), 2, "Змінено")
        other.read(shown=False)  # the server renders the new answer here, outside what is timed below

    def cold() -> None:
        understood(panel, workbook_ready(base).read(shown=False))

    def one_cell() -> None:
        nonlocal last
        last = understood(panel, ours.read(last.reading, shown=False), last)

    took = medians(
        {
            "limit": lambda: peers.limit_by_columns(base),
            "same": lambda: understood(panel, ours.read(last.reading, shown=False), last),
        },
        rounds,
    )
    size = f"{n:,} events"
    yield Result(
        what="refresh with nothing changed / bare decode", size=size, ours=ms(took["same"]), other=ms(took["limit"]),
        ratio=took["same"] / took["limit"], most=0.3 if n > 1_000 else None,
    )  # fmt: skip
    yield Result(what="read requests a refresh", size=size, ours=str(requests), other="2", ratio=requests, most=2)
    took = medians({"cold": cold, "edit": edit, "changed": one_cell}, rounds)
    yield Result(
        what="refresh with one cell changed / cold", size=size, ours=ms(took["changed"]), other=ms(took["cold"]),
        ratio=took["changed"] / took["cold"], most=0.6 if n > 1_000 else None,
    )  # fmt: skip


def workbook_ready(base: str) -> GoogleWorkbook:
    """A workbook whose tab list is known."""
    ours = workbook(base)
    ours.tabs()
    return ours
