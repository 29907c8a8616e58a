"""A record as the cells of a row: typed, in the words and the manner that this very column already uses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sheets.cells import write_cell
from sheets.errors import Refused
from sheets.journal import EPOCH, LONGEST
from sheets.records import BARE, Period, Table
from sheets.schema import Field, Kind, Panel
from sheets.shown import number_shown
from sheets.workbook import Grid, Stored, plain

DAY, MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
PATTERNS = {Kind.DATE: DAY, Kind.UNTIL: DAY, Kind.PERIOD: DAY, Kind.MOMENT: MOMENT}
WORDED = (Kind.ONE, Kind.MANY, Kind.YES_NO)  # the same value is written in the word that the column uses already
LOOK_BACK = 12  # filled cells above that say how a column writes its days
NUMBERED = re.compile(r"^(\D*)(\d+)(\D*)$")
ENDS = {"start": "date_start", "end": "date_end"}  # an event's period in two columns (domain.md, 2: «or two columns»)


@dataclass(frozen=True, slots=True)
class Cell:
    """What goes into one cell: its column, the field it holds, the typed value and a format for a cell without one (or
    `always`: for any, because the one that the cell has shows something else)."""

    column: int
    field: str
    value: Stored
    pattern: str | None = None
    always: bool = False

    @property
    def text(self) -> str:
        """What staff will read in it."""
        return readable(self.value, self.pattern)


def readable(value: Stored, pattern: str | None = None) -> str:
    """A stored value as staff read it; a number under a date pattern as a day."""
    if isinstance(value, bool):
        return "так" if value else "ні"
    if pattern and "%" in pattern and isinstance(value, int | float):
        return f"{plain(round(value * 100, 4))}%"
    if pattern in (DAY, MOMENT) and isinstance(value, int | float):
        moment = EPOCH + dt.timedelta(seconds=round(value * 86400))
        return moment.strftime("%d.%m.%Y %H:%M" if "hh" in pattern else "%d.%m.%Y")
    return plain(value)


def blank(value: Any) -> bool:
    """Whether there is nothing to write in this value."""
    return value is None or value == "" or (isinstance(value, list | tuple | set | frozenset) and not value)


def fill(panel: Panel, table: Table, grid: Grid, values: Mapping[str, Any], like: int | None = None) -> list[Cell]:
    """The cells of a row that hold these values, in column order; a blank value clears its cell. `like` is the row in
    whose formats they will be seen.

    Derived fields and № are left to the sheet. Raises Refused: no-column (fields: values for which this table has no
    column), limit (a text longer than a cell can hold).
    """
    fields = panel.tabs[table.kind].fields
    cells: list[Cell] = []
    homeless = []
    for key, value in values.items():
        field = fields[key]
        if field.derived or field.kind is Kind.ORDINAL:
            continue
        made = [_seen_as_meant(cell, field, table, grid, like) for cell in _cells(panel, table, grid, field, value)]
        if not made and not blank(value):
            homeless.append(key)
        cells += made
    if homeless:
        raise Refused("no-column", fields=homeless, tab=table.title)
    _fit(cells)
    return sorted(cells, key=lambda cell: cell.column)


def _fit(cells: Iterable[Cell]) -> None:
    for cell in cells:
        if isinstance(cell.value, str) and len(cell.value) > LONGEST:
            raise Refused("limit", field=cell.field, length=len(cell.value), most=LONGEST)


def _cells(panel: Panel, table: Table, grid: Grid, field: Field, value: Any) -> Iterator[Cell]:
    marks = [column for column in table.columns if column.field == field.key and column.hot is not None]
    if marks:
        chosen = {value} if isinstance(value, str) else set(value or ())
        for column in marks:
            yield Cell(column.number, field.key, _mark(table, grid, column.number, column.hot in chosen))
        return
    number = table.column_of.get(field.key)
    if number is not None:
        yield _cell(panel, table, grid, field, number, value)
    elif isinstance(value, Period) or (field.kind is Kind.PERIOD and blank(value)):
        yield from _two_ends(panel, table, grid, value)


def _seen_as_meant(cell: Cell, field: Field, table: Table, grid: Grid, like: int | None) -> Cell:
    """The cell as it must be stored to be read as it is meant in the format of row `like`: a share of 100 where the
    column shows percents; a format of its own where the row's would make a day of a number, or a number of a day."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return cell
    if field.kind is Kind.PERCENT and _shows_percents(table, grid, cell.column, like):
        return replace(cell, value=cell.value / 100, pattern="0%" if cell.value == int(cell.value) else "0.0%")
    there = grid.value(like, cell.column) if like else None
    if isinstance(there, bool) or not isinstance(there, int | float):
        return cell
    day = number_shown(there, grid.text(like or 0, cell.column)).problem == "date-in-number"
    if field.kind in PATTERNS:
        return replace(cell, always=not day)
    return replace(cell, pattern="0" if cell.value == int(cell.value) else "0.##", always=True) if day else cell


def _shows_percents(table: Table, grid: Grid, column: int, like: int | None) -> bool:
    """Whether a number in this column is seen as a percent: as in row `like`, else as in the last record with one."""
    rows = ([like] if like else []) + [int(row) for row in reversed(table.frame["row"].tolist())]
    numbers = (r for r in rows if isinstance(grid.value(r, column), int | float) and grid.value(r, column))
    row = next(numbers, 0)
    text = grid.text(row, column)  # «77%» may be 0.77, or a 77 with a sign behind it
    return text.rstrip().endswith("%") and number_shown(grid.value(row, column), text).problem is not None


def _two_ends(panel: Panel, table: Table, grid: Grid, period: Period | None) -> Iterator[Cell]:
    for end, key in ENDS.items():
        field, number = panel.tabs[table.kind].fields.get(key), table.column_of.get(key)
        if field and number is not None:
            yield _cell(panel, table, grid, field, number, getattr(period, end) if period else None)


def _cell(panel: Panel, table: Table, grid: Grid, field: Field, column: int, value: Any) -> Cell:
    if blank(value):
        return Cell(column, field.key, None)
    word = _own_word(table, grid, field, column, value)
    if word is not None:
        return Cell(column, field.key, word)
    unit = next((known.unit for known in table.columns if known.number == column), BARE)
    typed = write_cell(field, value, panel, unit)
    pattern = PATTERNS.get(field.kind) if isinstance(typed, int | float) else None
    if pattern and _days_are_text(table, grid, column):
        return Cell(column, field.key, readable(typed, pattern))
    return Cell(column, field.key, typed, pattern)


def _filled(table: Table, grid: Grid, column: int) -> Iterator[Stored]:
    """What stands in this column of the records, the last one first; formulas and blanks left out."""
    for row in reversed([int(row) for row in table.frame["row"]]):
        value = grid.value(row, column)
        if value is not None and value != "" and (row, column) not in grid.formulas:
            yield value


def _own_word(table: Table, grid: Grid, field: Field, column: int, value: Any) -> Stored:
    """How this column already writes this very value («так», «+», a ticked box; «ЗЗСО» for a school), if it does."""
    if field.kind not in WORDED or field.key not in table.values:
        return None
    for row, read in zip(reversed(table.frame["row"].tolist()), reversed(table.values[field.key]), strict=True):
        if read == value and type(read) is type(value):
            stored = grid.value(row, column)
            if stored is not None and stored != "" and (row, column) not in grid.formulas:
                return stored
    return None


def _days_are_text(table: Table, grid: Grid, column: int) -> bool:
    """Whether this column keeps its days as text only (a number there would be read as a number)."""
    latest = [value for value, _ in zip(_filled(table, grid, column), range(LOOK_BACK), strict=False)]
    return bool(latest) and all(isinstance(value, str) for value in latest)


def _mark(table: Table, grid: Grid, column: int, chosen: bool) -> Stored:
    """A check column's mark, as the column has it: a ticked box, «+», «✓»; blank where it is not chosen."""
    latest = next(_filled(table, grid, column), "+")
    if isinstance(latest, bool):
        return chosen
    return latest if chosen else None


def next_number(panel: Panel, table: Table, grid: Grid, last: int | None, *, first: bool = False) -> Cell | None:
    """«№» of a new row under row `last`: one more than the nearest number above it, in the same manner («12», «12.»).

    None where the table has no such column, no number yet or a formula that makes it. The `first` record of a section
    is 1 where each section counts anew.
    """
    ordinals = [field.key for field in panel.tabs[table.kind].fields.values() if field.kind is Kind.ORDINAL]
    field, column = next(((key, table.column_of[key]) for key in ordinals if key in table.column_of), ("", None))
    if column is None or last is None or (last, column) in grid.formulas:
        return None
    if first and sum(grid.value(int(row), column) == 1 for row in table.frame["row"]) > 1:
        return Cell(column, field, 1)
    rows = [int(row) for row in table.frame["row"] if int(row) <= last]
    for row in reversed(rows):
        above = grid.value(row, column)
        if isinstance(above, int | float) and not isinstance(above, bool):
            return Cell(column, field, int(above) + 1)
        match = NUMBERED.match(above) if isinstance(above, str) else None
        if match:
            return Cell(column, field, f"{match[1]}{int(match[2]) + 1}{match[3]}")
    return Cell(column, field, 1) if not rows else None
