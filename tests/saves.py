"""What tests of saves share besides fixtures: an event, short ways to save it, colleagues at a moment of a save."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sheets import writing
from sheets.receipts import Receipt
from sheets.records import Period
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from tests.places import DAY, TODAY, Place
from tests.watched import Watched

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
EVENT: dict[str, Any] = {
    "title": "Майстер-клас",
    "date": Period(DAY, DAY),
    "partners": ("Ліцей № 3",),
    "directions": ("social",),
    "participants": 12.0,
}
ROW = [4, "Майстер-клас", TODAY, "Ліцей № 3", "Громадське", 12, None, "=F7+G7"]
PARTNER = {"name": "Музей «Скриня»", "type": "museum", "directions": ("culture",), "status": "active"}
JOURNAL = "Журнал змін"


def add(
    place: Place, panel: Panel, values: dict[str, Any] = EVENT, *, on: Watched | None = None, **more: Any
) -> Receipt:
    return writing.add(on or place.open(), panel, "events", values, **{"actor": "Оля", "now": NOW, **more})


def seen_in(place: Place, panel: Panel, row: int, kind: str = "events") -> dict[str, Any]:
    """The record as `inspect` shows it."""
    snapshot = read_snapshot(place.open().read(), panel, now=NOW)
    table = next(table for tab in snapshot.tabs for table in tab.tables if table.kind == kind)
    record = table.record(row)
    assert record is not None
    return record


def edit(place: Place, panel: Panel, row: int, changes: dict[str, Any], seen: dict[str, Any], **more: Any) -> Receipt:
    on = more.pop("on", None) or place.open()
    return writing.edit(on, panel, "events", row, changes, seen, **{"actor": "Іван", "now": NOW, **more})


def journal(place: Place, panel: Panel) -> list[tuple[Any, ...]]:
    return [(e.actor, e.action, e.title, e.row, e.field, e.was) for e in writing.journal(place.open(), panel)]


def at_once(place: Place, workbook: Watched, moment: str, *edits: dict[str, Any]) -> None:
    """Has colleagues edit just before the next request of this kind."""

    def before(what: str) -> None:
        if what == moment:
            workbook.before = lambda _: None
            place.colleague(*edits)

    workbook.before = before
