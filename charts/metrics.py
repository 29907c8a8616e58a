"""The key figures of a selection: six numbers with their change against the same days before, and a line by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from charts import metrics_evaluations as evaluations
from charts import metrics_events as events
from charts import metrics_partners as partners
from charts import spans
from charts.columns import Codes
from charts.counted import Counted
from charts.documents import UNCLEAR, document_states
from charts.narrowed import Narrowed, narrow


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure:
    """A number of the first screen: its value now and on the same days before, and month by month.

    `value` is NaN where nothing could be counted; `before` also where there is nothing to compare with. `counted` has
    the rows behind the number and those that could not be counted.
    """

    code: str  # events, partners, people, documents, funds, score
    value: float
    before: float
    months: tuple[tuple[str, float], ...]  # ('2025-09', 12.0), …; up to the current month
    counted: Counted
    unit: str = "count"  # count, share (0–1), money (hryvnias), score (1–5)

    @property
    def change(self) -> float:
        """Now less before; NaN where there is nothing to compare with."""
        return self.value - self.before


Measure = Callable[[Narrowed], tuple[float, Counted]]
Monthly = Callable[[Narrowed], list[float]]


def key_figures(narrowed: Narrowed) -> tuple[Figure, ...]:
    """The six figures of a selection, in the order in which they are read."""
    today = narrowed.snapshot.today
    before = narrow(narrowed.snapshot, narrowed.selection.previous(today))
    keys = spans.months_within(narrowed.selection.span)
    lived = sum(key <= f"{today:%Y-%m}" for key in keys)
    return tuple(_figure(code, narrowed, before, keys[:lived]) for code in FIGURES)


def _figure(code: str, narrowed: Narrowed, before: Narrowed, keys: tuple[str, ...]) -> Figure:
    measure, monthly, unit = FIGURES[code]
    value, counted = measure(narrowed)
    line = monthly(narrowed)
    past, _ = measure(before) if _has_a_past(before) else (float("nan"), counted)
    months = tuple(zip(keys, line, strict=False))
    return Figure(code=code, value=value, before=past, months=months, counted=counted, unit=unit)


def _has_a_past(before: Narrowed) -> bool:
    """Whether the workbook reaches back that far: a sheet begun this year has nothing to compare with."""
    starts = before.facts.events.start
    return bool((starts <= np.datetime64(before.selection.span.end, "D")).any())


def _events(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = Counted(
        kind="events",
        values=events.events_by_month(narrowed).values,
        records=narrowed.happened,
        places={},
        uncounted=narrowed.apart["events"],
    )
    return float(len(narrowed.happened)), counted


def _events_monthly(narrowed: Narrowed) -> list[float]:
    return events.events_by_month(narrowed).values["count"].astype(float).tolist()


def _partners(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = partners.active_partners(narrowed)
    return float(len(counted.records)), counted


def _partners_monthly(narrowed: Narrowed) -> list[float]:
    """Distinct partners of each month."""
    pairs, keys = narrowed.pairs, spans.months_within(narrowed.selection.span)
    months = events.months(narrowed, pairs.record)
    known = months.codes >= 0
    met = np.unique(months.codes[known] * (1 + pairs.partner.max(initial=0)) + pairs.partner[known])
    return np.bincount(met // (1 + pairs.partner.max(initial=0)), minlength=len(keys)).astype(float).tolist()


def _people(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = events.reach(narrowed)
    return float(counted.values["people"].iloc[0]), counted


def _people_monthly(narrowed: Narrowed) -> list[float]:
    return events.reach_by_month(narrowed).values["people"].tolist()


def _documents(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = partners.covered_share(narrowed)
    return float(counted.values["share"].iloc[0]), counted


def _documents_monthly(narrowed: Narrowed) -> list[float]:
    """The share with a document in force on each month's last day (today, in the current month)."""
    who, shares = partners.standing(narrowed), []
    for key in spans.months_within(narrowed.selection.span):
        last = spans.month(int(key[:4]), int(key[5:])).end
        if last.replace(day=1) > narrowed.snapshot.today:
            break
        states = document_states(narrowed.facts, min(last, narrowed.snapshot.today)).codes[who]
        known = states[states != UNCLEAR]
        shares.append(float((known <= 1).mean()) if len(known) else float("nan"))
    return shares


def _funds(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = events.funds(narrowed)
    exact = narrowed.facts.events.funds.exact[narrowed.happened]
    return float(np.nansum(exact)), counted


def _funds_monthly(narrowed: Narrowed) -> list[float]:
    return events.funds(narrowed).values["funds"].tolist()


def _score(narrowed: Narrowed) -> tuple[float, Counted]:
    counted = evaluations.scores(narrowed)
    return float(counted.values["mean"].iloc[0]), counted


def _score_monthly(narrowed: Narrowed) -> list[float]:
    """The mean score of each month's answers; NaN in a month without answers."""
    keys, answers = spans.months_within(narrowed.selection.span), narrowed.evaluations
    own = evaluations.answer_means(narrowed.facts, answers)
    dates = narrowed.facts.evaluations.date[answers].astype("M8[M]").astype(int)
    first = np.datetime64(keys[0], "M").astype(int)
    of_month = Codes(dates - first, keys)
    known = ~np.isnan(own)
    n = np.bincount(of_month.codes[known], minlength=len(keys))
    total = np.bincount(of_month.codes[known], own[known], len(keys))
    return np.divide(total, n, out=np.full(len(keys), np.nan), where=n > 0).tolist()


FIGURES: dict[str, tuple[Measure, Monthly, str]] = {
    "events": (_events, _events_monthly, "count"),
    "partners": (_partners, _partners_monthly, "count"),
    "people": (_people, _people_monthly, "count"),
    "documents": (_documents, _documents_monthly, "share"),
    "funds": (_funds, _funds_monthly, "money"),
    "score": (_score, _score_monthly, "score"),
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
