"""What only adds up other records: «Напрям | Кількість заходів» over figures, partners with the means of their scores.

Such a table holds no records, and ends the table above it; so it must be told from one, below it and beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sheets.matching import QUANTITY, Matcher
from sheets.schema import Field, Kind
from sheets.stems import stems
from sheets.text import words
from sheets.view import View
from sheets.workbook import Stored

SUMMARY = frozenset(
    stem
    for word in words(
        "зведена зведення зведені підсумок підсумки статистика показники діаграма діаграми графік графіки "
        "аналіз аналітика середні рейтинг сводная итоги summary chart charts dashboard pivot"
    )
    for stem in stems(word)
)
MEANS = 0.4  # such a share of scores between the half points, and they are means of several people's
NEXT = 3  # rows below a heading in which its figures begin


def is_summary(title: str) -> bool:
    """Whether a tab's title calls it a summary, or a chart."""
    return not SUMMARY.isdisjoint(stems(title))


def counts(heading: str) -> bool:
    """Whether a heading says that its column counts or adds up: «Кількість заходів», «Сума», «Середній бал», «%»."""
    return not QUANTITY.isdisjoint(stems(heading))


def heads_figures(view: View, row: int, matcher: Matcher) -> bool:
    """Whether a row below a gap heads a summary: words only, one of them of a count over figures, or the first one a
    known heading and the others over nothing but figures."""
    if view.counts[row - 1] < 2 or not _after_a_gap(view, row):
        return False
    said = view.row(row)
    if not all(isinstance(view.stored(row, column), str) for column in said):
        return False
    figures = {column for column in said if _figures(view, row, column)}
    first = min(said)
    if any(counts(said[column]) for column in figures):
        return True
    return figures == said.keys() - {first} and matcher.hint(said[first])


def _after_a_gap(view: View, row: int) -> bool:
    """Whether a blank row stands above, or a lone title with a blank row above that."""
    above = row - 1
    while above and view.counts[above - 1] == 1:
        above -= 1
    return not above or view.counts[above - 1] == 0


def _figures(view: View, row: int, column: int) -> bool:
    below = [view.stored(at, column) for at in range(row + 1, min(row + NEXT, view.height) + 1)]
    filled = [cell for cell in below if cell not in (None, "")]
    return bool(filled) and all(map(_is_figure, filled))


def _is_figure(cell: Stored) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def are_means(view: View, fields: Mapping[str, Field], columns: Mapping[str, int], last: int) -> bool:
    """Whether a table of scores has neither days nor people asked, but formulas, or figures that nobody gives as a
    score: the means of what others said. `columns`: field -> column; `last`: the header's lowest row."""
    told = [fields[name] for name in columns]
    if any(field.kind in (Kind.DATE, Kind.MOMENT) or (field.required and field.kind is Kind.ONE) for field in told):
        return False
    scores = [column for name, column in columns.items() if fields[name].kind is Kind.SCORE]
    if not scores:
        return False
    return is_summary(view.grid.tab.title) or _worked_out(view, scores, last)


def _worked_out(view: View, columns: Iterable[int], last: int) -> bool:
    rows = range(last + 1, min(last + 30, view.height) + 1)
    cells = [(row, column) for row in rows for column in columns if _is_figure(view.stored(row, column))]
    made = sum(cell in view.grid.formulas or float(view.stored(*cell) or 0) * 2 % 1 > 0 for cell in cells)
    return bool(cells) and made >= MEANS * len(cells)
