"""Columns headed by choices and filled with marks: «Освітнє | Культурне | …» with a «+» where it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sheets.records import Column, Problem
from sheets.text import fold
from sheets.workbook import Stored

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

Cells = tuple[list[Stored], list[str] | None, list[str]]  # stored, shown, as staff see them


def read_checks(
    columns: Sequence[Column], cells: Mapping[int, Cells], rows: Sequence[int]
) -> tuple[list[tuple[str, ...]], list[str], list[Problem]]:
    """For each record the choices whose columns have a mark; its marks in words; cells neither mark nor blank."""
    values: list[tuple[str, ...]] = []
    texts: list[str] = []
    problems: list[Problem] = []
    for at, row in enumerate(rows):
        marked = []
        for column in columns:
            cell = cells[column.number][0][at]
            mark = meaning(cell)
            if mark:
                marked.append(column)
            elif mark is None:
                text = str(cell)
                problems.append(Problem("not-yes-or-no", row, column.field, column.number, text, {}))
        values.append(tuple(str(column.hot) for column in marked))
        texts.append(", ".join(column.heading for column in marked))
    return values, texts, problems


def meaning(cell: Any) -> bool | None:
    """Whether a cell is a mark; None when it is something else."""
    if cell is None or cell is False:
        return False
    if cell is True:
        return True
    text = fold(str(cell)).strip(" .")
    return True if text in YES else False if text in NO else None
