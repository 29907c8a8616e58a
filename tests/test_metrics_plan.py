"""What the plan adds up to, against plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given

from charts import metrics_plan as of_plan
from charts.narrowed import Narrowed
from tests.plain import Plain
from tests.workbooks import counts, same, workbooks


@same
@given(workbooks())
def test_plan_rows_are_judged_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    states, rows = plain.plan_states(), [number for number, _ in plain.planned()]
    found = of_plan.plan_states(narrowed)
    assert narrowed.plan.tolist() == rows
    assert [found.keys[code] for code in found.codes] == states
    done = of_plan.plan_done(narrowed).values.iloc[0]
    carried_out = sum(state in ("done", "held") for state in states)
    assert (done["done"], done["of"]) == (carried_out, len(rows))
    assert done["share"] == pytest.approx(carried_out / len(rows) if rows else math.nan, nan_ok=True)
    judged = list(zip(rows, states, strict=True))
    assert counts(of_plan.plan_by_type(narrowed), "type", "state") == Counter(
        (kind, state) for number, state in judged if (kind := type_of(plain, number))
    )
    assert counts(of_plan.plan_by_direction(narrowed), "direction", "state") == Counter(
        (key, state) for number, state in judged for key in directions_of(plain, number)
    )


def type_of(plain: Plain, number: int) -> str | None:
    """The type that a plan row names, else that of the first partner that it names."""
    partners = plain.partners_of("plan", number)
    said = plain.records["plan"][number]["partner_type"]
    return said or (plain.records["partners"][partners[0]]["type"] if partners else None)


def directions_of(plain: Plain, number: int) -> set[str]:
    """The directions of the partners that a plan row names, else of all partners of its type."""
    everyone = plain.records["partners"]
    named = {key for partner in plain.partners_of("plan", number) for key in everyone[partner]["directions"]}
    kind = type_of(plain, number)
    return named or {key for partner in everyone if kind and partner["type"] == kind for key in partner["directions"]}


@same
@given(workbooks())
def test_what_is_late_and_what_was_never_planned_is_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    ends = {n: row["timing"].end if row["timing"] else plain.end for n, row in plain.planned()}
    late = [n for (n, _), state in zip(plain.planned(), plain.plan_states(), strict=True) if state == "late"]
    found = of_plan.late(narrowed).values
    assert dict(zip(found["row"], found["days"], strict=True)) == {n: (plain.today - ends[n]).days for n in late}
    answered = set()
    for number, row in plain.planned():
        first = max(plain.start, row["timing"].start) if row["timing"] else plain.start
        last = min(plain.end, row["timing"].end) if row["timing"] else plain.end
        answered |= set(plain.answering(number, {**row, "partner_type": type_of(plain, number)}, first, last))
    outside = [number for number, _ in plain.held() if number not in answered]
    types = Counter(
        kind
        for number in outside
        for kind in {plain.records["partners"][p]["type"] for p in plain.partners_of("events", number)} - {None}
    )
    unplanned = of_plan.unplanned(narrowed)
    assert counts(unplanned, "type") == types
    assert sorted({*unplanned.rows.tolist(), *unplanned.uncounted.rows.tolist()}) == outside
