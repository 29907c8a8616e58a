"""The order of a table's rows. A tap on a heading orders all of them, on every page of the table, and once more the
other way round; Streamlit's own sorting would order only the rows that are seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from pages.parts import shelf
from pages.parts.values import NUMBERS, column_of
from sheets.records import Inexact, Snapshot
from sheets.schema import Field, Kind
from sheets.text import fold

ALPHABET = {ord(letter): 0xE000 + place for place, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Order:
    """By which column, and whether the largest stands first."""

    column: str
    down: bool = False


def chosen(key: str, first: Order | None = None) -> Order | None:
    """The order that was asked of the table with this key; `first` where none was."""
    return st.session_state.get(f"{key}.order", first)


def ask(key: str, column: str, first: Order | None = None) -> None:
    """Orders the table by this column, the other way round where it already is; a callback."""
    now = chosen(key, first)
    down = not now.down if now and now.column == column else False
    st.session_state[f"{key}.order"] = Order(column, down)


def marked(config: dict[str, Any], by: Order | None) -> dict[str, Any]:
    """The columns' settings, the heading of the ordered one with an arrow."""
    if not by or by.column not in config:
        return config
    arrow = "▼" if by.down else "▲"
    return config | {by.column: config[by.column] | {"label": f"{arrow} {config[by.column]['label']}"}}


def arranged(now: Snapshot, kind: str, field: Field, numbers: np.ndarray, by: Order) -> np.ndarray:
    """These records of a kind in this order; those without a value stand last either way."""
    ranks = shelf.once(now, ("ranks", kind, field.key), lambda new: ranks_of(_values(new, kind, field)))
    return numbers[places(ranks[numbers], down=by.down)]


def _values(now: Snapshot, kind: str, field: Field) -> pd.Series:
    """A field of all records, to be ordered: inexact numbers by the least that they say, no end of time as the last."""
    frame = now.frames[kind]
    if field.kind in NUMBERS:
        least = frame[f"{field.key}_inexact"].map(lambda said: said.low if isinstance(said, Inexact) else None)
        return frame[field.key].astype(float).fillna(least.astype(float))
    if field.kind is Kind.UNTIL:
        return frame[field.key].mask(frame[f"{field.key}_open"].fillna(False).astype(bool), pd.Timestamp.max)
    if pd.api.types.is_datetime64_any_dtype(frame[field.key].dtype):
        return frame[field.key]
    return column_of(now, kind, field, np.arange(len(frame)))


def ranks_of(values: pd.Series) -> np.ndarray:
    """The rank of each value: numbers and days by size, text by the Ukrainian alphabet; -1 for a blank."""
    if not pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_datetime64_any_dtype(values.dtype):
        words = {text: by_alphabet(str(text)) for text in values.dropna().unique()}
        values = values.map(words).where(lambda said: said != "")
    return values.rank(method="dense").fillna(0).astype(int).to_numpy() - 1


def places(ranks: np.ndarray, *, down: bool) -> np.ndarray:
    """The places of ranks in order; those without one (-1) last, equal ones as they stood."""
    return np.lexsort((-ranks if down else ranks, ranks < 0))


def by_alphabet(text: str) -> str:
    """A text as it is compared: «Ґ» after «Г», «І» after «И», «№ 3» before «№ 10»."""
    return NUMBER.sub(lambda found: found.group().zfill(9), fold(text)).translate(ALPHABET)
