"""Where a record stands in the sheet."""

from __future__ import annotations

import numpy as np

from sheets.records import Snapshot, Table


def of(now: Snapshot, kind: str, number: int) -> tuple[Table, int]:
    """The table and the sheet row of the record with this number in the kind's frame."""
    at = now.frames[kind].iloc[number]
    row = int(at["row"])
    return next(t for t in now.tables_of(kind) if t.tab == at["tab"] and row in t.place), row


def number_at(now: Snapshot, kind: str, tab: int, row: int) -> int | None:
    """The number in the kind's frame of the record in this row of this tab; None when no such record is there."""
    at = now.frames[kind]
    numbers = np.nonzero(((at["tab"] == tab) & (at["row"] == row)).to_numpy())[0]
    return int(numbers[0]) if len(numbers) else None
