"""Where a record stands in the sheet."""

from __future__ import annotations

from sheets.records import Snapshot, Table


def of(now: Snapshot, kind: str, number: int) -> tuple[Table, int]:
    """The table and the sheet row of the record with this number in the kind's frame."""
    at = now.frames[kind].iloc[number]
    row = int(at["row"])
    return next(t for t in now.tables_of(kind) if t.tab == at["tab"] and row in t.place), row
