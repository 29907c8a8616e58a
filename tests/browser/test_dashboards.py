"""The dashboards in a real browser: from a number to its rows, and the selection in the address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visiting
from tests.browser.harness import Visit

CULTURE = "Культурне та мистецьке співробітництво"
SERIOUS = ("serious", "critical")


def chart(visit: Visit, about: str) -> Locator:
    """The card of the chart that measures this."""
    return (
        visit.page.get_by_test_id("stVerticalBlock")
        .filter(has_text=about)
        .filter(has=visit.page.get_by_test_id("stVegaLiteChart"))
        .last
    )


def drawer(visit: Visit) -> Locator:
    """The open drawer."""
    return visit.page.get_by_role("dialog")


def count(text: str) -> int:
    """The number that a text begins with."""
    return int(re.match(r"[\d\s]+", text).group().replace("\u00a0", "").strip())


def listed(visit: Visit) -> int:
    """How many records the drawer lists."""
    return count(drawer(visit).get_by_text(re.compile(r"^\d+ запис")).first.inner_text())


def chosen(visit: Visit) -> dict[str, list[str]]:
    """The selection that the address says."""
    said = parse_qs(urlsplit(visit.page.url).query)
    return {name: values for name, values in said.items() if name != "lang"}


@pytest.mark.parametrize("figure", ["Заходи проведено", "Партнери у справі"])
def test_a_figure_opens_the_very_rows_that_it_counts(figure: str, panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open()
    card = visit.page.get_by_role("button", name=figure)
    number = card.locator(".value").inner_text()
    card.click()
    visit.idle()
    assert (drawer(visit).get_by_role("heading").first.inner_text(), listed(visit)) == (
        f"{figure}: {number}",
        count(number),
    )


def test_a_click_on_a_bar_opens_the_rows_behind_it_and_may_be_repeated(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/partners")
    card = chart(visit, "Партнери за станом документа")
    in_force = int(
        re.search(r"Чинний: (\d+)", card.locator("[aria-label*='Чинний']").first.get_attribute("aria-label")).group(1)
    )
    for _ in range(2):
        card.locator("g.mark-rect path").first.click()
        visit.idle()
        assert listed(visit) == in_force
        visit.page.keyboard.press("Escape")
        visit.idle()
        expect(drawer(visit)).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "about", "told"),
    [
        ("/evaluations?view=groups", "Середній бал за групами", r": [\d,]+ \(±[\d,]+ · (\d+)\)"),
        ("/plan", "Рядки плану за типами установ", r"плану\. [^:]+: \w+ (\d+)"),
        ("/directions", "Проведені заходи: тип партнера і напрям", r": (\d+)"),
    ],
)
def test_a_square_or_a_part_of_a_bar_opens_as_many_rows_as_it_says(
    path: str, about: str, told: str, panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url).open(path)
    card = chart(visit, about)
    said = card.locator("[aria-label]").evaluate_all("all => all.map((one) => one.ariaLabel).join()")
    card.locator("g.mark-rect path").first.click()
    visit.idle()
    assert listed(visit) == int(re.search(told, said).group(1))


def test_the_line_under_a_chart_opens_what_could_not_be_counted_with_the_reason(
    panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url).open()
    line = visit.page.get_by_role("button", name=re.compile("не враховано")).last
    left_out = int(re.search(r"не враховано (\d+)", line.inner_text()).group(1))
    line.click()
    visit.idle()
    reasons = drawer(visit).get_by_role("radio", name=re.compile("Не враховано: ")).all_inner_texts()
    assert sum(int(reason.rsplit("·", 1)[1]) for reason in reasons) == left_out
    assert left_out > 0


def test_a_line_that_needs_attention_leads_to_its_rows(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open()
    line = visit.page.locator(".st-key-overview-attention").get_by_role("button", name=re.compile("документ")).first
    wanted = int(re.search(r"\d+", line.inner_text()).group())
    line.click()
    visit.idle()
    assert listed(visit) == wanted


@pytest.mark.parametrize("form", ["PNG", "SVG", "CSV"])
def test_a_chart_can_be_taken_away(form: str, panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open()
    chart(visit, "Проведені заходи за місяцями, один масштаб").get_by_test_id("stPopoverButton").click()
    visit.idle()
    with visit.page.expect_download() as taken:
        visit.page.get_by_role("button", name=form, exact=True).click()
    begins = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": "\ufeffdirection;".encode()}[form]
    assert taken.value.path().read_bytes().startswith(begins)


def test_what_is_chosen_goes_from_page_to_page_and_back(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open()
    visit.tap("Культура")
    assert chosen(visit) == {"direction": ["culture"]}
    visit.tap("План", "link")
    assert (visit.title(), chosen(visit), CULTURE in visit.text()) == ("План", {"direction": ["culture"]}, True)
    visit.page.go_back()
    visit.idle()
    assert (visit.title(), chosen(visit), CULTURE in visit.text()) == ("Огляд", {"direction": ["culture"]}, True)
    visit.page.go_forward()
    visit.idle()
    assert (visit.title(), chosen(visit)) == ("План", {"direction": ["culture"]})


def test_the_back_button_takes_back_one_choice_at_a_time_however_quick_they_were(
    panel_url: str, visiting: Visiting
) -> None:
    visit = visiting(panel_url).open("/events")
    visit.tap("Культура").tap("Громада").tap("Записи", role="tab")
    assert chosen(visit) == {"direction": ["culture", "social"], "view": ["records"]}
    for said in ({"direction": ["culture", "social"]}, {"direction": ["culture"]}, {}):
        visit.page.go_back()
        visit.idle()
        assert (chosen(visit), CULTURE in visit.text()) == (said, "direction" in said)
    visit.page.go_forward()
    visit.idle()
    assert (chosen(visit), CULTURE in visit.text()) == ({"direction": ["culture"]}, True)


def test_a_month_and_a_tab_are_kept_in_the_address_in_either_language(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/events").tap("лют", role="radio")
    assert chosen(visit) == {"month": ["2026-02"]}
    again = visiting(panel_url, locale="en-US").open("/events?month=2026-02")
    assert "February 2026" in again.text()
    expect(visiting(panel_url).open("/events?view=forms").page.get_by_role("tab", selected=True)).to_have_text(
        "Форми й рівні"
    )


def test_one_click_clears_the_selection(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/plan?direction=culture&type=school&period=2025-q4")
    visit.tap("Скинути")
    assert (chosen(visit), "2025/2026 навчальний рік" in visit.text()) == ({}, True)


def test_days_of_ones_own_are_chosen_and_shared(panel_url: str, visiting: Visiting) -> None:
    first = visiting(panel_url).open("/?period=2025-09-01..2025-10-15")
    again = visiting(panel_url).open(first.page.url.removeprefix(panel_url))
    assert ["01.09.2025 – 15.10.2025" in visit.text() for visit in (first, again)] == [True, True]


def test_a_card_of_a_direction_opens_its_page(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open("/directions")
    visit.page.locator(".figure", has_text="Культура").click()
    visit.idle()
    assert chosen(visit) == {"direction": ["culture"]}
    expect(visit.page.get_by_role("heading", level=2, name=CULTURE)).to_be_visible()
    visit.tap("Усі напрями поруч")
    assert chosen(visit) == {}


def test_the_first_screen_holds_all_of_the_overview(panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url).open()
    expect(chart(visit, "Проведені заходи за місяцями, один масштаб")).to_be_in_viewport(ratio=1)
    expect(visit.page.locator(".st-key-overview-attention")).to_be_in_viewport(ratio=1)
    assert (
        visit.page.evaluate("(e => e.scrollHeight - e.clientHeight)(document.querySelector('[data-testid=stMain]'))")
        == 0
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/directions", "/directions?direction=culture", "/plan"])
def test_a_dashboard_reads_well_to_a_screen_reader(path: str, scheme: str, panel_url: str, visiting: Visiting) -> None:
    visit = visiting(panel_url, color_scheme=scheme).open(path)
    found = Axe().run(visit.page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []
    assert (visit.too_wide(), visit.outside, visit.faults) == (0, [], [])
