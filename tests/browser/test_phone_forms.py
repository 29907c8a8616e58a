"""A teacher in a corridor with a phone: each path by taps at 390×844, counted; the line breaks; two save at once."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from sheets.whereabouts import address_of
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE
from tests.browser.phones import NOW, PALACE, Running, Thumb, small_targets, told
from tests.conftest import TODAY


def test_the_usual_event_takes_at_most_12_taps_and_45_seconds(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str]
) -> None:
    thumb = Thumb(visiting(running.url, PHONE).open("/add"))
    assert small_targets(thumb.visit) == []
    began = time.monotonic()
    thumb.write("Назва заходу", "Свято їжака").button("Культура").pick("Партнери", "Світанок")
    thumb.write("Кількість учасників", "24").button("Зберегти")
    assert "Збережено: рядок" in thumb.visit.text()
    taps, seconds = told("an event", thumb, began, capsys)
    [event] = running.records("events", title="Свято їжака")
    assert (event["partners"], event["participants"], event["date"].start) == ((PALACE,), 24.0, TODAY)
    assert (taps <= 12, seconds <= 45, thumb.visit.too_wide()) == (True, True, 0)


def test_a_partner_that_is_not_there_is_made_inside_the_event(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str]
) -> None:
    thumb = Thumb(visiting(running.url, PHONE).open("/add"))
    began = time.monotonic()
    thumb.write("Назва заходу", "Вечір зірок").button("Освіта").pick("Партнери", "Планетарій «Зоряний шлях»")
    thumb.pick("Тип партнера", "Музей").button("Зберегти")
    assert "І ще: рядок" in thumb.visit.text()
    taps, _ = told("an event with a new partner", thumb, began, capsys)
    [partner] = running.records("partners", name="Планетарій «Зоряний шлях»")
    [event] = running.records("events", title="Вечір зірок")
    assert (partner["type"], partner["directions"], event["partners"]) == (
        "museum",
        ("education",),
        ("Планетарій «Зоряний шлях»",),
    )
    assert taps <= 12


def test_participants_answer_by_a_link_once_and_see_nothing_else(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANEL_STATE", str(running.book.parent / "state"))
    address = f"/answer?invite={running.token(NOW.replace(year=2040))}"
    visit = visiting(running.url, PHONE).open(address)
    thumb, began = Thumb(visit), time.monotonic()
    thumb.tap(visit.page.get_by_text("Учень чи учениця"))
    questions = visit.page.get_by_role("radiogroup").filter(has=visit.page.get_by_text("5 · так"))
    for number in range(9):
        thumb.tap(questions.nth(number).get_by_text("5 · так"))
    visit.page.reload()  # a child's phone went to sleep
    thumb.visit.idle()
    thumb.button("Надіслати")
    told("a participant's answer", thumb, began, capsys)
    expect(visit.page.get_by_role("heading", name="Дякуємо!")).to_be_visible()
    answers = running.records("evaluations", event="Свято їжака", partner=PALACE)
    assert [(a["respondent_group"], a["c_goals"], a["c_management"]) for a in answers] == [("pupils", 5.0, 5.0)]
    assert (visit.page.get_by_test_id("stSidebarNavLink").count(), thumb.taps) == (0, 11)
    visit.open(address)
    assert (visit.title(), len(running.records("evaluations", event="Свято їжака"))) == ("Дякуємо!", 1)


@pytest.mark.parametrize("broken", ["ended", "tampered", "none"])
def test_a_link_that_ended_or_was_changed_opens_nothing(
    broken: str, running: Running, visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANEL_STATE", str(running.book.parent / "state"))
    token = running.token(NOW.replace(year=2020 if broken == "ended" else 2040))
    said = {"ended": token, "tampered": token[:-2] + "xx", "none": "x"}[broken]
    visit = visiting(running.url, PHONE).open(f"/answer?invite={said}")
    assert (visit.title(), visit.page.get_by_role("button", name="Надіслати").count()) == ("Ця форма закрита", 0)


def test_what_is_left_as_a_colleague_wrote_it_is_told_and_the_form_shows_that(
    running: Running, visiting: Visiting
) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    address = f"/add?edit={address_of(now.panel, table, sorted(table.place)[4])}"
    one, other = (visiting(running.url, PHONE).open(address) for _ in range(2))
    Thumb(one).write("Кількість учасників", "41").button("Зберегти")
    thumb, dialog = Thumb(other), other.page.get_by_role("dialog")
    thumb.write("Кількість учасників", "55").button("Зберегти")
    thumb.tap(dialog.get_by_text("Лишити їхнє")).tap(dialog.get_by_role("button", name="Зберегти"))
    expect(other.page.get_by_test_id("stToast")).to_contain_text("Лишилося так, як є в таблиці")
    assert other.box("Кількість учасників").input_value() == "41"
    other.open(address)
    assert "Відновлено" not in other.text()


def test_two_phones_that_save_the_same_record_lose_nothing(running: Running, visiting: Visiting) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[2]
    title = (table.record(row) or {})["title"]
    address = f"/add?edit={address_of(now.panel, table, row)}"
    one, other = (visiting(running.url, PHONE).open(address) for _ in range(2))
    Thumb(one).write("Кількість учасників", "41").write("Місце проведення", "Зала одного").button("Зберегти")
    assert "Збережено" in one.text()
    thumb = Thumb(other).write("Кількість учасників", "55").write("Відповідальний", "Друга Людина").button("Зберегти")
    assert all(said in other.text() for said in ("хтось змінив те саме",))
    dialog = other.page.get_by_role("dialog")
    assert all(said in dialog.inner_text() for said in ("Було", "Їхнє\n41", "Ваше\n55"))
    other.page.keyboard.press("Escape")  # left without a choice: nothing is lost, and nothing is saved
    thumb.button("Зберегти")
    assert other.box("Кількість учасників").input_value() == "55"
    thumb.tap(dialog.get_by_text("Записати моє")).tap(dialog.get_by_role("button", name="Зберегти"))
    assert "Збережено" in other.text()
    [event] = running.records("events", title=title, participants=55.0)
    assert (event["place"], event["responsible"]) == ("Зала одного", "Друга Людина")
