"""What signs stand for: «1 – освітнє, 2 – культурне …» for directions, «В – 5, Д – 4 …» for scores, said in notes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from sheets.labels import choice_of
from sheets.schema import Field, Kind, Panel, Vocabulary
from sheets.text import fold_sign
from sheets.view import View
from sheets.workbook import Grid

LOOKED = 400  # rows around a table that are searched for a legend

NUMBERED = re.compile(r"(?<![\d.,/])(\d{1,2})\s*[-–—=:.)]+\s*([^\d;,()\n]{3,70})")
BACKWARDS = re.compile(r"([^\W\d_][^\d;,()\n–—=:]{2,69}?)\s*[-–—=:]\s*(\d{1,2})(?!\d)")
LETTERED = re.compile(
    r"(?<!\w)([^\W\d_])(?!\w)\s*[-–—=:]\s*(?:[^\W\d_]+\s*)*[-–—=:(]*\s*([1-5](?:[.,]\d)?)(?!\d)(?!\s*[-–—]\s*\d)"
)
SIGN = re.compile(r"\d{1,2}")
SIGNS = re.compile(r"\s*[1-9]\d?(?:(?:\s*[,;./+&]\s*|\s+(?:(?:і|й|та|и|and)\s+)?)[1-9]\d?)*[.)]?\s*")
NUMBER_FIRST = re.compile(r"(?<!\d)([1-5])\s*(?:бал\w*|б\.)?\s*[-–—=:]\s*(?:[«\"'(]\s*)?([^\W\d_])(?!\w)")


def legend_of(field: Field, panel: Panel, texts: Iterable[str]) -> Mapping[str, Any]:
    """Folded sign -> choice key (for fields with a vocabulary) or number (for scores); empty where no text says so.

    Two signs at least must be explained, each in one way only.
    """
    found: dict[str, set[Any]] = {}
    for text in texts:
        if len(text) <= 1000:
            for sign, meaning in _entries(field, panel, text):
                found.setdefault(fold_sign(sign), set()).add(meaning)
    legend = {sign: meanings.pop() for sign, meanings in found.items() if len(meanings) == 1}
    return legend if len(legend) > 1 else {}


def _entries(field: Field, panel: Panel, text: str) -> Iterable[tuple[str, Any]]:
    if field.kind is Kind.SCORE:
        for letter, number in LETTERED.findall(text):
            yield letter, float(number.replace(",", "."))
        for number, letter in NUMBER_FIRST.findall(text):
            yield letter, float(number)
    elif field.vocabulary:
        vocabulary = panel.vocabularies[field.vocabulary]
        for sign, words in NUMBERED.findall(text):
            if key := _choice(vocabulary, words):
                yield sign, key
        for words, sign in BACKWARDS.findall(text):
            if key := _choice(vocabulary, words):
                yield sign, key


def _choice(vocabulary: Vocabulary, words: str) -> str | None:
    """The choice that a legend's entry means; people abbreviate there, with or without a dot."""
    words = words.strip(" \"'«»")
    return choice_of(vocabulary, words) or choice_of(vocabulary, f"{words.rstrip('.')}.")


def parted(cell: Any) -> Any:
    """A typed list of signs with a separator that the cells' reader knows: '2,3' is two signs where signs are numbered.
    A number that the spreadsheet made of it (2.3) stays, to be reported."""
    return "; ".join(SIGN.findall(cell)) if isinstance(cell, str) and SIGNS.fullmatch(cell) else cell


def texts_around(
    grid: Grid, header: int, outside: Iterable[int], records: Iterable[int], known: Container[int]
) -> Iterator[str]:
    """Texts around a table that may explain its signs: above it and in its header (down to row `header`), in the rows
    `outside` its records, and beside the records, in columns that are not `known`."""
    view = View(grid)
    for row in islice(chain(range(1, header + 1), outside), LOOKED):
        yield from joined_cells(view.row(row))
    beside = [column for column in view.columns if column not in known]
    for row in islice(records, LOOKED):
        cells = {column: view.text(int(row), column) for column in beside}
        yield from joined_cells({column: text for column, text in cells.items() if text})


def joined_cells(row: Mapping[int, str]) -> list[str]:
    """A row's texts, and each pair of neighbours as one entry: '5' beside 'відмінно' is a legend in two cells."""
    texts = [text for _, text in sorted(row.items())]
    pairs = [f"{one} – {other}" for one, other in zip(texts, texts[1:], strict=False) if min(len(one), len(other)) <= 2]
    return [*texts, *pairs]
