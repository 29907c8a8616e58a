"""A column that counts in thousands or in other money: what its numbers mean, and how one is written into it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets import saving, writing
from sheets.cells import read_cell, write_cell
from sheets.context import Context
from sheets.pasting import grid_of, texts_in, understood
from sheets.problems import Read
from sheets.records import BARE, Inexact, Period, Unit
from sheets.schema import Kind, Panel
from sheets.units import unit_of
from tests.by_hand import PANEL, grid, read, records
from tests.places import DAY, TODAY, place_of

FUNDS = PANEL.tabs["events"].fields["funds"]
PEOPLE = PANEL.tabs["events"].fields["participants"]
THOUSANDS, DOLLARS = Unit(1000), Unit(foreign=True)
HEADINGS = [
    (Kind.MONEY, "Кошти, тис. грн", THOUSANDS),
    (Kind.MONEY, "сума (тис.)", THOUSANDS),
    (Kind.MONEY, "Залучено коштів,\nмлн грн", Unit(1_000_000)),
    (Kind.MONEY, "Сума в тисячах гривень", THOUSANDS),
    (Kind.MONEY, "Сумма, тыс. грн.", THOUSANDS),
    (Kind.MONEY, "Funds, thousand UAH", THOUSANDS),
    (Kind.MONEY, "Кошти, $", DOLLARS),
    (Kind.MONEY, "Сума, євро", DOLLARS),
    (Kind.MONEY, "Бюджет (USD)", DOLLARS),
    (Kind.MONEY, "Сума, дол. США", DOLLARS),
    (Kind.MONEY, "Залучено коштів, грн", BARE),
    (Kind.MONEY, "Кошти Івано-Франківської громади", BARE),
    (Kind.NUMBER, "Охоплено, тис. осіб", THOUSANDS),
    (Kind.NUMBER, "К-сть учасників, $", BARE),
    (Kind.SCORE, "Бали, тис.", BARE),
]


@pytest.mark.parametrize("kind, heading, unit", HEADINGS)
def test_a_heading_says_what_its_numbers_count(kind: Kind, heading: str, unit: Unit) -> None:
    assert unit_of(kind, heading) == unit


@pytest.mark.parametrize("heading", [heading for kind, heading, _ in HEADINGS if kind is Kind.MONEY])
def test_a_heading_with_a_unit_is_known_still(heading: str) -> None:
    (table,) = read(grid([["Назва заходу", "Дата", heading], ["Свято", "12.10.2024", 5]], "Заходи")).tables
    assert [column.field for column in table.columns] == ["title", "date", "funds"]


@pytest.mark.parametrize(
    "above, heading, below, unit",
    [
        ((), "Кошти", "тис. грн", THOUSANDS),
        ((), "Кошти, грн", "тис. грн", BARE),  # the heading itself comes first
        (("Звіт за рік", "(тис. грн)"), "Кошти", "", THOUSANDS),
        (("Бюджет заходів, тис. грн",), "Кошти", "", THOUSANDS),
        (("Одиниця виміру: євро",), "Кошти", "", DOLLARS),
        (("Тисяча добрих справ",), "Кошти", "", BARE),
    ],
)
def test_a_row_of_units_and_a_title_say_it_where_the_heading_does_not(
    above: tuple[str, ...], heading: str, below: str, unit: Unit
) -> None:
    assert unit_of(Kind.MONEY, heading, below, above) == unit


@pytest.mark.parametrize(
    "unit, stored, shown, meaning",
    [
        (THOUSANDS, 2.5, "2,5", 2500.0),
        (THOUSANDS, "2,5", "2,5", 2500.0),
        (THOUSANDS, "5 тис. грн", "5 тис. грн", 5000.0),
        (THOUSANDS, "2500 грн", "2500 грн", 2500.0),
        (THOUSANDS, 2500, "2 500 грн", 2500.0),  # the cell's own format says hryvnias
        (THOUSANDS, "близько 2,5", "", Inexact("about", 2500, 2500)),
        (THOUSANDS, "2-3", "", Inexact("between", 2000, 3000)),
        (THOUSANDS, 1500, "1500", "doubtful"),
        (THOUSANDS, "100 $", "", "other-currency"),
        (DOLLARS, 100, "100", "other-currency"),
        (DOLLARS, "2500 грн", "", 2500.0),
    ],
)
def test_a_cell_without_a_unit_of_its_own_counts_in_its_columns(
    unit: Unit, stored: Any, shown: str, meaning: Any
) -> None:
    found = read_cell(FUNDS, stored, shown, Context(panel=PANEL, today=DAY, unit=unit))
    assert (found.problem or found.value) == meaning


@given(
    st.sampled_from([THOUSANDS, Unit(1_000_000), DOLLARS]),
    st.integers(0, 10**9),
    st.sampled_from(["", "about", "least", "most", "between"]),
)
def test_a_sum_written_in_a_columns_unit_reads_back_the_same(unit: Unit, kopecks: int, mark: Any) -> None:
    low, high = kopecks / 100, (kopecks + 100 * (mark == "between")) / 100
    value = Inexact(mark, low, high) if mark else low
    stored = write_cell(FUNDS, value, PANEL, unit)
    assert read_cell(FUNDS, stored, "", Context(panel=PANEL, today=DAY, unit=unit)) == Read(value)


def test_people_by_the_thousand_are_whole_people() -> None:
    context = Context(panel=PANEL, today=DAY, unit=THOUSANDS)
    assert [read_cell(PEOPLE, cell, "", context).value for cell in (1.25, "1,2 тис.", "300 осіб")] == [1250, 1200, 300]


def test_a_row_of_units_is_no_second_header_row() -> None:
    rows = [["Назва заходу", "Дата", "Кошти", "Учасників"], [None, None, "тис. грн", "осіб"]]
    (table,) = read(grid([*rows, ["Свято", "12.10.2024", 2.5, 30]], "Заходи")).tables
    assert (table.header_rows, table.left_out, records(table)[3]["funds"]) == ((1,), {2: "units"}, 2500)


BOOK = {
    "Заходи": [
        ["Назва заходу", "Дата", "Напрям", "Партнери", "Кошти, тис. грн"],
        ["Свято осені", TODAY - 200, "Культура", "Ліцей № 3", 2.5],
        ["Ярмарок", TODAY - 20, "Громадське", "Ліцей № 3", "12 тис. грн"],
    ]
}


@pytest.mark.parametrize("kind", ["xlsx", "google"])
def test_saves_write_a_sum_as_the_column_counts(
    kind: str, tmp_path: Path, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.forget()
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0,))
    event = {"title": "Нова", "date": Period(DAY, DAY), "partners": ("Ліцей № 3",), "directions": ("social",)}
    with place_of(kind, tmp_path, BOOK) as place:
        now = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
        writing.add(place.open(), panel, "events", {**event, "funds": 1234.5}, actor="Оля", now=now)
        seen = {"title": "Свято осені", "funds": 2500.0}
        writing.edit(place.open(), panel, "events", 2, {"funds": 3000.0}, seen, actor="Іван", now=now)
        assert [row[4] for row in place.rows("Заходи")[1:4]] == [3, "12 тис. грн", 1.2345]
        table = read(*place.open().read().grids).tables_of("events")[0]
        assert table.values["funds"] == [3000.0, 12000.0, 1234.5]


def test_pasted_rows_keep_what_their_own_column_counts(panel: Panel) -> None:
    now = read(grid([["Назва заходу", "Дата", "Кошти, грн"], ["Свято", "12.10.2024", 5]], "Заходи"))
    pasted = grid_of([["Назва заходу", "Дата", "Кошти, тис. грн"], ["Лекція", "13.10.2024", "2,5"]], "вставлено")
    (line,) = understood(now, panel.tabs["events"], texts_in(now, panel.tabs["events"], [pasted]))
    assert line.reads["funds"].value == 2500
