"""Short words for codes, out of the panel's own catalogues: for the commands, which know no pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def short(code: str, language: str) -> str:
    """What a code of a finding, a problem or a trouble means, in a few words: 'impossible-date' -> «такої дати немає в
    календарі»; the code itself where the catalogues have no words for it."""
    known = _catalogue(language)
    said = next((known[key] for key in (f"finding.{code}", f"problem.{code}", f"trouble.{code}") if key in known), code)
    words = said.split(":")[0].split(". ")[0].rstrip(".")
    return words[:1].lower() + words[1:] if "{" not in words else code


@lru_cache
def _catalogue(language: str) -> Mapping[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "panel.po").open("rb") as file:
        return {str(m.id): m.string for m in read_po(file) if isinstance(m.string, str) and m.string}
