"""What a save sees of the workbook in the one read before it writes: its tabs understood, and the journal's ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sheets.context import Context
from sheets.journal import JOURNAL_TAB, RECENT, SUBMIT, is_journal_grid, was_journal_grid
from sheets.matching import Matcher
from sheets.memory import Memory
from sheets.periods import today
from sheets.records import Snapshot, Table
from sheets.schema import Panel
from sheets.snapshot import LEANED, texts_elsewhere
from sheets.tabs import look_at, read_tab
from sheets.text import fold
from sheets.workbook import Grid, Stored, Workbook, is_journal, plain


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Tabs as they are now, by gid; `journal` is None where there is none yet; `titles` are those of all tabs. `spoilt`
    is the title of a journal of which nobody can tell the columns any more."""

    grids: Mapping[int, Grid]
    tables: Mapping[int, tuple[Table, ...]]
    journal: Grid | None = None
    titles: frozenset[str] = frozenset()
    spoilt: str = ""


@dataclass(frozen=True, eq=False)
class Lens:
    """How a tab is read in a save: with all that the reading of the whole workbook knew of other tabs (partners' names,
    legends of signs, renamed columns), so that a cell reads as the person saw it."""

    panel: Panel
    matcher: Matcher
    context: Context
    elsewhere: Sequence[str] = ()
    snapshot: Snapshot | None = None
    memory: Memory = Memory()

    def tables(self, grid: Grid) -> tuple[Table, ...]:
        """The tables of a tab; those that the person saw, where the tab is the very one that they were read from."""
        for seen, tab in zip(self.snapshot.reading.grids, self.snapshot.tabs, strict=True) if self.snapshot else ():
            if seen is grid and tab.tables:
                return tab.tables
        look = look_at(grid, self.matcher, self.memory.of(grid.tab.gid, grid.tab.title))
        return read_tab(look, self.matcher, self.context, elsewhere=self.elsewhere).tables


def lens_of(panel: Panel, snapshot: Snapshot | None = None) -> Lens:
    """The lens of a snapshot; without one, each tab is read by itself."""
    matcher, day = Matcher(panel), today(panel.centre.zone)
    if snapshot is None:
        return Lens(panel, matcher, Context(panel=panel, today=day))
    tables = snapshot.tables_of("partners")  # their frame lacks spellings that a person joined to another
    names = frozenset(fold(name) for table in tables for name in table.values.get("name", ()) if isinstance(name, str))
    context = Context(
        panel=panel, today=day, locale=snapshot.reading.locale, known_name=lambda text: fold(text) in names
    )
    bare = {tab.gid for tab in snapshot.tabs if not tab.tables}
    looks = [look_at(grid, matcher) for grid in snapshot.reading.grids if grid.tab.gid in bare]
    seen = snapshot if snapshot.panel == panel else None
    return Lens(panel, matcher, context, texts_elsewhere(looks), seen, LEANED.get(snapshot, Memory()))


Lines = Literal["ids", "recent", "all"]


def look(workbook: Workbook, lens: Lens, tabs: Iterable[int], *, lines: Lines = "ids") -> Sight:
    """These tabs and the journal, now: one read request. Of the journal the submit ids of its newest lines, or those
    lines as they are, or (for history, and for an undo of a save long ago) all lines."""
    wanted = list(dict.fromkeys(tabs))
    known = workbook.tabs()
    titled = [tab.gid for tab in known if is_journal(tab.title)]  # staff may have one of their own that is called so
    books = [gid for gid in dict.fromkeys([JOURNAL_TAB, *titled]) if gid not in wanted]
    columns = dict.fromkeys(books, (SUBMIT, SUBMIT)) if lines == "ids" else None
    down_to = dict.fromkeys(books, RECENT) if lines != "all" else None
    read = workbook.read_tabs([*wanted, *books], columns=columns, down_to=down_to)
    grids = {grid.tab.gid: grid for grid in read}
    found = {gid: grids.pop(gid) for gid in books if gid in grids}
    journal = next((grid for grid in found.values() if is_journal_grid(grid)), None)
    spoilt = next((grid.tab.title for grid in found.values() if was_journal_grid(grid)), "")
    return Sight(
        grids=grids,
        tables={gid: lens.tables(grid) for gid, grid in grids.items()},
        journal=journal,
        titles=frozenset(tab.title for tab in known),
        spoilt=spoilt if journal is None else "",
    )


def seeing(sight: Sight, lens: Lens, grids: Mapping[int, Grid]) -> Sight:
    """The sight with some tabs as they would be without something that we wrote."""
    return replace(
        sight,
        grids={**sight.grids, **grids},
        tables={**sight.tables, **{gid: lens.tables(grid) for gid, grid in grids.items()}},
    )


# --- grids as they would be: a save that hit a wrong place is thought away, and planned again ---


def with_cells(grid: Grid, cells: Mapping[tuple[int, int], Stored], like: Grid) -> Grid:
    """The grid with these stored values; they read as the same value in the same column of `like` does."""
    stored, shown = _columns(grid)
    for (row, column), value in cells.items():
        _put(stored, row, column, value, None)
        _put(shown, row, column, _shown(like, column, value), "")
    formulas = {at: text for at, text in grid.formulas.items() if at not in cells}
    return replace(grid, stored=stored, shown=shown, formulas=formulas)


def without_row(grid: Grid, row: int) -> Grid:
    """The grid as it would be had this row never been inserted."""
    stored, shown = _columns(grid)
    for column in stored:
        del column[row - 1 : row]
    for texts in shown:
        del texts[row - 1 : row]
    return replace(grid, stored=stored, shown=shown, **_moved(grid, row + 1, -1, {row}))


def with_row(grid: Grid, row: int, values: tuple[Stored, ...], like: Grid) -> Grid:
    """The grid as it would be had this row not been taken away."""
    stored, shown = _columns(grid)
    for column in (column for column in stored if len(column) >= row):
        column.insert(row - 1, None)
    for texts in (texts for texts in shown if len(texts) >= row):
        texts.insert(row - 1, "")
    grid = replace(grid, stored=stored, shown=shown, **_moved(grid, row, 1, set()))
    return with_cells(grid, {(row, column): value for column, value in enumerate(values, start=1)}, like)


def _columns(grid: Grid) -> tuple[list[list[Stored]], list[list[str]]]:
    shown = grid.shown
    if shown is None:
        height = range(1, grid.height + 1)
        shown = [[grid.text(row, column) for row in height] for column in range(1, grid.width + 1)]
    return [list(column) for column in grid.stored], [list(column) for column in shown]


def _put(columns: list, row: int, column: int, value: Stored, nothing: Stored) -> None:
    while len(columns) < column:
        columns.append([])
    cells = columns[column - 1]
    cells.extend([nothing] * (row - len(cells)))
    cells[row - 1] = value


def _shown(like: Grid, column: int, value: Stored) -> str:
    for row in range(1, like.height + 1):
        if like.value(row, column) == value:
            return like.text(row, column)
    return plain(value)


def _moved(grid: Grid, first: int, by: int, gone: set[int]) -> dict:
    """Formulas, links, merges and hidden rows from row `first` on moved by so many rows."""

    def to(row: int) -> int:
        return row + by if row >= first else row

    return {
        "formulas": {(to(row), column): text for (row, column), text in grid.formulas.items() if row not in gone},
        "links": {(to(row), column): text for (row, column), text in grid.links.items() if row not in gone},
        "hidden_rows": frozenset(to(row) for row in grid.hidden_rows if row not in gone),
        "tab": replace(grid.tab, merges=tuple(replace(m, top=to(m.top), bottom=to(m.bottom)) for m in grid.tab.merges)),
    }
