"""The frame around every page: how a page is let in, its language, navigation, the bar on a phone."""

from __future__ import annotations

import gc
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import browser, data
from pages.parts.words import LANGUAGES, language, say

ICON = str(Path(__file__).with_name("icon.svg"))
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
TYPED_IN = frozenset({"add"})  # never drawn anew while somebody may be typing
BAR = ("overview", "partners", "add", "events", "quality")  # what fits a thumb: the bar on a phone


def let_in() -> None:
    """Every page's first line: a run that came past app.py goes back through it.

    Streamlit runs a file of a folder named pages/ by itself, without app.py, when a deep link is the first request to a
    fresh server, and it does so until st.navigation was called once in the process. The flag is private; this is the
    only place that touches it. st.navigation itself sets it to False (commands/navigation.py).
    """
    if PagesManager.uses_pages_directory is not False:
        PagesManager.uses_pages_directory = False
        st.rerun()


def open_frame() -> None:
    """Page config, language and the browser's own words; then the chosen page in its frame."""
    _choose_language()
    st.set_page_config(page_title=say("panel.title"), page_icon=ICON, layout="wide", menu_items={})
    browser.turn_words(language())
    page = st.navigation([_page(key) for key in PAGES])
    st.set_page_config(page_title=f"{page.title} · {say('panel.title')}")
    st.logo(ICON, size="large")
    with st.sidebar:
        _language_switch()
        freshness = st.container()
    _bar()
    page.run()
    with freshness:
        data.freshness(data.snapshot(), follow=page.url_path not in TYPED_IN)


@st.cache_resource(show_spinner=False)
def settle_memory() -> None:
    """Takes what the imports made out of the garbage collector's sight: Streamlit collects in full after every run."""
    gc.collect()
    gc.freeze()


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


def _choose_language() -> None:
    """On the first visit: the address says it, else the browser's language, else Ukrainian. It stays in the address."""
    if "lang" not in st.session_state:
        asked = st.query_params.get("lang") or (st.context.locale or "")[:2]
        st.query_params["lang"] = st.session_state["lang"] = asked if asked in LANGUAGES else "uk"


def _language_switch() -> None:
    st.segmented_control(
        say("frame.language"),
        LANGUAGES,  # bare codes: what is shown is what stands in the address
        key="lang",
        required=True,
        bind="query-params",
    )


def _bar() -> None:
    with st.bottom, st.container(key="bar", horizontal=True, wrap=False, horizontal_alignment="distribute"):
        for key in BAR:
            st.page_link(path(key), label=say(f"nav.{key}.short"), icon=PAGES[key])
