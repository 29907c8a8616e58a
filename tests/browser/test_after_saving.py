"""Each form by one thumb, its taps counted; and what comes after a save: an evaluation, one more, undo, a link."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from sheets.whereabouts import address_of
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE
from tests.browser.phones import PALACE, Running, Thumb, told


def test_after_an_event_its_evaluation_takes_a_tap_a_criterion(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = visiting(running.url, PHONE).open("/add")
    thumb = Thumb(visit).write("Назва заходу", "Ранок казки").button("Культура").pick("Партнери", "Світанок")
    thumb.button("Зберегти").button("Додати оцінювання цього заходу")
    thumb, began = Thumb(visit), time.monotonic()
    thumb.button("Батьки", role="radio")
    for number in range(9):
        thumb.tap(visit.page.get_by_role("radio", name="5", exact=True).nth(number))
    thumb.button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    told("an evaluation", thumb, began, capsys)
    [evaluation] = running.records("evaluations", event="Ранок казки")
    criteria = [value for name, value in evaluation.items() if name.startswith("c_")]
    assert (evaluation["partner"], evaluation["respondent_group"], criteria) == (PALACE, "parents", [5.0] * 9)
    assert thumb.taps == 11


def test_one_more_event_begins_as_the_last_one_did(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add").write("Місце проведення", "Зимовий сад")
    thumb = Thumb(visit).write("Назва заходу", "Перший з двох").button("Культура").pick("Партнери", "Світанок")
    thumb.button("Зберегти").button("Додати ще")
    assert (visit.box("Назва заходу").input_value(), visit.box("Місце проведення").input_value()) == ("", "Зимовий сад")
    thumb.write("Назва заходу", "Другий з двох").button("Зберегти")
    [event] = running.records("events", title="Другий з двох")
    assert (event["partners"], event["directions"], event["place"]) == ((PALACE,), ("culture",), "Зимовий сад")


def test_a_partner_and_a_plan_row_are_added_in_few_taps(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = visiting(running.url, PHONE).open("/add?what=Партнер")
    thumb, began = Thumb(visit), time.monotonic()
    thumb.write("Назва партнера", "Обсерваторія «Сузір'я»").pick("Тип партнера", "Музей").button("Освіта")
    thumb.button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    partner = told("a partner", thumb, began, capsys)
    visit = visiting(running.url, PHONE).open("/add?what=Рядок плану")
    thumb, began = Thumb(visit), time.monotonic()
    thumb.write("Напрями взаємодії", "Спільні спостереження").button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    plan = told("a plan row", thumb, began, capsys)
    assert (partner[0] <= 12, plan[0] <= 12) == (True, True)


def test_a_change_is_undone(running: Running, visiting: Visiting) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[8]
    was = table.record(row) or {}
    visit = visiting(running.url, PHONE).open(f"/add?edit={address_of(now.panel, table, row)}")
    thumb = Thumb(visit).write("Місце проведення", "Не те місце").button("Зберегти")
    assert len(running.records("events", place="Не те місце")) == 1
    thumb.button("Скасувати")
    assert running.now().tables_of("events")[-1].record(row) == was
    assert (visit.title(), visit.crashed()) == ("Змінити запис", [])


def test_a_change_is_taken_back_in_the_journal_by_a_tap_anywhere_in_its_line(
    running: Running, visiting: Visiting
) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[9]
    was = table.record(row) or {}
    visit = visiting(running.url, PHONE).open(f"/add?edit={address_of(now.panel, table, row)}")
    Thumb(visit.write("Місце проведення", "Зовсім не там")).button("Зберегти")
    visit.open("/journal").page.get_by_test_id("stDataFrame").tap(position={"x": 150, "y": 55})
    assert "→ Зовсім не там" in visit.idle().text()
    Thumb(visit).button("Скасувати")
    assert running.now().tables_of("events")[-1].record(row) == was


def test_a_link_to_a_form_is_copied_and_opens_it(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE, permissions=["clipboard-read", "clipboard-write"]).open("/add")
    thumb = Thumb(visit).write("Назва заходу", "Тиждень зір").button("Посилання на форму")
    thumb.button("Копіювати")
    address = visit.page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{running.url}/add?form=")
    other = visiting(running.url, PHONE).open(address.removeprefix(running.url))
    expect(other.box("Назва заходу")).to_have_value("Тиждень зір")
