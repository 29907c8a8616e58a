"""Texts that leave the panel in a CSV or .xlsx: a spreadsheet that opens them must show them, never run them."""

from __future__ import annotations

import re

# What a spreadsheet may take for a formula at the start of a cell, white space before it or not (OWASP, CSV Injection).
RISKY = re.compile(r"^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
PLAIN_NUMBER = re.compile(r"^[+\-]?\d[\d\s\u00a0]*(?:[.,]\d+)?$")


def safe_for_export(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula; other texts unchanged.

    A plain number («-5», «+380 50 111 22 33») is no formula and stays as it is.
    """
    return f"'{text}" if RISKY.search(text) and not PLAIN_NUMBER.match(text) else text
