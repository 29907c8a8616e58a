"""What the partners tab adds up to: who works with the centre, how, on what document, since when silent."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from charts.columns import Array, Codes
from charts.counted import Counted, keyed, left_out, occurrences, tally
from charts.documents import DOCUMENT_STATES, ENDING, UNCLEAR, document_states
from charts.metrics_events import people_of
from charts.narrowed import Narrowed


def active_partners(narrowed: Narrowed) -> Counted:
    """Partners with an event that took place. Frame: partner (number), count (events), last (day),
    most events first."""
    pairs = narrowed.pairs
    counts = np.bincount(pairs.partner, minlength=len(narrowed.facts.partners.type.codes))
    last = np.full(len(counts), np.datetime64("1900-01-01", "D"))
    np.maximum.at(last, pairs.partner, narrowed.facts.events.start[pairs.record])
    partners = np.nonzero(counts)[0]
    values = pd.DataFrame({"partner": partners, "count": counts[partners], "last": last[partners].astype("M8[s]")})
    unnamed = np.setdiff1d(narrowed.happened, narrowed.facts.events.pairs.record)
    return Counted(
        kind="partners",
        values=values.sort_values(["count", "partner"], ascending=[False, True], ignore_index=True),
        records=partners,
        places={"partner": Codes(np.arange(len(partners)), tuple(map(str, partners)))},
        uncounted=left_out({"no-partner": unnamed}),
    )


def standing(narrowed: Narrowed) -> Array:
    """The selected partners whose cooperation has not ended."""
    status = narrowed.facts.partners.status
    return narrowed.partners[status.codes[narrowed.partners] != status.place("ended")]


def partners_by_direction(narrowed: Narrowed) -> Counted:
    """Partners of each direction, as the partners tab says; one of two counts in both. Frame: direction, count."""
    facts, partners = narrowed.facts, standing(narrowed)
    at, codes = occurrences(facts.partners.directions, partners)
    missing = partners[~facts.partners.directions[partners].any(axis=1)]
    unread = facts.was_unread("partners", "directions", missing)
    return tally(
        "partners",
        partners[at],
        {"direction": Codes(codes, facts.directions)},
        whole=True,
        uncounted=left_out({"unread": missing[unread], "no-direction": missing[~unread]}),
    )


def partners_by_type(narrowed: Narrowed) -> Counted:
    """Partners by type, most first. Frame: type, count, active (with an event in the selection)."""
    facts, partners = narrowed.facts, standing(narrowed)
    busy = np.zeros(len(facts.partners.type.codes))
    busy[narrowed.pairs.partner] = 1
    missing = partners[facts.partners.type.codes[partners] < 0]
    unread = facts.was_unread("partners", "type", missing)
    counted = tally(
        "partners",
        partners,
        {"type": facts.partners.type[partners]},
        amounts={"active": busy[partners]},
        uncounted=left_out({"unread": missing[unread], "no-type": missing[~unread]}),
    )
    return counted.with_values(counted.values.sort_values("count", ascending=False, kind="stable", ignore_index=True))


def type_matrix(narrowed: Narrowed) -> Counted:
    """Events that took place by partner type and direction. Frame: type, direction, count; the empty squares stay."""
    facts, events = narrowed.facts, narrowed.happened
    chosen = narrowed.selection
    types, directions = facts.events.types[events], facts.events.directions[events]
    for matrix, keys, wanted in (
        (types, facts.partners.type.keys, chosen.types),
        (directions, facts.directions, chosen.directions),
    ):
        matrix[:, [at for at, key in enumerate(keys) if wanted and key not in wanted]] = False
    at, type_code, direction_code = np.nonzero(types[:, :, None] & directions[:, None, :])
    missing = {"no-type": events[~types.any(axis=1)], "no-direction": events[~directions.any(axis=1)]}
    dimensions = {
        "type": Codes(type_code, facts.partners.type.keys),
        "direction": Codes(direction_code, facts.directions),
    }
    return tally("events", events[at], dimensions, whole=True, uncounted=left_out(missing))


def reference_day(narrowed: Narrowed) -> dt.date:
    """The day on which documents are looked at: today, or the selection's last day when that is past."""
    return min(narrowed.selection.span.end, narrowed.snapshot.today)


def documents(narrowed: Narrowed) -> Counted:
    """Documents of standing partners: in force, ending soon, expired, missing, unclear. Frame: state, count."""
    partners = standing(narrowed)
    states = document_states(narrowed.facts, reference_day(narrowed))[partners]
    unclear = partners[states.codes == UNCLEAR]
    return tally("partners", partners, {"state": states}, whole=True, uncounted=left_out({"no-end-date": unclear}))


def covered_share(narrowed: Narrowed) -> Counted:
    """The share of standing partners with a document in force (ending soon too). Frame: share (0–1), covered, of."""
    partners = standing(narrowed)
    states = document_states(narrowed.facts, reference_day(narrowed)).codes[partners]
    known = states != UNCLEAR
    covered = int((states[known] <= ENDING).sum())
    share = share_in_force(narrowed, reference_day(narrowed))
    values = pd.DataFrame([{"share": share, "covered": covered, "of": int(known.sum())}])
    return Counted(
        kind="partners",
        values=values,
        records=partners[known],
        places={"state": Codes(states[known], DOCUMENT_STATES)},
        uncounted=left_out({"no-end-date": partners[~known]}),
    )


def share_in_force(narrowed: Narrowed, day: dt.date) -> float:
    """The share (0–1) of standing partners whose document is in force on a day; NaN where none can be judged."""
    states = document_states(narrowed.facts, day).codes[standing(narrowed)]
    known = states != UNCLEAR
    return float((states <= ENDING).sum() / known.sum()) if known.any() else float("nan")


def documents_signed(narrowed: Narrowed) -> Counted:
    """Documents signed within the selection, by kind. Frame: document, count."""
    facts, span = narrowed.facts, narrowed.selection.span
    signed = facts.partners.signed[narrowed.partners]
    inside = (signed >= np.datetime64(span.start, "D")) & (signed <= np.datetime64(span.end, "D"))
    partners = narrowed.partners[inside]
    kinds = facts.partners.document[partners]
    missing = left_out({"no-kind": partners[kinds.codes < 0]})
    return tally("partners", partners, {"document": kinds}, uncounted=missing)


def silent_partners(narrowed: Narrowed) -> Counted:
    """Standing partners with no event for longer than the threshold, or none at all. Frame: partner, last, days.

    Looked at on the reference day, over all events of the workbook: a partner is not silent because of a filter.
    `days` is NaN for a partner who never had an event.
    """
    facts, partners = narrowed.facts, standing(narrowed)
    last = last_events(narrowed)[partners]
    day = np.datetime64(reference_day(narrowed), "D")
    quiet = (day - last).astype("timedelta64[D]") > np.timedelta64(facts.panel.thresholds.silent_partner_days, "D")
    silent = quiet | np.isnat(last)
    found = last[silent]
    days = np.where(np.isnat(found), np.nan, (day - found).astype(float))
    values = pd.DataFrame({"partner": partners[silent], "last": found.astype("M8[s]"), "days": days})
    return Counted(
        kind="partners",
        values=values.sort_values("days", ascending=False, na_position="first", kind="stable", ignore_index=True),
        records=partners[silent],
        places={"partner": Codes(np.arange(int(silent.sum())), tuple(map(str, partners[silent])))},
    )


def last_events(narrowed: Narrowed) -> Array:
    """The last day, up to the reference day, on which each partner had an event that was held; NaT for none. An event
    of several days lasts to its last one: who comes «протягом року» is not silent in May."""
    facts, day = narrowed.facts, np.datetime64(reference_day(narrowed), "D")
    events, pairs = facts.events, facts.events.pairs
    held = (events.state.codes == events.state.place("held")) & (events.start <= day)
    pairs = pairs.within(held)
    last = np.minimum(np.maximum(events.start, events.end), day)[pairs.record]
    return _extreme(len(facts.partners.type.codes), pairs.partner, last, np.maximum)


def next_events(narrowed: Narrowed) -> Array:
    """The first day, from today on, for which each partner has an event that is not called off; NaT for none."""
    facts = narrowed.facts
    events = facts.events
    ahead = (events.start >= facts.today) & np.isin(
        events.state.codes, [events.state.place("planned"), events.state.place("postponed")]
    )
    pairs = events.pairs.within(ahead)
    return _extreme(len(facts.partners.type.codes), pairs.partner, events.start[pairs.record], np.minimum)


def _extreme(size: int, at: Array, days: Array, better: np.ufunc) -> Array:
    """The best day for each place; NaT where there is none (fmax-like: NaT gives way)."""
    worst = np.datetime64("0001-01-01", "D") if better is np.maximum else np.datetime64("9999-12-31", "D")
    found = np.full(size, worst)
    better.at(found, at, days)
    return np.where(found == worst, np.datetime64("NaT", "D"), found)


def partner_table(narrowed: Narrowed) -> pd.DataFrame:
    """The selected partners in one frame, index their numbers: name, type, document (state), until, count (events that
    took place), people (NaN: none of these events says), last, next. For the searchable table."""
    facts, partners, pairs = narrowed.facts, narrowed.partners, narrowed.pairs
    size = len(facts.partners.type.codes)
    count = np.bincount(pairs.partner, minlength=size)
    states = document_states(facts, reference_day(narrowed))
    names = facts.frame("partners").get("name", pd.Series([None] * size, dtype=object))
    return pd.DataFrame(
        {
            "name": names.to_numpy()[partners],
            "type": keyed(facts.partners.type.codes[partners], facts.partners.type.keys),
            "document": keyed(states.codes[partners], DOCUMENT_STATES),
            "until": facts.partners.until[partners].astype("M8[s]"),
            "count": count[partners],
            "people": _people(narrowed, count)[partners],
            "last": last_events(narrowed)[partners].astype("M8[s]"),
            "next": next_events(narrowed)[partners].astype("M8[s]"),
        },
        index=pd.Index(partners, name="partner"),
    )


def _people(narrowed: Narrowed, count: Array) -> Array:
    """How many came to each partner's events; NaN where there were some, and none of them says."""
    pairs, people = narrowed.pairs, np.full(len(narrowed.facts.events.start), np.nan)
    people[narrowed.happened] = people_of(narrowed, "participants")[0]
    told = pairs.within(~np.isnan(people))
    said = np.bincount(told.partner, minlength=len(count))
    sums = np.bincount(told.partner, weights=people[told.record], minlength=len(count))
    return np.where((count > 0) & (said == 0), np.nan, sums)


def timeline(narrowed: Narrowed, partner: int) -> Counted:
    """A partner's selected events in order. Frame: event (number), start, end, title, state, people (NaN: not said)."""
    facts, frame = narrowed.facts, narrowed.facts.frame("events")
    pairs = facts.events.pairs
    events = np.intersect1d(pairs.record[pairs.partner == partner], narrowed.events)
    events = events[np.argsort(facts.events.start[events], kind="stable")]
    values = pd.DataFrame(
        {
            "event": events,
            "start": facts.events.start[events].astype("M8[s]"),
            "end": facts.events.end[events].astype("M8[s]"),
            "title": frame["title"].to_numpy()[events] if "title" in frame else None,
            "state": keyed(facts.events.state.codes[events], facts.events.state.keys),
            "people": facts.events.people["participants"].exact[events],
        }
    )
    return Counted(
        kind="events",
        values=values,
        records=events,
        places={"event": Codes(np.arange(len(events)), tuple(map(str, events)))},
    )


def most_active(narrowed: Narrowed, most: int = 12) -> Counted:
    """The partners with most events. Frame: partner, name, count."""
    counted = active_partners(narrowed)
    names = narrowed.facts.frame("partners")["name"].to_numpy()
    top = counted.values.head(most)
    values = pd.DataFrame(
        {"partner": top["partner"].astype(str), "name": names[top["partner"].to_numpy()], "count": top["count"]}
    )
    return counted.with_values(values)
