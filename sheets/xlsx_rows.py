"""The rows of a tab while it is edited: text as it lay in the file, taken up as XML only where somebody looks into one.

A row that no edit concerns is written back as it lay, byte for byte: on a long tab that is nearly all of the work. A
part that is not written in the usual shape (prefixes, rows or cells without addresses, comments) is taken up whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any

from lxml import etree

from sheets.xlsx_formulas import Shift
from sheets.xlsx_package import parse

ROW = re.compile(rb'<row r="([0-9]+)"')
ROOT = re.compile(rb"<worksheet\b[^>]*>")
USUAL = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml(?![^>]*encoding=.(?!utf-8))[^>]*>)?\s*<worksheet\b", re.IGNORECASE)
ODD = re.compile(rb"<(?:!|row(?! r=\"|Breaks)|c[ >/](?!r=\"))")  # a row, a cell that does not begin with its address
FORMULA, PREFIXED_FORMULA = re.compile(rb"<f[ >]"), re.compile(rb":f[ >]")
RUN = re.compile(rb"<\?lying ([0-9]+)\?>")


class Rows:
    """The rows of a tab by number (1-based), from its XML. `root` is what stands around them."""

    def __init__(self, xml: bytes) -> None:
        around, self.lying = _cut(xml)  # rows that nobody looked into, by number: the text behind it
        self.calculates = calculates(xml)  # whether any of them holds a formula
        self.root = parse(around)
        self.ns = self.root.tag[: self.root.tag.index("}") + 1] if self.root.tag.startswith("{") else ""
        self.data = self.root.find(f"{self.ns}sheetData")
        if self.data is None:
            raise ValueError("a tab without sheetData")
        self._start = match[0] if (match := ROOT.search(around)) else b""
        self.taken: dict[int, Any] = {}
        number = 0
        for row in self.data.iterchildren(f"{self.ns}row"):
            number = int(row.get("r", number + 1))
            row.set("r", str(number))
            self.taken[number] = row
        self.order = sorted([*self.lying, *self.taken])

    def take(self, numbers: Iterable[int]) -> None:
        """Takes up these rows as XML, all in one go."""
        wanted = [number for number in numbers if number in self.lying]
        if wanted:
            found = parse(b"".join([self._start, self._text(wanted), b"</worksheet>"]))
            self.taken.update(zip(wanted, found, strict=True))
            for number in wanted:
                del self.lying[number]

    def at(self, number: int) -> Any | None:
        """Row `number` as XML, to be changed; None where there is none."""
        self.take((number,))
        return self.taken.get(number)

    def row(self, number: int) -> Any:
        """Row `number`, made if it isn't there."""
        row = self.at(number)
        if row is None:
            row = self.taken[number] = etree.Element(f"{self.ns}row", r=str(number))
            insort(self.order, number)
        return row

    def drop(self, number: int) -> None:
        """Takes a row away; those below stay where they are."""
        self.lying.pop(number, None)
        self.taken.pop(number, None)
        self.order.remove(number)

    def move(self, shift: Shift) -> None:
        """Rows move down or up, as text or as XML; the addresses inside those taken up are the caller's to set."""
        first = bisect_left(self.order, shift.at)
        moved = self.order[first:]
        lying = {number: self.lying.pop(number) for number in moved if number in self.lying}
        taken = {number: self.taken.pop(number) for number in moved if number in self.taken}
        for number in moved:
            target = shift.row(number)
            if target is None:
                continue
            if number in lying:
                self.lying[target] = _renumbered(lying[number], number, target)
            else:
                taken[number].set("r", str(target))
                self.taken[target] = taken[number]
        self.order[first:] = [target for number in moved if (target := shift.row(number)) is not None]

    def xml(self) -> bytes:
        """The tab's XML as it is now."""
        runs: list[list[int]] = []
        nodes: list[Any] = []
        for number in self.order:
            if number not in self.lying:
                nodes.append(self.taken[number])
                continue
            if not nodes or nodes[-1].tag is not etree.ProcessingInstruction:
                nodes.append(etree.ProcessingInstruction("lying", str(len(runs))))
                runs.append([])
            runs[-1].append(number)
        self.data[:] = nodes
        return RUN.sub(lambda run: self._text(runs[int(run[1])]), written(self.root))

    def _text(self, numbers: Iterable[int]) -> bytes:
        return b"".join([b'<row r="%d"%b' % (number, self.lying[number]) for number in numbers])


def span(xml: bytes) -> tuple[int, int]:
    """Where in a tab's XML its rows lie; (0, its length) where that can't be told so simply."""
    begin, end = xml.find(b"<sheetData>") + 11, xml.rfind(b"</sheetData>")
    return (begin, end) if 11 <= begin <= end else (0, len(xml))


def calculates(xml: bytes) -> bool:
    """Whether a tab has any formula."""
    begin, end = span(xml)
    return bool(FORMULA.search(xml, begin, end) or (not begin and PREFIXED_FORMULA.search(xml)))


def _cut(xml: bytes) -> tuple[bytes, dict[int, bytes]]:
    """What stands around the rows, and the rows; everything and no rows, where the shape is not the usual one."""
    begin, end = span(xml)
    if not begin or not USUAL.match(xml) or ODD.search(xml):
        return xml, {}
    blank, *found = ROW.split(xml[begin:end])
    numbers = list(map(int, found[::2]))
    if blank.strip() or numbers != sorted(set(numbers)):
        return xml, {}
    return xml[:begin] + xml[end:], dict(zip(numbers, found[1::2], strict=True))


def _renumbered(row: bytes, number: int, target: int) -> bytes:
    """A row's text with the addresses of its cells in another row: ('><c r="A5"/></row>', 5, 6)."""
    old, new = b'%d"' % number, b'%d"' % target
    if row.count(old) == row.count(b'<c r="'):  # nothing else ends in this number: no style, no height, no text
        return row.replace(old, new)
    head, *cells = row.split(b'<c r="')
    return b'<c r="'.join([head, *(cell.replace(old, new, 1) for cell in cells)])


def written(root: Any) -> bytes:
    """A part's bytes."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
