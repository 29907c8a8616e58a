"""Which partner a text means: exactly, in its normal form, as a short form, with a typing error; or none, and why.

Never by mere likeness: numbers must agree exactly, and where two partners are as near, none is chosen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sheets.names import GENERIC, OTHER_KIND, REMARK, Name, near, one_kind, read_name
from sheets.text import clean

LIKE = 55  # of 100: a partner less like a text is not offered
OFFERED = 1000  # texts for which the likeliest are looked up; nobody reads more
TOGETHER = 1000  # texts that are compared at a time
LONGEST = 400  # characters; a longer text is no name
SAME_NUMBER = 40  # how much the same number adds to likeness
COMMON = 3  # a word that so many partners share (the town's name) may be left out or added

UNKNOWN, AMBIGUOUS = "partner-unknown", "partner-ambiguous"
NARROWER = {"ззс": frozenset({"школ", "ліце", "гімназі"})}  # «ЗЗСО № 8» may be said of «Ліцей № 8»


@dataclass(frozen=True, slots=True)
class Meant:
    """The number of the partner meant; or None, why (UNKNOWN, AMBIGUOUS), and which it may be."""

    partner: int | None
    code: str = ""
    may_be: tuple[int, ...] = ()


WAYS: tuple[Callable[[Name], Hashable], ...] = (
    lambda name: name.joined,
    lambda name: (name.words, name.numbers, name.legal),
    lambda name: name.bare,
)


class Known:
    """The names of partners, in the order of their numbers, ready to be asked whom a text means."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.exact: dict[str, int] = {}
        for number, name in enumerate(names):
            self.exact.setdefault(clean(name), number)

    @cached_property
    def forms(self) -> list[Name]:
        """The normal form of each name; made only when some text isn't exactly a known name."""
        return [read_name(name) for name in self.names]

    @cached_property
    def by_way(self) -> list[dict[Hashable, list[int]]]:
        """For each of WAYS: form -> numbers."""
        found: list[dict[Hashable, list[int]]] = [defaultdict(list) for _ in WAYS]
        for number, form in enumerate(self.forms):
            if form.words:
                for way, numbers in zip(WAYS, found, strict=True):
                    numbers[way(form)].append(number)
        return found

    @cached_property
    def by_word(self) -> Mapping[str, set[int]]:
        """Stem -> the partners in whose name it stands."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, form in enumerate(self.forms):
            for word in form.words:
                found[word].add(number)
        return found

    @cached_property
    def by_numbers(self) -> Mapping[frozenset[str], list[int]]:
        """Numbers in a name -> the partners that have just these."""
        found: dict[frozenset[str], list[int]] = defaultdict(list)
        for number, form in enumerate(self.forms):
            found[form.numbers].append(number)
        return found

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that many different partners share and that name no kind of institution: as a rule the town's name."""
        counts = Counter(word for words, _ in {form.bare for form in self.forms} for word in words)
        return frozenset(word for word, n in counts.items() if n >= COMMON) - GENERIC

    @cached_property
    def by_initials(self) -> Mapping[str, list[int]]:
        """Initials of a name of three words or more -> numbers: «ЦДЮТ»."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self.forms):
            if len(form.initials) >= 3:
                found[form.initials].append(number)
        return found

    def meant(self, texts: Iterable[str]) -> dict[str, Meant]:
        """Whom each of these texts means."""
        found: dict[str, Meant] = {}
        forms: dict[str, Name] = {}
        for text in texts:
            number = self.exact.get(text)
            number = self.exact.get(clean(text)) if number is None else number
            if number is None:
                forms[text] = read_name(text if len(text) <= LONGEST else "")
            else:
                found[text] = Meant(number)
        found |= self._by_form(forms)
        bare = {text: read_name(REMARK.sub(" ", text)) for text in forms if text not in found and REMARK.search(text)}
        found |= {text: answer for text, answer in self._by_form(bare).items() if self._without_remark(answer)}
        lost = {text: form for text, form in forms.items() if text not in found}
        return found | {text: Meant(None, UNKNOWN, likely) for text, likely in self.likely(lost).items()}

    def _by_form(self, forms: Mapping[str, Name]) -> dict[str, Meant]:
        """Whom texts mean by their normal forms, known words spelled right; those that mean nobody are left out."""
        spelled = self._spelled({word for form in forms.values() for word in form.words})
        found = {}
        for text, form in forms.items():
            right = replace(form, words=frozenset(spelled.get(word, word) for word in form.words))
            answer = self._same(right) or self._short(right, mistyped=right != form)
            if answer:
                found[text] = answer
        return found

    def _without_remark(self, answer: Meant) -> bool:
        """Whether the partner's own name has no remark, which the text's would contradict."""
        return answer.partner is not None and not REMARK.search(self.names[answer.partner])

    def _spelled(self, words: Iterable[str]) -> dict[str, str]:
        """Mistyped or shortened words -> the only known word that each can be."""
        unknown = sorted(set(words) - self.by_word.keys())
        known_words = sorted(self.by_word)
        if not unknown or not known_words:
            return {}
        found = {}
        for word, distances in compared(unknown, known_words, scorer=OSA.distance, score_cutoff=2):
            like = {known_words[n] for n in (distances <= 2).nonzero()[0]} | set(begun(word.rstrip("."), known_words))
            right = [other for other in like if near(word, other)]
            if len(right) == 1:
                found[word] = right[0]
        return found

    def _same(self, form: Name) -> Meant | None:
        """The partner whose name is the same in one of WAYS."""
        for way, numbers in zip(WAYS, self.by_way, strict=True):
            same = [n for n in numbers.get(way(form), ()) if one_kind(form, self.forms[n])]
            if same and form.words:
                return self._one(same)
        return None

    def _one(self, numbers: Sequence[int]) -> Meant:
        """The partner, if all these are one spelled twice (then the first row); else nobody."""
        if len({(self.forms[n].bare, self.forms[n].legal) for n in numbers}) == 1:
            return Meant(min(numbers))
        return Meant(None, AMBIGUOUS, tuple(sorted(numbers)))

    def _short(self, form: Name, mistyped: bool) -> Meant | None:
        """The one partner for whose name this is short; or long, by words that many share."""
        if not form.words:
            return None
        fits = [n for n in self.holding(form.words, form.numbers) if self._short_for(form, self.forms[n], mistyped)]
        own = form.words - self.common
        if not fits and own and own != form.words:
            fits = [n for n in self.holding(own, form.numbers) if self._long_for(form, self.forms[n])]
        if not fits and len(form.words) == 1:
            named = self.by_initials.get("".join(form.words), ())
            fits = [n for n in named if self.forms[n].numbers == form.numbers]
        return self._one(fits) if fits else None

    def holding(self, words: frozenset[str], numbers: frozenset[str]) -> set[int]:
        """The partners in whose names all these words stand, or narrower ones, and these numbers if any."""
        ways = (frozenset({word}) | NARROWER.get(word, frozenset()) for word in words)
        holders = [set[int]().union(*(self.by_word.get(one, ()) for one in way)) for way in ways]
        return set.intersection(*holders, *([set(self.by_numbers.get(numbers, ()))] if numbers else []))

    def _short_for(self, short: Name, long: Name, mistyped: bool) -> bool:
        """Whether enough of the long name is said: all its own words, or two of them, or its kind and number."""
        dropped = long.words - short.words
        own_dropped = {word for word in dropped - GENERIC - self.common - long.aside if len(word) > 1}
        if not one_kind(short, long) or (short.core and long.core and (short.core ^ long.core) - self.common):
            return False
        if short.legal and not long.legal and dropped - self.common:
            return False  # the one is called an organisation, the other another kind of institution
        own_said = len(short.words) > 1 or short.numbers or (long.core and long.core <= short.words)
        if own_dropped and (mistyped or not own_said):
            return False
        if short.distinctive and short.words - self.common:
            return short.numbers == long.numbers or not short.numbers
        if short.numbers != long.numbers or dropped & OTHER_KIND:
            return False
        return bool(short.numbers) or len(short.words) >= 3 or dropped <= self.common

    def _long_for(self, long: Name, short: Name) -> bool:
        return short.words <= long.words and long.numbers == short.numbers and one_kind(long, short)

    def likely(self, forms: Mapping[str, Name], n: int = 3) -> dict[str, tuple[int, ...]]:
        """For each text the partners most like it, best first, to be offered to a person; never to be applied."""
        if not forms or not self.names:
            return dict.fromkeys(forms, ())
        found: dict[str, tuple[int, ...]] = dict.fromkeys(forms, ())
        asked = dict(islice(forms.items(), OFFERED))
        ours = [form.text for form in self.forms]
        likeness = compared([form.text for form in asked.values()], ours, scorer=fuzz.ratio)
        for (text, form), (_, scores) in zip(asked.items(), likeness, strict=True):
            if form.numbers:
                scores[self.by_numbers.get(form.numbers, [])] += SAME_NUMBER
            best = scores.argsort()[::-1][:n]
            found[text] = tuple(int(m) for m in best if scores[m] >= LIKE)
        return found


def compared(asked: Sequence[str], ours: Sequence[str], **how: Any) -> Iterator[tuple[str, np.ndarray]]:
    """Each text with its distance or likeness to all of ours; some at a time, so that memory stays bounded."""
    for start in range(0, len(asked), TOGETHER):
        part = asked[start : start + TOGETHER]
        yield from zip(part, process.cdist(part, ours, **how), strict=True)


def begun(start: str, words: Sequence[str]) -> Sequence[str]:
    """Those of the sorted words that begin so."""
    return words[bisect_left(words, start) : bisect_left(words, f"{start}\U0010ffff")]


@lru_cache(maxsize=8)
def known(names: tuple[str, ...]) -> Known:
    """The same names give the same Known: what was worked out of them once is kept."""
    return Known(names)
