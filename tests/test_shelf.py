"""What is worked out from a snapshot: once for all, in each language, ahead of the next one, gone with its own."""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from charts.selection import Selection
from pages.parts import data, shelf
from pages.parts.words import language, speaking
from sheets.records import Snapshot
from tests.samples import sample_snapshot
from tests.test_pages_dashboards import Open, elements, opening  # noqa: F401

PAGES = ("overview", "directions", "events")


@pytest.fixture(autouse=True)
def own_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_shelves", {})


@pytest.fixture
def now() -> Snapshot:
    return anew(sample_snapshot())


def anew(now: Snapshot) -> Snapshot:
    """The same records as another snapshot."""
    return replace(now, number=max(shelf._shelves, default=0) + now.number + 1)


def test_all_who_ask_at_once_cost_one_work(now: Snapshot) -> None:
    all_ask, works = threading.Barrier(8), []

    def ask(_: int) -> object:
        all_ask.wait()
        return shelf.once(now, ("n",), lambda snapshot: works.append(snapshot) or object())

    with ThreadPoolExecutor(8) as people:
        assert len({id(answer) for answer in people.map(ask, range(8))}) == 1
    assert works == [now]


def test_each_language_has_its_own(now: Snapshot) -> None:
    said = []
    for spoken in ("uk", "en", "uk"):
        with speaking(spoken):
            said.append(shelf.once(now, ("words",), lambda _: [language()]))
    assert (said[0], said[1], said[2] is said[0]) == (["uk"], ["en"], True)


def test_what_was_asked_is_done_for_the_next_snapshot_in_the_same_language_and_no_more(now: Snapshot) -> None:
    done: list[tuple[str, int, str]] = []

    def work(name: str) -> Callable[[Snapshot], None]:
        return lambda snapshot: done.append((name, snapshot.number, language()))

    with speaking("en"):
        shelf.once(now, ("asked",), work("asked"))
    shelf.once(now, ("of this one",), work("of this one"), ahead=False)
    done.clear()
    numbers = []
    for _ in range(shelf.PATIENCE + 2):
        now = anew(now)
        numbers.append(now.number)
        shelf.work_ahead(now)
    assert done == [("asked", number, "en") for number in numbers[: shelf.PATIENCE]]  # then nobody seems to look


def test_work_that_fails_ahead_fails_again_for_whoever_asks(now: Snapshot) -> None:
    def work(snapshot: Snapshot) -> int:
        return {now.number: 1}[snapshot.number]

    assert shelf.once(now, ("n",), work) == 1
    later = anew(now)
    shelf.work_ahead(later)
    with pytest.raises(KeyError):
        shelf.once(later, ("n",), work)


def test_records_of_one_partner_are_not_taken_for_all(now: Snapshot) -> None:
    everything = shelf.select(now, Selection.default(now.today, now.panel))
    own = everything.of_partner(0)
    assert [shelf.of(one, (name,), lambda n: n) for one, name in ((everything, "all"), (own, "own"))] == [
        everything,
        own,
    ]
    later = anew(now)
    shelf.work_ahead(later)
    assert shelf.of(shelf.select(later, everything.selection), ("own",), lambda n: n).snapshot is later


def test_a_shelf_goes_with_its_snapshot(now: Snapshot) -> None:
    class Thing:
        pass

    thing = weakref.ref(shelf.once(now, ("thing",), lambda _: Thing(), ahead=False))
    for _ in range(shelf.SHELVES):
        now = anew(now)
        shelf.once(now, ("other",), lambda _: None)
    assert thing() is None


def test_a_shelf_holds_so_much_and_forgets_what_was_not_asked_for_longest(now: Snapshot) -> None:
    first = [shelf.once(now, (n,), lambda _: object(), ahead=False) for n in range(2)]
    for n in range(2, shelf.MOST):
        shelf.once(now, (n,), lambda _: object())
    again = shelf.once(now, (0,), lambda _: object())
    shelf.once(now, ("one more",), lambda _: object())
    assert again is first[0]
    assert shelf.once(now, (1,), lambda _: object()) is not first[1]


def test_pages_worked_out_ahead_are_the_pages_that_anybody_would_work_out(
    demo_book: Path,
    opening: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "AHEAD", 60.0)
    app = opening(demo_book, "overview")
    before = every_page(app)
    change(demo_book)
    watch = data.watch()
    watch._try_reading(watch._beforehand)
    ready = set(shelf._latest())
    ahead = every_page(app)
    assert set(shelf._latest()) == ready, "somebody had to wait"
    shelf._shelves.clear()
    assert every_page(app) == ahead
    assert [page for page in PAGES if ahead[page] == before[page]] == []


def every_page(app: AppTest) -> dict[str, list[str]]:
    """What each page says and draws."""
    return {page: shown(app.switch_page(f"pages/{page}.py").run()) for page in PAGES}


def change(book: Path) -> None:
    """A colleague moves all dates of a tab and types another number everywhere."""
    edited = openpyxl.load_workbook(book)
    for tab in edited:
        for row in tab.iter_rows(min_row=4):
            for cell in row:
                if isinstance(cell.value, int | float) and 5 < cell.value < 400:
                    cell.value += 3
    edited.save(book)


def shown(app: AppTest) -> list[str]:
    """Whatever a page says and draws, but for when it was read and which snapshot it is."""

    def told(element: Any) -> Iterator[str]:
        if hasattr(element, "proto"):
            yield re.sub(r"\$\$ID-\w+-[^\"]*|станом на [\d:]+|table\.\d+", "", str(element.proto))

    return [text for element in elements(app._tree) for text in told(element)]
