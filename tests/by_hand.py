"""Tabs as people keep them: a grid from rows for tables of cases, and tables in a random hand, with their truth."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from sheets.json_values import plain
from sheets.records import Snapshot, Table
from sheets.schema import Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Grid, Merge, Reading, Stored, TabInfo, letter

PANEL = read_panel()
EPOCH = dt.date(1899, 12, 30)
NOW = dt.datetime(2026, 5, 14, 12, tzinfo=PANEL.centre.zone)
CELL = re.compile(r"([A-Z]+)(\d+)")

Row = Sequence[Any]


def grid(
    rows: Sequence[Row],
    title: str = "Лист1",
    *,
    merges: Iterable[str] = (),
    gid: int = 1,
    hidden: bool = False,
    hidden_rows: Iterable[int] = (),
    formulas: Iterable[str] = (),
) -> Grid:
    """A grid of these rows: days become serial numbers shown as dd.mm.yyyy, decimals are shown with a comma."""
    width = max(map(len, rows), default=0)
    faces = [[_faces(row[at] if at < len(row) else None) for row in rows] for at in range(width)]
    return Grid(
        tab=TabInfo(gid=gid, title=title, hidden=hidden, merges=tuple(map(_merge, merges))),
        stored=[_cut([stored for stored, _ in column]) for column in faces],
        shown=[_cut([shown for _, shown in column]) for column in faces],
        hidden_rows=frozenset(hidden_rows),
        formulas={_place(cell): "=SUM()" for cell in formulas},
    )


def _faces(value: Any) -> tuple[Stored, str]:
    if value is None or value == "":
        return None, ""
    if isinstance(value, dt.date):
        return (value - EPOCH).days, value.strftime("%d.%m.%Y")
    return value, str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _cut(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _place(cell: str) -> tuple[int, int]:
    match = CELL.fullmatch(cell)
    assert match
    column = 0
    for sign in match[1]:
        column = column * 26 + ord(sign) - 64
    return int(match[2]), column


def _merge(area: str) -> Merge:
    (top, left), (bottom, right) = map(_place, area.split(":"))
    return Merge(top, left, bottom, right)


def read(*grids: Grid, panel: Panel = PANEL, last: Snapshot | None = None) -> Snapshot:
    """A workbook of these tabs, as read."""
    return read_snapshot(Reading(grids=grids), panel, now=NOW, last=last)


def table_of(*grids: Grid) -> Table:
    """The one table that must be found in these tabs."""
    (table,) = read(*grids).tables
    return table


def records(table: Table) -> dict[int, dict[str, Any]]:
    """Sheet row -> field -> plain value, of what is not blank."""
    values = {name: [plain(value) for value in column] for name, column in table.values.items()}
    return {
        int(row): {name: column[at] for name, column in values.items() if column[at] not in (None, [])}
        for at, row in enumerate(table.frame["row"])
    }


def fields(table: Table) -> dict[str, str | None]:
    """Column letter -> field."""
    return {letter(column.number): column.field for column in table.columns}


# --- a table in a random hand ---


@dataclass
class Truth:
    """What a reader must find: the header's rows, the fields by letter, the records by row."""

    kind: str
    header: list[int] = field(default_factory=list)
    columns: dict[str, str | None] = field(default_factory=dict)
    records: dict[int, dict[str, Any]] = field(default_factory=dict)


NAMES = [
    "Ліцей № 8",
    "ЗДО «Казка»",
    "ГО «Разом»",
    "Музей «Хата, піч і калина»",
    "Бібліотека № 3",
    "Разом",
    "ТОВ «Сяйво»",
]
TITLES = ["Свято осені", "Всього потроху", "Разом – сила", "Лекція «Безпека»", "Тренінг", "Концерт до Дня вчителя"]
PEOPLE = ["Кравець О. І.", "Лук'яненко Л.С.", "Шевчук Н.П."]
TYPES = [("ЗЗСО", "school"), ("дитсадок", "preschool"), ("ГО", "ngo"), ("Музей", "museum"), ("бібліотека", "library")]
DIRECTIONS = [
    ("Освітнє партнерство", ["education"]),
    ("культурне та мистецьке", ["culture"]),
    ("освітнє; соціальне", ["education", "social"]),
    ("Міжнародна співпраця, економічне", ["international", "economic"]),
]
NUMBERS = [
    (40, 40),
    ("40 осіб", 40),
    ("близько 40", {"n": 40, "approx": True}),
    ("30+", {"n": 30, "bound": "min"}),
    ("12-15", {"min": 12, "max": 15}),
    ("два класи", None),
    (None, None),
]
DAY = dt.date(2024, 10, 3)


def _days() -> st.SearchStrategy[tuple[Any, Any]]:
    return st.dates(dt.date(2023, 9, 1), dt.date(2025, 5, 31)).flatmap(
        lambda day: st.sampled_from(
            [(form(day), _day(day)) for form in DAY_FORMS] + [("31.02.2025", None), ("за графіком", None)]
        )
    )


DAY_FORMS: tuple[Callable[[dt.date], Any], ...] = (
    lambda day: day,
    lambda day: day.strftime("%d.%m.%Y"),
    lambda day: day.strftime("%d.%m.%Y р."),
    lambda day: f"{day.day}.{day.month:02d}.{day.year}",
)


def _day(day: dt.date) -> dict[str, Any]:
    return {"start": day.isoformat(), "end": day.isoformat(), "precision": "day"}


def _said(values: Sequence[tuple[Any, Any]]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.sampled_from(list(values))


def _text(values: Sequence[str]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.sampled_from([(value, value) for value in values])


# field -> headings that people write, and cells with what they mean (None: blank, or to be reported)
EVENTS: dict[str, tuple[list[str], st.SearchStrategy[tuple[Any, Any]]]] = {
    "title": (["Назва заходу", "Захід", "Що проводили", "НАЗВА ЗАХОДУ", "Назва\nзаходу"], _text(TITLES)),
    "date": (["Дата", "Дата проведення", "Коли", "Термін проведення", "дата\u00a0проведення"], _days()),
    "partners": (["Партнери", "З ким", "Спільно з", "Співорганізатори"], _said([(n, [n]) for n in NAMES])),
    "directions": (["Напрям", "Напрямок", "Напрям партнерства"], _said(DIRECTIONS)),
    "participants": (["К-сть учасників", "Кількість учасників", "Охоплено", "Учасників, осіб"], _said(NUMBERS)),
    "responsible": (["Відповідальний", "Відп.", "Хто відповідає"], _text(PEOPLE)),
}
PARTNERS: dict[str, tuple[list[str], st.SearchStrategy[tuple[Any, Any]]]] = {
    "name": (["Назва партнера", "Назва закладу/установи", "Партнер", "Haзвa партнерa"], _text(NAMES)),
    "type": (["Тип партнера", "Тип закладу", "Категорія"], _said(TYPES)),
    "directions": (["Напрями партнерства", "Напрям співпраці", "Сфера"], _said(DIRECTIONS)),
    "phones": (["Телефон", "Конт. телефон", "Тел."], _said([("050 111 22 33", ["+380501112233"]), (None, None)])),
    "responsible": (["Відповідальний", "Куратор"], _text(PEOPLE)),
}
KINDS = {"events": EVENTS, "partners": PARTNERS}
UNKNOWN = ["Колір у календарі", "Папка з фото", "Перевірено", None]


class Page:
    """A tab being written, row by row, some columns from the left."""

    def __init__(self, left: int) -> None:
        self.rows: list[list[Any]] = []
        self.left = left
        self.merges: list[str] = []

    def write(self, cells: Row) -> int:
        """Writes a row and gives its number."""
        self.rows.append([None] * self.left + list(cells))
        return len(self.rows)

    def letter(self, at: int) -> str:
        """The letter of a table's column."""
        return letter(self.left + at + 1)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Grid, Truth]:
    """A tab with one table in somebody's hand, and its truth."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    truth, page = Truth(kind), Page(draw(st.integers(0, 2)))
    columns: list[str | None] = [*draw(st.permutations(sorted(KINDS[kind]))), *([None] * draw(st.integers(0, 2)))]
    numbered = draw(st.booleans())
    headings = [draw(st.sampled_from(KINDS[kind][name][0] if name else UNKNOWN)) for name in columns]
    _write_above(draw, page)
    head = [*(["№ з/п"] if numbered else []), *headings]
    truth.header.append(page.write(head))
    truth.columns = {page.letter(at): name for at, name in enumerate([*(["row_no"] if numbered else []), *columns])}
    if draw(st.booleans()):
        page.write([at + 1 for at in range(len(head))])
    for number in range(1, draw(st.integers(1, 8)) + 1):
        _write_between(draw, page, head, numbered)
        cells = [
            draw(KINDS[kind][name][1]) if name else (draw(st.sampled_from([None, "ок", "!"])), None) for name in columns
        ]
        row = page.write([*([number] if numbered else []), *(cell for cell, _ in cells)])
        truth.records[row] = {name: value for name, (_, value) in zip(columns, cells, strict=True) if name}
    _write_below(draw, page, columns, numbered)
    return grid(page.rows, draw(st.sampled_from(["Лист1", KINDS_TITLES[kind]])), merges=page.merges), truth


KINDS_TITLES = {"events": "Заходи", "partners": "Партнери ЦПР"}


def _write_above(draw: st.DrawFn, page: Page) -> None:
    for text in draw(st.lists(st.sampled_from(["ЗАТВЕРДЖУЮ", "Центр позашкільної роботи", None]), max_size=3)):
        page.write([text])


def _write_between(draw: st.DrawFn, page: Page, head: Row, numbered: bool) -> None:
    """Now and then, between two records: a section, the header again, a blank row."""
    what = draw(st.sampled_from(["", "", "", "", "section", "header", "blank"]))
    if what == "section":
        row = page.write([draw(st.sampled_from(["1. ОСВІТНЄ ПАРТНЕРСТВО", "Вересень", "II семестр", "ЛІТНІЙ ТАБІР"]))])
        page.merges.append(f"{page.letter(0)}{row}:{page.letter(len(head) - 1)}{row}")
    elif what == "header":
        page.write(head)
    elif what == "blank":
        page.write([])


def _write_below(draw: st.DrawFn, page: Page, columns: Sequence[str | None], numbered: bool) -> None:
    """A total, a signature."""
    if draw(st.booleans()) and "participants" in columns:
        sums = [410 if name == "participants" else None for name in columns]
        label = draw(st.sampled_from(["Всього", "РАЗОМ:", "Усього за рік"]))
        cells = [*([None] if numbered else []), *sums]
        if cells[0] is None:
            page.write([label, *cells[1:]])
    if draw(st.booleans()):
        page.write([])
        page.write([None, "Директор ____________ О. Гринь"])
