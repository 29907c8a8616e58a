"""Workbook to Snapshot: all tabs, frames joined by kind, links, twins, findings. What did not change is handed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import pandas as pd

from sheets.context import Context
from sheets.copies import without_copies
from sheets.findings import check
from sheets.frames import join
from sheets.links import link_records
from sheets.matching import Matcher
from sheets.periods import today
from sheets.records import Snapshot, Table, TabRead
from sheets.schema import Panel
from sheets.tabs import Look, look_at, read_tab
from sheets.text import fold
from sheets.twins import find_twins
from sheets.workbook import Grid, Reading

NUMBERS = count(1)
PARTNERS = "partners"
ELSEWHERE = 200  # texts of other tabs in which a legend may stand


@dataclass(frozen=True)
class KnownNames:
    """Whether a whole text is a partner's name, however it is written."""

    folded: frozenset[str] = frozenset()

    def __call__(self, text: str) -> bool:
        return fold(text) in self.folded


def read_snapshot(
    reading: Reading, panel: Panel, *, last: Snapshot | None = None, now: dt.datetime, source: str = ""
) -> Snapshot:
    """Everything that a workbook says, as of `now` (aware). Never raises for what its cells hold.

    Tabs whose grids are the very objects of `last` are not read again, unless the partners' names or the word lists
    changed, on which reading leans; when nothing changed at all, the last snapshot comes back with its number.
    """
    day = today(panel.centre.zone)
    if last and _unchanged(last, reading, panel, day):
        return replace(last, read_at=now, reading=reading)
    tabs = _read_tabs(reading, panel, last, day)
    frames = {kind: _joined(kind, tabs, panel, last) for kind in panel.tabs}
    links = link_records(frames, panel)
    twins = find_twins(frames[PARTNERS]) if PARTNERS in frames else ()
    return Snapshot(
        number=next(NUMBERS),
        read_at=now,
        today=day,
        panel=panel,
        reading=reading,
        tabs=tabs,
        frames=frames,
        links=links,
        twins=twins,
        findings=check(panel, tabs, frames, links, twins, day),
    )


def _unchanged(last: Snapshot, reading: Reading, panel: Panel, day: dt.date) -> bool:
    same_grids = len(last.reading.grids) == len(reading.grids) and all(
        one is other for one, other in zip(last.reading.grids, reading.grids, strict=True)
    )
    return same_grids and last.panel == panel and last.today == day


def _read_tabs(reading: Reading, panel: Panel, last: Snapshot | None, day: dt.date) -> tuple[TabRead, ...]:
    """All tabs; those with partners first, for their names tell how the cells of others are to be parted."""
    matcher = Matcher(panel)
    looks = {grid.tab.gid: look_at(grid, matcher) for grid in reading.grids}
    context = Context(panel=panel, today=day, locale=reading.locale)
    texts = texts_elsewhere(looks.values())
    with_partners = [gid for gid, look in looks.items() if any(header.kind == PARTNERS for header in look.headers)]
    read = {gid: read_tab(looks[gid], matcher, context, elsewhere=texts) for gid in with_partners}
    context = replace(context, known_name=KnownNames(frozenset(_names(read.values(), panel))))
    for gid, look in looks.items():
        if gid not in read:
            read[gid] = read_tab(look, matcher, context, elsewhere=texts)
    tabs = [read[grid.tab.gid] for grid in reading.grids]
    return without_copies(tabs, reading.grids, panel)


def _names(tabs: Iterable[TabRead], panel: Panel) -> Iterable[str]:
    name = panel.tabs[PARTNERS].name
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
    """The frames of a kind as one; the last snapshot's, if it is made of the same tables."""
    tables = _tables(tabs, kind)
    if last and last.panel == panel:
        before = last.tables_of(kind)
        if len(before) == len(tables) and all(one is other for one, other in zip(before, tables, strict=True)):
            return last.frames[kind]
    return join(panel.tabs[kind], [table.frame for table in tables])


def _tables(tabs: Sequence[TabRead], kind: str) -> list[Table]:
    return [table for tab in tabs for table in tab.tables if table.kind == kind]


__all__ = ["Grid", "Mapping", "read_snapshot"]
