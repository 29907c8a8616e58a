"""The journal: a tab in the same workbook that says who changed what, from what to what, and when.

Newest first, in the words of the sheet, one line for each changed cell and one for each added record. It holds enough
to undo a save from any process: the last columns are for the panel («Дані» and what stood in the cells just before they
were written, copied there by the workbook itself in the same call).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from itertools import takewhile
from typing import Any

from sheets.errors import Refused
from sheets.text import fold
from sheets.workbook import JOURNAL, AddTab, CopyCells, Edit, Grid, InsertRow, Stored, WriteCell, plain

JOURNAL_TAB = 60917  # the gid that a journal is made with: it is found by it without looking, even when renamed
EPOCH = dt.datetime(1899, 12, 30)
MOMENT = "dd.mm.yyyy hh:mm:ss"
HEADER = (
    "Коли",
    "Хто",
    "Що зроблено",
    "Вкладка",
    "Рядок",
    "Запис",
    "Поле",
    "Було",
    "Стало",
    "Надсилання",
    "Квитанція",
    "Дані для скасування",
)
SUBMIT = HEADER.index("Надсилання") + 1
KEPT = len(HEADER) + 1  # the first of the columns where a save keeps what it is about to overwrite
WIDEST = 64  # columns of a journal: as many cells of a row can be kept as are right of the header's words
WORDS = {"add": "додано", "edit": "змінено", "undo": "скасовано", "repair": "виправлено"}
TAKEN_BACK = "не збережено"
ACTIONS = {word: action for action, word in WORDS.items()}
RECENT = 2000  # lines, the newest ones: all that a save reads of the journal, whatever has been written in years
VOID = "void"  # in a line's data: the save, as told in the lines below, was taken back at once
LEFT = "left"  # in a line's data: something of the save may stand where it should not
LONGEST = 32_767  # characters a cell of an .xlsx can hold; Google's can hold more


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the journal. `action` is add, edit, undo or repair; `field` is the column's heading; `data` is what
    undo needs; `line` is its row in the journal, 0 before it is written; `kept` is what stood in the cells before."""

    at: dt.datetime
    actor: str
    action: str
    title: str
    row: int
    name: str
    field: str = ""
    was: str = ""
    became: str = ""
    submit_id: str = ""
    receipt_id: str = ""
    data: Mapping[str, Any] = made(default_factory=dict)
    kept: tuple[Stored, ...] = ()
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Cells of a row that a save is about to overwrite or delete: the workbook copies them into the journal first, to
    the line with this number (of the save's own lines, from 0)."""

    tab: int
    row: int
    column: int
    width: int = 1
    line: int = 0


def place(grid: Grid | None, taken: Iterable[str] = ()) -> tuple[int, int, list[Edit]]:
    """Where the journal's next line goes: (gid, row, edits that make the journal first, if it isn't there).

    `grid` is the tab with the journal's gid as it was read, None when there is none; `taken` are all tabs' titles.
    """
    if grid is not None:
        return grid.tab.gid, header_row(grid) + 1, []
    title, number = JOURNAL, 1
    while title in taken:
        number += 1
        title = f"{JOURNAL} {number}"
    header = (*HEADER, "Клітинки до зміни", *[""] * (WIDEST - KEPT))
    return JOURNAL_TAB, 2, [AddTab(tab=JOURNAL_TAB, title=title, header=header)]


def header_row(grid: Grid) -> int:
    """The row of the journal's header; 1 when only some of its columns were read."""
    for row in range(1, min(grid.height, 20) + 1):
        if fold(grid.text(row, SUBMIT)) == fold(HEADER[SUBMIT - 1]):
            return row
    return 1


def is_journal_grid(grid: Grid) -> bool:
    """Whether this tab is a journal: by its header, whatever it is called."""
    return any(fold(grid.text(row, SUBMIT)) == fold(HEADER[SUBMIT - 1]) for row in range(1, 21))


def was_journal_grid(grid: Grid) -> bool:
    """Whether this tab was made as a journal, and people moved or renamed its columns: by its gid, or by another of its
    headings standing there."""
    words = {fold(word) for word in HEADER}
    return grid.tab.gid == JOURNAL_TAB or any(fold(grid.text(row, SUBMIT)) in words for row in range(1, 21))


def spoilt(title: str) -> Refused:
    """Why nothing is saved while nobody can tell which column of the journal is which: no line, no save."""
    return Refused("header-changed", tab=title, gone=[HEADER[SUBMIT - 1]], new=[], moved=[])


def write_lines(tab: int, row: int, entries: Sequence[Entry], keep: Sequence[Keep]) -> list[Edit]:
    """The edits that put these lines into the journal, the first one on top, and keep cells as they are just then: they
    go before the save's own edits. What a line keeps stands in it from column KEPT on, in the order of `keep`.
    """
    lines: list[Edit] = [InsertRow(tab=tab, at=row) for _ in entries]
    for at, entry in enumerate(entries):
        for column, value in enumerate(_cells(entry), start=1):
            if value is not None and value != "":
                pattern = MOMENT if column == 1 else None
                lines.append(WriteCell(tab=tab, row=row + at, column=column, value=value, pattern=pattern))
    columns: Counter[int] = Counter()
    for cells in keep:
        lines.append(
            CopyCells(
                tab=cells.tab,
                row=cells.row,
                column=cells.column,
                width=cells.width,
                to_tab=tab,
                to_row=row + cells.line,
                to_column=KEPT + columns[cells.line],
            )
        )
        columns[cells.line] += cells.width
    return lines


def kept_in(lines: Sequence[Sequence[Stored]], keep: Sequence[Keep]) -> tuple[Stored, ...]:
    """What the workbook kept, in the order of `keep`, out of the lines as they are stored (from column KEPT on)."""
    columns: Counter[int] = Counter()
    found: list[Stored] = []
    for cells in keep:
        start = columns[cells.line]
        line = lines[cells.line] if cells.line < len(lines) else ()
        found += [line[at] if at < len(line) else None for at in range(start, start + cells.width)]
        columns[cells.line] += cells.width
    return tuple(found)


def _cells(entry: Entry) -> tuple[Stored, ...]:
    data = json.dumps(entry.data, ensure_ascii=False, separators=(",", ":")) if entry.data else None
    return (
        serial(entry.at),
        entry.actor,
        WORDS[entry.action],
        entry.title,
        entry.row,
        shorten(entry.name),
        shorten(entry.field),
        shorten(entry.was),
        shorten(entry.became),
        entry.submit_id,
        entry.receipt_id,
        data if data is None or len(data) <= LONGEST else None,  # too long to keep: such a save can't be undone
    )


def serial(moment: dt.datetime) -> float:
    """A moment's local clock time as a spreadsheet stores it: days since 1899-12-30."""
    return round((moment.replace(tzinfo=None) - EPOCH).total_seconds() / 86400, 6)


def shorten(text: str, most: int = 1000) -> str:
    """The text, cut with an ellipsis where a reader would not go on reading anyway."""
    return text if len(text) <= most else text[: most - 1] + "…"


def read_entries(grid: Grid) -> list[Entry]:
    """All lines of a journal, newest first; a line that people made unreadable is left out."""
    top = header_row(grid)
    entries = (_entry(grid, row) for row in range(top + 1, grid.height + 1))
    return [entry for entry in entries if entry]


def _entry(grid: Grid, row: int) -> Entry | None:
    at, number = grid.value(row, 1), grid.value(row, 5)
    action = ACTIONS.get(grid.text(row, 3))
    if action is None or not isinstance(at, int | float) or not isinstance(number, int | float):
        return None
    return Entry(
        at=EPOCH + dt.timedelta(seconds=round(at * 86400)),
        actor=grid.text(row, 2),
        action=action,
        title=grid.text(row, 4),
        row=int(number),
        name=grid.text(row, 6),
        field=grid.text(row, 7),
        was=grid.text(row, 8),
        became=grid.text(row, 9),
        submit_id=grid.text(row, 10),
        receipt_id=grid.text(row, 11),
        data=_data(grid.value(row, 12)),
        kept=tuple(grid.value(row, column) for column in range(KEPT, grid.width + 1)),
        line=row,
    )


def _data(value: Stored) -> Mapping[str, Any]:
    try:
        data = json.loads(plain(value)) if value else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def count_submit(grid: Grid, submit_id: str) -> int:
    """How many lines of the journal belong to the save with this id."""
    return sum(grid.value(row, SUBMIT) == submit_id for row in range(1, grid.height + 1))


def standing(lines: Iterable[Entry]) -> list[Entry]:
    """Of one save's lines, newest first, those that still hold: none where it could not stand and was taken back."""
    holding = list(takewhile(lambda entry: not entry.data.get(VOID), lines))
    return holding if any(entry.action != "repair" for entry in holding) else []


def search(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The lines in which all words of the text stand somewhere, whatever their case and quotes."""
    wanted = fold(text).split()
    return [entry for entry in entries if all(word in _searched(entry) for word in wanted)]


def _searched(entry: Entry) -> str:
    return fold(
        " ".join((entry.actor, WORDS[entry.action], entry.title, entry.name, entry.field, entry.was, entry.became))
    )
