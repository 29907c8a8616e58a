"""The parts of an .xlsx while it is being edited: taken up when asked for, written anew where something changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from lxml import etree

from sheets.errors import Refused
from sheets.xlsx_book import Book, read_book
from sheets.xlsx_cells import Cells
from sheets.xlsx_package import Package, Sheet, parse, relations_of
from sheets.xlsx_rows import calculates, written
from sheets.xlsx_styles import Styles

PART_LIMIT = (
    160 << 20
)  # bytes of a tab's XML that is still taken up for writing (as a tree it takes some eight times that)
REMEMBERED = 4096  # answers
Question = Callable[[bytes], bool]

_answers: dict[tuple[Question, tuple[int, int]], bool] = {}


class Parts:
    """The parts of a package and what became of them."""

    def __init__(self, package: Package, known: Book | None = None) -> None:
        self.package = package
        self._known = known
        self.sheets: list[Sheet] = list(package.sheets)
        self._raw: dict[str, bytes | None] = {}
        self._roots: dict[str, Any] = {}
        self._cells: dict[str, Cells] = {}
        self._dirty: set[str] = set()
        self._replaced: dict[str, bytes | None] = {}

    @cached_property
    def book(self) -> Book:
        """Shared texts and number formats, as they were before any edit."""
        return read_book(self.package, self._known)

    def sheet(self, gid: int) -> Sheet:
        """The tab with this gid. Raises Refused('no-tab')."""
        for sheet in self.sheets:
            if sheet.gid == gid and sheet.part:
                return sheet
        raise Refused("no-tab", tab=gid)

    def raw(self, part: str) -> bytes:
        """A part's bytes as they were."""
        found = self._raw.get(part)
        if found is None:
            found = self._raw[part] = self.package.read(part)
        return found

    def ask(self, part: str, question: Question) -> bool:
        """What `question` says of a part's bytes as they were. The same bytes (by length and CRC-32) are asked once: a
        save in one tab need not even unpack the others."""
        key = (question, self.package.checksum(part))
        if part not in self.package:
            return question(self.raw(part))
        if key not in _answers:
            if len(_answers) >= REMEMBERED:
                _answers.clear()
            _answers[key] = question(self.raw(part))
        return _answers[key]

    def root(self, part: str) -> Any:
        """A part's XML, to look at; whoever changes it says so by `touch`."""
        if any(sheet.part == part for sheet in self.sheets):
            return self._cells_in(part).root
        if part not in self._roots:
            self._roots[part] = parse(self._within_limit(part))
        return self._roots[part]

    def _within_limit(self, part: str) -> bytes:
        xml = self.raw(part)
        if len(xml) > PART_LIMIT:
            raise Refused("limit", part=part, bytes=len(xml), most=PART_LIMIT)
        return xml

    def touch(self, part: str) -> Any:
        """A part's XML, to be changed."""
        self._dirty.add(part)
        return self.root(part)

    def cells(self, sheet: Sheet) -> Cells:
        """The cells of a tab, to look at."""
        return self._cells_in(sheet.part)

    def _cells_in(self, part: str) -> Cells:
        if part not in self._cells:
            self._cells[part] = Cells(self._within_limit(part))
        return self._cells[part]

    def add(self, part: str, xml: bytes) -> None:
        """A new part."""
        self._raw[part] = xml
        self._dirty.add(part)

    def replace(self, part: str, content: bytes | None) -> None:
        """A part whose bytes are known already; None takes it away."""
        self._replaced[part] = content

    def latest(self, part: str) -> bytes:
        """A part's bytes as they will be, for one that is not handled as XML."""
        return self._replaced.get(part) or self.raw(part)

    @cached_property
    def styles(self) -> Styles | None:
        """The styles, if the workbook has any."""
        part = self.package.only("styles")
        return Styles(self.root(part)) if part else None

    def changed(self) -> dict[str, bytes | None]:
        """The parts to be written anew, and (None) to be left out."""
        if not self._dirty:
            return {}
        styles = self.package.only("styles")
        if styles and self.styles and self.styles.changed:
            self._dirty.add(styles)
        self._let_recalculate()
        return {part: self._written(part) for part in sorted(self._dirty)} | self._replaced

    def _written(self, part: str) -> bytes | None:
        return self._cells[part].xml() if part in self._cells else written(self._roots[part])

    def _let_recalculate(self) -> None:
        """Where there are formulas: the program that opens the file next works them all out, in an order of its own
        (the stored order, calcChain, may name cells that have moved). Excel does as it is asked; LibreOffice, unless it
        is set to recalculate on load, believes every last result but those that are missing."""
        if not any(sheet.part and self._has_formulas(sheet.part) for sheet in self.sheets):
            return
        workbook = self.root(self.package.workbook)
        settings = workbook.find("{*}calcPr")
        if settings is None:
            settings = etree.Element(workbook.tag.replace("workbook", "calcPr"))
            before = [e for name in BEFORE_SETTINGS for e in workbook.iterfind(f"{{*}}{name}")]
            before[-1].addnext(settings)
        if settings.get("fullCalcOnLoad") not in ("1", "true"):
            settings.set("fullCalcOnLoad", "1")
            self._dirty.add(self.package.workbook)
        chain = self.package.only("calcChain")
        if chain:
            self._remove(chain)

    def _has_formulas(self, part: str) -> bool:
        """Whether a tab has formulas, or had them until now."""
        had = self.ask(part, calculates)
        return had or (part in self._dirty and next(self._cells_in(part).formulas(), None) is not None)

    def _remove(self, part: str) -> None:
        self.replace(part, None)
        types = self.touch("[Content_Types].xml")
        for kind in types.xpath("*[@PartName=$name]", name=f"/{part}"):
            types.remove(kind)
        relations = relations_of(self.package.workbook)
        targets = self.package.relations(self.package.workbook)
        root = self.touch(relations)
        for relation in list(root):
            if targets.get(relation.get("Id"), ("", ""))[1] == part:
                root.remove(relation)


# What stands before calcPr in a workbook part (ECMA-376 part 1, 18.2.27), in order.
BEFORE_SETTINGS = ("sheets", "functionGroups", "externalReferences", "definedNames")
