"""What the partners tab says of each partner's document: its kind, its day, its end.

People often write it all into one cell, «Договір № 5 від 03.02.2025», or «немає»: what has no column of its own is
taken from the cell of the document's number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts import columns
from charts.columns import NEVER, Array, Codes
from sheets.schema import Panel
from sheets.text import fold

SIGNED = re.compile(r"\bвід\s+(\d{1,2})\.(\d{1,2})\.(20\d\d)")


@dataclass(frozen=True, eq=False)
class Agreements:
    """One place for each partner."""

    kind: Codes
    has_number: Array
    signed: Array
    until: Array
    endless: Array


def agreements(frame: pd.DataFrame, panel: Panel) -> Agreements:
    """The documents that the partners' cells tell of."""
    said = Agreements(
        kind=columns.one(frame, "agreement_kind", columns.vocabulary_keys(panel, "agreements")),
        has_number=columns.said(frame, "agreement_no"),
        signed=columns.days(frame, "agreement_date"),
        until=columns.days(frame, "valid_until"),
        endless=columns.yes(frame, "valid_until_open"),
    )
    codes, signed = said.kind.codes.copy(), said.signed.copy()
    words = panel.vocabularies["agreements"].by_word if "agreements" in panel.vocabularies else {}
    lacking = np.flatnonzero(said.has_number & ((codes < 0) | np.isnat(signed)))
    texts = frame["agreement_no"].iloc[lacking].astype(str) if len(lacking) else ()
    for at, text in zip(lacking, texts, strict=True):
        signed[at] = _day(text) if np.isnat(signed[at]) else signed[at]
        told = said.endless[at] or not np.isnat(said.until[at]) or not np.isnat(signed[at])
        if codes[at] < 0:
            codes[at] = said.kind.place(_kind(fold(text), words, told=bool(told)))
    return Agreements(Codes(np.maximum(codes, -1), said.kind.keys), said.has_number, signed, said.until, said.endless)


def _kind(said: str, words: Mapping[str, str], *, told: bool) -> str:
    """The kind that a whole text or its first word names, '' for none. «Немає» is no document only as the whole text,
    and where no other cell has `told` of one."""
    whole, first = words.get(said, ""), words.get(said.split(" ", 1)[0], "")
    if "none" in (whole, first):
        return whole if whole == "none" and not told else ""
    return whole or first


def _day(text: str) -> np.datetime64:
    found = SIGNED.search(text)
    day, month, year = map(int, found.groups()) if found else (0, 0, 0)
    try:
        return np.datetime64(f"{year:04}-{month:02}-{day:02}", "D")
    except ValueError:  # none, or 31.02.2025
        return NEVER
