"""The local budget of requests: Google counts the whole panel as one user, and viewers must never starve writers.

Google allows 60 reads and 60 writes a minute for a user, and a service account is one user however many people look
(https://developers.google.com/workspace/sheets/api/limits).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

MINUTE = 60.0
Use = Literal["look", "save", "write"]  # a viewer's read, a read that a save needs, a write


class Budget:
    """Requests of the last minute. The last `kept` reads of a minute are for saves alone. Safe in threads."""

    def __init__(
        self, reads: int = 60, writes: int = 60, kept: int = 15, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = {"look": reads - kept, "save": reads, "write": writes}
        self._sent: dict[bool, deque[float]] = {True: deque(), False: deque()}  # by: is it a write
        self._clock = clock
        self._lock = threading.Lock()

    def take(self, use: Use) -> float:
        """Counts one more request and gives 0.0; or counts nothing and gives the seconds until one may be sent."""
        with self._lock:
            sent, limit, now = self._sent[use == "write"], self._limits[use], self._clock()
            while sent and sent[0] <= now - MINUTE:
                sent.popleft()
            if len(sent) >= limit:
                return sent[len(sent) - limit] + MINUTE - now
            sent.append(now)
            return 0.0
