"""The shapes of a snapshot as arrays: one place for each record, matrices where a cell holds several words."""

from __future__ import annotations

from dataclasses import dataclass

from charts.columns import Array, Codes, Numbers


@dataclass(frozen=True, eq=False)
class Pairs:
    """Which partners records of a kind name: two arrays of numbers, in the order of the records."""

    record: Array
    partner: Array

    def of(self, record: int) -> Array:
        """The partners of one record."""
        return self.partner[self.record == record]

    def within(self, chosen: Array) -> Pairs:
        """Only the pairs of records that `chosen` (a mask over all records) holds."""
        kept = chosen[self.record]
        return Pairs(self.record[kept], self.partner[kept])

    def within_partners(self, chosen: Array) -> Pairs:
        """Only the pairs of partners that `chosen` (a mask over all partners) holds."""
        kept = chosen[self.partner]
        return Pairs(self.record[kept], self.partner[kept])


@dataclass(frozen=True, eq=False, kw_only=True)
class Events:
    """The events tab as arrays, one place for each event."""

    start: Array
    end: Array
    month: Array  # of the first day; -1 where the period is too wide for a month or there is none
    loose: Array
    wide: Array  # it names no day
    state: Codes
    form: Codes
    level: Codes
    responsible: Codes
    directions: Array  # event × direction
    types: Array  # event × partner type
    pairs: Pairs
    people: dict[str, Numbers]
    funds: Numbers
    in_media: Array
    inclusive: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Partners:
    """The partners tab as arrays."""

    type: Codes
    directions: Array
    forms: Array
    form_keys: tuple[str, ...]
    document: Codes
    has_number: Array
    signed: Array
    until: Array
    endless: Array
    status: Codes
    responsible: Codes
    service: Codes


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluations:
    """The evaluations tab as arrays."""

    date: Array
    group: Codes
    asked: Numbers
    scores: Array  # evaluation × criterion, NaN where not given
    directions: Array  # of the event that is evaluated, else of the partner
    types: Array
    pairs: Pairs
    event: Array  # the number of the event that is named; -1 where none or not found


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """The plan tab as arrays."""

    type: Codes
    directions: Array
    start: Array
    end: Array
    done: Array
    responsible: Codes
    service: Codes
    pairs: Pairs
