"""Word lists that staff keep in the sheet: «Довідники», a column for each vocabulary, its heading above its words.

A new word becomes a choice at the end of its vocabulary, under its own folded text as the key. «новий музей → Музей»
(or «=») is one more synonym of a choice that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheets.choices import choices_of
from sheets.errors import Refused
from sheets.schema import Choice, Panel, Vocabulary
from sheets.tabkinds import is_lists
from sheets.text import clean, fold
from sheets.view import View
from sheets.workbook import AddTab, Edit, Grid, WriteCell

LISTS_TAB = 1_240_117  # the gid of a lists tab that the panel makes; any other is staff's own
TITLE_ROWS = 5  # rows in which the headings are looked for
ARROW = re.compile(r"\s*(?:→|⇒|->|=>|=)\s*")
SHOWN_ARROW = " → "


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a list: the vocabulary's key, the word as written, and the choice it is a synonym of, if it says so."""

    vocabulary: str
    text: str
    synonym_of: str | None = None


def lists_grids(panel: Panel, grids: Iterable[Grid]) -> list[Grid]:
    """The tabs that hold word lists, with at least one column headed by a vocabulary's heading."""
    return [grid for grid in grids if is_lists(View(grid), panel) and headings(panel, grid)[1]]


def headings(panel: Panel, grid: Grid) -> tuple[int, Mapping[str, int]]:
    """The row of the headings, and vocabulary -> column; of the first rows the one with most headings known."""
    named: dict[str, str] = {}
    for vocabulary in panel.vocabularies.values():
        for heading in (vocabulary.uk, vocabulary.en, *vocabulary.headings):
            named.setdefault(fold(heading), vocabulary.key)
    best: tuple[int, Mapping[str, int]] = (1, {})
    for row in range(1, min(grid.height, TITLE_ROWS) + 1):
        found: dict[str, int] = {}
        for column in range(1, grid.width + 1):
            key = named.get(fold(grid.text(row, column)))
            if key:
                found.setdefault(key, column)
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def words_in(panel: Panel, grid: Grid) -> list[Word]:
    """All words in a lists tab, in order; a synonym names a choice by any of its words."""
    row, columns = headings(panel, grid)
    found = []
    for vocabulary, column in columns.items():
        for below in range(row + 1, grid.height + 1):
            text, *synonym_of = ARROW.split(clean(grid.text(below, column)), maxsplit=1)
            if text:
                found.append(Word(vocabulary, text, synonym_of[0] if synonym_of and synonym_of[0] else None))
    return found


def added_words(panel: Panel, grids: Iterable[Grid]) -> tuple[Word, ...]:
    """The words in the lists that the declaration does not know: what `with_lists` adds."""
    return tuple(
        word
        for grid in lists_grids(panel, grids)
        for word in words_in(panel, grid)
        if _key_of(panel.vocabularies[word.vocabulary], word.text) is None
    )


def with_lists(panel: Panel, grids: Iterable[Grid]) -> tuple[Panel, int | None]:
    """The declaration with the words of «Довідники» added, and that tab's gid.

    The very same panel if no word is new; the same new panel while the words are the same.
    """
    global _last
    grids = lists_grids(panel, grids)
    new = added_words(panel, grids)
    if new and not (_last and _last[0] is panel and _last[1] == new):
        _last = panel, new, _with_words(panel, new)
    return _last[2] if new and _last else panel, grids[0].tab.gid if grids else None


_last: tuple[Panel, tuple[Word, ...], Panel] | None = None  # what the words last made of which declaration


def _with_words(panel: Panel, words: Iterable[Word]) -> Panel:
    new: dict[str, list[Word]] = {}
    for word in words:
        new.setdefault(word.vocabulary, []).append(word)
    grown = {key: _grown(panel.vocabularies[key], added) for key, added in new.items()}
    return panel.model_copy(update={"vocabularies": {**panel.vocabularies, **grown}})


def _key_of(vocabulary: Vocabulary, word: str) -> str | None:
    """The key that reading a cell would find for this word."""
    folded = fold(word)
    return folded if folded in vocabulary.choices else choices_of(vocabulary).key_of(word)


def _grown(vocabulary: Vocabulary, words: Iterable[Word]) -> Vocabulary:
    """The vocabulary with these words; a synonym of a word that nobody knows is a choice of its own."""
    choices = dict(vocabulary.choices)
    plain = [word for word in words if not word.synonym_of]
    for word in plain:
        choices.setdefault(fold(word.text), Choice(uk=word.text, en=word.text, key=fold(word.text)))
    for word in words:
        if word.synonym_of:
            key = _key_of(vocabulary, word.synonym_of)
            key = key or (fold(word.synonym_of) if fold(word.synonym_of) in choices else None)
            if key:
                old = choices[key]
                choices[key] = old.model_copy(update={"synonyms": (*old.synonyms, word.text)})
            else:
                choices.setdefault(fold(word.text), Choice(uk=word.text, en=word.text, key=fold(word.text)))
    return Vocabulary(
        uk=vocabulary.uk, en=vocabulary.en, headings=vocabulary.headings, choices=choices, key=vocabulary.key
    )


def word_edits(
    panel: Panel, grid: Grid | None, vocabulary: str, word: str, synonym_of: str | None = None
) -> list[Edit]:
    """The edits that add a word to the lists tab; none if it is known already. `synonym_of` is a choice's key.

    `grid` is the lists tab as it is now (Workbook.read_tabs), None to make one. The word goes below the last of its
    column; a list without a column gets one. Raises Refused('invalid') for a word that can't be a word of a list.
    """
    told = panel.vocabularies[vocabulary]
    text = clean(word)
    if not text or ARROW.search(text) or (synonym_of and synonym_of not in told.choices):
        raise Refused("invalid", field=vocabulary, text=word)
    if _key_of(told, text) is not None:
        return []
    value = f"{text}{SHOWN_ARROW}{told.choices[synonym_of].uk}" if synonym_of else text
    heading = told.headings[0] if told.headings else told.uk
    if grid is None:
        title = panel.lists.titles[0] if panel.lists.titles else told.uk
        return [
            AddTab(tab=LISTS_TAB, title=title, header=(heading,)),
            WriteCell(tab=LISTS_TAB, row=2, column=1, value=value),
        ]
    row, columns = headings(panel, grid)
    column = columns.get(vocabulary)
    if column is None:
        column = grid.width + 1
        made: list[Edit] = [WriteCell(tab=grid.tab.gid, row=row, column=column, value=heading)]
        return [*made, WriteCell(tab=grid.tab.gid, row=row + 1, column=column, value=value)]
    last = max((r for r in range(row, grid.height + 1) if grid.text(r, column).strip()), default=row)
    return [WriteCell(tab=grid.tab.gid, row=last + 1, column=column, value=value)]
