"""Workbook to Snapshot: all tabs, frames joined by kind, links, twins, findings. What did not change is handed on."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import count
from weakref import WeakKeyDictionary

import pandas as pd

from sheets.context import Context
from sheets.copies import REPEATS, without_copies
from sheets.findings import check
from sheets.frames import join
from sheets.joins import alone, as_one, joined, renumbered, told_apart
from sheets.links import link_records
from sheets.lists import with_lists
from sheets.matching import Matcher
from sheets.memory import Memory, change, load, remember
from sheets.periods import today
from sheets.records import Later, Snapshot, Table, TabRead
from sheets.schema import Panel
from sheets.tabs import Look, look_at, read_tab
from sheets.text import fold
from sheets.twins import find_twins
from sheets.workbook import Grid, Reading

NUMBERS = count(1)
PARTNERS = "partners"
ELSEWHERE = 200  # texts of other tabs in which a legend may stand
LEANED: WeakKeyDictionary[Snapshot, Memory] = WeakKeyDictionary()  # the column memory that a snapshot was read with


@dataclass(frozen=True, eq=False)
class KnownNames:
    """Whether a whole text is a partner's name, however it is written."""

    folded: frozenset[str] = frozenset()

    def __call__(self, text: str) -> bool:
        return fold(text) in self.folded


def read_snapshot(
    reading: Reading,
    panel: Panel,
    *,
    last: Snapshot | None = None,
    now: dt.datetime,
    source: str = "",
    learn: bool = True,
) -> Snapshot:
    """Everything that a workbook says, as of `now` (aware). Never raises for what its cells hold.

    Tabs whose grids are the very objects of `last` are not read again, unless what reading leans on in other tabs (word
    lists, partners' names, legends) has changed; when nothing changed at all, `last` comes back with its number. The
    column memory of `source` has a say in headings; with `learn`, it remembers what was understood.
    """
    with _quiet():
        return _read(reading, panel, last, now, source, learn)


@contextmanager
def _quiet() -> Iterator[None]:
    """No garbage collection meanwhile: reading makes a hundred thousand small things that all stay, and each round of
    the collector would walk over them for nothing (a quarter of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    reading: Reading, panel: Panel, last: Snapshot | None, now: dt.datetime, source: str, learn: bool
) -> Snapshot:
    day = today(panel.centre.zone)
    panel, _ = with_lists(panel, reading.grids)
    memory = load(source) if source else Memory()
    if last and (LEANED.get(last) != memory or last.panel != panel or last.today != day):
        last = None  # what all reading leans on has changed
    if last and _same_grids(last, reading):
        return _kept(replace(last, read_at=now, reading=reading), memory)
    tabs = _Tabs(reading, panel, day, memory, last).read()
    if source and learn:
        memory = change(source, lambda memory: _learned(memory, tabs, reading.grids))
    frames = {kind: _joined(kind, tabs, panel, last) for kind in panel.tabs}
    links = link_records(frames, panel)
    names = tuple(frames[PARTNERS][panel.tabs[PARTNERS].name]) if PARTNERS in frames else ()
    one = joined(names, memory.joined)
    twins = alone(told_apart(find_twins(frames[PARTNERS]), names, memory.apart), one) if names else ()
    findings = Later(partial(check, panel, tabs, dict(frames), links, twins, day))
    if one:
        frames[PARTNERS], links = as_one(frames[PARTNERS], links, one)
    snapshot = Snapshot(
        number=next(NUMBERS),
        read_at=now,
        today=day,
        panel=panel,
        reading=reading,
        tabs=tabs,
        frames=frames,
        links=links,
        twins=renumbered(twins, one),
        findings=findings,
    )
    return _kept(snapshot, memory)


@lru_cache(maxsize=2)
def _known_names(names: frozenset[str]) -> KnownNames:
    """The very same for the same names: what was read with their help is remembered by it."""
    return KnownNames(names)


_made: tuple[Matcher, Context] | None = None  # for the last reading


def _ready(panel: Panel, day: dt.date, locale: str) -> tuple[Matcher, Context]:
    """What one reading hands on to the next: headings ready for matching, odd cells read already."""
    global _made
    made, context = _made, Context(panel=panel, today=day, locale=locale)
    if made is None or made[0].panel is not panel or made[1] != context:
        made = _made = Matcher(panel), context
    return made


def _kept(snapshot: Snapshot, memory: Memory) -> Snapshot:
    LEANED[snapshot] = memory
    return snapshot


def _same_grids(last: Snapshot, reading: Reading) -> bool:
    before, now = last.reading.grids, reading.grids
    return len(before) == len(now) and all(one is other for one, other in zip(before, now, strict=True))


def _learned(memory: Memory, tabs: Sequence[TabRead], grids: Sequence[Grid]) -> Memory:
    for tab, grid in zip(tabs, grids, strict=True):
        memory = remember(memory, tab, grid)
    return memory


class _Tabs:
    """The tabs of one reading, each read once: those with partners first, for their names tell how cells of other tabs
    are to be parted."""

    def __init__(self, reading: Reading, panel: Panel, day: dt.date, memory: Memory, last: Snapshot | None) -> None:
        self.grids = reading.grids
        self.panel = panel
        self.memory = memory
        self.matcher, self.context = _ready(panel, day, reading.locale)
        self.kept = self._handed_on(last) if last else {}
        self.looks = {grid.tab.gid: self._look(grid) for grid in self.grids if grid.tab.gid not in self.kept}
        self.last = last

    def read(self) -> tuple[TabRead, ...]:
        """All tabs, in order, copies without their records."""
        texts = texts_elsewhere(look for look in self.looks.values())
        for gid, look in self.looks.items():
            if any(header.kind == PARTNERS for header in look.headers):
                self.kept[gid] = self._tab(look, texts)
        names = frozenset(_names(self.kept.values(), self.panel))
        self.context = replace(self.context, known_name=_known_names(names))
        if self.last and self.kept and names != frozenset(_names(self.last.tabs, self.panel)):
            self._read_again()
        for gid, look in self.looks.items():
            if gid not in self.kept:
                self.kept[gid] = self._tab(look, texts)
        return without_copies([self.kept[grid.tab.gid] for grid in self.grids], self.grids, self.panel)

    def _handed_on(self, last: Snapshot) -> dict[int, TabRead]:
        """The tabs of the last snapshot whose grids are the same objects; none, if a tab without records changed, for a
        legend may stand there."""
        before = {id(grid): tab for grid, tab in zip(last.reading.grids, last.tabs, strict=True)}
        same = {grid.tab.gid: before[id(grid)] for grid in self.grids if id(grid) in before}
        bare = {tab.gid for tab in last.tabs if not tab.tables}
        if len(self.grids) != len(last.tabs) or bare - set(same):
            return {}
        return {gid: tab for gid, tab in same.items() if not any(p.code in REPEATS for p in tab.problems)}

    def _read_again(self) -> None:
        """Partners were renamed: tabs that name them are read again."""
        for grid in self.grids:
            tab = self.kept.get(grid.tab.gid)
            if tab and grid.tab.gid not in self.looks and any(table.kind != PARTNERS for table in tab.tables):
                self.looks[grid.tab.gid] = self._look(grid)
                del self.kept[grid.tab.gid]

    def _look(self, grid: Grid) -> Look:
        return look_at(grid, self.matcher, self.memory.of(grid.tab.gid, grid.tab.title))

    def _tab(self, look: Look, texts: Sequence[str]) -> TabRead:
        return read_tab(look, self.matcher, self.context, elsewhere=texts)


def _names(tabs: Iterable[TabRead], panel: Panel) -> Iterable[str]:
    name = panel.tabs[PARTNERS].name if PARTNERS in panel.tabs else ""
    tables = (table for tab in tabs for table in tab.tables if table.kind == PARTNERS)
    return (fold(text) for table in tables for text in table.values.get(name, ()) if text)


def texts_elsewhere(looks: Iterable[Look]) -> Sequence[str]:
    """Texts of tabs without records, where people explain their signs."""
    found: list[str] = []
    for look in looks:
        if not look.headers:
            rows = range(1, min(60, look.view.height) + 1)
            found += [text for row in rows for text in look.texts(row)]
    return found[:ELSEWHERE]


def _joined(kind: str, tabs: Sequence[TabRead], panel: Panel, last: Snapshot | None) -> pd.DataFrame:
    """The frames of a kind as one; the last snapshot's very frame, if it is made of the same tables."""
    tables = _tables(tabs, kind)
    if last and not (kind == PARTNERS and LEANED[last].joined):  # its frame lacks rows that count as others
        before = last.tables_of(kind)
        if len(before) == len(tables) and all(one is other for one, other in zip(before, tables, strict=True)):
            return last.frames[kind]
    return join(panel.tabs[kind], [table.frame for table in tables])


def _tables(tabs: Sequence[TabRead], kind: str) -> list[Table]:
    return [table for tab in tabs for table in tab.tables if table.kind == kind]
