"""Values of records as people read them: in a table's cell and on a record's card."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts.words import day, language, month, number, say, shown
from sheets.records import Inexact, Period, Snapshot
from sheets.schema import Field, Kind

NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SCORE, Kind.PERCENT})
TUPLES = frozenset({Kind.NAMES, Kind.PHONES, Kind.EMAILS, Kind.LINKS})


def column_of(now: Snapshot, kind: str, field: Field, numbers: np.ndarray) -> pd.Series:
    """These records' values of a field, ready for st.dataframe: numbers and days sort as such, words are labels."""
    column = now.frames[kind][field.key].iloc[numbers].reset_index(drop=True)
    if field.kind in NUMBERS:
        inexact = now.frames[kind][f"{field.key}_inexact"].iloc[numbers]
        return _with_marks(column, inexact) if inexact.notna().any() else column
    if field.kind is Kind.ONE:
        return column.astype(object).map(lambda word: _label(now, field, word), na_action="ignore")
    if field.kind is Kind.MANY:
        vocabulary = now.panel.vocabularies[field.vocabulary or ""]
        return column.map(lambda words: ", ".join(vocabulary.brief(word, language()) for word in words))
    if field.kind in TUPLES:
        return column.map(", ".join)
    if field.kind is Kind.UNTIL:
        opened = now.frames[kind][f"{field.key}_open"].iloc[numbers].reset_index(drop=True)
        days = column.map(lambda at: day(at.date()), na_action="ignore").astype(object)
        return days.where(~opened, say("value.indefinite"))
    if field.kind is Kind.PERIOD:
        return _periods(now, kind, field, numbers)
    if field.kind is Kind.YES_NO:
        return column.astype(object).map(lambda yes: say("yes" if yes else "no"), na_action="ignore")
    return column


def column_config(now: Snapshot, field: Field, column: pd.Series) -> Any:
    """How st.dataframe shows this column of a field: days and numbers as such, the rest as text."""
    label, config = field.label(language()), st.column_config
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return config.DateColumn(label, format="DD.MM.YYYY")
    if field.kind is Kind.MONEY and pd.api.types.is_float_dtype(column.dtype):
        return config.NumberColumn(label, format="localized")
    if pd.api.types.is_numeric_dtype(column.dtype):
        return config.NumberColumn(label)
    return config.TextColumn(label)


def read_out(now: Snapshot, field: Field, value: Any) -> str:
    """A python value of a record in words: for cards, receipts, conflicts; '' when blank."""
    if value is None or value == () or value == "":
        return ""
    if field.kind is Kind.ONE:
        return _label(now, field, value)
    if field.kind is Kind.MANY:
        return ", ".join(_label(now, field, word) for word in value)
    if isinstance(value, Inexact):
        return inexact(value)
    if isinstance(value, Period):
        return period(value)
    if value == "indefinite":
        return say("value.indefinite")
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if field.kind is Kind.MONEY:
        return f"{number(value)}\u00a0₴"
    if field.kind in (Kind.YEAR, Kind.SEMESTER):
        return str(int(value))
    return shown(value, language())


def inexact(value: Inexact) -> str:
    """«близько 40», «щонайменше 30», «12–15»."""
    return say(f"value.{value.mark}", low=value.low, high=value.high)


def period(value: Period) -> str:
    """A day, several days, a month, or a longer time, as exactly as it was said."""
    if value.start is None or value.end is None:
        return say("value.recurring")
    if value.precision == "month":
        return month(value.start)
    if value.start == value.end:
        return day(value.start)
    return f"{day(value.start)} – {day(value.end)}"


def _periods(now: Snapshot, kind: str, field: Field, numbers: np.ndarray) -> pd.Series:
    """Days as days, so that they sort; where longer periods are among them, as text."""
    frame = now.frames[kind].iloc[numbers]
    starts, ends, how = frame[field.key], frame[f"{field.key}_end"], frame[f"{field.key}_precision"]
    if (starts.eq(ends) | starts.isna()).all() and not how.eq("recurring").any():
        return starts.reset_index(drop=True)
    told = [
        "" if pd.isna(precision) else period(Period(_day(start), _day(end), precision))
        for start, end, precision in zip(starts, ends, how, strict=True)
    ]
    return pd.Series(told, dtype=object)


def _day(at: Any) -> Any:
    return None if pd.isna(at) else at.date()


def _with_marks(column: pd.Series, marks: pd.Series) -> pd.Series:
    return pd.Series(
        [
            inexact(mark) if isinstance(mark, Inexact) else "" if pd.isna(exact) else number(exact)
            for exact, mark in zip(column, marks, strict=True)
        ],
        dtype=object,
    )


def _label(now: Snapshot, field: Field, word: str) -> str:
    return now.panel.vocabularies[field.vocabulary or ""].label(word, language())
