"""values.batchGet by column, asked for with `fields=valueRanges(range,values)`: each tab's ValueRange in parts of whole
columns, compared by fingerprint and decoded only where no part like it was decoded before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
import xxhash

from sheets.coded import Coded
from sheets.workbook import Stored, TabInfo

RANGE = b'{"range":"'  # can't stand inside a JSON string, where the quotation mark would be escaped
VALUES = b'"values":['
NEXT = b'],["'  # parts a column from one that begins with a text …
CLOSING = b",]"  # … unless its quotation mark closes the text «],[», which one of these follows
Digest = bytes
Prints = tuple[Digest, ...]  # of the parts of one rendering


class Piece(NamedTuple):
    """A tab's ValueRange as Google printed it: what stands before its values, and these in parts, neither decoded nor
    copied, with a fingerprint of each: the same bytes, the same fingerprint. No secret is kept by it, so that it may be
    quick."""

    head: bytes
    parts: tuple[memoryview, ...]
    prints: Prints


class Part(NamedTuple):
    """Neighbouring columns, decoded: blank cells as '', and as None."""

    shown: list[Coded[Any]]
    stored: list[Coded[Stored]]

    @property
    def only_texts(self) -> bool:
        """Whether no number, date or box stands in it: Google shows a text as it is."""
        return all(column.types <= {str} for column in self.shown)


def pieces(bodies: Sequence[bytes], asked: Sequence[TabInfo]) -> dict[int, Piece]:
    """Each tab's Piece by gid. The bodies (printed anew, should Google ever print them in another way) hold as many
    ranges as tabs were asked for, in that order."""
    found = [piece for body in bodies for piece in _pieces(body)]
    if len(found) != len(asked):
        found = [piece for body in bodies for piece in _pieces(orjson.dumps(orjson.loads(body)))]
    return {info.gid: piece for info, piece in zip(asked, found, strict=True)}


def _pieces(body: bytes) -> Iterator[Piece]:
    starts = list(_places(body, RANGE, 0, len(body)))
    for start, following in zip(starts, [*starts[1:], body.rfind(b"]")], strict=True):
        end = body.rfind(b"}", start, following)
        values = body.find(VALUES, start, end)
        head = body[start : values if values >= 0 else end]
        parts = tuple(_parts(body, values + len(VALUES), end - 1)) if values >= 0 else ()
        yield Piece(head, parts, tuple(map(xxhash.xxh3_128_digest, parts)))


def _parts(body: bytes, start: int, end: int) -> Iterator[memoryview]:
    view = memoryview(body)
    for at in _places(body, NEXT, start, end):
        if body[at + len(NEXT)] not in CLOSING:
            yield view[start : at + 1]
            start = at + 2
    yield view[start:end]


def _places(body: bytes, mark: bytes, start: int, end: int) -> Iterator[int]:
    """Where a mark stands. Its first byte, which is rare, is looked for alone: thirty times as quick."""
    at = body.find(mark[:1], start, end)
    while at >= 0:
        if body.startswith(mark, at, end):
            yield at
        at = body.find(mark[:1], at + 1, end)


@dataclass
class Decoder:
    """Decodes the pieces of one reading: what was decoded for the one before, or for another rendering, only once."""

    before: Mapping[Digest, Part]
    parts: dict[Digest, Part] = field(default_factory=dict)

    def keep(self, prints: Iterable[Digest]) -> None:
        """These parts are of this reading too."""
        self.parts |= {digest: self.before[digest] for digest in prints}

    def decode(self, piece: Piece) -> list[Part]:
        """The parts of a piece."""
        for digest, part in zip(piece.prints, piece.parts, strict=True):
            if digest not in self.parts:
                self.parts[digest] = self.before.get(digest) or _decoded(part)
        return [self.parts[digest] for digest in piece.prints]

    def face(self, stored: Piece, before: Prints, face: Prints | None) -> Piece | None:
        """How these columns show themselves, if that can be told without asking: those that stand as `before` still
        have that `face`; those of nothing but texts, which were shown as they are, are so again."""
        self.decode(stored)
        if face is None or not len(stored.prints) == len(before) == len(face):
            return None
        prints = []
        for now, was, shown in zip(stored.prints, before, face, strict=True):
            if now != was and (was != shown or not self.parts[now].only_texts):
                return None
            prints.append(shown if now == was else now)
        return stored._replace(prints=tuple(prints))


def _decoded(part: memoryview) -> Part:
    columns = [Coded.of(column) for column in orjson.loads(b"".join((b"[", part, b"]")))]
    return Part(columns, [column.instead("", None) for column in columns])
