"""«Потребує уваги»: a short, ranked, computed list. Each line leads to its rows.

The signals are the problems that centres name for themselves (domain.md, 1.13) and what the sheet itself can't say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from charts import metrics_evaluations as evaluations
from charts import metrics_partners as partners
from charts.columns import Array
from charts.counted import NO_ROWS
from charts.documents import ENDING, EXPIRED, MISSING, document_states
from charts.metrics_events import events_by_direction
from charts.narrowed import Narrowed, narrow
from sheets.text import fold

# What weighs more stands first: promises on paper, then what was promised and not done, then what is missing.
WEIGHTS: Mapping[str, int] = {
    "documents-expired": 90,
    "events-without-document": 85,
    "documents-ending": 80,
    "empty-direction": 75,
    "planned-not-held": 70,
    "low-criterion": 65,
    "thinning-direction": 60,
    "no-career-guidance": 55,
    "silent-partners": 50,
    "nothing-for-older": 45,
    "held-not-evaluated": 40,
    "tabs-not-read": 35,
    "cells-not-understood": 30,
}
NOT_READ = frozenset({"header-not-found", "tab-unknown", "matrix"})  # findings of a whole tab
FEW_ANSWERS = 30  # what a low mean weighs less when few have answered
THIN = 0.5  # a direction thins when it has less than this part of last time's events
OLDER = (
    "старшоклас",
    "старших клас",
    "9-11 клас",
    "10-11 клас",
    "10 клас",
    "11 клас",
    "випускник",
    "senior",
    "учнівської молоді",
)

CAREER = ("профорієнт", "профориент", "career guid")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to look at: its code, how much it weighs (more is first), how many, and the rows it leads to.

    `records` are numbers within the snapshot's frame of `kind`; for cells-not-understood `kind` is '' and the page of
    findings is where it leads. `details` serve the sentence.
    """

    code: str
    weight: int
    count: int
    kind: str
    records: tuple[int, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def attention(narrowed: Narrowed, most: int | None = None) -> tuple[Item, ...]:
    """What needs a decision within a selection, heaviest first; at most `most` lines."""
    found = [item for check in CHECKS for item in check(narrowed)]
    ranked = sorted(found, key=lambda item: (-item.weight, -item.count, item.code))
    return tuple(ranked[:most])


def _item(code: str, kind: str, records: Array, *, less: int = 0, **details: Any) -> list[Item]:
    """The line for these records; none when there are no records."""
    if not len(records):
        return []
    rows = tuple(np.unique(records).tolist())
    return [Item(code=code, weight=WEIGHTS[code] - less, count=len(rows), kind=kind, records=rows, details=details)]


def documents_expired(narrowed: Narrowed) -> list[Item]:
    """Documents that have ended."""
    return _item("documents-expired", "partners", _in_state(narrowed, EXPIRED))


def documents_ending(narrowed: Narrowed) -> list[Item]:
    """Documents that end within the threshold."""
    days = narrowed.snapshot.panel.thresholds.document_ends_soon_days
    return _item("documents-ending", "partners", _in_state(narrowed, ENDING), days=days)


def events_without_document(narrowed: Narrowed) -> list[Item]:
    """Partners with events in the selection and no document at all."""
    busy = np.unique(narrowed.pairs.partner)
    missing = np.intersect1d(busy, _in_state(narrowed, MISSING))
    events = np.unique(narrowed.pairs.record[np.isin(narrowed.pairs.partner, missing)])
    return _item("events-without-document", "partners", missing, events=len(events))


def silent(narrowed: Narrowed) -> list[Item]:
    """Partners with a document in force and no event for longer than the threshold."""
    rows = partners.silent_partners(narrowed).records
    in_force = np.concatenate([_in_state(narrowed, 0), _in_state(narrowed, ENDING)])
    days = narrowed.snapshot.panel.thresholds.silent_partner_days
    return _item("silent-partners", "partners", np.intersect1d(rows, in_force), days=days)


def directions(narrowed: Narrowed) -> list[Item]:
    """Directions without an event, and those with far fewer than on the same days before."""
    before = narrow(narrowed.snapshot, narrowed.selection.previous(narrowed.snapshot.today))
    now, then = events_by_direction(narrowed), events_by_direction(before)
    found: list[Item] = []
    for key, count, past in zip(now.values["direction"], now.values["count"], then.values["count"], strict=True):
        if narrowed.selection.directions and key not in narrowed.selection.directions:
            continue
        rows = tuple(then.rows_of(direction=key).tolist())
        details = {"direction": key, "before": int(past)}
        if not count and len(narrowed.happened):
            found.append(
                Item(
                    code="empty-direction",
                    weight=WEIGHTS["empty-direction"],
                    count=0,
                    kind="events",
                    records=rows,
                    details=details,
                )
            )
        elif past >= 4 and count < past * THIN:
            rows = tuple(now.rows_of(direction=key).tolist())
            found.append(
                Item(
                    code="thinning-direction",
                    weight=WEIGHTS["thinning-direction"],
                    count=int(count),
                    kind="events",
                    records=rows,
                    details=details,
                )
            )
    return found


def planned_not_held(narrowed: Narrowed) -> list[Item]:
    """Events still called planned though their last day is past."""
    events = narrowed.facts.events
    rows = narrowed.events[events.state.codes[narrowed.events] == events.state.place("planned")]
    return _item("planned-not-held", "events", rows[events.end[rows] < narrowed.facts.today])


def never_evaluated(narrowed: Narrowed) -> list[Item]:
    """Events that were held and that nobody evaluated: no answer names them, nor one of their partners since."""
    facts = narrowed.facts
    if not len(facts.evaluations.date):
        return []
    last_heard = np.full(len(facts.partners.type.codes), np.datetime64("0001-01-01", "D"))
    pairs = facts.evaluations.pairs
    dates = facts.evaluations.date[pairs.record]
    dated = ~np.isnat(dates)
    np.maximum.at(last_heard, pairs.partner[dated], dates[dated])
    events = facts.events.pairs
    heard = last_heard[events.partner] >= facts.events.start[events.record]
    evaluated = np.union1d(events.record[heard], facts.evaluations.event)
    return _item("held-not-evaluated", "events", np.setdiff1d(narrowed.happened, evaluated))


def low_criteria(narrowed: Narrowed) -> list[Item]:
    """Criteria whose mean is under the threshold."""
    counted = evaluations.criteria(narrowed)
    low = counted.values[counted.values["mean"] < narrowed.snapshot.panel.thresholds.low_score]
    found = []
    for criterion, mean, n in zip(low["criterion"], low["mean"], low["n"], strict=True):
        rows = counted.rows_of(criterion=criterion)
        less = 0 if n >= evaluations.FEW else FEW_ANSWERS
        details = {"criterion": criterion, "mean": float(mean), "answers": int(n)}
        found += _item("low-criterion", "evaluations", rows, less=less, **details)
    return found


def no_career_guidance(narrowed: Narrowed) -> list[Item]:
    """No career guidance among the events of the selection: neither a form nor a name says it. Nothing is said where
    the sheet keeps no forms, or forms that nobody could read."""
    form, happened = narrowed.facts.events.form, narrowed.happened
    if narrowed.selection.forms or not narrowed.facts.keeps("events", "form")[happened].any():
        return []
    unread = narrowed.facts.was_unread("events", "form", happened)
    if (unread | (form.codes[happened] == form.place("career_guidance"))).any() or _names(narrowed, CAREER):
        return []
    return [Item(code="no-career-guidance", weight=WEIGHTS["no-career-guidance"], count=0, kind="events")]


def nothing_for_older(narrowed: Narrowed) -> list[Item]:
    """No event whose title, note or section names older pupils: the audience that centres most often miss."""
    if not len(narrowed.happened) or _names(narrowed, OLDER):
        return []
    return [Item(code="nothing-for-older", weight=WEIGHTS["nothing-for-older"], count=0, kind="events")]


def _names(narrowed: Narrowed, words: Collection[str]) -> bool:
    """Whether the title, note or section of an event that took place has any of these words in it."""
    frame = narrowed.facts.frame("events")
    columns = [frame[name].to_numpy() for name in ("title", "note", "section") if name in frame]
    texts = (fold(" ".join(str(column[at]) for column in columns if column[at])) for at in narrowed.happened)
    return any(word in text for text in texts for word in words)


def not_read(narrowed: Narrowed) -> list[Item]:
    """Tabs of which nothing could be read."""
    return _in_the_sheet("tabs-not-read", sum(f.code in NOT_READ for f in narrowed.snapshot.findings))


def not_understood(narrowed: Narrowed) -> list[Item]:
    """Cells that could not be understood, in the whole workbook."""
    wrong = (f for f in narrowed.snapshot.findings if f.severity == "error" and f.code not in NOT_READ)
    return _in_the_sheet("cells-not-understood", sum(1 for _ in wrong))


def _in_the_sheet(code: str, count: int) -> list[Item]:
    """A line of the whole workbook, which leads to the page of findings."""
    return [Item(code=code, weight=WEIGHTS[code], count=count, kind="")] if count else []


def _in_state(narrowed: Narrowed, state: int) -> Array:
    who = partners.standing(narrowed)
    if not len(who):
        return NO_ROWS
    return who[document_states(narrowed.facts, partners.reference_day(narrowed)).codes[who] == state]


CHECKS: tuple[Callable[[Narrowed], list[Item]], ...] = (
    documents_expired,
    documents_ending,
    events_without_document,
    silent,
    directions,
    planned_not_held,
    never_evaluated,
    low_criteria,
    no_career_guidance,
    nothing_for_older,
    not_read,
    not_understood,
)
