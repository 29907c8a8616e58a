"""Counting: occurrences along dimensions into a tidy frame that still knows its records.

A metric's answer is never a bare number: it says which records were counted, which could not be and why, and for any
bar or square of a picture which records stand behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from charts.columns import Array, Codes

NO_ROWS = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Uncounted:
    """Records that a number leaves out, and why: reason -> records; a record has one reason.

    Codes: no-date, date-unread, date-too-wide, no-month, blank, unread, inexact, no-partner, no-direction, no-type,
    state-unread, no-form, no-level, no-responsible, no-service, no-group, no-end-date, no-score, no-kind, no-column.
    """

    groups: Mapping[str, Array]

    def by_reason(self) -> Mapping[str, Array]:
        """Reason -> the records left out for it; only reasons with records."""
        return self.groups

    @cached_property
    def rows(self) -> Array:
        """All records left out, in order."""
        return np.sort(np.concatenate([NO_ROWS, *self.groups.values()]))

    @property
    def frame(self) -> pd.DataFrame:
        """The records (`record`: number within the snapshot) with the `reason` of each."""
        parts = [pd.DataFrame({"record": rows, "reason": reason}) for reason, rows in self.groups.items()]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"record": NO_ROWS, "reason": []})

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.groups.values())


def left_out(groups: Mapping[str, Array]) -> Uncounted:
    """Reason -> records, as one Uncounted; a record is left out once, for the first reason given."""
    kept: dict[str, Array] = {}
    for reason, rows in groups.items():
        for earlier in kept.values():
            rows = rows[~np.isin(rows, earlier)]
        if len(rows):
            kept[reason] = rows
    return Uncounted(kept)


NOTHING_LEFT_OUT = Uncounted({})


@dataclass(frozen=True, eq=False, kw_only=True)
class Counted:
    """Values together with what was counted: a tidy frame, the records behind it, and those that could not be counted.

    `records` and `places` run along the occurrences (an event in two directions occurs twice); `rows` are the distinct
    records. `kind` says which tab the records are of.
    """

    kind: str
    values: pd.DataFrame
    records: Array
    places: Mapping[str, Codes]
    uncounted: Uncounted = NOTHING_LEFT_OUT
    apart: Mapping[str, Uncounted] = field(default_factory=dict)  # by key, where one leaves out others than the whole

    @property
    def rows(self) -> Array:
        """The distinct records that were counted, in order; none of them is left out too."""
        return np.setdiff1d(self.records, self.uncounted.rows)

    def rows_of(self, **picked: Any) -> Array:
        """The distinct records behind one value of the frame: `rows_of(direction='culture', month='2025-10')`.

        A picked value may be a list of keys; a name that is no dimension is passed over (a chart's click may carry
        more than the dimensions).
        """
        kept = np.ones(len(self.records), dtype=bool)
        for name, keys in picked.items():
            if name in self.places:
                wanted = [keys] if isinstance(keys, str) else list(keys)
                codes = self.places[name]
                kept &= np.isin(codes.codes, [codes.place(str(key)) for key in wanted])
        return np.unique(self.records[kept])

    def uncounted_of(self, **picked: Any) -> Uncounted:
        """The records that may belong to a picked value and could not be counted."""
        return next((self.apart[key] for key in map(str, picked.values()) if key in self.apart), self.uncounted)

    def with_values(self, values: pd.DataFrame) -> Counted:
        """The same records under another frame of values."""
        return replace(self, values=values)


def occurrences(matrix: Array, records: Array) -> tuple[Array, Array]:
    """The true squares of a record × key matrix for these records: (place in `records`, code of the key)."""
    at, codes = np.nonzero(matrix[records])
    return at, codes


def tally(
    kind: str,
    records: Array,
    dimensions: Mapping[str, Codes],
    *,
    whole: bool = False,
    amounts: Mapping[str, Array] | None = None,
    uncounted: Uncounted = NOTHING_LEFT_OUT,
) -> Counted:
    """How many records fall into each square of these dimensions; with `amounts`, also the sum of each (NaN is 0).

    `records` and all codes run along the occurrences; an occurrence without a key in a dimension is not counted.
    The frame has a categorical column a dimension, `count`, and a column an amount; `whole` keeps the empty squares.
    """
    known = np.ones(len(records), dtype=bool)
    for codes in dimensions.values():
        known &= codes.codes >= 0
    places = {name: codes[known] for name, codes in dimensions.items()}
    shape = tuple(len(codes.keys) for codes in places.values())
    size = int(np.prod(shape))
    flat = np.ravel_multi_index([c.codes for c in places.values()], shape) if size and known.any() else NO_ROWS
    sums = {"count": np.bincount(flat, minlength=size)}
    for name, amount in (amounts or {}).items():
        sums[name] = np.bincount(flat, weights=np.nan_to_num(amount[known]), minlength=size)
    shown = np.arange(size) if whole else np.nonzero(sums["count"])[0]
    keys = np.unravel_index(shown, shape) if len(shown) else [shown] * len(shape)
    columns: dict[str, Any] = {
        name: keyed(codes, dim.keys) for (name, dim), codes in zip(places.items(), keys, strict=True)
    }
    values = pd.DataFrame(columns | {name: total[shown] for name, total in sums.items()}, copy=False)
    return Counted(kind=kind, values=values, records=records[known], places=places, uncounted=uncounted)


def keyed(codes: Array, keys: Sequence[str]) -> pd.Categorical:
    """Codes as a column of keys that keeps their order."""
    return pd.Categorical.from_codes(codes, dtype=_key_type(tuple(keys)))


@lru_cache(maxsize=256)
def _key_type(keys: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(keys, dtype="str"), ordered=True)
