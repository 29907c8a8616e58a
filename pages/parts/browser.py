"""What only the browser can do: Streamlit's own English words and `<html lang>` turned, the bar kept to phones,
and choices that the back button takes back."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages.parts.words import catalogue

HERE = Path(__file__).parent


def turn_words(language: str) -> None:
    """Streamlit speaks English and says so (`lang="en"`, no setting: streamlit/streamlit#15726); this turns its words
    into the reader's language, now and whenever it draws more of them."""
    st.html(_page_part(language), unsafe_allow_javascript=True)


@lru_cache
def _page_part(language: str) -> str:
    words = {english: said for english, said in catalogue("uk", "streamlit")._catalog.items() if english}  # type: ignore[attr-defined]
    script = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("browser.js", "steps.js"))
    style = (HERE / "browser.css").read_text(encoding="utf-8")
    call = f"turnWords({json.dumps(language)}, {json.dumps(words, ensure_ascii=False)});"
    kept = "keepSteps();\ncloseDrawer();"
    return f"<style>{_lean(style)}</style><script>{_lean(script)}\n{call}\n{kept}</script>"


def _lean(text: str) -> str:
    """Without indentation and the comments that have a line of their own: it goes out with every page."""
    return re.sub(r"(?m)^\s*(//.*$|/\*[^*]*\*/$)?\s*", "", text)
