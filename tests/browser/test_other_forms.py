"""The other ways into the sheet: a message, a copy, several at once, a link with fixed fields, a new word of a list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from sheets.invitations import Invitation
from sheets.whereabouts import address_of
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE
from tests.browser.phones import PALACE, Running, Thumb

PASTED = "Назва заходу\tДата\tНапрям\tПартнери\tК-сть учасників\n" + "".join(
    f"Разом {n}\t{n + 1:02}.05.2026\tкультура\t{PALACE}\t{20 + n}\n" for n in range(10)
)


def test_a_message_begins_a_form_that_a_person_confirms(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add")
    thumb = Thumb(visit).button("Вставити повідомлення")
    thumb.write("Повідомлення з чату", "Вчора провели майстер-клас «Глина» у ПК Світанок, прийшло 24 дитини")
    thumb.button("Запропонувати")
    visit.page.touchscreen.tap(200, 20)
    assert visit.idle().text().count("Запропоновано з повідомлення") == 5
    thumb.button("Усе правильно, зберегти")
    [event] = running.records("events", title="Майстер-клас «Глина»")
    assert (event["date"].start, event["partners"], event["directions"]) == (
        dt.date(2026, 5, 13),
        (PALACE,),
        ("culture",),
    )


def test_ten_pasted_events_are_saved_at_once_and_undone_as_one(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url).open("/add?several=true")
    visit.write("Вставте рядки", PASTED).tap("Розкласти по клітинках").tap("Зберегти 10 записів")
    before = len(running.records("events", partners=(PALACE,)))
    assert "Збережено 10 записів" in visit.text()
    visit.tap("Скасувати")
    assert len(running.records("events", partners=(PALACE,))) == before - 10


def test_lines_typed_on_a_phone_are_mended_where_they_are_told_and_saved(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add?several=true")
    visit.write("Вставте рядки", f"Крапля; 12.05.2026; культура; {PALACE}\nРоса; незабаром; освіта; Гімназія № 12")
    thumb = Thumb(visit).button("Розкласти по клітинках")
    expect(visit.page.get_by_role("button", name="Зберегти 2 записи")).to_be_disabled()
    visit.write("Рядок 2, «Дата проведення»", "13.05.2026")
    thumb.button("Зберегти 2 записи")
    assert ("Збережено 2 записи" in visit.text(), visit.too_wide()) == (True, 0)
    days = [running.records("events", title=title)[0]["date"].start.day for title in ("Крапля", "Роса")]
    assert days == [12, 13]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_is_taken_into_the_grid(ending: str, running: Running, visiting: Visiting, tmp_path: Path) -> None:
    rows = [line.split("\t") for line in PASTED.replace("Разом", f"З {ending}").splitlines()[:3]]
    file = tmp_path / f"захід.{ending}"
    if ending == "csv":
        file.write_bytes("\n".join(";".join(row) for row in rows).encode("cp1251"))
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    visit = visiting(running.url, PHONE).open("/add?several=true").tap("Узяти файл")
    visit.page.locator("input[type=file]").set_input_files(file)
    expect(visit.page.get_by_role("button", name="Зберегти 2 записи")).to_be_visible()
    assert f"З {ending} 1" in visit.idle().text()


def test_a_record_is_copied_without_its_day(running: Running, visiting: Visiting) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[1]
    record = table.record(row) or {}
    visit = visiting(running.url, PHONE).open(f"/add?copy={address_of(now.panel, table, row)}")
    visit.write("Назва заходу", "Копія заходу").tap("Зберегти")
    [event] = running.records("events", title="Копія заходу")
    assert (event["partners"], event["place"], event["date"].start) == (
        record["partners"],
        record["place"],
        dt.date(2026, 5, 14),
    )


def test_a_link_of_a_colleague_begins_a_form_with_what_is_fixed_and_hidden(
    running: Running, visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANEL_STATE", str(running.book.parent / "state"))
    invitation = Invitation(
        kind="events",
        values={"title": "Тиждень книги", "directions": ("culture",), "place": "Читальна зала", "partners": (PALACE,)},
        fixed=frozenset({"title"}),
        hidden=frozenset({"place"}),
    )
    visit = visiting(running.url, PHONE).open(f"/add?form={running.sealed(invitation, 'staff')}")
    expect(visit.box("Назва заходу")).to_be_disabled()
    assert "Місце проведення" not in visit.text()
    visit.tap("Зберегти")
    [event] = running.records("events", title="Тиждень книги")
    assert (event["place"], event["partners"]) == ("Читальна зала", (PALACE,))


def test_a_word_typed_new_is_added_to_its_list_by_one_tap(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add?what=Партнер")
    thumb = Thumb(visit).write("Назва партнера", "Обсерваторія «Комета»").pick("Тип партнера", "Дирижабль")
    thumb.button("Додати «Дирижабль» до списку")
    thumb.button("Освіта").button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    [partner] = running.records("partners", name="Обсерваторія «Комета»")
    assert partner["type"] == "дирижабль"


def test_an_events_card_shows_the_qr_code_of_its_participants_form(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url).open("/events")
    table = visit.page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 200, "y": 55})  # the first record: the table is a canvas
    visit.idle().page.get_by_text("Відгуки учасників (QR)").click()
    expect(visit.idle().page.get_by_alt_text("QR-код цього посилання")).to_be_visible()
    address = visit.page.get_by_role("link", name="Відкрити", exact=True).get_attribute("href") or ""
    assert (address.startswith(f"{running.url}/answer?invite="), visit.crashed()) == (True, [])
