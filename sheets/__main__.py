"""Commands over a workbook: what was understood (inspect, doctor), and saves (add, edit, undo).

SOURCE is a path to an .xlsx, or a Google Sheets address or key. Exit code 0 when all is well, 1 when the answer is
no, 2 when the command itself is wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence

from sheets.doctor import health, say_trouble
from sheets.errors import PanelError
from sheets.inspection import inspected
from sheets.opening import open_workbook
from sheets.records import Snapshot
from sheets.saving_commands import add_saving_commands
from sheets.schema import read_panel
from sheets.snapshot import read_snapshot


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; every trouble ends in one message, never in a trace."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except PanelError as trouble:
        print(say_trouble(trouble, getattr(options, "lang", "uk")), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sheets", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    inspect = commands.add_parser("inspect", help="print as JSON what was understood of every tab")
    inspect.add_argument("source", nargs="?", help="a path, an address or a key; the panel's own workbook if left out")
    inspect.set_defaults(run=_inspect)
    doctor = commands.add_parser("doctor", help="say in a screenful whether the panel can run on this workbook")
    doctor.add_argument("source", nargs="?")
    doctor.add_argument("--lang", choices=("uk", "en"), default="uk")
    doctor.set_defaults(run=_doctor)
    add_saving_commands(commands)
    return parser


def _inspect(options: argparse.Namespace) -> int:
    json.dump(inspected(_read(options.source)), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _doctor(options: argparse.Namespace) -> int:
    told = health(_read(options.source), options.lang)
    print(told.text)
    return 0 if told.can_run else 1


def _read(source: str | None) -> Snapshot:
    panel = read_panel()
    workbook = open_workbook(source)
    return read_snapshot(
        workbook.read(), panel, now=dt.datetime.now(panel.centre.zone), source=workbook.source, learn=False
    )


if __name__ == "__main__":
    sys.exit(main())
