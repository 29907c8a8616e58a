"""What stretches over the rows of a Google tab and does not take in a row that comes right below its last one: a
filter, views of a filter, alternating colours, a typed table, a name. It is told, in the call that inserts the row.

The cells' own looks, their validations and conditional formats come with the row (google_requests.py). `like` a record:
only a row that continues the one above it makes anything longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sheets.google_answers import Protection
from sheets.workbook import DeleteRow, Edit, InsertRow

Body = Mapping[str, Any]
NAMED, FILTER = "namedRanges", "basicFilter"
KINDS = {  # what a spreadsheet calls them -> the request that sets their range, what it holds, and its id
    "bandedRanges": ("updateBanding", "bandedRange", "bandedRangeId"),
    "filterViews": ("updateFilterView", "filter", "filterViewId"),
    "tables": ("updateTable", "table", "tableId"),
    NAMED: ("updateNamedRange", "namedRange", "namedRangeId"),
}
OF_A_SHEET = (
    "bandedRanges(bandedRangeId,range),filterViews(filterViewId,range,namedRangeId,tableId),tables(tableId,range),"
    "basicFilter(range,tableId,sortSpecs,filterSpecs)"
)
OF_THE_BOOK = "namedRanges(namedRangeId,range)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `top` to `bottom` (1-based) of a tab; `body` as it was read."""

    kind: str
    gid: int
    top: int
    bottom: int
    body: Body

    def request(self) -> dict[str, Any]:
        """Sets the range, and nothing else of it."""
        area = {**self.body["range"], "startRowIndex": self.top - 1, "endRowIndex": self.bottom}
        if self.kind == FILTER:
            return {"setBasicFilter": {"filter": {**self.body, "range": area}}}
        verb, noun, key = KINDS[self.kind]
        return {verb: {noun: {key: self.body[key], "range": area}, "fields": "range"}}


def stretches(book: Body) -> list[Stretch]:
    """All of them in a Spreadsheet. Left out: what has no last row, what stands on a name or a table and goes with it,
    and a filter that sorts: to set it anew would sort the staff's rows."""
    found = []
    for sheet in book.get("sheets", ()):
        for kind in (kind for kind in KINDS if kind != NAMED):
            found += [(kind, one) for one in sheet.get(kind, ()) if kind == "tables" or not _stands_on_another(one)]
        once = sheet.get(FILTER)
        if once and not _stands_on_another(once) and not once.get("sortSpecs"):
            found.append((FILTER, once))
    found += [(NAMED, one) for one in book.get(NAMED, ())]
    return [_stretch(kind, one) for kind, one in found if "endRowIndex" in one.get("range", {})]


def longer(edits: Sequence[Edit], there: Iterable[Stretch], protected: Sequence[Protection]) -> list[dict[str, Any]]:
    """The requests, to follow the edits, by which what ended at the record above a new one takes it in. What touches
    protected cells stays as it is: its owner alone may change it."""
    made = []
    for stretch in there:
        if stretch.kind == NAMED or not any(_meets(one, stretch) for one in protected):
            after, grew = _after(stretch, edits)
            made += [after.request()] if grew else []
    return made


def _after(stretch: Stretch, edits: Sequence[Edit]) -> tuple[Stretch, bool]:
    top, bottom, grew = stretch.top, stretch.bottom, False
    for edit in edits:
        if isinstance(edit, InsertRow) and edit.tab == stretch.gid:
            takes_in = top < bottom == edit.at - 1 == edit.like
            grew = grew or takes_in
            top, bottom = top + (top >= edit.at), bottom + (takes_in or bottom >= edit.at)
        elif isinstance(edit, DeleteRow) and edit.tab == stretch.gid:
            top, bottom = top - (top > edit.row), bottom - (bottom >= edit.row)
    return replace(stretch, top=top, bottom=bottom), grew


def _stretch(kind: str, body: Body) -> Stretch:
    area = body["range"]
    return Stretch(kind, area.get("sheetId", 0), area.get("startRowIndex", 0) + 1, area["endRowIndex"], body)


def _stands_on_another(body: Body) -> bool:
    return bool(body.get("tableId") or body.get("namedRangeId"))


def _meets(one: Protection, stretch: Stretch) -> bool:
    if one.gid != stretch.gid or one.area is None:
        return one.gid == stretch.gid
    return one.area.top <= stretch.bottom and stretch.top <= one.area.bottom
