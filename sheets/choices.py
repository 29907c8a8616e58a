"""Words of a vocabulary: the key that a text means. The same word in any case, number or gender is the same word;
a word that is merely near is not."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from weakref import finalize

from sheets.schema import Vocabulary
from sheets.splitting import at_and, pieces
from sheets.text import fold, fold_sign

ENDING = re.compile(
    r"(?:ями|ами|ого|ому|ими|іми|его|ему|ої|ій|ою|ею|ях|ах|ів|ей|ий|ый|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ом|ем|ям|ам"
    r"|[аяуюоеєіїиыьй])$"
)
GENERIC = frozenset(
    ("партнерств", "співпрац", "співробітництв", "напр", "напрям", "напрямок", "напрямк", "рівень", "рівн", "взаємоді")
    + ("сотрудничеств", "направлени", "уровень", "уровн", "partnership", "cooperation", "level")
)
# What people add to a word and does not change it: a number, a date, a remark in brackets.
TAIL = re.compile(
    r"\([^()]*\)|№\s*[\w/-]+|\bб/н\b"
    r"|(?:\b(?:від|от|до|з|на|dated)\s+)?\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?![\d./])\s*(?:р(?:оку)?\b\.?)?"
)
# What an event is, was held for, or was put off to and why: «майстер-клас з гончарства», «перенесено на травень».
COMPLEMENT = re.compile(
    r"(?<=\w)\s(?:з|із|зі|для|про|щодо|до|на|через|[ув] зв'язку|о|об|по|из-за|for|about|on|to)\s[^%/]+\Z"
)
WITH_COMPLEMENT = frozenset({"forms", "event_status"})
CHANGES_MEANING = re.compile(r"\bне\b|\bне[а-яіїє]|частков|майже|\?|погодж|планує|процес")
ONLY_A_PART = re.compile(r"\?|половин|третин|частин|частков|\bале\b|\bкрім\b")
EVERYTHING = re.compile(
    r"(?:усі|всі|все|all)(?: (?:5|п'ять|five))?(?: напрям\w*| направлени\w*| directions)?"
    r"|(?:по|за) (?:у?всіх|усіма|всіма) напрям\w+"
)
# A word and a mark count; a hyphen, a dot or a quotation mark does not. «тренінг-семінар» is not «тренінг, семінар».
TOKEN = re.compile(r"\w+|[,;/+✓✔]")


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, and the marks between them that could separate things."""
    return tuple(TOKEN.findall(fold(text).strip(" ,;")))


LONGEST = 300  # of a choice; the longest that people write names all services of prevention


class Choices:
    """A vocabulary made ready for looking words up."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.key = vocabulary.key
        self.keys = tuple(vocabulary.choices)
        self.exact = {tokens(word): key for word, key in reversed(list(vocabulary.by_word.items()))}
        self.stems: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for written, key in self.exact.items():
            self.stems[_stems(written)].add(key)
        self.initials = [(key, choice.en[:1].casefold()) for key, choice in vocabulary.choices.items()]
        self.found: dict[str, str | None] = {}

    def key_of(self, text: str) -> str | None:
        """The key that this text means as a whole, or None: «Освітнє», «освітній напрям», «громад. організація»."""
        if text not in self.found:
            self.found[text] = self._look_up(text)
        return self.found[text]

    def keys_of(self, text: str) -> tuple[list[str], list[str]]:
        """The keys of all the words in a cell, and the parts that are no words of this vocabulary."""
        whole = self.key_of(text)
        if whole:
            return [whole], []
        if EVERYTHING.fullmatch(fold(text)) and self.key == "directions":
            return list(self.keys), []
        keys: list[str] = []
        unknown: list[str] = []
        for piece in pieces(text):
            found = self._of_piece(piece)
            keys += found
            goes_on = (
                keys and "\n" in text and all(stem in GENERIC for stem in _stems(tokens(piece)))
            )  # «Освітнє ⏎ партнерство»
            unknown += [] if found or goes_on else [piece]
        return list(dict.fromkeys(keys)), unknown

    def _of_piece(self, piece: str) -> list[str]:
        key = self.key_of(piece)
        if key:
            return [key]
        for cut in (at_and(piece), pieces(piece, slash=True)):
            keys = [self.key_of(part) for part in cut]
            if len(cut) > 1 and all(keys):
                return [key for key in keys if key]
        return []

    def _look_up(self, text: str) -> str | None:
        if len(text) > LONGEST:
            return None
        key = self._known(text) or self._alike(text)
        if key is None and self.key in WITH_COMPLEMENT:
            key = self._before_complement(fold(text))
        if key is None:
            folded = fold(text)
            without = TAIL.sub(" ", folded)
            if without != folded and not CHANGES_MEANING.search(folded):
                key = self._known(without)
        return key

    def _alike(self, text: str) -> str | None:
        """What a word means that is typed in Latin look-alikes; a lone letter that begins another choice's English name
        has two readings («H»: high, or низький)."""
        key = self._known(fold_sign(text))
        letter = fold(text)
        begins = len(letter) == 1 and any(letter == en for known, en in self.initials if known != key)
        return None if begins else key

    def _before_complement(self, folded: str) -> str | None:
        """What stands before «з», «для», «на» …, where nothing that follows is another choice or takes it back."""
        found = COMPLEMENT.search(folded)
        if not found or ONLY_A_PART.search(found.group()):
            return None
        others = any(self._known(part) for part in at_and(found.group())[1:])
        return None if others else self._known(folded[: found.start()])

    def _known(self, text: str) -> str | None:
        written = tokens(text)
        if written in self.exact:
            return self.exact[written]
        for stems in (_stems(written), tuple(s for s in _stems(written) if s not in GENERIC)):
            keys = self.stems.get(stems, set()) if stems else set()
            if len(keys) == 1:
                return next(iter(keys))
        return self._shortened(written, fold(text)) if "." in text else None

    def _shortened(self, written: tuple[str, ...], folded: str) -> str | None:
        """«спорт.-оздоровчий заклад»: words cut with a dot, where just one entry begins so."""
        cut = [f"{word}." in folded for word in written]
        if len(written) == 1 and len(written[0]) < 4:
            return None
        keys = {
            key
            for entry, key in self.exact.items()
            if len(entry) == len(written)
            and all(
                (len(word) > 2 and full.startswith(word)) if short else _stem(word) == _stem(full)
                for word, full, short in zip(written, entry, cut, strict=True)
            )
        }
        return next(iter(keys)) if len(keys) == 1 else None


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without its ending; short words are left alone."""
    stem = ENDING.sub("", word.replace("ё", "е")).rstrip("ь")
    return stem if len(stem) >= 4 else word


def _stems(written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_stem, written))


_MADE: dict[int, Choices] = {}


def choices_of(vocabulary: Vocabulary) -> Choices:
    """The vocabulary made ready; made once for each vocabulary object, forgotten with it."""
    made = _MADE.get(id(vocabulary))
    if made is None:
        made = _MADE[id(vocabulary)] = Choices(vocabulary)
        finalize(vocabulary, _MADE.pop, id(vocabulary), None)
    return made
