"""What the demo centre did: partners, events, evaluations as plain dicts, from one random source."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from demo.centre import COMMENTS, EVENTS, PARTNERS, PEOPLE, PLACES, SERVICES, SHARES, STAFF, WANTED

Record = dict[str, Any]

# Months of a school year by how much happens in them, September first.
SEASON = [8, 12, 12, 13, 6, 10, 12, 13, 11, 4, 1, 2]

PACE = 1.06  # this year beside the last


def day_in(random: Random, begun: int) -> dt.date:
    """A working day of the school year that began in this calendar year."""
    month = random.choices(range(12), SEASON)[0]
    year, number = (begun, month + 9) if month < 4 else (begun + 1, month - 3)
    day = dt.date(year, number, random.randint(1, 28))
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def due(both: int, begun: int, today: dt.date) -> int:
    """Of so many events in two years, how many belong to this one: those past and plans for a month ahead, at a pace
    a little above last year's; a few at least."""
    passed = max(0, min(365, (today - dt.date(begun, 9, 1)).days + 30))
    months, days = divmod(passed, 30.5)
    share = (sum(SEASON[: int(months)]) + SEASON[min(11, int(months))] * days / 30.5) / sum(SEASON)
    return max(20, round(both * PACE * share / (1 + PACE * share)))


def partners(random: Random, today: dt.date) -> list[Record]:
    """Sixty partners of all types, some with a document that has ended or soon ends."""
    return [_partner(random, today, *about) for about in PARTNERS]


def _partner(random: Random, today: dt.date, name: str, kind: str, directions: str, document: str) -> Record:
    has_document = document != "немає"
    signed = today - dt.timedelta(days=random.randint(60, 1400))
    ends = signed + dt.timedelta(days=random.choice([365, 730, 1095, 1095, 1825]))
    if has_document and random.random() < 0.12:
        ends = today + dt.timedelta(days=random.randint(5, 55))
    return {
        "name": name,
        "type": kind,
        "directions": directions,
        "forms": ", ".join(
            random.sample(["спільний проєкт", "майстер-клас", "конкурс", "виставка", "акція"], random.randint(1, 3))
        ),
        "document": document,
        "number": f"{random.randint(1, 120)}/{signed:%y}" if has_document else None,
        "signed": signed if has_document else None,
        "until": (ends if random.random() < 0.75 else "безстроково") if has_document else None,
        "contact": random.choice(PEOPLE),
        "phone": f"(0{random.choice([50, 67, 63, 97])}) 000-{random.randint(10, 99)}-{random.randint(10, 99)}",
        "email": f"partner{random.randint(10, 99)}@example.org" if random.random() < 0.8 else None,
        "responsible": random.choice(STAFF),
        "service": random.choice(SERVICES),
        "status": random.choices(["активний", "перемовини", "призупинено", "завершено"], [85, 7, 5, 3])[0],
    }


def _found(word: str) -> list[str]:
    return [name for name, *_ in PARTNERS[:-1] if any(mark in name for mark in WANTED[word])]


def events(random: Random, begun: int, count: int, today: dt.date) -> list[Record]:
    """So many events of the school year that began in this calendar year, in the order of their days."""
    last = today + dt.timedelta(days=30)
    made: list[Record] = []
    while len(made) < count:
        day = day_in(random, begun)
        if day <= last:
            made.append(_event(random, day, today))
    return sorted(made, key=lambda event: event["day"])


def _event(random: Random, day: dt.date, today: dt.date) -> Record:
    direction = random.choices(list(SHARES), list(SHARES.values()))[0]
    title, form, wanted = random.choice(EVENTS[direction])
    word = random.choice(wanted.split())
    with_whom = random.sample(_found(word), min(len(_found(word)), random.choices([1, 2, 3], [70, 24, 6])[0]))
    held = day <= today
    people = int(random.lognormvariate(3.9, 0.6))
    special = random.random() < 0.18
    return {
        "title": title,
        "day": day,
        "days": random.choices([1, 2, 4], [88, 8, 4])[0],
        "form": form,
        "direction": direction,
        "partners": with_whom,
        "place": random.choice(PLACES),
        "level": random.choices(["заклад", "міський", "обласний", "всеукраїнський"], [40, 45, 12, 3])[0]
        if direction != "Міжнародна співпраця"
        else "міжнародний",
        "participants": people if held else None,
        "special": random.randint(1, 9) if special and held else None,
        "volunteers": random.randint(2, 15) if held and random.random() < 0.3 else None,
        "responsible": random.choice(STAFF),
        "funds": random.randint(4, 90) * 250 if held and random.random() < 0.14 else None,
        "media": ("так" if random.random() < 0.45 else "ні") if held else None,
        "status": random.choices(["проведено", "перенесено", "скасовано"], [95, 3, 2])[0] if held else "заплановано",
    }


def evaluations(random: Random, held: list[Record], count: int, today: dt.date) -> list[Record]:
    """So many evaluations of events that were held, soon after them."""
    past = [event for event in held if event["day"] < today and event["status"] == "проведено"]
    chosen = random.sample(past, min(count, len(past)))
    return sorted((_evaluation(random, event, today) for event in chosen), key=lambda one: one["day"])


def _evaluation(random: Random, event: Record, today: dt.date) -> Record:
    group, answers = random.choice(
        [("вихованці", 30), ("батьки", 18), ("педагоги", 7), ("партнери", 2), ("адміністрація", 2)]
    )
    mean = random.gauss(4.2, 0.5)
    weak = {2: -0.7, 5: -0.5}  # documents and reporting are the weak places of this centre
    scores = [min(5, max(1, round(random.gauss(mean + weak.get(rule, 0), 0.6)))) for rule in range(9)]
    return {
        "day": min(today, event["day"] + dt.timedelta(days=random.randint(0, 12))),
        "event": event["title"],
        "partner": event["partners"][0],
        "group": group,
        "answers": random.randint(1, answers),
        "scores": scores,
        "comment": random.choice(COMMENTS),
    }
