"""The pages of partners, events and evaluations: their figures beside plain counts over the frames, a partner's own
page, empty and odd workbooks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from pages.parts import address, data, records
from pages.parts.words import md, number, say_in
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.whereabouts import address_of
from tests.conftest import TODAY
from tests.samples import snapshot_of
from tests.test_pages import obeyed

ROOT = Path(__file__).resolve().parent.parent
YEAR = (dt.date(2025, 9, 1), dt.date(2026, 8, 31))
Opened = Callable[..., tuple[AppTest, Snapshot]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens a page over a workbook: the page, and the snapshot that it shows."""

    def open_(book: Path, page: str, **query: str) -> tuple[AppTest, Snapshot]:
        monkeypatch.setenv("PANEL_WORKBOOK", str(book))
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = "uk"
        app.run().switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert ([*app.exception], [*app.error]) == ([], [])
        return app, data.watch().look()

    return open_


@pytest.fixture
def small_book(tmp_path: Path, panel: Panel) -> Callable[..., Path]:
    """Makes a workbook of rows by tab: {'partners': [{'name': …}]}, headed as panel.toml says."""

    def make(rows: dict[str, list[dict[str, Any]]]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for kind, lines in rows.items():
            sheet, fields = book.create_sheet(panel.tabs[kind].uk), panel.tabs[kind].fields
            named = [name for name in fields if any(name in line for line in lines)]
            sheet.append([fields[name].uk for name in named])
            for line in lines:
                sheet.append([line.get(name) for name in named])
        path = tmp_path / "small.xlsx"
        book.save(path)
        return path

    return make


def tiles(app: AppTest) -> dict[str, str]:
    """What the cards of figures say: name -> number."""
    [cards] = [element for element in flat(app.main) if element.type == "bidi_component"]
    return {card["label"]: card["value"] for card in read_json(cards.proto)}


def read_json(proto: Any) -> Any:
    """The data of a component."""
    return json.loads(proto.json)


def flat(node: Any) -> list[Any]:
    """All elements under a node."""
    if not hasattr(node, "children") or not isinstance(node.children, dict):
        return [node]
    return [one for child in node.children.values() for one in flat(child)]


def this_year(frame: pd.DataFrame, column: str = "date") -> pd.DataFrame:
    """The records whose day lies in this school year, counted plainly."""
    days = frame[column].dt.date
    return frame[[not pd.isna(day) and YEAR[0] <= day <= YEAR[1] for day in days]]


def held(events: pd.DataFrame) -> pd.DataFrame:
    """The events that took place: as staff say; where they say nothing, once their day has come."""
    became = [
        status == "held" if isinstance(status, str) else day.date() <= TODAY
        for status, day in zip(events["status"].astype(object), events["date"], strict=True)
    ]
    return events[became]


def events_of_one_month_at_most(events: pd.DataFrame) -> pd.DataFrame:
    """Without those that say only roughly when and reach beyond the year."""
    return events[[end.date() <= YEAR[1] or how in ("day", "range", "month") for end, how in zip(
        events["date_end"], events["date_precision"], strict=True)]]  # fmt: skip


def test_the_figures_of_events_are_what_a_plain_count_gives(demo_book: Path, opened: Opened) -> None:
    app, now = opened(demo_book, "events")
    events = events_of_one_month_at_most(this_year(now.frames["events"]))
    happened = held(events)
    people = happened["participants"].where(
        happened["participants"].notna() | happened["participants_inexact"].notna(),
        happened[["children", "adults"]].sum(axis=1, min_count=1),
    )
    told = [bool(yes) if not pd.isna(yes) else bool(links) for yes, links in zip(
        happened["media_covered"], happened["media_links"], strict=True)]  # fmt: skip
    said = tiles(app)
    assert said[say_in("uk", "events.held")] == number(len(happened))
    assert said[say_in("uk", "events.planned")] == number(int((events["status"] == "planned").sum()))
    assert said[say_in("uk", "who.participants")] == number(people.sum())
    assert said[say_in("uk", "who.inclusive_children")] == number(happened["inclusive_children"].sum())
    assert said[say_in("uk", "events.media")].startswith(number(int(sum(told) / len(told) * 100)))


def test_the_figures_of_partners_are_what_a_plain_count_gives(demo_book: Path, opened: Opened) -> None:
    app, now = opened(demo_book, "partners")
    partners = now.frames["partners"]
    standing = partners[partners["status"].astype(object) != "ended"]
    happened = set(held(events_of_one_month_at_most(this_year(now.frames["events"]))).index)
    links = now.links[(now.links["kind"] == "events") & now.links["record"].isin(happened)]
    ended = standing["valid_until"].dt.date.map(lambda day: not pd.isna(day) and day < TODAY)
    said = tiles(app)
    assert said[say_in("uk", "partners.active")] == number(links["partner"].nunique())
    assert said[say_in("uk", "partners.expired")] == number(int(ended.sum()))
    assert app.dataframe[0].value.shape[0] == min(len(partners), records.PAGE)


def test_the_figures_of_evaluations_are_what_a_plain_count_gives(demo_book: Path, opened: Opened) -> None:
    app, now = opened(demo_book, "evaluations")
    answers = this_year(now.frames["evaluations"])
    means = [answers.loc[n, [c for c in answers if c.startswith("c_") and not c.endswith("_inexact")]].mean()
             for n in answers.index]  # fmt: skip
    means = [mean for mean in means if not pd.isna(mean)]
    said = tiles(app)
    assert said[say_in("uk", "evaluations.answers")] == number(len(answers))
    assert said[say_in("uk", "evaluations.score")] == number(sum(means) / len(means), 2)


def test_a_partners_page_tells_of_this_partner_only(demo_book: Path, opened: Opened) -> None:
    name = "Центральна міська бібліотека"
    app, now = opened(demo_book, "partners", partner=name)
    partner = address.partner_named(now, name)
    links = now.links[(now.links["kind"] == "events") & (now.links["partner"] == partner)]
    events = this_year(now.frames["events"].loc[links["record"]])
    left = (now.frames["partners"]["valid_until"][partner].date() - TODAY).days
    assert app.title[0].value == name
    assert tiles(app)[say_in("uk", "partner.events")] == number(len(held(events)))
    assert tiles(app)[say_in("uk", "partner.document")] == say_in("uk", "partner.days-left", n=left)
    assert len(app.dataframe[0].value) == len(events)


def test_a_partner_who_is_gone_is_said_to_be_gone(demo_book: Path, opened: Opened) -> None:
    app, _ = opened(demo_book, "partners", partner="Такого немає *і не було*")
    assert app.title[0].value == r"Такого немає \*і не було\*"
    assert app.info[0].value == say_in("uk", "partner.gone")


@pytest.mark.parametrize(
    "asked, number_",
    [
        ("Бібліотека № 1", 0),
        ("бібліотека  №\u00a01", 0),
        ("Бібліотека «Казка»", 1),
        ('Бібліотека "Казка"', 1),
        ("Бібліотека", None),
        ("", None),
    ],
)
def test_a_partner_is_found_by_its_name_however_it_is_spelled(asked: str, number_: int | None) -> None:
    now = snapshot_of({"partners": [{"name": "Бібліотека № 1"}, {"name": "Бібліотека «Казка»"}, {"name": None}]})
    assert address.partner_named(now, asked) == number_


LONG = "Комунальний заклад позашкільної освіти " * 4


@pytest.mark.parametrize("name", [LONG.strip(), "![x](http://evil.example/p.png) <img src=q> $e$ :red[y]"])
def test_a_partner_of_any_name_has_a_page(name: str, small_book: Callable[..., Path], opened: Opened) -> None:
    book = small_book(
        {
            "partners": [{"name": name, "type": "Музей", "directions": "Освіта", "emails": "a@example.org"}],
            "events": [{"title": name, "date": dt.date(2026, 5, 12), "directions": "Освіта", "partners": name}],
        }
    )
    app, _ = opened(book, "partners", partner=name)
    assert tiles(app)[say_in("uk", "partner.events")] == "1"
    assert (app.title[0].value, obeyed(app)) == (md(name), set())


def test_two_partners_of_the_same_name_have_a_page_each(small_book: Callable[..., Path], opened: Opened) -> None:
    twins = [
        {"name": "Музей", "type": "Музей", "directions": "Освіта", "address": place} for place in ("Київ", "Львів")
    ]
    book = small_book({"partners": twins})
    _, now = opened(book, "partners")
    which = [address_of(now.panel, table, row) for table in now.tables_of("partners") for row in table.place]
    shown = [opened(book, "partners", partner="Музей", which=one)[0] for one in which]
    assert [any("Львів" in said.value for said in app.markdown) for app in shown] == [False, True]


@pytest.mark.parametrize("page", ["partners", "events", "evaluations"])
def test_one_record_alone_is_shown(page: str, small_book: Callable[..., Path], opened: Opened) -> None:
    one = {
        "partners": [{"name": "Музей", "type": "Музей", "directions": "Освіта"}],
        "events": [{"title": "День", "date": dt.date(2026, 5, 12), "directions": "Освіта", "partners": "Музей"}],
        "evaluations": [{"date": dt.date(2026, 5, 12), "partner": "Музей", "respondent_group": "батьки", "c_goals": 4}],
    }
    app, _ = opened(small_book(one), page)
    assert "1" in tiles(app).values()


def test_many_events_of_one_partner_are_shown_a_page_at_a_time(small_book: Callable[..., Path], opened: Opened) -> None:
    days = [dt.date(2025, 9, 1) + dt.timedelta(days=n % 250) for n in range(400)]
    book = small_book(
        {
            "partners": [{"name": "Музей", "type": "Музей", "directions": "Освіта"}],
            "events": [
                {"title": f"Захід {n}", "date": day, "directions": "Освіта", "partners": "Музей"}
                for n, day in enumerate(days)
            ],
        }
    )
    app, _ = opened(book, "partners", partner="Музей")
    assert tiles(app)[say_in("uk", "partner.events")] == number(400)
    assert len(app.dataframe[0].value) == records.PAGE


def test_a_workbook_of_something_else_is_never_called_well(tmp_path: Path, opened: Opened) -> None:
    book = Workbook()
    book.active.append(["Найменування товару", "Ціна, грн"])
    book.active.append(["Папір", 120])
    book.save(tmp_path / "budget.xlsx")
    for page in ("overview", "quality"):
        app, _ = opened(tmp_path / "budget.xlsx", page)
        assert [warning.value for warning in app.warning] == [say_in("uk", "nothing.understood")]
        told = " ".join(one.value for one in [*app.success, *app.caption, *app.metric])
        well = ("100%", say_in("uk", "attention.none"), say_in("uk", "quality.all-well"))
        assert [word for word in well if word in told] == []


def test_records_of_another_year_are_offered_and_a_tab_that_is_not_there_is_told(
    small_book: Callable[..., Path], opened: Opened
) -> None:
    answer = {"date": dt.date(2024, 10, 12), "partner": "Музей", "respondent_group": "батьки", "c_goals": 4}
    book = small_book({"evaluations": [answer]})
    app, _ = opened(book, "evaluations")
    assert tiles(app)[say_in("uk", "evaluations.answers")] == "0"
    app.button("then").click().run()
    assert tiles(app)[say_in("uk", "evaluations.answers")] == "1"
    app, now = opened(book, "events")
    assert say_in("uk", "nothing.no-tab", tab=now.panel.tabs["events"].uk) in [info.value for info in app.info]
