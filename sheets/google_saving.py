"""What a save asks of a Google workbook: some tabs with everything, and one atomic batch with its echo."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from sheets import google_cells as cells
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.google_answers import Outline, Protection
from sheets.google_outside import SEEN, speaking, wider
from sheets.google_ranges import Stretch, longer, stretches
from sheets.google_reading import Ask, Reader, address
from sheets.google_requests import Place, Request, requests_for, touched, unsure
from sheets.google_troubles import RENAMED
from sheets.workbook import AddTab, DeleteRow, Edit, Grid, InsertRow, Row, TabInfo, a1, is_journal

RARELY = 20  # saves in which a tab without formulas about others is not looked at again


class Saver:
    """Reads and writes through `ask`, with the outline of `reader`."""

    def __init__(self, ask: Ask, reader: Reader) -> None:
        self._ask = ask
        self._reader = reader
        self._lock = threading.Lock()
        self._formatted: dict[int, frozenset[tuple[int, int]]] = {}  # by gid: cells with a number format of their own
        self._stretches: dict[int, list[Stretch]] = {}  # by gid: of the tabs last read for a save
        self._speaking: dict[int, tuple[str, ...]] = {}  # by gid: formulas of other tabs that name a tab, as then read
        self._silent: dict[int, int] = {}  # by gid: tabs without any, and in how many saves they are left out yet

    def read_tabs(
        self, gids: Sequence[int], columns: Mapping[int, tuple[int, int]], down_to: Mapping[int, int]
    ) -> tuple[Grid, ...]:
        """These tabs, now: one request by gid; three when one of them has just been taken away."""
        try:
            return self._read(gids, columns, down_to)
        except WorkbookError as error:
            if error.details.get("status") != 400:
                raise
        self._reader.look_again("save")
        return self._read(gids, columns, down_to)

    def _read(
        self, gids: Sequence[int], columns: Mapping[int, tuple[int, int]], down_to: Mapping[int, int]
    ) -> tuple[Grid, ...]:
        known = {info.gid: info.rows for info in self._reader.outline("save").tabs}
        there = [gid for gid in dict.fromkeys(gids) if gid in known]
        if not there:
            return ()
        others = self._others(there) if set(there) - set(columns) - set(down_to) else []
        filters = [
            {"gridRange": _columns(gid, columns.get(gid)) | _rows(down_to.get(gid), known[gid])} for gid in there
        ]
        filters += [{"gridRange": _columns(gid, None) | _rows(min(SEEN, known[gid]), known[gid])} for gid in others]
        grids = {}
        book = self._filtered(filters, cells.FULL_MASK)
        sheets = {sheet["properties"].get("sheetId", 0): sheet for sheet in book.get("sheets", ())}
        with self._lock:
            self._stretches |= {gid: [one for one in stretches(book) if one.gid == gid] for gid in sheets}
            self._speaking |= {gid: speaking(sheet) for gid, sheet in sheets.items()}
            self._silent |= {gid: RARELY for gid in others if not self._speaking.get(gid)}
        for sheet in (sheets[gid] for gid in there if gid in sheets):
            grid, formatted = cells.full_grid(sheet)
            grids[grid.tab.gid] = grid
            self._remember(grid.tab.gid, None if grid.tab.gid in columns or grid.tab.gid in down_to else formatted)
        self._take_over(grids)
        return tuple(grids[gid] for gid in there if gid in grids)

    def _others(self, there: Sequence[int]) -> list[int]:
        """The other tabs that may have totals of these: those that had, and from time to time all."""
        seen = self._reader.outline("save")
        with self._lock:
            self._silent = {gid: left - 1 for gid, left in self._silent.items() if left > 1}
            apart = {*there, *self._silent, *seen.charts}
        return [info.gid for info in seen.tabs if info.gid not in apart and not is_journal(info.title)]

    def _filtered(self, filters: Sequence[Mapping[str, Any]], fields: str) -> dict[str, Any]:
        params = {"fields": fields, "prettyPrint": "false"}
        body = self._ask("POST", ":getByDataFilter", "save", params=params, json={"dataFilters": filters})
        found: dict[str, Any] = orjson.loads(body)
        return found

    def _remember(self, gid: int, formatted: frozenset[tuple[int, int]] | None) -> None:
        with self._lock:
            if formatted is None:
                self._formatted.pop(gid, None)
            else:
                self._formatted[gid] = formatted

    def _take_over(self, grids: Mapping[int, Grid]) -> None:
        """The titles, sizes and merges just read are newer than the outline's."""
        seen = self._reader.outline("save")
        tabs = tuple(grids[info.gid].tab if info.gid in grids else info for info in seen.tabs)
        if tabs != seen.tabs:
            self._reader.keep(replace(seen, tabs=tabs))

    def apply(self, edits: Sequence[Edit], echo: Sequence[tuple[int, int]]) -> tuple[Row, ...]:
        """One batch. A title that was changed a moment ago makes the echo's address wrong: nobody knows then. What is
        only for the looks never keeps a save from being made: where Google won't have it, the batch goes without."""
        if not edits:
            return ()
        seen = self._reader.outline("save")
        rows = {info.gid: info.rows for info in seen.tabs}
        formatted = self._own_formats(edits)
        plain = requests_for(edits, formatted, rows)
        full = requests_for(edits, formatted, rows, {info.gid: info.merges for info in seen.tabs})
        with self._lock:
            full += longer(edits, [one for there in self._stretches.values() for one in there], seen.protected)
            full += wider(edits, self._speaking, {info.gid: info.title for info in seen.tabs}, seen.protected)
        try:
            answer = self._send(full, edits, echo, seen)
        except Refused as refused:
            if full == plain or refused.code not in ("invalid", "protected", "row-gone"):
                raise
            answer = self._send(plain, edits, echo, seen)
        finally:
            self._after(edits)
        self._take_along(edits)
        return cells.echoed(orjson.loads(answer), echo)

    def _send(
        self, requests: Sequence[Request], edits: Sequence[Edit], echo: Sequence[tuple[int, int]], seen: Outline
    ) -> bytes:
        titles = {info.gid: info.title for info in seen.tabs}
        titles |= {edit.tab: edit.title for edit in edits if isinstance(edit, AddTab)}
        body: dict[str, Any] = {"requests": requests}
        ranges = [f"{address(titles[gid])}!{row}:{row}" for gid, row in dict.fromkeys(echo) if gid in titles]
        if ranges:
            body |= {
                "includeSpreadsheetInResponse": True,
                "responseIncludeGridData": True,
                "responseRanges": ranges,
            }
        params = {"fields": cells.ECHO_MASK if ranges else "spreadsheetId", "prettyPrint": "false"}
        try:
            return self._ask("POST", ":batchUpdate", "write", params=params, json=body)
        except PanelError as error:
            raise self._explained(error, edits) from error

    def _own_formats(self, edits: Sequence[Edit]) -> frozenset[Place]:
        """Which cells that get a date or a number have a number format of their own: as `read_tabs` has just seen, else
        by one small request."""
        wanted = unsure(edits)
        with self._lock:
            known = dict(self._formatted)
        found = {place for place in wanted if place[1:] in known.get(place[0], ())}
        unknown = sorted(place for place in wanted if place[0] not in known)
        if unknown:
            book = self._filtered([{"gridRange": _cell(*place)} for place in unknown], cells.FORMAT_MASK)
            found |= {(gid, *cell) for sheet in book.get("sheets", []) for gid, cell in cells.formatted_cells(sheet)}
        return frozenset(found)

    def _after(self, edits: Sequence[Edit]) -> None:
        with self._lock:
            self._stretches, self._speaking = {}, {}
            for edit in edits:
                self._formatted.pop(edit.tab, None)

    def _take_along(self, edits: Sequence[Edit]) -> None:
        """What we have just done to the outline is known at once: the next reading need not ask for it."""
        seen = self._reader.outline("save")
        tabs = list(seen.tabs)
        for edit in edits:
            if isinstance(edit, AddTab):
                tabs.append(TabInfo(gid=edit.tab, title=edit.title))
            elif isinstance(edit, InsertRow):
                tabs = [_moved(info, edit.at, 1) if info.gid == edit.tab else info for info in tabs]
            elif isinstance(edit, DeleteRow):
                tabs = [_moved(info, edit.row, -1) if info.gid == edit.tab else info for info in tabs]
        self._reader.keep(replace(seen, tabs=tuple(tabs)))

    def _explained(self, error: PanelError, edits: Sequence[Edit]) -> PanelError:
        """The error with what only this side knows: which protected cells stand in the way."""
        if error.code == "protected":
            return Refused("protected", ranges=self._barring(edits))
        made = isinstance(error, Unconfirmed) and any(isinstance(edit, AddTab) for edit in edits)
        if made or error.code == "tab-exists" or error.details.get("reason") == RENAMED:
            self._reader.forget()
        return error

    def _barring(self, edits: Sequence[Edit]) -> list[dict[str, Any]]:
        """The protected cells that the edits touch, by title, address and the owner's description."""
        places = touched(edits)
        for look in (self._reader.outline, self._reader.look_again):
            seen = look("save")
            titles = {info.gid: info.title for info in seen.tabs}
            found = [one for one in seen.protected if any(_meets(one, place) for place in places)]
            if found:
                return [
                    {"tab": one.gid, "title": titles[one.gid], "range": _named(one), "name": one.name} for one in found
                ]
        return []


def _moved(info: TabInfo, row: int, by: int) -> TabInfo:
    """The tab after a row came (by=1) or went (by=-1) at `row`: merged cells move, grow, shrink or vanish."""
    low = row if by > 0 else row + 1  # a top edge from here on moves
    merges = [
        replace(one, top=one.top + by * (one.top >= low), bottom=one.bottom + by * (one.bottom >= row))
        for one in info.merges
    ]
    return replace(info, rows=info.rows + by, merges=tuple(one for one in merges if one.top <= one.bottom))


def _meets(one: Protection, place: tuple[int, int, int | None]) -> bool:
    gid, row, column = place
    if one.gid != gid or one.area is None:
        return one.gid == gid
    inside = one.area.top <= row <= one.area.bottom
    return inside and (column is None or one.area.left <= column <= one.area.right)


def _named(one: Protection) -> str | None:
    """'A1:C5'; None: the whole tab."""
    if one.area is None:
        return None
    return f"{a1(one.area.top, one.area.left)}:{a1(one.area.bottom, one.area.right)}"


def _columns(gid: int, span: tuple[int, int] | None) -> dict[str, int]:
    """The GridRange of a tab, or of some columns of it."""
    return {"sheetId": gid} | ({"startColumnIndex": span[0] - 1, "endColumnIndex": span[1]} if span else {})


def _rows(last: int | None, there: int) -> dict[str, int]:
    """The rows of a GridRange down to `last`; none that the grid may not have."""
    return {"startRowIndex": 0, "endRowIndex": last} if last is not None and last <= there else {}


def _cell(gid: int, row: int, column: int) -> dict[str, int]:
    return {"startRowIndex": row - 1, "endRowIndex": row, **_columns(gid, (column, column))}
