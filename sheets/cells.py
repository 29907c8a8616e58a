"""A cell to a value, and a value to a cell. Reading never raises, it reports; what is written reads back the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import compress, count, repeat
from operator import is_
from typing import Any

import numpy as np

from sheets.coded import Coded, together
from sheets.context import Context
from sheets.problems import Read, bad
from sheets.quick import ODD, QUICK
from sheets.readers import READERS
from sheets.records import BARE, Unit
from sheets.schema import Field, Kind, Panel
from sheets.text import fold, says_nothing
from sheets.workbook import Stored, plain
from sheets.writers import WRITERS, write_in_unit

LISTS = (Kind.MANY, Kind.NAMES, Kind.PHONES, Kind.EMAILS, Kind.LINKS)
LONGEST = 5_000  # a longer cell holds no list that a person has typed
REMEMBERED = 100_000  # odd cells, of all columns together

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
    if said == "blank" and isinstance(stored, str) and not _says_it(field, stored, context):
        return Read(blank)
    if isinstance(stored, float) and not math.isfinite(stored):
        return bad("formula-error", blank)
    if isinstance(stored, str) and len(stored) > LONGEST and field.kind is not Kind.TEXT:
        return bad("too-long", blank, length=len(stored))
    return READERS[field.kind](field, stored, shown or plain(stored), context)


def _says_it(field: Field, stored: str, context: Context) -> bool:
    """Whether a mark for nothing says something here: a dash in a yes/no column, «none» where that is a choice."""
    if field.kind is Kind.YES_NO:
        return bool(stored.strip())
    words = context.panel.vocabularies[field.vocabulary].by_word if field.vocabulary else {}
    return stored.strip().isalpha() and fold(stored) in words


def read_column(
    field: Field, stored: list[Stored], shown: list[str] | None, context: Context
) -> tuple[list[Any], Problems]:
    """What read_cell says of each cell: the values, in order, and the problems as (index, code, details).

    `shown` may be None when the workbook was read without its second rendering; then a number that staff see as a date
    can't be told from a number.
    """
    values, problems = read_coded(field, Coded.of(stored), None if shown is None else Coded.of(shown), context)
    return list(values), problems


def read_coded(
    field: Field, stored: Coded[Any], shown: Coded[str] | None, context: Context
) -> tuple[Coded[Any], Problems]:
    """As read_column, of a coded column: each different cell is read once."""
    cells, seen = _faces(stored, shown)
    quick = QUICK.get(field.kind) if context.unit == BARE else None
    values = quick(field, cells.cells, seen, context) if quick else [ODD] * len(cells.cells)
    told: dict[int, Read] = {}
    for number in list(compress(count(), map(is_, values, repeat(ODD)))):
        read = _read_once(field, cells.cells[number], seen[number], context)
        values[number] = read.value
        if read.problem:
            told[number] = read
    if not told:
        return Coded(values, cells.codes), []
    wrong = np.zeros(len(values), dtype=bool)
    wrong[list(told)] = True
    places = np.flatnonzero(wrong[cells.codes])
    found = ((at, told[number]) for at, number in zip(places.tolist(), cells.codes[places].tolist(), strict=True))
    return Coded(values, cells.codes), [(at, str(read.problem), read.details) for at, read in found]


def _read_once(field: Field, stored: Stored, shown: str, context: Context) -> Read:
    """read_cell, remembered in the context: an odd text in a column is seldom new at the next reading."""
    if context.legend:
        return read_cell(field, stored, shown, context)
    unit = None if context.unit is BARE else context.unit  # which is slow to hash
    around = (context.school_year, context.year, context.month, context.known_name, unit)
    key = (id(field), type(stored), stored, shown, *around)
    read = context.read.get(key)
    if read is None:
        if len(context.read) >= REMEMBERED:
            context.read.clear()
        read = context.read[key] = read_cell(field, stored, shown, context)
    return read


def _faces(stored: Coded[Any], shown: Coded[str] | None) -> tuple[Coded[Any], list[str]]:
    """The column told apart by what is stored and, where that is no text, by what staff see; and that of each cell."""
    if shown is None or stored.types <= {str, type(None)}:
        return stored, [""] * len(stored.cells)
    told = stored.where(lambda cell: cell is not None and type(cell) is not str)
    faces = together([stored, Coded([*shown.cells, ""], np.where(told, shown.codes, len(shown.cells)))])
    return faces.map(lambda face: face[0]), [text for _, text in faces.cells]


def write_cell(field: Field, value: Any, panel: Panel, unit: Unit = BARE) -> Stored:
    """What to store for a value: a day as a serial number, a choice as its Ukrainian label, a list joined by «, », in a
    column of thousands 2500 as 2.5.

    read_cell gives the same value back. None and an empty list clear the cell. Text stays text, however it begins.
    """
    if value is None or value == "" or value == () or value == []:
        return None
    if unit != BARE:
        return write_in_unit(field, value, panel, unit)
    return WRITERS[field.kind](field, value, panel)


def read_back(field: Field, value: Any, context: Context) -> Read:
    """The value as it will be read once it is written, and what is wrong with it then, if anything is."""
    return read_cell(field, write_cell(field, value, context.panel), "", context)
