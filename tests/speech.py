"""How charts speak in tests: the catalogues' own words, in either language."""

from __future__ import annotations

from functools import partial

from charts.words import Words
from pages.parts.words import say_in
from sheets.schema import Panel


def words(panel: Panel, language: str) -> Words:
    """The words of a language, as pages hand them to charts."""
    return Words(panel, language, partial(say_in, language))
