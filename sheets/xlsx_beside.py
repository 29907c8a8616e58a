"""What stands beside a tab, in parts of its own, and moves with its rows: tables, notes, pictures, charts and controls
(where they stand), pivot tables and what they are made from. ECMA-376 part 1, 18.3, 18.5, 18.7, 18.10, 20.5."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, unescape

from sheets.xlsx_formulas import Shift, Spoken, shifted
from sheets.xlsx_package import local
from sheets.xlsx_shift import shift_addresses, shift_anchor, shift_formulas_of

ROW_IN_NOTE = re.compile(rb"(<\w+:Row>)\s*(\d+)\s*(</)")
ANCHOR_OF_NOTE = re.compile(rb"(<\w+:Anchor>)([^<]*)(</)")
FORMULA_OF_CONTROL = re.compile(rb"(<\w+:Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]*)(</)")


def shift_table(root: Any, shift: Shift, tab: Spoken) -> bool:
    """A table of this tab: its cells, its filter, its column formulas. One without totals takes in a row below it."""
    totals = int(root.get("totalsRowCount", 0))
    for element in root.iter():
        if element.get("ref"):
            grow = local(element) == "autoFilter" or (element is root and not totals)
            element.set("ref", shift_addresses(element.get("ref"), shift, grow=grow) or element.get("ref"))
        shift_formulas_of(element, shift, tab)
    return True


def shift_comments(root: Any, shift: Shift, _: Spoken) -> bool:
    """Notes and threads of this tab, those of a row that was taken away go with it; whether any moved."""
    changed = False
    for note in [element for element in root.iter() if local(element) in ("comment", "threadedComment")]:
        moved = shift_addresses(note.get("ref"), shift)
        changed = changed or moved != note.get("ref")
        note.set("ref", moved) if moved else note.getparent().remove(note)
    return changed


def shift_old_drawing(vml: bytes, shift: Shift, tab: Spoken) -> bytes:
    """The old drawing (VML) that shows notes and controls: it counts rows from 0, in two places of each note."""

    def row(number: int) -> int:
        return number + shift.by * (number >= shift.at - 1)

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in match[2].split(b",")]
        if len(numbers) == 8:  # column, offset, row, offset, column, offset, row, offset
            numbers[2], numbers[6] = row(numbers[2]), row(numbers[6])
        return match[1] + ", ".join(map(str, numbers)).encode() + match[3]

    vml = ROW_IN_NOTE.sub(lambda match: match[1] + str(row(int(match[2]))).encode() + match[3], vml)
    return shift_controls(ANCHOR_OF_NOTE.sub(anchor, vml), shift, tab)


def shift_controls(vml: bytes, shift: Shift, tab: Spoken) -> bytes:
    """The cells that controls of an old drawing are tied to: a tick's own cell, the words of a list."""

    def formula(match: re.Match[bytes]) -> bytes:
        text = unescape(match[2].decode(errors="surrogateescape"), {"&quot;": '"', "&apos;": "'"})
        return match[1] + escape(shifted(text, shift, tab)).encode(errors="surrogateescape") + match[3]

    return FORMULA_OF_CONTROL.sub(formula, vml)


def shift_drawing(root: Any, shift: Shift, tab: Spoken) -> bool:
    """Pictures and charts of this tab stay beside the rows that they stood beside, a text box shows the cell that it
    showed; whether any changed."""
    moved = [shift_anchor(row, shift) for row in root.iter("{*}row")]
    return shift_tied(root, shift, tab) or any(moved)


def shift_tied(root: Any, shift: Shift, tab: Spoken) -> bool:
    """The cells that controls, charts and text boxes are tied to; whether any moved."""
    moved = [shift_formulas_of(element, shift, tab) for element in root.iter()]
    return any(moved)


def shift_pivot(root: Any, shift: Shift, _: Spoken) -> bool:
    """A pivot table of this tab goes down or up with the rows that it stands in; whether it did."""
    moved = False
    for place in root.iterchildren("{*}location"):
        text = shift_addresses(place.get("ref"), shift)
        moved = moved or text != place.get("ref")
        place.set("ref", text or place.get("ref"))
    return moved


def shift_source(root: Any, shift: Shift, tab: Spoken) -> bool:
    """The records that a pivot table is made from, where they are of this tab: a new last one is among them; whether
    they moved."""
    moved = False
    for source in root.iter("{*}worksheetSource", "{*}rangeSet"):
        if source.get("ref") and tab.means(source.get("sheet", "")):
            text = shift_addresses(source.get("ref"), shift, grow=True)
            moved = moved or text != source.get("ref")
            source.set("ref", text or source.get("ref"))
    return moved
