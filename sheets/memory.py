"""Column memory: what was understood of a workbook's columns is kept, so that a renamed heading loses nothing.

Pure functions over plain data; `load` and `change` keep it as one small JSON file a workbook in PANEL_STATE/columns,
for an .xlsx and a Google Sheet alike: no tab in the workbook annoys staff. (On a host without a disk the same text may
later be kept in the spreadsheet's developer metadata.) Values are kept as short hashes only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz

from sheets.fingerprints import LOOKED, Fingerprint, fingerprint, same_shapes, same_values
from sheets.records import Column, Problem, TabRead
from sheets.text import fold
from sheets.workbook import Grid

SURE_VALUES, SURE_SHAPES, SURE_DISTINCT = 0.6, 0.7, 3  # the same cells, and more than a column of так/ні
PLAIN = 0.9  # a heading that says so surely which field it is needs no asking
MARGIN = 0.2  # by so much the best must be better than the next
ASK_SHAPES, ASK_HEADING = 0.75, 60  # alike enough to ask; headings alike, of 100
RECOGNISED, ASK = "column-recognised", "column-ask"
HEADER_ROWS = 30  # from the top, where remembered headings are looked for


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


class TabMemory(Frozen):
    """A tab's columns, and what people said of its headings (folded)."""

    title: str = ""
    kind: str = ""
    columns: tuple[Known, ...] = ()
    confirmed: dict[str, str] = {}  # heading -> field
    rejected: tuple[tuple[str, str], ...] = ()  # (heading, field)


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


@dataclass(frozen=True, slots=True)
class Recalled:
    """Which columns hold which fields, by memory or by a person's word; and what to tell or ask about it."""

    columns: Mapping[int, str]
    problems: tuple[Problem, ...] = ()


def remember(memory: Memory, tab: TabRead, grid: Grid) -> Memory:
    """The memory with this tab as it is understood now. A field whose column is lost stays known as it was.

    Tabs with more than one table are not remembered: a column means another thing in each.
    """
    if len(tab.tables) != 1:
        return memory
    table, old = tab.tables[0], memory.of(tab.gid, tab.title) or TabMemory()
    columns = [column for column in table.columns if column.hot is None]
    header = max(table.header_rows, default=0)
    known = {one.field: one for one in old.columns} if old.kind in ("", table.kind) else {}
    was = {p.column: str(p.details["was"]) for p in tab.problems if p.code == RECOGNISED}
    found = {
        c.field: _known(known.get(c.field), c, columns, grid, header).model_copy(update={"was": was.get(c.number, "")})
        for c in columns
        if c.field
    }
    taken = {one.heading for one in found.values()}
    lost = {field: one for field, one in known.items() if field not in found and one.heading not in taken}
    now = old.model_copy(update={"title": tab.title, "kind": table.kind, "columns": tuple({**found, **lost}.values())})
    return memory.with_tab(tab.gid, now)


def _known(old: Known | None, column: Column, columns: Sequence[Column], grid: Grid, header: int) -> Known:
    """The column as known before, while it is headed so and has not grown by half."""
    beside = _beside(column, columns)
    heading = fold(column.heading)
    same = old is not None and (old.heading, old.beside) == (heading, beside)
    if old and same and (old.like.cells >= LOOKED or grid.height - header <= 1.5 * max(old.like.cells, 10)):
        return old
    return Known(heading=heading, field=str(column.field), beside=beside, like=fingerprint(grid, column.number, header))


def _beside(column: Column, columns: Sequence[Column]) -> tuple[str, str]:
    named = {other.number: fold(other.heading) for other in columns}
    return named.get(column.number - 1, ""), named.get(column.number + 1, "")


def recall(tab: TabMemory | None, grid: Grid, columns: Sequence[Column] = (), header: int = 0) -> Recalled:
    """The fields that this tab's columns hold by memory, beyond what their headings say.

    `columns` are those that the headings alone gave, `header` the lowest header row; without them (no header was
    recognised) the row with most remembered headings is taken. What a person confirmed wins over all; a lost field is
    found again by its values ('column-recognised', a note) or, if that is not sure, asked about ('column-ask').
    """
    if tab is None:
        return Recalled({})
    if not columns:
        header, columns = _headings(tab, grid)
    said = {c.number: tab.confirmed[fold(c.heading)] for c in columns if fold(c.heading) in tab.confirmed}
    have = {column.field for column in columns if column.number not in said} | set(said.values())
    plain, problems = _plainly(tab, [c for c in columns if c.number not in said], have, header)
    have |= set(plain.values())
    lost = [one for one in tab.columns if one.field not in have]
    old = {one.heading for one in tab.columns}
    free = [c for c in columns if c.number not in said and fold(c.heading) not in old]
    found, told = _found_again(tab, lost, free, columns, grid, header) if lost and free else ({}, [])
    confirmed = {c.number: said[c.number] for c in columns if c.number in said and said[c.number] != c.field}
    return Recalled({**plain, **found, **confirmed}, (*problems, *told))


def _plainly(
    tab: TabMemory, columns: Iterable[Column], have: set[str | None], header: int
) -> tuple[dict[int, str], list[Problem]]:
    """Fields under their remembered headings, where the headings alone say nothing; told until a person confirms it."""
    known = {one.heading: one for one in tab.columns if one.field not in have}
    found: dict[int, str] = {}
    problems = []
    for column in columns:
        one = known.get(fold(column.heading))
        if one and column.field is None and (one.heading, one.field) not in tab.rejected:
            found[column.number] = one.field
            if one.was:
                problems.append(_told(RECOGNISED, tab, one.was, one.field, column, header))
    return found, problems


def _told(code: str, tab: TabMemory, was: str, field: str, column: Column, header: int) -> Problem:
    details = {"was": was, "kind": tab.kind, "found": column.field}
    return Problem(code, header, field, column.number, column.heading, details)


def _headings(tab: TabMemory, grid: Grid) -> tuple[int, list[Column]]:
    """The row in which most remembered headings stand, and its columns, none understood; (0, []) where under two do."""
    known = {one.heading for one in tab.columns}
    rows = {
        row: [Column(column, text, None) for column in range(1, grid.width + 1) if (text := grid.text(row, column))]
        for row in range(1, min(grid.height, HEADER_ROWS) + 1)
    }
    best = max(rows, key=lambda row: len(known & {fold(c.heading) for c in rows[row]}), default=0)
    enough = best and len(known & {fold(column.heading) for column in rows[best]}) >= 2
    return (best, rows[best]) if enough else (0, [])


def _found_again(
    tab: TabMemory, lost: Sequence[Known], free: Sequence[Column], columns: Sequence[Column], grid: Grid, header: int
) -> tuple[dict[int, str], list[Problem]]:
    """The lost fields in columns with new headings: those that are sure, and what to tell or to ask."""
    likes = {column.number: fingerprint(grid, column.number, header) for column in free}
    pairs = [
        (_likeness(one, column, likes[column.number], columns), one, column)
        for one in lost
        for column in free
        if (fold(column.heading), one.field) not in tab.rejected
    ]
    found: dict[int, str] = {}
    problems: list[Problem] = []
    told: set[str | int] = set()
    for likeness, one, column in sorted(pairs, key=lambda pair: (-pair[0], pair[2].number)):
        if likeness == 0 or one.field in told or column.number in told:
            continue
        told |= {one.field, column.number}
        rivals = [
            other
            for other, known, at in pairs
            if (known.field == one.field) != (at.number == column.number) and other > 0
        ]
        sure = _sure(one.like, likes[column.number]) and likeness - max(rivals, default=0) >= MARGIN
        if sure and column.field is None:
            found[column.number] = one.field
        code = RECOGNISED if column.number in found else ASK
        problems.append(_told(code, tab, one.heading, one.field, column, header))
    return found, problems


def _sure(one: Fingerprint, other: Fingerprint) -> bool:
    enough = min(len(one.values), len(other.values)) >= SURE_DISTINCT
    return enough and same_values(one, other) >= SURE_VALUES and same_shapes(one, other) >= SURE_SHAPES


def _likeness(one: Known, column: Column, like: Fingerprint, columns: Sequence[Column]) -> float:
    """How likely a column is the one that was lost, 0–3; 0 when it is not worth asking."""
    values, shapes = same_values(one.like, like), same_shapes(one.like, like)
    heading = fuzz.token_set_ratio(one.heading, fold(column.heading))
    beside = sum(a == b != "" for a, b in zip(one.beside, _beside(column, columns), strict=True))
    if column.field and column.sure >= PLAIN and values < SURE_VALUES:
        return 0.0  # a new column whose heading says plainly what it is
    likely = values >= SURE_VALUES or (
        shapes >= ASK_SHAPES and (values >= 0.3 or heading >= ASK_HEADING or beside == 2)
    )
    return float(values + shapes + heading / 200 + beside / 4) if likely else 0.0


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
    folder = Path(os.environ.get("PANEL_STATE") or "data") / "columns"
    return folder / f"{sha256(source.encode()).hexdigest()[:16]}.json"


def load(source: str) -> Memory:
    """What is known of this workbook; nothing, where the file is not there or damaged. Quick while it is unchanged."""
    path = _path(source)
    try:
        state = path.stat()
        return _read(path, state.st_mtime_ns, state.st_size)
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
