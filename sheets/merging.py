"""The same record found again after people sorted and inserted, and three versions of it compared cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets.errors import Refused
from sheets.filling import blank
from sheets.json_values import plain
from sheets.records import Table
from sheets.schema import Kind, Panel
from sheets.text import clean
from sheets.workbook import Grid


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A record as a person saw it: values by field (python or JSON form) and, where known, the texts of its cells.

    Texts are stricter: two texts that nobody understands have no value, and are different all the same.
    """

    values: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict)


def seen_of(table: Table, row: int) -> Seen:
    """The record in this row as a reading shows it. Raises Refused('row-gone') when no record is there."""
    values, at = table.record(row), table.place.get(row)
    if values is None or at is None:
        raise Refused("row-gone", row=row, tab=table.title)
    return Seen(values=values, texts={key: texts[at] for key, texts in table.texts.items()})


def same(key: str, seen: Seen, table: Table, row: int, *, strict: bool = False) -> bool:
    """Whether a field of this row reads as it did when it was seen. `strict`: a text that nobody understands, wholly or
    in part, may be one that the person never saw, and is the same only if its text was seen."""
    at = table.place[row]
    text = table.texts[key][at] if key in table.texts else ""
    if key in seen.texts:
        return clean(seen.texts[key]) == clean(text)
    then, now = seen.values.get(key), table.values[key][at]
    if isinstance(then, str) and then and clean(then) == clean(text):
        return True
    if strict and not understood(table, row, key):
        return False
    return (blank(then) and blank(now)) or comparable(then) == comparable(now)


def understood(table: Table, row: int, key: str) -> bool:
    """Whether all that stands in a cell is understood."""
    return not any(problem.row == row and problem.field == key for problem in table.problems)


def comparable(value: Any) -> Any:
    """A value in the form in which two of them can be compared, whether python's own or out of JSON."""
    value = value if isinstance(value, Mapping) else plain(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: comparable(inner) for key, inner in value.items() if inner is not None and key != "inferred"}
    return sorted((comparable(inner) for inner in value), key=repr)


def find(panel: Panel, table: Table, grid: Grid, row: int, seen: Seen, before: Table | None = None) -> int:
    """The row where the record that was seen in `row` stands now.

    First the one row that reads as seen in every field. If none does, somebody may have changed the record meanwhile:
    then the one row that still has its name and day and most of its other cells. A row that the person's own reading
    (`before`) had elsewhere is another record, never this one changed. Raises Refused: row-gone, ambiguous (rows).
    """
    compared = _compared(panel, table, seen)
    unlike = {int(r): [key for key in compared if not same(key, seen, table, int(r))] for r in table.frame["row"]}
    exact = [r for r, fields in unlike.items() if not fields]
    if exact:
        return _one_of(panel, table, grid, row, seen, exact)
    return _changed(panel, table, row, seen, unlike, _others(table, row, before))


def _compared(panel: Panel, table: Table, seen: Seen) -> list[str]:
    """The fields that tell a record: those seen that have a column here; not №, not what the sheet computes."""
    fields = panel.tabs[table.kind].fields
    wanted = [key for key in seen.values if key in fields and key in table.values]
    return [key for key in wanted if not fields[key].derived and fields[key].kind is not Kind.ORDINAL]


def _one_of(panel: Panel, table: Table, grid: Grid, row: int, seen: Seen, exact: list[int]) -> int:
    if len(exact) == 1:
        return exact[0]
    ordinals = [f.key for f in panel.tabs[table.kind].fields.values() if f.kind is Kind.ORDINAL and f.key in seen.texts]
    numbered = [r for r in exact if ordinals and all(same(key, seen, table, r) for key in ordinals)]
    if len(numbered) == 1:
        return numbered[0]
    numbers = {_ordinal_column(panel, table)}
    whole = {tuple(grid.text(r, c) for c in range(1, grid.width + 1) if c not in numbers) for r in exact}
    if len(whole) == 1:
        return min(exact, key=lambda r: abs(r - row))  # nobody could tell them apart, nor need anybody
    raise Refused("ambiguous", row=row, tab=table.title, rows=exact)


def _ordinal_column(panel: Panel, table: Table) -> int | None:
    fields = panel.tabs[table.kind].fields.values()
    return next((table.column_of[f.key] for f in fields if f.kind is Kind.ORDINAL and f.key in table.column_of), None)


def _others(table: Table, row: int, before: Table | None) -> set[int]:
    """The rows of now that the person's own reading had as other records."""
    if before is None:
        return set()
    known = {_whole(before, int(r)) for r in before.frame["row"] if int(r) != row}
    return {int(r) for r in table.frame["row"] if _whole(table, int(r)) in known}


def _whole(table: Table, row: int) -> tuple[tuple[str, str], ...]:
    at = table.place[row]
    return tuple(sorted((key, clean(texts[at])) for key, texts in table.texts.items() if key != "row_no"))


def _changed(
    panel: Panel, table: Table, row: int, seen: Seen, unlike: Mapping[int, list[str]], others: set[int]
) -> int:
    told_by = _told_by(panel, table, seen)
    filled = [key for key in _compared(panel, table, seen) if not blank(seen.values[key])]
    near: list[int] = []
    for candidate, fields in unlike.items():
        kept = len([key for key in filled if key not in fields])
        if candidate in others or 2 * kept < len(filled):
            continue
        named = not any(key in fields for key in told_by)
        if (named and (len(fields) <= 2 or candidate == row)) or (
            candidate == row and len(fields) == 1 and kept >= 2 and _number_agrees(panel, table, row, seen)
        ):
            near.append(candidate)
    if not near:
        raise Refused("row-gone", row=row, tab=table.title)
    if len(near) > 1 and row in near and all(len(unlike[row]) < len(unlike[other]) for other in near if other != row):
        return row
    if len(near) > 1:
        raise Refused("ambiguous", row=row, tab=table.title, rows=near)
    return near[0]


def _number_agrees(panel: Panel, table: Table, row: int, seen: Seen) -> bool:
    """Whether this row's № is the one that was seen, where there is one to compare."""
    keys = [f.key for f in panel.tabs[table.kind].fields.values() if f.kind is Kind.ORDINAL and f.key in table.texts]
    return all(same(key, seen, table, row) for key in keys if not blank(seen.values.get(key)) or key in seen.texts)


def _told_by(panel: Panel, table: Table, seen: Seen) -> list[str]:
    """The fields by which people tell such records: the name and the (first) day."""
    tab = panel.tabs[table.kind]
    days = [
        f.key for f in tab.fields.values() if f.kind in (Kind.PERIOD, Kind.DATE) and not blank(seen.values.get(f.key))
    ]
    return [key for key in (tab.name, *days[:1]) if key in table.values]
