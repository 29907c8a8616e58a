"""Where the headers of a tab are, one row or two, and what each says: the kind of record, the field of each column.

domain.md, 5.3: rows are scored by known headings; two rows where the upper one has groups; headings may come again
further down, for another table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sheets.checkmarks import FEWEST, numbered_run
from sheets.fitting import Fitting, fitting
from sheets.matching import Matcher
from sheets.records import Column
from sheets.rowkinds import REMARK, says_units
from sheets.schema import Kind
from sheets.summaries import heads_figures
from sheets.text import fold
from sheets.view import View

FIRST = 30  # rows from the top in which every row may be a header
FURTHER = 400  # rows further down that are looked at, where a row follows a blank one or a lone text
MOST_HEADERS = 40
SURELY = 4  # so many cells that may be headings, and most of a row's: a header
EXACT = 0.98


@dataclass(frozen=True, kw_only=True)
class Header:
    """A header found: its sheet rows, the kind of record, the columns, and how much of it was understood."""

    rows: tuple[int, ...]
    kind: str
    columns: tuple[Column, ...]
    score: float
    span: tuple[int, ...]  # all columns of this block of the tab, headed or not
    records: bool = True  # False: a summary, which holds no records and ends what stands above it

    @property
    def last(self) -> int:
        """The header's lowest row."""
        return self.rows[-1]

    @property
    def exact(self) -> int:
        """How many columns have a heading just as it is declared."""
        return sum(column.sure >= EXACT for column in self.columns)

    @property
    def fields(self) -> dict[str, int]:
        """Field -> its (first) column."""
        found: dict[str, int] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, column.number)
        return found


@dataclass(frozen=True)
class Hints:
    """What is known before a header is looked at: the tab's title, texts above it, columns that memory names."""

    title: str = ""
    above: tuple[str, ...] = ()
    remembered: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # lowest header row -> column -> field
    forgiving: bool = False  # headings may be misspelt, all of them


def find_headers(view: View, matcher: Matcher, hints: Hints) -> list[Header]:
    """All headers of a tab from top to bottom, each of another table. A repeated header is found once.

    Tables side by side, with a blank column between, each have their own, summaries too; otherwise a blank column parts
    nothing.
    """
    blocks = view.blocks
    if 1 < len(blocks) <= 6:
        parts = [_down(View(view.grid, block), matcher, hints) for block in blocks if len(block) > 1]
        if sum(any(header.records for header in part) for part in parts) > 1:
            return [header for part in parts for header in part]
        beside = [part[0].span for part in parts if part and not part[0].records]
        if beside and len(beside) < len(blocks):
            view = View(view.grid, [column for column in view.columns if not any(column in span for span in beside)])
    return _down(view, matcher, hints)


def _down(view: View, matcher: Matcher, hints: Hints) -> list[Header]:
    """The headers of one block of columns, from top to bottom."""
    found: list[Header] = []
    candidates = [header for row in _rows(view, matcher, hints) if (header := _at(view, row, matcher, hints))]
    if not candidates:
        rows = _rows(view, matcher, replace(hints, forgiving=True))
        candidates = [header for row in rows if (header := _at(view, row, matcher, hints))]
    candidates += [header for row in _gaps(view) if (header := _figures(view, row, candidates, matcher))]
    candidates.sort(key=lambda header: header.rows)
    for header in _best_of_neighbours(candidates):
        if not header.records or _own_title(view, header, matcher) or not any(_repeats(header, o) for o in found):
            found.append(header)
    return found[:MOST_HEADERS]


def _rows(view: View, matcher: Matcher, hints: Hints) -> Iterator[int]:
    """The rows (1-based) that may be headers: two cells or more that may be headings."""
    counts = view.counts
    sure, further = FIRST, dict.fromkeys(row - 1 for row in _gaps(view, 3))
    for at in dict.fromkeys((*range(min(FIRST, len(counts))), *further)):
        if at not in further if at >= sure else counts[at] < 2:
            continue
        said = view.row(at + 1)
        numbered = numbered_run(said)
        numbered = numbered if len(numbered) >= FEWEST else {}
        words = [column for column in said if column not in numbered]
        if sum(not isinstance(view.stored(at + 1, column), str) for column in words) * 3 > len(words):
            continue  # numbers and days: a record
        named = hints.remembered.get(at + 1) or hints.remembered.get(at + 2) or {}
        hinted = sum(column in named or matcher.hint(said[column], forgiving=hints.forgiving) for column in words)
        hinted += bool(numbered) or _over_choices(said, matcher)
        if hinted >= 2 and hinted * 4 >= len(said):
            if hinted >= SURELY and hinted * 3 >= len(said) * 2:
                sure = min(sure, at + 3)  # a header beyond doubt: what follows is another one only after a gap
            yield at + 1


def _over_choices(said: Mapping[int, str], matcher: Matcher) -> bool:
    """Whether a row heads columns by choices: «Освітнє | Культурне | …»."""
    return len(said) > FEWEST and matcher.choices_in(said.values()) >= FEWEST


def _gaps(view: View, least: int = 2) -> Iterator[int]:
    """The rows (1-based) that begin something: so many cells at least, below a blank row, or below a lone text."""
    counts = view.counts
    begins = np.flatnonzero((counts >= least) & (np.concatenate([[0], counts[:-1]]) <= 1)) + 1
    yield from begins[:FURTHER].tolist()


def _figures(view: View, row: int, headers: Sequence[Header], matcher: Matcher) -> Header | None:
    """The head of a summary in a row that heads no records."""
    if any(header.rows[0] <= row <= header.last for header in headers) or not heads_figures(view, row, matcher):
        return None
    return Header(rows=(row,), kind="", columns=(), score=0.0, span=tuple(view.columns), records=False)


def _best_of_neighbours(headers: Sequence[Header]) -> list[Header]:
    """Of headers in overlapping or touching rows only the best: the others are its upper or lower half, or its data."""
    best: list[Header] = []
    for header in headers:
        if best and header.rows[0] - best[-1].last <= 2 and _same_place(header, best[-1]):
            if header.score > best[-1].score + 0.01 and not _repeats(header, best[-1]):
                best[-1] = header
        else:
            best.append(header)
    return best


def _same_place(one: Header, other: Header) -> bool:
    mine, theirs = ({column.number for column in header.columns if column.heading} for header in (one, other))
    return bool(mine & theirs)


def _repeats(header: Header, other: Header) -> bool:
    """The same headings in the same columns: a printed page's repeated header, not another table."""
    mine, theirs = ({(c.number, c.field) for c in x.columns if c.field} for x in (header, other))
    return header.kind == other.kind and len(mine & theirs) >= 0.8 * len(mine)


def _own_title(view: View, header: Header, matcher: Matcher) -> bool:
    """Whether a header begins a table of its own, however like the one above: a blank row, a title, numbers from 1."""
    row = header.rows[0] - 1
    while row and view.counts[row - 1] == 1:
        row -= 1
    titles = [text for at in range(row + 1, header.rows[0]) for text in view.row(at).values()]
    if not row or not titles or view.counts[row - 1] or any(REMARK.match(fold(text)) for text in titles):
        return False
    declared = matcher.kinds[header.kind].tab.fields
    numbers = next((column for name, column in header.fields.items() if declared[name].kind is Kind.ORDINAL), None)
    return numbers is None or view.text(header.last + 1, numbers).rstrip(".)") in ("", "1")


def _at(view: View, row: int, matcher: Matcher, hints: Hints) -> Header | None:
    """The best reading of a row as a header: alone, or with the row below it; None when it is none."""
    options: list[tuple[tuple[int, ...], dict[int, tuple[str, str]]]] = [((row,), _single(view, row))]
    pair = _pair(view, row)
    if pair:
        options.append(((row, row + 1), pair))
    best: Header | None = None
    for rows, headings in options:
        header = _read(view, rows, headings, matcher, hints)
        if header and (best is None or header.score > best.score + 0.05):
            best = header
    if best and not pair and (broken := _broken(view, row)):
        header = _read(view, (row, row + 1), broken, matcher, hints)
        if header and header.exact >= max(3, best.exact):
            best = header
    return best


def _read(
    view: View, rows: tuple[int, ...], headings: dict[int, tuple[str, str]], matcher: Matcher, hints: Hints
) -> Header | None:
    named = hints.remembered.get(rows[-1], {})
    fittings = [fitting(view, rows[-1], headings, kind, matcher, named) for kind in matcher.kinds]
    scored = [(found.score + _bonus(found, matcher, hints), found) for found in fittings if found.enough]
    if not scored:
        return None
    score, found = max(scored, key=lambda pair: pair[0])
    span = tuple(view.columns)
    return Header(rows=rows, kind=found.kind, columns=found.columns, score=score, span=span, records=found.records)


def _bonus(found: Fitting, matcher: Matcher, hints: Hints) -> float:
    """What the tab's title and the texts above say of the kind."""
    if says_kind(matcher, hints.title) == found.kind:
        return 1.0
    return 0.6 if any(says_kind(matcher, text) == found.kind for text in hints.above) else 0.0


def says_kind(matcher: Matcher, text: str) -> str | None:
    """The kind that a tab's title or a title row names: the one whose title's words come first in it."""
    return matcher.kind_named(text)


def _single(view: View, row: int) -> dict[int, tuple[str, str]]:
    return {column: ("", text) for column, text in view.row(row).items()}


def _pair(view: View, row: int) -> dict[int, tuple[str, str]] | None:
    """Column -> (group, sub-heading) of two rows, or None where the upper one has no groups over the lower one."""
    upper, lower = view.row(row), view.row(row + 1)
    if not upper or not lower or (_has_numbers(lower) and not _numbered_group(view, row, upper, lower)):
        return None
    pair: dict[int, tuple[str, str]] = {}
    grouped, stray, groups = 0, 0, set()
    for column in view.columns:
        start = _group_start(view, row, column, upper, lower)
        if start and column in lower:
            pair[column] = (upper[start], lower[column])
            grouped += 1
            groups.add(start)
        elif column in upper:
            pair[column] = ("", upper[column])
            stray += column in lower
        elif column in lower:
            pair[column] = ("", lower[column])
    whole = len(groups) == 1 and grouped == len(lower) and len(upper) == 1
    return pair if grouped >= 2 and not whole and stray <= grouped // 3 else None


def _has_numbers(said: Mapping[int, str]) -> bool:
    return any(text.replace(".", "").isdigit() for text in said.values())


def _numbered_group(view: View, row: int, upper: dict[int, str], lower: dict[int, str]) -> bool:
    """Whether the lower row's numbers are 1, 2, 3 … under one group of several: «Напрями» over 1 to 5."""
    run = numbered_run(lower)
    starts = {_group_start(view, row, column, upper, lower) for column in run}
    named = {column for column, text in lower.items() if not _has_numbers({column: text})}
    return (
        len(run) >= FEWEST
        and len(starts) == 1
        and None not in starts
        and run.keys() | named == lower.keys()
        and len(upper) > 1
    )


def _broken(view: View, row: int) -> dict[int, tuple[str, str]] | None:
    """Column -> heading, of headings that are broken over two rows ('Назва' over 'заходу'); None where the lower row
    is not of short words under each heading."""
    upper, lower = view.row(row), view.row(row + 1)
    if len(lower) < 2 or not set(lower) <= set(upper) or any(not text[:1].isalpha() for text in lower.values()):
        return None
    if any(upper[column] == text for column, text in lower.items()):
        return None  # the header again
    if all(map(says_units, lower.values())):
        return None
    return {column: ("", f"{text} {lower.get(column, '')}".strip()) for column, text in upper.items()}


def _group_start(view: View, row: int, column: int, upper: dict[int, str], lower: dict[int, str]) -> int | None:
    """The column where the group over this column has its text; None when there is no group over it."""
    merge = view.merge_at(row, column)
    if merge:
        wide = merge.right > merge.left and merge.bottom == row
        return merge.left if wide and merge.left in upper else None
    if column in upper:
        start, following = column, column + 1
        while upper.get(start - 1) == upper[column]:
            start -= 1
        if start < column or upper.get(following) == upper[column]:  # «Учасники | Учасники» over «дітей | дорослих»
            return start if column in lower else None
        alone = view.merge_at(row, following) or following in upper or following not in lower
        return column if not alone and column in lower else None
    for left in range(column - 1, 0, -1):
        if left not in lower:
            return None
        if left in upper:
            return None if view.merge_at(row, left) else left
    return None
