"""Texts that leave the panel in a CSV or .xlsx: a spreadsheet that opens them must show them, never run them."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# What a spreadsheet may take for a formula at the start of a cell, white space before it or not (OWASP, CSV Injection).
RISKY = re.compile(r"^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
PLAIN_NUMBER = re.compile(r"^[+\-]?\d[\d\s\u00a0]*(?:[.,]\d+)?$")


def safe_for_export(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula; other texts unchanged.

    A plain number («-5», «+380 50 111 22 33») is no formula and stays as it is.
    """
    return f"'{text}" if RISKY.search(text) and not PLAIN_NUMBER.match(text) else text


def csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV for a Ukrainian spreadsheet: UTF-8 with its mark, semicolons, decimal comma, no formula."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [_safe(cell) for cell in safe[name].astype("object")]
    safe.columns = pd.Index([_safe(name) for name in safe.columns])
    return safe.to_csv(index=False, sep=";", decimal=",").encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    """A lone carriage return would be the end of a row to a spreadsheet, and what follows it a cell of its own."""
    return safe_for_export(cell.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(cell, str) else cell
