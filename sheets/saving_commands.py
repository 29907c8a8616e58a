"""`python -m sheets add | edit | undo`: one save from the command line, its receipt or refusal as JSON."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from sheets import writing
from sheets.deadline import within
from sheets.errors import PanelError, Refused
from sheets.json_values import from_plain
from sheets.lists import with_lists
from sheets.opening import open_workbook
from sheets.receipts import Conflict, Receipt
from sheets.records import Snapshot, Table
from sheets.schema import Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.text import fold
from sheets.workbook import Workbook

ACTOR = "командний рядок"
SEEN_HELP = (
    "JSON: значення, як їх показав inspect; де він показав проблему – текст клітинки"
    " | the values as inspect gave them; where it told of a problem, the text of the cell"
)
PATIENCE = 18.0  # seconds for all that a command asks; with the start of its process 20


def add_saving_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the three commands; each parser's `run` takes the parsed arguments and gives the exit code."""
    add = commands.add_parser("add", help="додати запис | add a record")
    add.add_argument("source")
    add.add_argument("tab", help="назва вкладки або ключ з panel.toml | a tab's title or a declared key")
    add.add_argument("values", help="JSON: поле -> значення | field -> value")
    add.add_argument("--submit-id")
    edit = commands.add_parser("edit", help="змінити запис | edit a record")
    edit.add_argument("source")
    edit.add_argument("tab")
    edit.add_argument("row", type=int)
    edit.add_argument("changes", help="JSON: лише змінені поля | the changed fields only")
    edit.add_argument("--seen", required=True, help=SEEN_HELP)
    edit.add_argument("--submit-id")
    undo = commands.add_parser("undo", help="скасувати збереження | take a save back")
    undo.add_argument("source")
    undo.add_argument("receipt_id")
    for parser, run in ((add, _add), (edit, _edit), (undo, _undo)):
        parser.add_argument("--actor", default=ACTOR)
        parser.set_defaults(run=lambda args, run=run: _run(run, args))


@within(PATIENCE)
def _run(command: Callable[[argparse.Namespace], Receipt], args: argparse.Namespace) -> int:
    """Prints what came of it; 0 when it is saved, 1 when it is not (or nobody can tell)."""
    try:
        said: dict[str, Any] = {"status": "saved", **command(args).plain()}
    except Conflict as conflict:
        said = {"status": "conflict", "conflict": [cell.plain() for cell in conflict.cells]}
    except PanelError as error:
        said = {"status": type(error).__name__.lower(), "code": error.code, "details": error.details}
    print(json.dumps(said, ensure_ascii=False, default=str))
    return 0 if said["status"] == "saved" else 1


def _add(args: argparse.Namespace) -> Receipt:
    workbook, snapshot = _open(args.source)
    values = _json(args.values)
    tables = _tables(snapshot, args.tab)
    kind = _kind(snapshot.panel, tables, args.tab, values)
    return writing.add_many(
        workbook,
        snapshot.panel,
        [(kind, _values(snapshot.panel, kind, values))],
        actor=args.actor,
        submit_id=args.submit_id,
        tables=tables,
        snapshot=snapshot,
    )


def _edit(args: argparse.Namespace) -> Receipt:
    workbook, snapshot = _open(args.source)
    changes, seen = _json(args.changes), _json(args.seen)
    tables = _tables(snapshot, args.tab)
    kind = _kind(snapshot.panel, tables, args.tab, {**seen, **changes})
    fitting = [table for table in tables if table.kind == kind]
    return writing.edit(
        workbook,
        snapshot.panel,
        kind,
        args.row,
        _values(snapshot.panel, kind, changes),
        seen,
        actor=args.actor,
        submit_id=args.submit_id,
        table=next((table for table in fitting if args.row in table.place), fitting[-1]),
        snapshot=snapshot,
    )


def _undo(args: argparse.Namespace) -> Receipt:
    workbook = open_workbook(args.source)
    return writing.undo(workbook, read_panel(), args.receipt_id, actor=args.actor)


def _open(source: str) -> tuple[Workbook, Snapshot]:
    workbook, panel = open_workbook(source), read_panel()
    reading = workbook.read()
    panel, _ = with_lists(panel, reading.grids)
    return workbook, read_snapshot(reading, panel, now=dt.datetime.now(panel.centre.zone))


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # half a character («\ud83d») is no text that a sheet can hold
    except ValueError as error:
        raise Refused("invalid", json=str(error)) from None
    if not isinstance(value, dict):
        raise Refused("invalid", json="an object of fields was expected")
    return value


def _tables(snapshot: Snapshot, tab: str) -> list[Table]:
    """The tables of the tab with this title, else all of this declared kind."""
    titled = [read for read in snapshot.tabs if fold(read.title) == fold(tab)]
    found = [table for read in titled for table in read.tables]
    if not titled:
        found = [table for read in snapshot.tabs for table in read.tables if table.kind == tab]
    if not found:
        raise Refused("no-table", tab=tab, tabs=[read.title for read in snapshot.tabs])
    return found


def _kind(panel: Panel, tables: list[Table], tab: str, values: Mapping[str, Any]) -> str:
    """The kind of record: the tab's own, or in a tab with several the one that has all these fields."""
    kinds = list(dict.fromkeys(table.kind for table in tables))
    if tab in kinds:
        return tab
    return next((kind for kind in kinds if set(values) <= set(panel.tabs[kind].fields)), kinds[0])


def _values(panel: Panel, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Python values out of JSON. Raises Refused('invalid') with the fields that could not be understood."""
    fields, read, wrong = panel.tabs[kind].fields, {}, {}
    for key, value in values.items():
        try:
            read[key] = from_plain(fields[key], value)
        except KeyError:
            wrong[key] = "unknown-field"
        except (ValueError, TypeError) as error:
            wrong[key] = str(error)
    if wrong:
        raise Refused("invalid", fields=wrong)
    return read
