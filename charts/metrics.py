"""The key figures of a selection: six numbers with their change against the same days before, and a line by month."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from charts import columns, spans
from charts import metrics_evaluations as evaluations
from charts import metrics_events as events
from charts import metrics_partners as partners
from charts.columns import Array, Codes
from charts.counted import Counted
from charts.narrowed import Narrowed, narrow


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure:
    """A number of the first screen: its value now and on the same days before, and month by month.

    `value` is NaN where nothing could be counted; `before` also where there is nothing to compare with.
    """

    code: str  # events, partners, people, documents, funds, score
    value: float
    before: float
    months: tuple[tuple[str, float], ...]  # ('2025-09', 12.0), …; up to the current month
    unit: str  # count, share (0–1), money (hryvnias), score (1–5)
    count: Callable[[], Counted]

    @property
    def change(self) -> float:
        """Now less before; NaN where there is nothing to compare with."""
        return self.value - self.before

    @cached_property
    def counted(self) -> Counted:
        """The rows behind the number, and those that could not be counted; worked out when somebody asks."""
        return self.count()


@dataclass(frozen=True, slots=True)
class Measure:
    """How a figure is worked out: its value, its line by month, its rows."""

    value: Callable[[Narrowed], float]
    monthly: Callable[[Narrowed], Array]
    counted: Callable[[Narrowed], Counted]
    unit: str = "count"


def key_figures(narrowed: Narrowed) -> tuple[Figure, ...]:
    """The six figures of a selection, in the order in which they are read."""
    today = narrowed.snapshot.today
    before = narrow(narrowed.snapshot, narrowed.selection.previous(today))
    lived = [key for key in spans.months_within(narrowed.selection.span) if key <= f"{today:%Y-%m}"]
    compared = _has_a_past(before)
    return tuple(
        Figure(
            code=code,
            value=measure.value(narrowed),
            before=measure.value(before) if compared else math.nan,
            months=tuple(zip(lived, measure.monthly(narrowed).tolist(), strict=False)),
            unit=measure.unit,
            count=partial(measure.counted, narrowed),
        )
        for code, measure in FIGURES.items()
    )


def _has_a_past(before: Narrowed) -> bool:
    """Whether the workbook reaches back that far: a sheet begun this year, or in the middle of those days, has nothing
    to compare with. An eighth of the days (at most a month) may be empty at their beginning: a year starts slowly."""
    span, starts = before.selection.span, before.facts.events.start
    slack = min(31, (span.end - span.start).days // 8)
    return bool((starts <= np.datetime64(span.start + dt.timedelta(days=slack), "D")).any())


def _by_month(months: Codes, amounts: Array | None = None) -> Array:
    """Sums (or counts) by month; what belongs to no month is left out, NaN is nothing."""
    known = months.codes >= 0
    weights = None if amounts is None else np.nan_to_num(amounts[known])
    return np.bincount(months.codes[known], weights, len(months.keys))


def _events(narrowed: Narrowed) -> Counted:
    return Counted(
        kind="events",
        values=events.events_by_month(narrowed).values,
        records=narrowed.happened,
        places={},
        uncounted=narrowed.unplaced,
    )


def _events_monthly(narrowed: Narrowed) -> Array:
    return _by_month(events.months(narrowed, narrowed.happened)).astype(float)


def _partners_monthly(narrowed: Narrowed) -> Array:
    """Distinct partners of each month."""
    pairs = narrowed.pairs
    months = events.months(narrowed, pairs.record)
    met = np.zeros((len(months.keys) + 1, len(narrowed.facts.partners.type.codes)), dtype=bool)
    met[months.codes, pairs.partner] = True  # code -1 falls into the last row
    return met[:-1].sum(axis=1).astype(float)


def _people(narrowed: Narrowed) -> float:
    return events.people_in_all(narrowed, "participants")


def _people_monthly(narrowed: Narrowed) -> Array:
    people, _ = events.people_of(narrowed, "participants")
    return _by_month(events.months(narrowed, narrowed.happened), people)


def _documents(narrowed: Narrowed) -> float:
    return partners.share_in_force(narrowed, partners.reference_day(narrowed))


def _documents_monthly(narrowed: Narrowed) -> Array:
    """The share with a document in force on each month's last day (today, in the current month)."""
    today, span = narrowed.snapshot.today, narrowed.selection.span
    lasts = [spans.month(int(key[:4]), int(key[5:])).end for key in spans.months_within(span)]
    return np.array([partners.share_in_force(narrowed, min(last, today)) for last in lasts])


def _funds(narrowed: Narrowed) -> float:
    return events.funds_in_all(narrowed)


def _funds_monthly(narrowed: Narrowed) -> Array:
    happened = narrowed.happened
    return _by_month(events.months(narrowed, happened), narrowed.facts.events.funds.exact[happened])


def _score_monthly(narrowed: Narrowed) -> Array:
    """The mean score of each month's answers; NaN in a month without answers."""
    keys, answers = spans.months_within(narrowed.selection.span), narrowed.evaluations
    own = evaluations.answer_means(narrowed.facts, answers)
    answers, own = answers[~np.isnan(own)], own[~np.isnan(own)]
    months = columns.month_of(narrowed.facts.evaluations.date[answers]) - np.datetime64(keys[0], "M").astype(int)
    n = np.bincount(months, minlength=len(keys))
    return np.divide(np.bincount(months, own, len(keys)), n, out=np.full(len(keys), np.nan), where=n > 0)


FIGURES = {
    "events": Measure(lambda narrowed: float(len(narrowed.happened)), _events_monthly, _events),
    "partners": Measure(
        lambda narrowed: float(len(np.unique(narrowed.pairs.partner))), _partners_monthly, partners.active_partners
    ),
    "people": Measure(_people, _people_monthly, events.reach),
    "documents": Measure(_documents, _documents_monthly, partners.covered_share, "share"),
    "funds": Measure(_funds, _funds_monthly, events.funds, "money"),
    "score": Measure(lambda narrowed: evaluations.mean_score(narrowed)[0], _score_monthly, evaluations.scores, "score"),
}


def two_semesters(narrowed: Narrowed) -> tuple[Narrowed, Narrowed]:
    """The semester of the selection's last lived day, and the semester before it: for the change between semesters."""
    settings = narrowed.snapshot.panel.school_year
    now = spans.around(min(narrowed.selection.span.end, narrowed.snapshot.today), "semester", settings)
    then = spans.around(now.start - dt.timedelta(days=1), "semester", settings)
    selection = narrowed.selection
    return (
        narrow(narrowed.snapshot, replace(selection, span=now)),
        narrow(narrowed.snapshot, replace(selection, span=then)),
    )
