"""A whole new tab is an edit in panel.toml: it gets a form, records and findings, and not a line of Python."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import data, other
from sheets import writing
from sheets.schema import PANEL_TOML, read_panel
from sheets.snapshot import read_snapshot
from sheets.xlsx import XlsxWorkbook
from tests.by_hand import NOW

GUIDE = Path(__file__).parent.parent / "docs" / "uk" / "panel-toml.md"


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    """The declaration with the tab that the guide gives as its example."""
    example = GUIDE.read_text(encoding="utf-8").split("**Нова вкладка.**")[1].split("```toml\n")[1].split("```")[0]
    path = tmp_path / "panel.toml"
    path.write_text(PANEL_TOML.read_text(encoding="utf-8") + "\n" + example, encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with partners and the new tab: one good record and one with a day that is none."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Партнери"
    for row in (["Назва партнера", "Тип партнера", "Напрями партнерства"], ["Музей хліба", "Музей", "Культурне"]):
        sheet.append(row)
    sheet = workbook.create_sheet("Гранти")
    for row in (
        ["Назва гранту", "Подати до", "Партнер", "Отримано", "Номер угоди", "Сума, грн"],
        ["Зелений двір", "01.06.2026", "Музей хліба", "так", "1", 50000],
        ["Нова сцена", "31.02.2026", "Музей хліба", "ні", None, 1000],
    ):
        sheet.append(row)
    workbook.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def opened(book: Path, declared: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("PANEL_WORKBOOK", str(book))
    monkeypatch.setattr(data, "DECLARATION", declared)
    st.cache_resource.clear()
    app = AppTest.from_file("../app.py", default_timeout=60)
    app.query_params["lang"] = "uk"
    return app.run().switch_page(f"pages/{page}.py").run()


def test_its_form_asks_by_its_conditions(book: Path, declared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(book, declared, "add", monkeypatch)
    app.session_state["what"] = "Грант"
    app.run()
    labels = [one.label for one in (*app.text_input, *app.number_input, *app.date_input, *app.selectbox)]
    assert ("Назва гранту *" in labels, "Номер угоди *" in labels) == (True, False)
    app.session_state["new.grants.title"] = "Тихий сад"
    app.session_state["new.grants.given"] = "yes"
    app.run()
    assert "Номер угоди *" in [one.label for one in app.text_input]
    assert [*app.exception] == []


def test_a_record_of_it_is_saved_as_typed(book: Path, declared: Path) -> None:
    workbook, panel = XlsxWorkbook(book), read_panel(declared)
    values = {"title": "Тихий сад", "given": True, "number": "7-Г", "sum": 1200.0, "partner": "Музей хліба"}
    receipt = writing.add(workbook, panel, "grants", values, actor="тест")
    [table] = read_snapshot(workbook.read(), panel, now=NOW).tables_of("grants")
    assert values.items() <= (table.record(receipt.row or 0) or {}).items()


def test_its_page_shows_records_and_what_to_mend(book: Path, declared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def script() -> None:
        from pages.parts import other

        other.show("grants")

    monkeypatch.setenv("PANEL_WORKBOOK", str(book))
    monkeypatch.setattr(data, "DECLARATION", declared)
    st.cache_resource.clear()
    app = AppTest.from_function(script, default_timeout=60).run()
    assert ([*app.exception], app.title[0].value) == ([], "Гранти")
    records, findings = (table.value for table in app.dataframe)
    assert (records["title"].tolist(), findings.iloc[0].tolist()[1:3]) == (
        ["Зелений двір", "Нова сцена"],
        ["B3", "31.02.2026"],
    )


def test_it_stands_in_the_navigation(declared: Path) -> None:
    assert other.titles(declared, but=("partners", "events", "evaluations", "plan")) == {"grants": "Гранти"}
