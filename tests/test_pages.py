"""Every page on the demo, on an empty and on a hostile workbook: no fault, and nothing in the sheet is obeyed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from pages.parts import data
from pages.parts.words import say_in
from sheets.errors import WorkbookError
from sheets.pending import Pending, begin
from sheets.schema import Field, Kind, Panel
from sheets.watch import Freshness
from sheets.xlsx import XlsxWorkbook

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("overview", "directions", "partners", "events", "evaluations", "plan", "add", "quality", "journal")
HOSTILE = "![x](http://evil.example/p.png) <img src=http://evil.example/q.png> [z](http://evil.example) :red[y] $e$"
OBEYED = re.compile(r"(?<!\\)(!\[x|<img src=|\[z\]|:red\[y|\$e)")
# Elements that show text as it is, or hold what a person types; all others read Markdown.
PLAIN = {
    "arrow_data_frame",
    "dataframe",
    "selectbox",
    "multiselect",
    "text_input",
    "text_area",
    "vega_lite_chart",
    "image",
}


@pytest.fixture
def empty_book(tmp_path: Path) -> Path:
    """A workbook with one blank tab."""
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    return path


@pytest.fixture
def hostile_book(tmp_path: Path, panel: Panel) -> Path:
    """A workbook whose every text is Markdown, HTML and directives, titles and headings included."""
    book = Workbook()
    book.remove(book.active)
    for tab in panel.tabs.values():
        sheet = book.create_sheet(f"{tab.uk} <img src=q> $e$")
        fields = [field for field in tab.fields.values() if not field.readonly]
        sheet.append([HOSTILE])
        sheet.append([*(field.uk for field in fields), HOSTILE])
        for number in range(3):
            sheet.append([*(cell(field, number) for field in fields), HOSTILE])
    path = tmp_path / "hostile.xlsx"
    book.save(path)
    return path


def cell(field: Field, number: int) -> Any:
    """Something hostile where text may stand, something ordinary elsewhere."""
    ordinary = {
        Kind.ORDINAL: number + 1,
        Kind.PERIOD: "12.05.2026",
        Kind.DATE: "12.05.2026",
        Kind.NUMBER: 20,
        Kind.SCORE: 4,
        Kind.YES_NO: "так",
    }
    return ordinary.get(field.kind, f"{HOSTILE} {number}")


def opened(book: Path, monkeypatch: pytest.MonkeyPatch, page: str, language: str = "uk") -> AppTest:
    """A page of the panel over this workbook, run once."""
    monkeypatch.setenv("PANEL_WORKBOOK", str(book))
    st.cache_resource.clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    if page == "quality":  # with every tab of the workbook opened
        for grid in XlsxWorkbook(book).read().grids:
            app.session_state[f"tab.{grid.tab.gid}"] = True
    return app if page == "overview" else app.switch_page(f"pages/{page}.py").run()


def texts(node: Any) -> Iterator[tuple[str, str]]:
    """Every string that a page sent, with the kind of element that it went to."""
    if hasattr(node, "children") and isinstance(node.children, dict):
        for child in node.children.values():
            yield from texts(child)
    proto = getattr(node, "proto", None)
    if proto is not None and getattr(node, "type", "") not in PLAIN:
        yield from ((node.type, text) for text in strings(proto))


def strings(proto: Any) -> Iterator[str]:
    """All strings of a message, those of messages within it too."""
    for descriptor, value in proto.ListFields():
        values = list(value) if descriptor.is_repeated else [value]
        for one in values:
            if isinstance(one, str):
                yield one
            elif hasattr(one, "ListFields"):
                yield from strings(one)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_page_shows_the_demo_in_the_readers_language(
    page: str, language: str, demo_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(demo_book, monkeypatch, page, language)
    assert ([*app.exception], [*app.error]) == ([], [])
    assert app.title[0].value == say_in(language, f"nav.{page}")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_bears_an_empty_workbook(page: str, empty_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(empty_book, monkeypatch, page)
    assert ([*app.exception], [*app.error]) == ([], [])


@pytest.mark.parametrize("page", PAGES)
def test_no_page_obeys_what_the_sheet_says(page: str, hostile_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(hostile_book, monkeypatch, page)
    assert ([*app.exception], [*app.error], obeyed(app)) == ([], [], set())


def test_a_records_card_obeys_nothing_and_says_all(hostile_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def script() -> None:
        from pages.parts import card, data

        card.show(data.snapshot(), "partners", 0)

    monkeypatch.setenv("PANEL_WORKBOOK", str(hostile_book))
    st.cache_resource.clear()
    app = AppTest.from_function(script, default_timeout=60).run()
    assert ([*app.exception], obeyed(app)) == ([], set())
    assert "!\\[x\\](http" in "".join(text for _, text in texts(app._tree))


def obeyed(app: AppTest) -> set[tuple[str, str]]:
    """What stands in an element that reads Markdown and would be obeyed there."""
    found = ((kind, text, OBEYED.search(text)) for kind, text in texts(app._tree))
    return {(kind, text) for kind, text, mark in found if mark}


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("nowhere.xlsx", None, "trouble.missing-file"),
        ("text.xlsx", b"just text", "trouble.unreadable-file"),
    ],
)
def test_a_workbook_that_cant_be_read_is_told_in_words(
    name: str, content: bytes | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    app = opened(tmp_path / name, monkeypatch, "overview")
    assert (app.title[0].value, app.error[0].value) == (say_in("uk", "trouble.title"), say_in("uk", said))
    assert [*app.exception] == []


def test_numbers_that_grow_old_are_said_to_once_where_a_phone_shows_it(
    demo_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(demo_book, monkeypatch, "overview")
    demo_book.unlink()
    data.refresh()
    told = [[toast.value for toast in app.run().toast] for _ in range(2)]
    assert [len(once) for once in told] == [1, 0]
    assert say_in("uk", "trouble.missing-file") in told[0][0]


@pytest.mark.parametrize("trouble", [None, WorkbookError("no-network")])
def test_numbers_of_another_day_are_told_with_their_day(
    trouble: WorkbookError | None, demo_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(demo_book, monkeypatch, "overview")
    evening = dt.datetime(2026, 5, 13, 18, 2, 11, tzinfo=data.watch().panel.centre.zone)
    again_at = evening + dt.timedelta(days=1)
    monkeypatch.setattr(data.watch(), "_freshness", Freshness(read_at=evening, trouble=trouble, again_at=again_at))
    told = [caption.value for caption in app.run().sidebar.caption]
    assert any(text.startswith("станом на 13.05.2026, 18:02") for text in told)


def test_a_save_that_the_last_panel_did_not_end_is_told(demo_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title = "Недописаний захід"
    begin(
        Pending(
            submit_id="under-way",
            source=str(demo_book),
            action="add",
            actor="panel",
            at="2026-05-14T10:00:00",
            what={"records": [["events", {"title": title}]]},
        )
    )
    app = opened(demo_book, monkeypatch, "add")
    assert app.warning[0].value == say_in("uk", "save.lost", what=title)
