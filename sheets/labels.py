"""Which choice of a vocabulary a short label means: a section's title, a check column's heading, a legend's entry.

More forgiving than a cell's reader (order, endings, 'Осв.'), for a label is one of few; still never the nearest guess:
it must fit exactly one choice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sheets.matching import same, stems
from sheets.schema import Vocabulary
from sheets.text import fold, words

SILENT = frozenset(
    words("напрям напрямк партнерств співпрац співробітництв рівен рівн направлен сотрудничеств уровен та і й и")
)
NUMBERED = re.compile(
    r"^\s*(?:\d{1,2}|[ivxіх]{1,4})\s*[.):]\s*|^(?:розділ|напрям|раздел)\s*(?:№\s*)?\d*\s*[.:]?\s*", re.I
)
COUNTED = re.compile(r"\s*[(\[]\s*\d+[^)\]]*[)\]]\s*$")


def bare(text: str) -> str:
    """A label without its number before and its count behind: '1. ОСВІТНЄ (12)' -> 'освітнє'."""
    return _unnumbered(text).strip(" .:;-–—\"'")


def _unnumbered(text: str) -> str:
    return COUNTED.sub("", NUMBERED.sub("", fold(text)))


def choice_of(vocabulary: Vocabulary, text: str) -> str | None:
    """The one choice that this label means, or None."""
    if not text or len(text) > 120:
        return None
    exact = vocabulary.by_word.get(bare(text))
    if exact:
        return exact
    said = tuple(word for word in stems(_unnumbered(text)) if word not in SILENT)
    if not said:
        return None
    found = {key for key, words in _words(tuple(vocabulary.by_word.items())) if _means(said, words)}
    return found.pop() if len(found) == 1 else None


def _means(said: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """The label says these words, all of them, in any order, each perhaps abbreviated."""
    abbreviated = any(word.endswith(".") for word in said)
    if not abbreviated and len(said) != len(words):
        return False
    return all(any(same(word, other) for other in words) for word in said)


@lru_cache(maxsize=64)
def _words(by_word: tuple[tuple[str, str], ...]) -> list[tuple[str, tuple[str, ...]]]:
    parts = ((key, tuple(w for w in stems(word) if w not in SILENT)) for word, key in by_word)
    return [(key, words) for key, words in parts if words]
