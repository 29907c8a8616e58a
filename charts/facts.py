"""A snapshot as arrays: made once per snapshot, shared by every selection and metric.

Records are numbers: places in `snapshot.frames[kind]`, so that whatever is counted can open its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from charts import columns
from charts.agreements import agreements
from charts.arrays import Evaluations, Events, Pairs, Partners, Plan
from charts.columns import Array, Codes
from sheets.records import Snapshot
from sheets.schema import Kind, Panel
from sheets.text import fold

STATES = ("held", "planned", "postponed", "cancelled")
PEOPLE = ("participants", "children", "adults", "inclusive_children", "volunteers")
# Periods that say only roughly when: they belong to a selection that holds them whole, not to the month they begin in.
LOOSE = ("month_range", "semester", "school_year", "year", "season", "quarter", "recurring")
WIDE = (*LOOSE, "month")  # those that name no day


class Facts:
    """All arrays of one snapshot; each tab's are made when first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.panel: Panel = snapshot.panel
        self.today = np.datetime64(snapshot.today, "D")
        self.frames = snapshot.frames
        self.links = snapshot.links
        self.tables = snapshot.tables
        self.unread = [
            (f.tab, f.row, f.field) for f in snapshot.findings if f.row and f.field and f.severity == "error"
        ]

    def frame(self, kind: str) -> pd.DataFrame:
        """The frame of a kind; an empty one where the tab is not declared."""
        return self.frames[kind] if kind in self.frames else pd.DataFrame({"tab": [], "row": []})

    def keys(self, vocabulary: str) -> tuple[str, ...]:
        """The keys of a vocabulary, in their declared order."""
        return columns.vocabulary_keys(self.panel, vocabulary)

    @cached_property
    def directions(self) -> tuple[str, ...]:
        """The directions: those declared, then any that cells hold besides."""
        met = (key for kind in ("events", "partners") for key in columns.many(self.frame(kind), "directions", ())[1])
        return tuple(dict.fromkeys((*self.keys("directions"), *met)))

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that evaluations score: every score field that is not computed from others."""
        tab = self.panel.tabs.get("evaluations")
        fields = tab.fields.values() if tab else ()
        return tuple(field.key for field in fields if field.kind == Kind.SCORE and not field.derived)

    @cached_property
    def answer_means(self) -> Array:
        """The mean of each evaluation over the criteria that it scores; NaN for one without a score."""
        scores = self.evaluations.scores
        n = (~np.isnan(scores)).sum(axis=1)
        return np.where(n > 0, np.nansum(scores, axis=1) / np.maximum(n, 1), np.nan)

    def keeps(self, kind: str, *fields: str) -> Array:
        """Which records stand in a table that has a column for any of these fields: where there is none, nobody knows,
        and a blank is no nought."""
        told = [(len(table.frame), any(field in table.column_of for field in fields)) for table in self.tables
                if table.kind == kind]  # fmt: skip
        mask = np.repeat([has for _, has in told], [rows for rows, _ in told]).astype(bool)
        return mask if len(mask) == len(self.frame(kind)) else np.ones(len(self.frame(kind)), dtype=bool)

    def was_unread(self, kind: str, field: str, numbers: Array) -> Array:
        """Which of these records have something in the cell of this field that nobody could read."""
        mask = self._unread.get((kind, field))
        return mask[numbers] if mask is not None else np.zeros(len(numbers), dtype=bool)

    @cached_property
    def _unread(self) -> dict[tuple[str, str], Array]:
        """(kind, field) -> which records have a finding there."""
        cells: dict[str, list[int]] = {}
        for tab, row, field in self.unread:
            cells.setdefault(field, []).append(_cell(tab, row))
        masks: dict[tuple[str, str], Array] = {}
        for kind, frame in self.frames.items():
            rows = _cell(frame["tab"].to_numpy(dtype=np.int64), frame["row"].to_numpy(dtype=np.int64))
            masks |= {(kind, field): np.isin(rows, found) for field, found in cells.items()}
        return {name: mask for name, mask in masks.items() if mask.any()}

    def pairs(self, kind: str) -> Pairs:
        """The links of a kind as pairs of numbers."""
        links = self.links
        chosen = links[(links["kind"] == kind).to_numpy()]
        record = chosen["record"].to_numpy(dtype=np.intp)
        order = np.argsort(record, kind="stable")
        return Pairs(record[order], chosen["partner"].to_numpy(dtype=np.intp)[order])

    @cached_property
    def events(self) -> Events:
        """The events."""
        frame = self.frame("events")
        start, end = columns.days(frame, "date"), columns.days(frame, "date_end")
        end = np.where(np.isnat(end), start, end)
        precision = columns.one(frame, "date_precision", WIDE).codes
        loose = (precision >= 0) & (precision < len(LOOSE))
        months = columns.month_of(start)
        people = {name: columns.numbers(frame, name) for name in PEOPLE}
        pairs = self.pairs("events")
        return Events(
            start=start,
            end=end,
            month=np.where(loose & (months != columns.month_of(end)), -1, months),
            loose=loose,
            wide=(precision >= 0) & (precision < len(WIDE)),
            state=self._state(frame, start),
            form=columns.one(frame, "form", self.keys("forms")),
            level=columns.one(frame, "level", self.keys("levels")),
            responsible=columns.words(frame, "responsible"),
            directions=self._directions(frame),
            types=self._types(len(frame), pairs),
            pairs=pairs,
            people=people,
            funds=columns.numbers(frame, "funds"),
            in_media=columns.yes(frame, "media_covered") | columns.said(frame, "media_links"),
            inclusive=columns.yes(frame, "inclusive") | (people["inclusive_children"].exact > 0),
        )

    def _state(self, frame: pd.DataFrame, start: Array) -> Codes:
        """What became of each event: as staff say; where they say nothing, held when its first day has come. -1 where
        they say what nobody could read («зірвалося»): that is no event held."""
        said = columns.one(frame, "status", STATES)
        guess = np.where(start > self.today, said.place("planned"), said.place("held"))
        blank = (said.codes < 0) & ~self.was_unread("events", "status", np.arange(len(frame)))
        return Codes(np.where(blank, guess, said.codes), said.keys)

    def _directions(self, frame: pd.DataFrame) -> Array:
        return columns.many(frame, "directions", self.directions)[0]

    def _types(self, size: int, pairs: Pairs) -> Array:
        types = np.zeros((size, len(self.partners.type.keys)), dtype=bool)
        of_partner = self.partners.type.codes[pairs.partner]
        known = of_partner >= 0
        types[pairs.record[known], of_partner[known]] = True
        return types

    @cached_property
    def partners(self) -> Partners:
        """The partners."""
        frame = self.frame("partners")
        forms, form_keys = columns.many(frame, "forms", self.keys("forms"))
        documents = agreements(frame, self.panel)
        return Partners(
            type=columns.one(frame, "type", self.keys("types")),
            directions=self._directions(frame),
            forms=forms,
            form_keys=form_keys,
            document=documents.kind,
            has_number=documents.has_number,
            signed=documents.signed,
            until=documents.until,
            endless=documents.endless,
            status=columns.one(frame, "status", self.keys("partner_status")),
            responsible=columns.words(frame, "responsible"),
            service=columns.one(frame, "service", self.keys("services")),
        )

    @cached_property
    def evaluations(self) -> Evaluations:
        """The evaluations."""
        frame, pairs = self.frame("evaluations"), self.pairs("evaluations")
        event = self._named_events(frame)
        scores = [columns.numbers(frame, key).exact for key in self.criteria]
        return Evaluations(
            date=_first_said(*(columns.days(frame, name) for name in ("date", "submitted_at", "event_date"))),
            group=columns.one(frame, "respondent_group", self.keys("respondents")),
            asked=columns.numbers(frame, "respondents_count"),
            scores=np.column_stack(scores) if scores else np.zeros((len(frame), 0)),
            directions=self._evaluated_directions(len(frame), pairs, event),
            types=self._types(len(frame), pairs),
            pairs=pairs,
            event=event,
        )

    def _named_events(self, frame: pd.DataFrame) -> Array:
        """The event that each evaluation names, by its title (and its day, where titles repeat); -1 for none."""
        found = np.full(len(frame), -1, dtype=np.intp)
        titles = self.frame("events").get("title")
        names = frame["event"].to_numpy() if "event" in frame else ()
        named = [at for at, name in enumerate(names) if name]
        if titles is None or not named:
            return found
        exact, folded = _numbered(titles), None
        days = columns.days(frame, "event_date")
        for at in named:
            candidates = exact.get(names[at])
            if candidates is None:  # folding every title costs; most answers name an event as it is written
                folded = folded or _numbered(fold(title or "") for title in titles)
                candidates = folded.get(fold(names[at]), [])
            found[at] = self._only(candidates, days[at])
        return found

    def _only(self, candidates: list[int], day: np.datetime64) -> int:
        if len(candidates) > 1 and not np.isnat(day):
            candidates = [n for n in candidates if self.events.start[n] <= day <= self.events.end[n]]
        return candidates[0] if len(candidates) == 1 else -1

    def _evaluated_directions(self, size: int, pairs: Pairs, event: Array) -> Array:
        directions = np.zeros((size, len(self.directions)), dtype=bool)
        np.logical_or.at(directions, pairs.record, self.partners.directions[pairs.partner])
        named = event >= 0
        directions[named] = self.events.directions[event[named]]
        return directions

    @cached_property
    def plan(self) -> Plan:
        """The plan. A row's directions are those of the partner it names or of the section it stands in; of a row that
        names only a type of institution, those in which the centre's partners of that type work."""
        frame, pairs = self.frame("plan"), self.pairs("plan")
        start, end = columns.days(frame, "timing"), columns.days(frame, "timing_end")
        directions = self._section_directions(frame)
        np.logical_or.at(directions, pairs.record, self.partners.directions[pairs.partner])
        types = self._planned_types(frame, pairs)
        typed = ~directions.any(axis=1) & (types.codes >= 0)
        directions[typed] = self._directions_of_types(len(types.keys))[types.codes[typed]]
        return Plan(
            type=types,
            directions=directions,
            start=start,
            end=np.where(np.isnat(end), start, end),
            done=columns.yes(frame, "done"),
            responsible=columns.words(frame, "responsible"),
            service=columns.one(frame, "service", self.keys("services")),
            pairs=pairs,
        )

    def _planned_types(self, frame: pd.DataFrame, pairs: Pairs) -> Codes:
        said = columns.one(frame, "partner_type", self.partners.type.keys)
        of_partner = np.full(len(frame), -1, dtype=np.intp)
        of_partner[pairs.record[::-1]] = self.partners.type.codes[pairs.partner[::-1]]
        return Codes(np.where(said.codes < 0, of_partner, said.codes), said.keys)

    def _directions_of_types(self, size: int) -> Array:
        """Type × direction: where partners of a type work."""
        found = np.zeros((size, len(self.directions)), dtype=bool)
        known = self.partners.type.codes >= 0
        np.logical_or.at(found, self.partners.type.codes[known], self.partners.directions[known])
        return found

    def _section_directions(self, frame: pd.DataFrame) -> Array:
        found = np.zeros((len(frame), len(self.directions)), dtype=bool)
        words = self.panel.vocabularies.get("directions")
        if words and "section" in frame:
            for at, section in enumerate(frame["section"]):
                key = words.by_word.get(fold(section)) if section else None
                if key in self.directions:
                    found[at, self.directions.index(key)] = True
        return found


def _cell(tab: Any, row: Any) -> Any:
    """A row of a tab as one number: a sheet has at most ten million cells, so a row fits 24 bits."""
    return (tab << 24) | row


def _numbered(titles: Iterable[Any]) -> dict[Any, list[int]]:
    """Title -> the numbers of the records that bear it."""
    found: dict[Any, list[int]] = {}
    for number, title in enumerate(titles):
        found.setdefault(title, []).append(number)
    return found


def _first_said(*days: Array) -> Array:
    """The first day that is said, of several columns."""
    found = days[0]
    for other in days[1:]:
        found = np.where(np.isnat(found), other, found)
    return found


_kept: WeakKeyDictionary[Snapshot, Facts] = WeakKeyDictionary()


def facts_of(snapshot: Snapshot) -> Facts:
    """The facts of a snapshot: the same object for the same snapshot, gone with it."""
    facts = _kept.get(snapshot)
    if facts is None:
        facts = _kept[snapshot] = Facts(snapshot)
    return facts
