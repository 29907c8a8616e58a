"""What to look at in a workbook: CHECKS, a table of small functions over what was read, each giving findings.

A finding speaks codes and details; its place (tab, row, column) leads to the cell. Whole columns are compared at once;
only the records found are looked at one by one. A new check is a function and its line in CHECKS.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from sheets import checks, meaning
from sheets.parts import Check, Parts
from sheets.records import Finding, TabRead
from sheets.schema import Panel

CHECKS: tuple[Check, ...] = (
    checks.not_understood,
    checks.columns_missing,
    checks.cells_missing,
    checks.numbers_repeated,
    checks.partners_not_found,
    meaning.twins,
    meaning.averages,
    meaning.documents,
    meaning.school_years,
    meaning.events_end_first,
    meaning.documents_end_first,
    meaning.held_and_planned,
    meaning.repeated_events,
)


def check(
    panel: Panel,
    tabs: Sequence[TabRead],
    frames: Mapping[str, pd.DataFrame],
    links: pd.DataFrame,
    twins: Sequence[tuple[int, ...]],
    today: dt.date,
) -> tuple[Finding, ...]:
    """All findings of what was read, in the order of tabs, rows and columns. Pure: `today` is asked of nobody."""
    parts = Parts(panel=panel, tabs=tabs, frames=frames, links=links, twins=twins, today=today)
    order = {tab.gid: place for place, tab in enumerate(tabs)}
    found = (finding for each in CHECKS for finding in each(parts))
    return tuple(sorted(found, key=lambda f: (order.get(f.tab, len(order)), f.row or 0, f.column or 0, f.code)))
