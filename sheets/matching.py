"""Headings to fields: how surely the heading that staff wrote names a field of the declaration.

Folded words are compared by their stems, in any order; abbreviations ('К-сть уч.', 'Відп.') by their beginnings;
what stands in brackets ('Оцініть … [Спільні цілі]') and a number before ('1. Єдність …') apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from sheets.evidence import Cells, fit
from sheets.labels import choice_of
from sheets.schema import Field, Kind, Panel, Tab
from sheets.stems import same, stem, stems
from sheets.text import fold, fold_sign, words

KEPT = 20_000  # texts whose meaning is kept
NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SCORE, Kind.PERCENT})

BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
NUMBERED = re.compile(r"^\s*\d{1,2}\s*[.)]\s*")
QUANTITY = frozenset({"кількіст", "количеств", "частк", "дол", "сум", "середн", "%", "відсот", "number", "скільк"})
# The stems of words that say nothing of what a column holds.
SILENT = frozenset(
    stem(word)
    for word in words(
        "та і й в у на за для или и the of a усього всього всего загальна осіб чол людей оберіть виберіть вкажіть "
        "зазначте напишіть будь ласка ваш ваша ваше ваші чи є выберите укажите ли choose select your please"
    )
)


# «Назва гуртка», «Найменування послуги» name no partner and no event.
ELSEWHERE = frozenset(map(stem, words("гурток гуртка гуртки товар товару послуга послуги предмет посада")))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One declared way to write a heading."""

    field: Field
    stems: tuple[str, ...]
    telling: frozenset[str]  # without the words that say nothing
    label: bool  # the field's own label, not another heading
    folded: str


class Headings:
    """All declared headings of one kind of record, ready for matching."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.phrases = [
            Phrase(field, stems(text), telling(stems(text)), place < 2, fold(text))
            for field in tab.fields.values()
            for place, text in enumerate((field.uk, field.en, *field.headings))
        ]
        self.folded = [phrase.folded for phrase in self.phrases]
        self.by_stem: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            for word in phrase.telling:
                self.by_stem[word.rstrip(".")].append(phrase)
        self.ordered = sorted(self.by_stem)
        self._known: dict[str, Mapping[str, float]] = {}
        self._guessed: dict[str, Mapping[str, float]] = {}

    def match(self, heading: str) -> Mapping[str, float]:
        """Field -> 0–1, how surely this text names it as a heading; fields that it can't name are left out."""
        found = self._known.get(heading)
        if found is None:
            forget(self._known)
            found = self._known[heading] = self._match(heading) if len(heading) <= 500 else {}
        return found

    def _match(self, heading: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for text, weight in variants(heading):
            words = stems(text)
            said = telling(words)
            counted = any(word in QUANTITY for word in words)
            for phrase in self._near(said) if said else self._bare(words):
                score = weight * likeness(words, said, phrase)
                if counted and score < 0.95 and phrase.field.kind not in NUMERIC:
                    continue  # 'Кількість партнерів' names none
                if (
                    score < 0.95
                    and len(phrase.telling) == 1
                    and phrase.field.kind is Kind.NUMBER
                    and self._adds(said, phrase)
                ):
                    continue  # 'Дітей пільгових категорій' are not all children
                if score > found.get(phrase.field.key, 0):
                    found[phrase.field.key] = score
        return found

    def _adds(self, said: frozenset[str], phrase: Phrase) -> bool:
        """Whether a heading says besides this phrase a word that no heading has: it counts something narrower."""
        return any(word not in self.by_stem and not word.endswith(".") for word in said - phrase.telling)

    def _near(self, said: frozenset[str]) -> Iterable[Phrase]:
        """Phrases that share a word with the heading."""
        near: dict[int, Phrase] = {}
        for word in said:
            for key in self._keys(word):
                near |= {id(phrase): phrase for phrase in self.by_stem[key]}
        return near.values()

    def _keys(self, word: str) -> list[str]:
        if not word.endswith("."):
            short = [word[:size] for size in range(2, min(6, len(word))) if word[:size] in self.by_stem]
            return ([word] if word in self.by_stem else []) + short
        start = bisect_left(self.ordered, word[:-1])
        keys = []
        for key in self.ordered[start : start + 40]:
            if not key.startswith(word[:-1]):
                break
            keys.append(key)
        return keys

    def _bare(self, words: tuple[str, ...]) -> Iterable[Phrase]:
        return [phrase for phrase in self.phrases if words and phrase.stems == words]

    def guess(self, heading: str) -> Mapping[str, float]:
        """As `match`, and where that says little, slips of the keys forgiven. Slow: for the cells of a header only."""
        guessed = self._guessed.get(heading)
        if guessed is None:
            forget(self._guessed)
            found = self.match(heading)
            if max(found.values(), default=0) < 0.8 and (typed := fold_sign(heading)) != fold(heading):
                found = {**found, **self.match(typed)}  # whole words in Latin look-alikes: «Cep. бал»
            slips = self._misspelt(heading) if max(found.values(), default=0) < 0.8 else {}
            guessed = {name: max(found.get(name, 0), slips.get(name, 0)) for name in {**found, **slips}}
            self._guessed[heading] = guessed
        return guessed

    def _misspelt(self, heading: str) -> Mapping[str, float]:
        """Fields of which this may be a heading with a slip of the keys ('Кількіть учасників'): nearly all letters of a
        declared one, in order."""
        text = fold(heading)
        if len(text) < 6:
            return {}
        close = process.extract(text, self.folded, scorer=fuzz.ratio, score_cutoff=88, limit=5)
        return {self.phrases[at].field.key: 0.8 for _, _, at in close}


def forget(kept: dict[Any, Any]) -> None:
    """Empties what is kept to save work, before it grows without end."""
    if len(kept) >= KEPT:
        kept.clear()


def telling(words: tuple[str, ...]) -> frozenset[str]:
    """The words that say something."""
    return frozenset(word for word in words if word not in SILENT)


def variants(heading: str) -> list[tuple[str, float]]:
    """The readings of a heading and their weight: whole, without brackets and number, and what the brackets hold."""
    bare = NUMBERED.sub("", heading)
    found = [(heading, 1.0)]
    if bare != heading:
        found.append((bare, 0.99))
    outside = BRACKETS.sub(" ", bare).strip()
    if outside and outside != bare:
        found.append((outside, 0.97))
    if ": " in outside:  # «Оцініть від 1 до 5: Документи»
        found.append((outside.rpartition(": ")[2], 0.96))
    for match in BRACKETS.finditer(bare):
        square = heading[match.start()] == "[" if bare == heading else bare[match.start()] == "["
        found.append((match.group(1), 0.97 if square else 0.5))
    return found


def likeness(words: tuple[str, ...], said: frozenset[str], phrase: Phrase) -> float:
    """0–1: how far a heading's words and a declared phrase's are the same."""
    if len(words) == len(phrase.stems) and all(map(same, words, phrase.stems)):
        return 1.0 if phrase.label else 0.99
    theirs = phrase.telling
    if not said or not theirs:
        return 0.0
    shared = sum(any(same(word, other) for other in theirs) for word in said)
    if shared == 0 or theirs <= QUANTITY:  # 'Кількість' alone does not say of what
        return 0.0
    mine, other = shared / len(said), min(shared, len(theirs)) / len(theirs)
    if mine == other == 1:
        return 0.98
    if other == 1:  # the heading says all that the phrase says, and more
        if len(theirs) > 1:
            return 0.7 + 0.25 * mine
        if said & ELSEWHERE:
            return 0.0
        first = next(word for word in words if word in said)
        return (0.55 if same(first, next(iter(theirs))) else 0.35) + 0.3 * mine  # the first word is what it is
    if mine == 1:  # the heading says a part
        return 0.6 + 0.3 * other if len(said) > 1 else 0.4 + 0.3 * other
    return 0.0


class Matcher:
    """The headings of every declared kind."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.kinds = {key: Headings(tab) for key, tab in panel.tabs.items()}
        names = {f.vocabulary for tab in panel.tabs.values() for f in tab.fields.values() if f.kind is Kind.MANY}
        self._several = [panel.vocabularies[name] for name in sorted(filter(None, names))]
        self._hints: dict[str, bool] = {}
        self._shares: dict[Any, float] = {}
        self._titles = {
            key: [stems(title) for title in (tab.uk, tab.en, tab.one.uk, tab.one.en, *tab.titles)]
            for key, tab in panel.tabs.items()
        }

    def hint(self, text: str, *, forgiving: bool = False) -> bool:
        """Whether a cell may be a heading at all: cheap, for looking through many rows; `forgiving` of slips: slow."""
        if forgiving and not self.hint(text):
            return len(text) < 80 and any(max(k.guess(text).values(), default=0) >= 0.75 for k in self.kinds.values())
        hint = self._hints.get(text)
        if hint is None:
            forget(self._hints)
            hint = self._hints[text] = self._may_be(text)
        return hint

    def share(self, field: Field, cells: Cells) -> float:
        """0–1: the share of these cells that may be values of this field (evidence.fit); worked out once."""
        key = (field.kind, field.vocabulary, tuple(cells))
        share = self._shares.get(key)
        if share is None:
            forget(self._shares)
            share = self._shares[key] = fit(self.panel, field, cells)
        return share

    def choices_in(self, texts: Iterable[str]) -> int:
        """How many of these texts are choices of one vocabulary that a column of several holds; the most of any."""
        texts = list(texts)
        return max((sum(bool(choice_of(known, text)) for text in texts) for known in self._several), default=0)

    def kind_named(self, text: str) -> str | None:
        """The kind whose own name, or a title for tabs that hold it, stands in this text; the longest name wins, then
        the first in the text: 'Журнал заходів з партнерами' -> events."""
        words = stems(text)
        best: tuple[int, int] | None = None
        named = None
        for key, titles in self._titles.items():
            for title in titles:
                places = [next((at for at, word in enumerate(words) if same(word, part)), -1) for part in title]
                if title and min(places) >= 0:
                    rank = (len(title), -min(places))
                    if best is None or rank > best:
                        best, named = rank, key
        return named

    def _may_be(self, text: str) -> bool:
        if not text or len(text) > 300 or text[0] in "=+":
            return False
        return any(max(headings.match(text).values(), default=0) >= 0.75 for headings in self.kinds.values())
