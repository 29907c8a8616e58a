"""Saves, one after the other, each once: a double tap, a retry, another process get the receipt of the first.

Writers of one machine queue for a workbook; those of other machines meet in the workbook itself. How a save is sent
and settled: sending.py.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from sheets import pending
from sheets.deadline import left, within
from sheets.errors import PanelError, Unconfirmed, WorkbookError
from sheets.plans import Operation, Stamp
from sheets.receipts import Receipt
from sheets.sending import Sending
from sheets.workbook import Workbook

LIMIT = 20.0  # seconds that a person waits at most
REMEMBERED = 1000

_queues: dict[str, threading.RLock] = {}
_known: OrderedDict[tuple[str, str, str], Future[Receipt]] = OrderedDict()
_guard = threading.Lock()


def save(workbook: Workbook, op: Operation, stamp: Stamp, what: Mapping[str, Any] | None = None) -> Receipt:
    """The receipt of this operation, done once for its submit id: a double tap waits for the first one's receipt, a
    retry or another process finds it in the journal, as long as it is among the newest RECENT lines there.

    Raises Refused and Conflict (nothing of it is in the sheet), WorkbookError (it was not sent), Unconfirmed (it was
    sent and nobody can tell; the same submit id may be tried again at any time).
    """
    stamp = stamp.asking(what or {})
    key = (workbook.source, stamp.submit_id, stamp.asked)
    with _guard:
        known = _known.get(key)
        future: Future[Receipt] = known or Future()
        if known is None:
            _known[key] = future
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
    if known is not None:
        return _shared(known, stamp)
    try:
        with within(LIMIT), _turn(workbook.source), pending.alone(workbook.source):
            future.set_result(_noted(workbook, op, stamp, what or {}))
    except BaseException as error:
        with _guard:
            _known.pop(key, None)
        future.set_exception(error)
    return future.result()


def _shared(known: Future[Receipt], stamp: Stamp) -> Receipt:
    """The receipt that the first tap gets."""
    try:
        return known.result(timeout=LIMIT)
    except TimeoutError:
        raise Unconfirmed(submit_id=stamp.submit_id) from None


@contextmanager
def _turn(source: str) -> Iterator[None]:
    """The writer's turn among those of this process."""
    with _guard:
        queue = _queues.setdefault(source, threading.RLock())
    if not queue.acquire(timeout=max(left(), 0)):
        raise WorkbookError("unavailable", because="queue")
    try:
        yield
    finally:
        queue.release()


def _noted(workbook: Workbook, op: Operation, stamp: Stamp, what: Mapping[str, Any]) -> Receipt:
    """The save, with a note of it beside the workbook for as long as its end is open."""
    begin = pending.Pending(
        submit_id=stamp.submit_id,
        source=workbook.source,
        action=op.action,
        actor=stamp.actor,
        at=stamp.at.isoformat(timespec="seconds"),
        what=what,
    )
    try:
        done = Sending(workbook, op, stamp, lambda: pending.begin(begin)).run()
    except Unconfirmed:
        raise
    except PanelError as error:
        pending.end(stamp.submit_id)
        if error.code == "moved":  # a file that changed since the look; nothing was written: it is looked at anew
            return _noted(workbook, op, stamp, what)
        raise
    pending.end(stamp.submit_id)
    return done


def forget() -> None:
    """Forgets remembered receipts, as a new process would (for tests)."""
    with _guard:
        _known.clear()
