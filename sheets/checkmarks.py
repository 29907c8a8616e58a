"""Columns headed by choices and filled with marks: «Освітнє | Культурне | …» with a «+» where it holds; or headed
1, 2, 3 … with a legend that says for what they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sheets.coded import Coded, together
from sheets.labels import choice_of
from sheets.records import Column, Problem
from sheets.schema import Field, Kind, Panel, Tab
from sheets.text import fold
from sheets.view import View

FEWEST = 3  # so many columns must be headed by choices before they are check columns
MOST_NUMBERED = 9  # choices of a vocabulary that people number
MARKED = 0.8  # of their filled cells are marks
SIGN = re.compile(r"(?:(?:напрям\w*|направлени\w*|direction)\s*)?(?:№\s*)?([1-9])\s*[.)]?")
YES = frozenset(
    [
        "+",
        "++",
        "v",
        "√",
        "✓",
        "✔",
        "☑",
        "✅",
        "🗸",
        "•",
        "*",
        "●",
        "1",
        "1.0",
        "так",
        "т",
        "да",
        "yes",
        "y",
        "true",
        "∨",
        "є",
    ]  # a cross is among them until it stands beside a tick
)
CROSSES = frozenset(["х", "x", "✗", "✘", "✖", "☒"])
NO = frozenset(
    ["", *["-", "–", "—", "0", "0.0", "ні", "н", "нет", "no", "n", "false", "немає", "❌", "☐", "<null>", "н/д"]]
)

Heads = Mapping[int, tuple[str, str]]  # column -> (group heading or '', heading)


def check_columns(view: View, last: int, headings: Heads, tab: Tab, panel: Panel) -> dict[int, tuple[str, str]]:
    """Column -> (field, choice, or the number that stands for one) where columns are headed by the choices of one field
    and hold marks only. `last` is the header's lowest row."""
    fields = [field for field in tab.fields.values() if field.kind is Kind.MANY and field.vocabulary]
    for named in (_choices, _numbers):
        for field in fields:
            found = named(field, headings, panel)
            if len(set(found.values())) == len(found) >= FEWEST and _marked(view, list(found), last):
                return {column: (field.key, sign) for column, sign in found.items()}
    return {}


def _choices(field: Field, headings: Heads, panel: Panel) -> dict[int, str]:
    vocabulary = panel.vocabularies[field.vocabulary or ""]
    found = {column: choice_of(vocabulary, heading) for column, (_, heading) in headings.items()}
    return {column: key for column, key in found.items() if key}


def _numbers(field: Field, headings: Heads, panel: Panel) -> dict[int, str]:
    """The columns headed 1, 2, … as many as the field has choices; none where the numbers are not just these."""
    run = numbered_run({column: heading for column, (_, heading) in headings.items()})
    most = len(panel.vocabularies[field.vocabulary or ""].choices)
    return run if FEWEST <= len(run) == most <= MOST_NUMBERED else {}


def numbered_run(headings: Mapping[int, str]) -> dict[int, str]:
    """Column -> number, of neighbouring columns headed 1, 2, 3 …; empty where the numbers are not in this order."""
    signs = {column: found[1] for column, text in headings.items() if (found := SIGN.fullmatch(fold(text)))}
    columns = sorted(signs)
    in_order = [int(signs[column]) for column in columns] == list(range(1, len(columns) + 1))
    together_ = all(right - left == 1 for left, right in zip(columns, columns[1:], strict=False))
    return signs if in_order and together_ else {}


def _marked(view: View, columns: Sequence[int], last: int) -> bool:
    """Columns that hold hardly anything but marks."""
    cells = [stored for column in columns for stored, _ in view.sample(column, last)]
    return sum(meaning(cell) is not None for cell in cells) >= MARKED * len(cells)


def with_legend(
    columns: Sequence[Column], tab: Tab, panel: Panel, legend: Callable[[Field], Mapping[str, Any]]
) -> tuple[Column, ...]:
    """The columns, numbered ones with the choices that a legend gives them; what has no legend holds nothing known."""
    told: dict[str, Mapping[str, Any]] = {}
    found = []
    for column in columns:
        field = tab.fields.get(column.field or "")
        if field and column.hot and column.hot not in panel.vocabularies[field.vocabulary or ""].choices:
            signs = told.setdefault(field.key, legend(field))
            hot = signs.get(column.hot)
            column = replace(column, hot=hot, field=field.key if hot else None)
        found.append(column)
    return tuple(found)


def read_checks(
    columns: Sequence[Column], cells: Sequence[Coded[Any]], rows: np.ndarray
) -> tuple[Coded[tuple[str, ...]], Coded[str], list[Problem]]:
    """For each record the choices whose columns have a mark; its marks in words; cells neither mark nor blank."""
    ticked = any(_is_tick(cell) for stored in cells for cell in stored.cells)
    marks = [stored.map(_beside_ticks if ticked else meaning) for stored in cells]
    problems = [
        Problem("not-yes-or-no", int(rows[at]), column.field, column.number, str(stored[at]), {})
        for column, stored, said in zip(columns, cells, marks, strict=True)
        for at in np.flatnonzero(said.where(lambda mark: mark is None)).tolist()
    ]
    marked = together(marks).map(lambda said: [column for column, mark in zip(columns, said, strict=True) if mark])
    values = marked.map(lambda found: tuple(str(column.hot) for column in found))
    return values, marked.map(lambda found: ", ".join(column.heading for column in found)), problems


def unexplained(column: Column, cells: Coded[Any], rows: np.ndarray) -> list[Problem]:
    """The marks of a numbered column whose number nothing explains."""
    marked = np.flatnonzero(cells.where(lambda cell: bool(meaning(cell)))).tolist()
    return [Problem("no-legend", int(rows[at]), column.field, column.number, column.heading) for at in marked]


def meaning(cell: Any) -> bool | None:
    """Whether a cell is a mark; None when it is something else."""
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    text = _sign(cell)
    return True if text in YES or text in CROSSES else False if text in NO else None


def _sign(cell: Any) -> str:
    return fold(str(cell)).strip(" .")


def _is_tick(cell: Any) -> bool:
    return isinstance(cell, bool) or _sign(cell) in YES


def _beside_ticks(cell: Any) -> bool | None:
    """As `meaning`, where ticks stand too: a ballot's cross says no then, and a letter «х» nobody knows."""
    if isinstance(cell, bool) or cell is None or _sign(cell) not in CROSSES:
        return meaning(cell)
    return None if _sign(cell) in ("х", "x") else False
