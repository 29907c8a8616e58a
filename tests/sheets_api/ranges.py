"""What lies over cells and is no cell: alternating colours, filter views, typed tables, names, conditional formats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.sheets_api.addresses import Axis, Box, as_grid_range, grid_range, moved_box
from tests.sheets_api.errors import PROTECTED, invalid

if TYPE_CHECKING:
    from tests.sheets_api.grid import Book, Tab

IDS = {
    "bandedRanges": "bandedRangeId",
    "filterViews": "filterViewId",
    "tables": "tableId",
    "namedRanges": "namedRangeId",
}
VERBS = {
    "updateBanding": ("bandedRanges", "bandedRange"),
    "updateFilterView": ("filterViews", "filter"),
    "updateTable": ("tables", "table"),
    "updateNamedRange": ("namedRanges", "namedRange"),
}


@dataclass(frozen=True)
class Over:
    """One of them: its kind, as a Sheet names it (a named range belongs to the book, and is kept with its tab)."""

    kind: str
    id: str | int
    box: Box
    more: dict[str, Any] = field(default_factory=dict)

    def resource(self, tab: Tab) -> dict[str, Any]:
        """As the service tells it."""
        return {IDS[self.kind]: self.id, "range": as_grid_range(tab, self.box), **self.more}


def of_sheet(tab: Tab) -> dict[str, Any]:
    """The part of a Sheet that tells of them."""
    made: dict[str, Any] = {}
    for one in tab.over:
        if one.kind != "namedRanges":
            made.setdefault(one.kind, []).append(one.resource(tab))
    if tab.conditional:
        made["conditionalFormats"] = [
            {"ranges": [as_grid_range(tab, box) for box in boxes], **rule} for boxes, rule in tab.conditional
        ]
    return made


def named(book: Book) -> list[dict[str, Any]]:
    """The book's named ranges."""
    return [one.resource(tab) for tab in book.tabs for one in tab.over if one.kind == "namedRanges"]


def follow(tab: Tab, axis: Axis, at: int, count: int) -> None:
    """They move, grow and shrink with the cells under them; none grows by what comes right below its last row."""
    moved = [(one, moved_box(one.box, axis, at, count)) for one in tab.over]
    tab.over = [replace(one, box=box) for one, box in moved if box]
    rules = [([moved_box(box, axis, at, count) for box in boxes], rule) for boxes, rule in tab.conditional]
    tab.conditional = [([box for box in boxes if box], rule) for boxes, rule in rules]


def paste_conditional(source: Tab, box: Box, target: Tab, area: Box) -> None:
    """The rules that hold in the copied cells hold in the others too."""
    if source is not target:
        return
    for boxes, _ in target.conditional:
        for one in [one for one in boxes if one.meets(box)]:
            new = Box(area.top, max(one.left, area.left), area.bottom, min(one.right, area.right))
            if one.bottom == new.top and (one.left, one.right) == (new.left, new.right):
                boxes[boxes.index(one)] = one._replace(bottom=new.bottom)
            elif not one.meets(new):
                boxes.append(new)


def _update(book: Book, body: dict[str, Any], kind: str, noun: str) -> None:
    given = body[noun]
    if body.get("fields") != "range":
        raise invalid("The emulator changes ranges only.")
    for tab in book.tabs:
        for at, one in enumerate(tab.over):
            if one.kind == kind and one.id == given[IDS[kind]]:
                home, box = grid_range(book, given["range"])
                if kind != "namedRanges" and any((p.box or home.box).meets(box) for p in home.protected):
                    raise invalid(PROTECTED)
                del tab.over[at]
                home.over.append(replace(one, box=box))
                return
    raise invalid(f"No {noun} with id: {given[IDS[kind]]}")


def _handler(kind: str, noun: str) -> Any:
    return lambda book, body: _update(book, body, kind, noun)


REQUESTS = {verb: _handler(*what) for verb, what in VERBS.items()}
