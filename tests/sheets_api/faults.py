"""Faults and quota: what goes wrong between a client and the service, when asked for."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sheets_api import errors
from tests.sheets_api.errors import ApiError

REFUSALS: dict[str, Callable[[], ApiError]] = {
    "429": lambda: errors.too_many("Read", 60),
    "500": errors.internal,
    "503": errors.unavailable,
    "401": errors.unauthenticated,
    "403": errors.denied,
    "404": errors.not_found,
    "disabled": errors.disabled,
}
KINDS = {*REFUSALS, "html200", "html502", "cut", "reset", "hang", "apply_then_503", "apply_then_reset"}


@dataclass
class Fault:
    """`do` this to the next `times` requests whose 'METHOD path' matches, after `after` of them went well."""

    match: str
    do: str
    times: int = 1
    after: int = 0
    retry_after: int | None = None

    def __post_init__(self) -> None:
        self.do = str(self.do)
        if self.do not in KINDS:
            raise ValueError(f"unknown fault {self.do!r}; known: {', '.join(sorted(KINDS))}")

    def strikes(self, request: str) -> bool:
        """Whether this request is hit; counts."""
        if self.times <= 0 or not re.search(self.match, request):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Quota:
    """Reads and writes of the last minute, and the most that are allowed."""

    enforced: bool = False
    limits: dict[str, int] = field(default_factory=lambda: {"Read": 60, "Write": 60})
    used: dict[str, deque[float]] = field(default_factory=lambda: {"Read": deque(), "Write": deque()})
    totals: dict[str, int] = field(default_factory=lambda: {"Read": 0, "Write": 0})
    clock: Callable[[], float] = time.monotonic

    def spend(self, kind: str) -> None:
        """Counts a request of kind 'Read' or 'Write'; 429 when the minute has no more of them."""
        recent = self._recent(kind)
        if self.enforced and len(recent) >= self.limits[kind]:
            raise errors.too_many(kind, self.limits[kind])
        recent.append(self.clock())
        self.totals[kind] += 1

    def _recent(self, kind: str) -> deque[float]:
        recent = self.used[kind]
        while recent and recent[0] <= self.clock() - 60:
            recent.popleft()
        return recent

    def report(self) -> dict[str, Any]:
        """The state of it."""
        return {
            "enforced": self.enforced,
            "reads": len(self._recent("Read")),
            "writes": len(self._recent("Write")),
            "total_reads": self.totals["Read"],
            "total_writes": self.totals["Write"],
            "read_limit": self.limits["Read"],
            "write_limit": self.limits["Write"],
        }


def counts_as(method: str, path: str) -> str | None:
    """'Read' or 'Write' for a call of the Sheets API; None for Drive and tokens, which have quotas of their own."""
    if not path.startswith("/v4/"):
        return None
    reads = method == "GET" or path.endswith((":getByDataFilter", ":batchGetByDataFilter"))
    return "Read" if reads else "Write"
