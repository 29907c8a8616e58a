"""Workbooks that hypothesis draws: the same records as a selection of the panel and as plain values (plain.py)."""

from __future__ import annotations

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st

from charts import spans
from charts.counted import Counted
from charts.narrowed import Narrowed
from charts.selection import Selection
from sheets.records import Inexact, Period
from tests.plain import CRITERIA, Plain
from tests.samples import PANEL, TODAY, snapshot_of

same = settings(max_examples=15)


def choices(vocabulary: str, most: int = 5) -> st.SearchStrategy:
    return st.none() | st.sampled_from(list(PANEL.vocabularies[vocabulary].choices)[:most])


directions = st.lists(st.sampled_from(list(PANEL.vocabularies["directions"].choices)), max_size=3, unique=True).map(
    tuple
)
a_day = st.dates(dt.date(2024, 8, 1), dt.date(2026, 9, 30))
people = st.none() | st.integers(0, 300).map(float) | st.just(Inexact("about", 40, 40))


@st.composite
def periods(draw: st.DrawFn) -> Period | None:
    start = draw(st.none() | a_day)
    if start is None:
        return None
    length = draw(st.sampled_from([0, 0, 0, 3, 40, 270]))
    precision = draw(st.sampled_from(["semester", "school_year", "season"])) if length > 30 else "range"
    return Period(start, start + dt.timedelta(days=length), precision if length else "day")


FORMS = ("joint_project", "course", "volunteering", "master_class", "meeting", "exchange", "charity", "career_guidance")
events = st.fixed_dictionaries(
    {
        "title": st.just("Захід"),
        "date": periods(),
        "directions": directions,
        "form": st.none() | st.sampled_from(FORMS),
        "level": choices("levels"),
        "status": choices("event_status"),
        "responsible": st.sampled_from([None, "Гай М.", "гай  м.", "Сова Т."]),
        "participants": people,
        "children": people,
        "adults": people,
        "inclusive_children": people,
        "inclusive": st.none() | st.booleans(),
        "volunteers": people,
        "funds": st.none() | st.integers(0, 9000).map(lambda n: n / 2) | st.just(Inexact("least", 10, 10)),
        "media_covered": st.none() | st.booleans(),
        "media_links": st.sampled_from([(), ("https://example.org",)]),
    }
)
partners = st.fixed_dictionaries(
    {
        "name": st.just("Партнер"),
        "type": st.none() | st.sampled_from(["school", "university", "library", "business", "foreign"]),
        "directions": directions,
        "agreement_kind": choices("agreements"),
        "agreement_date": st.none() | a_day,
        "valid_until": st.none() | a_day | st.just("indefinite"),
        "status": choices("partner_status"),
        "service": choices("services"),
    }
)
answers = st.fixed_dictionaries(
    {
        "date": st.none() | a_day,
        "respondent_group": choices("respondents"),
        "respondents_count": st.none() | st.integers(1, 30).map(float),
        "comment": st.sampled_from([None, "  ", "Усе чудово"]),
        **{key: st.none() | st.integers(1, 5).map(float) for key in CRITERIA},
    }
)
plan_rows = st.fixed_dictionaries(
    {
        "partner_type": st.none() | st.sampled_from(["school", "university", "library", "business", "foreign"]),
        "timing": periods(),
        "done": st.none() | st.booleans(),
    }
)


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[Plain, Narrowed]:
    held = draw(st.lists(events, max_size=14))
    heard = draw(st.lists(answers, max_size=10))
    records = {
        "partners": draw(st.lists(partners, min_size=1, max_size=6)),
        "events": [event | {"title": f"Захід {n}"} for n, event in enumerate(held)],
        "evaluations": [answer | {"event": draw(_title(len(held)))} for answer in heard],
        "plan": draw(st.lists(plan_rows, max_size=5)),
    }
    pairs = {
        (kind, record, draw(st.integers(0, len(records["partners"]) - 1)))
        for kind in ("events", "evaluations", "plan")
        for record in range(len(records[kind]))
        for _ in range(draw(st.integers(0, 2)))
    }
    links = sorted(pairs)
    kind = draw(st.sampled_from(spans.KINDS[:5]))
    span = spans.around(draw(a_day), kind, PANEL.school_year)
    snapshot = snapshot_of(records, links)
    plain = Plain(records, links, span.start, span.end, TODAY)
    return plain, Selection(span=span).narrow(snapshot)


def _title(events: int) -> st.SearchStrategy:
    """None, the title of one of so many events, or of none of them."""
    return st.none() | st.sampled_from(["Не той захід", *(f"Захід {n}" for n in range(events))])


def counts(counted: Counted, *keys: str, value: str = "count") -> dict:
    """The frame of a metric as {key: value}, without its empty squares."""
    frame = counted.values
    names = list(zip(*(frame[key].astype(str) for key in keys), strict=True)) if len(keys) > 1 else frame[keys[0]]
    return {key: amount for key, amount in zip(names, frame[value], strict=True) if amount}
