"""A tab's XML as text, in pieces of about a megabyte, or only some of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

PIECE = 1 << 20  # bytes


def pieces(stream: IO[bytes]) -> Iterator[str]:
    """The part's text, cut behind rows."""
    rest: list[bytes] = []
    while chunk := stream.read(PIECE):
        cut = chunk.rfind(b"</row>") + 6
        if cut > 5:
            yield b"".join((*rest, chunk[:cut])).decode().replace("\r\n", "\n")
            rest = [chunk[cut:]]
        else:
            rest.append(chunk)
    yield b"".join(rest).decode().replace("\r\n", "\n")


def excerpt(xml: bytes, only: frozenset[int]) -> Iterator[str]:
    """The part's text with these rows only; all of it where one of them isn't found at once."""
    head, mark, rest = xml.partition(b"<sheetData>")
    rows = _rows_in(rest, sorted(only))
    if not mark or rows is None:
        yield xml.decode().replace("\r\n", "\n")
        return
    tail = rest[rest.rfind(b"</sheetData>") :]
    yield b"".join((head, mark, *rows, tail)).decode().replace("\r\n", "\n")


def _rows_in(xml: bytes, numbers: list[int]) -> list[bytes] | None:
    """These rows as they lie, in one pass; None where one is not there, or not in the usual shape."""
    rows, end = [], 0
    for number in numbers:
        begin = xml.find(b'<row r="%d"' % number, end)
        end = xml.find(b"</row>", begin) + 6
        if begin < 0 or end <= 5 or xml.find(b"<row", begin + 4, end) >= 0:
            return None
        rows.append(xml[begin:end])
    return rows
