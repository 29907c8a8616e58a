"""Totals that take in a new last row: a formula whose range ends at the row above an insert does not grow by itself.

Google and Excel widen a range when a row is inserted inside it, not when it is inserted right below its last row, which
is where a new record goes. So `=SUM(H5:H57)` under record 57 must become `=SUM(H5:H58)` in the same call.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sheets.workbook import Grid

REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      | (?<![\w.!'])(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        (?P<from>\$?[A-Z]{1,3}\$?)(?P<top>\d+)
        (?: :(?P<to>\$?[A-Z]{1,3}\$?)(?P<bottom>\d+) )?(?![\w(!])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Total:
    """A formula outside the records: where it stands before an insert, and its text after it."""

    row: int
    column: int
    formula: str


def grown(grid: Grid, last: int, count: int, inside: frozenset[int], *, moved: bool = True) -> list[Total]:
    """The formulas of this tab that must take in `count` rows inserted below row `last`.

    The table's own records (`inside`) keep their formulas as they are: a running total ends at its own row. Formulas of
    other tabs are not known here; whole columns (`H:H`) grow by themselves. `moved=False`: the rows stand there
    already, only the ranges that end at `last` are to be widened.
    """
    title = grid.tab.title
    return [
        Total(row, column, _shift(formula, last, count, title, moved))
        for (row, column), formula in sorted(grid.formulas.items())
        if row not in inside and _ends_at(formula, last, title)
    ]


class Formulas:
    """The formulas of a tab while rows are inserted one group after the other, from below upwards."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.origin = {at: at[0] for at in grid.formulas}  # where each stands now -> its row in the grid

    def insert(self, last: int, count: int, inside: frozenset[int]) -> list[tuple[int, Total]]:
        """Inserts so many rows below row `last`: (the total's row in the grid, the total as it must then be)."""
        title = self.grid.tab.title
        wider = {(total.row, total.column): total.formula for total in grown(self.grid, last, count, inside)}
        formulas, origin, found = {}, {}, []
        for (row, column), text in self.grid.formulas.items():
            at = (row + count if row > last else row, column)
            formulas[at] = wider.get((row, column)) or _shift(text, last, count, title)
            origin[at] = self.origin[row, column]
            if (row, column) in wider:
                found.append((origin[at], Total(at[0], column, formulas[at])))
        self.grid, self.origin = replace(self.grid, formulas=formulas), origin
        return found


def elsewhere(formula: str, at: int, title: str | None, *, grow: bool) -> str:
    """A formula of another tab after a row was inserted as row `at` of tab `title` (None: of its own tab, which it does
    not name). `grow`: lists that end just above it take it in."""

    def moved(match: re.Match[str]) -> str:
        concerned = match["sheet"] is None if title is None else match["sheet"] is not None and _ours(match, title)
        if match["text"] is not None or not concerned:
            return match.group()
        top, bottom = int(match["top"]), int(match["bottom"] or match["top"])
        more = bottom >= at or (grow and top < bottom == at - 1)
        start = f"{match['sheet'] or ''}{match['from']}{top + (top >= at)}"
        return start if match["bottom"] is None else f"{start}:{match['to']}{bottom + more}"

    return REFERENCE.sub(moved, formula)


def follow(formula: str, row: int, to: int) -> str:
    """A record's formula as it must read in another row: its references to its own row move along."""

    def moved(named: int) -> int:
        return to if named == row else named

    return renumbered(formula, lambda top, bottom: (moved(top), moved(bottom)))


def speaks_of_its_row(formula: str, row: int) -> bool:
    """Whether a formula of this row speaks of the row itself, as a column's formula does and a total's does not."""
    return follow(formula, row, row + 1) != formula


def renumbered(formula: str, to: Callable[[int, int], tuple[int, int]]) -> str:
    """The formula with other rows in its references to its own tab: `to(first, last)` of a range; of a single cell both
    are its row."""

    def moved(match: re.Match[str]) -> str:
        if match["text"] is not None or match["sheet"] is not None:
            return match.group()
        top, bottom = to(int(match["top"]), int(match["bottom"] or match["top"]))
        start = f"{match['from']}{top}"
        return start if match["bottom"] is None else f"{start}:{match['to']}{bottom}"

    return REFERENCE.sub(moved, formula)


def regrown(was: str, wrote: str, now: str, span: Callable[[int, int], tuple[int | None, int | None]]) -> str:
    """A total that a save `wrote` over another one (`was`), as it reads `now`, with the ranges that were made longer
    from the first to the last row of their `span`. Other references stay."""
    pairs = zip(REFERENCE.finditer(was), REFERENCE.finditer(wrote), strict=True)
    longer = [old["top"] == new["top"] and old["bottom"] != new["bottom"] for old, new in pairs]
    old, grown = REFERENCE.finditer(was), iter(longer)

    def moved(match: re.Match[str]) -> str:
        before = next(old)
        if not next(grown):
            return match.group()
        first, last = span(int(before["top"]), int(before["bottom"]))
        start = f"{match['sheet'] or ''}{match['from']}{first or match['top']}"
        return f"{start}:{match['to']}{last or match['bottom']}"

    return REFERENCE.sub(moved, now)


def copied(formula: str, row: int, at: int, title: str) -> str:
    """The formula of row `row` as it reads copied into a row that was inserted as row `at`, below it: references move
    along, those with a $ stay; in its own tab what stood from row `at` on has moved down."""

    def line(part: str, named: str, own: bool) -> str:
        stands = int(named) + (own and int(named) >= at)
        return f"{part}{stands if part.endswith('$') else stands + at - row}"

    def moved(match: re.Match[str]) -> str:
        if match["text"] is not None:
            return match.group()
        own = _ours(match, title)
        top = f"{match['sheet'] or ''}{line(match['from'], match['top'], own)}"
        return top if match["bottom"] is None else f"{top}:{line(match['to'], match['bottom'], own)}"

    return REFERENCE.sub(moved, formula)


def _ours(match: re.Match[str], title: str) -> bool:
    sheet = match["sheet"]
    return sheet is None or sheet[:-1].strip("'").replace("''", "'") == title


def _ends_at(formula: str, last: int, title: str) -> bool:
    return any(m["bottom"] and int(m["bottom"]) == last and _ours(m, title) for m in REFERENCE.finditer(formula))


def _shift(formula: str, last: int, count: int, title: str, below: bool = True) -> str:
    """The formula after the insert: references below move down, ranges that end at `last` grow."""

    def lower(row: int) -> int:
        return row + count if below and row > last else row

    def moved(match: re.Match[str]) -> str:
        if match["text"] is not None or not _ours(match, title):
            return match.group()
        top = int(match["top"])
        start = f"{match['sheet'] or ''}{match['from']}{lower(top)}"
        if match["bottom"] is None:
            return start
        bottom = int(match["bottom"])
        return f"{start}:{match['to']}{bottom + count if bottom == last else lower(bottom)}"

    return REFERENCE.sub(moved, formula)
