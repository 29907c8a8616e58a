"""Several records at once: rows pasted from a spreadsheet, or a .csv or .xlsx file, as the texts of a tab's fields;
and such texts as records, each cell judged by the rules that read the sheet."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sheets.cells import read_cell
from sheets.context import Context
from sheets.errors import Refused
from sheets.filling import blank
from sheets.problems import Read
from sheets.records import BARE, Snapshot, Table
from sheets.schema import Field, Kind, Tab
from sheets.snapshot import read_snapshot
from sheets.text import fold
from sheets.twins import same_as
from sheets.units import with_unit
from sheets.workbook import Grid, Reading, TabInfo

MOST = 200  # records at once: what one save bears and one person can look through
GID = -1  # of a tab that is in no workbook
Texts = Mapping[str, str]  # field -> what is typed into its cell
Told = tuple[Any, ...]  # what tells one record from another


@dataclass(frozen=True, kw_only=True)
class Line:
    """A record as it was understood: what each cell means or why not, and which records it would repeat."""

    number: int  # 1-based, among the lines with anything in them
    texts: Texts
    reads: Mapping[str, Read]
    twins: tuple[str, ...] = ()  # names of records that are there already, or stand above in the same paste

    @cached_property
    def wrong(self) -> Mapping[str, Read]:
        """The cells that can't be taken."""
        return {name: read for name, read in self.reads.items() if read.problem}

    @cached_property
    def values(self) -> dict[str, Any]:
        """The record, for writing.add_many."""
        return {name: read.value for name, read in self.reads.items() if not (read.problem or blank(read.value))}


def cells_in(text: str) -> list[list[str]]:
    """The cells of a pasted text: parted by tabs as spreadsheets copy, else «;» or «,»; quotes may hold line ends."""
    sample = text[:2000]
    mark = "\t" if "\t" in sample else ";" if sample.count(";") > sample.count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def grids_in(name: str, content: bytes) -> tuple[Grid, ...]:
    """The tabs of an uploaded file, .xlsx or .csv (UTF-8, or Windows' Cyrillic). Raises WorkbookError, Refused."""
    if name.lower().endswith(".xlsx"):
        from sheets.xlsx import XlsxWorkbook

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "upload.xlsx"
            file.write_bytes(content)
            return XlsxWorkbook(file).read().grids
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return (grid_of(cells_in(content.decode(encoding)), Path(name).stem),)
        except UnicodeDecodeError:
            continue
    raise Refused("invalid", file=name)


def grid_of(rows: Sequence[Sequence[str]], title: str) -> Grid:
    """Rows of texts as a tab of its own."""
    width = max((len(row) for row in rows), default=0)
    columns: list[list[Any]] = [[row[at] if at < len(row) else None for row in rows] for at in range(width)]
    shown = [[cell or "" for cell in column] for column in columns]
    return Grid(tab=TabInfo(gid=GID, title=title), stored=columns, shown=shown)


def texts_in(now: Snapshot, tab: Tab, grids: Iterable[Grid], order: Sequence[str] = ()) -> list[Texts]:
    """The records of this tab's kind in these grids, as texts by field. A paste without headings is taken to have the
    columns of the sheet's own table, in its order, or these headings in this `order`. Raises Refused: no-table, limit.
    """
    grids = tuple(grids)
    tables = _tables(now, tab, grids)
    if not tables and len(grids) == 1 and now.tables_of(tab.key):
        own = now.tables_of(tab.key)[-1]
        headings = {column.number: column.heading for column in own.columns}
        above = order or [headings.get(at, "") for at in range(1, max(headings) + 1)]
        below = [[grids[0].text(row, c) for c in range(1, grids[0].width + 1)] for row in range(1, grids[0].height + 1)]
        tables = _tables(now, tab, (grid_of([above, *below], own.title),))
    found = [_texts(tab, table, row) for table in tables for row in table.place]
    if not found:
        raise Refused("no-table", kind=tab.key)
    if len(found) > MOST:
        raise Refused("limit", length=len(found), limit=MOST)
    return found


def _tables(now: Snapshot, tab: Tab, grids: tuple[Grid, ...]) -> list[Table]:
    known = {table.tab for table in now.tables_of("partners")}
    around = tuple(grid for grid in now.reading.grids if grid.tab.gid in known)  # names tell how to part cells
    ours = tuple(
        Grid(
            tab=TabInfo(gid=GID - at, title=grid.tab.title, merges=grid.tab.merges),
            stored=grid.stored,
            shown=grid.shown,
        )
        for at, grid in enumerate(grids)
    )
    read = read_snapshot(Reading(grids=(*around, *ours)), now.panel, now=now.read_at)
    return [table for table in read.tables_of(tab.key) if table.tab < 0]


def _texts(tab: Tab, table: Table, row: int) -> Texts:
    """The record's texts; a number in a column of a unit gets it, for the form's own column may count otherwise."""
    at, units = table.place[row], {column.field: column.unit for column in table.columns}
    said = {name: texts[at] for name, texts in table.texts.items() if name in tab.fields and texts[at]}
    return {name: with_unit(text, tab.fields[name].kind, units.get(name, BARE)) for name, text in said.items()}


def asked(tab: Tab) -> list[Field]:
    """The fields that a person may fill in."""
    return [f for f in tab.fields.values() if not (f.readonly or f.derived or f.kind is Kind.ORDINAL)]


def understood(now: Snapshot, tab: Tab, rows: Iterable[Texts]) -> list[Line]:
    """What each row of texts means; rows with nothing in them are none."""
    filled = [row for row in rows if any((text or "").strip() for text in row.values())]
    names = {fold(name) for name in now.frames["partners"]["name"] if name} if "partners" in now.frames else set()
    context = Context(panel=now.panel, today=now.today, known_name=lambda text: fold(text) in names)
    told = _told_there(now, tab) if filled else {}
    lines: list[Line] = []
    for number, row in enumerate(filled, start=1):
        reads = {f.key: _read(f, row.get(f.key) or "", context) for f in asked(tab)}
        lines.append(Line(number=number, texts=row, reads=reads, twins=_twins(now, tab, reads, told)))
    return lines


def _read(field: Field, text: str, context: Context) -> Read:
    """A cell as the sheet's reader has it; what a form needs and a sheet may lack is «required»."""
    read = read_cell(field, text.strip(), text.strip(), context)
    return Read(read.value, "required") if field.required and blank(read.value) and not read.problem else read


def _twins(now: Snapshot, tab: Tab, reads: Mapping[str, Read], told: dict[Told, str]) -> tuple[str, ...]:
    """The records that this one would repeat: a partner's name however it is spelled, else the same name and day; it
    is `told` from now on, to those below."""
    name = reads[tab.name].value if tab.name in reads else None
    if not isinstance(name, str):
        return ()
    keys = _told_by(tab)
    this = _telling(name, [read.value if (read := reads.get(key)) else None for key in keys])
    found = [told[this]] if this in told else []
    told.setdefault(this, name)
    if tab.key == "partners":
        frame = now.frames["partners"]
        found = [*(str(frame["name"].iloc[number]) for number in same_as(name, frame)), *found]
    return tuple(dict.fromkeys(found))


def _told_by(tab: Tab) -> list[str]:
    """By what people tell such records besides their name: the needed days, whom they name."""
    days = [f.key for f in tab.fields.values() if f.required and f.kind in (Kind.DATE, Kind.PERIOD)]
    return [*days, *(f.key for f in tab.fields.values() if f.required and f.refers)]


def _told_there(now: Snapshot, tab: Tab) -> dict[Told, str]:
    """What tells each record of the sheet from others, and its name."""
    told: dict[Told, str] = {}
    for table in now.tables_of(tab.key):
        blanks = [None] * len(table.frame)
        names, *others = (table.values.get(key, blanks) for key in (tab.name, *_told_by(tab)))
        for name, *values in zip(names, *others, strict=True):
            if isinstance(name, str):
                told.setdefault(_telling(name, values), name)
    return told


def _telling(name: str, values: Iterable[Any]) -> Told:
    return fold(name), *(getattr(value, "start", value) for value in values)
