"""Plan against fact: what was planned with which institutions, what came of it, what was done and never planned."""

from __future__ import annotations

import numpy as np
import pandas as pd

from charts.columns import Array, Codes
from charts.counted import Counted, left_out, occurrences, tally
from charts.narrowed import Narrowed

PLAN_STATES = ("done", "held", "ahead", "late")
DONE, HELD, AHEAD, LATE = range(4)


def plan_states(narrowed: Narrowed) -> Codes:
    """What became of each selected plan row: marked done; not marked, but an event was held; still ahead; late.

    An event answers a row when it was held with the named partner, or with a partner of the row's type, within the
    row's time (a row without a time: within the selection). A row is late when its time is over and nothing answers.
    """
    facts, rows = narrowed.facts, narrowed.plan
    held = np.array([bool(len(answers_to(narrowed, int(row)))) for row in rows], dtype=bool)
    end = np.where(
        np.isnat(facts.plan.end[rows]), np.datetime64(narrowed.selection.span.end, "D"), facts.plan.end[rows]
    )
    codes = np.where(end < facts.today, LATE, AHEAD)
    codes = np.where(held, HELD, codes)
    return Codes(np.where(facts.plan.done[rows], DONE, codes), PLAN_STATES)


def answers_to(narrowed: Narrowed, row: int) -> Array:
    """The events that answer a plan row: held within its time and the span, with its partner or type."""
    facts = narrowed.facts
    span, events = narrowed.selection.span, facts.events
    first, last = np.datetime64(span.start, "D"), np.datetime64(span.end, "D")
    if not np.isnat(facts.plan.start[row]):
        first, last = max(first, facts.plan.start[row]), min(last, facts.plan.end[row])
    inside = (events.start >= first) & (events.start <= last) & (events.state.codes == events.state.place("held"))
    partners = facts.plan.pairs.of(row)
    if len(partners):
        named = events.pairs.record[np.isin(events.pairs.partner, partners)]
        return np.unique(named[inside[named]])
    kind = facts.plan.type.codes[row]
    return np.nonzero(inside & events.types[:, kind])[0] if kind >= 0 else np.zeros(0, dtype=np.intp)


def plan_by_type(narrowed: Narrowed) -> Counted:
    """Planned against done by type of institution. Frame: type, state, count."""
    types = narrowed.facts.plan.type[narrowed.plan]
    return tally(
        "plan",
        narrowed.plan,
        {"type": types, "state": plan_states(narrowed)},
        uncounted=left_out(_typeless(narrowed, types)),
    )


def plan_by_direction(narrowed: Narrowed) -> Counted:
    """Planned against done by direction, where its partner or section says one. Frame: direction, state, count."""
    facts, rows = narrowed.facts, narrowed.plan
    at, codes = occurrences(facts.plan.directions, rows)
    missing = rows[~facts.plan.directions[rows].any(axis=1)]
    dimensions = {"direction": Codes(codes, facts.directions), "state": plan_states(narrowed)[at]}
    return tally("plan", rows[at], dimensions, whole=True, uncounted=left_out({"no-direction": missing}))


def plan_done(narrowed: Narrowed) -> Counted:
    """How much of the plan is carried out. Frame: done (marked or answered by an event), of, share (0–1)."""
    states = plan_states(narrowed)
    done, of = int((states.codes <= HELD).sum()), len(narrowed.plan)
    values = pd.DataFrame([{"done": done, "of": of, "share": done / of if of else np.nan}])
    return Counted(kind="plan", values=values, records=narrowed.plan, places={"state": states})


def late(narrowed: Narrowed) -> Counted:
    """What is late. Frame: row (number), until, days (since it ended), longest first."""
    facts = narrowed.facts
    rows = narrowed.plan[plan_states(narrowed).codes == LATE]
    until = np.where(
        np.isnat(facts.plan.end[rows]), np.datetime64(narrowed.selection.span.end, "D"), facts.plan.end[rows]
    )
    days = (facts.today - until).astype("timedelta64[D]").astype(int)
    values = pd.DataFrame({"row": rows, "until": until.astype("M8[s]"), "days": days})
    return Counted(
        kind="plan",
        values=values.sort_values("days", ascending=False, kind="stable", ignore_index=True),
        records=rows,
        places={"row": Codes(np.arange(len(rows)), tuple(map(str, rows)))},
    )


def unplanned(narrowed: Narrowed) -> Counted:
    """Events that took place and that no plan row asked for, by partner type. Frame: type, count, most first."""
    facts = narrowed.facts
    answered = [answers_to(narrowed, int(row)) for row in narrowed.plan]
    planned = np.unique(np.concatenate(answered)) if answered else np.zeros(0, dtype=np.intp)
    events = np.setdiff1d(narrowed.happened, planned)
    at, codes = occurrences(facts.events.types, events)
    missing = events[~facts.events.types[events].any(axis=1)]
    counted = tally(
        "events",
        events[at],
        {"type": Codes(codes, facts.partners.type.keys)},
        uncounted=left_out({"no-type": missing}),
    )
    return counted.with_values(counted.values.sort_values("count", ascending=False, kind="stable", ignore_index=True))


def _typeless(narrowed: Narrowed, types: Codes) -> dict[str, Array]:
    missing = narrowed.plan[types.codes < 0]
    unread = narrowed.facts.was_unread("plan", "partner_type", missing)
    return {"unread": missing[unread], "no-type": missing[~unread]}
