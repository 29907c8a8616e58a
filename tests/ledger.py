"""What a tab must hold while panels and colleagues edit it, cell by cell: the model that the state machines judge by.

The model is the list of records that must be in the tab; each knows all of its cells. Colleagues act through it: it
knows what they wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from sheets import writing
from sheets.errors import PanelError, Unconfirmed
from sheets.journal import Entry, read_entries, standing
from sheets.receipts import Receipt
from sheets.schema import read_panel
from sheets.workbook import is_journal
from tests.places import BOOK, TODAY, Place

PANEL = read_panel()
HEADINGS = BOOK["Заходи"][2]
FIELDS = {"title": "Назва заходу", "partners": "Партнери", "participants": "К-сть учасників", "children": "з них дітей"}
Record = dict[str, Any]  # heading -> what must stand in the cell, ... whatever; «Разом»: whether the formula is there
Act = tuple[str, int, int]  # what a colleague does, to which record, with what number

numbers = st.integers(min_value=1, max_value=999)
picks = st.integers(min_value=0, max_value=9)
ACTS = ("set", "set", "set", "insert", "delete", "sort", "retitle", "rename tab", "column")
acts = st.tuples(st.sampled_from(ACTS), picks, numbers)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a save is to do: add `record`, or put `became` into one cell of it; an undo does the contrary."""

    submit: str
    record: Record
    heading: str | None = None
    was: Any = None
    became: Any = None
    undoes: bool = False

    def undone(self) -> Change:
        """The undo of this save."""
        receipt = writing.receipt_id(self.submit)
        return Change(
            submit=f"undo-{receipt}",
            record=self.record,
            heading=self.heading,
            was=self.became,
            became=self.was,
            undoes=True,
        )


class Ledger:
    """The records that must be in the tab «Заходи» of a place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.tab = "Заходи"
        self.count = 0
        self.submits: set[str] = set()  # all that were ever sent
        self.saved: list[Change] = []  # confirmed, each once
        self.written: list[tuple[Record, str]] | None = None  # the cells that colleagues have set, where that is asked
        self.records: list[Record] = [
            {**dict(zip(HEADINGS, [*row, None][: len(HEADINGS)], strict=True)), "Разом": True}
            for row in BOOK["Заходи"][3:6]
        ]

    # --- records ---

    def new_record(self, people: int) -> Record:
        """A record that nobody has yet."""
        self.count += 1
        known = {"Назва заходу": f"Подія {self.count}", "Дата": TODAY, "Партнери": f"Партнер {self.count}"}
        return {**dict.fromkeys(HEADINGS), **known, "К-сть учасників": people, "Разом": ..., "№": ...}

    def new_submit(self) -> str:
        """A submit id that nobody has used."""
        self.count += 1
        return f"s{self.count}"

    def pick(self, pick: int) -> Record:
        """One of the records."""
        return self.records[pick % len(self.records)]

    def has(self, record: Record | None) -> bool:
        """Whether this very record must be in the tab."""
        return any(one is record for one in self.records)

    def apply(self, change: Change) -> None:
        """A save of a panel is in the sheet from now on."""
        if change.heading is not None:
            change.record[change.heading] = change.became
        elif change.undoes:
            self.records[:] = [one for one in self.records if one is not change.record]
        elif not self.has(change.record):
            self.records.append(change.record)

    def settle(self, ended: Sequence[tuple[Change, Any]]) -> None:
        """Learns from the journal what came of several saves at once, and judges it: each confirmed one is there, each
        refused one is not, and nobody overwrote what they had not seen."""
        told = self._told()
        confirmed = {change.submit for change, outcome in ended if isinstance(outcome, Receipt)}
        for change, outcome in ended:
            if isinstance(outcome, Receipt):
                assert change.submit in told or "unchanged" in outcome.notes, f"not in the journal: {change}"
            elif not isinstance(outcome, Unconfirmed) and outcome is not None:
                assert isinstance(outcome, PanelError), outcome
                assert change.submit not in told or change.submit in confirmed, f"refused, but there: {change}"
        known = {change.submit for change in self.saved}
        there = {change.submit: change for change, _ in ended if change.submit in told and change.submit not in known}
        for change in sorted(there.values(), key=lambda change: told.index(change.submit)):
            self._replay(change)
            self.saved.append(change)

    def is_told(self, submit: str) -> bool:
        """Whether the journal says that this save is in the sheet."""
        return submit in self._told()

    def _told(self) -> list[str]:
        """The submits that stand in the journal, the first one first."""
        entries = self._entries()
        submits = dict.fromkeys(entry.submit_id for entry in reversed(entries))
        return [one for one in submits if standing(entry for entry in entries if entry.submit_id == one)]

    def _entries(self) -> list[Entry]:
        """All lines of the journal, newest first."""
        workbook = self.place.open()
        journals = [tab.gid for tab in workbook.tabs() if is_journal(tab.title)]
        assert len(journals) < 2
        return [entry for grid in workbook.read_tabs(journals) for entry in read_entries(grid)] if journals else []

    def _replay(self, change: Change) -> None:
        """One of several saves, in the journal's order. A colleague knew what they overwrote, a panel must have."""
        if change.heading is None:
            self.apply(change)
        elif not any(record is change.record and heading == change.heading for record, heading in self.written or ()):
            now = change.record[change.heading]
            assert now in (change.was, change.became), f"overwrote {now!r} unseen: {change}"
            self.apply(change)

    # --- the sheet as it is ---

    def rows(self) -> list[list[Any]]:
        """The tab's cells."""
        return self.place.rows(self.tab)

    def header_row(self) -> int:
        """The row of the header."""
        return next(at for at, row in enumerate(self.rows(), start=1) if "Назва заходу" in row)

    def header(self) -> list[Any]:
        """The headings as they stand now."""
        return self.rows()[self.header_row() - 1]

    def cell(self, row: int, heading: str) -> str:
        """The address of a cell."""
        return f"{chr(65 + self.header().index(heading))}{row}"

    def row_of(self, record: Record) -> int | None:
        """Where the record stands, by its title."""
        column = self.header().index("Назва заходу")
        title = record["Назва заходу"]
        rows = enumerate(self.rows(), start=1)
        return next((at for at, row in rows if len(row) > column and row[column] == title), None)

    # --- colleagues ---

    def do(self, act: Act, untouched: tuple[Any, Any] = (None, None)) -> None:
        """What a colleague does, and what the sheet must hold then; `untouched` is the record (and, if not all of it,
        the heading) that a panel has just written and the model does not know yet."""
        what, pick, number = act
        record = self.pick(pick)
        row = self.row_of(record)
        if row is None:  # it is being taken away in this very moment
            return
        if what == "set":
            heading = ["К-сть учасників", "з них дітей", "Своє", "Партнери"][number % 4]
            if untouched[0] is not record or untouched[1] not in (heading, None):
                value = f"колега {number}" if heading in ("Своє", "Партнери") else number
                self._set(row, record, heading, value)
        elif what == "retitle" and untouched[0] is not record:
            self.count += 1
            self._set(row, record, "Назва заходу", f"Перейменовано {self.count}")
        elif what == "insert":
            new = {**self.new_record(number), "Разом": False, "№": None}
            values = [new.get(heading) if heading != "Разом" else None for heading in self.header()]
            self._act({"insert_row": {"row": row, "values": values}})
            self.records.append(new)
        elif what == "delete" and len(self.records) > 2 and untouched[0] is not record:
            self._act({"delete_row": {"row": row}})
            self.records[:] = [one for one in self.records if one is not record]
        elif what == "sort":
            self._sort()
        elif what == "rename tab":
            self._act({"rename_tab": {"to": f"Заходи {number}"}})
            self.tab = f"Заходи {number}"
        elif what == "column" and number % 5 == 0 and "Нове" not in self.header():
            column = self.cell(1, "Партнери")[:-1]
            self._act({"insert_column": {"column": column}})
            self._act({"set": {"cell": f"{column}{self.header_row()}", "value": "Нове"}})

    def _set(self, row: int, record: Record, heading: str, value: Any) -> None:
        self._act({"set": {"cell": self.cell(row, heading), "value": value}})
        record[heading] = value
        if self.written is not None:
            self.written.append((record, heading))

    def _sort(self) -> None:
        rows = sorted(row for row in map(self.row_of, self.records) if row)
        if rows == list(range(rows[0], rows[-1] + 1)):
            column = self.cell(1, "Назва заходу")[:-1]
            self._act({"sort": {"from_row": rows[0], "to_row": rows[-1], "column": column}})

    def _act(self, edit: dict[str, dict[str, Any]]) -> None:
        self.place.colleague({what: {"tab": self.tab, **told} for what, told in edit.items()})

    # --- the judgement ---

    def judge(self) -> None:
        """The tab holds exactly the records that it must, cell by cell, and all else is as it was."""
        if not self.records:
            return
        rows, top, header = self.rows(), self.header_row(), self.header()
        assert rows[0] == BOOK["Заходи"][0]
        found, totals = self._found(rows, top, header)
        wanted = {record["Назва заходу"] for record in self.records}
        assert set(found) == wanted, f"gone: {wanted - set(found)}; not ours: {set(found) - wanted}"
        for record in self.records:
            at, cells = found[record["Назва заходу"]]
            assert self._as_it_stands(at, cells, header) == _as_it_must(record, cells, header), cells
        assert len(totals) == 1
        sums = [totals[0][header.index(heading)] for heading in ("К-сть учасників", "з них дітей")]
        assert all(str(total).startswith("=SUM(") for total in sums), sums
        assert rows[-1][1] == "Директор ____________"
        assert self.place.rows("Партнери") == BOOK["Партнери"]

    def _found(self, rows: list[list[Any]], top: int, header: list[Any]) -> tuple[dict[Any, Any], list[list[Any]]]:
        """The records of the tab by title, each (row, cells), and the rows of totals."""
        name = header.index("Назва заходу")
        found: dict[Any, tuple[int, list[Any]]] = {}
        totals = []
        for at, row in enumerate(rows[top:], start=top + 1):
            cells = [*row, *[None] * (len(header) - len(row))]
            if cells[name] == "Всього":
                totals.append(cells)
            elif cells[name] is not None and not str(cells[name]).startswith("Директор"):
                assert cells[name] not in found, f"twice: {cells[name]}"
                found[cells[name]] = (at, cells)
        return found, totals

    def _as_it_stands(self, at: int, cells: list[Any], header: list[Any]) -> Record:
        people, children = (self.cell(at, heading) for heading in ("К-сть учасників", "з них дітей"))
        read = {heading: cells[c] for c, heading in enumerate(header) if heading and heading != "Нове"}
        return {**read, "Разом": read["Разом"] == f"={people}+{children}" if read["Разом"] is not None else False}

    def judge_the_journal(self) -> None:
        """Each confirmed save is in it, and nothing that nobody sent."""
        told = {entry.submit_id for entry in self._entries()}
        assert told <= self.submits
        assert {change.submit for change in self.saved} <= told


def _as_it_must(record: Record, cells: list[Any], header: list[Any]) -> Record:
    number, formula = cells[header.index("№")], cells[header.index("Разом")] is not None
    own = {"№": number, "Разом": formula}  # as the record above had them when the row was made
    return {**record, **{heading: value for heading, value in own.items() if record[heading] is ...}}
