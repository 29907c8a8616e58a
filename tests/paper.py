"""A workbook in memory that keeps the contract of workbook.py to the letter, with colleagues and faults: for the state
machine's speed, and to try a save against every moment. The real places have the same tests in test_writing.py."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sheets.errors import Refused
from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Edit,
    Grid,
    InsertRow,
    Reading,
    Row,
    Stored,
    TabInfo,
    WriteCell,
    WriteFormula,
    is_journal,
    letter,
    plain,
)

REFERENCE = re.compile(r"(\$?[A-Z]{1,2}\$?)(\d+)(?::(\$?[A-Z]{1,2}\$?)(\d+))?")
DAYS = (40_000, 50_000)  # numbers in this span are days in the tests' sheets


def text_of(value: Stored) -> str:
    """What staff see: days as days, numbers with a comma."""
    if isinstance(value, int | float) and not isinstance(value, bool) and DAYS[0] < value < DAYS[1]:
        import datetime as dt

        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(value))).strftime("%d.%m.%Y")
    return plain(value).replace(".", ",") if isinstance(value, float) else plain(value)


@dataclass
class Tab:
    """Rows of cells; a text that begins with '=' and is wrapped in Formula is a formula."""

    gid: int
    title: str
    rows: list[list[Any]]


class Formula(str):
    """A formula's text."""


@dataclass
class Paper:
    """The workbook. `before` is called with 'read' or 'write' before each request, `after` after a write was applied;
    either may edit by hand or raise."""

    pages: list[Tab]
    source: str = "paper"
    name: str = "paper"
    before: Callable[[str], None] = lambda _: None
    after: Callable[[], None] = lambda: None
    requests: list[str] = field(default_factory=list)
    guard: Any = field(default_factory=threading.RLock)  # one request at a time, as Google does them

    def tabs(self) -> tuple[TabInfo, ...]:
        return tuple(TabInfo(gid=tab.gid, title=tab.title, rows=len(tab.rows), columns=30) for tab in self.pages)

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        self._ask("read")
        with self.guard:
            return Reading(grids=tuple(self._grid(tab) for tab in self.pages if not is_journal(tab.title)))

    def read_tabs(self, tabs: Sequence[int], *, columns: Any = None, down_to: Any = None) -> Any:
        self._ask("read")
        with self.guard:
            found = [self._grid(tab) for gid in tabs for tab in self.pages if tab.gid == gid]
        return tuple(_only(grid, (columns or {}).get(grid.tab.gid)) for grid in found)

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        self._ask("write")
        with self.guard:
            pages = deepcopy(self.pages)
            try:
                for edit in edits:
                    HANDS[type(edit)](self, edit)
            except Exception:
                self.pages = pages
                raise
            self.after()
            return tuple(self._row(tab, row) for tab, row in echo)

    def link(self, tab: int, cell: str) -> str | None:
        return f"paper#{tab}!{cell}"

    def _ask(self, what: str) -> None:
        self.requests.append(what)
        self.before(what)

    # --- what is there ---

    def page(self, tab: int | str) -> Tab:
        return next(page for page in self.pages if tab in (page.gid, page.title))

    def value(self, page: Tab, row: int, column: int, depth: int = 0) -> Stored:
        """The value of a cell; of formulas only sums and products of this tab are known."""
        cells = page.rows[row - 1] if 0 < row <= len(page.rows) else []
        value = cells[column - 1] if 0 < column <= len(cells) else None
        if not isinstance(value, Formula):
            return value
        if re.fullmatch(r"=[\d+]+", value):
            return sum(map(int, value[1:].split("+")))
        numbers: list[float] = []
        for match in REFERENCE.finditer(value):
            left, right = number(match[1]), number(match[3] or match[1])
            for r in range(int(match[2]), int(match[4] or match[2]) + 1):
                for c in range(left, right + 1):
                    there = self.value(page, r, c, depth + 1) if depth < 9 else None
                    if isinstance(there, int | float) and not isinstance(there, bool):
                        numbers.append(there)
        return sum(numbers) if "SUM" in value else sum(numbers) * 2

    def _grid(self, page: Tab) -> Grid:
        height = max((r for r, cells in enumerate(page.rows, 1) if any(c is not None for c in cells)), default=0)
        width = max((len(cells) for cells in page.rows), default=0)
        stored = [[self.value(page, r, c) for r in range(1, height + 1)] for c in range(1, width + 1)]
        formulas = {
            (r, c): str(value)
            for r, cells in enumerate(page.rows, 1)
            for c, value in enumerate(cells, 1)
            if isinstance(value, Formula)
        }
        return Grid(
            tab=TabInfo(gid=page.gid, title=page.title),
            stored=stored,
            shown=[[text_of(value) for value in column] for column in stored],
            formulas=formulas,
        )

    def _row(self, tab: int, row: int) -> Row:
        page = self.page(tab)
        width = len(page.rows[row - 1]) if row <= len(page.rows) else 0
        stored = tuple(self.value(page, row, column) for column in range(1, width + 1))
        return Row(tab=tab, row=row, stored=stored, shown=tuple(map(text_of, stored)))

    # --- what a panel or a person does ---

    def put(self, page: Tab, row: int, column: int, value: Any) -> None:
        while len(page.rows) < row:
            page.rows.append([])
        cells = page.rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value

    def insert(self, page: Tab, at: int, cells: Sequence[Any] = ()) -> None:
        while len(page.rows) < at - 1:
            page.rows.append([])
        page.rows.insert(at - 1, list(cells))
        self._renumber(page, lambda row, end: row + (row >= at))

    def delete(self, page: Tab, at: int) -> None:
        del page.rows[at - 1 : at]
        self._renumber(page, lambda row, end: row - (row > at or (end and row == at)))

    def sort(self, page: Tab, first: int, last: int, column: int) -> None:
        """By the text of a column, as people do; formulas go along and keep to their own row."""
        rows = page.rows[first - 1 : last]
        order = sorted(range(len(rows)), key=lambda at: plain(self.value(page, first + at, column)))
        moved = []
        for to, was in enumerate(order):
            cells = [
                Formula(re.sub(rf"(?<=[A-Z]){first + was}\b", str(first + to), v)) if isinstance(v, Formula) else v
                for v in rows[was]
            ]
            moved.append(cells)
        page.rows[first - 1 : last] = moved

    def insert_column(self, page: Tab, at: int) -> None:
        def moved(match: re.Match[str]) -> str:
            start = f"{_later(match[1], at)}{match[2]}"
            return start if match[3] is None else f"{start}:{_later(match[3], at)}{match[4]}"

        for cells in page.rows:
            cells[:] = [Formula(REFERENCE.sub(moved, v)) if isinstance(v, Formula) else v for v in cells]
            if len(cells) >= at:
                cells.insert(at - 1, None)

    def _renumber(self, page: Tab, to: Callable[[int, bool], int]) -> None:
        def moved(match: re.Match[str]) -> str:
            start = f"{match[1]}{to(int(match[2]), False)}"
            return start if match[3] is None else f"{start}:{match[3]}{to(int(match[4]), True)}"

        for cells in page.rows:
            cells[:] = [Formula(REFERENCE.sub(moved, v)) if isinstance(v, Formula) else v for v in cells]

    def _insert_row(self, edit: InsertRow) -> None:
        page = self.page(edit.tab)
        like = list(page.rows[edit.like - 1]) if edit.like and edit.like <= len(page.rows) else []
        self.insert(page, edit.at)
        for column in edit.carry:
            row = edit.like or 0
            value = like[column - 1] if column <= len(like) else None
            if isinstance(value, Formula):
                value = Formula(re.sub(rf"(?<=[A-Z]){row}\b", str(edit.at), value))
            self.put(page, edit.at, column, value)  # a plain value is copied too, as Google's PASTE_FORMULA does

    def _write_cell(self, edit: WriteCell) -> None:
        self.put(self.page(edit.tab), edit.row, edit.column, edit.value)

    def _write_formula(self, edit: WriteFormula) -> None:
        self.put(self.page(edit.tab), edit.row, edit.column, Formula(edit.formula))

    def _delete_row(self, edit: DeleteRow) -> None:
        self.delete(self.page(edit.tab), edit.row)

    def _add_tab(self, edit: AddTab) -> None:
        if any(edit.tab == page.gid or edit.title == page.title for page in self.pages):
            raise Refused("tab-exists", title=edit.title, gid=edit.tab)
        self.pages.append(Tab(edit.tab, edit.title, [list(edit.header)]))

    def _append_row(self, edit: AppendRow) -> None:
        self.page(edit.tab).rows.append(list(edit.values))

    def _copy_cells(self, edit: CopyCells) -> None:
        page = self.page(edit.tab)
        values = [self.value(page, edit.row, edit.column + at) for at in range(edit.width)]
        for at, value in enumerate(values):
            self.put(self.page(edit.to_tab), edit.to_row, edit.to_column + at, value)


HANDS: dict[type, Callable[[Paper, Any], None]] = {
    InsertRow: Paper._insert_row,
    WriteCell: Paper._write_cell,
    WriteFormula: Paper._write_formula,
    DeleteRow: Paper._delete_row,
    AddTab: Paper._add_tab,
    AppendRow: Paper._append_row,
    CopyCells: Paper._copy_cells,
}


def number(letters: str) -> int:
    """The number of a column: 'B' -> 2."""
    result = 0
    for one in letters.strip("$"):
        result = result * 26 + ord(one) - 64
    return result


def _later(letters: str, at: int) -> str:
    """The letters of a column after one was inserted as column `at`."""
    return letter(number(letters) + (number(letters) >= at))


def _only(grid: Grid, columns: tuple[int, int] | None) -> Grid:
    if columns is None or grid.shown is None:
        return grid
    first, last = columns
    wanted = [first <= at <= last for at in range(1, grid.width + 1)]
    return Grid(
        tab=grid.tab,
        stored=[c if keep else [] for c, keep in zip(grid.stored, wanted, strict=True)],
        shown=[c if keep else [] for c, keep in zip(grid.shown, wanted, strict=True)],
    )
