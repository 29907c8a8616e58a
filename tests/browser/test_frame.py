"""The frame around every page, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visiting
from tests.browser.harness import PHONE, serving
from tests.conftest import TODAY

TITLES = {
    "": "Огляд",
    "directions": "Напрями",
    "partners": "Партнери",
    "events": "Заходи",
    "evaluations": "Оцінювання",
    "plan": "План",
    "add": "Додати",
    "quality": "Стан таблиці",
    "journal": "Журнал",
}
SERIOUS = ("serious", "critical")
MENUS = """window.menus = []; new MutationObserver(() => {
  const menu = [...document.querySelectorAll("[data-testid=stSidebarNavLink]")].map(link => link.innerText).join(" ");
  if (menu && window.menus.at(-1) !== menu) window.menus.push(menu);
}).observe(document, {subtree: true, childList: true, characterData: true});"""


@pytest.mark.parametrize("path", TITLES)
def test_a_deep_link_as_the_first_request_to_a_fresh_server_shows_its_page_in_the_frame(
    path: str, demo_book: Path, tmp_path: Path, visiting: Visiting
) -> None:
    settings = {"PANEL_WORKBOOK": str(demo_book), "PANEL_TODAY": TODAY.isoformat()}
    with serving(settings, tmp_path / "state") as url:
        visit = visiting(url)
        visit.page.add_init_script(MENUS)
        visit.open(f"/{path}")
        links = visit.page.get_by_test_id("stSidebarNavLink").all_inner_texts()
        assert (visit.title(), [link.splitlines()[-1] for link in links]) == (TITLES[path], list(TITLES.values()))
        assert (visit.crashed(), visit.outside, visit.faults) == ([], [], [])
        menus = visit.page.evaluate("window.menus")
        assert menus
        assert [menu for menu in menus if "Огляд" not in menu] == []  # no menu of file names, not for a moment


@pytest.mark.parametrize("path", TITLES)
def test_a_page_fits_a_phone_and_reads_well_to_a_screen_reader(path: str, panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, PHONE).open(f"/{path}")
    found = Axe().run(visit.page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found if v["impact"] in SERIOUS] == []
    assert (visit.too_wide(), visit.outside) == (0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_and_the_records_are_legible_in_both_themes(scheme: str, panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, color_scheme=scheme)
    for path in ("/add", "/events", "/quality"):
        found = Axe().run(visit.open(path).page).response["violations"]
        assert [(path, v["id"], [n["target"] for n in v["nodes"]]) for v in found if v["impact"] in SERIOUS] == []


@pytest.mark.parametrize(
    "locale, path, language, title",
    [
        ("uk-UA", "/add", "uk", "Додати"),
        ("en-US", "/add", "en", "Add"),
        ("de-DE", "/add", "uk", "Додати"),
        ("en-US", "/add?lang=uk", "uk", "Додати"),
        ("uk-UA", "/add?lang=en", "en", "Add"),
        ("uk-UA", "/add?lang=xx", "uk", "Додати"),
    ],
)
def test_the_language_is_that_of_the_address_else_of_the_browser(
    locale: str, path: str, language: str, title: str, panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url, locale=locale).open(path)
    assert (visit.title(), visit.page.locator("html").get_attribute("lang")) == (title, language)


def test_the_language_switch_stays_in_the_address_from_page_to_page(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/events").tap("en", "radio")
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="Partners").click()
    visit.idle()
    assert (visit.title(), "lang=en" in visit.page.url) == ("Partners", True)


def test_streamlits_own_words_are_turned_and_turned_back(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/add")
    opener = visit.page.get_by_test_id("stDateInputCalendarButton").first
    expect(opener).to_have_accessible_name("Оберіть дату")
    visit.tap("en", "radio")
    expect(opener).to_have_accessible_name("Choose date")


def test_an_address_that_leads_nowhere_is_told_in_the_readers_language(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/hurtky")
    expect(visit.page.get_by_role("dialog")).to_contain_text(re.compile("немає, тож відкрито головну"))
    assert visit.title() == "Огляд"


def test_on_a_phone_a_bar_at_the_bottom_leads_from_page_to_page(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, PHONE).open("/")
    bar = visit.page.locator(".st-key-bar")
    expect(bar).to_be_in_viewport()
    bar.get_by_role("link", name="Додати").tap()
    visit.idle()
    assert visit.title() == "Додати"


def test_on_a_phone_every_page_is_at_most_two_taps_away(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, PHONE).open("/")
    seen = []
    for title in ("Напрями", "Журнал"):
        visit.page.locator(".st-key-bar").get_by_role("button", name="Ще").tap()
        more = visit.page.get_by_test_id("stPopoverBody")
        offered = more.get_by_role("link").all_inner_texts()
        more.get_by_role("link", name=title).tap()
        visit.idle()
        expect(more).to_have_count(0)
        seen.append(visit.title())
    at_once = visit.page.locator(".st-key-bar").get_by_role("link").all_inner_texts()
    named = {text.splitlines()[-1] for text in (*at_once, *offered)}
    assert (seen, named) == (["Напрями", "Журнал"], set(TITLES.values()))


def test_on_a_phone_the_drawer_closes_after_a_choice(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, PHONE).open("/")
    visit.page.get_by_test_id("stExpandSidebarButton").tap()
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="План").tap()
    visit.idle()
    expect(visit.page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
    assert visit.title() == "План"


def test_on_a_wide_screen_there_is_no_bar(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/")
    expect(visit.page.locator(".st-key-bar")).to_be_hidden()


def test_filters_stay_in_the_address_and_go_from_page_to_page(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/events").tap("Культура")
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="Додати").click()
    visit.idle()
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="Оцінювання").click()
    visit.idle()
    shared = visiting(panel_url).open(visit.page.url.removeprefix(panel_url))
    assert "Культурне та мистецьке співробітництво" in shared.text()


def test_asgi_serves_the_same_panel_compressed_and_with_security_headers(
    demo_book: Path, tmp_path: Path, visiting: Visiting, browser: Browser
) -> None:
    settings = {"PANEL_WORKBOOK": str(demo_book), "PANEL_TODAY": TODAY.isoformat()}
    with serving(settings, tmp_path / "state", "asgi.py") as url:
        visit = visiting(url)
        answers = []
        visit.page.on("response", lambda answer: answers.append(answer))
        visit.open("/quality")
        scripts = [answer for answer in answers if answer.url.endswith(".js")]
        assert visit.title() == "Стан таблиці"
        assert {script.headers.get("content-encoding") for script in scripts} == {"gzip"}
        assert {answer.headers.get("x-content-type-options") for answer in answers} == {"nosniff"}
