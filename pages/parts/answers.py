"""Answers of a form judged on the server, by the same rules that read a cell (widgets check in the browser only)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pages.parts.words import known, say_md
from sheets.cells import read_back, read_cell
from sheets.context import Context
from sheets.filling import blank
from sheets.problems import Read
from sheets.records import Snapshot
from sheets.schema import Field, Kind, Tab

CHOSEN = frozenset({Kind.ONE, Kind.MANY})  # a word that was typed may be one that the list knows by another name
AS_TYPED = frozenset({Kind.PHONES, Kind.EMAILS, Kind.LINKS})  # come as one text; reading parts it


def judge(now: Snapshot, tab: Tab, values: Mapping[str, Any], needed: frozenset[str]) -> dict[str, Read]:
    """What each answer means: its value, or the code of what is wrong with it ('required' where one is missing)."""
    context = Context(panel=now.panel, today=now.today)
    reads = {name: _read(tab.fields[name], value, context) for name, value in values.items()}
    missing = {name: Read(None, "required") for name in needed if blank(reads[name].value) and not reads[name].problem}
    return reads | missing


def key(code: str | None) -> str:
    """The key of the sentence about what is wrong with an answer."""
    return next(k for k in (f"answer.{code}", f"problem.{code}", "problem.other") if known(k))


def wrong(read: Read) -> str:
    """What is wrong with an answer, in red Markdown."""
    return f":red[:material/error: {say_md(key(read.problem), **read.details)}]"


def _read(field: Field, value: Any, context: Context) -> Read:
    """The answer read back as it would be read from the sheet; what reads back well is taken as it was given."""
    if blank(value):
        return Read(value)
    if field.kind in AS_TYPED:
        return read_cell(field, value, value, context)
    read = read_back(field, value, context)
    return read if read.problem or field.kind in CHOSEN else Read(value)
