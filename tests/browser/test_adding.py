"""A person adds records on the page, and they stand in the workbook: an .xlsx file, and a Google Sheet (emulated)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sheets.xlsx import XlsxWorkbook
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE, Visit, serving
from tests.conftest import TODAY
from tests.emulator import Emulator, running

TITLE = "=Свято їжака «Колючі друзі»"  # begins like a formula; must stay text


@contextmanager
def over_xlsx(book: Path, tmp_path: Path) -> Iterator[str]:
    """A panel over this file."""
    settings = {"PANEL_WORKBOOK": str(book), "PANEL_TODAY": TODAY.isoformat()}
    with serving(settings, tmp_path / "state") as url:
        yield url


@contextmanager
def over_google(emulator: Emulator, tmp_path: Path, **more: str) -> Iterator[str]:
    """A panel over the emulated Google Sheet; `more` are settings."""
    key = tmp_path / "key.json"
    key.write_text(json.dumps(emulator.credentials))
    settings = {"GOOGLE_APPLICATION_CREDENTIALS": str(key), "PANEL_TODAY": TODAY.isoformat()}
    with serving(emulator.environment | settings | more, tmp_path / "state") as url:
        yield url


def fill_event(visit: Visit, title: str = TITLE) -> Visit:
    """Answers what an event needs."""
    visit.open("/add").write("Назва заходу", title)
    visit.page.get_by_role("button", name="Культура").click()
    return visit.idle().choose("Партнери", "Палац культури «Світанок»")


def rows_in_file(book: Path, title: str) -> list[tuple[str, int]]:
    """Where this text stands in the file: tab and row."""
    return [
        (grid.tab.title, row)
        for grid in XlsxWorkbook(book).read().grids
        for column in grid.stored
        for row, value in enumerate(column, start=1)
        if value == title
    ]


def test_an_event_added_on_the_page_stands_in_the_file_and_on_the_pages(
    demo_book: Path, tmp_path: Path, visiting: Visiting
) -> None:
    with over_xlsx(demo_book, tmp_path) as url:
        visit = fill_event(visiting(url, PHONE)).tap("Зберегти")
        assert "Збережено: рядок" in visit.text()
        [(tab, row)] = rows_in_file(demo_book, TITLE)
        assert f"рядок {row}, вкладка «{tab}»" in visit.text()
        visit.open("/events")
        visit.page.get_by_placeholder("Пошук").fill("колючі")
        expect(visit.page.get_by_text(re.compile("^1 запис"))).to_be_visible()


def test_three_quick_taps_add_one_row(demo_book: Path, tmp_path: Path, visiting: Visiting) -> None:
    with over_xlsx(demo_book, tmp_path) as url:
        visit = fill_event(visiting(url, PHONE))
        visit.page.get_by_role("button", name="Зберегти").evaluate(
            "button => [0, 60, 400].forEach(wait => setTimeout(() => button.click(), wait))"
        )
        expect(visit.page.get_by_text("Збережено: рядок")).to_be_visible()
        visit.idle()
        assert len(rows_in_file(demo_book, TITLE)) == 1


def test_undo_takes_the_row_away_again(demo_book: Path, tmp_path: Path, visiting: Visiting) -> None:
    with over_xlsx(demo_book, tmp_path) as url:
        visit = fill_event(visiting(url)).tap("Зберегти").tap("Скасувати")
        assert (rows_in_file(demo_book, TITLE), "Назва заходу" in visit.text()) == ([], True)


def test_what_is_wrong_is_said_beside_the_question_and_nothing_is_cleared(
    demo_book: Path, tmp_path: Path, visiting: Visiting
) -> None:
    with over_xlsx(demo_book, tmp_path) as url:
        visit = visiting(url).open("/add").write("Назва заходу", TITLE).tap("Зберегти")
        assert visit.text().count("Потрібна відповідь.") == 2
        assert (visit.box("Назва заходу").input_value(), rows_in_file(demo_book, TITLE)) == (TITLE, [])


def test_a_half_filled_form_survives_another_page_and_a_reload(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/add").write("Назва заходу", "Напівзаповнене")
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="Заходи").click()
    visit.idle().page.get_by_test_id("stSidebarNavLink").filter(has_text="Додати").click()
    assert visit.idle().box("Назва заходу").input_value() == "Напівзаповнене"
    visit.write("Місце проведення", "Актова зала")
    visit.page.reload()
    expect(visit.box("Назва заходу")).to_have_value("Напівзаповнене")  # the browser tells after the page is drawn
    visit.idle()
    kept = [visit.box(label).input_value() for label in ("Назва заходу", "Місце проведення")]
    assert kept == ["Напівзаповнене", "Актова зала"]
    assert "Відновлено" in visit.text()


def test_a_twin_is_told_before_it_is_saved(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/add?what=Партнер").write("Назва партнера", 'палац культури "Світанок"')
    assert "Можливо, це вже є: Палац культури «Світанок»" in visit.text()


def test_an_event_added_on_the_page_stands_in_the_google_sheet(
    demo_book: Path, tmp_path: Path, visiting: Visiting
) -> None:
    with running(demo_book) as emulator, over_google(emulator, tmp_path) as url:
        visit = fill_event(visiting(url, PHONE)).tap("Зберегти")
        receipt = visit.page.get_by_text("Збережено: рядок").inner_text()
        tab = receipt.split("«")[1].split("»")[0]
        [row] = [number for number, cells in enumerate(emulator.grid(tab), start=1) if TITLE in cells]
        address = visit.page.get_by_role("link", name="Відкрити рядок").get_attribute("href")
        assert f"рядок {row}," in receipt
        assert (emulator.spreadsheet_id in address, address.endswith(f"range=A{row}")) == (True, True)


@pytest.mark.parametrize("fault, said", [("429", "Google просить хвилину зачекати"), ("hang", "таблиця не відповіла")])
def test_a_save_that_google_does_not_take_is_told_calmly_and_nothing_typed_is_lost(
    fault: str, said: str, demo_book: Path, tmp_path: Path, visiting: Visiting
) -> None:
    with running(demo_book) as emulator, over_google(emulator, tmp_path) as url:
        visit = fill_event(visiting(url))
        emulator.faults({"match": "batchUpdate", "times": 99, "do": fault})
        visit.tap("Зберегти")
        assert said in visit.text()
        assert visit.box("Назва заходу").input_value() == TITLE
