"""A snapshot seen through a selection: numbers of the selected records by kind, and those that can't be placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from charts.arrays import Pairs
from charts.columns import Array, Codes
from charts.counted import NOTHING_LEFT_OUT, Uncounted, left_out
from charts.facts import Facts, facts_of
from charts.selection import Selection
from sheets.records import Snapshot
from sheets.text import fold


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Narrowed:
    """The selected records: numbers within the snapshot's frames, by kind. A frame is only made when it is asked for.

    An event belongs to the span in which its first day lies; one that says only roughly when («II семестр») to a span
    that holds it whole. `apart` are records that may belong here and can't be placed, with the reason.
    """

    snapshot: Snapshot
    selection: Selection
    facts: Facts
    numbers: Mapping[str, Array]
    apart: Mapping[str, Uncounted]

    @property
    def events(self) -> Array:
        """The numbers of the selected events, whatever became of them."""
        return self.numbers["events"]

    @property
    def partners(self) -> Array:
        """The numbers of the selected partners."""
        return self.numbers["partners"]

    @property
    def evaluations(self) -> Array:
        """The numbers of the selected evaluations."""
        return self.numbers["evaluations"]

    @property
    def plan(self) -> Array:
        """The numbers of the selected plan rows."""
        return self.numbers["plan"]

    @cached_property
    def happened(self) -> Array:
        """The selected events that took place; those of the chosen states where states are chosen."""
        if self.selection.status:
            return self.events
        state = self.facts.events.state
        return self.events[state.codes[self.events] == state.place("held")]

    @cached_property
    def unplaced(self) -> Uncounted:
        """The events that may have taken place in this selection, and can't be counted: those `apart`, and those of
        which nobody can read what became of them."""
        if self.selection.status:
            return self.apart["events"]
        unread = self.events[self.facts.events.state.codes[self.events] < 0]
        return left_out({**self.apart["events"].by_reason(), "state-unread": unread})

    @cached_property
    def pairs(self) -> Pairs:
        """The partners of the events that took place, only the selected partners."""
        chosen = np.zeros(len(self.facts.events.start), dtype=bool)
        chosen[self.happened] = True
        return self.facts.events.pairs.within(chosen).within_partners(self.holds("partners"))

    def of_partner(self, partner: int) -> Narrowed:
        """Only what one partner has to do with: every metric can be asked of it."""
        named = {kind: self._naming(kind, partner) for kind in ("events", "evaluations", "plan")}
        numbers = {kind: np.intersect1d(named[kind], self.numbers[kind]) for kind in named}
        apart = {
            kind: left_out({why: np.intersect1d(rows, named[kind]) for why, rows in gone.by_reason().items()})
            for kind, gone in self.apart.items()
            if kind in named
        }
        return replace(
            self,
            numbers={**self.numbers, **numbers, "partners": np.array([partner], dtype=np.intp)},
            apart={**self.apart, **apart},
        )

    def _naming(self, kind: str, partner: int) -> Array:
        pairs: Pairs = getattr(self.facts, kind).pairs
        return pairs.record[pairs.partner == partner]

    def holds(self, kind: str) -> Array:
        """Which records of a kind are selected, as a mask over all of them."""
        mask = np.zeros(len(self.facts.frame(kind)), dtype=bool)
        mask[self.numbers[kind]] = True
        return mask

    @cached_property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The frames with only the selected records; the index keeps their numbers within the snapshot."""
        return {kind: self.facts.frame(kind).iloc[numbers] for kind, numbers in self.numbers.items()}

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links between selected records."""
        links = self.snapshot.links
        masks = {kind: self.holds(kind) for kind in self.numbers}
        record, partner = links["record"].to_numpy(dtype=np.intp), links["partner"].to_numpy(dtype=np.intp)
        kept = masks["partners"][partner]
        for kind, mask in masks.items():
            of_kind = (links["kind"] == kind).to_numpy()
            kept[of_kind] &= mask[record[of_kind]]
        return links[kept]


def narrow(snapshot: Snapshot, selection: Selection) -> Narrowed:
    """The records of a snapshot that a selection means."""
    facts = facts_of(snapshot)
    events, events_apart = _events(facts, selection)
    evaluations, evaluations_apart = _evaluations(facts, selection)
    return Narrowed(
        snapshot=snapshot,
        selection=selection,
        facts=facts,
        numbers={
            "partners": _partners(facts, selection),
            "events": events,
            "evaluations": evaluations,
            "plan": _plan(facts, selection),
        },
        apart={"partners": NOTHING_LEFT_OUT, "plan": NOTHING_LEFT_OUT}
        | {"events": events_apart, "evaluations": evaluations_apart},
    )


def _events(facts: Facts, selection: Selection) -> tuple[Array, Uncounted]:
    events, (first, last) = facts.events, _ends(selection)
    fits = _any(events.directions, selection.directions, facts.directions)
    fits &= _any(events.types, selection.types, facts.partners.type.keys)
    fits &= _among(events.form, selection.forms) & _among(events.level, selection.levels)
    fits &= _among(events.state, selection.status) & _named(events.responsible, selection.responsible)
    undated = np.isnat(events.start)
    within = (events.start >= first) & (events.start <= last)
    whole = within & (events.end <= last)
    touches = (events.start <= last) & (events.end >= first)
    inside = np.where(events.loose, whole, within) & fits
    too_wide = events.loose & touches & ~whole & fits
    return np.nonzero(inside)[0], _undated(facts, "events", undated & fits, too_wide)


def _evaluations(facts: Facts, selection: Selection) -> tuple[Array, Uncounted]:
    evaluations, (first, last) = facts.evaluations, _ends(selection)
    fits = _any(evaluations.directions, selection.directions, facts.directions)
    fits &= _any(evaluations.types, selection.types, facts.partners.type.keys)
    inside = (evaluations.date >= first) & (evaluations.date <= last) & fits
    return np.nonzero(inside)[0], _undated(facts, "evaluations", np.isnat(evaluations.date) & fits)


def _partners(facts: Facts, selection: Selection) -> Array:
    partners = facts.partners
    fits = _any(partners.directions, selection.directions, facts.directions)
    return np.nonzero(fits & _among(partners.type, selection.types))[0]


def _plan(facts: Facts, selection: Selection) -> Array:
    """Plan rows whose time touches the span; a row that says no time is planned for any."""
    plan, (first, last) = facts.plan, _ends(selection)
    fits = _among(plan.type, selection.types) & _named(plan.responsible, selection.responsible)
    if selection.directions:
        fits &= _any(plan.directions, selection.directions, facts.directions) | ~plan.directions.any(axis=1)
    return np.nonzero(fits & (np.isnat(plan.start) | ((plan.start <= last) & (plan.end >= first))))[0]


def _undated(facts: Facts, kind: str, undated: Array, too_wide: Array | None = None) -> Uncounted:
    numbers = np.nonzero(undated)[0]
    unread = facts.was_unread(kind, "date", numbers)
    groups = {"date-unread": numbers[unread], "no-date": numbers[~unread]}
    if too_wide is not None:
        groups["date-too-wide"] = np.nonzero(too_wide)[0]
    return left_out(groups)


def _ends(selection: Selection) -> tuple[np.datetime64, np.datetime64]:
    return np.datetime64(selection.span.start, "D"), np.datetime64(selection.span.end, "D")


def _any(matrix: Array, chosen: tuple[str, ...], keys: tuple[str, ...]) -> Array:
    """Where a record has any of the chosen keys; everywhere when nothing is chosen."""
    if not chosen:
        return np.ones(len(matrix), dtype=bool)
    return np.asarray(matrix[:, [at for at, key in enumerate(keys) if key in chosen]].any(axis=1))


def _among(codes: Codes, chosen: tuple[str, ...]) -> Array:
    if not chosen:
        return np.ones(len(codes.codes), dtype=bool)
    return np.isin(codes.codes, [codes.place(key) for key in chosen])


def _named(people: Codes, chosen: tuple[str, ...]) -> Array:
    """Where a person is one of the chosen, however the name was spelled."""
    if not chosen:
        return np.ones(len(people.codes), dtype=bool)
    wanted = {fold(name) for name in chosen}
    return np.isin(people.codes, [at for at, name in enumerate(people.keys) if fold(name) in wanted])
