"""How long a person waits at most, whatever is asked on the way: one deadline that all questions of a save share."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float] = ContextVar("until", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done in this block ends within so many seconds; an earlier deadline around it stays."""
    before = _until.set(min(_until.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(before)


def left() -> float:
    """The seconds until the deadline; infinite where there is none, negative when it is past."""
    return _until.get() - time.monotonic()
