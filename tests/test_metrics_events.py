"""What events add up to, against plain Python over the records (tests/plain.py)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
from hypothesis import given

from charts import metrics, spans
from charts import metrics_events as of_events
from charts.narrowed import Narrowed
from charts.selection import Selection
from pages.parts import calendar, event_figures
from sheets.records import Period
from sheets.text import clean, fold
from tests.plain import LOOSE, Plain
from tests.samples import PANEL, snapshot_of
from tests.workbooks import counts, same, workbooks


@same
@given(workbooks())
def test_events_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    assert narrowed.events.tolist() == plain.selected()
    assert narrowed.happened.tolist() == [number for number, _ in plain.held()]
    assert counts(of_events.events_by_direction(narrowed), "direction") == plain.by_direction()
    assert counts(of_events.events_by_month(narrowed), "month") == plain.by_month()
    assert counts(of_events.activity(narrowed), "direction", "month") == plain.activity()
    assert counts(of_events.events_by_form(narrowed), "form") == plain.by("form")
    assert counts(of_events.events_by_level(narrowed), "level") == plain.by("level")


@same
@given(workbooks())
def test_states_and_days_are_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    chosen = [plain.records["events"][n] for n in plain.selected()]
    assert counts(of_events.states(narrowed), "state", "month") == Counter(
        (plain.state(event), month) for event in chosen if (month := plain.month(event))
    )
    days = [event for event in chosen if event["date"].precision not in LOOSE | {"month"}]
    assert counts(of_events.calendar(narrowed), "day", "state") == Counter(
        (str(event["date"].start), plain.state(event)) for event in days
    )
    month = f"{plain.start:%Y-%m}"
    began = [n for n in plain.selected() if f"{plain.records['events'][n]['date'].start:%Y-%m}" == month]
    assert sorted(calendar.in_month(narrowed, month).events.tolist()) == began
    held, told = list(plain.held()), [bool(e["media_covered"] or e["media_links"]) for _, e in plain.held()]
    tiles = {tile.code: tile.value for tile in event_figures.figures(narrowed)}
    assert tiles["planned"] == str(sum(plain.state(event) == "planned" for event in chosen))
    assert tiles["media"] == (
        f"{100 * sum(told) / len(held):.1f}".rstrip("0").rstrip(".") + "%" if held else "–"
    ).replace(".", ",")
    latest = [plain.records["events"][n]["date"].start for n in event_figures.latest_first(narrowed)]
    assert latest == sorted((event["date"].start for event in chosen), reverse=True)


@same
@given(workbooks())
def test_who_leads_events_is_counted_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    people = counts(of_events.events_by_responsible(narrowed), "responsible")
    assert {fold(clean(who)): n for who, n in people.items()} == Counter(
        fold(event["responsible"]) for _, event in plain.held() if event["responsible"]
    )
    assert counts(of_events.events_by_service(narrowed), "service") == Counter(
        service
        for number, _ in plain.held()
        for service in {plain.records["partners"][p]["service"] for p in plain.partners_of("events", number)} - {None}
    )


@same
@given(workbooks())
def test_people_and_money_are_summed_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    reach = of_events.reach(narrowed).values.set_index("who")
    for who in of_events.PEOPLE:
        inexact = [event[who].low for _, event in plain.held() if plain.is_inexact(event, who)]
        said = [n for n, event in plain.held() if plain.people(event, who) is not None]
        assert (reach.loc[who, "people"], reach.loc[who, "events"]) == (plain.reach(who), len(said))
        assert (reach.loc[who, "inexact"], reach.loc[who, "at_least"]) == (len(inexact), sum(inexact))
        assert of_events.reach(narrowed).rows_of(who=who).tolist() == said
        assert of_events.reach_of(narrowed, who).rows.tolist() == said
    by_month, sums = Counter(), Counter()
    for _, event in plain.held():
        if month := plain.month(event):
            by_month[month] += plain.people(event, "participants") or 0
            sums[month] += event["funds"] if isinstance(event["funds"], float) else 0
    assert counts(of_events.reach_by_month(narrowed), "month", value="people") == +by_month
    assert counts(of_events.funds(narrowed), "month", value="funds") == +sums


@same
@given(workbooks())
def test_directions_reach_and_media_are_summed_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    by_direction = of_events.reach_by_direction(narrowed)
    for who in ("participants", "children"):
        people = Counter()
        for _, event in plain.held():
            if plain.people(event, "participants") is not None:
                people.update({key: plain.people(event, who) or 0 for key in event["directions"]})
        assert counts(by_direction, "direction", value=who) == +people
    media = of_events.media(narrowed).values.set_index("direction")
    assert {key: n for key, n in media["covered"].items() if n} == plain.covered()
    for key, n in plain.by_direction().items():
        assert media.loc[key, "share"] == plain.covered()[key] / n


@same
@given(workbooks())
def test_key_figures_and_their_lines_are_as_by_hand(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    figures = {figure.code: figure for figure in metrics.key_figures(narrowed)}
    held = list(plain.held())
    assert figures["events"].value == len(held)
    assert figures["partners"].value == len(plain.active())
    assert (figures["people"].value, figures["funds"].value) == (plain.reach("participants"), plain.funds())
    for month, n in figures["events"].months:
        within = [(number, event) for number, event in held if plain.month(event) == month]
        met = {partner for number, _ in within for partner in plain.partners_of("events", number)}
        assert (n, dict(figures["partners"].months)[month]) == (len(within), len(met))
        people = sum(plain.people(event, "participants") or 0 for _, event in within)
        funds = sum(event["funds"] for _, event in within if isinstance(event["funds"], float))
        assert (dict(figures["people"].months)[month], dict(figures["funds"].months)[month]) == (people, funds)


@same
@given(workbooks())
def test_the_past_is_counted_as_by_hand_or_not_at_all(made: tuple[Plain, Narrowed]) -> None:
    plain, narrowed = made
    end = min(plain.end, plain.today) if plain.start <= plain.today else plain.end
    then = Plain(plain.records, plain.links, spans.year_before(plain.start), spans.year_before(end), plain.today)
    begun = then.start + dt.timedelta(days=min(31, (then.end - then.start).days // 8))
    reaches_back = any(event["date"] and event["date"].start <= begun for event in plain.records["events"])
    before = {figure.code: figure.before for figure in metrics.key_figures(narrowed)}
    expected = (len(list(then.held())), then.reach("participants"), then.funds()) if reaches_back else [np.nan] * 3
    np.testing.assert_array_equal([before[code] for code in ("events", "people", "funds")], expected)


def test_an_event_named_in_words_only_belongs_to_no_month() -> None:
    whole_year = Period(dt.date(2025, 9, 1), dt.date(2026, 5, 31), "school_year")
    snapshot = snapshot_of({"events": [{"title": "Гурток", "date": whole_year, "directions": ("culture",)}]})
    narrowed = Selection.default(dt.date(2026, 5, 14), PANEL).narrow(snapshot)
    by_month = of_events.events_by_month(narrowed)
    assert by_month.values["count"].sum() == 0
    assert {why: rows.tolist() for why, rows in by_month.uncounted.by_reason().items()} == {"no-month": [0]}
