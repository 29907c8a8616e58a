"""A row comes or goes in one tab: whatever in the package says where its cells are is told."""

from __future__ import annotations

import re

from sheets.xlsx_beside import (
    shift_comments,
    shift_controls,
    shift_drawing,
    shift_old_drawing,
    shift_pivot,
    shift_source,
    shift_table,
    shift_tied,
)
from sheets.xlsx_formulas import Shift, Spoken
from sheets.xlsx_package import Sheet
from sheets.xlsx_parts import Parts
from sheets.xlsx_rows import calculates, span
from sheets.xlsx_shift import shift_around, shift_elsewhere, shift_formulas, shift_names

# A formula of another tab that names a tab; a validation, a format, a link or a control there that does. One pattern
# for each: one that begins with plain letters is ten times faster on megabytes.
SPEAKING_CELL = [rb"<f[ >][^<]*!", rb":f[ >][^<]*!"]
SPEAKING = [rb"formula[^<]*!", rb"f>[^<]*!", rb" location=", rb" linkedCell=", rb" listFillRange=", rb"val=\"[^\"]*!"]

BESIDE = {
    "table": shift_table,
    "comments": shift_comments,
    "threadedComment": shift_comments,
    "drawing": shift_drawing,
    "ctrlProp": shift_tied,
    "pivotTable": shift_pivot,
}
# What may speak of any tab, whichever it stands beside.
ANYWHERE = re.compile(r"xl/(?:charts|drawings|ctrlProps|tables)/[^/]+\.(?:xml|vml)")


def speaks(xml: bytes) -> bool:
    """Whether anything in a tab may speak of another tab: most do not, and are not even parsed."""
    begin, end = span(xml)
    around = xml[:begin] + xml[end:] if begin else xml
    cells = calculates(xml) and any(re.compile(pattern).search(xml, begin, end) for pattern in SPEAKING_CELL)
    return cells or any(re.search(pattern, around) for pattern in SPEAKING)


def names_a_tab(xml: bytes) -> bool:
    """Whether anything in a part may speak of a tab by its title."""
    return b"!" in xml


def move_rows(parts: Parts, sheet: Sheet, shift: Shift) -> set[int]:
    """Rows of a tab move down or up, and with them everything that stands on them or speaks of them. Gives the rows of
    the tab whose formulas changed, as they are numbered now."""
    order = tuple(one.title for one in parts.sheets)
    own, other = Spoken(sheet.title, here=True, order=order), Spoken(sheet.title, order=order)
    cells = parts.cells(sheet)
    parts.touch(sheet.part)
    changed = shift_formulas(cells, shift, own)
    shift_around(cells, shift, own)
    cells.renumber(shift)
    for another in parts.sheets:
        if another.part and another is not sheet:
            _move_speech(parts, another, shift, other)
    beside = parts.package.relations(sheet.part)
    for kind, part in beside.values():
        if part in parts.package:
            _move_beside(parts, kind, part, shift, own)
    _move_elsewhere(parts, shift, other, {part for _, part in beside.values()})
    return {moved for row in changed if (moved := shift.row(row))}


def _move_speech(parts: Parts, another: Sheet, shift: Shift, tab: Spoken) -> None:
    """The formulas, validations, formats and links of another tab."""
    if not parts.ask(another.part, speaks):
        return
    changed = shift_formulas(parts.cells(another), shift, tab)
    if shift_elsewhere(parts.root(another.part), shift, tab) or changed:
        parts.touch(another.part)


def _move_beside(parts: Parts, kind: str, part: str, shift: Shift, tab: Spoken) -> None:
    """A part that belongs to the tab: a table, its notes, its pictures, a control, a pivot table."""
    if kind == "vmlDrawing":
        parts.replace(part, shift_old_drawing(parts.latest(part), shift, tab))
    elif kind in BESIDE and BESIDE[kind](parts.root(part), shift, tab):
        parts.touch(part)


def _move_elsewhere(parts: Parts, shift: Shift, tab: Spoken, beside: set[str]) -> None:
    """What may speak of any tab: the workbook's names, charts, tables and controls, the sources of pivot tables."""
    workbook = parts.package.workbook
    if shift_names(parts.root(workbook), shift, tab):
        parts.touch(workbook)
    for part in parts.package.infos:
        if ANYWHERE.fullmatch(part) and part not in beside and parts.ask(part, names_a_tab):
            if part.endswith(".vml"):
                parts.replace(part, shift_controls(parts.latest(part), shift, tab))
            elif shift_tied(parts.root(part), shift, tab):
                parts.touch(part)
        elif part.startswith("xl/pivotCache/pivotCacheDefinition") and shift_source(parts.root(part), shift, tab):
            parts.touch(part)
