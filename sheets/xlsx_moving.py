"""A row comes or goes in one tab: whatever in the package says where its cells are is told."""

from __future__ import annotations

import re

from sheets.xlsx_formulas import Shift
from sheets.xlsx_package import Sheet
from sheets.xlsx_parts import Parts
from sheets.xlsx_rows import calculates, span
from sheets.xlsx_shift import (
    other,
    own,
    shift_around,
    shift_comments,
    shift_drawing,
    shift_elsewhere,
    shift_formulas,
    shift_names,
    shift_notes_drawing,
    shift_pivot,
    shift_source,
    shift_table,
)

# A formula of another tab that names a tab; a validation, a format or a link there that does. One pattern for each: one
# that begins with plain letters is ten times faster on megabytes.
SPEAKING_CELL = [re.compile(p) for p in (rb"<f[ >][^<]*!", rb":f[ >][^<]*!")]
SPEAKING = [re.compile(p) for p in (rb"formula[^<]*!", rb"f>[^<]*!", rb" location=", rb"val=\"[^\"]*!")]

BESIDE = {
    "comments": shift_comments,
    "threadedComment": shift_comments,
    "drawing": shift_drawing,
    "pivotTable": shift_pivot,
}


def speaks(xml: bytes) -> bool:
    """Whether anything in a tab may speak of another tab: most do not, and are not even parsed."""
    begin, end = span(xml)
    around = xml[:begin] + xml[end:] if begin else xml
    cells = calculates(xml) and any(pattern.search(xml, begin, end) for pattern in SPEAKING_CELL)
    return cells or any(pattern.search(around) for pattern in SPEAKING)


def move_rows(parts: Parts, sheet: Sheet, shift: Shift) -> set[int]:
    """Rows of a tab move down or up, and with them everything that stands on them or speaks of them. Gives the rows of
    the tab whose formulas changed, as they are numbered now."""
    cells = parts.cells(sheet)
    parts.touch(sheet.part)
    changed = shift_formulas(cells, shift, own(sheet.title), here=True)
    shift_around(cells, shift, sheet.title)
    cells.renumber(shift)
    for another in parts.sheets:
        if another.part and another is not sheet:
            _move_speech(parts, another, shift, sheet.title)
    _move_beside(parts, sheet, shift)
    _move_elsewhere(parts, shift, sheet.title)
    return {moved for row in changed if (moved := shift.row(row))}


def _move_speech(parts: Parts, another: Sheet, shift: Shift, title: str) -> None:
    """The formulas, validations, formats and links of another tab."""
    if not parts.ask(another.part, speaks):
        return
    changed = shift_formulas(parts.cells(another), shift, other(title), here=False)
    if shift_elsewhere(parts.root(another.part), shift, title) or changed:
        parts.touch(another.part)


def _move_beside(parts: Parts, sheet: Sheet, shift: Shift) -> None:
    """The parts that belong to the tab: tables, notes, pictures, pivot tables."""
    for kind, part in parts.package.relations(sheet.part).values():
        if part not in parts.package:
            continue
        if kind == "table":
            shift_table(parts.touch(part), shift, sheet.title)
        elif kind == "vmlDrawing":
            parts.replace(part, shift_notes_drawing(parts.latest(part), shift))
        elif kind in BESIDE and BESIDE[kind](parts.root(part), shift):
            parts.touch(part)


def _move_elsewhere(parts: Parts, shift: Shift, title: str) -> None:
    """What may speak of any tab: the workbook's names, charts, the sources of pivot tables."""
    workbook = parts.package.workbook
    if shift_names(parts.root(workbook), shift, title):
        parts.touch(workbook)
    for part in parts.package.infos:
        if part.startswith("xl/charts/") and part.endswith(".xml") and b"!" in parts.raw(part):
            if shift_elsewhere(parts.root(part), shift, title):
                parts.touch(part)
        elif part.startswith("xl/pivotCache/pivotCacheDefinition") and shift_source(parts.root(part), shift, title):
            parts.touch(part)
