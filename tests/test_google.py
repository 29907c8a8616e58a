"""A Google workbook is read in few requests: what did not change is the same object, and costs one."""

from __future__ import annotations

import pytest

from sheets.google import GoogleWorkbook
from sheets.workbook import (
    AddTab,
    Merge,
)
from tests.emulator import Emulator
from tests.google_helpers import OUTLINE, TABS, VALUES, Clock, another, gid_of
from tests.sheet_samples import EVENTS, PARTNERS

pytest_plugins = ("tests.google_fixtures",)


def test_the_tabs_come_in_order_with_merges_in_one_request(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    partners, events, chart = workbook.tabs()
    assert (partners.title, partners.rows, partners.merges) == (PARTNERS, 1000, (Merge(1, 1, 1, 6),))
    assert (events.title, chart.title, chart.rows) == (EVENTS, "Графік", 0)
    assert workbook.name == "partnership"
    assert emulator.requests() == [OUTLINE]


def test_a_cold_read_of_all_tabs_is_two_requests_once_the_tabs_are_known(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.tabs()
    emulator.forget()
    partners, events, chart = workbook.read().grids
    assert emulator.requests() == [VALUES, VALUES]
    assert [partners.value(4, 3), partners.text(4, 3)] == [45536, "01.09.2024"]
    assert [partners.value(9, 4), partners.text(9, 4), partners.value(2, 1)] == [15007.5, "15007,5", None]
    assert [events.value(3, 3), events.text(3, 3), events.value(9, 9)] == [False, "FALSE", None]
    assert (chart.width, chart.height) == (0, 0)


def test_one_rendering_is_one_request(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.tabs()
    emulator.forget()
    grid = workbook.read(shown=False).grids[0]
    assert emulator.requests() == [VALUES]
    assert (grid.shown, grid.value(5, 2)) == (None, "Музей гончарства")


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_changed_is_the_same_reading_for_one_request(
    workbook: GoogleWorkbook, emulator: Emulator, shown: bool
) -> None:
    first = workbook.read(shown=shown)
    emulator.forget()
    assert workbook.read(first, shown=shown) is first
    assert emulator.requests() == [VALUES]


def test_a_changed_cell_changes_its_tab_alone(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    first = workbook.read()
    emulator.colleague({"set": {"tab": EVENTS, "cell": "A2", "value": "Ярмарок майстрів"}})
    emulator.forget()
    second = workbook.read(first)
    assert [new is old for new, old in zip(second.grids, first.grids, strict=True)] == [True, False, True]
    assert second.grids[1].text(2, 1) == "Ярмарок майстрів"


@pytest.mark.parametrize(
    "tab, cell, value, requests",
    [
        (EVENTS, "A2", "Ярмарок майстрів", [VALUES]),
        (EVENTS, "A2", 5, [VALUES, VALUES]),
        (PARTNERS, "C4", 45537, [VALUES, VALUES]),
        (PARTNERS, "B30", "Новий рядок унизу", [VALUES]),
    ],
)
def test_a_changed_text_needs_no_second_rendering(
    workbook: GoogleWorkbook, emulator: Emulator, tab: str, cell: str, value: object, requests: list[str]
) -> None:
    first = workbook.read()
    emulator.colleague({"set": {"tab": tab, "cell": cell, "value": value}})
    emulator.forget()
    second = workbook.read(first)
    assert emulator.requests() == requests
    asked_anew = another(emulator).read()
    assert [grid.shown for grid in second.grids] == [grid.shown for grid in asked_anew.grids]
    assert workbook.read(second) is second


def test_a_changed_number_format_is_seen_within_a_minute(
    workbook: GoogleWorkbook, emulator: Emulator, clock: Clock
) -> None:
    first = workbook.read()
    (cell,) = [emulator.app.control.book.tabs[0].cell(3, 2)]
    emulator.app.control.book.tabs[0].put(
        3, 2, cell._replace(format={"numberFormat": {"type": "NUMBER", "pattern": "0"}})
    )
    emulator.app.control.service.replace(emulator.app.control.book)
    assert workbook.read(first) is first
    clock.now += 61
    emulator.forget()
    second = workbook.read(first)
    assert (second.grids[0].text(4, 3), second.grids[1] is first.grids[1]) == ("45536", True)
    assert emulator.requests() == [VALUES, VALUES]


def test_a_new_tab_is_seen_within_two_minutes_at_two_requests_a_read(
    workbook: GoogleWorkbook, emulator: Emulator, clock: Clock
) -> None:
    reading = workbook.read()
    another(emulator).apply([AddTab(tab=77, title="Нова", header=("Назва",))])
    for seconds in (61, 50, 10):
        clock.now += seconds
        emulator.forget()
        reading = workbook.read(reading)
        assert len(emulator.requests()) <= 2
    assert [grid.tab.title for grid in reading.grids] == [PARTNERS, EVENTS, "Графік", "Нова"]
    assert reading.grids[3].text(1, 1) == "Назва"


@pytest.mark.parametrize("edit", [{"rename_tab": {"tab": EVENTS, "to": "Заходи"}}, {"delete_tab": {"tab": EVENTS}}])
def test_a_tab_renamed_or_taken_away_between_reads_does_no_harm(
    workbook: GoogleWorkbook, emulator: Emulator, edit: dict
) -> None:
    first = workbook.read()
    emulator.colleague(edit)
    titles = [grid.tab.title for grid in workbook.read(first).grids]
    assert titles == [title for title in (PARTNERS, "Заходи", "Графік") if title != "Заходи" or "rename_tab" in edit]


def test_merges_follow_rows_that_a_colleague_inserts(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    first = workbook.read()
    emulator.colleague({"insert_row": {"tab": PARTNERS, "row": 1, "values": []}})
    tab = workbook.read(first).grids[0].tab
    assert (tab.rows, tab.merges) == (1001, (Merge(2, 1, 2, 6),))


@pytest.mark.parametrize(
    "edit, requests",
    [
        ({"insert_row": {"tab": PARTNERS, "row": 6, "values": []}}, [VALUES, VALUES]),
        ({"delete_row": {"tab": PARTNERS, "row": 6}}, [VALUES, VALUES]),
        ({"insert_row": {"tab": PARTNERS, "row": 900, "values": []}}, [VALUES]),
        ({"insert_row": {"tab": PARTNERS, "row": 1, "values": []}}, [VALUES, OUTLINE, VALUES]),
        ({"insert_column": {"tab": PARTNERS, "column": "B"}}, [VALUES, OUTLINE, VALUES]),
        ({"insert_column": {"tab": PARTNERS, "column": "Z"}}, [VALUES, OUTLINE]),
    ],
)
def test_rows_that_come_or_go_below_all_merged_cells_need_no_new_outline(
    workbook: GoogleWorkbook, emulator: Emulator, edit: dict, requests: list[str]
) -> None:
    first = workbook.read()
    emulator.colleague(edit)
    emulator.forget()
    second = workbook.read(first)
    assert emulator.requests() == requests
    assert second.grids[0].tab == another(emulator).read().grids[0].tab


def test_the_journal_is_never_read_for_dashboards(workbook: GoogleWorkbook) -> None:
    workbook.apply([AddTab(tab=9, title="Журнал змін", header=("коли", "хто"))])
    assert [grid.width for grid in workbook.read().grids if grid.tab.gid == 9] == [0]


def test_a_huge_declared_grid_does_not_matter(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    emulator.app.control.book.tabs[1].rows = 380_000
    emulator.app.control.service.replace(emulator.app.control.book)
    grid = workbook.read().grids[1]
    assert (grid.tab.rows, grid.height) == (380_000, 3)


def test_a_tab_is_read_for_a_save_in_one_request_with_everything(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    dashboards = workbook.read().grids
    emulator.forget()
    partners, events = workbook.read_tabs([0, 424242, gid_of(workbook, EVENTS)])
    assert emulator.requests() == [TABS]
    assert (partners.stored, partners.shown) == (dashboards[0].stored, dashboards[0].shown)
    assert (events.stored, events.shown) == (dashboards[1].stored, dashboards[1].shown)
    assert partners.formulas[9, 4] == "=SUM(D4:D8)"
    assert (partners.hidden_rows, partners.links) == (frozenset({6}), {(5, 2): "https://example.org/museum"})


def test_a_tab_is_read_by_gid_whatever_it_is_called_now(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.tabs()
    emulator.colleague({"rename_tab": {"tab": PARTNERS, "to": "Інша"}}, before="getByDataFilter")
    (grid,) = workbook.read_tabs([0])
    assert (grid.tab.title, workbook.tabs()[0].title) == ("Інша", "Інша")


def test_a_tab_taken_away_is_left_out(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    events = gid_of(workbook, EVENTS)
    emulator.colleague({"delete_tab": {"tab": EVENTS}})
    assert [grid.tab.gid for grid in workbook.read_tabs([0, events])] == [0]


def test_only_the_wanted_columns_of_a_journal_are_read(workbook: GoogleWorkbook) -> None:
    (grid,) = workbook.read_tabs([0], columns={0: (2, 2)})
    assert [grid.value(4, 1), grid.value(4, 2), grid.value(4, 3)] == [None, "Ліцей «Промінь»", None]


@pytest.mark.parametrize("busy, most", [(True, 12), (False, 8)])
def test_a_minute_of_refreshes_costs_few_reads(
    workbook: GoogleWorkbook, emulator: Emulator, clock: Clock, busy: bool, most: int
) -> None:
    reading = workbook.read()
    clock.now += 50
    emulator.forget()
    for at in range(6):
        clock.now += 10
        if busy:
            emulator.colleague({"set": {"tab": PARTNERS, "cell": "B5", "value": f"Музей {at}"}})
        reading = workbook.read(reading)
    assert len(emulator.requests()) <= most
    assert reading.grids[0].text(5, 2) == ("Музей 5" if busy else "Музей гончарства")
