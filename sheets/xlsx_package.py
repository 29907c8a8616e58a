"""An .xlsx as a package: a zip of parts, opened with limits, written back with every untouched part byte for byte."""

from __future__ import annotations

import copy
import os
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

from lxml import etree

from sheets.errors import WorkbookError

UNPACKED_LIMIT = 512 << 20  # bytes of all parts together: ten million declared cells pass, a zip bomb does not
PARTS_LIMIT = 20_000
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of an .xls, and of an encrypted .xlsx ([MS-OFFCRYPTO] 1.3.3)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError, OSError)

Stamp = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A tab as the workbook part lists it. `part` is '' for a tab without cells (a chart sheet)."""

    gid: int
    title: str
    hidden: bool
    part: str


def stamp_of(status: os.stat_result) -> Stamp:
    """What changes whenever a file is written: its time, its size, its inode."""
    return status.st_mtime_ns, status.st_size, status.st_ino


def local(element: Any) -> str:
    """The element's name without its namespace: '{…/main}row' -> 'row'; '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse(xml: bytes) -> Any:
    """The root of a part. No entities, no network, no text longer than 10 MB."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False))


def unreadable(path: Path, reason: str, **details: Any) -> WorkbookError:
    """The file is there and is no workbook that can be read, and why."""
    return WorkbookError("unreadable-file", path=str(path), reason=reason, **details)


class Package:
    """The parts of the workbook at `path`, as they were when it was opened. Close it, or use it in a `with`.

    Raises WorkbookError: missing-file, no-permission, encrypted-file, unreadable-file (details: reason).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _open(path)
        try:
            self.stamp = stamp_of(os.fstat(self._file.fileno()))
            self._zip = zipfile.ZipFile(self._file)
            self.infos = {_name(info.filename): info for info in self._zip.infolist()}
            self._relations: dict[str, dict[str, tuple[str, str]]] = {}
            self._within_limits()
            if not self.sheets:
                raise unreadable(path, "no-tabs")
        except BROKEN as error:
            self._file.close()
            raise unreadable(path, "damaged", said=str(error)) from error
        except Exception:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _within_limits(self) -> None:
        unpacked = sum(info.file_size for info in self.infos.values())
        if unpacked > UNPACKED_LIMIT or len(self.infos) > PARTS_LIMIT:
            raise unreadable(self.path, "too-big", megabytes=unpacked >> 20, most=UNPACKED_LIMIT >> 20)

    def __contains__(self, part: str) -> bool:
        return part in self.infos

    def stream(self, part: str) -> IO[bytes]:
        """A part's bytes, to be read piece by piece."""
        try:
            return self._zip.open(self.infos[part])
        except KeyError:
            raise unreadable(self.path, "damaged", said=f"no part {part}") from None

    def read(self, part: str) -> bytes:
        """A part's bytes."""
        with self.stream(part) as stream:
            return stream.read()

    def root(self, part: str) -> Any:
        """A part's XML."""
        return parse(self.read(part))

    def checksum(self, part: str) -> tuple[int, int]:
        """The part's CRC-32 and length, from the zip's directory; (0, 0) when there is no such part."""
        info = self.infos.get(part)
        return (info.CRC, info.file_size) if info else (0, 0)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: id -> (the last word of the type, the target: a part, or an outer address)."""
        if part not in self._relations:
            self._relations[part] = self._related_to(part)
        return self._relations[part]

    def _related_to(self, part: str) -> dict[str, tuple[str, str]]:
        rels = relations_of(part)
        if rels not in self.infos:
            return {}
        found = {}
        for rel in self.root(rels).iterchildren("{*}Relationship"):
            kind, target = rel.get("Type", "").rpartition("/")[2], rel.get("Target", "")
            if rel.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            found[rel.get("Id", "")] = (kind, target)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of this kind that a part points to ('table', 'comments', 'drawing' …)."""
        return [target for name, target in self.relations(part).values() if name == kind and target in self.infos]

    @cached_property
    def workbook(self) -> str:
        """The workbook part, usually xl/workbook.xml."""
        found = self.related("", "officeDocument")
        if not found:
            raise unreadable(self.path, "no-workbook")
        return found[0]

    @cached_property
    def workbook_root(self) -> Any:
        """The workbook part's XML: tabs, names, settings."""
        return self.root(self.workbook)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """All tabs, in order."""
        targets = self.relations(self.workbook)
        found = []
        for tab in self.workbook_root.iterfind("{*}sheets/{*}sheet"):
            kind, part = targets.get(relation_id(tab), ("", ""))
            gid, hidden = int(tab.get("sheetId")), tab.get("state", "visible") != "visible"
            if kind == "worksheet" and part not in self.infos:
                raise unreadable(self.path, "damaged", said=f"no part {part}")  # a lost tab is not an empty one
            cells = part if kind == "worksheet" else ""
            found.append(Sheet(gid=gid, title=tab.get("name", ""), hidden=hidden, part=cells))
        return tuple(found)

    @cached_property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01 (old Macs) and not 1899-12-30."""
        settings = self.workbook_root.find("{*}workbookPr")
        return settings is not None and settings.get("date1904") in ("1", "true", "on")

    def only(self, kind: str) -> str | None:
        """The workbook's part of this kind ('styles', 'sharedStrings', 'calcChain'), if it has one."""
        return next(iter(self.related(self.workbook, kind)), None)

    def write(self, out: IO[bytes], changed: Mapping[str, bytes | None]) -> None:
        """The package with these parts replaced, added, or (None) left out; all others are copied as they lie,
        without being unpacked."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            for part, info in self.infos.items():
                if part not in changed:
                    self._copy(info, target)
                elif (xml := changed[part]) is not None:
                    target.writestr(_fresh(info), xml, compresslevel=1)
            for part in changed.keys() - self.infos.keys():
                target.writestr(part, changed[part] or b"")

    def _copy(self, info: zipfile.ZipInfo, target: zipfile.ZipFile) -> None:
        """One entry as it lies: zipfile has no call for it, so the local header is written anew before its bytes."""
        self._file.seek(info.header_offset + 26)
        lengths = self._file.read(4)
        name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        self._file.seek(info.header_offset + 30 + name + extra)
        entry = copy.copy(info)
        entry.flag_bits &= ~0x08  # the sizes stand in the header, not behind the bytes
        out: Any = target.fp
        entry.header_offset = out.tell()
        out.write(entry.FileHeader())
        out.write(self._file.read(info.compress_size))
        target.filelist.append(entry)
        target.NameToInfo[entry.filename] = entry
        target.start_dir = out.tell()


def relations_of(part: str) -> str:
    """Where a part's relations stand: 'xl/workbook.xml' -> 'xl/_rels/workbook.xml.rels'."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _open(path: Path) -> IO[bytes]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise WorkbookError("missing-file", path=str(path)) from None
    except PermissionError:
        raise WorkbookError("no-permission", path=str(path)) from None
    except OSError as error:
        raise unreadable(path, "not-a-file", said=str(error)) from error
    head = file.read(1 << 16)
    file.seek(0)
    if head.startswith(OLE2):
        with file:
            raise _ole2(path, head + file.read(1 << 24))
    return file


def _ole2(path: Path, content: bytes) -> WorkbookError:
    """Encrypted, or an old .xls with a new name: the streams' names stand in the container as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return WorkbookError("encrypted-file", path=str(path))
    return unreadable(path, "xls")


def _name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/")


def relation_id(element: Any) -> str:
    """The id by which an element points to another part: r:id, in either of the two namespaces of the standard."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def _fresh(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """An entry of the same name, date and rights for a part that is written anew."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
    return entry
