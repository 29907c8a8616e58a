"""A new tab in an .xlsx: its part, and the three places that have to know of it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from sheets.errors import Refused
from sheets.workbook import AddTab
from sheets.xlsx_guard import may_add_tab
from sheets.xlsx_package import Sheet, relations_of
from sheets.xlsx_parts import Parts

UNFIT = re.compile(r"[\[\]:*?/\\]|^'|'$")  # what Excel allows in no title, nor more than 31 characters
LAST_GID = 65_534  # [MS-OI29500] 2.1.593: Office takes no sheetId above
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
FROZEN = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>'


def add_tab(parts: Parts, edit: AddTab) -> Sheet:
    """Adds an empty tab after all others, its first row in sight while scrolling. Raises Refused: tab-exists, invalid,
    protected."""
    package = parts.package
    if any(sheet.gid == edit.tab or sheet.title.casefold() == edit.title.casefold() for sheet in parts.sheets):
        raise Refused("tab-exists", tab=edit.tab, title=edit.title)
    if not 0 < edit.tab <= LAST_GID or not 0 < len(edit.title) <= 31 or UNFIT.search(edit.title):
        raise Refused("invalid", tab=edit.tab, title=edit.title)
    may_add_tab(parts.root(package.workbook))
    part = _free(parts)
    ns = package.workbook_root.nsmap.get(package.workbook_root.prefix)
    parts.add(part, f'<worksheet xmlns="{ns}"><sheetViews>{FROZEN}</sheetViews><sheetData/></worksheet>'.encode())
    etree.SubElement(types := parts.touch("[Content_Types].xml"), types.tag.replace("Types", "Override")).attrib.update(
        {"PartName": f"/{part}", "ContentType": WORKSHEET}
    )
    identity = _related(parts, part)
    _listed(parts.touch(package.workbook), edit, identity)
    sheet = Sheet(gid=edit.tab, title=edit.title, hidden=False, part=part)
    parts.sheets.append(sheet)
    return sheet


def _free(parts: Parts) -> str:
    folder = parts.package.workbook.rpartition("/")[0]
    taken = {sheet.part for sheet in parts.sheets} | set(parts.package.infos)
    number = 1
    while (part := f"{folder}/worksheets/sheet{number}.xml".lstrip("/")) in taken:
        number += 1
    return part


def _related(parts: Parts, part: str) -> str:
    """A relation from the workbook to the part; its id."""
    relations = parts.touch(relations_of(parts.package.workbook))
    taken = {relation.get("Id") for relation in relations}
    number = len(taken) + 1
    while (identity := f"rId{number}") in taken:
        number += 1
    kind = next(r.get("Type") for r in relations if r.get("Type").endswith("/worksheet"))
    relation = etree.SubElement(relations, relations.tag.replace("Relationships", "Relationship"))
    relation.attrib.update({"Id": identity, "Type": kind, "Target": f"/{part}"})
    return identity


def _listed(workbook: Any, edit: AddTab, identity: str) -> None:
    sheets = workbook.find("{*}sheets")
    last = sheets[-1]
    key = next(name for name in last.attrib if name.endswith("}id"))
    etree.SubElement(sheets, last.tag).attrib.update({"name": edit.title, "sheetId": str(edit.tab), key: identity})
