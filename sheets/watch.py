"""One fresh Snapshot of a workbook for all who look, whatever their number.

One thread reads, every few seconds while somebody looks and not when nobody does. Nobody who looks waits for it, but
for the very first reading; a later snapshot is handed out when `beforehand` has done with it what all would wait for.
A failed reading keeps the last snapshot and tries again after a growing pause.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sheets.errors import PanelError, WorkbookError
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Workbook

LOG = logging.getLogger("panel")
LONGEST_PAUSE = 300.0  # seconds between tries while the workbook can't be reached
STILL_LOOKING = 30.0  # a page asks every few seconds; after this long without a question nobody looks


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """How fresh the numbers are: when the workbook was last read (even if nothing had changed); what stands in the way
    of reading it again, if anything, and when it will be tried."""

    read_at: dt.datetime
    trouble: PanelError | None = None
    again_at: dt.datetime | None = None


class Watch:
    """Keeps the latest Snapshot of one workbook. Safe to ask from any number of threads."""

    def __init__(
        self,
        workbook: Workbook,
        panel: Panel,
        *,
        beforehand: Callable[[Snapshot], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.workbook = workbook
        self.panel = panel
        self._beforehand = beforehand
        self._clock = clock
        self._sleep = sleep
        self._snapshot: Snapshot | None = None
        self._freshness: Freshness | None = None
        self._trouble: PanelError | None = None
        self._failures = 0
        self._looked = float("-inf")
        self._begun = 0  # readings
        self._tried = threading.Event()  # the first reading has ended, well or not
        self._wanted = threading.Event()
        self._sooner = threading.Event()  # a long pause may end
        self._reading = threading.Lock()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._ended = False

    def look(self) -> Snapshot:
        """The latest snapshot, at once; waits only for the very first one. Raises WorkbookError while there is none."""
        self._looked = self._clock()
        self._begin()
        self._wanted.set()
        if self._snapshot is None:
            self._sooner.set()
            self._tried.wait()
        if self._snapshot is None:
            raise self._trouble or WorkbookError("unavailable")
        return self._snapshot

    @property
    def freshness(self) -> Freshness | None:
        """How fresh the latest snapshot is; None before the first one."""
        return self._freshness

    def refresh(self) -> Snapshot:
        """Reads the workbook now, in the caller's thread, and hands the news to everybody: for whoever has just saved.
        A reading that began before this call does not count, one that somebody else began since does: many who save at
        once cost few readings. Raises WorkbookError, and keeps the last snapshot."""
        begun = self._begun
        with self._reading:
            if self._begun == begun:
                self._try_reading(lambda _: None)
            if self._trouble or self._snapshot is None:
                raise self._trouble or WorkbookError("unavailable")
            self._sooner.set()
            return self._snapshot

    def end(self) -> None:
        """Reads no more: another watch has taken over."""
        self._ended = True
        self._wanted.set()
        self._sooner.set()

    def pause(self) -> float:
        """Seconds until the next reading: the centre's setting, doubled with each failure in a row; where the trouble
        says how long to wait, so long."""
        usual = self.panel.centre.refresh_seconds
        asked = self._trouble.details.get("retry_after") if self._trouble else None
        return min(usual * 2.0 ** min(self._failures, 10) if asked is None else max(asked, usual), LONGEST_PAUSE)

    def _begin(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_reading, name="watch", daemon=True)
                self._thread.start()

    def _keep_reading(self) -> None:
        while not self._ended:
            self._wanted.wait()
            self._wanted.clear()
            while not self._ended and self._clock() - self._looked <= STILL_LOOKING:
                with self._reading:
                    self._try_reading(self._beforehand)
                self._rest()

    def _rest(self) -> None:
        """Sleeps. A long sleep ends when somebody's reading went well (what is told as fresh must stay so), or, while
        nothing could be read yet, when somebody asks; but not within the centre's setting: a hundred who try again must
        not flood a workbook that does not answer."""
        self._sooner.clear()  # who asked before this reading has had the answer
        pause = self.pause()
        least = min(pause, self.panel.centre.refresh_seconds)
        self._sleep(least)
        self._sooner.wait(pause - least)

    def _try_reading(self, beforehand: Callable[[Snapshot], object]) -> None:
        try:
            self._read(beforehand)
        except PanelError as trouble:
            self._failed(trouble)
        except Exception as fault:
            # A fault of ours must not end the thread (the pages would show old numbers for ever), nor hide from whoever
            # has just saved that it is saved.
            LOG.exception("the workbook %s could not be understood", self.workbook.source)
            self._failed(WorkbookError("unavailable", reason=repr(fault)))
        finally:
            self._tried.set()

    def _read(self, beforehand: Callable[[Snapshot], object]) -> None:
        self._begun += 1
        last = self._snapshot
        now = dt.datetime.now(self.panel.centre.zone)
        reading = self.workbook.read(last.reading if last else None)
        snapshot = read_snapshot(reading, self.panel, last=last, now=now, source=self.workbook.source)
        if last and snapshot.number != last.number:
            beforehand(snapshot)
        self._snapshot = snapshot
        len(snapshot.findings)  # worked out here, after the figures are there for everybody, not in a page
        self._failures, self._trouble = 0, None
        self._freshness = Freshness(read_at=now)

    def _failed(self, trouble: PanelError) -> None:
        self._failures += 1
        self._trouble = trouble
        if self._freshness:
            again = dt.datetime.now(self.panel.centre.zone) + dt.timedelta(seconds=self.pause())
            self._freshness = Freshness(read_at=self._freshness.read_at, trouble=trouble, again_at=again)
