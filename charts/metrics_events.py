"""What the events tab adds up to: activity, reach, funds, media, plan against fact by status. No pictures here."""

from __future__ import annotations

import numpy as np
import pandas as pd

from charts import columns, spans
from charts.columns import Array, Codes
from charts.counted import Counted, Uncounted, left_out, occurrences, tally
from charts.facts import PEOPLE
from charts.narrowed import Narrowed


def months(narrowed: Narrowed, events: Array) -> Codes:
    """The month of each of these events, along the months of the selection's span."""
    keys = spans.months_within(narrowed.selection.span)
    first = int(columns.month_of(np.array([narrowed.selection.span.start], dtype="datetime64[D]"))[0])
    codes = narrowed.facts.events.month[events] - first
    return Codes(np.where((codes < 0) | (codes >= len(keys)), -1, codes), keys)


def directions(narrowed: Narrowed, events: Array) -> tuple[Array, Codes]:
    """Each event once for each of its directions (only the chosen ones): (place in `events`, the direction)."""
    facts = narrowed.facts
    at, codes = occurrences(facts.events.directions, events)
    chosen = narrowed.selection.directions
    kept = np.isin(codes, [n for n, key in enumerate(facts.directions) if not chosen or key in chosen])
    return at[kept], Codes(codes[kept], facts.directions)


def events_by_month(narrowed: Narrowed) -> Counted:
    """Events that took place, month by month. Frame: month, count; empty months stay."""
    events = narrowed.happened
    of_month = months(narrowed, events)
    return tally(
        "events", events, {"month": of_month}, whole=True, uncounted=_missing(narrowed, events, of_month, "no-month")
    )


def events_by_direction(narrowed: Narrowed) -> Counted:
    """Events that took place in each direction; one in two directions counts in both. Frame: direction, count."""
    events = narrowed.happened
    at, of_direction = directions(narrowed, events)
    return tally("events", events[at], {"direction": of_direction}, whole=True, uncounted=_undirected(narrowed))


def activity(narrowed: Narrowed) -> Counted:
    """Activity by direction over time, of the chosen directions: nobody asked of the others, and theirs is no nought.
    Frame: direction, month, count; the empty squares stay."""
    events = narrowed.happened
    at, of_direction = directions(narrowed, events)
    of_month = months(narrowed, events)
    monthless = _missing(narrowed, events, of_month, "no-month")
    dimensions = {"direction": of_direction, "month": of_month[at]}
    both = _joined(_undirected(narrowed), monthless)
    counted = tally("events", events[at], dimensions, whole=True, uncounted=both)
    if not narrowed.selection.directions:
        return counted
    asked = counted.values["direction"].isin(narrowed.selection.directions)
    return counted.with_values(counted.values[asked].reset_index(drop=True))


def events_by_form(narrowed: Narrowed) -> Counted:
    """Events that took place by form. Frame: form, count, most first."""
    return _ranked(_by_codes(narrowed, "form", narrowed.facts.events.form, "form"))


def events_by_level(narrowed: Narrowed) -> Counted:
    """Events that took place by level, from the institution up. Frame: level, count; empty levels stay."""
    return _by_codes(narrowed, "level", narrowed.facts.events.level, "level", whole=True)


def events_by_responsible(narrowed: Narrowed) -> Counted:
    """Events that took place by responsible person. Frame: responsible, count, most first."""
    return _ranked(_by_codes(narrowed, "responsible", narrowed.facts.events.responsible, "responsible"))


def events_by_service(narrowed: Narrowed) -> Counted:
    """Events by the service that cares for their partners (of two services: in both). Frame: service, count."""
    facts, pairs = narrowed.facts, narrowed.pairs
    services = facts.partners.service
    known = services.codes[pairs.partner] >= 0
    both = np.unique(np.column_stack([pairs.record[known], services.codes[pairs.partner[known]]]), axis=0)
    missing = np.setdiff1d(narrowed.happened, both[:, 0])
    return tally(
        "events",
        both[:, 0],
        {"service": Codes(both[:, 1], services.keys)},
        whole=True,
        uncounted=left_out({"no-service": missing}),
    )


def states(narrowed: Narrowed) -> Counted:
    """Planned against held: what became of the selected events, by month. Frame: state, month, count."""
    events = narrowed.events
    of_month, state = months(narrowed, events), narrowed.facts.events.state[events]
    missing = left_out({"state-unread": events[state.codes < 0], "no-month": events[of_month.codes < 0]})
    return tally("events", events, {"state": state, "month": of_month}, whole=True, uncounted=missing)


def reach(narrowed: Narrowed) -> Counted:
    """How many people took part. Frame: who (participants, children, …), people, events (that say an exact number),
    inexact (events that say one inexactly: never summed), at_least (what those say at least), blank.

    `participants` of an event that says only children and adults is their sum.
    """
    each = {name: reach_of(narrowed, name) for name in PEOPLE}
    who = np.repeat(np.arange(len(PEOPLE)), [len(counted.records) for counted in each.values()])
    return Counted(
        kind="events",
        values=pd.concat([counted.values for counted in each.values()], ignore_index=True),
        records=np.concatenate([counted.records for counted in each.values()]),
        places={"who": Codes(who, PEOPLE)},
        uncounted=each["participants"].uncounted,
        apart={name: counted.uncounted for name, counted in each.items()},
    )


def reach_of(narrowed: Narrowed, name: str) -> Counted:
    """The events that say exactly how many of one group came; left out are those that say it inexactly or unreadably.
    A blank is left out of `participants` only: who writes nothing of volunteers had none to write of."""
    events, (exact, inexact) = narrowed.happened, people_of(narrowed, name)
    gone = _number_reasons(narrowed, name, events, exact, inexact)
    if name != "participants":
        gone.pop("blank")
    values = pd.DataFrame([_reached(narrowed, name, exact, inexact)])
    return Counted(kind="events", values=values, records=events[~np.isnan(exact)], places={}, uncounted=left_out(gone))


def people_in_all(narrowed: Narrowed, name: str) -> float:
    """How many of one group came to the events that say it exactly; NaN where the sheet has no column for it."""
    fields = PEOPLE[:3] if name == "participants" else (name,)
    return _in_all(narrowed, people_of(narrowed, name)[0], *fields)


def funds_in_all(narrowed: Narrowed) -> float:
    """Hryvnias attracted by the events that took place; NaN where the sheet has no column for them."""
    return _in_all(narrowed, narrowed.facts.events.funds.exact[narrowed.happened], "funds")


def _in_all(narrowed: Narrowed, amounts: Array, *fields: str) -> float:
    """The sum over the events that took place; NaN where none of them stands in a table with any of these columns."""
    asked = narrowed.facts.keeps("events", *fields)[narrowed.happened]
    return float(np.nansum(amounts)) if asked.any() or not len(asked) else float("nan")


def people_of(narrowed: Narrowed, name: str) -> tuple[Array, Array]:
    """The exact number of people at each event that took place (NaN: none), and which say it inexactly."""
    people, events = narrowed.facts.events.people, narrowed.happened
    exact, inexact = people[name].exact[events], people[name].inexact[events]
    if name == "participants":
        children, adults = people["children"].exact[events], people["adults"].exact[events]
        parts = np.where(np.isnan(children) & np.isnan(adults), np.nan, np.nan_to_num(children) + np.nan_to_num(adults))
        exact = np.where(np.isnan(exact) & ~inexact, parts, exact)
    return exact, inexact


def _reached(narrowed: Narrowed, name: str, exact: Array, inexact: Array) -> dict[str, object]:
    frame, column = narrowed.facts.frame("events"), f"{name}_inexact"
    marks = frame[column].to_numpy()[narrowed.happened[inexact]] if column in frame else ()
    return {
        "who": name,
        "people": float(np.nansum(exact)),
        "events": int((~np.isnan(exact)).sum()),
        "inexact": int(inexact.sum()),
        "at_least": float(sum(mark.low for mark in marks if mark.mark != "most")),
        "blank": int((np.isnan(exact) & ~inexact).sum()),
    }


def reach_by_direction(narrowed: Narrowed) -> Counted:
    """People by direction; an event in two directions counts in both. Frame: direction, count,
    participants, children."""
    events = narrowed.happened
    at, of_direction = directions(narrowed, events)
    participants, inexact = people_of(narrowed, "participants")
    children, _ = people_of(narrowed, "children")
    known = ~np.isnan(participants[at])
    unknown = left_out(_number_reasons(narrowed, "participants", events, participants, inexact))
    return tally(
        "events",
        events[at][known],
        {"direction": of_direction[known]},
        whole=True,
        amounts={"participants": participants[at][known], "children": children[at][known]},
        uncounted=_joined(unknown, _undirected(narrowed)),
    )


def reach_by_month(narrowed: Narrowed) -> Counted:
    """People month by month. Frame: month, count (events that say how many), people."""
    people, inexact = people_of(narrowed, "participants")
    gone = _number_reasons(narrowed, "participants", narrowed.happened, people, inexact)
    return _summed_by_month(narrowed, "people", people, gone)


def funds(narrowed: Narrowed) -> Counted:
    """Hryvnias attracted, month by month. Frame: month, count, funds. Goods and inexact sums are not counted."""
    events, sums = narrowed.happened, narrowed.facts.events.funds
    gone = _number_reasons(narrowed, "funds", events, sums.exact[events], sums.inexact[events])
    gone.pop("blank")  # most events bring no money: a blank sum is none, not an unknown one
    return _summed_by_month(narrowed, "funds", sums.exact[events], gone)


def _summed_by_month(narrowed: Narrowed, name: str, amounts: Array, gone: dict[str, Array]) -> Counted:
    """The exact amounts of the events that took place, by month; an event of no month is left out."""
    known = ~np.isnan(amounts)
    events, amounts = narrowed.happened[known], amounts[known]
    of_month = months(narrowed, events)
    missing = left_out(gone | {"no-month": events[of_month.codes < 0]})
    return tally("events", events, {"month": of_month}, whole=True, amounts={name: amounts}, uncounted=missing)


def media(narrowed: Narrowed) -> Counted:
    """Events that the media told of, by direction. Frame: direction, count (all events), covered, share (0–1). Events
    of a table without a column for it are left out."""
    asked = asked_of_media(narrowed)
    events, silent = narrowed.happened[asked], narrowed.happened[~asked]
    at, of_direction = directions(narrowed, events)
    covered = narrowed.facts.events.in_media[events[at]].astype(float)
    counted = tally(
        "events",
        events[at],
        {"direction": of_direction},
        whole=True,
        amounts={"covered": covered},
        uncounted=_joined(left_out({"no-column": silent}), _undirected(narrowed)),
    )
    values = counted.values
    return counted.with_values(values.assign(share=values["covered"] / values["count"].where(values["count"] > 0)))


def asked_of_media(narrowed: Narrowed) -> Array:
    """Which of the events that took place stand in a table that tells of the media at all."""
    return narrowed.facts.keeps("events", "media_covered", "media_links")[narrowed.happened]


def calendar(narrowed: Narrowed) -> Counted:
    """Selected events by day, those of several days by their first; one that names only its month is on none of its
    days. Frame: day, state, count."""
    facts = narrowed.facts
    events = narrowed.events[~facts.events.wide[narrowed.events]]
    found, places = np.unique(facts.events.start[events], return_inverse=True)
    dimensions = {
        "day": Codes(places.astype(np.intp), tuple(str(day) for day in found)),
        "state": facts.events.state[events],
    }
    wide = np.setdiff1d(narrowed.events, events)
    unread = events[dimensions["state"].codes < 0]
    return tally("events", events, dimensions, uncounted=left_out({"date-too-wide": wide, "state-unread": unread}))


def _by_codes(narrowed: Narrowed, name: str, codes: Codes, field: str, *, whole: bool = False) -> Counted:
    events = narrowed.happened
    missing = events[codes.codes[events] < 0]
    unread = narrowed.facts.was_unread("events", field, missing)
    gone = left_out({"unread": missing[unread], f"no-{name}": missing[~unread]})
    return tally("events", events, {name: codes[events]}, whole=whole, uncounted=gone)


def _ranked(counted: Counted) -> Counted:
    return counted.with_values(counted.values.sort_values("count", ascending=False, kind="stable", ignore_index=True))


def _missing(narrowed: Narrowed, events: Array, codes: Codes, reason: str) -> Uncounted:
    return left_out({reason: events[codes.codes < 0]})


def _undirected(narrowed: Narrowed) -> Uncounted:
    events = narrowed.happened
    missing = events[~narrowed.facts.events.directions[events].any(axis=1)]
    unread = narrowed.facts.was_unread("events", "directions", missing)
    return left_out({"unread": missing[unread], "no-direction": missing[~unread]})


def _number_reasons(narrowed: Narrowed, field: str, events: Array, exact: Array, inexact: Array) -> dict[str, Array]:
    missing = events[np.isnan(exact) & ~inexact]
    unread = narrowed.facts.was_unread("events", field, missing)
    return {"inexact": events[np.isnan(exact) & inexact], "unread": missing[unread], "blank": missing[~unread]}


def _joined(*parts: Uncounted) -> Uncounted:
    groups: dict[str, Array] = {}
    for part in parts:
        for reason, records in part.by_reason().items():
            groups[reason] = np.union1d(groups[reason], records) if reason in groups else records
    return left_out(groups)
