"""The state of each partner's document on a day: in force, ending soon, expired, missing, unclear.

The third of the nine rules of partnership is a written agreement (domain.md, 1.4); the panel computes it from the
partners tab, so that what people say about documents can be compared with what the documents say.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np

from charts.columns import Array, Codes
from charts.facts import Facts

DOCUMENT_STATES = ("in_force", "ending", "expired", "missing", "unclear")
DOCUMENT = ("agreement_kind", "agreement_no", "agreement_date", "valid_until")  # the fields that tell of it
IN_FORCE, ENDING, EXPIRED, MISSING, UNCLEAR = range(5)


def document_states(facts: Facts, day: dt.date) -> Codes:
    """The state of every partner's document on this day.

    Signed later than the day: missing. A document whose end is not said, or whose kind or end nobody can read, is
    unclear: it is neither counted as in force nor as missing. So is that of a sheet that keeps nothing of documents.
    """
    partners, on = facts.partners, np.datetime64(day, "D")
    soon = on + np.timedelta64(facts.panel.thresholds.document_ends_soon_days, "D")
    states = np.full(len(partners.until), UNCLEAR, dtype=np.intp)
    states[partners.until > soon] = IN_FORCE
    states[partners.until <= soon] = ENDING
    states[partners.until < on] = EXPIRED
    states[partners.endless] = IN_FORCE
    states[_without(facts) | (partners.signed > on)] = MISSING
    return Codes(states, DOCUMENT_STATES)


@lru_cache(maxsize=1)  # the same on any day, and asked for each month
def _without(facts: Facts) -> Array:
    """The partners who have no document, as far as the sheet tells of documents at all."""
    partners, everyone = facts.partners, np.arange(len(facts.partners.until))
    says_some = (partners.document.codes >= 0) | partners.has_number | ~np.isnat(partners.signed)
    says_some |= partners.endless | ~np.isnat(partners.until)
    for field in ("agreement_kind", "valid_until"):
        says_some |= facts.was_unread("partners", field, everyone)
    none = partners.document.codes == partners.document.place("none")
    return none | (facts.keeps("partners", *DOCUMENT) & ~says_some)


def days_left(facts: Facts, partner: int) -> int | None:
    """Days until a partner's document ends (below 0: since it ended); None when it has no known end."""
    until = facts.partners.until[partner]
    if np.isnat(until) or facts.partners.endless[partner]:
        return None
    return int((until - facts.today).astype(int))
