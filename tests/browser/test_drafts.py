"""Nothing typed is lost, not even a word half typed: the line breaks, the phone throws the page away, the server starts
anew."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sheets.whereabouts import address_of
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE, Visit, serving
from tests.browser.phones import PALACE, Line, Running, Thumb
from tests.conftest import TODAY


def anew(visit: Visit) -> Visit:
    """The same phone, later: the tab was closed, the address is gone."""
    context = visit.page.context
    visit.page.close()
    return Visit(context.new_page(), visit.url).open("/add")


def test_a_draft_that_another_visit_left_is_offered_and_goes_on(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add").write("Назва заходу", "Обірваний захід")
    visit.page.get_by_role("button", name="Культура").tap()
    visit.idle()
    visit = anew(visit)
    assert "захід «Обірваний захід»" in visit.text()
    thumb = Thumb(visit).button("Продовжити")
    assert visit.box("Назва заходу").input_value() == "Обірваний захід"
    thumb.pick("Партнери", "Світанок").button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    assert len(running.records("events", title="Обірваний захід", partners=(PALACE,))) == 1
    assert "Продовжити" not in anew(visit).text()


def test_a_draft_that_another_tab_has_saved_by_now_keeps_what_was_typed_since(
    running: Running, visiting: Visiting
) -> None:
    left = visiting(running.url, PHONE).open("/add").write("Назва заходу", "Захід з двох вкладок")
    left.page.get_by_role("button", name="Культура").tap()
    left.idle()
    one = anew(left)
    other = Visit(one.page.context.new_page(), one.url).open("/add")
    for visit in (one, other):
        Thumb(visit).button("Продовжити").pick("Партнери", "Світанок")
    Thumb(one).button("Зберегти")
    assert "Збережено: рядок" in one.text()
    other.write("Назва заходу", "Захід з другої вкладки").page.reload()
    expect(other.page.get_by_text("Цю чернетку вже збережено з іншої вкладки")).to_be_visible()
    other.idle()
    assert other.box("Назва заходу").input_value() == "Захід з другої вкладки"
    thumb = Thumb(other).button("Зберегти")
    assert "Цю форму вже збережено раніше" in other.text()
    assert other.box("Назва заходу").input_value() == "Захід з другої вкладки"
    thumb.button("Зберегти")
    assert "Збережено: рядок" in other.text()
    assert len(running.records("events", title="Захід з двох вкладок")) == 1
    assert len(running.records("events", title="Захід з другої вкладки")) == 1


def begun(visit: Visit, title: str) -> Thumb:
    """A form of an event that could be saved."""
    return Thumb(visit.open("/add").write("Назва заходу", title)).button("Культура").pick("Партнери", "Світанок")


def test_a_word_that_was_being_typed_when_the_network_went_is_saved(running: Running, visiting: Visiting) -> None:
    line = Line(visiting(running.url, PHONE))
    visit, thumb = line.visit, begun(line.visit, "Захід у ліфті")
    visit.box("Місце проведення").press_sequentially("Ліфт")
    line.cut()
    expect(visit.page.get_by_role("dialog")).to_contain_text("Написане лишається на екрані")
    line.mend()
    expect(visit.box("Місце проведення")).to_have_value("Ліфт")
    thumb.button("Зберегти")
    assert len(running.records("events", title="Захід у ліфті", place="Ліфт")) == 1


@pytest.mark.parametrize("first", [True, False], ids=["the first word", "a later word"])
def test_a_word_that_was_being_typed_when_the_page_was_loaded_anew_is_saved(
    first: bool, running: Running, visiting: Visiting
) -> None:
    visit, title = visiting(running.url, PHONE).open("/add"), f"Захід, {first}"
    if not first:
        begun(visit, title)
    words = {"Назва заходу": title} if first else {"Місце проведення": "Двір", "Кількість учасників": "57"}
    for label, word in words.items():
        visit.box(label).press_sequentially(word)
    visit.page.reload()
    for label, word in words.items():
        expect(visit.box(label)).to_have_value(word)
    thumb = Thumb(visit.idle())
    if first:
        thumb.button("Культура").pick("Партнери", "Світанок")
    thumb.button("Зберегти")
    said = {} if first else {"place": "Двір", "participants": 57}
    assert len(running.records("events", title=title, **said)) == 1
    assert visit.tap("Додати ще").box("Назва заходу").input_value() == ""


@pytest.mark.parametrize("lost", ["out", "in"], ids=["before it was sent", "before the answer"])
def test_a_network_that_goes_in_the_middle_of_a_save_leaves_one_record(
    lost: str, running: Running, visiting: Visiting
) -> None:
    line = Line(visiting(running.url, PHONE))
    visit, title = line.visit, f"Захід у тунелі, {lost}"
    begun(visit, title)
    line.lost = frozenset({lost})
    visit.page.get_by_role("button", name="Зберегти").tap()
    while lost == "in" and not running.records("events", title=title):
        visit.page.wait_for_timeout(50)
    line.cut()
    line.mend()
    if lost == "out":
        assert visit.box("Назва заходу").input_value() == title
        visit.tap("Зберегти")
    assert "Збережено: рядок" in visit.text()
    assert len(running.records("events", title=title, partners=(PALACE,))) == 1


def test_the_next_visit_begins_with_the_last_place_and_direction(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add").write("Назва заходу", "Звичний захід")
    thumb = Thumb(visit).button("Культура").pick("Партнери", "Світанок").write("Місце проведення", "Актова зала № 2")
    thumb.button("Зберегти")
    visit = anew(visit)
    chosen = visit.page.get_by_role("button", name="Культура")
    assert visit.box("Місце проведення").input_value() == "Актова зала № 2"
    expect(chosen).to_have_attribute("aria-pressed", "true")


def test_a_change_half_made_outlives_a_server_that_starts_anew(
    demo_book: Path, running: Running, visiting: Visiting, tmp_path: Path
) -> None:
    now = running.now()
    table = now.tables_of("events")[-1]
    row = sorted(table.place)[5]
    settings = {"PANEL_WORKBOOK": str(demo_book), "PANEL_TODAY": TODAY.isoformat()}
    with ExitStack() as first:
        url = first.enter_context(serving(settings, tmp_path / "state"))
        visit = visiting(url, PHONE).open(f"/add?edit={address_of(now.panel, table, row)}")
        visit.write("Місце проведення", "Зала після перерви")
        visit.box("Відповідальний").fill("Після Перерви")
        first.close()
        with serving(settings, tmp_path / "state", port=int(url.rpartition(":")[2])):
            expect(visit.idle().box("Відповідальний")).to_have_value("Після Перерви")
            visit.tap("Зберегти")
            assert "Збережено" in visit.text()
    changed = Running(url, demo_book, running.panel).records("events", place="Зала після перерви")
    assert [one["responsible"] for one in changed] == ["Після Перерви"]
