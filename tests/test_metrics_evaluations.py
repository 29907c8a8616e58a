"""What evaluations add up to, against plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from statistics import mean

import pytest
from hypothesis import given

from charts import metrics, spans
from charts import metrics_evaluations as of_evaluations
from charts.narrowed import Narrowed
from charts.spans import month
from pages.parts import comments, score_figures
from tests.plain import CRITERIA, Plain
from tests.samples import PANEL
from tests.workbooks import same, workbooks


@same
@given(workbooks())
def test_scores_are_averaged_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    whole = of_evaluations.criteria(narrowed).values.set_index("criterion")
    by_group = of_evaluations.criteria_by_group(narrowed).values.set_index(["criterion", "group"])
    by_direction = of_evaluations.criteria_by_direction(narrowed).values.set_index(["criterion", "direction"])
    for key in CRITERIA:
        check_score(whole.loc[key], plain.criterion(key))
        for group in PANEL.vocabularies["respondents"].choices:
            check_score(by_group.loc[(key, group)], plain.criterion(key, group))
        for direction in PANEL.vocabularies["directions"].choices:
            of_it = plain.about(direction)
            check_score(by_direction.loc[(key, direction)], of_it.criterion(key))
            score, n = of_evaluations.mean_score(narrowed, direction)
            assert score == pytest.approx(number(of_it.score()), nan_ok=True)
    answered, n = of_evaluations.mean_score(narrowed)
    assert answered == pytest.approx(number(plain.score()), nan_ok=True)
    figure = next(figure for figure in metrics.key_figures(narrowed) if figure.code == "score")
    assert figure.value == pytest.approx(number(plain.score()), nan_ok=True)
    for key, said in figure.months:
        span = month(int(key[:4]), int(key[5:]))
        then = Plain(plain.records, [], max(span.start, plain.start), min(span.end, plain.end), plain.today)
        assert said == pytest.approx(number(then.score()), nan_ok=True)


def days(plain: Plain) -> tuple:
    return plain.start, plain.end, plain.today


def number(value: float | None) -> float:
    return math.nan if value is None else value


def check_score(found, expected) -> None:
    if expected is None:
        assert found["n"] == 0 and math.isnan(found["mean"])
    else:
        assert (found["mean"], found["spread"], found["n"]) == pytest.approx(expected, nan_ok=True)


@same
@given(workbooks())
def test_groups_and_what_they_wrote_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    groups = of_evaluations.groups(narrowed)
    grouped = [answer for _, answer in plain.answers() if answer["respondent_group"]]
    people = Counter()
    for answer in grouped:
        people[answer["respondent_group"]] += answer["respondents_count"] or 1
    assert dict(zip(groups["group"], groups["people"], strict=True)) == {key: people[key] for key in groups["group"]}
    assert groups["answers"].sum() == len(grouped)
    written = [n for n, answer in plain.answers() if (answer["comment"] or "").strip()]
    assert sorted(comments.with_words(narrowed).tolist()) == written


@same
@given(workbooks())
def test_gaps_and_changes_are_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    gaps = score_figures.gaps(narrowed).values.set_index("criterion")["gap"]
    for key in CRITERIA:
        means = [found[0] for group in of_groups() if (found := plain.criterion(key, group))]
        assert (key in gaps.index) == (len(means) > 1)
        if len(means) > 1:
            assert gaps[key] == pytest.approx(max(means) - min(means))
    now = spans.around(min(plain.end, plain.today), "semester", PANEL.school_year)
    past = spans.around(now.start - dt.timedelta(days=1), "semester", PANEL.school_year)
    change = score_figures.change(narrowed).values.set_index("criterion")
    for column, span in (("now", now), ("before", past)):
        then = Plain(plain.records, [], span.start, span.end, plain.today)
        for key in CRITERIA:
            expected = then.criterion(key)
            assert change.loc[key, column] == pytest.approx(expected[0] if expected else math.nan, nan_ok=True)


def of_groups() -> list[str]:
    return list(PANEL.vocabularies["respondents"].choices)


@same
@given(workbooks())
def test_partners_are_scored_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    low, day = PANEL.thresholds.low_score, min(plain.end, plain.today)
    own: dict[int, list[dict]] = {}
    for n, answer in plain.answers():
        for partner in plain.partners_of("evaluations", n):
            own.setdefault(partner, []).append(answer)
    means = {partner: [m for answer in given_ if (m := mean_of(answer)) is not None] for partner, given_ in own.items()}
    under = sorted(partner for partner, said in means.items() if said and mean(said) < low)
    assert score_figures._partners_under(narrowed, low).tolist() == under
    expected = {}
    for partner, given_ in own.items():
        said = [answer["c_documents"] for answer in given_ if answer["c_documents"] is not None]
        state = plain.document(plain.records["partners"][partner], day)
        if said and state != "unclear":
            good = state in ("in_force", "ending")
            expected[str(partner)] = (mean(said), len(said), mean(said) <= 2 if good else mean(said) >= 4)
    found = of_evaluations.documents_said_and_found(narrowed)
    assert found.values["partner"].tolist() == sorted(expected, key=int)
    for partner, said, n, differs in found.values[["partner", "said", "n", "differs"]].itertuples(index=False):
        assert (said, n, differs) == pytest.approx(expected[partner])
    told = set(found.rows.tolist()) | set(found.uncounted.rows.tolist())
    assert told == {n for n, _ in plain.answers()}
    for partner in range(len(plain.records["partners"])):
        by_criterion = of_evaluations.criteria_of_partner(narrowed, partner).values.set_index("criterion")
        of_it = Plain({**plain.records, "evaluations": own.get(partner, [])}, [], *days(plain))
        for key in CRITERIA:
            check_score(by_criterion.loc[key], of_it.criterion(key))
            centre = plain.criterion(key)
            assert by_criterion.loc[key, "centre"] == pytest.approx(centre[0] if centre else math.nan, nan_ok=True)


def mean_of(answer: dict) -> float | None:
    said = [answer[key] for key in CRITERIA if answer[key] is not None]
    return mean(said) if said else None
