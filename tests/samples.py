"""Invented snapshots for tests: any number of events, from a seed, without a workbook."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sheets.frames import empty_frame, frame_of
from sheets.records import Finding, Inexact, Period, Snapshot
from sheets.schema import Panel, read_panel
from sheets.workbook import Reading

TODAY = dt.date(2026, 5, 14)
Records = list[dict[str, Any]]
PANEL = read_panel()


def snapshot_of(
    records: Mapping[str, Records],
    links: list[tuple[str, int, int]] = [],  # noqa: B006  # never changed
    *,
    today: dt.date = TODAY,
    findings: tuple[Finding, ...] = (),
    panel: Panel = PANEL,
) -> Snapshot:
    """A snapshot that holds these records (python values by field) and links (kind, record, partner)."""
    frames = {kind: _frame(panel, kind, gid, records.get(kind, [])) for gid, kind in enumerate(panel.tabs, start=1)}
    return Snapshot(
        number=1,
        read_at=dt.datetime.combine(today, dt.time(9), tzinfo=panel.centre.zone),
        today=today,
        panel=panel,
        reading=Reading(grids=()),
        tabs=(),
        frames=frames,
        links=pd.DataFrame(links, columns=["kind", "record", "partner"]),
        twins=(),
        findings=findings,
    )


def _frame(panel: Panel, kind: str, gid: int, records: Records) -> pd.DataFrame:
    tab = panel.tabs[kind]
    if not records:
        return empty_frame(tab)
    values = {name: [record.get(name) for record in records] for name in tab.fields}
    return frame_of(tab, values, gid=gid, rows=range(2, len(records) + 2))


def empty_snapshot() -> Snapshot:
    """A workbook with headers and no record."""
    return snapshot_of({})


def one_row_snapshot() -> Snapshot:
    """One partner, one event, one answer, one plan row."""
    day = TODAY - dt.timedelta(days=3)
    return snapshot_of(
        {
            "partners": [{"name": "Бібліотека №\u00a01", "type": "library", "directions": ("culture",)}],
            "events": [
                {
                    "title": "Вечір казки",
                    "date": Period(day, day),
                    "form": "meeting",
                    "directions": ("culture",),
                    "partners": ("Бібліотека №\u00a01",),
                    "participants": 25.0,
                }
            ],
            "evaluations": [
                {"date": day, "partner": "Бібліотека №\u00a01", "respondent_group": "pupils", "c_goals": 4.0}
            ],
            "plan": [{"partner_type": "library", "interaction": "читання", "timing": Period(day, day)}],
        },
        [("events", 0, 0), ("evaluations", 0, 0), ("plan", 0, 0)],
    )


def sample_snapshot(events: int = 400, seed: int = 1) -> Snapshot:
    """A believable centre: two school years up to TODAY and a little ahead, with blanks and inexact numbers."""
    rng = random.Random(seed)
    partners = [_partner(rng, n) for n in range(max(3, min(5000, events // 7)))]
    held = [_event(rng, n) for n in range(events)]
    links = [("events", n, rng.randrange(len(partners))) for n in range(events) if rng.random() < 0.95]
    links += [("events", n, rng.randrange(len(partners))) for n in range(events) if rng.random() < 0.2]
    answers = [_answer(rng, held) for _ in range(events // 2)]
    links += [("evaluations", n, rng.randrange(len(partners))) for n in range(len(answers)) if rng.random() < 0.95]
    plan = [_plan_row(rng) for _ in range(min(40, events // 8))]
    found = tuple(
        Finding(code="not-a-date", tab=2, title="Заходи", row=n + 2, field="date", text="колись", kind="events")
        for n, event in enumerate(held)
        if event["date"] is None and n % 2
    )
    return snapshot_of(
        {"partners": partners, "events": held, "evaluations": answers, "plan": plan}, sorted(set(links)), findings=found
    )


def _some(rng: random.Random, vocabulary: str, most: int) -> tuple[str, ...]:
    return tuple(rng.sample(list(PANEL.vocabularies[vocabulary].choices), rng.randint(1, most)))


def _one(rng: random.Random, vocabulary: str, blank: float = 0.05) -> str | None:
    return None if rng.random() < blank else rng.choice(list(PANEL.vocabularies[vocabulary].choices))


def _day(rng: random.Random, before: int = 620, after: int = 60) -> dt.date:
    return TODAY + dt.timedelta(days=rng.randint(-before, after))


def _partner(rng: random.Random, n: int) -> dict[str, Any]:
    document = _one(rng, "agreements", 0.2)
    signed = _day(rng, 1200, 0) if document not in (None, "none") else None
    until = rng.choice([signed + dt.timedelta(days=rng.randint(200, 1500)), "indefinite", None]) if signed else None
    return {
        "name": f"Партнер № {n + 1}" if n else "Ц" + "ентр дуже довгої назви " * 6,
        "type": _one(rng, "types"),
        "directions": _some(rng, "directions", 2) if rng.random() < 0.95 else (),
        "forms": _some(rng, "forms", 4),
        "agreement_kind": document,
        "agreement_no": str(n) if signed else None,
        "agreement_date": signed,
        "valid_until": until,
        "responsible": rng.choice(["Ільченко О.", "Гай  М.", "гай м.", None]),
        "service": _one(rng, "services", 0.2),
        "status": _one(rng, "partner_status", 0.5),
    }


def _event(rng: random.Random, n: int) -> dict[str, Any]:
    inclusive = rng.random() < 0.15
    return {
        "title": f"Захід {n + 1}" + (" для старшокласників" if rng.random() < 0.1 else ""),
        "date": _when(rng),
        "form": _one(rng, "forms"),
        "directions": _some(rng, "directions", 2) if rng.random() < 0.96 else (),
        "level": _one(rng, "levels", 0.3),
        "participants": _people(rng),
        "children": _people(rng, 0.5),
        "adults": _people(rng, 0.6),
        "inclusive_children": float(rng.randint(1, 9)) if inclusive else None,
        "volunteers": _people(rng, 0.8),
        "responsible": rng.choice(["Ільченко О.", "Гай М.", "гай  м.", "Сова Т.", None]),
        "funds": rng.choice([None, None, None, 1500.5, 20000.0, Inexact("about", 3000, 3000)]),
        "media_covered": rng.choice([True, False, None]),
        "media_links": ("https://example.org/a",) if rng.random() < 0.1 else (),
        "inclusive": True if inclusive else None,
        "status": _one(rng, "event_status", 0.6),
    }


def _when(rng: random.Random) -> Period | None:
    day, luck = _day(rng), rng.random()
    if luck < 0.04:
        return None
    if luck < 0.08:
        return Period(dt.date(2025, 9, 1), dt.date(2026, 5, 31), "school_year")
    if luck < 0.12:
        return Period(day.replace(day=1), day.replace(day=28), "month")
    if luck < 0.2:
        return Period(day, day + dt.timedelta(days=rng.randint(1, 20)), "range")
    return Period(day, day)


def _people(rng: random.Random, blank: float = 0.1) -> float | Inexact | None:
    luck = rng.random()
    if luck < blank:
        return None
    return Inexact("about", 40, 40) if luck > 0.95 else float(rng.randint(5, 120))


def _answer(rng: random.Random, events: Records) -> dict[str, Any]:
    names_event = rng.random() < 0.4
    scores = {f.key: _score(rng) for f in PANEL.tabs["evaluations"].fields.values() if f.key.startswith("c_")}
    return scores | {
        "date": _day(rng, 620, 0) if rng.random() < 0.96 else None,
        "event": rng.choice(events)["title"] if names_event else None,
        "respondent_group": _one(rng, "respondents"),
        "respondents_count": float(rng.randint(1, 30)) if rng.random() < 0.5 else None,
    }


def _score(rng: random.Random) -> float | None:
    return None if rng.random() < 0.08 else float(rng.choice([1, 2, 3, 3, 4, 4, 5, 5]))


def _plan_row(rng: random.Random) -> dict[str, Any]:
    start = dt.date(2025, rng.randint(9, 12), 1)
    return {
        "partner_type": _one(rng, "types"),
        "interaction": "спільна робота",
        "timing": rng.choice([None, Period(start, start + dt.timedelta(days=rng.choice([29, 272])), "month_range")]),
        "done": rng.choice([True, None, None]),
    }
