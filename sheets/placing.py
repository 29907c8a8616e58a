"""Where a new record goes: which table, after which row, and what must move or grow with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sheets.errors import Refused
from sheets.records import Period, Table
from sheets.schema import Kind, Panel
from sheets.sections import CARRIED, month_in, what_it_says, year_in
from sheets.text import fold
from sheets.workbook import Grid


@dataclass(frozen=True, kw_only=True)
class Place:
    """A new record becomes row `at`, looking like row `like` (None: the table has no record yet)."""

    table: Table
    at: int
    like: int | None
    said: frozenset[str] = frozenset()  # fields that the section says of it
    first: bool = False  # of its section


def choose(panel: Panel, tables: Sequence[Table], kind: str, values: Mapping[str, Any]) -> Table:
    """The table of this kind that the record belongs to: of its school year, else whose days it falls among, else the
    last one. Raises Refused('no-table') when there is none."""
    fitting = [table for table in tables if table.kind == kind]
    if not fitting:
        raise Refused("no-table", kind=kind)
    day = _day(panel, kind, values)
    if day and len(fitting) > 1:
        year = school_year_of(panel, day)
        for table in reversed(fitting):
            if table.school_year == year:
                return table
        for table in reversed(fitting):
            if table.school_year is None and _spans(panel, table, day):
                return table
    return fitting[-1]


def school_year_of(panel: Panel, day: dt.date) -> str:
    """The school year of a day as tables name it: 2025-10-02 -> '2025/2026'."""
    starts = dt.date.fromisoformat(f"{day.year}-{panel.school_year.starts}")
    first = day.year if day >= starts else day.year - 1
    return f"{first}/{first + 1}"


def _day(panel: Panel, kind: str, values: Mapping[str, Any]) -> dt.date | None:
    """The day by which a record belongs to a school year: its first filled day or period."""
    for field in panel.tabs[kind].fields.values():
        value = values.get(field.key)
        if field.kind in (Kind.PERIOD, Kind.DATE):
            day = value.start if isinstance(value, Period) else value
            if isinstance(day, dt.date):
                return day
    return None


def _spans(panel: Panel, table: Table, day: dt.date) -> bool:
    dated = [_day(panel, table.kind, table.record(int(row)) or {}) for row in table.frame["row"]]
    days = [known for known in dated if known]
    return bool(days) and min(days) <= day <= max(days)


def after_last(panel: Panel, table: Table, grid: Grid, values: Mapping[str, Any]) -> Place:
    """After the last record of the section that the record belongs to, else of the table: before totals, signatures,
    notes and the blank tail. Raises Refused('needs-section') where only sections say a field (direction, level, …) and
    none says what this record has: in another's section it would claim what it is not."""
    rows = table.frame["row"].tolist()
    if not rows:
        return Place(table=table, at=_under_header(table), like=None)
    said = _said_by_sections(table)
    wanted = {key: values.get(key) or blank_of(column) for key, column in said.items()}
    fitting = [r for at, r in enumerate(rows) if all(said[key][at] == value for key, value in wanted.items())]
    fields = frozenset(wanted)
    if not fitting:
        section = _bare_section(panel, table, grid, wanted)
        if section is None:
            raise Refused("needs-section", fields=sorted(said), sections=_sections(table), tab=table.title)
        like = int(min(rows, key=lambda row: abs(row - section)))
        return Place(table=table, at=section + 1, like=like, said=fields, first=True)
    own = _own_section(panel, table, values)
    months = _of_month(panel, table, values, fitting)
    there = [r for r, s in zip(rows, table.frame["section"], strict=True) if s == own and r in fitting] if own else []
    last = int(max(there or months or fitting))
    return Place(table=table, at=_end_of(grid, table, last) + 1, like=last, said=fields)


def _end_of(grid: Grid, table: Table, last: int) -> int:
    """The last row that a record's joined cells reach down to, if nothing else stands there: a row inserted among them
    would be joined too, and what it says in that column would be seen by nobody."""
    end = max((merge.bottom for merge in grid.tab.merges if merge.top <= last < merge.bottom), default=last)
    below, records = range(last + 1, end + 1), set(table.frame["row"].tolist())
    free = all(
        row not in records and not any(grid.text(row, column) for column in range(1, grid.width + 1)) for row in below
    )
    return end if free else last


def _said_by_sections(table: Table) -> dict[str, list[Any]]:
    """The fields that have no column here and that sections say of their records."""
    headed = {column.field for column in table.columns}
    under = [isinstance(section, str) for section in table.frame["section"]]
    return {
        key: list(table.values[key])
        for key in CARRIED
        if key in table.values and key not in headed and any(under) and any(table.values[key])
    }


def blank_of(column: Sequence[Any]) -> Any:
    """What a record without a value has in this column."""
    return () if any(isinstance(value, tuple) for value in column) else None


def _sections(table: Table) -> list[str]:
    return [section for section in table.frame["section"].unique() if isinstance(section, str)]


def _bare_section(panel: Panel, table: Table, grid: Grid, wanted: Mapping[str, Any]) -> int | None:
    """The row of a section without a record yet that says all of this."""
    for row, kind in table.left_out.items():
        if kind != "section" or not any(wanted.values()):
            continue
        text = max((grid.text(row, column) for column in range(1, grid.width + 1)), key=len, default="")
        values = what_it_says(text, panel.tabs[table.kind], panel).values
        if all(values.get(key) == value for key, value in wanted.items()):
            return row
    return None


def _of_month(panel: Panel, table: Table, values: Mapping[str, Any], rows: Sequence[int]) -> list[int]:
    """Those of the rows whose section names the month of the record's day."""
    day = _day(panel, table.kind, values)
    sections = dict(zip(table.frame["row"].tolist(), table.frame["section"], strict=True))
    named = [r for r in rows if day and isinstance(sections[r], str) and month_in(sections[r]) == day.month]
    years = {r: year_in(sections[r]) for r in named}
    return [r for r in named if day and years[r] in (None, day.year)]


def _under_header(table: Table) -> int:
    """The first row under the header, past a row of column numbers or units."""
    at = max(table.header_rows) + 1
    while table.left_out.get(at) in ("units", "column_numbers", "numbers"):
        at += 1
    return at


def _own_section(panel: Panel, table: Table, values: Mapping[str, Any]) -> str | None:
    """The section that names one of the record's choices («Культурне та мистецьке співробітництво»), if one does."""
    sections = _sections(table)
    for field in panel.tabs[table.kind].fields.values():
        words = panel.vocabularies[field.vocabulary].by_word if field.vocabulary else {}
        chosen = values.get(field.key)
        chosen = (chosen,) if isinstance(chosen, str) else tuple(chosen or ()) if field.kind is Kind.MANY else ()
        for section in sections:
            if words and words.get(fold(section)) in chosen[:1]:
                return section
    return None


def header_change(seen: Table, now: Sequence[Table]) -> Table:
    """The same table as it is now. Raises Refused('header-changed') with the headings that are gone, new or moved; rows
    inserted above the table are no change."""
    candidates = [table for table in now if table.kind == seen.kind and table.tab == seen.tab] or list(now)
    headings = {column.number: fold(column.heading) for column in seen.columns}
    meanings = {column.number: (column.field, column.hot) for column in seen.columns}
    for table in sorted(candidates, key=lambda table: abs(table.header_rows[0] - seen.header_rows[0])):
        same = {column.number: fold(column.heading) for column in table.columns} == headings
        if same and {c.number: (c.field, c.hot) for c in table.columns} == meanings:
            return table
    raise Refused("header-changed", tab=seen.title, **_difference(seen, candidates[0] if candidates else None))


def _difference(seen: Table, now: Table | None) -> dict[str, list[str]]:
    before = {fold(c.heading): c for c in seen.columns if c.heading}
    after = {fold(c.heading): c for c in now.columns if c.heading} if now else {}
    return {
        "gone": [column.heading for key, column in before.items() if key not in after],
        "new": [column.heading for key, column in after.items() if key not in before],
        "moved": [c.heading for key, c in before.items() if key in after and after[key].number != c.number],
    }
