"""Timing side by side: each way once a round, in turn, so that a noisy machine is noisy for all; medians and ratios."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line of the results: what was compared, at what size, the ratio found and the target it has to meet.

    `ratio` is ours / other. `most` and `least` bound it: 1.7 at most, or (for 'times faster' targets) other / ours at
    least so many times. Without bounds the line only informs.
    """

    what: str
    size: str
    ours: str
    other: str
    ratio: float
    most: float | None = None
    least: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met; True when there is none."""
        return (self.most is None or self.ratio <= self.most) and (self.least is None or self.ratio >= self.least)

    @property
    def target(self) -> str:
        """The target in words."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else "–"


def medians(
    ways: Mapping[str, Callable[[], object]], rounds: int, before: Mapping[str, Callable[[], object]] | None = None
) -> dict[str, float]:
    """Seconds that each way takes, the median of so many rounds; all ways in turn within a round. `before` a way comes
    what its time does not count."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            (before or {}).get(name, gc.collect)()
            gc.collect()
            begun = time.perf_counter()
            way()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in taken.items()}


def ms(seconds: float) -> str:
    """Seconds as milliseconds for a table: 0.1234 -> '123 ms'."""
    return f"{seconds * 1000:.3g} ms"
