"""What was read, as data: values that are not plain, problems, tables, the snapshot. No logic of reading.

The frame of a table (pandas, one line per record; never changed after it was made) has for each known field of its tab,
read or not, these columns, by kind:
  text, one line            `f`: str or None
  NAMES, PHONES, EMAILS, LINKS  `f`: tuple of str, () when blank
  ONE                       `f`: category of choice keys; NaN when blank or not understood
  MANY                      `f`: tuple of choice keys, () when blank
  NUMBER, MONEY, SCORE, PERCENT  `f`: float64, exact numbers only; `f_inexact`: Inexact or None (never summed silently)
  YEAR, SEMESTER            `f`: Int64
  YES_NO                    `f`: boolean (pandas, with NA)
  DATE, MOMENT              `f`: datetime64[s]
  UNTIL                     `f`: datetime64[s]; `f_open`: bool, True for «безстроково»
  PERIOD                    `f`: datetime64[s], its first day; `f_end`: its last day; `f_precision`: category
  SCHOOL_YEAR               `f`: str '2024/2025'
and besides: `tab` (gid), `row` (1-based sheet row), `hidden` (bool), `section` (str or None).
An event with two date columns has them joined in `date`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from typing import Any, Literal, TypeVar, overload

import pandas as pd

from sheets.schema import Panel
from sheets.workbook import Reading

T = TypeVar("T")
Precision = Literal[
    "day",
    "range",
    "month",
    "month_range",
    "semester",
    "school_year",
    "year",
    "season",
    "quarter",
    "recurring",
]


@dataclass(frozen=True, slots=True)
class Period:
    """When something was or will be: first and last day (both None for «щомісяця»), and how exactly it was said."""

    start: dt.date | None
    end: dt.date | None
    precision: Precision = "day"
    inferred: bool = False  # the year was taken from a section, a tab or a title


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number said inexactly: about n («близько 40»), at least («30+»), at most («до 40»), or between («12-15»)."""

    mark: Literal["about", "least", "most", "between"]
    low: float
    high: float  # equals low except for 'between'


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell or a row or a tab that could not be understood: a code and the details that a sentence about it needs.

    `row` and `column` are None for a problem of a whole tab; `field` is None for a problem of a row.
    """

    code: str
    row: int | None = None
    field: str | None = None
    column: int | None = None
    text: str = ""
    details: Mapping[str, Any] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one in a column of numbers counts: so many hryvnias or people («тис. грн»), or other money («$»)."""

    scale: float = 1.0
    foreign: bool = False


BARE = Unit()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its letterless number, the heading as staff wrote it, and the field it holds, if known."""

    number: int
    heading: str
    field: str | None
    sure: float = 1.0  # 0–1: how surely the heading (or memory) says so
    hot: str | None = None  # a check column: a mark in it means this choice
    unit: Unit = BARE


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Records of one kind found in one tab."""

    kind: str  # the declared tab's key: partners, events, evaluations, plan, or any other
    tab: int  # gid
    title: str  # the tab's title in the workbook
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    values: Mapping[str, list[Any]]  # field -> python values, in the frame's order (Period, Inexact, date, tuple, …)
    texts: Mapping[str, list[str]]  # field -> what staff see in the cell, in the frame's order
    left_out: Mapping[int, str] = made(default_factory=dict)  # row -> section, total, subtotal, units, note, …
    problems: tuple[Problem, ...] = ()
    school_year: str | None = None

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """Field -> the number of the (first) column that holds it."""
        found: dict[str, int] = {}
        for column in self.columns:
            if column.field and column.hot is None:
                found.setdefault(column.field, column.number)
        return found

    def record(self, row: int) -> dict[str, Any] | None:
        """The python values of the record in this sheet row, by field; None when no record is there."""
        at = self.place.get(row)
        return None if at is None else {name: column[at] for name, column in self.values.items()}

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Sheet row -> position in the frame."""
        return dict(zip(self.frame["row"].tolist(), range(len(self.frame)), strict=True))


@dataclass(frozen=True, kw_only=True, eq=False)
class TabRead:
    """How a tab of the workbook was understood."""

    gid: int
    title: str
    kind: str  # a declared key, or mixed, lists, summary, matrix, other, unknown, empty, journal
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()  # of the tab as a whole
    school_year: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: a code, where it is, and the details of its sentence. Severity: 'error' (a value is not
    counted), 'warning' (to look at), 'note'."""

    code: str
    tab: int
    title: str  # the tab's title
    row: int | None = None
    field: str | None = None
    column: int | None = None
    text: str = ""
    kind: str = ""  # the table's kind
    severity: Literal["error", "warning", "note"] = "error"
    details: Mapping[str, Any] = made(default_factory=dict)


class Later(Sequence[T]):
    """A sequence that is worked out when it is first asked for, and kept."""

    def __init__(self, work_out: Callable[[], Sequence[T]]) -> None:
        self._work_out = work_out

    @cached_property
    def _made(self) -> Sequence[T]:
        return self._work_out()

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._made[at]

    def __len__(self) -> int:
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """All that the panel knows of the workbook at one moment. Frozen: a page that holds it sees one state of things.

    `frames[kind]` joins the frames of all tables of a kind (declared kinds are always there, empty if need be), with a
    fresh 0-based index: the record's number within the snapshot. `links` (frame: kind, record, partner) says which
    partners (numbers in frames['partners']) an event, evaluation or plan row names. `twins` are groups of numbers in
    frames['partners'] that look like one partner.
    """

    number: int  # grows with each change, never repeats within a process
    read_at: dt.datetime  # aware, the centre's zone
    today: dt.date
    panel: Panel  # with the vocabularies of «Довідники» added
    reading: Reading
    tabs: tuple[TabRead, ...]
    frames: Mapping[str, pd.DataFrame]
    links: pd.DataFrame
    twins: tuple[tuple[int, ...], ...]
    findings: Sequence[Finding]  # of a workbook that was read: worked out when somebody first asks

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order of the tabs."""
        return tuple(table for tab in self.tabs for table in tab.tables)

    def tables_of(self, kind: str) -> tuple[Table, ...]:
        """The tables that hold records of this kind."""
        return tuple(table for table in self.tables if table.kind == kind)
