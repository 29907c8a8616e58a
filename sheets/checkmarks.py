"""Columns headed by choices and filled with marks: «Освітнє | Культурне | …» with a «+» where it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sheets.coded import Coded, together
from sheets.records import Column, Problem
from sheets.text import fold

YES = frozenset(
    [  # fmt: skip
        "+",
        "++",
        "v",
        "х",
        "x",
        "✓",
        "✔",
        "√",
        "☑",
        "✅",
        "✗",
        "•",
        "*",
        "●",
        "1",
        "1.0",
        "так",
        "да",
        "yes",
        "true",
        "∨",
        "є",
        "y",
        "так.",
        "т",
    ]
)
NO = frozenset(["", "-", "–", "—", "0", "0.0", "ні", "нет", "no", "false", "немає", "<null>", "н/д"])


def read_checks(
    columns: Sequence[Column], cells: Sequence[Coded[Any]], rows: np.ndarray
) -> tuple[Coded[tuple[str, ...]], Coded[str], list[Problem]]:
    """For each record the choices whose columns have a mark; its marks in words; cells neither mark nor blank."""
    marks = [stored.map(meaning) for stored in cells]
    problems = [
        Problem("not-yes-or-no", int(rows[at]), column.field, column.number, str(stored[at]), {})
        for column, stored, said in zip(columns, cells, marks, strict=True)
        for at in np.flatnonzero(said.where(lambda mark: mark is None)).tolist()
    ]
    marked = together(marks).map(lambda said: [column for column, mark in zip(columns, said, strict=True) if mark])
    values = marked.map(lambda found: tuple(str(column.hot) for column in found))
    return values, marked.map(lambda found: ", ".join(column.heading for column in found)), problems


def meaning(cell: Any) -> bool | None:
    """Whether a cell is a mark; None when it is something else."""
    if cell is None or cell is False:
        return False
    if cell is True:
        return True
    text = fold(str(cell)).strip(" .")
    return True if text in YES else False if text in NO else None
