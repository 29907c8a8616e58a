"""The frame around every page: language, navigation, freshness, the bar on a phone. Imports little, to stand soon."""

from __future__ import annotations

import gc
import logging
import os
import sys
from functools import partial
from pathlib import Path

import streamlit as st

from pages.parts import arrival, browser, door, other
from pages.parts.words import LANGUAGES, language, say, speak

LOG = logging.getLogger("panel")
ICON = str(Path(__file__).with_name("icon.svg"))
ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "overview": ":material/space_dashboard:",
    "directions": ":material/explore:",
    "partners": ":material/handshake:",
    "events": ":material/event:",
    "evaluations": ":material/star_half:",
    "plan": ":material/checklist:",
    "add": ":material/add_circle:",
    "quality": ":material/fact_check:",
    "journal": ":material/history:",
}
ANSWER = "invite"  # the parameter of participants' links: with it there is their form, and no other page
TYPED_IN = frozenset({"add"})  # never drawn anew while somebody may be typing
# What fits a thumb: the bar on a phone; all others stand under «Ще».
BAR: tuple[str, ...] = ("overview", "partners", "add", "events")


def open_frame() -> None:
    """Page config, language and the browser's own words; then the chosen page in its frame."""
    door.let_in()
    _choose_language()
    st.set_page_config(page_title=say("panel.title"), page_icon=ICON, layout="wide", menu_items={})
    browser.turn_words(language())
    if ANSWER in st.query_params:
        _run(st.navigation([st.Page(_nothing, default=True), _answer_page()], position="hidden"))
        return
    besides = _besides()
    page = st.navigation([*(_page(key) for key in PAGES), *besides, _answer_page()])
    st.set_page_config(page_title=f"{page.title} · {say('panel.title')}")
    st.logo(ICON, size="large")
    with st.sidebar:
        _language_switch()
        freshness = st.container()
    _bar(page.url_path, besides)
    if page.url_path == "partners" and "partner" in st.query_params:
        st.session_state["visited.partner"] = st.query_params["partner"]  # what the next form begins with
    arrival.note(page.url_path)
    _run(page)
    arrival.settle()
    with freshness:
        _freshness(follow=page.url_path not in TYPED_IN)
    settle_memory()


def _answer_page() -> st.Page:
    """The participants' form: found by its address only."""
    return st.Page(path("answer"), title=say("nav.answer"), url_path="answer", visibility="hidden")


def _nothing() -> None:
    """What a participant's link shows anywhere but at the form: no other page is reachable from it."""


def _run(page: st.Page) -> None:
    """The page; a fault of ours is written to the log and said in words, never shown as a trace."""
    try:
        page.run()
    except Exception:
        LOG.exception("the page %s failed", page.url_path or "overview")
        st.error(say("trouble.fault"), icon=":material/error:")
        st.stop()


def settle_memory() -> None:
    """Takes what the imports made out of the garbage collector's sight, again whenever a page has brought more of them:
    Streamlit collects in full after every run, and would walk over half a million lasting things each time."""
    global _settled
    if len(sys.modules) > _settled:
        _settled = len(sys.modules)
        gc.unfreeze()  # what ended since the last time goes too
        gc.collect()
        gc.freeze()


_settled = 0  # how many modules there were then


def path(key: str) -> str:
    """The file of a page, as st.page_link and st.switch_page want it."""
    return f"pages/{key}.py"


def _page(key: str) -> st.Page:
    return st.Page(
        path(key),
        title=say(f"nav.{key}"),
        icon=PAGES[key],
        url_path="" if key == "overview" else key,
        default=key == "overview",
        help=say(f"nav.{key}.help"),
    )


def _besides() -> list[st.Page]:
    """A page for each tab that panel.toml declares besides those that have one of their own."""
    declared = Path(os.environ.get("PANEL_TOML") or ROOT / "panel.toml")
    tabs = other.titles(declared, but=tuple(PAGES))
    return [
        st.Page(partial(other.show, key), title=title, icon=":material/table_rows:", url_path=key)
        for key, title in tabs.items()
    ]


def _choose_language() -> None:
    """On the first visit: the address says it, else the browser's language, else Ukrainian. It stays in the address."""
    if "lang" not in st.session_state:
        asked = st.query_params.get("lang") or (st.context.locale or "")[:2]
        st.query_params["lang"] = st.session_state["lang"] = asked if asked in LANGUAGES else "uk"
    speak()


def _language_switch() -> None:
    st.segmented_control(
        say("frame.language"),
        LANGUAGES,  # bare codes: what is shown is what stands in the address
        key="lang",
        required=True,
        bind="query-params",
    )
    speak()  # the browser's back button may have brought another one just now


def _freshness(*, follow: bool) -> None:
    from pages.parts import data  # a second's worth of imports, which the page has waited for by now

    data.freshness(data.snapshot(), follow=follow)


def _bar(chosen: str, besides: list[st.Page]) -> None:
    """The bar on a phone; «Ще» is another one on each page, so that it is shut after a choice."""
    with st.bottom, st.container(key="bar", horizontal=True, wrap=False, horizontal_alignment="distribute"):
        for key in BAR:
            st.page_link(path(key), label=say(f"nav.{key}.short"), icon=PAGES[key])
        with st.popover(say("nav.more"), icon=":material/menu:", type="tertiary", key=f"more-{chosen}"):
            for key in (key for key in PAGES if key not in BAR):
                st.page_link(path(key), label=say(f"nav.{key}"), icon=PAGES[key])
            for page in besides:
                st.page_link(page)
