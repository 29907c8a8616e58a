"""The figures counted a second time, in plain Python over the records: nothing of charts/ is used here.

Records are python values by field; links are (kind, record, partner). Slow and obvious on purpose.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from sheets.records import Inexact

LOOSE = {"month_range", "semester", "school_year", "year", "season", "quarter", "recurring"}
CRITERIA = [
    "c_goals",
    "c_strengths",
    "c_documents",
    "c_roles",
    "c_transparency",
    "c_reporting",
    "c_dialogue",
    "c_monitoring",
    "c_management",
]
Record = dict[str, Any]


@dataclass(repr=False)
class Plain:
    """Records, links, a span and a day."""

    records: dict[str, list[Record]]
    links: list[tuple[str, int, int]]
    start: dt.date
    end: dt.date
    today: dt.date

    def partners_of(self, kind: str, number: int) -> list[int]:
        return sorted({partner for k, record, partner in self.links if (k, record) == (kind, number)})

    def selected(self) -> list[int]:
        return [n for n, event in enumerate(self.records["events"]) if self._inside(event["date"])]

    def _inside(self, when: Any) -> bool:
        if when is None or when.start is None:
            return False
        if when.precision in LOOSE:
            return self.start <= when.start and (when.end or when.start) <= self.end
        return self.start <= when.start <= self.end

    def state(self, event: Record) -> str:
        guess = "planned" if event["date"] and event["date"].start > self.today else "held"
        return event.get("status") or guess

    def held(self) -> Iterator[tuple[int, Record]]:
        for number in self.selected():
            event = self.records["events"][number]
            if self.state(event) == "held":
                yield number, event

    def month(self, event: Record) -> str | None:
        when = event["date"]
        same = (when.end or when.start).replace(day=1) == when.start.replace(day=1)
        return None if when.precision in LOOSE and not same else f"{when.start:%Y-%m}"

    # --- figures
    def by_direction(self) -> Counter:
        return Counter(key for _, event in self.held() for key in event.get("directions") or ())

    def by_month(self) -> Counter:
        return Counter(month for _, event in self.held() if (month := self.month(event)))

    def activity(self) -> Counter:
        return Counter(
            (key, month)
            for _, event in self.held()
            if (month := self.month(event))
            for key in event.get("directions") or ()
        )

    def by(self, field: str) -> Counter:
        return Counter(event[field] for _, event in self.held() if event.get(field))

    def people(self, event: Record, who: str) -> float | None:
        said = event.get(who)
        if who == "participants" and said is None:
            parts = [p for p in (event.get("children"), event.get("adults")) if isinstance(p, float)]
            return sum(parts) if parts else None
        return said if isinstance(said, float) else None

    def reach(self, who: str) -> float:
        return sum(self.people(event, who) or 0 for _, event in self.held())

    def is_inexact(self, event: Record, who: str) -> bool:
        return isinstance(event.get(who), Inexact)

    def funds(self) -> float:
        return sum(event["funds"] for _, event in self.held() if isinstance(event.get("funds"), float))

    def covered(self) -> Counter:
        return Counter(
            key
            for _, event in self.held()
            if event.get("media_covered") or event.get("media_links")
            for key in event.get("directions") or ()
        )

    def active(self) -> Counter:
        return Counter(partner for number, _ in self.held() for partner in self.partners_of("events", number))

    def matrix(self) -> Counter:
        found: Counter = Counter()
        for number, event in self.held():
            types = {self.records["partners"][p].get("type") for p in self.partners_of("events", number)} - {None}
            found.update((kind, key) for kind in types for key in event.get("directions") or ())
        return found

    def document(self, partner: Record, day: dt.date, soon: int = 60) -> str:
        kind, signed, until = (partner.get(name) for name in ("agreement_kind", "agreement_date", "valid_until"))
        if kind == "none" or (signed and signed > day):
            return "missing"
        if not (kind or signed or until or partner.get("agreement_no")):
            return "missing"
        if until == "indefinite":
            return "in_force"
        if until is None:
            return "unclear"
        if until < day:
            return "expired"
        return "ending" if until <= day + dt.timedelta(days=soon) else "in_force"

    def standing(self) -> list[int]:
        return [n for n, partner in enumerate(self.records["partners"]) if partner.get("status") != "ended"]

    def documents(self) -> Counter:
        day = min(self.end, self.today)
        return Counter(self.document(self.records["partners"][n], day) for n in self.standing())

    def silent(self, days: int = 180) -> set[int]:
        day = min(self.end, self.today)
        last: dict[int, dt.date] = {}
        for number, event in enumerate(self.records["events"]):
            when = event["date"]
            if when and when.start and when.start <= day and self.state(event) == "held":
                for partner in self.partners_of("events", number):
                    ended = min(when.end or when.start, day)
                    last[partner] = max(last.get(partner, ended), ended)
        return {n for n in self.standing() if n not in last or (day - last[n]).days > days}

    def answers(self) -> list[tuple[int, Record]]:
        return [
            (n, answer)
            for n, answer in enumerate(self.records["evaluations"])
            if answer.get("date") and self.start <= answer["date"] <= self.end
        ]

    def about(self, direction: str) -> Plain:
        """Only the answers about a direction: of the event that they name, else of their partners."""
        titled = {event["title"]: event for event in self.records["events"]}
        found = []
        for n, answer in enumerate(self.records["evaluations"]):
            event = titled.get(answer["event"])
            partners = [self.records["partners"][p] for p in self.partners_of("evaluations", n)]
            told = event["directions"] if event else {key for partner in partners for key in partner["directions"]}
            found += [answer] if direction in told else []
        return Plain(self.records | {"evaluations": found}, [], self.start, self.end, self.today)

    def year_before(self) -> Plain:
        """The same days a year earlier, up to today where the span is not over yet."""
        end = min(self.end, self.today) if self.start <= self.today else self.end
        start, end = (day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
                      for day in (self.start, end))  # fmt: skip
        return Plain(self.records, self.links, start, end, self.today)

    def criterion(self, key: str, group: str | None = None) -> tuple[float, float, int] | None:
        """Mean, spread and number of the scores of a criterion; None without a score."""
        given = [
            answer[key]
            for _, answer in self.answers()
            if answer.get(key) is not None and (group is None or answer.get("respondent_group") == group)
        ]
        return (mean(given), stdev(given) if len(given) > 1 else float("nan"), len(given)) if given else None

    def score(self) -> float | None:
        own = [
            mean(scores)
            for _, answer in self.answers()
            if (scores := [answer[key] for key in CRITERIA if answer.get(key) is not None])
        ]
        return mean(own) if own else None

    def plan_states(self) -> list[str]:
        return [self._planned(number, row) for number, row in self.planned()]

    def planned(self) -> list[tuple[int, Record]]:
        return [
            (n, row)
            for n, row in enumerate(self.records["plan"])
            if row.get("timing") is None or (row["timing"].start <= self.end and row["timing"].end >= self.start)
        ]

    def _planned(self, number: int, row: Record) -> str:
        first = max(self.start, row["timing"].start) if row.get("timing") else self.start
        last = min(self.end, row["timing"].end) if row.get("timing") else self.end
        if row.get("done"):
            return "done"
        if self.answering(number, row, first, last):
            return "held"
        end = row["timing"].end if row.get("timing") else self.end
        return "late" if end < self.today else "ahead"

    def answering(self, number: int, row: Record, first: dt.date, last: dt.date) -> list[int]:
        named = self.partners_of("plan", number)
        found = []
        for n, event in enumerate(self.records["events"]):
            when = event["date"]
            if when is None or not first <= when.start <= last or self.state(event) != "held":
                continue
            partners = self.partners_of("events", n)
            types = {self.records["partners"][p].get("type") for p in partners} - {None}
            if set(named) & set(partners) if named else row.get("partner_type") in types:
                found.append(n)
        return found
