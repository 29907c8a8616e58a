"""Google's answers as grids: compared tab by tab before they are decoded, so that what did not change costs nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import orjson
import xxhash

from sheets.coded import Coded
from sheets.workbook import Grid, Merge, Reading, Stored, TabInfo

Body = dict[str, Any]
RANGE = b'{"range":"'  # can't stand inside a JSON string, where the quotation mark would be escaped
NEXT = b"," + RANGE
COLUMN = re.compile(rb'\],\["')  # parts a column from one that begins with a text; stands in no string either
SIZE = re.compile(rb'\{"range":"(?:[^"\\]|\\.)*!A1:(?P<column>[A-Z]+)(?P<row>[0-9]+)"')
OUTLINE_OF_A_SHEET = (
    "properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,"
    "protectedRanges(range,description,warningOnly,requestingUserCanEdit)"
)
OUTLINE_MASK = f"properties(title,locale),sheets({OUTLINE_OF_A_SHEET})"
Digest = bytes
Piece = bytes | memoryview


@dataclass(frozen=True, kw_only=True)
class Protection:
    """Cells that the panel may not change; `area` None: the whole tab."""

    gid: int
    name: str
    area: Merge | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The workbook without its cells."""

    title: str
    locale: str
    tabs: tuple[TabInfo, ...]
    charts: frozenset[int] = frozenset()  # tabs that are a chart and have no cells
    protected: tuple[Protection, ...] = ()


Print = tuple[Digest, Digest | None]  # of a tab's stored and shown bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class GoogleReading(Reading):
    """A Reading that remembers the bytes it came from, so that the next one can hand on what did not change."""

    shown: bool
    prints: Mapping[int, Print] = field(default_factory=dict)  # by gid

    def grid(self, gid: int) -> Grid | None:
        """The grid of a tab, or None."""
        return next((grid for grid in self.grids if grid.tab.gid == gid), None)

    def same(self, info: TabInfo, stored: Piece) -> bool:
        """Whether a tab's outline and stored values are as they were."""
        grid, known = self.grid(info.gid), self.prints.get(info.gid)
        return grid is not None and known is not None and grid.tab == info and known[0] == digest(stored)


def number(letters: str) -> int:
    """The 1-based number of a column's letters: 'A' -> 1, 'AB' -> 28."""
    found = 0
    for one in letters:
        found = found * 26 + ord(one) - 64
    return found


def digest(body: Piece) -> Digest:
    """A fingerprint: the same bytes, the same fingerprint. No secret is kept by it, so that it may be quick."""
    return xxhash.xxh3_128_digest(body)


# --- the workbook without its cells ---


def outline(body: Body) -> Outline:
    """From spreadsheets.get."""
    tabs: list[TabInfo] = []
    charts: set[int] = set()
    protected: list[Protection] = []
    for sheet in body.get("sheets", []):
        info = tab_info(sheet)
        tabs.append(info)
        if sheet["properties"].get("sheetType", "GRID") != "GRID":
            charts.add(info.gid)
        protected += _protections(sheet, info)
    properties = body.get("properties", {})
    title, locale = properties.get("title", ""), properties.get("locale", "uk_UA")
    return Outline(title=title, locale=locale, tabs=tuple(tabs), charts=frozenset(charts), protected=tuple(protected))


def tab_info(sheet: Body) -> TabInfo:
    """From a Sheet with its properties and merges."""
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    rows, columns = size.get("rowCount", 0), size.get("columnCount", 0)
    merges = tuple(_area(one, rows, columns) for one in sheet.get("merges", ()))
    return TabInfo(
        gid=properties.get("sheetId", 0),
        title=properties["title"],
        rows=rows,
        columns=columns,
        hidden=properties.get("hidden", False),
        merges=merges,
    )


def _area(grid_range: Body, rows: int, columns: int) -> Merge:
    """A GridRange as 1-based corners; a missing end is the end of the grid."""
    return Merge(
        grid_range.get("startRowIndex", 0) + 1,
        grid_range.get("startColumnIndex", 0) + 1,
        grid_range.get("endRowIndex", rows),
        grid_range.get("endColumnIndex", columns),
    )


def _protections(sheet: Body, info: TabInfo) -> Iterable[Protection]:
    for one in sheet.get("protectedRanges", ()):
        if not one.get("warningOnly") and not one.get("requestingUserCanEdit"):
            whole = not set(one.get("range", {})) - {"sheetId"}
            area = None if whole else _area(one["range"], info.rows, info.columns)
            yield Protection(gid=info.gid, name=one.get("description", ""), area=area)


# --- all cells: values.batchGet, by column; asked for with `fields=valueRanges(range,values)` ---


def pieces(bodies: Sequence[bytes], asked: Sequence[TabInfo]) -> dict[int, Piece]:
    """Each tab's ValueRange by gid, neither decoded nor copied (or decoded and encoded again, should Google ever print
    them in another way). The bodies hold as many ranges as tabs were asked for, in that order."""
    found: list[Piece] = [piece for body in bodies for piece in _slices(body)]
    if len(found) != len(asked):
        found = [orjson.dumps(one) for body in bodies for one in orjson.loads(body).get("valueRanges", [])]
    return {info.gid: piece for info, piece in zip(asked, found, strict=True)}


def _slices(body: bytes) -> Iterator[Piece]:
    view, start = memoryview(body), body.find(RANGE)
    while start >= 0:
        comma = body.find(NEXT, start)
        end = body.rfind(b"}", start, comma if comma >= 0 else body.rfind(b"]"))
        yield view[start : end + 1]
        start = comma + 1 if comma >= 0 else -1


def resized(info: TabInfo, piece: Piece) -> TabInfo:
    """The tab with the size that its range tells: rows and columns may have come or gone since the outline."""
    match = SIZE.match(piece)
    if match is None:
        return info
    rows, columns = int(match["row"]), number(match["column"].decode())
    return info if (rows, columns) == (info.rows, info.columns) else replace(info, rows=rows, columns=columns)


def reading(
    before: GoogleReading | None,
    seen: Outline,
    stored: Mapping[int, Piece],
    shown: Mapping[int, Piece] | None,
    changed: Collection[int],
) -> GoogleReading:
    """The Reading that these pieces hold. Of the tabs (gids) that `changed` says nothing of, the grids of `before` are
    handed on; a tab of which `stored` says nothing has no cells to read."""
    grids, prints = [], {}
    for info in seen.tabs:
        if info.gid not in stored:
            grids.append(_blank(before, info))
        elif before and info.gid not in changed:
            grids.append(_kept(before, info))
            prints[info.gid] = before.prints[info.gid]
        else:
            face = shown[info.gid] if shown is not None else None
            grids.append(_grid(info, stored[info.gid], face))
            prints[info.gid] = (digest(stored[info.gid]), digest(face) if face is not None else None)
    return GoogleReading(grids=tuple(grids), locale=seen.locale, shown=shown is not None, prints=prints)


def _blank(before: GoogleReading | None, info: TabInfo) -> Grid:
    old = before.grid(info.gid) if before else None
    return old if old is not None and old.tab == info and not old.stored else Grid(tab=info, stored=[], shown=[])


def _kept(before: GoogleReading, info: TabInfo) -> Grid:
    grid = before.grid(info.gid)
    if grid is None:
        raise KeyError(info.gid)
    return grid


def _grid(info: TabInfo, stored: Piece, shown: Piece | None) -> Grid:
    if shown is None:
        cells, faces = _columns(stored), None
    else:
        cells, faces = _both(stored, shown)
    return Grid(tab=info, stored=[_without_blanks(column) for column in cells], shown=faces)


def _both(stored: Piece, shown: Piece) -> tuple[list[Coded[Any]], list[Coded[str]]]:
    """The columns of both renderings, parted where a column begins with a text: one of texts only is printed alike in
    both, and decoded but once."""
    ours, theirs = _parts(stored), _parts(shown)
    cells = [_columns(_whole(ours, at)) for at in range(len(ours))]
    if len(ours) != len(theirs):
        return list(chain.from_iterable(cells)), _columns(shown)
    faces = [cells[at] if ours[at] == theirs[at] else _columns(_whole(theirs, at)) for at in range(len(theirs))]
    return list(chain.from_iterable(cells)), list(chain.from_iterable(faces))


def _parts(piece: Piece) -> list[memoryview]:
    """A ValueRange in parts of whole columns, not copied."""
    view, places = memoryview(piece), [match.span() for match in COLUMN.finditer(piece)]
    starts, ends = (0, *(end for _, end in places)), (*(start for start, _ in places), len(view))
    return [view[start:end] for start, end in zip(starts, ends, strict=True)]


def _whole(parts: list[memoryview], at: int) -> bytes:
    """One of the parts as a ValueRange of its own."""
    begun, ended = b'{"values":[["' if at else b"", b"]]}" if at < len(parts) - 1 else b""
    return b"".join((begun, parts[at], ended))


def _columns(piece: Piece) -> list[Coded[Any]]:
    """The columns of a ValueRange."""
    return [Coded.of(column) for column in orjson.loads(piece).get("values", [])]


def _without_blanks(column: Coded[Any]) -> Coded[Stored]:
    """A blank cell is None, not ''; in most columns there is none."""
    if "" not in column.cells:
        return column
    cells = list(column.cells)
    cells[cells.index("")] = None
    return Coded(cells, column.codes)
