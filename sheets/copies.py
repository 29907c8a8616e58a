"""Old copies and scratch tabs: the same records a second time, which must not be counted twice.

A tab is left out when its title calls it a copy (or it is hidden), or it only marks names under choices (partners
against directions), and another tab holds most of its records; a scratch tab when another tab holds records of its
kind. An archive of another year shares no records and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sheets.records import Problem, Table, TabRead
from sheets.schema import Kind, Panel
from sheets.text import fold
from sheets.workbook import Grid

COPY = re.compile(
    r"копі[яїю]|копия|\bcopy\b|\bold\b|\bстар[аеиоі]\w*|архів|архив|archive|backup|\bbak\b|резервн"
    r"|попередн\w+ верс|\(\d\)\s*$"
)
SCRATCH = re.compile(r"чернетк|черновик|чорновик|\bdraft\b|scratch|\bтест\w*\b|\btest\b|\btemp\b|\btmp\b")
REPEATS = frozenset({"old-copy", "scratch", "marks-again"})  # the problems of such tabs
MOST = 0.5  # of a copy's records stand in the other tab too


def without_copies(tabs: Sequence[TabRead], grids: Sequence[Grid], panel: Panel) -> tuple[TabRead, ...]:
    """The tabs, those that only repeat another one without their records, and with a problem that names the other."""
    suspects = [tab for tab, grid in zip(tabs, grids, strict=True) if tab.tables and _suspect(tab, grid, panel)]
    kept = [tab for tab in tabs if tab.tables and tab not in suspects]
    return tuple(_checked(tab, kept, panel) if tab in suspects else tab for tab in tabs)


def _suspect(tab: TabRead, grid: Grid, panel: Panel) -> bool:
    title = fold(tab.title)
    return grid.tab.hidden or bool(COPY.search(title) or SCRATCH.search(title)) or _only_marks(tab, panel)


def _only_marks(tab: TabRead, panel: Panel) -> bool:
    """Whether nothing but names and marks under choices stands in a tab: «Партнер | Освітнє | Культурне | …»."""
    columns = [(panel.tabs[table.kind], column) for table in tab.tables for column in table.columns]
    marks = [column for _, column in columns if column.hot]
    others = {column.field for kind, column in columns if not column.hot and column.field != kind.name}
    ordinals = {f.key for kind, _ in columns for f in kind.fields.values() if f.kind is Kind.ORDINAL}
    return bool(marks) and others <= ordinals


def _checked(tab: TabRead, kept: Sequence[TabRead], panel: Panel) -> TabRead:
    scratch = bool(SCRATCH.search(fold(tab.title)))
    for other in kept:
        share = max((_shared(one, two, panel) for one in tab.tables for two in other.tables), default=-1.0)
        if share >= MOST or (scratch and share >= 0):
            code = "scratch" if scratch else "marks-again" if _only_marks(tab, panel) else "old-copy"
            problem = Problem(code, details={"of": other.title})
            return replace(tab, kind="matrix" if code == "marks-again" else "other", tables=(), problems=(problem,))
    return tab


def _shared(one: Table, other: Table, panel: Panel) -> float:
    """The share of the first table's records that the other one has too; -1 when they are of different kinds."""
    if one.kind != other.kind:
        return -1.0
    mine, theirs = _prints(one, panel), _prints(other, panel)
    return len(mine & theirs) / len(mine) if mine else 0.0


def _prints(table: Table, panel: Panel) -> set[tuple[str, str]]:
    """What tells records apart: name and day."""
    tab = panel.tabs[table.kind]
    names = table.values.get(tab.name, [])
    timed = (f.key for f in tab.fields.values() if f.kind in (Kind.PERIOD, Kind.DATE) and f.required)
    days = next((table.values[key] for key in timed if key in table.values), [None] * len(names))
    return {(fold(str(name)), str(getattr(day, "start", day))) for name, day in zip(names, days, strict=True) if name}
