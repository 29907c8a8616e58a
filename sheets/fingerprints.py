"""What a column is like, whatever stands in its heading: the shapes of its values and a few of the values, hashed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from itertools import islice

from pydantic import BaseModel, ConfigDict

from sheets.text import fold
from sheets.workbook import Grid

LOOKED = 400  # filled cells of a column that are looked at
KEPT = 64  # hashes of values that are kept: the smallest, so that two samples of like columns meet

# The first shape that a cell has. What people see is asked, for a date is stored as a number.
SHAPES = {
    "date": re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|.*\b20\d\d\b.*"),
    "number": re.compile(r"[~≈]?[-+]?\d{1,6}(?:[ \u00a0]\d{3})*(?:[.,]\d+)?\s?%?"),
    "phone": re.compile(r"[\s()+\d,;-]{9,}"),
    "email": re.compile(r"\S+@\S+"),
    "link": re.compile(r"(?:https?://|www\.)\S+"),
    "mark": re.compile(r"[-+–—✓✔vхx*]|так|ні|yes|no"),
    "short": re.compile(r".{1,24}", re.DOTALL),
    "long": re.compile(r".+", re.DOTALL),
}


class Fingerprint(BaseModel):
    """A column's values at one time. Shares are of the cells looked at, 0–1."""

    model_config = ConfigDict(frozen=True)

    shapes: dict[str, float] = {}
    distinct: float = 0  # distinct values among the cells
    values: frozenset[int] = frozenset()
    cells: int = 0


def fingerprint(grid: Grid, column: int, header: int) -> Fingerprint:
    """The fingerprint of a column's cells below its header."""
    texts = [text for text in map(fold, _texts(grid, column, header)) if text]  # a zero-width space says nothing
    shapes = Counter(shape_of(text) for text in texts)
    different = set(texts)
    hashes = sorted(map(_hash, different))[:KEPT]
    return Fingerprint(
        shapes={shape: round(count / len(texts), 3) for shape, count in sorted(shapes.items())},
        distinct=round(len(different) / len(texts), 3) if texts else 0,
        values=frozenset(hashes),
        cells=len(texts),
    )


def shape_of(text: str) -> str:
    """The first of SHAPES that a folded text has."""
    return next(shape for shape, pattern in SHAPES.items() if pattern.fullmatch(text))


def _texts(grid: Grid, column: int, header: int) -> Iterable[str]:
    found = 0
    for row, value in enumerate(islice(grid.stored_in(column), header, None), start=header + 1):
        if value is not None and value != "":
            text = grid.text(row, column).strip()
            if text:
                found += 1
                yield text
        if found == LOOKED:
            return


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest())


def same_values(one: Fingerprint, other: Fingerprint) -> float:
    """The share of values that both columns have, 0–1, judged by the smallest hashes of both together."""
    together = sorted(one.values | other.values)[:KEPT]
    return sum(value in one.values and value in other.values for value in together) / len(together) if together else 0


def same_shapes(one: Fingerprint, other: Fingerprint) -> float:
    """How alike the shapes of values are, 0–1; 0 for a column without values."""
    if not one.cells or not other.cells:
        return 0
    shared = sum(min(share, other.shapes.get(shape, 0)) for shape, share in one.shapes.items())
    return shared * (1 - abs(one.distinct - other.distinct) / 2)
