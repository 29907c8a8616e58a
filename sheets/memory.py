"""Column memory: what was understood of a workbook's columns is kept, so that a renamed heading loses nothing.

Pure functions over plain data; `load` and `change` keep it as one small JSON file a workbook in PANEL_STATE/columns,
for an .xlsx and a Google Sheet alike: no tab in the workbook annoys staff. (On a host without a disk the same text may
later be kept in the spreadsheet's developer metadata.) Values are kept as short hashes only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from sheets.fingerprints import LOOKED, Fingerprint, fingerprint
from sheets.records import Column, TabRead
from sheets.state import state
from sheets.text import fold
from sheets.workbook import Grid

RECOGNISED = "column-recognised"


class Frozen(BaseModel):
    """What is kept never changes; a change is a new one."""

    model_config = ConfigDict(frozen=True)


class Known(Frozen):
    """A column as it was when it was understood."""

    heading: str
    field: str
    was: str = ""  # the heading before, where it was by values that the field was found under this one
    beside: tuple[str, str] = ("", "")  # the folded headings to its left and right
    like: Fingerprint = Fingerprint()


class TableMemory(Frozen):
    """A table's kind and columns."""

    kind: str = ""
    columns: tuple[Known, ...] = ()


class TabMemory(TableMemory):
    """A tab's table, those further down or to the right of it, and what people said of its headings (folded)."""

    title: str = ""
    further: tuple[TableMemory, ...] = ()
    confirmed: dict[str, str] = {}  # heading -> field
    rejected: tuple[tuple[str, str], ...] = ()  # (heading, field)

    @property
    def tables(self) -> tuple[TableMemory, ...]:
        """All its tables that are known, in order."""
        return (self, *self.further) if self.columns else self.further

    def about(self, table: TableMemory) -> TabMemory:
        """The same tab with this table as its only one."""
        return self.model_copy(update={"kind": table.kind, "columns": table.columns, "further": ()})


class Memory(Frozen):
    """All tabs of a workbook, by gid; and what people said of partners that look like one, by their spellings."""

    tabs: dict[int, TabMemory] = {}
    joined: tuple[tuple[str, ...], ...] = ()  # these are one, the chosen spelling first
    apart: tuple[tuple[str, ...], ...] = ()  # these are several

    def of(self, gid: int, title: str = "") -> TabMemory | None:
        """What is known of a tab; of one with its title where the gid is new (a copy of the workbook)."""
        return self.tabs.get(gid) or next((tab for tab in self.tabs.values() if title and tab.title == title), None)

    def with_tab(self, gid: int, tab: TabMemory) -> Memory:
        """The memory with this tab changed; the very same if it is as it was."""
        return self if self.tabs.get(gid) == tab else self.model_copy(update={"tabs": {**self.tabs, gid: tab}})


def remember(memory: Memory, tab: TabRead, grid: Grid) -> Memory:
    """The memory with this tab as it is understood now. A field whose column is lost stays known as it was, and so does
    a table whose header is lost."""
    if not tab.tables:
        return memory
    old = memory.of(tab.gid, tab.title) or TabMemory()
    pairs = paired(old.tables, [table.kind for table in tab.tables])
    now = [_table(old.tables[n] if n is not None else TableMemory(), tab, at, grid) for at, n in enumerate(pairs)]
    lost = [table for n, table in enumerate(old.tables) if n not in pairs]
    first, *further = [*now, *lost]
    update = {"title": tab.title, "kind": first.kind, "columns": first.columns, "further": tuple(further)}
    return memory.with_tab(tab.gid, old.model_copy(update=update))


def paired(known: Sequence[TableMemory], kinds: Sequence[str]) -> list[int | None]:
    """For each table found, by its kind, the number of the known one that it is: the next of its kind, in order. A
    tab's only table is the known one whatever it has become."""
    if len(known) == len(kinds) == 1:
        return [0]
    left = list(range(len(known)))
    found: list[int | None] = []
    for kind in kinds:
        number = next((n for n in left if known[n].kind == kind), None)
        found.append(number)
        left = [n for n in left if n != number]
    return found


def _table(old: TableMemory, tab: TabRead, at: int, grid: Grid) -> TableMemory:
    table = tab.tables[at]
    columns = [column for column in table.columns if column.hot is None]
    header = max(table.header_rows, default=0)
    known = {one.field: one for one in old.columns} if old.kind in ("", table.kind) else {}
    told = {p.column: str(p.details["was"]) for p in tab.problems if p.code == RECOGNISED and p.row == header}
    found = {
        c.field: _known(known.get(c.field), c, columns, grid, header).model_copy(update={"was": told.get(c.number, "")})
        for c in columns
        if c.field
    }
    taken = {one.heading for one in found.values()}
    lost = {field: one for field, one in known.items() if field not in found and one.heading not in taken}
    return TableMemory(kind=table.kind, columns=tuple({**found, **lost}.values()))


def _known(old: Known | None, column: Column, columns: Sequence[Column], grid: Grid, header: int) -> Known:
    """The column as known before, while it is headed so and has not grown by half."""
    neighbours = beside(column, columns)
    heading = fold(column.heading)
    same = old is not None and (old.heading, old.beside) == (heading, neighbours)
    if old and same and (old.like.cells >= LOOKED or grid.height - header <= 1.5 * max(old.like.cells, 10)):
        return old
    like = fingerprint(grid, column.number, header)
    return Known(heading=heading, field=str(column.field), beside=neighbours, like=like)


def beside(column: Column, columns: Sequence[Column]) -> tuple[str, str]:
    """The folded headings to the left and to the right of a column."""
    named = {other.number: fold(other.heading) for other in columns}
    return named.get(column.number - 1, ""), named.get(column.number + 1, "")


def confirm(memory: Memory, gid: int, heading: str, field: str) -> Memory:
    """A person said that the column headed so holds this field: it wins over all guessing ever after."""
    tab = memory.of(gid) or TabMemory()
    rejected = tuple(pair for pair in tab.rejected if pair != (fold(heading), field))
    update = {"confirmed": {**tab.confirmed, fold(heading): field}, "rejected": rejected}
    return memory.with_tab(gid, tab.model_copy(update=update))


def reject(memory: Memory, gid: int, heading: str, field: str) -> Memory:
    """A person said that the column headed so does not hold this field: it is not asked again."""
    tab = memory.of(gid) or TabMemory()
    confirmed = {said: one for said, one in tab.confirmed.items() if (said, one) != (fold(heading), field)}
    pairs = (*(pair for pair in tab.rejected if pair != (fold(heading), field)), (fold(heading), field))
    return memory.with_tab(gid, tab.model_copy(update={"confirmed": confirmed, "rejected": pairs}))


def _path(source: str) -> Path:
    return state("columns", f"{sha256(source.encode()).hexdigest()[:16]}.json")


def load(source: str) -> Memory:
    """What is known of this workbook; nothing, where the file is not there or damaged. Quick while it is unchanged."""
    path = _path(source)
    try:
        now = path.stat()
        return _read(path, now.st_mtime_ns, now.st_size)
    except (OSError, ValidationError):
        return Memory()


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> Memory:
    """The memory in a file as it is since it was changed last."""
    return Memory.model_validate_json(path.read_bytes())


def change(source: str, how: Callable[[Memory], Memory]) -> Memory:
    """The memory of this workbook after a change, written at once as a whole; processes take turns.

    A folder that can't be written leaves everything running, without a memory.
    """
    path = _path(source)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=5):
            before = load(source)
            after = how(before)
            if after is not before:
                with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                    file.write(after.model_dump_json().encode())
                Path(file.name).replace(path)
            return after
    except OSError:
        return how(load(source))
