"""References inside formulas: what they become when a row comes or goes, and when a formula is copied elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from sheets.workbook import Merge

CORNER = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([0-9]{1,7}))?")
DIGITS = re.compile(r"[0-9]+")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
GONE = "#REF!"
# Functions of any number of cells: those in which Excel allows a reference to several tabs at once.
LISTING = re.compile(
    r"(?:_XLFN\.)?(?:SUM|AVERAGEA?|COUNTA?|MAXA?|MINA?|PRODUCT|(?:STDEV|VAR)(?:P?A?|\.[SP]))\(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows more at `at` (by=1: one; what stood there and below moves down), or row `at` taken away (by=-1)."""

    at: int
    by: int

    def row(self, row: int) -> int | None:
        """Where a row goes; None when it is the one taken away."""
        if self.by < 0 and row == self.at:
            return None
        return row + self.by if row >= self.at else row

    def span(self, top: int, bottom: int, *, grow: bool = False) -> tuple[int, int] | None:
        """Where rows top to bottom go; None when nothing is left. `grow`: rows that end just above a new one take it
        in, which neither Excel nor Google do by themselves."""
        if self.by > 0:
            longer = bottom >= self.at - grow
            moved = (top + self.by * (top >= self.at), bottom + self.by * longer)
            return min(moved[0], LAST_ROW), min(moved[1], LAST_ROW)
        if top == bottom == self.at:
            return None
        return top - (top > self.at), bottom - (bottom >= self.at)


class Corner(NamedTuple):
    """A corner of a range: '$C12' -> ('$', 3, '', 12); a column or a row that is not named is 0."""

    fixed_column: str
    column: int
    fixed_row: str
    row: int

    def __str__(self) -> str:
        column = f"{self.fixed_column}{get_column_letter(self.column)}" if self.column else ""
        return f"{column}{self.fixed_row}{self.row}" if self.row else column

    def moved(self, rows: int, columns: int) -> Corner:
        """The corner in a copy of the formula so many rows and columns away: what is fixed by a $ stays."""
        column = self.column if self.fixed_column or not self.column else self.column + columns
        row = self.row if self.fixed_row or not self.row else self.row + rows
        if (self.column and column < 1) or (self.row and row < 1):
            raise ValueError(GONE)
        return self._replace(column=column, row=row)


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell, a range, whole rows or whole columns, perhaps of another tab or of several at once (`sheet`: 'Січень',
    'Січень:Червень'; `prefix` as it is written)."""

    prefix: str
    sheet: str | None
    first: Corner
    last: Corner | None = None

    def __str__(self) -> str:
        return self.prefix + (f"{self.first}:{self.last}" if self.last else str(self.first))

    def moved(self, rows: int, columns: int) -> str:
        """The reference in a copy of the formula so many rows and columns away."""
        try:
            last = self.last.moved(rows, columns) if self.last else None
            return str(Reference(self.prefix, self.sheet, self.first.moved(rows, columns), last))
        except ValueError:
            return self.prefix + GONE

    def shifted(self, shift: Shift, *, grow: bool = False) -> str:
        """The reference after a row of its tab has come or gone."""
        if not self.first.row:
            return str(self)
        bottom = self.last.row if self.last else self.first.row
        span = shift.span(self.first.row, bottom, grow=grow and self.is_list)
        if span is None:
            return self.prefix + GONE
        last = self.last._replace(row=span[1]) if self.last else None
        return str(Reference(self.prefix, self.sheet, self.first._replace(row=span[0]), last))

    @property
    def is_list(self) -> bool:
        """Whether it is a list of records seen downwards: more than one row, or one cell written as a range."""
        return self.last is not None and (self.first.row < self.last.row or self.first.column == self.last.column)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A tab as formulas speak of it: by its title; without one (`here`) in its own. `order`: the titles of all tabs."""

    title: str
    here: bool = False
    order: tuple[str, ...] = ()

    def means(self, sheet: str | None) -> bool:
        """Whether a reference to this title (None: to the formula's own tab) means the tab."""
        return self.here if sheet is None else sheet.casefold() == self.title.casefold()

    def among(self, sheet: str | None) -> tuple[str, ...]:
        """All the tabs that a reference to several at once ('Січень:Червень') means, if this one is among them."""
        ends = [title.casefold() for title in (sheet or "").split(":")]
        folded = [title.casefold() for title in self.order]
        if len(ends) != 2 or not all(end in folded for end in ends):
            return ()
        first, last = sorted(map(folded.index, ends))
        several = self.order[first : last + 1]
        return several if any(map(self.means, several)) else ()


@lru_cache(maxsize=8192)
def parse(formula: str) -> tuple[str | Reference, ...]:
    """A formula (without '=') cut into plain text and references. What can't be understood stays plain text."""
    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError, ValueError):
        return (formula,)
    return tuple(
        (token.type == Token.OPERAND and token.subtype == Token.RANGE and reference(token.value)) or token.value
        for token in tokens
    )


def reference(text: str) -> Reference | None:
    """A reference as data; None for a name, a table's column or another workbook's cell."""
    sheet, mark, area = text.rpartition("!")
    if mark and "[" in sheet:  # another workbook
        return None
    corners = [_corner(part) for part in area.split(":")]
    first, last = corners[0], corners[-1]
    if len(corners) > 2 or first is None or last is None or bool(first.row) != bool(last.row):
        return None
    if bool(first.column) != bool(last.column) or (len(corners) == 1 and not (first.row and first.column)):
        return None
    title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return Reference(sheet + mark, title if mark else None, first, last if len(corners) == 2 else None)


def area(text: str) -> Merge:
    """The cells that an address without a tab names: 'B2:C5', 'B2', 'B:C' (down to the last row there may be).
    Raises ValueError."""
    found = reference(text)
    if found is None:
        raise ValueError(f"not an address: {text!r}")
    first, last = found.first, found.last or found.first
    return Merge(first.row or 1, first.column or 1, last.row or LAST_ROW, last.column or LAST_COLUMN)


def span_text(address: str, top: int, bottom: int) -> str:
    """The address with other rows: ('B2:C5', 2, 6) -> 'B2:C6'; ('D50', 50, 51) -> 'D50:D51'."""
    found = reference(address)
    if found is None:
        raise ValueError(f"not an address: {address!r}")
    first = found.first._replace(row=top)
    last = (found.last or found.first)._replace(row=bottom)
    return f"{first}:{last}" if found.last or bottom > top else str(first)


def _corner(text: str) -> Corner | None:
    match = CORNER.fullmatch(text)
    if not text or not match:
        return None
    fixed_column, column, fixed_row, row = match.groups()
    return Corner(
        fixed_column or "", column_index_from_string(column) if column else 0, fixed_row or "", int(row) if row else 0
    )


def copied(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads in a copy so many rows down and columns to the right: ('A1+$B$1', 1, 0) -> 'A2+$B$1'."""
    return "".join(part if isinstance(part, str) else part.moved(rows, columns) for part in parse(formula))


def shifted(formula: str, shift: Shift, tab: Spoken, *, grow: bool = True) -> str:
    """The formula after a row has come or gone in a tab: which of its references mean that tab, `tab` knows. `grow`:
    lists that end just above a new row take it in. A reference to several tabs at once, whose rows part now, is
    written out tab by tab. Ordinary formulas far above are known by their numbers and cost nothing."""
    if not any(int(number) >= shift.at - 1 for number in DIGITS.findall(formula)):
        return formula
    parts = parse(formula)
    return "".join(_shifted(parts, at, shift, tab, grow) for at in range(len(parts)))


def _shifted(parts: Sequence[str | Reference], at: int, shift: Shift, tab: Spoken, grow: bool) -> str:
    part = parts[at]
    if isinstance(part, str):
        return part
    if tab.means(part.sheet):
        return part.shifted(shift, grow=grow)
    if part.shifted(shift, grow=grow) != str(part) and _is_listed(parts, at) and (several := tab.among(part.sheet)):
        named = [replace(part, prefix="'{}'!".format(title.replace("'", "''")), sheet=title) for title in several]
        return ",".join(one.shifted(shift, grow=grow) if tab.means(one.sheet) else str(one) for one in named)
    return str(part)


def _is_listed(parts: Sequence[str | Reference], at: int) -> bool:
    """Whether the reference is one of the things that a function of any number of things is given."""
    before, after = "".join(map(str, parts[:at])).rstrip(), "".join(map(str, parts[at + 1 :])).lstrip()
    if not before.endswith(("(", ",")) or not after.startswith((")", ",")):
        return False
    depth = 0
    for part in reversed(parts[:at]):
        if isinstance(part, str):
            depth += (part == ")") - part.endswith("(")
            if depth < 0:
                return bool(LISTING.fullmatch(part))
    return False
