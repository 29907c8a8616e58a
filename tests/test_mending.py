"""Questions on «Стан таблиці»: each is answered by one tap, kept, and taken back by another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import actor, card, data, findings
from sheets import memory
from sheets.records import Finding
from sheets.schema import PANEL_TOML, read_panel
from tests.samples import snapshot_of

TWINS = ["Ліцей № 3 ім. Лесі Українки", "Ліцей №3 імені Лесі Українки"]
PARTNERS = [
    ["Назва партнера", "Тип партнера", "Напрями партнерства"],
    ["Музей хліба", "Музей", "Культурне"],
    [TWINS[0], "ЗЗСО", "Освітнє"],
    [TWINS[1], "ЗЗСО", "Освітнє"],
    ["Зоряний дім", "Планетарій", "Освітнє"],
]
LISTS = [["Типи партнерів"], ["Музей"]]


def script() -> None:
    from pages.parts import data, mending

    mending.ask(data.snapshot())
    mending.show_joined()


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No memory, no snapshot, and a declaration that may be changed."""
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "state"))
    (tmp_path / "panel.toml").write_bytes(PANEL_TOML.read_bytes())
    monkeypatch.setattr(data, "DECLARATION", tmp_path / "panel.toml")
    st.cache_resource.clear()


def book(folder: Path, **tabs: list[list[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in tabs.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("PANEL_WORKBOOK", str(path))
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["lang"] = "uk"
    return app.run()


def tap(app: AppTest, *key: str) -> AppTest:
    """Taps the button whose key holds all of this."""
    (button,) = [one for one in app.button if all(part in one.key for part in key)]
    button.click().run()
    assert ([*app.exception], [*app.warning], [*app.error]) == ([], [], [])
    return app


def words(path: Path) -> list[Any]:
    book = openpyxl.load_workbook(path)
    return [row[0].value for row in book["Довідники"].iter_rows()] if "Довідники" in book.sheetnames else []


def open_questions(app: AppTest) -> set[str]:
    return {one.key.split(".")[1] for one in app.button if one.key.startswith("mending.") and one.key.count(".") > 1}


@pytest.mark.parametrize(("means", "written"), [("", "Планетарій"), ("museum", "Планетарій → Музей")])
def test_an_unknown_word_goes_into_the_sheets_own_list_and_back(
    means: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path, Партнери=PARTNERS, Довідники=LISTS)
    app = asked(path, monkeypatch)
    app.selectbox[0].select(means)
    tap(app, "unknown-word", ".add")
    assert words(path) == ["Типи партнерів", "Музей", written]
    assert "unknown-word" not in open_questions(app)
    tap(app, "mending.undo")
    assert words(path) == ["Типи партнерів", "Музей", None]
    assert "unknown-word" in open_questions(app)


def test_a_partner_that_is_nearly_known_is_offered() -> None:
    offers = ("Міська бібліотека для дітей",)
    said = [
        findings.reason(Finding(code="partner-unknown", tab=1, title="Заходи", details={"offers": given}))
        for given in ((), offers)
    ]
    assert [offers[0] in sentence for sentence in said] == [False, True]


def test_what_is_worth_a_look_in_a_record_is_told_after_the_name_of_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(st, "warning", told.append)
    finding = Finding(code="not-a-date", tab=1, title="Заходи", row=2, kind="events", field="date")
    card.worth_a_look(snapshot_of({}), [finding])
    assert "\n- Дата проведення: Це не дата" in told[0]


def test_a_word_is_asked_about_once_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = [["Тип установи", "Напрями взаємодії", "Термін"], ["Планетарій", "Екскурсії", "жовтень 2025"]]
    app = asked(book(tmp_path, Партнери=PARTNERS, План=plan), monkeypatch)
    assert sum(one.key.endswith(".add") for one in app.button) == 1


def test_without_a_list_in_the_sheet_the_word_goes_into_the_declaration_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = asked(book(tmp_path, Партнери=PARTNERS), monkeypatch)
    tap(app, "unknown-word", ".add")
    assert read_panel(data.DECLARATION).vocabularies["types"].by_word["планетарій"] == "планетарій"
    assert "unknown-word" not in open_questions(app)
    tap(app, "mending.undo")
    assert data.DECLARATION.read_bytes() == PANEL_TOML.read_bytes()
    assert "unknown-word" in open_questions(app)


def test_twins_that_are_one_count_as_one_until_they_are_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = asked(book(tmp_path, Партнери=PARTNERS), monkeypatch)
    app.radio[0].set_value(TWINS[1])
    tap(app, "mending.twins", ".yes")
    assert [*data.snapshot().frames["partners"]["name"]] == ["Музей хліба", TWINS[1], "Зоряний дім"]
    assert "twins" not in open_questions(app)
    tap(app, "part.")
    assert len(data.snapshot().frames["partners"]) == 4
    assert "twins" in open_questions(app)


def test_twins_that_are_several_are_not_asked_about_until_that_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = asked(book(tmp_path, Партнери=PARTNERS), monkeypatch)
    tap(app, "mending.twins", ".no")
    assert (len(data.snapshot().frames["partners"]), "twins" in open_questions(app)) == (4, False)
    tap(app, "mending.undo")
    assert "twins" in open_questions(app)


@pytest.mark.parametrize(
    ("answer", "types"), [("yes", ["museum", "school", "theatre"] * 4), ("no", [None] * 12)], ids=["yes", "no"]
)
def test_a_renamed_column_is_confirmed_or_rejected_by_one_tap(
    answer: str, types: list[str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{name} № {n}" for n in range(4) for name in ("Музей", "Школа", "Театр")]
    rows = [[name, name.split()[0], "Освітнє"] for name in names]
    path = book(tmp_path, Партнери=[PARTNERS[0], *rows])
    asked(path, monkeypatch)  # remembers what the columns hold
    path = book(tmp_path, Партнери=[["Назва партнера", "Хто це такі", "Напрями партнерства"], *rows])
    st.cache_resource.clear()
    app = asked(path, monkeypatch)
    assert {"column-recognised", "column-ask"} & open_questions(app)
    tap(app, "mending.column", f".{answer}")
    said = [None if kind != kind else kind for kind in data.snapshot().frames["partners"]["type"].astype(object)]
    assert said == types
    assert not {"column-recognised", "column-ask"} & open_questions(app)
    tap(app, "mending.undo")
    assert memory.load(str(path)).tabs
    assert {"column-recognised", "column-ask"} & open_questions(app)


def test_a_word_goes_into_the_declaration_only_by_those_who_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actor, "secrets", lambda: {"editors": ["methodist@example.org"]})
    app = asked(book(tmp_path, Партнери=PARTNERS), monkeypatch)
    [button] = [one for one in app.button if one.label == "Додати до довідника"]
    assert button.disabled
    assert "попросіть того, хто налаштовує панель" in "".join(caption.value for caption in app.caption)
