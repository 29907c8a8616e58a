"""A workbook of tabs: what it gives (grids) and what it can be asked to do (edits). Two of them: xlsx.py and google.py.

Words: `row` and `column` are 1-based, as people count; `tab` in an edit is the tab's gid (in an .xlsx its sheetId),
which survives a rename. A cell's value has two faces: `stored` (number, text, boolean; dates are serial numbers with
day 0 = 1899-12-30) and `shown` (what staff see, in the workbook's own locale).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from sheets.coded import Coded

Stored = str | float | int | bool | None  # None: a blank cell


def letter(column: int) -> str:
    """The letter(s) of a 1-based column: 1 -> 'A', 28 -> 'AB'."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def a1(row: int, column: int) -> str:
    """The address of a cell as people write it: (12, 3) -> 'C12'."""
    return f"{letter(column)}{row}"


JOURNAL = "Журнал змін"


def is_journal(title: str) -> bool:
    """Whether this title is that of the panel's journal, or of one of its older volumes («Журнал змін 2»)."""
    return title.startswith(JOURNAL)


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells joined into one, corners included, 1-based; the value stands in the upper left cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True)
class TabInfo:
    """What is known of a tab without its cells."""

    gid: int
    title: str
    rows: int = 0
    columns: int = 0
    hidden: bool = False
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The cells of one tab, by column, from A1, trailing blanks cut. A Grid never changes after it was made.

    `stored[c][r]` and `shown[c][r]` are 0-based columns, best Coded, which is quick and small; they may differ in
    length; a missing cell is blank.
    `shown` is None when the second rendering was not asked for. `formulas` maps (row, column) to the formula's text
    where it is cheap to know; `links` to the address under the text.
    """

    tab: TabInfo
    stored: Sequence[Sequence[Stored]]
    shown: Sequence[Sequence[str]] | None = None
    hidden_rows: frozenset[int] = frozenset()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of columns with anything in them."""
        return len(self.stored)

    @cached_property
    def height(self) -> int:
        """The number of rows down to the last cell with anything in it."""
        return max((len(column) for column in self.stored), default=0)

    def stored_in(self, column: int) -> Coded[Stored]:
        """What is stored in a column (1-based) from row 1 down to the grid's last."""
        return Coded.of(self.stored[column - 1] if column <= len(self.stored) else ()).padded(self.height, None)

    def shown_in(self, column: int) -> Coded[str]:
        """What staff see in a column of a grid that was read with its second rendering, as `stored_in`."""
        shown = self.shown or ()
        return Coded.of(shown[column - 1] if column <= len(shown) else ()).padded(self.height, "")

    def value(self, row: int, column: int) -> Stored:
        """What is stored in a cell; None when blank or outside."""
        if 1 <= column <= len(self.stored) and 1 <= row <= len(self.stored[column - 1]):
            return self.stored[column - 1][row - 1]
        return None

    def text(self, row: int, column: int) -> str:
        """What staff see in a cell; '' when blank or outside. Without the second rendering: the stored value's text."""
        if self.shown is not None:
            if 1 <= column <= len(self.shown) and 1 <= row <= len(self.shown[column - 1]):
                return self.shown[column - 1][row - 1]
            return ""
        return plain(self.value(row, column))


def plain(value: Stored) -> str:
    """A stored value as bare text, without any format: 12.0 -> '12', True -> 'TRUE', None -> ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """All tabs at one moment. An unchanged workbook hands on the same Reading, an unchanged tab the same Grid object:
    identity means 'nothing changed', so that nothing is parsed twice."""

    grids: tuple[Grid, ...]
    locale: str = "uk_UA"


# --- edits: what a workbook can be asked to do, all of them in one atomic call, in the order given ---


@dataclass(frozen=True, kw_only=True)
class InsertRow:
    """A new blank row becomes row `at`; what stood there and below moves down. Format, borders and validation are
    those of row `like` (numbered before the insert); its column formulas named in `carry` are carried over."""

    tab: int
    at: int
    like: int | None = None
    carry: tuple[int, ...] = ()  # columns


@dataclass(frozen=True, kw_only=True)
class WriteCell:
    """A typed value into one cell, never parsed text: text stays text, whatever it begins with. None clears the value
    and keeps the format. `pattern` sets a number format (as 'dd.mm.yyyy') only where the cell has none of its own, or
    `always`: where its own would show the value as something else (5 as a day)."""

    tab: int
    row: int
    column: int
    value: Stored
    pattern: str | None = None
    always: bool = False


@dataclass(frozen=True, kw_only=True)
class DeleteRow:
    """Takes row `row` away (only ever the undo of an add, or a repair of our own insert)."""

    tab: int
    row: int


@dataclass(frozen=True, kw_only=True)
class AddTab:
    """A new tab with this gid, title and first row, after all others."""

    tab: int
    title: str
    header: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AppendRow:
    """A row of typed values in columns A, B, …, below the last row with anything in it (the journal's way)."""

    tab: int
    values: tuple[Stored, ...]


@dataclass(frozen=True, kw_only=True)
class WriteFormula:
    """A formula into one cell, '=' included (only ever one that was read from this workbook: a total that must take in
    the new last row; never what a person typed)."""

    tab: int
    row: int
    column: int
    formula: str


@dataclass(frozen=True, kw_only=True)
class CopyCells:
    """What stands in `width` cells of a row at this point of the call (values, types kept, no formulas and formats) is
    put into as many cells elsewhere: a save keeps in the journal what it is about to overwrite, whoever wrote it.
    Google: copyPaste, PASTE_VALUES, across sheets."""

    tab: int
    row: int
    column: int
    to_tab: int
    to_row: int
    to_column: int
    width: int = 1


Edit = InsertRow | WriteCell | DeleteRow | AddTab | AppendRow | WriteFormula | CopyCells


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as it is now: what is stored and what is shown, from column A; trailing blanks cut."""

    tab: int
    row: int
    stored: tuple[Stored, ...]
    shown: tuple[str, ...]


class Workbook(Protocol):
    """A place where tabs live. Every method may raise WorkbookError; `apply` also Refused and Unconfirmed."""

    source: str  # as the person gave it: a path, a URL or a key
    name: str  # the file's or spreadsheet's title

    def tabs(self) -> tuple[TabInfo, ...]:
        """All tabs, in order: one read request (kept between calls for a while; see `read`)."""

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        """All tabs' cells: at most 2 read requests once the tab list is known. Journals (`is_journal`) come as empty
        grids, so that they never slow a dashboard. What did not change since `last` is the
        same object in the answer (the whole Reading, or single Grids)."""

    def read_tabs(
        self,
        tabs: Sequence[int],
        *,
        columns: Mapping[int, tuple[int, int]] | None = None,
        down_to: Mapping[int, int] | None = None,
    ) -> tuple[Grid, ...]:
        """These tabs, now, both renderings, with formulas: what a save compares against. One read request, addressed by
        gid, so that a rename in between does no harm (Google: spreadsheets.getByDataFilter with a field mask). A gid
        that is no longer there is left out of the answer. `columns` maps a gid to the first and last column that are
        wanted of it, `down_to` to the last row (the other cells are blank then; a place where reading is cheap may hand
        on all columns)."""

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        """All edits or none, in one call; then the rows (tab, row) asked for in `echo` as they are after it, in the
        same answer and order. Raises Refused('tab-exists') when the gid or title of an AddTab is taken,
        Refused('moved') where a place can tell that it changed since this thread looked (an .xlsx), and Unconfirmed
        when it was sent and no answer, or a 5xx, came: never sent again from here; details: late=True after a time-out
        (it may yet be applied)."""

    def link(self, tab: int, cell: str) -> str | None:
        """Where a person can open this cell ('C12'), or None when there is no such address (an .xlsx on the server)."""
