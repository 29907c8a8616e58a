"""How often something may be done: so many times in so long, for each of the names that ask."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

NAMES = 10_000  # remembered; the one that asked longest ago is forgotten first


class Pace:
    """At most `times` in any `seconds`, for each name. Safe between threads; memory is bounded."""

    def __init__(self, times: int, seconds: float) -> None:
        self.times, self.seconds = times, seconds
        self._guard = threading.Lock()
        self._met: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, name: str, at: float) -> bool:
        """Whether this name may do it now (`at`: seconds of a clock that never goes back); a yes is counted."""
        with self._guard:
            met = self._met.setdefault(name, deque())
            self._met.move_to_end(name)
            if len(self._met) > NAMES:
                self._met.popitem(last=False)
            while met and met[0] <= at - self.seconds:
                met.popleft()
            if len(met) >= self.times:
                return False
            met.append(at)
            return True
