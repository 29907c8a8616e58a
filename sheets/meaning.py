"""Checks of what the records say: days, averages, documents and partners that don't fit one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheets.parts import Parts, needs, which
from sheets.periods import school_year_span
from sheets.records import Finding
from sheets.schema import Kind

TOLERANCE = 0.06  # an average written with one decimal may differ by half of the last digit


@needs("partners", "name")
def twins(parts: Parts) -> Iterator[Finding]:
    """A partner spelled twice, said at its second row. Details: names, rows (tab, row), records (numbers)."""
    for group in parts.twins:
        names = tuple(str(parts.value("partners", number, "name")) for number in group)
        rows = tuple(parts.place("partners", number) for number in group)
        yield parts.at("twins", "partners", group[1], "name", names=names, rows=rows, records=group)


def averages(parts: Parts) -> Iterator[Finding]:
    """A written average that is not the mean of the row's scores. Details: computed, given."""
    for kind, tab in parts.panel.tabs.items():
        scores = [field.key for field in tab.fields.values() if field.kind == Kind.SCORE and not field.derived]
        derived = [field.key for field in tab.fields.values() if field.kind == Kind.SCORE and field.derived]
        if kind in parts.frames and scores:
            mean = _means([parts.frames[kind][score].to_numpy() for score in scores])
            for field in derived:
                yield from _differing(parts, kind, field, scores, mean)


def _means(columns: list[np.ndarray]) -> np.ndarray:
    """The mean of what is given in each row; NaN where nothing is."""
    given = np.sum([~np.isnan(column) for column in columns], axis=0)
    return np.sum([np.nan_to_num(column) for column in columns], axis=0) / np.where(given, given, np.nan)


def _differing(parts: Parts, kind: str, field: str, scores: list[str], mean: np.ndarray) -> Iterator[Finding]:
    for record in which(np.abs(mean - parts.frames[kind][field].to_numpy()) > TOLERANCE):
        computed, given = round(float(mean[record]), 2), float(parts.value(kind, record, field))
        place = parts.place(kind, record)
        if not any((*place, score) in parts.told for score in scores):
            yield parts.at("average-differs", kind, record, field, computed=computed, given=given)


@needs("partners", "valid_until", "status")
def documents(parts: Parts) -> Iterator[Finding]:
    """Documents that have ended or end soon, but for partners with whom the work is over. Details: until, days."""
    frame = parts.frames["partners"]
    left = (frame["valid_until"] - pd.Timestamp(parts.today)).dt.days
    going_on = frame["status"] != "ended"
    soon = left.between(0, parts.panel.thresholds.document_ends_soon_days)
    for code, mask in (("document-ended", going_on & (left < 0)), ("document-ends-soon", going_on & soon)):
        for record in which(mask):
            until = parts.value("partners", record, "valid_until").date()
            yield parts.at(code, "partners", record, "valid_until", until=until, days=(until - parts.today).days)


@needs("events", "date")
def school_years(parts: Parts) -> Iterator[Finding]:
    """Events dated outside the school year that their tab, its title or a heading row says. Details: school_year."""
    frame = parts.frames["events"]
    for (kind, gid), tables in parts.tables.items():
        for table in tables if kind == "events" else ():
            if table.school_year and len(table.frame):
                start, end = map(pd.Timestamp, school_year_span(table.school_year, parts.panel.school_year))
                mine = (frame["tab"] == gid) & frame["row"].isin(table.frame["row"])
                for record in which(mine & ((frame["date"] < start) | (frame["date"] > end))):
                    yield parts.at("outside-school-year", kind, record, "date", school_year=table.school_year)


@needs("events", "date", "date_end")
def events_end_first(parts: Parts) -> Iterator[Finding]:
    """Events that end before they begin."""
    events = parts.frames["events"]
    yield from parts.where("end-before-start", "events", events["date_end"] < events["date"], "date")


@needs("partners", "valid_until", "agreement_date")
def documents_end_first(parts: Parts) -> Iterator[Finding]:
    """Documents that end before they were signed."""
    partners = parts.frames["partners"]
    ended = partners["valid_until"] < partners["agreement_date"]
    yield from parts.where("end-before-start", "partners", ended, "valid_until")


@needs("events", "date", "date_end", "status")
def held_and_planned(parts: Parts) -> Iterator[Finding]:
    """Events marked as held that lie ahead, and as planned that are over."""
    events, today = parts.frames["events"], pd.Timestamp(parts.today)
    status = events["status"]
    yield from parts.where("held-in-future", "events", (status == "held") & (events["date"] > today), "status")
    over = events["date_end"].fillna(events["date"]) < today
    yield from parts.where("planned-in-past", "events", (status == "planned") & over, "status")


@needs("events", "title", "date", "date_end", "partners")
def repeated_events(parts: Parts) -> Iterator[Finding]:
    """An event with the title, the days and the partners of one above. Details: first (tab, row)."""
    frame = parts.frames["events"]
    said = ["title", "date", "date_end", "partners"]
    alike = frame.loc[frame["title"].duplicated(keep=False) & frame["title"].notna() & frame["date"].notna(), said]
    again = alike.duplicated().to_numpy(dtype=bool)
    if not again.any():
        return
    number = pd.Series(alike.index, index=alike.index)
    first = number.groupby([alike[field] for field in said], dropna=False).transform("min")
    for record, original in zip(alike.index[again].tolist(), first[again].tolist(), strict=True):
        yield parts.at("repeated-record", "events", record, "title", first=parts.place("events", original))
