"""What is known around a cell: the declaration, the locale, and what section, tab and title say of the rows below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from sheets.records import BARE, Unit
from sheets.schema import Panel


def _nobody(_: str) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Context:
    """What reading a cell may lean on. `dataclasses.replace` gives that of the next section.

    `school_year` ('2024/2025'), `year` and `month` are those that a section, a tab or a title says; a year taken from
    here is marked as inferred. `legend` says what a sign in this column stands for: folded sign -> choice key, or -> a
    score ({'1': 'education', 'в': 5}); `unit` is what a bare number in it counts. `known_name` answers whether a whole
    text is the name of one partner. `read` is kept from one reading to the next, while declaration and day stay.
    """

    panel: Panel
    today: dt.date
    school_year: str | None = None
    year: int | None = None
    month: int | None = None
    locale: str = "uk_UA"
    legend: Mapping[str, Any] = made(default_factory=dict)
    unit: Unit = BARE
    known_name: Callable[[str], bool] = _nobody
    read: dict[Any, Any] = made(default_factory=dict, compare=False)  # odd cells read already, see cells.py
