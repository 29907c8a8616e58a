"""What evaluations add up to: the nine criteria with mean, number of answers and spread, gaps, change, documents.

Each row is one answer. A mean never comes without its n, for a mean of three answers looks like one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from charts.columns import Array, Codes
from charts.counted import Counted, Uncounted, keyed, left_out
from charts.documents import IN_FORCE, UNCLEAR, document_states
from charts.facts import Facts
from charts.metrics_partners import reference_day
from charts.narrowed import Narrowed

FEW = 5  # answers: a mean of fewer is shown as thin


def criteria(narrowed: Narrowed) -> Counted:
    """Each criterion over all answers. Frame: criterion, mean, spread (standard deviation), low, high, n."""
    answers = narrowed.evaluations
    whole = Codes(np.zeros(len(answers), dtype=np.intp), ("all",))
    counted = _scored(narrowed, answers, "of", whole)
    return counted.with_values(counted.values.drop(columns="of"))


def criteria_by_direction(narrowed: Narrowed) -> Counted:
    """Each criterion by direction; the empty squares stay, with n 0. Frame: criterion, direction, mean, …, n."""
    facts = narrowed.facts
    at, codes = np.nonzero(facts.evaluations.directions[narrowed.evaluations])
    answers = narrowed.evaluations
    missing = answers[~facts.evaluations.directions[answers].any(axis=1)]
    return _scored(
        narrowed, answers[at], "direction", Codes(codes, facts.directions), left_out({"no-direction": missing})
    )


def criteria_by_group(narrowed: Narrowed) -> Counted:
    """Each criterion by who answers. Frame: criterion, group, mean, spread, low, high, n."""
    answers = narrowed.evaluations
    groups = narrowed.facts.evaluations.group[answers]
    missing = answers[groups.codes < 0]
    unread = narrowed.facts.was_unread("evaluations", "respondent_group", missing)
    gone = left_out({"unread": missing[unread], "no-group": missing[~unread]})
    return _scored(narrowed, answers, "group", groups, gone)


def criteria_of_partner(narrowed: Narrowed, partner: int) -> Counted:
    """A partner's criteria beside the mean of all selected answers. Frame: criterion, mean, spread, …, n, centre."""
    pairs = narrowed.facts.evaluations.pairs
    answers = np.intersect1d(pairs.record[pairs.partner == partner], narrowed.evaluations)
    counted = _scored(narrowed, answers, "of", Codes(np.zeros(len(answers), dtype=np.intp), ("partner",)))
    values = counted.values.drop(columns="of")
    return counted.with_values(values.assign(centre=criteria(narrowed).values["mean"].to_numpy()))


def change(narrowed: Narrowed, before: Narrowed) -> pd.DataFrame:
    """Each criterion now and before (two semesters). Frame: criterion, before, n_before, now, n_now, change."""
    now, then = criteria(narrowed).values, criteria(before).values
    return pd.DataFrame(
        {
            "criterion": now["criterion"],
            "before": then["mean"],
            "n_before": then["n"],
            "now": now["mean"],
            "n_now": now["n"],
            "change": now["mean"] - then["mean"],
        }
    )


def gaps(narrowed: Narrowed) -> pd.DataFrame:
    """The biggest gaps between groups that answer, biggest first. Frame: criterion, high_group, high, low_group, low,
    gap, n (the smaller of the two groups). Criteria that fewer than two groups score are left out."""
    by_group = criteria_by_group(narrowed).values
    heard = by_group[by_group["n"] > 0]
    rows = []
    for criterion, part in heard.groupby("criterion", observed=True):
        if len(part) > 1:
            high, low = part.iloc[part["mean"].argmax()], part.iloc[part["mean"].argmin()]
            rows.append((criterion, high["group"], high["mean"], low["group"], low["mean"], min(high["n"], low["n"])))
    found = pd.DataFrame(rows, columns=["criterion", "high_group", "high", "low_group", "low", "n"])
    found["gap"] = found["high"].astype(float) - found["low"].astype(float)
    return found.sort_values("gap", ascending=False, kind="stable", ignore_index=True)


def mean_score(narrowed: Narrowed, direction: str | None = None) -> tuple[float, int]:
    """The mean of all criteria over the answers (each answer's own mean first), and the number of answers."""
    facts, answers = narrowed.facts, narrowed.evaluations
    if direction is not None:
        answers = answers[facts.evaluations.directions[answers, facts.directions.index(direction)]]
    own = answer_means(facts, answers)
    own = own[~np.isnan(own)]
    return (float(own.mean()) if len(own) else float("nan")), len(own)


def answer_means(facts: Facts, answers: Array) -> Array:
    """The mean of each answer over the criteria that it scores; NaN for an answer without a score."""
    return np.asarray(facts.answer_means[answers])


def scores(narrowed: Narrowed) -> Counted:
    """The mean score month by month is too thin to draw: one number. Frame: mean, n."""
    mean, n = mean_score(narrowed)
    own = answer_means(narrowed.facts, narrowed.evaluations)
    missing = narrowed.evaluations[np.isnan(own)]
    values = pd.DataFrame([{"mean": mean, "n": n}])
    counted = narrowed.evaluations[~np.isnan(own)]
    return Counted(
        kind="evaluations", values=values, records=counted, places={}, uncounted=left_out({"no-score": missing})
    )


def groups(narrowed: Narrowed) -> pd.DataFrame:
    """Who answered. Frame: group, answers (rows), people (asked in all, where said; a row without a number is one)."""
    facts, answers = narrowed.facts, narrowed.evaluations
    group = facts.evaluations.group[answers]
    asked = np.nan_to_num(facts.evaluations.asked.exact[answers], nan=1.0)
    known = group.codes >= 0
    size = len(group.keys)
    return pd.DataFrame(
        {
            "group": keyed(np.arange(size), group.keys),
            "answers": np.bincount(group.codes[known], minlength=size),
            "people": np.bincount(group.codes[known], weights=asked[known], minlength=size).astype(int),
        }
    )


def people_asked(narrowed: Narrowed) -> int:
    """How many people answered, whoever they are: as many as a row says, one where it says nothing."""
    asked = narrowed.facts.evaluations.asked.exact[narrowed.evaluations]
    return int(np.nan_to_num(asked, nan=1.0).sum())


def documents_said_and_found(narrowed: Narrowed) -> Counted:
    """What people score for «Документи» against what the documents say: one line a partner with answers.

    Frame: partner, name, said (mean score), n, state, differs (said 4–5 and no document in force, or 1–2 and one is).
    Left out: answers without this score, those that name no partner, partners whose document nobody can judge.
    """
    facts = narrowed.facts
    if "c_documents" not in facts.criteria:
        return _no_documents()
    score = facts.evaluations.scores[:, facts.criteria.index("c_documents")]
    chosen = np.zeros(len(score), dtype=bool)
    chosen[narrowed.evaluations] = True
    pairs = facts.evaluations.pairs.within(chosen & ~np.isnan(score))
    size = len(facts.partners.type.codes)
    n = np.bincount(pairs.partner, minlength=size)
    said = np.bincount(pairs.partner, weights=score[pairs.record], minlength=size) / np.maximum(n, 1)
    everyone = document_states(facts, reference_day(narrowed))
    clear = everyone.codes != UNCLEAR
    partners = np.nonzero((n > 0) & clear)[0]
    states = everyone[partners]
    in_force = states.codes <= IN_FORCE + 1
    differs = np.where(in_force, said[partners] <= 2, said[partners] >= 4)
    values = pd.DataFrame(
        {
            "partner": partners.astype(str),
            "name": facts.frame("partners")["name"].to_numpy()[partners],
            "said": said[partners],
            "n": n[partners],
            "state": keyed(states.codes, states.keys),
            "differs": differs,
        }
    )
    pairs, answers = pairs.within_partners(clear), narrowed.evaluations
    missing = {
        "no-score": answers[np.isnan(score[answers])],
        "no-partner": np.setdiff1d(answers, facts.evaluations.pairs.record),
        "no-end-date": np.setdiff1d(answers, pairs.record),
    }
    return Counted(
        kind="evaluations",
        values=values,
        records=pairs.record,
        places={"partner": Codes(pairs.partner, tuple(map(str, range(size))))},
        uncounted=left_out(missing),
    )


def _no_documents() -> Counted:
    columns = ["partner", "name", "said", "n", "state", "differs"]
    return Counted(kind="evaluations", values=pd.DataFrame(columns=columns), records=np.zeros(0, np.intp), places={})


def _scored(narrowed: Narrowed, answers: Array, name: str, of: Codes, gone: Uncounted | None = None) -> Counted:
    """Each criterion in each class of answers: mean, spread (sample standard deviation), low, high, n."""
    facts = narrowed.facts
    scores = facts.evaluations.scores[answers]
    at, criterion = np.nonzero(~np.isnan(scores) & (of.codes >= 0)[:, None])
    keys = facts.criteria
    flat = criterion * max(len(of.keys), 1) + of.codes[at]
    size = len(keys) * len(of.keys)
    given = scores[at, criterion]
    n = np.bincount(flat, minlength=size)
    mean = np.divide(np.bincount(flat, given, size), n, out=np.full(size, np.nan), where=n > 0)
    squares = np.bincount(flat, (given - mean[flat]) ** 2 if len(flat) else given, size)
    spread = np.sqrt(np.divide(squares, n - 1, out=np.full(size, np.nan), where=n > 1))
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, flat, given)
    np.maximum.at(high, flat, given)
    values = pd.DataFrame(
        {
            "criterion": keyed(np.repeat(np.arange(len(keys)), len(of.keys)), keys),
            name: keyed(np.tile(np.arange(len(of.keys)), len(keys)), of.keys),
            "mean": mean,
            "spread": spread,
            "low": np.where(n > 0, low, np.nan),
            "high": np.where(n > 0, high, np.nan),
            "n": n,
        }
    )
    silent = narrowed.evaluations[np.isnan(facts.evaluations.scores[narrowed.evaluations]).all(axis=1)]
    missing = dict(gone.by_reason() if gone else {}) | {"no-score": silent}
    return Counted(
        kind="evaluations",
        values=values,
        records=answers[at],
        places={"criterion": Codes(criterion, keys), name: of[at]},
        uncounted=left_out(missing),
    )
