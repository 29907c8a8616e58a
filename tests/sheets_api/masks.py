"""Field masks: `sheets(properties(title,sheetId),merges)` as a tree, and an answer cut down to it."""

from __future__ import annotations

import re
from typing import Any

from tests.sheets_api.errors import invalid

Mask = dict[str, "Mask"]  # an empty one means everything below
WORD = re.compile(r"[A-Za-z0-9_*]+|[(),./]")
FREE: Mask = {}


def _free(names: str) -> Mask:
    return dict.fromkeys(names.split(), FREE)


CELL = _free(
    "userEnteredValue effectiveValue formattedValue userEnteredFormat effectiveFormat hyperlink note textFormatRuns "
    "dataValidation pivotTable dataSourceTable dataSourceFormula chipRuns"
)
DIMENSION = _free("hiddenByFilter hiddenByUser pixelSize developerMetadata")
GRID = {
    **_free("startRow startColumn"),
    "rowData": {"values": CELL},
    "rowMetadata": DIMENSION,
    "columnMetadata": DIMENSION,
}
SHEET = {
    **_free("properties merges conditionalFormats filterViews protectedRanges basicFilter charts bandedRanges"),
    **_free("developerMetadata rowGroups columnGroups slicers tables"),
    "data": GRID,
}
SPREADSHEET = {
    **_free("spreadsheetId properties namedRanges spreadsheetUrl developerMetadata dataSources"),
    "sheets": SHEET,
}


def parse(text: str) -> Mask:
    """The mask as a tree; '*' and '' mean everything."""
    words = WORD.findall(text)
    if "".join(words) != re.sub(r"\s", "", text):
        raise _bad(text)
    mask, at = _group(words, 0, text)
    if at != len(words):
        raise _bad(text)
    return mask


def _bad(path: str) -> Exception:
    message = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return invalid("Request contains an invalid argument.", None) if not path else invalid(message, path)


def _group(words: list[str], at: int, text: str) -> tuple[Mask, int]:
    mask: Mask = {}
    while at < len(words):
        here, name = mask, words[at]
        while at + 1 < len(words) and words[at + 1] in "./":
            here = here.setdefault(name, {})
            at += 2
            if at >= len(words):
                raise _bad(text)
            name = words[at]
        if name in "(),./":
            raise _bad(text)
        below = here.setdefault(name, {})
        at += 1
        if at < len(words) and words[at] == "(":
            inner, at = _group(words, at + 1, text)
            if at >= len(words) or words[at] != ")":
                raise _bad(text)
            below.update(inner)
            at += 1
        if at < len(words) and words[at] == ",":
            at += 1
            continue
        break
    return mask, at


def check(mask: Mask, known: Mask, path: str = "") -> None:
    """400 for a path that the answer could never have."""
    for name, below in mask.items():
        if name == "*" or not known:
            continue
        if name not in known:
            raise _bad(f"{path}{name}")
        check(below, known[name], f"{path}{name}.")


def cut(body: Any, mask: Mask) -> Any:
    """The body with only what the mask names; missing things stay missing."""
    if not mask or "*" in mask:
        return body
    if isinstance(body, list):
        return [cut(one, mask) for one in body]
    if not isinstance(body, dict):
        return body
    return {name: cut(value, mask[name]) for name, value in body.items() if name in mask}


def wants(mask: Mask, *path: str) -> bool:
    """Whether the mask lets anything under this path through."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True
