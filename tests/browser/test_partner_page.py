"""From a figure or the table to a partner's own page, on to the form with this partner, and back by the browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visiting
from tests.browser.harness import DESKTOP, PHONE, Visit

BUSIEST = "Бібліотека-філія № 3"  # the first of the table: most events this year
LAST = "Центральна міська бібліотека"  # of the alphabet


def first_row(place: Visit | Locator) -> None:
    """Taps the first row of the first table."""
    root = place.page if isinstance(place, Visit) else place
    table = root.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 150, "y": 55})


def partner_in_address(visit: Visit) -> list[str]:
    """The partner that the address names."""
    return parse_qs(urlsplit(visit.page.url).query).get("partner", [])


def heading(visit: Visit, name: str) -> None:
    """Waits for the page with this heading."""
    expect(visit.page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible()
    visit.idle()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_row_leads_to_the_partners_own_page_and_back_leads_to_all(
    device: dict[str, object], panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url, device).open("/partners")
    first_row(visit)
    heading(visit, BUSIEST)
    assert (partner_in_address(visit), visit.too_wide(), visit.faults) == ([BUSIEST], 0, [])
    visit.page.go_back()
    heading(visit, "Партнери")
    visit.page.go_forward()
    heading(visit, BUSIEST)
    visit.tap("Усі партнери")
    heading(visit, "Партнери")


def test_an_event_is_added_with_the_partner_whose_page_it_was(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open(f"/partners?partner={BUSIEST}")
    visit.tap("Додати захід з цим партнером")
    heading(visit, "Додати")
    expect(visit.page.get_by_test_id("stMultiSelect").filter(has_text="Партнери")).to_contain_text(BUSIEST)


def test_a_figure_opens_its_rows_and_a_row_there_leads_on(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/partners")
    card = visit.page.get_by_role("button", name="Без документа").first
    count = card.inner_text().split()[-1]
    card.click()
    drawer = visit.page.get_by_role("dialog")
    expect(drawer.get_by_text(f"{count} записів")).to_be_visible()
    visit.idle()
    first_row(drawer)
    heading(visit, "Липняцька гімназія")
    expect(drawer).to_have_count(0)


def test_a_record_opens_in_a_card_again_and_again_and_its_partner_is_one_tap_away(
    panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url).open("/events").tap("Записи", role="tab")
    drawer = visit.page.get_by_role("dialog")
    for _ in range(3):
        first_row(visit)
        expect(drawer.get_by_text("Дата проведення")).to_be_visible()
        visit.idle().page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)
        visit.idle()
    first_row(visit)
    partner = drawer.locator("[class*='st-key-card-partner'] button").first
    name = partner.get_by_test_id("stMarkdownContainer").inner_text()
    partner.click()
    heading(visit, name)


def test_a_day_of_the_calendar_opens_its_events(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/events")
    month = visit.page.get_by_test_id("stVegaLiteChart").first
    month.locator("svg.marks .mark-rect > path").nth(21).click()  # 22 May
    drawer = visit.page.get_by_role("dialog")
    expect(drawer.get_by_text("6 записів")).to_be_visible()


def test_a_heading_orders_all_rows_and_not_only_those_that_are_seen(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/partners")
    for _ in range(2):  # the other way round the second time
        table = visit.page.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        table.click(position={"x": 150, "y": 18})
        visit.idle()
    first_row(visit)
    heading(visit, LAST)


def test_a_card_leads_to_what_was_written_about_its_record(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/events?view=records")
    first_row(visit)
    visit.tap("Журнал", role="button")
    heading(visit, "Журнал")
    assert parse_qs(urlsplit(visit.page.url).query)["record"] == ["Лекторій «Історія мого міста»"]


def test_a_partners_tab_is_in_the_address_and_a_comment_there_opens_its_record(
    panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url).open(f"/partners?partner={LAST}").tap("оцін", role="tab")
    assert parse_qs(urlsplit(visit.page.url).query)["view"] == ["answers"]
    again = visiting(panel_url).open(visit.page.url.removeprefix(panel_url))
    again.page.locator("[class*='st-key-partner-comments-'] button").first.click()
    expect(again.page.get_by_role("dialog").get_by_text("Хто оцінює")).to_be_visible()
    again.page.keyboard.press("Escape")
    again.idle().tap("Усі партнери")
    heading(again, "Партнери")
    assert "view" not in parse_qs(urlsplit(again.page.url).query)
