"""The state: a book of tabs, each a plain grid of cells. Changing verbs here know cells and lines, not the API."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.sheets_api import ranges
from tests.sheets_api.addresses import Axis, Box, moved_box, moved_span
from tests.sheets_api.errors import TOO_MANY_CELLS, invalid
from tests.sheets_api.formulas import shifted

CELL_LIMIT = 10_000_000
NO_FORMAT: dict[str, Any] = {}


class Failure(str):
    """The value of a formula that went wrong: '#DIV/0!'."""

    __slots__ = ()


Value = str | float | int | bool | Failure | None


class Cell(NamedTuple):
    """A cell; never changed, only replaced. `value` is what the formula came to, where there is one."""

    value: Value = None
    formula: str | None = None
    format: dict[str, Any] = NO_FORMAT
    validation: dict[str, Any] | None = None
    note: str | None = None
    link: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is seen in it."""
        return self.value is None or self.value == ""


BLANK = Cell()


@dataclass
class Protected:
    """Cells that a person protected. `editable`: this user may write there all the same."""

    id: int
    box: Box | None  # None: the whole tab
    description: str = ""
    warning_only: bool = False
    editable: bool = False


@dataclass
class Tab:
    """A tab: its grid's size as declared, and its cells in rows of any length."""

    sheet_id: int
    title: str
    rows: int = 1000
    columns: int = 26
    cells: list[list[Cell]] = field(default_factory=list)
    hidden: bool = False
    is_object: bool = False  # a chart on a sheet of its own: no grid
    frozen_rows: int = 0
    frozen_columns: int = 0
    colour: dict[str, Any] | None = None  # tabColorStyle
    merges: list[Box] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    protected: list[Protected] = field(default_factory=list)
    filter: Box | None = None
    filter_more: dict[str, Any] = field(default_factory=dict)  # its criteria, its order
    over: list[Any] = field(default_factory=list)  # see ranges.py
    conditional: list[tuple[list[Box], dict[str, Any]]] = field(default_factory=list)
    row_metadata: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """All of it."""
        return Box(0, 0, self.rows, self.columns)

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, or a blank one."""
        if row < len(self.cells) and column < len(self.cells[row]):
            return self.cells[row][column]
        return BLANK

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replaces a cell."""
        while len(self.cells) <= row:
            self.cells.append([])
        line = self.cells[row]
        line.extend([BLANK] * (column + 1 - len(line)))
        line[column] = cell

    def last_row(self) -> int:
        """The number of rows down to the last one with anything to see."""
        for at in range(len(self.cells) - 1, -1, -1):
            if any(not cell.blank for cell in self.cells[at]):
                return at + 1
        return 0

    def copy(self) -> Tab:
        """A tab that can be changed without touching this one."""
        twin = copy.copy(self)
        twin.cells = [row[:] for row in self.cells]
        for name in ("merges", "hidden_rows", "hidden_columns", "protected", "row_metadata", "over"):
            setattr(twin, name, copy.copy(getattr(self, name)))
        twin.conditional = [(boxes[:], rule) for boxes, rule in self.conditional]
        return twin


def _moved_set(lines: set[int], at: int, count: int) -> set[int]:
    spans = (moved_span(line, line + 1, at, count) for line in lines)
    return {span[0] for span in spans if span}


@dataclass
class Book:
    """A spreadsheet."""

    id: str
    title: str
    tabs: list[Tab]
    locale: str = "uk_UA"
    zone: str = "Europe/Kyiv"
    version: int = 0

    def copy(self) -> Book:
        """A book that can be changed without touching this one: what makes a batch all or nothing."""
        twin = copy.copy(self)
        twin.tabs = [tab.copy() for tab in self.tabs]
        return twin

    def titled(self, title: str) -> Tab | None:
        """The tab with this title (case does not matter to the service)."""
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    def tab(self, sheet_id: int) -> Tab:
        """The tab with this id, or 400."""
        for tab in self.tabs:
            if tab.sheet_id == sheet_id:
                return tab
        raise invalid(f"No grid with id: {sheet_id}")

    @property
    def first_grid(self) -> Tab | None:
        """The first tab that has cells."""
        return next((tab for tab in self.tabs if not tab.is_object), None)

    def check_size(self) -> None:
        """Refuses a book of more cells than the service allows."""
        if sum(tab.rows * tab.columns for tab in self.tabs) > CELL_LIMIT:
            raise invalid(TOO_MANY_CELLS)

    def insert(self, tab: Tab, axis: Axis, at: int, count: int, like: int | None) -> None:
        """Blank lines come in at `at`, in the format of line `like`; whatever stood there and after moves on."""
        if axis == "ROWS":
            model = tab.cells[like] if like is not None and like < len(tab.cells) else []
            blank = [Cell(format=cell.format) for cell in model]
            if at <= len(tab.cells):
                tab.cells[at:at] = [blank[:] for _ in range(count)]
            elif any(cell.format for cell in blank):
                tab.cells += [[] for _ in range(at - len(tab.cells))] + [blank[:] for _ in range(count)]
            tab.rows += count
        else:
            for line in tab.cells:
                model_cell = line[like] if like is not None and like < len(line) else BLANK
                if at < len(line):
                    line[at:at] = [Cell(format=model_cell.format)] * count
            tab.columns += count
        self.check_size()
        self._follow(tab, axis, at, count)

    def delete(self, tab: Tab, axis: Axis, at: int, count: int) -> None:
        """Lines go away; what stood after them moves up."""
        if axis == "ROWS":
            del tab.cells[at : at + count]
            tab.rows -= count
        else:
            for line in tab.cells:
                del line[at : at + count]
            tab.columns -= count
        self._follow(tab, axis, at, -count)

    def _follow(self, tab: Tab, axis: Axis, at: int, count: int) -> None:
        """Everything that points at moved cells moves along."""
        tab.merges = [box for box in (moved_box(m, axis, at, count) for m in tab.merges) if box]
        tab.filter = tab.filter and moved_box(tab.filter, axis, at, count)
        ranges.follow(tab, axis, at, count)
        kept = []
        for one in tab.protected:
            box = one.box and moved_box(one.box, axis, at, count)
            if one.box is None or box:
                kept.append(Protected(one.id, box, one.description, one.warning_only, one.editable))
        tab.protected = kept
        if axis == "ROWS":
            tab.hidden_rows = _moved_set(tab.hidden_rows, at, count)
            spans = [(moved_span(row, row + 1, at, count), mark) for row, mark in tab.row_metadata]
            tab.row_metadata = [(span[0], mark) for span, mark in spans if span]
        else:
            tab.hidden_columns = _moved_set(tab.hidden_columns, at, count)
        self.rewrite(lambda formula, home: shifted(formula, home.title, tab.title, axis, at, count))

    def rewrite(self, change: Callable[[str, Tab], str]) -> None:
        """Passes every formula of the book through `change`."""
        for tab in self.tabs:
            for row in tab.cells:
                for at, cell in enumerate(row):
                    if cell.formula is not None:
                        new = change(cell.formula, tab)
                        if new != cell.formula:
                            row[at] = cell._replace(formula=new)
