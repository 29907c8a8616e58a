"""What a tab is that holds no table of records: empty, a journal, word lists, a summary, a matrix, instructions, …

A tab that looks like records but can't be read as records is refused, and said: nothing in it is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sheets.journal import is_journal_grid
from sheets.labels import choice_of
from sheets.matching import Matcher
from sheets.records import Problem
from sheets.schema import Kind, Panel
from sheets.sections import MONTHS, month_in, school_year_in, year_in
from sheets.stems import stems
from sheets.summaries import is_summary
from sheets.text import fold, words
from sheets.view import View

MEASURES = frozenset(stem for word in words("показник показатель indicator") for stem in stems(word))
MATRIX = frozenset(stem for word in ["матриця", "матрица", "matrix", "шахматка"] for stem in stems(word))
DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d")
CORNER = re.compile(r"\w{3,}\s*[/\\]\s*\w{3,}")  # «Партнер / місяць»
LOOKED = 40  # rows from the top that are looked at
REPEATED = 3  # so many columns headed by months or choices make a matrix


def is_lists(view: View, panel: Panel) -> bool:
    """Whether a tab holds word lists: by its title, or because each column is headed by a vocabulary's heading."""
    title = words(view.grid.tab.title)
    if any(words(name) == title for name in panel.lists.titles):
        return True
    known = {fold(text) for v in panel.vocabularies.values() for text in (v.uk, v.en, *v.headings)}
    for row in range(1, min(4, view.height) + 1):
        headings = view.row(row)
        listed = [column for column, text in headings.items() if fold(text) in known]
        if len(listed) >= 2:
            return len(listed) == len(headings) and all(_short_words(view, column, row) for column in listed)
    return False


def _short_words(view: View, column: int, row: int) -> bool:
    """No word comes twice in a list."""
    texts = [fold(text) for _, text in view.sample(column, row)]
    return len(texts) == len(set(texts))


def is_matrix(view: View, row: int, panel: Panel) -> bool:
    """Whether the row heads a cross table: months or choices over columns whose cells are not plain marks."""
    headings = view.row(row)
    if sum(map(_is_time, headings.values())) >= REPEATED:
        return True
    corner = headings.get(min(headings, default=0), "")
    return bool(CORNER.search(corner)) and _over_choices(headings, panel) >= REPEATED


def _is_time(heading: str) -> bool:
    """A month or a year, and nothing else."""
    if school_year_in(heading):
        return len(heading) <= 20
    said = words(heading)
    return bool(month_in(heading) or year_in(heading)) and all(
        w in MONTHS or w in ("рік", "р") or w.isdigit() for w in said
    )


def _over_choices(headings: dict[int, str], panel: Panel) -> int:
    """Most columns that are headed by choices of one vocabulary."""
    asked = {
        f.vocabulary for tab in panel.tabs.values() for f in tab.fields.values() if f.kind in (Kind.MANY, Kind.ONE)
    }
    vocabularies = [panel.vocabularies[name] for name in asked if name]
    return max((sum(bool(choice_of(v, text)) for text in headings.values()) for v in vocabularies), default=0)


def kind_without_records(view: View, panel: Panel, matcher: Matcher) -> tuple[str, tuple[Problem, ...]]:
    """The kind of a tab in which no header of records was found, and the problem to tell, if it should have had one."""
    if not view.height:
        return "empty", ()
    if is_journal_grid(view.grid):
        return "journal", ()
    if is_lists(view, panel):
        return "lists", ()
    title = set(stems(view.grid.tab.title))
    head = _fullest(view)
    if head and MEASURES & set(stems(next(iter(view.row(head).values())))):
        return "summary", ()
    if is_summary(view.grid.tab.title) and not title & MATRIX and _mostly_figures(view):
        return "summary", ()
    if title & MATRIX or (head and _is_cross(view, head, panel)):
        return "matrix", (Problem("matrix", details={"header": head}),)
    if is_summary(view.grid.tab.title) or _mostly_figures(view):
        return "summary", ()
    if _mostly_one_column(view):
        return "other", ()
    named = matcher.kind_named(view.grid.tab.title)
    hints = {
        text: matcher.hint(text) for row in range(1, min(LOOKED, view.height) + 1) for text in view.row(row).values()
    }
    if named or sum(hints.values()) >= 2:
        return "unknown", (
            Problem("header-not-found", details={"kind": named, "headings": [t for t in hints if hints[t]][:8]}),
        )
    return "unknown", (Problem("tab-unknown"),)


def _fullest(view: View) -> int:
    """Of the first rows the fullest one whose cells are words: the header, were there one."""
    rows = [
        (len(said), -row)
        for row in range(1, min(12, view.height) + 1)
        if (said := view.row(row))
        and sum(text[:1].isalpha() or _is_time(text) for text in said.values()) * 2 >= len(said)
    ]
    return -max(rows, default=(0, 0))[1]


def _is_cross(view: View, row: int, panel: Panel) -> bool:
    """Columns headed by things of one sort, rows named by things, and short cells where they meet."""
    if is_matrix(view, row, panel) or (row > 1 and is_matrix(view, row - 1, panel)):
        return True
    headings = view.row(row)
    columns = [column for column in headings if column != view.columns[0]]
    if len(columns) < REPEATED or not _over_choices({c: headings[c] for c in columns}, panel) >= REPEATED:
        return _marks_only(view, row, columns)
    return True


def _marks_only(view: View, row: int, columns: Sequence[int]) -> bool:
    """Under every heading only signs of one or two characters: who with whom, not what; no formulas."""
    worked_out = any((row + 1, column) in view.grid.formulas for column in columns)
    if len(columns) < REPEATED or worked_out or is_summary(view.grid.tab.title):
        return False
    cells = [text for column in columns for _, text in view.sample(column, row)]
    if any(text.isdigit() and text not in ("0", "1") for text in cells):
        return False  # figures: a summary, however small its numbers
    return bool(cells) and sum(len(text) <= 2 for text in cells) >= 0.9 * len(cells)


def _mostly_figures(view: View) -> bool:
    """Labels and numbers, or formulas: a summary, or the data of a chart."""
    cells = [(row, column) for row in range(1, min(200, view.height) + 1) for column in view.row(row)]
    figures = sum(
        (isinstance(view.stored(row, column), int | float) and not DAY.search(view.text(row, column)))
        or (row, column) in view.grid.formulas
        for row, column in cells
    )
    return figures >= 0.4 * len(cells)


def _mostly_one_column(view: View) -> bool:
    """Texts below one another: instructions, notes."""
    counts = view.counts[view.counts > 0]
    return bool((counts <= 1).sum() >= 0.6 * len(counts))
