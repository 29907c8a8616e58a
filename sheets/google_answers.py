"""Google's answers as an outline and as grids; what did not change since the last reading is handed on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from sheets.google_pieces import Decoder, Digest, Part, Piece, Prints
from sheets.workbook import Grid, Merge, Reading, TabInfo

Body = dict[str, Any]
SIZE = re.compile(rb'\{"range":"(?:[^"\\]|\\.)*!A1:(?P<column>[A-Z]+)(?P<row>[0-9]+)"')
OUTLINE_OF_A_SHEET = (
    "properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),merges,"
    "protectedRanges(range,description,warningOnly,requestingUserCanEdit)"
)
OUTLINE_MASK = f"properties(title,locale),sheets({OUTLINE_OF_A_SHEET})"


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


@dataclass(frozen=True, kw_only=True, eq=False)
class GoogleReading(Reading):
    """A Reading that remembers the bytes it came from, so that the next one can hand on what did not change."""

    shown: bool
    prints: Mapping[int, tuple[Prints, Prints | None]] = field(default_factory=dict)  # by gid: stored, shown
    parts: Mapping[Digest, Part] = field(default_factory=dict)

    def grid(self, gid: int) -> Grid | None:
        """The grid of a tab, or None."""
        return next((grid for grid in self.grids if grid.tab.gid == gid), None)

    def same(self, info: TabInfo, stored: Piece) -> bool:
        """Whether a tab's outline and stored values are as they were."""
        grid, known = self.grid(info.gid), self.prints.get(info.gid)
        return grid is not None and known is not None and grid.tab == info and known[0] == stored.prints

    def shows(self, gid: int, face: Piece) -> bool:
        """Whether a tab was shown like this."""
        return gid in self.prints and self.prints[gid][1] == face.prints


def number(letters: str) -> int:
    """The 1-based number of a column's letters: 'A' -> 1, 'AB' -> 28."""
    found = 0
    for one in letters:
        found = found * 26 + ord(one) - 64
    return found


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


# --- all cells ---


def resized(info: TabInfo, piece: Piece) -> TabInfo:
    """The tab with the size that its range tells: rows and columns may have come or gone since the outline."""
    match = SIZE.match(piece.head)
    if match is None:
        return info
    rows, columns = int(match["row"]), number(match["column"].decode())
    return info if (rows, columns) == (info.rows, info.columns) else replace(info, rows=rows, columns=columns)


def merges_stand(before: GoogleReading | None, info: TabInfo, stored: Sequence[Part]) -> bool:
    """Whether rows of this tab came or went only below its merged cells, so that these stand where they stood: down to
    the last of them everything is as it was. Merged titles above a table are the usual case."""
    old, new = before.grid(info.gid) if before else None, _grid(info, stored, None)
    if old is None or (old.tab.columns, old.width) != (info.columns, new.width):
        return False
    above = slice(0, max(merge.bottom for merge in info.merges))
    columns = range(1, new.width + 1)
    return all(old.stored_in(column).listed(above) == new.stored_in(column).listed(above) for column in columns)


def faces(before: GoogleReading | None, stored: Mapping[int, Piece], decoder: Decoder) -> dict[int, Piece]:
    """Of these changed tabs those whose second rendering need not be asked for, and how they show themselves."""
    known = {gid: before.prints[gid] for gid in stored if gid in before.prints} if before else {}
    told = {gid: decoder.face(stored[gid], *prints) for gid, prints in known.items()}
    return {gid: face for gid, face in told.items() if face}


def reading(
    before: GoogleReading | None,
    seen: Outline,
    stored: Mapping[int, Piece],
    shown: Mapping[int, Piece] | None,
    changed: Collection[int],
    decoder: Decoder,
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
            decoder.keep(chain.from_iterable(filter(None, prints[info.gid])))
        else:
            face = shown[info.gid] if shown is not None else None
            grids.append(_grid(info, decoder.decode(stored[info.gid]), decoder.decode(face) if face else None))
            prints[info.gid] = stored[info.gid].prints, face.prints if face else None
    return GoogleReading(
        grids=tuple(grids), locale=seen.locale, shown=shown is not None, prints=prints, parts=decoder.parts
    )


def _blank(before: GoogleReading | None, info: TabInfo) -> Grid:
    old = before.grid(info.gid) if before else None
    return old if old is not None and old.tab == info and not old.stored else Grid(tab=info, stored=[], shown=[])


def _kept(before: GoogleReading, info: TabInfo) -> Grid:
    grid = before.grid(info.gid)
    if grid is None:
        raise KeyError(info.gid)
    return grid


def _grid(info: TabInfo, stored: Sequence[Part], shown: Sequence[Part] | None) -> Grid:
    faces = None if shown is None else [column for part in shown for column in part.shown]
    return Grid(tab=info, stored=[column for part in stored for column in part.stored], shown=faces)
