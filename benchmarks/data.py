"""A synthetic centre of any size: 0.1 n partners, n events, n evaluations, with the mess of hand-kept sheets.

Each tab comes as rows of (stored, shown) cells, as the Sheets API would give them in uk_UA.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from demo.centre import COMMENTS, EVENTS, PARTNERS, PEOPLE, PLACES, SERVICES, SHARES, STAFF

EPOCH = dt.date(1899, 12, 30)
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
CRITERIA = (
    "Спільні цілі|Сильні сторони|Документи|Ролі та обов'язки|Прозорість ресурсів|Звітність|Діалог|Моніторинг|Менеджмент"
)

PARTNER_HEADINGS = (
    "№ з/п|Назва партнера|Тип партнера|Напрями партнерства|Форми співпраці|Вид документа|№ документа|Дата укладання|"
    "Термін дії (до)|Контактна особа|Телефон|Ел. пошта|Відповідальний|Служба|Статус|Примітки"
).split("|")
EVENT_HEADINGS = (
    "№ з/п|Назва заходу|Дата проведення|Форма проведення|Напрям партнерства|Партнери|Місце проведення|Рівень|"
    "К-сть учасників|з них діти з ООП|Волонтери|Відповідальний|Залучено коштів, грн|Висвітлення у ЗМІ|Стан|Примітки"
).split("|")
EVALUATION_HEADINGS = (
    f"№ з/п|Дата оцінювання|Захід|Партнер|Хто оцінює|Кількість респондентів|{CRITERIA}|Середній бал|Коментар"
).split("|")


@dataclass(frozen=True)
class SheetData:
    """One tab: rows of what is stored, and of what staff see."""

    title: str
    gid: int
    stored: list[list[Any]]
    shown: list[list[str]]


@lru_cache(maxsize=4)
def centre(n: int) -> tuple[SheetData, ...]:
    """The three tabs of a centre with n events."""
    random = Random(n)
    names = [
        f"{name} – {i // len(PARTNERS) + 1}" if i >= len(PARTNERS) - 1 else name
        for i, name in ((i, PARTNERS[i % (len(PARTNERS) - 1)][0]) for i in range(max(10, n // 10)))
    ]
    partners = [_partner(random, i, name) for i, name in enumerate(names, 1)]
    events = [_event(random, i, names) for i in range(1, n + 1)]
    evaluations = [_evaluation(random, i, names) for i in range(1, n + 1)]
    return (
        _sheet("Партнери", 11, PARTNER_HEADINGS, partners),
        _sheet("Заходи", 12, EVENT_HEADINGS, events),
        _sheet("Оцінювання", 13, EVALUATION_HEADINGS, evaluations),
    )


def _sheet(title: str, gid: int, headings: list[str], rows: list[list[Any]]) -> SheetData:
    stored = [headings, *([_stored(cell) for cell in row] for row in rows)]
    shown = [headings, *([_shown(cell) for cell in row] for row in rows)]
    return SheetData(title, gid, stored, shown)


def _stored(cell: Any) -> Any:
    if cell is None:
        return ""
    return (cell - EPOCH).days if isinstance(cell, dt.date) else cell


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _day(random: Random) -> dt.date:
    return dt.date(2023, 9, 1) + dt.timedelta(days=random.randrange(1000))


def _date(random: Random) -> Any:
    """A date as staff write it: 95 in a hundred are dates, the rest texts, one of a hundred can't be read."""
    day, hand = _day(random), random.random()
    if hand < 0.95:
        return day
    if hand < 0.97:
        return f"{day:%d.%m.%Y} р."
    if hand < 0.98:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year} року"
    if hand < 0.99:
        return f"{day.day}-{min(28, day.day + 3) if day.day < 25 else day.day + 1}.{day:%m.%Y}"
    return random.choice(["31.02.2025", "уточнюється", "після свят"])


def _number(random: Random, mean: float) -> Any:
    number, hand = int(random.lognormvariate(mean, 0.6)) + 1, random.random()
    if hand < 0.95:
        return number
    return random.choice([f"близько {number}", f"{number}+", f"{number} дітей", f"{number},5", "два класи", "—"])


def _partner(random: Random, number: int, name: str) -> list[Any]:
    _, kind, directions, document = PARTNERS[number % len(PARTNERS)]
    return [
        number,
        name,
        kind,
        directions,
        "спільний проєкт, конкурс",
        document,
        f"{random.randrange(200)}/24",
        _date(random),
        random.choice([_day(random), "безстроково"]),
        random.choice(PEOPLE),
        f"(067) 000-{random.randint(10, 99)}-{random.randint(10, 99)}",
        f"partner{number}@example.org",
        random.choice(STAFF),
        random.choice(SERVICES),
        random.choice(["активний", "активний", "завершено"]),
        None,
    ]


def _event(random: Random, number: int, names: list[str]) -> list[Any]:
    direction = random.choices(list(SHARES), list(SHARES.values()))[0]
    title, form, _ = random.choice(EVENTS[direction])
    partner = ", ".join(random.sample(names, random.choice([1, 1, 1, 2])))
    return [
        number,
        f"{title} – {number}",
        _date(random),
        form,
        direction,
        partner,
        random.choice(PLACES),
        "міський",
        _number(random, 3.9),
        None if random.random() < 0.8 else random.randint(1, 9),
        None,
        random.choice(STAFF),
        None if random.random() < 0.85 else random.randint(4, 90) * 250.5,
        random.choice(["так", "ні"]),
        "проведено",
        None,
    ]


def _evaluation(random: Random, number: int, names: list[str]) -> list[Any]:
    scores = [random.choice([3, 4, 4, 5, 5, 5]) if random.random() < 0.98 else "4,5" for _ in range(9)]
    counted = [score for score in scores if isinstance(score, int)]
    title, _, _ = random.choice(EVENTS["Освітнє партнерство"])
    return [
        number,
        _date(random),
        title,
        random.choice(names),
        random.choice(["батьки", "вихованці", "педагоги", "партнери"]),
        random.randint(1, 40),
        *scores,
        round(sum(counted) / len(counted), 2),
        random.choice(COMMENTS) or None,
    ]
