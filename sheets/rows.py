"""Which rows of a table are records, which are not and why, and what sections say of the records below them.

The ordinary row is seen by counting filled cells, all rows at once; only odd rows are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sheets.headers import Header
from sheets.rowkinds import Place, RowLook, is_total, kind_of_row, says_total, says_units
from sheets.schema import Kind, Panel
from sheets.sections import Said, school_year_in, what_it_says
from sheets.text import fold
from sheets.view import View

FEW = 2  # a row with so few words is looked at closely
UNITS_IN = 3  # rows below a header in which a row of units stands
SIGNATURES = 40  # rows from the last one in which people sign
ENDS = frozenset({"blank", "total", "footer", "note"})
WORDLESS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.SCORE, Kind.PERCENT, Kind.ORDINAL})


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a table: records (1-based sheet rows, in order), what was left out and why, sections by row."""

    records: np.ndarray
    left_out: Mapping[int, str]
    sections: Mapping[int, tuple[str, Said]]


def read_rows(view: View, header: Header, end: int, panel: Panel, borrowed: Mapping[int, frozenset[int]]) -> Rows:
    """The rows from below the header to row `end` (included). `borrowed`: row -> columns that a merge above fills."""
    first, end = header.last + 1, min(end, view.height)
    if end < first:
        return Rows(records=np.empty(0, dtype=np.int64), left_out={}, sections={})
    tab = panel.tabs[header.kind]
    wordy = [c for name, c in header.fields.items() if tab.fields[name].kind not in WORDLESS]
    words = _count(view, wordy, borrowed)[header.last : end]
    named = _count(view, [header.fields[tab.name]], borrowed)[header.last : end] > 0
    odd = (words <= min(FEW, len(wordy) - 1)) | ~named
    odd[_headings_again(view, header, tab.name, first, end) - first] = True
    odd[_looked_at(view, first, end, borrowed) - first] = True
    blank = _blank(view, first, end, borrowed)
    odd &= ~blank | ~np.concatenate([[False], blank[:-1]])  # of blank rows below one another the first stands for all
    odd_rows = np.flatnonzero(odd) + first
    place = _place(view, header, panel, first, np.flatnonzero(~odd) + first, odd_rows)
    kinds = _kinds(view, odd_rows, place, borrowed)
    _titles_of_next(kinds, end, view)
    left_out = {row: kind for row, kind in kinds.items() if kind != "data"}
    taken = ~blank
    taken[np.array(list(left_out), dtype=np.int64) - first] = False
    records = np.flatnonzero(taken) + first
    _name_totals(left_out, records)
    return Rows(records=records, left_out=left_out, sections=_sections(view, header, left_out, panel))


def _count(view: View, columns: list[int], borrowed: Mapping[int, frozenset[int]]) -> np.ndarray:
    counts = view.count(columns)
    for row, filled in borrowed.items():
        if row <= len(counts):
            counts[row - 1] += sum(c in filled and not view.filled(c)[row - 1] for c in columns)
    return counts


def _blank(view: View, first: int, end: int, borrowed: Mapping[int, frozenset[int]]) -> np.ndarray:
    """For each row from `first` to `end` whether nothing stands in it, nor in a merge that covers it."""
    blank = view.counts[first - 1 : end] == 0
    blank[[row - first for row in borrowed if first <= row <= end]] = False
    return blank


def _looked_at(view: View, first: int, end: int, borrowed: Mapping[int, frozenset[int]]) -> np.ndarray:
    """Full rows that may be none of records all the same: units right below the header, a line to sign on near the end
    («Директор | ______ | О. Гринь»), a total that cells joined over it fill."""
    below = range(first, min(first + UNITS_IN, end + 1))
    units = [row for row in below if all(map(says_units, view.row(row).values()))]
    last = max(first, end - SIGNATURES + 1)
    signed = {
        row
        for column in view.columns
        for row, cell in enumerate(view.coded(column).listed(slice(last - 1, end)), start=last)
        if isinstance(cell, str) and "___" in cell
    }
    totals = [r for r in borrowed if first <= r <= end and any(map(says_total, view.row(r).values()))]
    return np.array([*units, *sorted(signed), *totals], dtype=np.int64)


def _headings_again(view: View, header: Header, name: str, first: int, end: int) -> np.ndarray:
    """Rows whose name is the column's own heading, or a number: a repeated header, a row of column numbers."""
    column = header.fields[name]
    headings = {view.stored(row, column) for row in header.rows} - {None, ""}
    names = view.coded(column)
    bare = [value.isdigit() if type(value) is str else value is not None for value in names.cells]
    bare_or_heading = np.array(bare, dtype=bool)
    bare_or_heading[[number for cell in headings if (number := names.number(cell)) is not None]] = True
    return np.flatnonzero(bare_or_heading[names.codes[first - 1 : end]]) + first


def _place(view: View, header: Header, panel: Panel, first: int, plain: np.ndarray, odd: np.ndarray) -> Place:
    fields = header.fields
    ordinal = next((c for f, c in fields.items() if panel.tabs[header.kind].fields[f].kind is Kind.ORDINAL), None)
    sample = plain[:200]
    numbered = int(view.filled(ordinal)[sample - 1].sum()) if ordinal else 0
    solid = int(plain[-1]) if len(plain) else int(odd[-1]) if len(odd) else first
    return Place(
        tab=panel.tabs[header.kind],
        panel=panel,
        fields=fields,
        headings={
            c.number: frozenset({fold(view.text(row, c.number)) for row in header.rows} - {""}) for c in header.columns
        },
        first=first,
        solid=solid,
        numbered=numbered > len(sample) / 2,
        columns=len(header.columns),
        field_of={c.number: c.field for c in header.columns if c.field},
    )


def _kinds(view: View, rows: np.ndarray, place: Place, borrowed: Mapping[int, frozenset[int]]) -> dict[int, str]:
    """What each odd row is, from top to bottom: what ends a table (a blank row, a total) is remembered."""
    kinds: dict[int, str] = {}
    apart = False
    for row in map(int, rows):
        kinds[row] = kind = _look(view, row, place, borrowed, apart)
        apart = row > place.solid and (apart or kind in ENDS)
    return kinds


def _look(view: View, row: int, place: Place, borrowed: Mapping[int, frozenset[int]], apart: bool) -> str:
    own, texts = view.row(row), view.row(row)
    for column in borrowed.get(row, ()):
        if column in place.field_of and column != place.ordinal:
            texts.setdefault(column, "merged above")
    width = max(2, place.columns // 2)
    wide = any(merge.right - merge.left + 1 >= width for merge in view.merges_of(row) if merge.left in texts)
    formulas = frozenset(column for column in texts if (row, column) in view.grid.formulas)
    look = RowLook(
        row=row,
        texts=texts,
        stored={column: view.stored(row, column) for column in texts},
        wide=wide,
        formulas=formulas,
        apart=apart,
    )
    # cells joined over records and the total below them make no record of it
    return "total" if own != texts and is_total(replace(look, texts=own), place) else kind_of_row(look, place)


def _titles_of_next(kinds: dict[int, str], end: int, view: View) -> None:
    """Lone texts right above the next table's header are its title, whatever they look like."""
    row = end
    while row and row < view.height and (view.counts[row - 1] == 0 or (row in kinds and len(view.row(row)) <= 1)):
        if kinds.get(row, "blank") != "blank":
            kinds[row] = "title"
        row -= 1


def _name_totals(left_out: dict[int, str], records: np.ndarray) -> None:
    """A total with records below it is one of a part."""
    last = int(records[-1]) if len(records) else 0
    for row, kind in left_out.items():
        if kind == "total" and row < last:
            left_out[row] = "subtotal"


def _sections(view: View, header: Header, left_out: Mapping[int, str], panel: Panel) -> dict[int, tuple[str, Said]]:
    found = {}
    for row, kind in left_out.items():
        if kind == "section":
            text = max(view.row(row).values(), key=len)
            said = what_it_says(text, panel.tabs[header.kind], panel)
            found[row] = (text, said or Said(school_year=school_year_in(text)))  # a title in the middle says it too
    return found
