"""Checks of what was read: what was not understood, what is missing, repeated, or names nobody known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sheets.coded import coded
from sheets.links import unlinked
from sheets.parts import SEVERAL, Parts, blank, finding_of, needs, which
from sheets.records import Finding, Problem, Table
from sheets.schema import Field, Kind, Tab


def not_understood(parts: Parts) -> Iterator[Finding]:
    """Cells, rows and whole tabs that reading could not understand."""
    for tab in parts.tabs:
        yield from (finding_of(problem, tab.gid, tab.title, tab.kind) for problem in tab.problems)
        for table in tab.tables:
            yield from (finding_of(problem, tab.gid, tab.title, table.kind) for problem in table.problems)
        if tab.kind == "unknown" and not tab.problems:
            yield finding_of(Problem("tab-unknown"), tab.gid, tab.title, tab.kind)


def columns_missing(parts: Parts) -> Iterator[Finding]:
    """Tables without a column for a required field, unless sections or the tab's title say it."""
    for tab in parts.tabs:
        for table in tab.tables:
            declared = parts.panel.tabs.get(table.kind)
            for field in _required(declared):
                if (
                    declared
                    and not _has_column(table, field, declared.fields)
                    and not any(table.values.get(field.key, ()))
                ):
                    problem = Problem("column-missing", row=max(table.header_rows, default=None), field=field.key)
                    yield finding_of(problem, tab.gid, tab.title, table.kind)


def _required(tab: Tab | None) -> list[Field]:
    return [field for field in tab.fields.values() if field.required] if tab else []


def _has_column(table: Table, field: Field, fields: Mapping[str, Field]) -> bool:
    """Whether a column or a check column holds this field; for days also a column of their beginning, or a form's
    time stamp."""
    fits = {field.key}
    if field.kind in (Kind.PERIOD, Kind.DATE):
        fits |= {f"{field.key}_start", *(other.key for other in fields.values() if other.kind == Kind.MOMENT)}
    return any(column.field in fits for column in table.columns)


def cells_missing(parts: Parts) -> Iterator[Finding]:
    """Required cells that are blank: of fields that are always required, and of those required by another's value."""
    for kind, tab in parts.panel.tabs.items():
        frame = parts.frames.get(kind, pd.DataFrame())
        for field in tab.fields.values() if len(frame) else ():
            needed = _needed(field, frame, tab)
            for record in [] if needed is None else which(needed & blank(frame, field)):
                finding = parts.at("missing", kind, record, field.key)
                if finding.column is not None and (finding.tab, finding.row, field.key) not in parts.told:
                    yield finding


def _needed(field: Field, frame: pd.DataFrame, tab: Tab) -> np.ndarray | None:
    """The records that must have this field; None when none ever must."""
    if field.required:
        return np.ones(len(frame), dtype=bool)
    if not field.required_when:
        return None
    needed = np.ones(len(frame), dtype=bool)
    for other, values in field.required_when.items():
        given = frame[other]
        if tab.fields[other].kind in SEVERAL:
            needed &= np.fromiter((not set(values).isdisjoint(many) for many in given), bool, len(frame))
        else:
            needed &= given.astype(str).str.lower().isin(values).to_numpy(dtype=bool)
    return needed


def numbers_repeated(parts: Parts) -> Iterator[Finding]:
    """The same № twice under one section."""
    for tab in parts.tabs:
        for table in tab.tables:
            for key in (f.key for f in _ordinals(parts.panel.tabs.get(table.kind)) if f.key in table.texts):
                numbers = coded(table.texts, key)
                if len(numbers.cells) == len(numbers) or not any(numbers.cells):
                    continue
                places = pd.DataFrame({"section": table.frame["section"], "number": numbers.codes})
                rows = table.frame["row"].to_numpy()
                for place in which(places.duplicated().to_numpy() & numbers.where(bool)):
                    problem = Problem(
                        "repeated-number", int(rows[place]), key, table.column_of.get(key), numbers[place]
                    )
                    yield finding_of(problem, tab.gid, tab.title, table.kind)


def _ordinals(tab: Tab | None) -> list[Field]:
    return [field for field in tab.fields.values() if field.kind == Kind.ORDINAL] if tab else []


@needs("partners", "name")
def partners_not_found(parts: Parts) -> Iterator[Finding]:
    """Names of partners that mean nobody known, or may mean two. Details: offers (names), rows (tab, row)."""
    for kind, field, record, name, meant in unlinked(parts.frames, parts.panel):
        offers = tuple(str(parts.value("partners", number, "name")) for number in meant.may_be)
        rows = tuple(parts.place("partners", number) for number in meant.may_be)
        yield parts.at(meant.code, kind, record, field, text=name, offers=offers, rows=rows)
