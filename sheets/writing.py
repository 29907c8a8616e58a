"""Saving into a living sheet without harming it: add, edit, undo. Each says what it promises; saving.py says how.

A save reads its tabs once, writes once, and is the same save again under the same submit id, in any process.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sheets import pending
from sheets.adding import Adding, New
from sheets.deadline import within
from sheets.editing import Editing
from sheets.errors import Refused
from sheets.journal import RECENT, Entry, read_entries, standing
from sheets.json_values import plain
from sheets.merging import Seen, seen_of
from sheets.placing import choose
from sheets.plans import Stamp
from sheets.receipts import Receipt, receipt_id
from sheets.records import Snapshot, Table
from sheets.saving import LIMIT, save
from sheets.schema import Panel
from sheets.sending import receipt_of
from sheets.sight import Lines, lens_of, look
from sheets.snapshot import read_snapshot
from sheets.undoing import UndoingAdd, UndoingEdit
from sheets.workbook import Workbook


def add(
    workbook: Workbook,
    panel: Panel,
    kind: str,
    values: Mapping[str, Any],
    *,
    actor: str,
    submit_id: str | None = None,
    now: dt.datetime | None = None,
    table: Table | None = None,
    snapshot: Snapshot | None = None,
) -> Receipt:
    """Inserts a row after the last record of the table that the record belongs to, and fills it, in one atomic call.

    `values`: python values by field, as records.py has them. `snapshot` is what the person's page was made
    from (without it, the workbook is read first), `table` the very one of its tables to write into. `now` is aware; the
    centre's clock if not given. The row looks like the record above it, «№» goes on counting, formulas come along,
    totals below take it in, and it can't overwrite anything. Raises Refused (header-changed, no-table, invalid,
    no-column, needs-section, limit, protected, locked), WorkbookError, Unconfirmed.
    """
    records, into = [(kind, values)], [table] if table else None
    return add_many(workbook, panel, records, actor=actor, submit_id=submit_id, now=now, tables=into, snapshot=snapshot)


@within(LIMIT)
def add_many(
    workbook: Workbook,
    panel: Panel,
    records: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    actor: str,
    submit_id: str | None = None,
    now: dt.datetime | None = None,
    tables: Sequence[Table] | None = None,
    snapshot: Snapshot | None = None,
) -> Receipt:
    """Several records, of one kind or several, in one atomic call: all or none, undone as one. See `add`; `tables` are
    those among which each record finds its own, if not all of the snapshot's."""
    stamp = _stamp(panel, actor, submit_id, now)
    snapshot = snapshot or read_snapshot(workbook.read(), panel, now=stamp.at)
    tables = tables or [table for tab in snapshot.tabs for table in tab.tables]
    news = tuple(New(kind=kind, values=values, table=choose(panel, tables, kind, values)) for kind, values in records)
    if not news:
        raise Refused("invalid", fields={})
    what = {"records": [[new.kind, _told(new.values)] for new in news]}
    return save(workbook, Adding(workbook=workbook, lens=lens_of(panel, snapshot), news=news), stamp, what)


@within(LIMIT)
def edit(
    workbook: Workbook,
    panel: Panel,
    kind: str,
    row: int,
    changes: Mapping[str, Any],
    seen: Mapping[str, Any] | Seen | None = None,
    *,
    actor: str,
    submit_id: str | None = None,
    now: dt.datetime | None = None,
    table: Table | None = None,
    snapshot: Snapshot | None = None,
) -> Receipt:
    """Writes only the cells that the person changed, into the record found again, and loses nobody's change.

    `table` (of `snapshot`) is the reading in which the person saw the record, in row `row`; its values are then what
    was seen. Without it `seen` must tell them (python values or their JSON forms by field; of a cell that is not wholly
    understood its text: else it may be one that nobody has seen, and is a Conflict). `changes`: the changed
    fields only; a blank clears. Another cell of the record changed meanwhile: both changes stay. The same cell changed
    to something else: Conflict with seen, theirs and mine, and nothing is written. The record is found by what it was,
    wherever people sorted or inserted it to. Raises Conflict, Refused (row-gone, ambiguous, header-changed, formula,
    merged, invalid,
    no-column, limit, protected, locked), WorkbookError, Unconfirmed.

    Somebody who types into the very cell between the check and the write (one round trip) is not overwritten for good:
    the workbook kept that text in the same call, it is put back, and the person gets the Conflict.
    """
    stamp = _stamp(panel, actor, submit_id, now)
    whole = table is not None and seen is None
    snapshot = snapshot or read_snapshot(workbook.read(), panel, now=stamp.at)
    table = table or _table_at(snapshot, kind, row)
    if seen is None:
        seen = seen_of(table, row)
    elif not isinstance(seen, Seen):
        seen = Seen(values=seen)
    op = Editing(
        workbook=workbook,
        lens=lens_of(panel, snapshot),
        table=table,
        row=row,
        changes=changes,
        seen=seen,
        whole=whole,
    )
    what = {"kind": kind, "row": row, "changes": _told(changes)}
    return save(workbook, op, stamp, what)


@within(LIMIT)
def undo(workbook: Workbook, panel: Panel, receipt: str, *, actor: str, now: dt.datetime | None = None) -> Receipt:
    """Takes a save back: an add by deleting exactly its rows, an edit by writing back, from any process.

    Works while every row is as the save left it. Raises Refused: changed-since, unknown-receipt; WorkbookError,
    Unconfirmed. The undo is journalled; undoing twice is undoing once.
    """
    stamp = _stamp(panel, actor, f"undo-{receipt}", now)
    entries = _lines_of(workbook, panel, receipt, stamp.submit_id)
    done = standing(entry for entry in entries if entry.submit_id == stamp.submit_id)
    told = receipt_of(workbook, done, "repeated") if done else None
    if told and "displaced" not in told.notes:
        return told
    saved = standing(entry for entry in entries if entry.receipt_id == receipt)
    added = tuple(entry for entry in saved if entry.action == "add" and entry.data)
    changed = tuple(entry for entry in saved if entry.action == "edit" and entry.data)
    what = {"receipt": receipt}
    if added:
        last = _last_try(added, lambda entry: entry.data.get("index"))
        return save(workbook, UndoingAdd(workbook=workbook, lens=lens_of(panel), entries=last), stamp, what)
    if changed:
        last = _last_try(changed, lambda entry: entry.data.get("column"))
        return save(workbook, UndoingEdit(workbook=workbook, lens=lens_of(panel), entries=last), stamp, what)
    raise Refused("unknown-receipt", receipt=receipt)


def settle(workbook: Workbook, panel: Panel) -> list[tuple[pending.Pending, Receipt | None]]:
    """What became of the saves that were under way when the panel was last stopped: each with its receipt, or None when
    it is not in the sheet (what was typed is in `what`). Their notes are taken away; asks nothing if there are none."""
    begun = list(pending.begun(workbook.source))
    if not begun:
        return []
    entries = _journal(workbook, panel, "recent")
    told: list[tuple[pending.Pending, Receipt | None]] = []
    for save_begun in begun:
        ours = standing(entry for entry in entries if entry.submit_id == save_begun.submit_id)
        told.append((save_begun, receipt_of(workbook, ours, "looked") if ours else None))
        pending.end(save_begun.submit_id)
    return told


def is_saved(workbook: Workbook, panel: Panel, submit_id: str) -> bool:
    """Whether a save with this id is in the workbook: what a person may ask after Unconfirmed."""
    return bool(standing(entry for entry in _journal(workbook, panel, "recent") if entry.submit_id == submit_id))


def journal(workbook: Workbook, panel: Panel) -> list[Entry]:
    """All lines of the journal, newest first: one read."""
    return _journal(workbook, panel)


def _journal(workbook: Workbook, panel: Panel, lines: Lines = "all") -> list[Entry]:
    sight = look(workbook, lens_of(panel), (), lines=lines)
    return read_entries(sight.journal) if sight.journal is not None else []


def _lines_of(workbook: Workbook, panel: Panel, receipt: str, undo_id: str) -> list[Entry]:
    """The journal's lines of this save and of its undo: among the recent ones, else (it was long ago) among all."""

    def ours(lines: Lines) -> list[Entry]:
        return [e for e in _journal(workbook, panel, lines) if receipt == e.receipt_id or e.submit_id == undo_id]

    found = ours("recent")
    if any(entry.receipt_id == receipt for entry in found) and found[-1].line <= RECENT // 2:
        return _at_home(workbook, found)
    return _at_home(workbook, ours("all"))


def _at_home(workbook: Workbook, entries: list[Entry]) -> list[Entry]:
    """The lines with the gids that their tabs have now: some programs number the tabs of an .xlsx anew when they save
    it, and then the title tells which one it was."""
    gids = {tab.title: tab.gid for tab in workbook.tabs()}
    titles = {gid: title for title, gid in gids.items()}

    def home(entry: Entry) -> Entry:
        gid = entry.data.get("gid")
        if gid is None or titles.get(gid) == entry.title or entry.title not in gids:
            return entry
        return replace(entry, data={**entry.data, "gid": gids[entry.title]})

    return [home(entry) for entry in entries]


def _table_at(snapshot: Snapshot, kind: str, row: int) -> Table:
    """The table of this kind that has a record in this row, else the only or last one of the kind."""
    fitting = [table for tab in snapshot.tabs for table in tab.tables if table.kind == kind]
    if not fitting:
        raise Refused("no-table", kind=kind)
    return next((table for table in fitting if row in table.place), fitting[-1])


def _stamp(panel: Panel, actor: str, submit_id: str | None, now: dt.datetime | None) -> Stamp:
    at = now or dt.datetime.now(panel.centre.zone)
    return Stamp(actor=actor, submit_id=submit_id or uuid.uuid4().hex, at=at.astimezone(panel.centre.zone))


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: plain(value) for key, value in values.items()}


def _last_try(entries: Sequence[Entry], key: Any) -> tuple[Entry, ...]:
    """A save that had to be put right has its lines twice: only the newest (the journal's first) count."""
    newest: dict[Any, Entry] = {}
    for entry in entries:
        newest.setdefault(key(entry), entry)
    return tuple(newest.values())


__all__ = ["Seen", "add", "add_many", "edit", "is_saved", "journal", "receipt_id", "seen_of", "settle", "undo"]
