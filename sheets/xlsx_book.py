"""What the cells of all tabs refer to: shared texts and number formats; and how XML spells a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat
from xml.sax import saxutils as escapes

from sheets.xlsx_formats import builtin
from sheets.xlsx_package import Package, local, parse

STRING = re.compile(r"<si>(?:<t[^>]*>([^<]*)</t></si>|(.*?)</si>)|<si/>", re.DOTALL)
TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how the standard writes control characters


@dataclass(frozen=True)
class Book:
    """What the cells of all tabs refer to: shared texts, number formats by style, day 0."""

    strings: list[str]
    formats: list[str]  # number format code by style
    date1904: bool = False
    mark: tuple[tuple[int, int], ...] = ()  # checksums of the parts that it was read from

    def explains(self, before: Book) -> bool:
        """Whether cells that were read with the help of `before` mean the same with this one. Texts and formats that
        were only added behind the others (as Excel does) change nothing for them."""
        if self is before:
            return True
        strings, formats = (self.strings[: len(before.strings)], self.formats[: len(before.formats)])
        return (strings, formats, self.date1904) == (before.strings, before.formats, before.date1904)

    def format(self, style: int) -> str:
        """The number format of a style; General for one that isn't there."""
        return self.formats[style] if style < len(self.formats) else "General"


def read_book(package: Package, known: Book | None = None) -> Book:
    """Shared texts and number formats of a workbook; `known` itself where the parts that it was read from are the same
    by checksum and length, its texts where theirs is (a save writes new texts into their cells, not there)."""
    parts = (package.workbook, package.only("sharedStrings") or "", package.only("styles") or "")
    mark = tuple(package.checksum(part) for part in parts)
    if known and known.mark == mark:
        return known
    strings = known.strings if known and known.mark[1:2] == mark[1:2] else _strings(package)
    return Book(strings, _formats(package), package.date1904, mark)


def _strings(package: Package) -> list[str]:
    part = package.only("sharedStrings")
    if part is None:
        return []
    xml = package.read(part)
    if xml.count(b"<si>") + xml.count(b"<si/>") != xml.count(b"<si") or b"<![CDATA[" in xml or b":si>" in xml:
        return ["".join(runs(si)) for si in parse(xml).iterchildren("{*}si")]
    return [
        rich_text(rich) if rich else unescape(one) for one, rich in STRING.findall(xml.decode().replace("\r\n", "\n"))
    ]


def runs(si: Any) -> Iterator[str]:
    """The runs of a text, phonetic hints left out."""
    return (t.text or "" for t in si.iter("{*}t") if local(t.getparent()) != "rPh")


def rich_text(rich: str) -> str:
    """The text of a cell with runs of different looks: '<r><t>а</t></r><r><t>б</t></r>' -> 'аб'."""
    return unescape("".join(TEXT.findall(PHONETIC.sub("", rich))))


def unescape(raw: str) -> str:
    """XML text as it was meant: '&amp;' -> '&', '_x000D_' -> a carriage return."""
    if "&" in raw:
        raw = _resolved(raw) if "&#" in raw else escapes.unescape(raw, {"&quot;": '"', "&apos;": "'"})
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw) if "_x" in raw else raw


def _resolved(raw: str) -> str:
    """References resolved by expat: openpyxl writes each Ukrainian letter as one ('&#1055;'), and html.unescape takes
    seven times as long."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = found.append
    parser.Parse(f"<t>{raw}</t>", True)
    return "".join(found)


def _formats(package: Package) -> list[str]:
    part = package.only("styles")
    if part is None:
        return ["General"]
    root = package.root(part)
    own = {int(f.get("numFmtId")): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
    numbers = (int(xf.get("numFmtId", 0)) for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [own.get(number) or builtin(number) for number in numbers]
