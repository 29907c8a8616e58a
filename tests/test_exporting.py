"""Exports that a spreadsheet shows and never runs."""

from __future__ import annotations

import pandas as pd
import pytest

from sheets.exporting import csv, safe_for_export


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        (" \t=1", "' \t=1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\t1", "'\t1"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+380 50 111 22 33", "+380 50 111 22 33"),
        ("-1,5", "-1,5"),
        ("Ліцей № 3", "Ліцей № 3"),
        ("", ""),
    ],
)
def test_what_could_run_is_quoted_and_what_could_not_is_left(text: str, safe: str) -> None:
    assert safe_for_export(text) == safe


def test_a_csv_keeps_numbers_and_letters_and_runs_nothing() -> None:
    frame = pd.DataFrame({"form": ["=сума", "Їжак; «лис»"], "@count": [-2, 3], "score": [4.5, None]})
    assert csv(frame).decode("utf-8-sig").splitlines() == [
        "form;'@count;score",
        "'=сума;-2;4,5",
        '"Їжак; «лис»";3;',
    ]


def test_no_line_within_a_cell_begins_a_row_of_its_own() -> None:
    frame = pd.DataFrame({"note": ["один\r=1+1", "два\r\n=2+2", "три\n=3+3", '";=4+4']})
    lines = ['"один\n=1+1"', '"два\n=2+2"', '"три\n=3+3"', '""";=4+4"']
    assert csv(frame).decode("utf-8-sig") == "\n".join(["note", *lines, ""])
