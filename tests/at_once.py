"""Several saves at once: in turns (a request of one between two of another), in threads, in processes of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.ledger import Change
from tests.places import Place
from tests.watched import Watched


@dataclass
class Job:
    """A save, how it is sent, and what came of it: a receipt or what it raised."""

    change: Change
    send: Callable[[Watched], Any]
    outcome: Any = None

    def run(self, workbook: Watched) -> None:
        """Sends it."""
        try:
            self.outcome = self.send(workbook)
        except Exception as error:
            self.outcome = error


@dataclass
class _Turn:
    """A process that goes on only when it is its turn, to its next request."""

    job: Job
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    back: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    ended: bool = False

    def run(self, workbook: Watched) -> None:
        self.go.acquire()
        workbook.before, workbook.after = lambda _: self._pause(), self._pause
        self.job.run(workbook)
        self.ended = True
        self.back.release()

    def _pause(self) -> None:
        self.back.release()
        self.go.acquire()


def in_turns(
    place: Place, jobs: Sequence[Job], turns: Sequence[int], meanwhile: Mapping[int, Callable[[], None]]
) -> None:
    """Runs the jobs as processes would, one request at a time; `turns` says whose, `meanwhile` who acts before which.

    A process is a workbook with a source of its own: its writers do not queue with those of another.
    """
    waiting = [_Turn(job) for job in jobs]
    for number, turn in enumerate(waiting):
        workbook = place.open()
        workbook.source = f"{workbook.source}#{number}"
        threading.Thread(target=turn.run, args=(workbook,), daemon=True).start()
    count = 0
    while waiting:
        meanwhile.get(count, lambda: None)()
        turn = waiting[(turns[count] if count < len(turns) else 0) % len(waiting)]
        turn.go.release()
        turn.back.acquire()
        waiting = [turn for turn in waiting if not turn.ended]
        count += 1


def in_threads(place: Place, jobs: Sequence[Job], meanwhile: Sequence[Callable[[], None]]) -> None:
    """Runs the jobs in threads that share one workbook object, while somebody acts."""
    workbook = place.open()
    threads = [threading.Thread(target=job.run, args=(workbook,)) for job in jobs]
    for thread in threads:
        thread.start()
    for act in meanwhile:
        place.meanwhile(act)
    for thread in threads:
        thread.join()
