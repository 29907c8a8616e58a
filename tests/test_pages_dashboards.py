"""The overview, directions and plan: each figure is counted a second time in plain Python, on small and huge books."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from charts import spans
from pages.parts import charts, data, rows
from pages.parts.figures import said
from pages.parts.words import say_in
from sheets.records import Snapshot
from sheets.schema import Panel
from tests.conftest import TODAY
from tests.plain import Plain
from tests.speech import words

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("overview", "directions", "plan")
LIMIT = 80_000  # bytes of a page to the browser
LONG = "Комунальний заклад позашкільної освіти " + "«Будинок дитячої та юнацької творчості» " * 3
Open = Callable[..., AppTest]


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page over a workbook, with a selection in the address."""

    def opened(book: Path, page: str, **asked: str) -> AppTest:
        monkeypatch.setenv("PANEL_WORKBOOK", str(book))
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.query_params["lang"] = asked.pop("lang", "uk")
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"pages/{page}.py").run()
        assert ([*app.exception], [*app.error]) == ([], [])
        return app

    return opened


def elements(node: Any) -> Iterator[Any]:
    """Every element of a page."""
    for child in getattr(node, "children", {}).values():
        yield child
        yield from elements(child)


def cards(app: AppTest) -> dict[str, dict[str, Any]]:
    """The cards of figures on a page, by code."""
    found = [e.proto for e in elements(app._tree) if e.type == "bidi_component"]
    return {card["code"]: card for proto in found for card in json.loads(proto.json)}


def plainly(now: Snapshot, span: spans.Span) -> Plain:
    """The records of a snapshot for counting in plain Python."""
    records = {
        kind: [table.record(int(row)) or {} for table in now.tables_of(kind) for row in table.frame["row"]]
        for kind in now.panel.tabs
    }
    links = [(link.kind, int(link.record), int(link.partner)) for link in now.links.itertuples()]
    return Plain(records, links, span.start, span.end, now.today)


def share_in_force(plain: Plain) -> float:
    states = plain.documents()
    known = sum(states.values()) - states["unclear"]
    return (states["in_force"] + states["ending"]) / known if known else math.nan


SPANS = {
    "this school year": "",
    "a semester": "2025-2026-1",
    "a calendar year": "2025",
    "a quarter": "2026-q1",
    "a month": "2026-03",
    "days": "2025-10-05..2025-11-20",
}


@pytest.mark.parametrize("period", SPANS.values(), ids=SPANS)
def test_each_figure_is_what_plain_counting_gives(period: str, demo_book: Path, opening: Open, panel: Panel) -> None:
    shown = {code: card["value"] for code, card in cards(opening(demo_book, "overview", period=period)).items()}
    settings = panel.school_year
    plain = plainly(data.watch().look(), spans.read(period, settings) or spans.around(TODAY, "school_year", settings))
    score = plain.score()
    assert shown == {
        "events": said(len(list(plain.held())), "count"),
        "partners": said(len(plain.active()), "count"),
        "people": said(plain.reach("participants"), "count"),
        "documents": said(share_in_force(plain), "share"),
        "funds": said(plain.funds(), "money"),
        "score": said(math.nan if score is None else score, "score"),
    }


def test_a_change_is_against_the_same_days_a_year_ago(demo_book: Path, opening: Open) -> None:
    card = cards(opening(demo_book, "overview"))["events"]
    span = spans.days(dt.date(2024, 9, 1), dt.date(2025, 5, 14))
    before = len(list(plainly(data.watch().look(), span).held()))
    change = int(card["value"]) - before
    assert (card["change"], card["notes"][0]) == (
        f"▲ +{change}" if change > 0 else f"▼ −{-change}",
        say_in("uk", "figure.was", number=str(before)),
    )


def test_each_chart_says_how_many_rows_it_counted_and_could_not(demo_book: Path, opening: Open, panel: Panel) -> None:
    app = opening(demo_book, "overview")
    plain = plainly(data.watch().look(), spans.around(TODAY, "school_year", panel.school_year))
    held = [event for _, event in plain.held()]
    placed = [event for event in held if event["directions"] and plain.month(event)]
    documents, partners = plain.documents(), opening(demo_book, "partners")
    lines = {button.key: button.label for shown in (app, partners) for button in shown.button}
    assert lines["rows.overview.activity"] == line(len(placed), len(held) - len(placed))
    unclear = documents["unclear"]
    assert lines["rows.partners.documents"] == line(sum(documents.values()) - unclear, unclear)


def line(counted: int, left_out: int) -> str:
    """What stands under a chart."""
    told = say_in("uk", "chart.counted", n=counted)
    return f"{told} · {say_in('uk', 'chart.uncounted', n=left_out)}" if left_out else told


def test_what_needs_attention_is_what_plain_counting_finds(demo_book: Path, opening: Open, panel: Panel) -> None:
    app = opening(demo_book, "overview")
    documents = plainly(data.watch().look(), spans.around(TODAY, "school_year", panel.school_year)).documents()
    told = " ".join(button.label for button in app.button)
    assert say_in("uk", "attention.documents-expired", n=documents["expired"]) in told


@pytest.mark.parametrize(
    "mark, kind, told",
    [
        ({"direction": "culture", "month": "2026-03"}, "events", ["Культура", "березень 2026"]),
        ({"state": "cancelled"}, "events", ["Скасовано"]),
        ({"state": "ending"}, "partners", ["Невдовзі закінчується"]),
        ({"state": "late"}, "plan", ["Запізнюється"]),
        ({"day": "2026-05-22"}, "events", ["22.05.2026"]),
        ({"who": "inclusive_children"}, "events", ["Діти з ООП"]),
        ({"activity": "charity"}, "events", ["Благодійність"]),
        ({"criterion": "c_goals", "group": "parents"}, "evaluations", ["Спільні цілі", "Батьки"]),
        ({"event": "17"}, "events", [""]),
    ],
)
def test_a_mark_that_was_clicked_is_named_in_words(
    mark: dict[str, str], kind: str, told: list[str], panel: Panel
) -> None:
    assert [rows.said(name, value, kind, words(panel, "uk")) for name, value in mark.items()] == told


@pytest.mark.parametrize("direction", ["education", "culture", "social", "economic", "international"])
def test_a_direction_on_its_own_page_has_the_events_that_plain_counting_gives(
    direction: str, demo_book: Path, opening: Open, panel: Panel
) -> None:
    side = cards(opening(demo_book, "directions"))
    own = cards(opening(demo_book, "directions", direction=direction))
    plain = plainly(data.watch().look(), spans.around(TODAY, "school_year", panel.school_year))
    counted = said(plain.by_direction()[direction], "count")
    assert (side[direction]["value"], own["events"]["value"]) == (counted, counted)


def test_cards_of_directions_have_one_scale(demo_book: Path, opening: Open) -> None:
    side = cards(opening(demo_book, "directions")).values()
    highest = max(point for card in side for point in card["points"])
    assert {card["top"] for card in side} == {highest}


def test_the_plan_is_held_against_what_was_done(demo_book: Path, opening: Open, panel: Panel) -> None:
    shown = {code: card["value"] for code, card in cards(opening(demo_book, "plan")).items()}
    plain = plainly(data.watch().look(), spans.around(TODAY, "school_year", panel.school_year))
    for row in plain.records["plan"]:  # «регулярно» says no days
        row["timing"] = row["timing"] if row["timing"] and row["timing"].start else None
    states = plain.plan_states()
    done = sum(state in ("done", "held") for state in states)
    assert {code: shown[code] for code in ("done", "held", "ahead", "late")} == {
        state: str(states.count(state)) for state in ("done", "held", "ahead", "late")
    }
    assert shown["share"] == said(done / len(states), "share")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_chart_has_a_title_a_text_alternative_and_its_line(
    page: str, language: str, demo_book: Path, opening: Open
) -> None:
    app = opening(demo_book, page, lang=language)
    drawn = [e.proto for e in elements(app._tree) if e.type == "vega_lite_chart"]
    lines = [button for button in app.button if (button.key or "").startswith("rows.")]
    assert drawn
    assert len(lines) == len(drawn) + len(app.info)  # words stand where no row could be counted
    assert all(chart.alt for chart in drawn)
    assert [chart.alt for chart in drawn if re.search("[а-яіїєґ]", chart.alt)] == (
        [] if language == "en" else [chart.alt for chart in drawn]
    )


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_workbook_is_told_calmly(page: str, tmp_path: Path, opening: Open) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    app = opening(tmp_path / "empty.xlsx", page)
    empty = [e.proto.alt for e in elements(app._tree) if e.type == "vega_lite_chart"]
    assert [alt for alt in empty if say_in("uk", "chart.empty") not in alt] == []
    assert {card["value"] for card in cards(app).values()} <= {"0", "–", "0 ₴", "0\u00a0₴"}


@pytest.fixture(scope="module")
def huge_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5,000 events, 400 of them with one partner whose name has 140 letters and more."""
    book = Workbook(write_only=True)
    partners = book.create_sheet("Партнери")
    partners.append(["Назва партнера", "Тип партнера", "Напрями партнерства"])
    names = [LONG, *(f"Школа № {number}" for number in range(1, 300))]
    for name in names:
        partners.append([name, "школа", "Освітнє партнерство"])
    events = book.create_sheet("Заходи")
    events.append(["Назва заходу", "Дата проведення", "Напрям партнерства", "Партнери", "Кількість учасників"])
    for number in range(5000):
        day = dt.datetime(2025, 9, 1) + dt.timedelta(days=number % 250)
        partner = LONG if number < 400 else names[1 + number % 299]
        events.append([f"Захід {number}", day, "Освітнє партнерство", partner, 20])
    path = tmp_path_factory.mktemp("huge") / "huge.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("page", PAGES)
def test_a_huge_workbook_sends_no_more_than_a_small_one(page: str, huge_book: Path, opening: Open) -> None:
    app = opening(huge_book, page)
    sent = sum(e.proto.ByteSize() for e in elements(app._tree) if getattr(e, "proto", None) is not None)
    assert 0 < sent < LIMIT


def test_a_warm_page_draws_from_what_is_kept(demo_book: Path, opening: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opening(demo_book, "overview")
    drawn: list[Any] = []
    monkeypatch.setattr(charts, "spec", lambda *args, **kwargs: drawn.append(args))
    app.run()
    assert drawn == []


@pytest.mark.parametrize(
    "asked, sentence",
    [
        (
            {"direction": "culture", "period": "2025-2026-1"},
            "Культурне та мистецьке співробітництво, I семестр 2025/2026",
        ),
        ({"type": "school"}, "Заклад загальної середньої освіти, 2025/2026 навчальний рік"),
        ({"period": "2025-13", "direction": "nobody"}, "2025/2026 навчальний рік"),
        ({"responsible": "Ніхто Н. Н."}, "Ніхто Н. Н., 2025/2026 навчальний рік, 0 заходів"),
    ],
)
def test_an_address_says_what_is_shown(asked: dict[str, str], sentence: str, demo_book: Path, opening: Open) -> None:
    app = opening(demo_book, "overview", **asked)
    assert sentence in app.markdown[0].value.replace("\\", "")


def test_one_click_forgets_the_selection(demo_book: Path, opening: Open) -> None:
    app = opening(demo_book, "overview", direction="culture", period="2025")
    next(button for button in app.button if button.label == say_in("uk", "filters.reset")).click().run()
    assert "direction" not in app.query_params
    assert "2025/2026 навчальний рік" in app.markdown[0].value
