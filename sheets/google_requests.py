"""Edits as the requests of one spreadsheets.batchUpdate. Cells are addressed by gid and number, values are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Edit,
    InsertRow,
    Merge,
    Stored,
    WriteCell,
    WriteFormula,
)

Request = dict[str, Any]
Place = tuple[int, int, int]  # gid, row, column
NEW_ROWS = 200  # of a tab that we add; appendCells makes more when they are needed


def requests_for(
    edits: Sequence[Edit],
    formatted: frozenset[Place],
    rows: Mapping[int, int],
    merges: Mapping[int, Sequence[Merge]] | None = None,
) -> list[Request]:
    """The requests, in the order of the edits. `formatted`: cells (before the edits) that have a number format of their
    own; `rows`: how many rows the tabs have, by gid; `merges`: the joined cells, of which those of a row that a new one
    is like are joined in the new one."""
    made: list[Request] = []
    for at, edit in enumerate(edits):
        match edit:
            case InsertRow():
                made += _insert(edit, rows.get(edit.tab, 0))
                origin = origin_of(edits[: at + 1], edit.tab, edit.at)
                made += [
                    _join(edit, one) for one in (merges or {}).get(edit.tab, ()) if one.top == one.bottom == origin
                ]
            case WriteCell():
                origin = origin_of(edits[:at], edit.tab, edit.row)
                own = origin is not None and (edit.tab, origin, edit.column) in formatted
                made.append(_write(edit, None if own and not edit.always else edit.pattern))
            case WriteFormula():
                value = {"userEnteredValue": {"formulaValue": edit.formula}}
                made.append(_update(edit.tab, edit.row, edit.column, [value], "userEnteredValue"))
            case CopyCells():
                source = _row(edit.tab, edit.row, edit.column, edit.width)
                made.append(_paste(source, _row(edit.to_tab, edit.to_row, edit.to_column, edit.width), "PASTE_VALUES"))
            case DeleteRow():
                made.append({"deleteDimension": {"range": _line(edit.tab, edit.row)}})
            case AddTab():
                made += _add_tab(edit)
            case AppendRow():
                row = {"values": [_typed(value) for value in edit.values]}
                made.append({"appendCells": {"sheetId": edit.tab, "rows": [row], "fields": "userEnteredValue"}})
    return made


def unsure(edits: Sequence[Edit]) -> frozenset[Place]:
    """The cells, as they are numbered before the edits, whose number format decides how they are written."""
    found = set()
    for at, edit in enumerate(edits):
        if isinstance(edit, WriteCell) and edit.pattern and not edit.always and edit.value is not None:
            origin = origin_of(edits[:at], edit.tab, edit.row)
            if origin is not None:
                found.add((edit.tab, origin, edit.column))
    return frozenset(found)


def touched(edits: Sequence[Edit]) -> list[tuple[int, int, int | None]]:
    """Which cells the edits change, as (gid, row, column); None: the whole row. To name what is in their way."""
    found: list[tuple[int, int, int | None]] = []
    for edit in edits:
        match edit:
            case InsertRow():
                found += [(edit.tab, edit.at - 1, None), (edit.tab, edit.at, None)]
            case DeleteRow():
                found.append((edit.tab, edit.row, None))
            case WriteCell() | WriteFormula():
                found.append((edit.tab, edit.row, edit.column))
            case CopyCells():
                found += [(edit.to_tab, edit.to_row, edit.to_column + at) for at in range(edit.width)]
            case AddTab() | AppendRow():
                found.append((edit.tab, 1, None))
    return found


def origin_of(before: Sequence[Edit], tab: int, row: int) -> int | None:
    """The row, as numbered before these edits, whose formats row `row` has after them; None: a row in no one's hand."""
    for edit in reversed(before):
        if isinstance(edit, AddTab) and edit.tab == tab:
            return None
        if isinstance(edit, InsertRow) and edit.tab == tab:
            if row == edit.at:
                if edit.like is None:
                    return None
                row = edit.like
            elif row > edit.at:
                row -= 1
        elif isinstance(edit, DeleteRow) and edit.tab == tab and row >= edit.row:
            row += 1
    return row


def _insert(edit: InsertRow, rows: int) -> list[Request]:
    """A blank line that is seen even if its neighbour is hidden, then the looks of `like`: formats, conditional formats
    and validations, and the formulas."""
    above = edit.at > 1 and (edit.like is not None or edit.at > rows)
    made: list[Request] = [{"insertDimension": {"range": _line(edit.tab, edit.at), "inheritFromBefore": above}}]
    made.append(_shown(edit))
    if edit.like is None:
        return made
    like = edit.like if edit.like < edit.at else edit.like + 1
    for looks in ("PASTE_FORMAT", "PASTE_CONDITIONAL_FORMATTING", "PASTE_DATA_VALIDATION"):
        made.append(_paste(_row(edit.tab, like), _row(edit.tab, edit.at), looks))
    for first, width in _runs(edit.carry):
        source, target = _row(edit.tab, like, first, width), _row(edit.tab, edit.at, first, width)
        made.append(_paste(source, target, "PASTE_FORMULA"))
    return made


def _shown(edit: InsertRow) -> Request:
    properties = {"range": _line(edit.tab, edit.at), "properties": {"hiddenByUser": False}, "fields": "hiddenByUser"}
    return {"updateDimensionProperties": properties}


def _join(edit: InsertRow, one: Merge) -> Request:
    cells = _row(edit.tab, edit.at, one.left, one.right - one.left + 1)
    return {"mergeCells": {"range": cells, "mergeType": "MERGE_ALL"}}


def _runs(columns: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as (first, how many)."""
    ordered = sorted(set(columns))
    groups = groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    runs = [[column for _, column in group] for _, group in groups]
    return [(run[0], len(run)) for run in runs]


def _write(edit: WriteCell, pattern: str | None) -> Request:
    data = _typed(edit.value)
    if pattern is None or edit.value is None:
        return _update(edit.tab, edit.row, edit.column, [data], "userEnteredValue")
    data["userEnteredFormat"] = {"numberFormat": {"type": _kind(pattern), "pattern": pattern}}
    return _update(edit.tab, edit.row, edit.column, [data], "userEnteredValue,userEnteredFormat.numberFormat")


def _kind(pattern: str) -> str:
    day, clock = any(c in pattern for c in "dy"), any(c in pattern for c in "hs")
    if day or clock:
        return "DATE_TIME" if day and clock else "DATE" if day else "TIME"
    return "PERCENT" if "%" in pattern else "TEXT" if pattern == "@" else "NUMBER"


def _typed(value: Stored) -> dict[str, Any]:
    """CellData with a typed value: never parsed, so a leading '=' is text and a date is a number; {} clears."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    return {"userEnteredValue": {"stringValue" if isinstance(value, str) else "numberValue": value}}


def _add_tab(edit: AddTab) -> list[Request]:
    columns = max(len(edit.header), 1)
    size = {"rowCount": NEW_ROWS, "columnCount": columns, "frozenRowCount": 1}
    cells = [{**_typed(text), "userEnteredFormat": {"textFormat": {"bold": True}}} for text in edit.header]
    fields = "userEnteredValue,userEnteredFormat.textFormat.bold"
    return [
        {"addSheet": {"properties": {"sheetId": edit.tab, "title": edit.title, "gridProperties": size}}},
        _update(edit.tab, 1, 1, cells, fields),
    ]


def _update(tab: int, row: int, column: int, cells: list[dict[str, Any]], fields: str) -> Request:
    start = {"sheetId": tab, "rowIndex": row - 1, "columnIndex": column - 1}
    return {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}}


def _line(tab: int, row: int) -> dict[str, Any]:
    return {"sheetId": tab, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}


def _row(tab: int, row: int, column: int | None = None, width: int = 1) -> dict[str, Any]:
    """A GridRange: the whole row, or `width` cells of it."""
    made = {"sheetId": tab, "startRowIndex": row - 1, "endRowIndex": row}
    if column is not None:
        made |= {"startColumnIndex": column - 1, "endColumnIndex": column - 1 + width}
    return made


def _paste(source: dict[str, Any], destination: dict[str, Any], kind: str) -> Request:
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": kind}}
