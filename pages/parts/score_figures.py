"""The figures of evaluations: answers, people asked, the mean score, criteria under the threshold."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from charts import metrics_evaluations as metrics
from charts.counted import Counted
from charts.metrics import two_semesters
from charts.narrowed import Narrowed
from pages.parts import tiles
from pages.parts.tiles import Tile
from pages.parts.words import number, say, score


def figures(narrowed: Narrowed) -> tuple[Tile, ...]:
    """How many answers of how many people, their mean score, criteria and partners under the threshold."""
    answers = narrowed.evaluations
    mean, n = metrics.mean_score(narrowed)
    low = narrowed.snapshot.panel.thresholds.low_score
    criteria = metrics.criteria(narrowed)
    under = criteria.values.loc[criteria.values["mean"] < low, "criterion"].astype("str").tolist()
    partners = _partners_under(narrowed, low)
    return (
        Tile(
            "answers",
            say("evaluations.answers"),
            number(len(answers)),
            partial(tiles.of, "evaluations", answers, narrowed.apart["evaluations"]),
            say("evaluations.people", n=metrics.people_asked(narrowed)),
        ),
        Tile(
            "score",
            say("evaluations.score"),
            "–" if math.isnan(mean) else score(mean),
            partial(metrics.scores, narrowed),
            say("chart.answers", n=n),
        ),
        Tile(
            "low",
            say("evaluations.low", low=low),
            number(len(under)),
            lambda: tiles.of("evaluations", criteria.rows_of(criterion=under)),
            say("evaluations.of-criteria", n=len(narrowed.facts.criteria)),
        ),
        Tile(
            "partners",
            say("evaluations.low-partners", low=low),
            number(len(partners)),
            partial(tiles.of, "partners", partners),
        ),
    )


def change(narrowed: Narrowed) -> Counted:
    """Each criterion in the latest semester of the selection beside the semester before."""
    now, before = two_semesters(narrowed)
    return metrics.criteria(now).with_values(metrics.change(now, before))


def gaps(narrowed: Narrowed) -> Counted:
    """Where groups that answer part most."""
    return metrics.criteria_by_group(narrowed).with_values(metrics.gaps(narrowed))


def _partners_under(narrowed: Narrowed, low: float) -> np.ndarray:
    """The partners whose answers have a mean under the threshold."""
    chosen = narrowed.holds("evaluations")
    pairs = narrowed.facts.evaluations.pairs.within(chosen)
    own = metrics.answer_means(narrowed.facts, pairs.record)
    partner, own = pairs.partner[~np.isnan(own)], own[~np.isnan(own)]
    size = len(narrowed.facts.partners.type.codes)
    n, sums = np.bincount(partner, minlength=size), np.bincount(partner, own, size)
    return np.nonzero((n > 0) & (sums < low * n))[0]
