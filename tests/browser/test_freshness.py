"""A colleague edits the sheet while others look: they see it by themselves, and nothing of theirs is disturbed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from playwright.sync_api import expect

from sheets.schema import PANEL_TOML, Panel
from sheets.snapshot import read_snapshot
from sheets.workbook import a1
from sheets.xlsx import XlsxWorkbook
from tests.browser.conftest import Visiting
from tests.browser.test_adding import over_google
from tests.conftest import TODAY
from tests.emulator import running

TITLE = "Парад равликів"


def culture_event(book: Path, panel: Panel) -> dict[str, str]:
    """The cell with the title of an event of culture in this school year, as the emulator's colleague names cells."""
    snapshot = read_snapshot(
        XlsxWorkbook(book).read(), panel, now=dt.datetime.combine(TODAY, dt.time(12), panel.centre.zone)
    )
    for table in snapshot.tables_of("events"):
        frame = table.frame
        inside = frame["date"].between("2025-09-01", TODAY.isoformat())
        for row in frame["row"][inside & frame["directions"].map(lambda keys: "culture" in keys)]:
            return {
                "tab": table.title,
                "cell": a1(int(row), table.column_of["title"]),
            }
    raise AssertionError("the demo has no such event")


def test_an_edit_is_seen_by_all_who_look_and_disturbs_nobody(
    demo_book: Path, panel: Panel, tmp_path: Path, visiting: Visiting
) -> None:
    quick = tmp_path / "quick.toml"
    quick.write_text(re.sub(r"refresh_seconds = \d+", "refresh_seconds = 2", PANEL_TOML.read_text("utf-8")), "utf-8")
    with running(demo_book) as emulator, over_google(emulator, tmp_path, PANEL_TOML=str(quick)) as url:
        looks = visiting(url).open("/events")
        looks.page.get_by_role("tab", name="Записи").click()
        looks.idle().tap("Культура").page.get_by_placeholder("Пошук").press_sequentially("равликів")
        expect(looks.idle().page.get_by_text("Нічого не знайдено")).to_be_visible()
        types = visiting(url).open("/add")
        types.box("Назва заходу").press_sequentially("Напівнаписана на")

        emulator.colleague({"set": culture_event(demo_book, panel) | {"value": TITLE}})

        expect(looks.page.get_by_text(re.compile("^1 запис"))).to_be_visible()
        assert looks.page.get_by_placeholder("Пошук").input_value() == "равликів"
        assert "direction=culture" in looks.page.url
        assert looks.page.get_by_role("tab", name="Записи").get_attribute("aria-selected") == "true"
        types.page.keyboard.type("зва")  # the question still has the focus
        assert types.box("Назва заходу").input_value() == "Напівнаписана назва"
