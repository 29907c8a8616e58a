"""Which choice of a vocabulary a short label means: a section's title, a check column's heading, a legend's entry.

More forgiving than a cell's reader (order, endings, 'Осв.'), for a label is one of few; still never the nearest guess:
it must fit exactly one choice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from weakref import finalize

from sheets.schema import Vocabulary
from sheets.stems import same, stem, stems
from sheets.text import fold, words

SILENT = frozenset(
    stem(word)
    for word in words(
        "напрям напрямок напрями напрямку партнерство співпраця співробітництво рівень рівня направление "
        "сотрудничество уровень та і й и"
    )
)
NUMBERED = re.compile(
    r"^\s*(?:\d{1,2}|[ivxіх]{1,4})\s*[.):]\s*|^(?:розділ|напрям|раздел)(?:\s*(?:№\s*)?\d+\s*[.:]?|\s*:)\s*"
)
SHORTEST = 4  # of an abbreviation, with its dot: 'осв.'
COUNTED = re.compile(
    r"\s*[(\[]\s*\d+[^)\]]*[)\]]\s*$|\s*[-:,]\s*\d+\s*(?:зах[оі]д\w*|партнер\w*|заклад\w*|осіб|мероприят\w*|партн[её]р\w*)?\s*$"
)


def bare(text: str) -> str:
    """A label without its number before and its count behind: '1. ОСВІТНЄ (12)' -> 'освітнє'."""
    return _unnumbered(text).strip(" .:;-–—\"'")


def _unnumbered(text: str) -> str:
    return COUNTED.sub("", NUMBERED.sub("", fold(text)))


class Labels:
    """A vocabulary made ready for labels."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.by_word = vocabulary.by_word
        self.words = [(key, said(word)) for word, key in self.by_word.items()]
        self.in_any_order: dict[frozenset[str], set[str]] = defaultdict(set)
        for key, known in self.words:
            self.in_any_order[frozenset(known)].add(key)
        self._known: dict[str, str | None] = {}

    def choice(self, text: str) -> str | None:
        """The one choice that this label means, or None."""
        if text not in self._known:
            self._known[text] = self._choice(text)
        return self._known[text]

    def _choice(self, text: str) -> str | None:
        exact = self.by_word.get(bare(text))
        label = said(_unnumbered(text))
        if exact or not label:
            return exact
        if any(word.endswith(".") and len(word) < SHORTEST for word in label):
            return None
        if any(word.endswith(".") for word in label):
            found = {key for key, known in self.words if all(any(same(w, k) for k in known) for w in label)}
        else:
            found = self.in_any_order.get(frozenset(label), set())
        return next(iter(found)) if len(found) == 1 else None


def said(label: str) -> tuple[str, ...]:
    """The stems of a label's words, without those that every label of its sort has."""
    return tuple(word for word in stems(label) if word not in SILENT)


KNOWN: dict[int, Labels] = {}  # by the vocabulary's id, as long as the vocabulary lives


def choice_of(vocabulary: Vocabulary, text: str) -> str | None:
    """The one choice that this label means, or None."""
    if not text or len(text) > 120:
        return None
    labels = KNOWN.get(id(vocabulary))
    if labels is None:
        labels = KNOWN[id(vocabulary)] = Labels(vocabulary)
        finalize(vocabulary, KNOWN.pop, id(vocabulary), None)
    return labels.choice(text)
