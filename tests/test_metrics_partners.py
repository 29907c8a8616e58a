"""What partners and their documents add up to, against plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given

from charts import metrics
from charts import metrics_events as of_events
from charts import metrics_partners as of_partners
from charts.documents import days_left
from charts.narrowed import Narrowed
from charts.spans import month
from tests.plain import Plain
from tests.workbooks import counts, same, workbooks


@same
@given(workbooks())
def test_partners_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    everyone, standing = plain.records["partners"], [plain.records["partners"][n] for n in plain.standing()]
    active = of_partners.active_partners(narrowed).values
    assert dict(zip(active["partner"], active["count"], strict=True)) == plain.active()
    by_direction = counts(of_partners.partners_by_direction(narrowed), "direction")
    assert by_direction == Counter(key for partner in standing for key in partner["directions"])
    by_type = of_partners.partners_by_type(narrowed)
    assert counts(by_type, "type") == Counter(partner["type"] for partner in standing if partner["type"])
    busy = Counter(everyone[n]["type"] for n in plain.standing() if plain.active()[n] and everyone[n]["type"])
    assert counts(by_type, "type", value="active") == busy
    assert counts(of_partners.type_matrix(narrowed), "type", "direction") == plain.matrix()
    assert set(of_partners.silent_partners(narrowed).records.tolist()) == plain.silent()


@same
@given(workbooks())
def test_documents_are_judged_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    states = plain.documents()
    assert counts(of_partners.documents(narrowed), "state") == states
    share = of_partners.covered_share(narrowed).values["share"].iloc[0]
    assert share == pytest.approx(in_force(states), nan_ok=True)
    figure = next(figure for figure in metrics.key_figures(narrowed) if figure.code == "documents")
    assert figure.value == pytest.approx(in_force(states), nan_ok=True)
    for key, said in figure.months:
        last = min(month(int(key[:4]), int(key[5:])).end, plain.today)
        then = Counter(plain.document(plain.records["partners"][n], last) for n in plain.standing())
        assert said == pytest.approx(in_force(then), nan_ok=True)
    signed = Counter(
        partner["agreement_kind"]
        for partner in plain.records["partners"]
        if partner["agreement_date"] and plain.start <= partner["agreement_date"] <= plain.end
    )
    assert counts(of_partners.documents_signed(narrowed), "document") == {kind: n for kind, n in signed.items() if kind}
    for number, partner in enumerate(plain.records["partners"]):
        until = partner["valid_until"]
        left = (until - plain.today).days if until and until != "indefinite" else None
        assert days_left(narrowed.facts, number) == left


def in_force(states: Counter) -> float:
    """The share of documents in force among those that can be judged."""
    known = sum(states.values()) - states["unclear"]
    return (states["in_force"] + states["ending"]) / known if known else math.nan


@same
@given(workbooks())
def test_the_table_of_partners_and_a_partners_own_page_are_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    table, held, day = of_partners.partner_table(narrowed), list(plain.held()), min(plain.end, plain.today)
    for number, partner in enumerate(plain.records["partners"]):
        own = [event for n, event in held if number in plain.partners_of("events", n)]
        line = table.loc[number]
        assert (line["count"], line["document"]) == (len(own), plain.document(partner, day))
        said = [people for event in own if (people := plain.people(event, "participants")) is not None]
        assert line["people"] == sum(said) if said or not own else math.isnan(line["people"])
        reach = of_events.reach_of(narrowed.of_partner(number), "participants").values["people"].iloc[0]
        assert reach == sum(said)
        began = [event["date"] for event in ever(plain, number, {"held"}) if event["date"].start <= day]
        last = [min(when.end or when.start, day) for when in began]
        ahead = ever(plain, number, {"planned", "postponed"})
        ahead = [event["date"].start for event in ahead if event["date"].start >= plain.today]
        assert line["last"] is pd.NaT if not last else line["last"].date() == max(last)
        assert line["next"] is pd.NaT if not ahead else line["next"].date() == min(ahead)
        chosen = [n for n in plain.selected() if number in plain.partners_of("events", n)]
        assert sorted(of_partners.timeline(narrowed, number).values["event"].tolist()) == chosen
        assert narrowed.of_partner(number).events.tolist() == chosen


def ever(plain: Plain, partner: int, states: set[str]) -> list[dict]:
    """All dated events of a partner in these states, whatever is selected."""
    return [
        event
        for n, event in enumerate(plain.records["events"])
        if event["date"] and plain.state(event) in states and partner in plain.partners_of("events", n)
    ]
