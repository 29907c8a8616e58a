"""Grid to tables: a header's records as a typed frame, python values, texts as staff typed them, and problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from sheets.cells import Problems, read_coded
from sheets.checkmarks import read_checks, unexplained, with_legend
from sheets.coded import Coded, Lists, together
from sheets.context import Context
from sheets.fills import Borrowed, borrowed_cells, column_cells
from sheets.frames import SEVERAL, frame_of
from sheets.headers import Header
from sheets.legends import legend_of, parted, texts_around
from sheets.periods import school_year_of
from sheets.records import BARE, Column, Period, Problem, Table, Unit
from sheets.rows import Rows, read_rows
from sheets.schema import Field, Kind
from sheets.sections import Said, school_year_in, what_it_says
from sheets.units import unit_of
from sheets.view import View

NOTHING_SAID = Said()
TIMED = frozenset({Kind.DATE, Kind.UNTIL, Kind.PERIOD, Kind.MOMENT})


@dataclass
class Reader:
    """Reads the records under one header. Made for one table, then thrown away."""

    view: View
    header: Header
    end: int
    context: Context
    elsewhere: Sequence[str] = ()  # texts of other tabs, where a legend may stand
    above: Said = NOTHING_SAID  # what the tab's title and the text over the header say of all records
    values: dict[str, Coded[Any]] = field(default_factory=dict)
    texts: dict[str, Coded[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def borrowed(self) -> Borrowed:
        """Cells that a merge above fills."""
        return borrowed_cells(self.view, self.header, self.end)

    @cached_property
    def rows(self) -> Rows:
        """What each row below the header is."""
        borrowed = {row: frozenset(filled) for row, filled in self.borrowed.items()}
        return read_rows(self.view, self.header, self.end, self.context.panel, borrowed)

    @cached_property
    def places(self) -> np.ndarray:
        """The records' sheet rows."""
        return self.rows.records

    @cached_property
    def said(self) -> Coded[tuple[str | None, Said]]:
        """For each record the section above it, and all that the sections above say."""
        heard: list[tuple[str | None, Said]] = [(None, self.above)]
        rows = sorted(self.rows.sections)
        for row in rows:
            text, said = self.rows.sections[row]
            heard.append((text, _over(heard[-1][1], said, self.context)))
        return Coded(heard, np.arange(len(heard))).take(np.searchsorted(np.array(rows, dtype=np.int64), self.places))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The header's columns, numbered ones with their choices, those of numbers with what they count."""
        panel, tab = self.context.panel, self.context.panel.tabs[self.header.kind]
        below = [row for row, kind in self.rows.left_out.items() if kind == "units"]
        above = [*_titles(self.view, self.header), self.view.grid.tab.title]

        def unit(column: Column) -> Unit:
            said = " ".join(self.view.text(row, column.number) for row in below)
            return unit_of(tab.fields[column.field].kind, column.heading, said, above) if column.field else BARE

        known = with_legend(self.header.columns, tab, panel, self._legend)
        return tuple(replace(column, unit=unit(column)) for column in known)

    def read(self) -> Table:
        """The table."""
        tab = self.context.panel.tabs[self.header.kind]
        for column in self.columns:
            if column.field and not column.hot and column.field not in self.values:
                self._read_field(tab.fields[column.field], column)
        self._read_checks()
        self._inherit()
        _join_days(self)
        return Table(
            kind=self.header.kind,
            tab=self.view.grid.tab.gid,
            title=self.view.grid.tab.title,
            header_rows=self.header.rows,
            columns=self.columns,
            frame=frame_of(
                tab,
                self.values,
                gid=self.view.grid.tab.gid,
                rows=self.places,
                hidden=self.view.grid.hidden_rows,
                sections=self.said.map(lambda heard: heard[0]),
            ),
            values=Lists(self.values),
            texts=Lists(self.texts),
            left_out=self.rows.left_out,
            problems=tuple(sorted(self.problems, key=lambda problem: (problem.row or 0, problem.column or 0))),
            school_year=self.context.school_year,
        )

    def _read_field(self, declared: Field, read_as: Column) -> None:
        texts, values, wrong = self._read_column(declared, read_as)
        if any(code == "ditto" for _, code, _ in wrong):
            texts, values, wrong = self._read_column(declared, read_as, dittos=True)
        self.values[declared.key], self.texts[declared.key] = values, texts
        for at, code, details in wrong:
            row = int(self.places[at])
            said_in = self.borrowed.get(row, {}).get(read_as.number, row)
            text = texts[at] or self.view.text(said_in, read_as.number)
            self.problems.append(Problem(code, row, declared.key, read_as.number, text, details))

    def _read_column(
        self, declared: Field, read_as: Column, *, dittos: bool = False
    ) -> tuple[Coded[str], Coded[Any], Problems]:
        """What staff see in a column, its values, and what is wrong with them."""
        context = self.context if read_as.unit == self.context.unit else replace(self.context, unit=read_as.unit)
        column = read_as.number
        stored, shown, texts = column_cells(self.view.grid, column, self.places, self.borrowed, dittos=dittos)
        if declared.kind is Kind.LINKS:
            stored = self._with_addresses(column, stored)
        wrong: Problems = []
        if declared.kind is Kind.ORDINAL and stored.types <= {int, type(None)}:
            values = stored
        elif declared.kind in TIMED and self.rows.sections:
            values, wrong = self._by_section(declared, stored, shown)
        else:
            values, wrong = read_coded(declared, stored, shown, context)
        if any(code == "no-legend" for _, code, _ in wrong):
            legend = self._legend(declared)
            if legend:
                signs = stored.map(parted) if declared.vocabulary else stored
                values, wrong = read_coded(declared, signs, shown, replace(self.context, legend=legend))
        return texts, values, wrong

    def _by_section(self, declared: Field, stored: Coded[Any], shown: Coded[str] | None) -> tuple[Coded[Any], Problems]:
        """A column of days, the records of each section read in what it says of year and month."""
        values: list[Any] = []
        wrong: Problems = []
        codes = np.zeros(len(stored), dtype=np.int64)
        times = Coded.of(list(self.said.map(lambda heard: (heard[1].school_year, heard[1].year, heard[1].month))))
        for number, (school_year, year, month) in enumerate(times.cells):
            places = np.flatnonzero(times.codes == number)
            context = replace(
                self.context,
                school_year=school_year or self.context.school_year,
                year=year or (None if school_year else self.context.year),
                month=month or self.context.month,
            )
            seen = shown and shown.take(places)
            read, bad = read_coded(declared, stored.take(places), seen, context)
            codes[places] = read.codes.astype(np.int64) + len(values)
            values += read.cells
            wrong += [(int(places[at]), code, details) for at, code, details in bad]
        return Coded(values, codes), wrong

    def _with_addresses(self, column: int, stored: Coded[Any]) -> Coded[Any]:
        """The address under a text, where the text is none itself."""
        links = self.view.grid.links
        if not links:
            return stored
        cells = list(stored)
        for at, row in enumerate(self.places.tolist()):
            address = links.get((row, column))
            if address and not address.startswith(("mailto:", "#")) and "://" not in str(cells[at] or ""):
                cells[at] = address
        return Coded.of(cells)

    def _legend(self, declared: Field) -> Mapping[str, Any]:
        """What signs stand for in a column of this field."""
        return legend_of(declared, self.context.panel, self.legend_texts)

    @cached_property
    def legend_texts(self) -> list[str]:
        """Texts that may explain signs."""
        known = {column.number for column in self.header.columns if column.field}
        outside = [*self.rows.left_out, *range(self.end + 1, self.view.grid.height + 1)]
        return [*texts_around(self.view.grid, self.header.last, outside, self.places, known), *self.elsewhere]

    def _read_checks(self) -> None:
        hot = [column for column in self.columns if column.hot and column.field]
        for column in (c for c, now in zip(self.header.columns, self.columns, strict=True) if c.hot and not now.field):
            marks = self._marks(column)
            self.problems += unexplained(column, marks, self.places)
        for name in dict.fromkeys(column.field for column in hot if column.field):
            columns = [column for column in hot if column.field == name]
            values, texts, problems = read_checks(columns, list(map(self._marks, columns)), self.places)
            self.values[name], self.texts[name] = values, texts
            self.problems += problems

    def _marks(self, column: Column) -> Coded[Any]:
        return column_cells(self.view.grid, column.number, self.places, self.borrowed, dittos=True)[0]

    def _inherit(self) -> None:
        """What sections and the tab say of every record, for fields that have no column of their own."""
        tab = self.context.panel.tabs[self.header.kind]
        names = {name for _, said in self.said.cells for name in said.values} - set(self.values)
        for name in names:
            blank: Any = () if tab.fields[name].kind in SEVERAL else None
            heard = [said.values.get(name, blank) for _, said in self.said.cells]
            self._put(name, Coded(heard, self.said.codes))
        year_field = next((n for n, f in tab.fields.items() if f.kind is Kind.SCHOOL_YEAR), None)
        if year_field and year_field not in self.values:
            years = self.said.map(lambda heard: heard[1].school_year or self.context.school_year)
            if any(years.cells):
                self._put(year_field, years)

    def _put(self, name: str, values: Coded[Any]) -> None:
        """Values that stand in no cell."""
        self.values[name], self.texts[name] = values, Coded.all_of("", len(values))


def _over(before: Said, now: Said, context: Context) -> Said:
    """What holds under a section: what it says itself, and of what was said above it all that it does not end.

    A school year ends everything; a section that says nothing known ends all but the years. A month with its year says
    the school year, so that «Січень» below «Жовтень 2024» is of 2025.
    """
    if now.school_year:
        return now
    if not now:
        return Said({}, before.school_year, before.year, None)
    if now.year and now.month:
        school_year = school_year_of(dt.date(now.year, now.month, 1), context.panel.school_year)
        return Said({**before.values, **now.values}, school_year, None, now.month)
    if now.values:
        return Said({**before.values, **now.values}, before.school_year, before.year, before.month)
    return Said(before.values, before.school_year, now.year or before.year, now.month or before.month)


def _join_days(reader: Reader) -> None:
    """Two columns with first and last day as the one period that the kind has: date_start, date_end -> date."""
    tab = reader.context.panel.tabs[reader.header.kind]
    for name, declared in tab.fields.items():
        first, last = f"{name}_start", f"{name}_end"
        if declared.kind is not Kind.PERIOD or name in reader.values or first not in reader.values:
            continue
        starts = reader.values[first]
        ends = reader.values.get(last, Coded.all_of(None, len(starts)))
        days = together([starts, ends])
        reader.values[name], reader.texts[name] = days.map(lambda pair: _period(*pair)), reader.texts[first]
        for at in np.flatnonzero(days.where(lambda pair: bool(pair[0] and pair[1] and pair[1] < pair[0]))).tolist():
            row, text = int(reader.places[at]), reader.texts[last][at]
            reader.problems.append(Problem("end-before-start", row, last, reader.header.fields[last], text))


def _period(start: Any, end: Any) -> Period | None:
    if start is None or (end is not None and end < start):
        return None
    return Period(start, end or start, "range" if end and end != start else "day")


def _above(view: View, header: Header, context: Context) -> Said:
    """What the tab's title and a lone text right above the header say of all records: a direction, a level, a type."""
    tab = context.panel.tabs[header.kind]
    found: dict[str, Any] = {}
    for text in (view.grid.tab.title, *_titles(view, header)):
        found |= what_it_says(text, tab, context.panel).values
    return Said(found)


def _titles(view: View, header: Header) -> list[str]:
    """The lone texts right above a header."""
    rows = (list(view.row(row).values()) for row in range(max(1, header.rows[0] - 3), header.rows[0]))
    return [said[0] for said in rows if len(said) == 1]


def read_tables(
    view: View, headers: Iterable[Header], context: Context, elsewhere: Sequence[str] = ()
) -> tuple[Table, ...]:
    """A table for each header; each ends above the next header that stands in its columns."""
    headers = list(headers)
    tables = []
    for header in (header for header in headers if header.records):
        below = [h.rows[0] for h in headers if h.rows[0] > header.last and set(h.span) & set(header.span)]
        part = view if set(header.span) == set(view.columns) else View(view.grid, header.span)
        above = _above(part, header, context)
        years = next(filter(None, map(school_year_in, _titles(part, header))), None)
        told = replace(context, school_year=years) if years else context
        reader = Reader(part, header, min(below, default=view.height + 1) - 1, told, elsewhere, above)
        tables.append(reader.read())
    return tuple(tables)
