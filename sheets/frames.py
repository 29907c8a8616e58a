"""Python values to a typed frame: the columns that records.py promises, a column at a time.

Missing fields get blank columns, so that whoever draws never asks whether a column is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from sheets.coded import Coded, together
from sheets.records import Inexact, Period
from sheets.schema import Kind, Tab

DAY_0 = dt.date(1970, 1, 1).toordinal()
NO_DAY = int(np.datetime64("NaT", "D").astype(np.int64))

Values = Sequence[Any]
Columns = dict[str, Any]


def empty_frame(tab: Tab) -> pd.DataFrame:
    """A frame of this tab with every promised column, typed, and no record."""
    return frame_of(tab, {}, gid=0, rows=(), hidden=(), sections=())


def frame_of(
    tab: Tab,
    values: Mapping[str, Coded[Any] | list[Any]],
    *,
    gid: int,
    rows: Sequence[int] | np.ndarray,
    hidden: Iterable[int] = (),
    sections: Coded[str | None] | Sequence[str | None] | None = None,
) -> pd.DataFrame:
    """The typed frame of a table: one line for each sheet row in `rows`, in order.

    `values` holds python values by field, each as long as `rows`; a field without values is blank. `hidden` names
    the hidden sheet rows; `sections` is the section over each row.
    """
    size = len(rows)
    index = pd.RangeIndex(size)
    values = {**values, **_exact(tab, values)}
    columns: Columns = {
        "tab": np.full(size, gid, dtype=np.int64),
        "row": np.asarray(rows, dtype=np.int64),
        "hidden": np.isin(np.asarray(rows, dtype=np.int64), np.fromiter(hidden, dtype=np.int64)),
        **_spread("section", _plain, Coded.all_of(None, size) if sections is None else _coded(sections)),
    }
    for field in tab.fields.values():
        given = values.get(field.key)
        coded = _coded(given) if given else Coded.all_of(() if field.kind in SEVERAL else None, size)
        for name, column in _spread(field.key, COLUMNS[field.kind], coded).items():
            columns.setdefault(name, column)  # a period's own end stands before a field of that name (events: date_end)
    as_is = {name: _as_is(values, index) if values.dtype == object else values for name, values in columns.items()}
    return pd.DataFrame(as_is, index=index, copy=False)


def _exact(tab: Tab, values: Mapping[str, Coded[Any] | list[Any]]) -> dict[str, Coded[Any]]:
    """Periods, exact where their first and last day stand in columns of their own beside «Місяць»: an event of
    «травень» that begins on the 24th is not one of the 1st."""
    found = {}
    for name, field in tab.fields.items():
        said, starts = values.get(name), values.get(f"{name}_start")
        if field.kind is Kind.PERIOD and said is not None and starts is not None:
            ends = values.get(f"{name}_end", Coded.all_of(None, len(said)))
            found[name] = together([_coded(said), _coded(starts), _coded(ends)]).map(_narrowed)
    return found


def _narrowed(said: Sequence[Any]) -> Period | None:
    """The first period said, or the days from the second to the third within it."""
    period, start, end = said
    if start is None or (period and (period.precision in ("day", "range") or not _within(start, period))):
        return period
    end = end if end and end > start else start
    return Period(start, end, "range" if end > start else "day")


def _within(day: dt.date, period: Period) -> bool:
    return period.start is not None and period.start <= day <= (period.end or period.start)


def _coded(values: Coded[Any] | Values) -> Coded[Any]:
    return values if isinstance(values, Coded) else Coded(values, np.arange(len(values)))


def _spread(name: str, how: Callable[[str, Values], Columns], coded: Coded[Any]) -> Columns:
    """The columns that `how` makes of the different values, each value where it stands."""
    return {column: values.take(coded.codes) for column, values in how(name, coded.cells).items()}


def _as_is(values: np.ndarray, index: pd.Index) -> pd.Series:
    """Python values that pandas must not make other ones of: None stays None, not NaN."""
    return pd.Series(values, index=index, dtype=object, copy=False)


def join(tab: Tab, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The frames of all tables of a kind as one, numbered afresh from 0; categories are joined, never lost."""
    if len(frames) == 1:
        return frames[0]
    if not frames:
        return empty_frame(tab)
    joined: Columns = {}
    for name in frames[0].columns:
        parts = [frame[name] for frame in frames]
        if isinstance(parts[0].dtype, pd.CategoricalDtype):
            joined[name] = union_categoricals(parts)
        else:
            joined[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(joined, copy=False)


def _objects(values: Values) -> np.ndarray:
    """Values as they are: numpy must not unpack tuples of one length into a matrix."""
    return np.fromiter(values, dtype=object, count=len(values))


def _plain(name: str, values: Values) -> Columns:
    return {name: _objects(values)}


def _several(name: str, values: Values) -> Columns:
    return {name: _objects([tuple(value) if value else () for value in values])}


def _choice(name: str, values: Values) -> Columns:
    found = sorted({value for value in values if value is not None})
    numbers = {key: number for number, key in enumerate(found)}
    codes = np.array([numbers.get(value, -1) for value in values], dtype=np.int64)
    return {name: pd.Categorical.from_codes(codes, dtype=_choices(tuple(found)), validate=False)}


@lru_cache(maxsize=256)
def _choices(keys: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(keys, dtype=object))


def _number(name: str, values: Values) -> Columns:
    inexact: list[Inexact | None] = [None] * len(values)
    try:
        exact = np.array(values, dtype=np.float64)
    except TypeError:  # an Inexact among them; the ordinary column never gets here
        exact = np.array([None if isinstance(value, Inexact) else value for value in values], dtype=np.float64)
        inexact = [value if isinstance(value, Inexact) else None for value in values]
    return {name: exact, f"{name}_inexact": _objects(inexact)}


def _whole(name: str, values: Values) -> Columns:
    return {name: pd.array(list(values), dtype="Int64")}


def _yes_no(name: str, values: Values) -> Columns:
    return {name: pd.array(list(values), dtype="boolean")}


def _date(name: str, values: Values) -> Columns:
    return {name: _days(values)}


def _moment(name: str, values: Values) -> Columns:
    return {name: np.array(values, dtype="datetime64[s]")}


def _until(name: str, values: Values) -> Columns:
    """A day, or a word ('indefinite') for a document without an end."""
    is_open = np.array([isinstance(value, str) for value in values], dtype=bool)
    days = [None if isinstance(value, str) else value for value in values]
    return {name: _days(days), f"{name}_open": is_open}


def _period(name: str, values: Values) -> Columns:
    starts = _days([None if value is None else value.start for value in values])
    ends = starts
    if any(value is not None and value.end is not value.start for value in values):
        ends = _days([None if value is None else value.end for value in values])
    precision = _choice(name, [None if value is None else value.precision for value in values])[name]
    return {name: starts, f"{name}_end": ends, f"{name}_precision": precision}


def _days(values: Values) -> np.ndarray:
    serial = [NO_DAY if value is None else value.toordinal() - DAY_0 for value in values]
    return np.array(serial, dtype=np.int64).astype("datetime64[D]").astype("datetime64[s]")


def _nothing(name: str, values: Values) -> Columns:
    return {}


SEVERAL = frozenset({Kind.NAMES, Kind.MANY, Kind.PHONES, Kind.EMAILS, Kind.LINKS})
COLUMNS: Mapping[Kind, Callable[[str, Values], Columns]] = {
    Kind.ORDINAL: _nothing,  # a row's number is where it stands, not what it is
    Kind.TEXT: _plain,
    Kind.NAMES: _several,
    Kind.ONE: _choice,
    Kind.MANY: _several,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.SCORE: _number,
    Kind.PERCENT: _number,
    Kind.YEAR: _whole,
    Kind.DATE: _date,
    Kind.UNTIL: _until,
    Kind.PERIOD: _period,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.PHONES: _several,
    Kind.EMAILS: _several,
    Kind.LINKS: _several,
    Kind.SCHOOL_YEAR: _plain,
    Kind.SEMESTER: _whole,
}
