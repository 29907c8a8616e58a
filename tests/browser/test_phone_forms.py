"""A teacher in a corridor with a phone: each path by taps at 390×844, counted; the line breaks; two save at once."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from sheets.invitations import Invitation, seal, signing_key
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.whereabouts import address_of
from sheets.xlsx import XlsxWorkbook
from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE, Visit, serving
from tests.conftest import TODAY

NOW = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)
PALACE = "Палац культури «Світанок»"


@dataclass
class Thumb:
    """One thumb on one phone: it taps, and its taps are counted."""

    visit: Visit
    taps: int = 0

    def tap(self, what: Locator) -> Thumb:
        """Taps this, and waits until the panel has answered."""
        what.first.tap()
        self.taps += 1
        self.visit.idle()
        return self

    def button(self, name: str) -> Thumb:
        """Taps the button of this name."""
        return self.tap(self.visit.page.get_by_role("button", name=name))

    def write(self, label: str, text: str) -> Thumb:
        """Taps a field and types into it."""
        self.visit.box(label).tap()
        self.taps += 1
        self.visit.box(label).fill(text)
        return self

    def pick(self, label: str, text: str) -> Thumb:
        """Taps a list, types the beginning and taps what is offered."""
        box = self.visit.page.get_by_role("combobox", name=label).first
        box.tap()
        box.fill(text)
        self.taps += 1
        self.tap(self.visit.page.get_by_role("option"))
        if self.visit.page.get_by_role("option").count():  # a list of several stays open until a tap beside it
            self.visit.page.touchscreen.tap(200, 20)
            self.taps += 1
            self.visit.idle()
        return self


@dataclass(frozen=True)
class Running:
    """A panel and its file."""

    url: str
    book: Path
    panel: Panel

    def now(self) -> Snapshot:
        """What the file says now."""
        return read_snapshot(XlsxWorkbook(self.book).read(), self.panel, now=NOW)

    def records(self, kind: str, **said: Any) -> list[dict[str, Any]]:
        """The records of the file that say this."""
        found = [table.record(row) or {} for table in self.now().tables_of(kind) for row in table.place]
        return [record for record in found if all(record.get(name) == value for name, value in said.items())]

    def token(self, until: dt.datetime) -> str:
        """A link for participants, signed with this panel's key."""
        values = {"event": "Свято їжака", "event_date": TODAY, "partner": PALACE}
        invitation = Invitation(kind="evaluations", values=values, hidden=frozenset({"partner"}), until=until)
        return seal(invitation, signing_key(), "participants")


@pytest.fixture(scope="module")
def running(demo_bytes: bytes, panel: Panel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One panel for all tests of this file: each uses records of its own."""
    folder = tmp_path_factory.mktemp("phones")
    book = folder / "partnership.xlsx"
    book.write_bytes(demo_bytes)
    with serving({"PANEL_WORKBOOK": str(book), "PANEL_TODAY": TODAY.isoformat()}, folder / "state") as url:
        yield Running(url, book, panel)


def told(path: str, thumb: Thumb, began: float, capsys: pytest.CaptureFixture[str]) -> tuple[int, float]:
    """Taps and seconds of a path, printed."""
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{path}: {thumb.taps} taps, {seconds:.1f} s")
    return thumb.taps, seconds


def test_the_usual_event_takes_at_most_12_taps_and_45_seconds(
    running: Running, visiting: Visiting, capsys: pytest.CaptureFixture[str]
) -> None:
    thumb = Thumb(visiting(running.url, PHONE).open("/add"))
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


def test_the_line_breaks_in_the_middle_and_nothing_typed_is_lost(running: Running, visiting: Visiting) -> None:
    visit = visiting(running.url, PHONE).open("/add").write("Назва заходу", "Обірваний захід")
    visit.page.get_by_role("button", name="Культура").tap()
    visit.idle().page.context.set_offline(True)
    visit.box("Місце проведення").fill("Актова зала")
    visit.page.context.set_offline(False)
    visit.page.goto("about:blank")  # the phone threw the page away; its address is gone too
    thumb = Thumb(visit.open("/add")).button("Продовжити")
    assert visit.box("Назва заходу").input_value() == "Обірваний захід"
    thumb.pick("Партнери", "Світанок").button("Зберегти")
    assert "Збережено: рядок" in visit.text()
    assert len(running.records("events", title="Обірваний захід", partners=(PALACE,))) == 1


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
    assert all(said in other.text() for said in ("хтось змінив те саме", "Лишити їхнє: 41", "Записати моє: 55"))
    thumb.button("Зберегти")
    assert "Збережено" in other.text()
    [event] = running.records("events", title=title, participants=55.0)
    assert (event["place"], event["responsible"]) == ("Зала одного", "Друга Людина")
