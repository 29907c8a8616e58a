"""Reading a Google workbook: the outline, kept for a while, and all cells in one or two requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

import orjson

from sheets import google_answers as answers
from sheets.budget import Use
from sheets.google_answers import GoogleReading, Outline
from sheets.google_pieces import Decoder, Piece, pieces
from sheets.google_troubles import UnknownRange
from sheets.workbook import Reading, TabInfo, is_journal

Ask = Callable[..., bytes]  # ask(method, what, use, params=…, json=…): the body, or a PanelError
KEPT = 60.0  # seconds after which the outline and number formats are looked at again, when a refresh has one to spare
OLDEST = 300.0  # seconds after which the outline is asked for whatever it costs
LONGEST_ADDRESS = 6000  # characters of ranges in one URL; Google refuses somewhere above 8,000


class Reader:
    """Reads through `ask`. Safe in threads: what is kept is replaced whole, never changed."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._title = ""
        self._seen: Outline | None = None
        self._seen_at = self._shown_at = float("-inf")

    @property
    def title(self) -> str:
        """The spreadsheet's title as last seen; '' before anything was read."""
        return self._title

    def outline(self, use: Use) -> Outline:
        """The tabs as last seen, at most five minutes ago."""
        seen = self._seen
        if seen is not None and self._clock() - self._seen_at <= OLDEST:
            return seen
        return self.look_again(use)

    def look_again(self, use: Use) -> Outline:
        """The tabs as they are now: one request."""
        params = {"fields": answers.OUTLINE_MASK, "prettyPrint": "false"}
        body = orjson.loads(self._ask("GET", "", use, params=params))
        self._seen_at = self._clock()
        return self.keep(answers.outline(body))

    def keep(self, seen: Outline) -> Outline:
        """Takes over what somebody else has seen."""
        with self._lock:
            self._seen, self._title = seen, seen.title
        return seen

    def forget(self) -> None:
        """The outline is out of date: the next question asks for it."""
        with self._lock:
            self._seen = None

    def read(self, last: Reading | None, *, shown: bool) -> Reading:
        """All cells: one request when nothing changed, or nothing but texts; two when something else did, or when it is
        time to look again at what the bytes can't tell."""
        seen = self.outline("look")
        try:
            return self._read(seen, last, shown)
        except UnknownRange:
            return self._read(self.look_again("look"), last, shown)

    def _read(self, seen: Outline, last: Reading | None, shown: bool) -> Reading:
        before = last if isinstance(last, GoogleReading) and last.shown == shown else None
        stored = self._values([info for info in seen.tabs if _has_cells(info, seen)], "UNFORMATTED_VALUE")
        decoder = Decoder(before.parts if before else {})
        seen = self._with_sizes(seen, stored, before, decoder)
        asked = [info for info in seen.tabs if info.gid in stored]
        changed = {info.gid for info in asked if before is None or not before.same(info, stored[info.gid])}
        faces = answers.faces(before, {gid: stored[gid] for gid in changed}, decoder) if shown else {}
        asking = self._unsure(asked, changed - faces.keys()) if shown else []
        faces |= self._values(asking, "FORMATTED_VALUE")
        changed |= {gid for gid, face in faces.items() if before and not before.shows(gid, face)}
        if not asking and self._clock() - self._seen_at > KEPT:
            self.look_again("look")  # for the next reading
        if before and not changed and seen.tabs == tuple(grid.tab for grid in before.grids):
            return before
        return answers.reading(before, seen, stored, faces if shown else None, changed, decoder)

    def _unsure(self, asked: list[TabInfo], unknown: Collection[int]) -> list[TabInfo]:
        """The tabs whose second rendering is asked for: those that changed; and, once a minute, all of them in the same
        request, for a number format may have changed. Where nothing changed, that minute's spare request may as well be
        due for the outline."""
        spare = unknown or self._shown_at <= self._seen_at
        if spare and self._clock() - self._shown_at > KEPT:
            unknown = [info.gid for info in asked]
        if len(unknown) == len(asked):
            self._shown_at = self._clock()
        return [info for info in asked if info.gid in unknown]

    def _with_sizes(
        self, seen: Outline, stored: Mapping[int, Piece], before: GoogleReading | None, decoder: Decoder
    ) -> Outline:
        """The outline with the sizes that were just read; where rows came or went among merged cells, a new one."""
        tabs = tuple(answers.resized(info, stored[info.gid]) if info.gid in stored else info for info in seen.tabs)
        if tabs == seen.tabs:
            return seen
        merged = [new for new, old in zip(tabs, seen.tabs, strict=True) if new != old and new.merges]
        if all(answers.merges_stand(before, info, decoder.decode(stored[info.gid])) for info in merged):
            return self.keep(replace(seen, tabs=tabs))
        return self.look_again("look")

    def _values(self, tabs: Sequence[TabInfo], rendering: str) -> dict[int, Piece]:
        """values.batchGet by column, undecoded, by gid; as many requests as the length of addresses asks for: one."""
        options = {
            "majorDimension": "COLUMNS",
            "valueRenderOption": rendering,
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "fields": "valueRanges(range,values)",
            "prettyPrint": "false",
        }
        bodies = [
            self._ask("GET", "/values:batchGet", "look", params={"ranges": ranges, **options})
            for ranges in _addresses(tabs)
        ]
        return pieces(bodies, tabs)


def _has_cells(info: TabInfo, seen: Outline) -> bool:
    """Whether the dashboards read this tab: not a chart, not the journal, which would slow them."""
    return info.gid not in seen.charts and not is_journal(info.title)


def address(title: str) -> str:
    """A tab's title as an address: quoted, so that «A1» is a tab and not a cell."""
    return "'" + title.replace("'", "''") + "'"


def _addresses(tabs: Sequence[TabInfo]) -> Iterator[list[str]]:
    """The addresses of tabs, as many at a time as one URL can hold."""
    batch: list[str] = []
    length = 0
    for one in (address(info.title) for info in tabs):
        length += len(quote(one)) + len("&ranges=")
        if batch and length > LONGEST_ADDRESS:
            yield batch
            batch, length = [], len(quote(one))
        batch.append(one)
    if batch:
        yield batch
