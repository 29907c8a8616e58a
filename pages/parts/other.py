"""Tabs that panel.toml declares and no page was written for: records, form and findings, without a line of Python."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages.parts.words import language, md, say


@lru_cache(maxsize=4)
def _titles(path: Path, _changed: int, but: frozenset[str]) -> dict[str, dict[str, str]]:
    try:
        tabs = tomllib.loads(path.read_text(encoding="utf-8"))["tabs"]
        return {key: {"uk": tab["uk"], "en": tab["en"]} for key, tab in tabs.items() if key not in but}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, LookupError, TypeError, AttributeError):
        return {}  # whichever page is asked for says what is wrong with it


def titles(path: Path, *, but: Collection[str]) -> dict[str, str]:
    """The tabs that this declaration has, `but` these: key -> title in the reader's language. Reads no more than that:
    the navigation stands before the panel's floors are imported."""
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return {key: title[language()] for key, title in _titles(path, changed, frozenset(but)).items()}


def show(kind: str) -> None:
    """The page of such a tab."""
    from pages.parts import data, findings, records  # a second's worth of imports

    now = data.snapshot()
    tab, tables = now.panel.tabs[kind], now.tables_of(kind)
    st.title(md(tab.label(language())))
    if not tables:
        st.info(say("add.no-table", tab=md(tab.label(language()))), icon=":material/info:")
        return
    if st.button(say("nav.add"), icon=":material/add:", type="primary", key="other.add"):
        st.switch_page("pages/add.py", query_params={"what": tab.one[language()]})
    records.table(now, kind, key=f"other.{kind}")
    places = {table.tab for table in tables}
    wrong = [finding for finding in findings.by_urgency(now) if finding.tab in places]
    if wrong:
        st.header(say("quality.list"))
        findings.table(now, wrong, of=f"tab {kind}")
