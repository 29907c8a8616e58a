"""Columns of frames as numbers: category codes, days, matrices. What metrics count on; text is only met once per word.

A field that panel.toml no longer declares is a blank column here: a methodist may take a field away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheets.schema import Panel
from sheets.text import clean, fold

Array = np.ndarray
NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, eq=False)
class Codes:
    """A dimension: for each record (or occurrence) the place of its key among `keys`; -1 where there is none."""

    codes: Array  # intp
    keys: tuple[str, ...]

    def __getitem__(self, numbers: Array) -> Codes:
        return Codes(self.codes[numbers], self.keys)

    def place(self, key: str) -> int:
        """The code of a key; -2 for a key that is not among them, so that nothing equals it."""
        return self.keys.index(key) if key in self.keys else -2


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers: exact ones, and which records said theirs inexactly («близько 40»)."""

    exact: Array  # float64, NaN where blank, unread or inexact
    inexact: Array  # bool


def vocabulary_keys(panel: Panel, vocabulary: str) -> tuple[str, ...]:
    """The keys of a vocabulary in their declared order; none where it is not declared."""
    words = panel.vocabularies.get(vocabulary)
    return tuple(words.choices) if words else ()


def one(frame: pd.DataFrame, field: str, keys: Sequence[str]) -> Codes:
    """A column of kind 'one', its codes in the order of `keys`; keys met beyond them come after."""
    if field not in frame:
        return Codes(np.full(len(frame), -1, dtype=np.intp), tuple(keys))
    column = frame[field].astype("category").cat
    met = [str(key) for key in column.categories]
    order = {key: at for at, key in enumerate(dict.fromkeys((*keys, *met)))}
    places = np.array([order[key] for key in met] + [-1], dtype=np.intp)  # code -1 takes the last one
    return Codes(places[column.codes.to_numpy()], tuple(order))


def many(frame: pd.DataFrame, field: str, keys: Sequence[str]) -> tuple[Array, tuple[str, ...]]:
    """A column of kind 'many' as a matrix, record × key, with its keys; each distinct set is looked at once."""
    if field not in frame:
        return np.zeros((len(frame), len(keys)), dtype=bool), tuple(keys)
    seen: dict[tuple[str, ...], int] = {}
    codes = np.fromiter((seen.setdefault(value, len(seen)) for value in frame[field]), np.intp, len(frame))
    axis = tuple(dict.fromkeys((*keys, *(key for value in seen for key in value))))
    sets = np.array([[key in value for key in axis] for value in seen], dtype=bool).reshape(len(seen), len(axis))
    return sets[codes], axis


def words(frame: pd.DataFrame, field: str) -> Codes:
    """A text column (names of people) as codes: spellings that fold alike are one, said as it was first written."""
    if field not in frame:
        return Codes(np.full(len(frame), -1, dtype=np.intp), ())
    codes, met = pd.factorize(frame[field])
    first: dict[str, str] = {}
    folded = [fold(str(text)) for text in met]
    for key, text in zip(folded, met, strict=True):
        first.setdefault(key, clean(str(text)))
    first.pop("", None)
    order = {key: at for at, key in enumerate(first)}
    places = np.array([order.get(key, -1) for key in folded] + [-1], dtype=np.intp)
    return Codes(places[codes], tuple(first.values()))


def days(frame: pd.DataFrame, field: str) -> Array:
    """A column of days as datetime64[D]."""
    if field not in frame:
        return np.full(len(frame), NEVER, dtype="datetime64[D]")
    return frame[field].to_numpy(dtype="datetime64[s]").astype("datetime64[D]")


def numbers(frame: pd.DataFrame, field: str) -> Numbers:
    """A column of numbers, exact and inexact apart."""
    exact = frame[field].to_numpy(dtype=np.float64) if field in frame else np.full(len(frame), np.nan)
    name = f"{field}_inexact"
    inexact = frame[name].notna().to_numpy() if name in frame else np.zeros(len(frame), dtype=bool)
    return Numbers(exact, inexact)


def yes(frame: pd.DataFrame, field: str) -> Array:
    """Where a yes-no column says yes, as bool; said() tells blanks from no."""
    if field not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame[field].fillna(False).to_numpy(dtype=bool)


def said(frame: pd.DataFrame, field: str) -> Array:
    """Where a column says anything at all, as bool."""
    if field not in frame:
        return np.zeros(len(frame), dtype=bool)
    column = frame[field]
    if column.dtype == object and len(column) and isinstance(column.iloc[0], tuple):
        return np.fromiter((bool(value) for value in column), bool, len(column))
    return column.notna().to_numpy()


def month_of(day: Array) -> Array:
    """The month of each day as a number that grows by one a month; -1 for no day."""
    months = day.astype("datetime64[M]").astype(np.int64)
    return np.where(np.isnat(day), -1, months)
