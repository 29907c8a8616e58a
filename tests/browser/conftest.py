"""What browser tests share: one Chromium, one server of the demo for those that change nothing, visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sheets.lists import lists_grids, word_edits
from sheets.schema import Panel
from sheets.xlsx import XlsxWorkbook
from tests.browser.harness import DESKTOP, Visit, chromium, serving
from tests.browser.phones import Running
from tests.conftest import TODAY

Visiting = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are browser tests."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with chromium() as one:
        yield one


@pytest.fixture(scope="session")
def panel_url(demo_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A panel over the demo workbook, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("shared")
    book = folder / "partnership.xlsx"
    book.write_bytes(demo_bytes)
    with serving({"PANEL_WORKBOOK": str(book), "PANEL_TODAY": TODAY.isoformat()}, folder / "state") as url:
        yield url


@pytest.fixture(scope="module")
def running(demo_bytes: bytes, panel: Panel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One panel for all tests of a file that save: each uses records of its own."""
    folder = tmp_path_factory.mktemp("phones")
    book = folder / "partnership.xlsx"
    book.write_bytes(demo_bytes)
    keep_list(book, panel, "types", "Клуб за місцем проживання")
    with serving({"PANEL_WORKBOOK": str(book), "PANEL_TODAY": TODAY.isoformat()}, folder / "state") as url:
        yield Running(url, book, panel)


def keep_list(book: Path, panel: Panel, vocabulary: str, word: str) -> None:
    """Begins a list in «Довідники»: new words go there then, and never into the repository's own panel.toml."""
    workbook = XlsxWorkbook(book)
    [grid] = lists_grids(panel, workbook.read().grids)
    workbook.apply(word_edits(panel, grid, vocabulary, word))


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Visiting]:
    """Opens visits: `visiting(url)`, `visiting(url, PHONE, locale="en-US")`."""
    with ExitStack() as stack:

        def visit(url: str, device: dict[str, Any] = DESKTOP, **settings: Any) -> Visit:
            context = browser.new_context(**{"locale": "uk-UA", "timezone_id": "Europe/Kyiv"} | device | settings)
            context.set_default_timeout(20_000)
            stack.callback(context.close)
            return Visit(context.new_page(), url)

        yield visit
