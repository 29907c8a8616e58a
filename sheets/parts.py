"""The parts of a snapshot that checks look at, and findings with a place that leads to the cell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Literal

import numpy as np
import pandas as pd

from sheets.records import Finding, Problem, Table, TabRead
from sheets.schema import Field, Kind, Panel

Severity = Literal["error", "warning", "note"]

# What is no error: the value is counted all the same, or nothing is lost.
SEVERITY: Mapping[str, Severity] = {
    "bad-email": "warning",
    "bad-link": "warning",
    "bad-phone": "warning",
    "date-in-text": "warning",
    "partner-unknown": "warning",
    "twins": "warning",
    "average-differs": "warning",
    "document-ended": "warning",
    "document-ends-soon": "note",
    "outside-school-year": "warning",
    "held-in-future": "warning",
    "planned-in-past": "note",
    "repeated-record": "warning",
    "repeated-number": "note",
    "column-missing": "warning",
    "column-recognised": "note",
    "column-ask": "warning",
    "tab-unknown": "warning",
    "marks-again": "warning",
    "old-copy": "note",
    "scratch": "note",
}
# All that is said of tabs and by checks; what reading says of cells is in problems.CODES and comes through as it is.
CODES = (
    "missing",
    "column-missing",
    "tab-unknown",
    "repeated-number",
    "repeated-record",
    "partner-unknown",
    "partner-ambiguous",
    "twins",
    "average-differs",
    "document-ended",
    "document-ends-soon",
    "outside-school-year",
    "end-before-start",
    "held-in-future",
    "planned-in-past",
    "column-recognised",
    "column-ask",
    "header-not-found",
    "marks-again",
    "matrix",
    "old-copy",
    "scratch",
    "too-wide",
)
SEVERAL = frozenset({Kind.MANY, Kind.NAMES, Kind.PHONES, Kind.EMAILS, Kind.LINKS})


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """What the checks look at: the parts of a snapshot."""

    panel: Panel
    tabs: Sequence[TabRead]
    frames: Mapping[str, pd.DataFrame]
    links: pd.DataFrame
    twins: Sequence[tuple[int, ...]]
    today: dt.date

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """Gid -> title."""
        return {tab.gid: tab.title for tab in self.tabs}

    @cached_property
    def tables(self) -> Mapping[tuple[str, int], list[Table]]:
        """Kind and gid -> the tables there."""
        found: dict[tuple[str, int], list[Table]] = defaultdict(list)
        for tab in self.tabs:
            for table in tab.tables:
                found[table.kind, table.tab].append(table)
        return found

    @cached_property
    def told(self) -> frozenset[tuple[int, int | None, str | None]]:
        """Tab, row and field of each cell that reading has reported."""
        return frozenset((t.tab, p.row, p.field) for tab in self.tabs for t in tab.tables for p in t.problems)

    @cached_property
    def _columns(self) -> dict[tuple[str, str], Any]:
        return {}

    def value(self, kind: str, record: int, column: str) -> Any:
        """One value of a record."""
        if (kind, column) not in self._columns:
            values = self.frames[kind][column]
            self._columns[kind, column] = values.tolist() if values.dtype == np.int64 else values.array
        return self._columns[kind, column][record]

    def place(self, kind: str, record: int) -> tuple[int, int]:
        """Tab (gid) and row of a record."""
        return self.value(kind, record, "tab"), self.value(kind, record, "row")

    def at(self, code: str, kind: str, record: int, field: str, text: str | None = None, **details: Any) -> Finding:
        """A finding at a field of a record (its number in the frame of its kind)."""
        gid, row = self.place(kind, record)
        table = next((t for t in self.tables.get((kind, gid), ()) if row in t.place), None)
        column = None
        if table:
            texts, column = self._at_field(table, field)
            if text is None and texts:
                text = texts[table.place[row]]
        return Finding(
            code=code,
            tab=gid,
            title=self.titles.get(gid, ""),
            row=row,
            field=field,
            column=column,
            text=text or "",
            kind=kind,
            severity=SEVERITY.get(code, "error"),
            details=details,
        )

    def _at_field(self, table: Table, field: str) -> tuple[Sequence[str], int | None]:
        """The texts of a field and the column that leads to it."""
        key = (id(table), field)
        if key not in self._fields:
            self._fields[key] = (table.texts.get(field, ()), column_of(table, field))
        return self._fields[key]

    @cached_property
    def _fields(self) -> dict[tuple[int, str], tuple[Sequence[str], int | None]]:
        return {}

    def where(self, code: str, kind: str, mask: Any, field: str) -> Iterator[Finding]:
        """A finding at this field of each record where the mask is true."""
        for record in which(mask):
            yield self.at(code, kind, record, field)


Check = Callable[[Parts], Iterator[Finding]]


def which(mask: Any) -> list[int]:
    """The numbers of the records where a mask is true."""
    return [int(number) for number in np.flatnonzero(np.asarray(mask, dtype=bool))]


def column_of(table: Table, field: str) -> int | None:
    """The column that leads to a field: its own, its first check column, or that of a period's first day."""
    held = (column.number for column in table.columns if column.field in (field, f"{field}_start"))
    return table.column_of.get(field) or next(held, None)


def finding_of(problem: Problem, gid: int, title: str, kind: str) -> Finding:
    """A problem of reading as a finding."""
    return Finding(
        code=problem.code,
        tab=gid,
        title=title,
        row=problem.row,
        field=problem.field,
        column=problem.column,
        text=problem.text,
        kind=kind,
        severity=SEVERITY.get(problem.code, "error"),
        details=problem.details,
    )


def needs(kind: str, *columns: str) -> Callable[[Check], Check]:
    """A check that has nothing to do where a declaration leaves out this kind or one of these columns."""

    def wrap(each: Check) -> Check:
        @wraps(each)
        def guarded(parts: Parts) -> Iterator[Finding]:
            frame = parts.frames.get(kind)
            if frame is not None and len(frame) and set(columns) <= set(frame.columns):
                yield from each(parts)

        return guarded

    return wrap


def blank(frame: pd.DataFrame, field: Field) -> np.ndarray:
    """Which records have nothing in this field."""
    values = frame[field.key]
    if field.kind in SEVERAL:
        return ~values.astype(bool).to_numpy()
    empty = values.isna().to_numpy()
    for also in ("_inexact", "_precision"):
        if f"{field.key}{also}" in frame:
            empty = empty & frame[f"{field.key}{also}"].isna().to_numpy()
    if field.kind == Kind.UNTIL:
        empty = empty & ~frame[f"{field.key}_open"].to_numpy(dtype=bool)
    return empty
