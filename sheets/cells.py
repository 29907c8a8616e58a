"""A cell to a value, and a value to a cell. Reading never raises, it reports; what is written reads back the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sheets.coded import Coded, together
from sheets.context import Context
from sheets.problems import Read, bad
from sheets.quick import ODD, QUICK
from sheets.readers import READERS
from sheets.schema import Field, Kind, Panel
from sheets.text import says_nothing
from sheets.workbook import Stored, plain
from sheets.writers import WRITERS

LISTS = (Kind.MANY, Kind.NAMES, Kind.PHONES, Kind.EMAILS, Kind.LINKS)
LONGEST = 5_000  # a longer cell holds no list that a person has typed

Problems = list[tuple[int, str, Mapping[str, Any]]]


def read_cell(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    """What a cell says in a column of this field: its value, or a problem, or neither when it is blank. Never raises.

    `stored` is what the workbook keeps, `shown` what staff see ('' when only `stored` is known). The values are those
    of records.py: str, tuple of str, key, tuple of keys, float or Inexact, date, Period, datetime, bool, int.
    """
    blank = () if field.kind in LISTS else None
    if stored is None or stored == "":
        return Read(blank)
    said = says_nothing(stored if isinstance(stored, str) else shown)
    if said == "formula-error" or (said == "ditto" and isinstance(stored, str)):
        return bad(said, blank)
    if said == "blank" and isinstance(stored, str) and (field.kind is not Kind.YES_NO or not stored.strip()):
        return Read(blank)
    if isinstance(stored, float) and not math.isfinite(stored):
        return bad("formula-error", blank)
    if isinstance(stored, str) and len(stored) > LONGEST and field.kind is not Kind.TEXT:
        return bad("too-long", blank, length=len(stored))
    return READERS[field.kind](field, stored, shown or plain(stored), context)


def read_column(
    field: Field, stored: list[Stored], shown: list[str] | None, context: Context
) -> tuple[list[Any], Problems]:
    """What read_cell says of each cell: the values, in order, and the problems as (index, code, details).

    `shown` may be None when the workbook was read without its second rendering; then a number that staff see as a date
    can't be told from a number.
    """
    quick = QUICK.get(field.kind)
    values = quick(field, stored, shown or [""] * len(stored), context) if quick else [ODD] * len(stored)
    odd = [at for at, value in enumerate(values) if value is ODD]
    cells = [stored[at] for at in odd]
    seen = [shown[at] for at in odd] if shown else [""] * len(odd)
    keys = list(zip(map(type, cells), cells, seen, strict=True))  # the type: True is not 1.0 here
    reads = {key: read_cell(field, key[1], key[2], context) for key in dict.fromkeys(keys)}
    for at, key in zip(odd, keys, strict=True):
        values[at] = reads[key].value
    if not any(read.problem for read in reads.values()):
        return values, []
    found = ((at, reads[key]) for at, key in zip(odd, keys, strict=True))
    return values, [(at, read.problem, read.details) for at, read in found if read.problem]


def read_coded(
    field: Field, stored: Coded[Any], shown: Coded[str] | None, context: Context
) -> tuple[Coded[Any], Problems]:
    """As read_column, of a coded column: each different cell is read once. What is shown matters to numbers only."""
    cells = stored
    seen: list[str] | None = None
    if shown is not None:
        numeric = stored.where(lambda cell: not isinstance(cell, str | None))
        if numeric.any():
            faces = together([stored, Coded([*shown.cells, ""], np.where(numeric, shown.codes, len(shown.cells)))])
            cells, seen = faces.map(lambda face: face[0]), [text for _, text in faces.cells]
    values, wrong = read_column(field, list(cells.cells), seen, context)
    read = Coded(values, cells.codes)
    if not wrong:
        return read, []
    told = {number: (code, details) for number, code, details in wrong}
    places = np.flatnonzero(np.isin(cells.codes, list(told)))
    return read, [(at, *told[number]) for at, number in zip(places.tolist(), cells.codes[places].tolist(), strict=True)]


def write_cell(field: Field, value: Any, panel: Panel) -> Stored:
    """What to store for a value: a day as a serial number, a choice as its Ukrainian label, a list joined by «, ».

    read_cell gives the same value back. None and an empty list clear the cell. Text stays text, however it begins.
    """
    if value is None or value == "" or value == () or value == []:
        return None
    return WRITERS[field.kind](field, value, panel)
