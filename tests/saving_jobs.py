"""The saves of the state machines, as values that can go to another process: called with a workbook, each saves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sheets import writing
from sheets.receipts import Receipt
from sheets.records import Period, Snapshot, Table
from sheets.workbook import Workbook
from tests.ledger import PANEL, Change
from tests.places import DAY

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
WHO = {"actor": "панель", "now": NOW}


@dataclass(frozen=True)
class Add:
    """Adds the event of this change."""

    change: Change

    def __call__(self, workbook: Workbook) -> Receipt:
        record = self.change.record
        values = {
            "title": record["Назва заходу"],
            "date": Period(DAY, DAY),
            "partners": (record["Партнери"],),
            "participants": float(record["К-сть учасників"]),
        }
        return writing.add(workbook, PANEL, "events", values, submit_id=self.change.submit, **WHO)


@dataclass(frozen=True)
class Edit:
    """Edits a record as a page showed it, or, without `table` and `snapshot`, as somebody says that they saw it."""

    change: Change
    row: int
    values: dict[str, Any]
    seen: dict[str, Any]
    table: Table | None = None
    snapshot: Snapshot | None = None

    def __call__(self, workbook: Workbook) -> Receipt:
        seen = None if self.table else self.seen
        how = {**WHO, "submit_id": self.change.submit, "table": self.table, "snapshot": self.snapshot}
        return writing.edit(workbook, PANEL, "events", self.row, self.values, seen, **how)

    def __reduce__(self) -> Any:
        """In another process nobody has the page."""
        return Edit, (self.change, self.row, self.values, self.seen)


@dataclass(frozen=True)
class Undo:
    """Takes a save back."""

    change: Change

    def __call__(self, workbook: Workbook) -> Receipt:
        return writing.undo(workbook, PANEL, writing.receipt_id(self.change.submit), **WHO)
