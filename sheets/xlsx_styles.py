"""Styles of an .xlsx: a cell names one by its number; a new one is a copy of another with one thing changed."""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

from sheets.xlsx_formats import builtin, is_date
from sheets.xlsx_package import local

FIRST_OWN = 164  # numbers below are Excel's own formats
SAYS_NOTHING = ("0", "49")  # General and text: how a number looks in such a cell nobody has chosen


class Styles:
    """The styles part (its root). `changed` tells whether a style was added."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.ns = root.tag[: -len(local(root))]
        self.list = root.find(f"{self.ns}cellXfs")
        self.changed = False

    def _style(self, number: int) -> Any | None:
        return self.list[number] if self.list is not None and number < len(self.list) else None

    def locked(self, number: int) -> bool:
        """Whether cells of this style may not be changed while their tab is protected (as they all are, unless a style
        says otherwise)."""
        style = self._style(number)
        protection = style.find(f"{self.ns}protection") if style is not None else None
        return protection is None or protection.get("locked") not in ("0", "false")

    def is_date(self, number: int) -> bool:
        """Whether numbers of this style are shown as days."""
        style = self._style(number)
        code = style.get("numFmtId", "0") if style is not None else "0"
        own = self.root.findall(f"{self.ns}numFmts/{self.ns}numFmt")
        return is_date(next((f.get("formatCode") for f in own if f.get("numFmtId") == code), builtin(int(code))))

    def patterned(self, number: int, pattern: str, always: bool = False) -> int:
        """The style with this number format, if it has none of its own (or always); else the same style."""
        style = self._style(number)
        if style is None or (style.get("numFmtId", "0") not in SAYS_NOTHING and not always):
            return number
        return self._copy(number, numFmtId=str(self._format(pattern)), applyNumberFormat="1")

    def quoted(self, number: int) -> int:
        """The style by which Excel keeps '=1+1' a text even after someone opens the cell and presses Enter."""
        style = self._style(number)
        if style is None or style.get("quotePrefix") in ("1", "true"):
            return number
        return self._copy(number, quotePrefix="1")

    def unquoted(self, number: int) -> int:
        """The style without that mark: a number or a formula under it would be taken for text."""
        style = self._style(number)
        if style is None or style.get("quotePrefix") not in ("1", "true"):
            return number
        return self._copy(number, quotePrefix="0")

    def _copy(self, number: int, **changes: str) -> int:
        style = copy.deepcopy(self.list[number])
        for name, value in changes.items():
            style.set(name, value)
        wanted = etree.tostring(style, method="c14n")
        for index, other in enumerate(self.list):
            if other.attrib == style.attrib and etree.tostring(other, method="c14n") == wanted:
                return index
        self.list.append(style)
        self.list.set("count", str(len(self.list)))
        self.changed = True
        return len(self.list) - 1

    def _format(self, pattern: str) -> int:
        """The number of a number format, made if there is none like it."""
        if pattern in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[pattern]
        formats = self.root.find(f"{self.ns}numFmts")
        if formats is None:
            formats = etree.Element(f"{self.ns}numFmts")
            self.root.insert(0, formats)
        for known in formats:
            if known.get("formatCode") == pattern:
                return int(known.get("numFmtId"))
        number = max([FIRST_OWN - 1, *(int(known.get("numFmtId")) for known in formats)]) + 1
        etree.SubElement(formats, f"{self.ns}numFmt", numFmtId=str(number), formatCode=pattern)
        formats.set("count", str(len(formats)))
        self.changed = True
        return number
