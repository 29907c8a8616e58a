"""A record's address that outlives sorting and inserting: «events.0.58.9f3a21» – kind, tab, row, and what it says.

The last part is a fingerprint of the record's name and day, so a link opens that record wherever it stands now, or
nothing: never the one that has come to stand in its row.
"""

from __future__ import annotations

import hashlib

from sheets.records import Snapshot, Table
from sheets.schema import Kind, Panel
from sheets.text import fold


def address_of(panel: Panel, table: Table, row: int) -> str:
    """The address of the record in this row."""
    return f"{table.kind}.{table.tab}.{row}.{_told(panel, table, row)}"


def record_at(now: Snapshot, address: str) -> tuple[Table, int] | None:
    """The table and the row where the record of this address stands now; None when it is gone, or changed its name and
    its place, or several say the same and none stands where it was."""
    try:
        kind, tab, row, told = address.split(".")
        at = int(row)
        tables = [table for table in now.tables_of(kind) if table.tab == int(tab)]
    except ValueError:
        return None
    for table in tables:
        if at in table.place and _told(now.panel, table, at) == told:
            return table, at
    found = [(table, r) for table in tables for r in table.place if _told(now.panel, table, r) == told]
    return found[0] if len(found) == 1 else None


def _told(panel: Panel, table: Table, row: int) -> str:
    """The fingerprint of the cells by which people tell such records: the name and the days."""
    tab, at = panel.tabs[table.kind], table.place[row]
    days = [field.key for field in tab.fields.values() if field.kind in (Kind.PERIOD, Kind.DATE) and field.required]
    said = "\n".join(fold(table.texts[key][at]) for key in (tab.name, *days) if key in table.texts)
    return hashlib.blake2s(said.encode(), digest_size=4).hexdigest()
