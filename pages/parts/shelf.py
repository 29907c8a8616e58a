"""What is worked out from a snapshot stands on its shelf: worked out once, shared by all who look, gone with it.

What was asked of the latest snapshot is worked out from the next one ahead, while everybody still sees the latest: so
nobody waits when the workbook changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from charts.narrowed import Narrowed
from charts.selection import Selection
from pages.parts.words import language, speaking
from sheets.records import Snapshot

SHELVES = 2  # the latest snapshot, and the one before it, which a page may still be drawing
MOST = 400  # things on a shelf; what was not asked for longest makes room
PATIENCE = 3  # snapshots through which a thing that nobody asks for is worked out all the same
AHEAD = 1.0  # seconds for work ahead: so much older are the numbers that all see meanwhile
T = TypeVar("T")


def once(now: Snapshot, key: tuple[Hashable, ...], work: Callable[[Snapshot], T], *, ahead: bool = True) -> T:
    """What `work` makes of the snapshot, in the reader's language. The key names all else that it depends on; with
    `ahead` it must make as good a thing of the next snapshot, so it may hold nothing of this one."""
    thing = _thing(now.number, (language(), *key), work, ahead)
    thing.unasked = 0
    return thing.of(now)


def of(narrowed: Narrowed, key: tuple[Hashable, ...], work: Callable[[Narrowed], T]) -> T:
    """The same of selected records. Where they are more than the selection says (one partner's), the key says so too;
    such work is not done ahead."""
    now, selection = narrowed.snapshot, narrowed.selection
    if narrowed is select(now, selection):
        return once(now, (selection, *key), lambda new: work(select(new, selection)))
    return once(now, (selection, *key), lambda _: work(narrowed), ahead=False)


def select(now: Snapshot, selection: Selection) -> Narrowed:
    """The records that a selection means."""
    return once(now, ("narrowed", selection), selection.narrow)


def work_ahead(new: Snapshot) -> None:
    """Does for a snapshot that nobody has seen what people asked of the latest ones, what was asked last first, as far
    as the time reaches. What fails here is told to whoever asks for it."""
    ends = time.monotonic() + AHEAD
    with _taking:
        asked = [(key, thing) for key, thing in _latest().items() if thing.ahead and thing.unasked < PATIENCE]
    for key, thing in reversed(asked):
        if time.monotonic() < ends:
            ready = _thing(new.number, key, thing.work, ahead=True)
            ready.unasked = thing.unasked + 1
            with suppress(Exception), speaking(str(key[0])):
                ready.of(new)


class _Thing:
    """One thing on a shelf; made when first asked for, while all others who ask for it wait."""

    def __init__(self, work: Callable[[Snapshot], Any], ahead: bool) -> None:
        self.work = work
        self.ahead = ahead
        self.unasked = 0  # for how many snapshots nobody has asked for it
        self._made: list[Any] = []
        self._making = Lock()

    def of(self, now: Snapshot) -> Any:
        with self._making:
            if not self._made:
                self._made.append(self.work(now))
            return self._made[0]


Shelf = dict[tuple[Hashable, ...], _Thing]
_shelves: dict[int, Shelf] = {}
_taking = Lock()


def _latest() -> Shelf:
    return _shelves[max(_shelves)] if _shelves else {}


def _thing(number: int, key: tuple[Hashable, ...], work: Callable[[Snapshot], Any], ahead: bool) -> _Thing:
    with _taking:
        shelf = _shelves.setdefault(number, {})
        while len(_shelves) > SHELVES:
            del _shelves[next(iter(_shelves))]
        thing = shelf.pop(key, None) or _Thing(work, ahead)
        shelf[key] = thing  # the last one now
        while len(shelf) > MOST:
            del shelf[next(iter(shelf))]
        return thing
