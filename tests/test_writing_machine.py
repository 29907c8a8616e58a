"""Panels and colleagues at one sheet, in any order, with any request failing: after each step nothing of anybody's is
lost, every confirmed save is there once, and every refused one not at all.

A short run belongs to `make test`; PANEL_LONG=1 makes it at least 10,000 steps (`make bench`).
"""

from __future__ import annotations

import datetime as dt
import os
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sheets import saving, writing
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.receipts import Conflict, Receipt
from sheets.records import Period
from sheets.schema import read_panel
from sheets.snapshot import read_snapshot
from tests.places import BOOK, DAY, TODAY, PaperPlace, Watched

PANEL = read_panel()
NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
LONG = bool(os.environ.get("PANEL_LONG"))
HEADINGS = BOOK["Заходи"][2]
FIELDS = {"Назва заходу": "title", "Партнери": "partners", "К-сть учасників": "participants", "з них дітей": "children"}
Record = dict[str, Any]  # heading -> what must stand in the cell; «Разом»: whether the formula is there

numbers = st.integers(min_value=1, max_value=999)
picks = st.integers(min_value=0, max_value=9)
acts = st.tuples(
    st.sampled_from(
        ["set", "set", "set", "insert", "delete", "sort", "retitle", "other panel", "rename tab", "column"]
    ),
    picks,
    numbers,
)
moments = st.sampled_from(["read", "write", "write", "after"])
faults = st.sampled_from(["none", "none", "none", "lost", "not sent", "late", "late, applied", "refused"])
meanwhiles = st.dictionaries(moments, st.lists(acts, max_size=2), max_size=2)


class Sheet(RuleBasedStateMachine):
    """The model is the list of records that must be in the tab; each knows all of its cells."""

    def __init__(self) -> None:
        super().__init__()
        saving.forget()
        self.place = PaperPlace(deepcopy(BOOK))
        self.records: list[Record] = []
        self.receipts: list[tuple[Receipt, Record | None, dict[str, Any]]] = []
        self.submits: set[str] = set()
        self.count = 0
        self.tab = "Заходи"

    @initialize()
    def start(self) -> None:
        for row in BOOK["Заходи"][3:6]:
            record = dict(zip(HEADINGS, [*row, None][: len(HEADINGS)], strict=True))
            self.records.append({**record, "Разом": True})

    # --- the panel ---

    @rule(meanwhile=meanwhiles, fault=faults, people=numbers)
    def add(self, meanwhile: dict[str, list[Any]], fault: str, people: int) -> None:
        """A panel adds an event."""
        record = self.new_record(people)
        receipt = self.save(lambda workbook, submit: self.add_now(workbook, submit, record), meanwhile, fault, record)
        if receipt and "computed" not in receipt.notes:
            self.receipts.append((receipt, record, {}))

    @rule(
        pick=picks,
        field=st.sampled_from(["participants", "children", "partners"]),
        number=numbers,
        meanwhile=meanwhiles,
        fault=faults,
    )
    def edit(self, pick: int, field: str, number: int, meanwhile: dict[str, list[Any]], fault: str) -> None:
        """A panel edits a record as it was a moment ago."""
        record = self.records[pick % len(self.records)]
        workbook = self.place.open()
        snapshot = read_snapshot(workbook.read(), PANEL, now=NOW)
        table = next((t for tab in snapshot.tabs for t in tab.tables if t.kind == "events"), None)
        row = self.row_of(record)
        if table is None or row is None or table.record(row) is None:
            return
        heading = next(heading for heading, key in FIELDS.items() if key == field)
        mine = f"Партнер {number}" if field == "partners" else number
        value: Any = (mine,) if field == "partners" else float(number)
        before = record[heading]

        def change() -> None:
            record[heading] = mine

        receipt = self.save(
            lambda w, submit: writing.edit(
                w, PANEL, "events", row, {field: value}, actor="панель", submit_id=submit, now=NOW, table=table,
                snapshot=snapshot,
            ),
            meanwhile, fault, None, change, (record, heading, before),
        )  # fmt: skip
        if receipt and "unchanged" not in receipt.notes:
            self.receipts.append((receipt, None, {"record": record, "heading": heading, "was": before, "became": mine}))

    @rule(pick=picks, meanwhile=meanwhiles, fault=faults)
    def undo(self, pick: int, meanwhile: dict[str, list[Any]], fault: str) -> None:
        """A panel takes one of its saves back."""
        if not self.receipts:
            return
        receipt, record, change = self.receipts[pick % len(self.receipts)]
        alive = record in self.records if record is not None else change["record"] in self.records

        def undone() -> None:
            if record is not None:
                self.records[:] = [one for one in self.records if one is not record]
            else:
                change["record"][change["heading"]] = change["was"]

        known = any(done.submit_id == f"undo-{receipt.id}" for done, _, _ in self.receipts) or not alive
        self.save(
            lambda w, submit: writing.undo(w, PANEL, receipt.id, actor="панель", now=NOW),
            meanwhile, fault, None, (lambda: None) if known else undone,
            (change["record"], change["heading"], change["became"]) if change else (record, None, None),
            submit=f"undo-{receipt.id}",
        )  # fmt: skip

    @rule(pick=picks)
    def again(self, pick: int) -> None:
        """Another process sends a submit once more."""
        added = [(receipt, record) for receipt, record, _ in self.receipts if record is not None]
        if added:
            receipt, record = added[pick % len(added)]
            saving.forget()
            self.add_now(self.place.open(), receipt.submit_id, record)

    # --- colleagues ---

    @rule(act=acts)
    def colleague(self, act: Any) -> None:
        """A person edits the sheet, nobody else doing anything."""
        if act[0] != "other panel":
            self.do(act)

    def do(self, act: tuple[str, int, int], untouched: Any = (None, None, None)) -> None:
        """What a colleague does, and what the sheet must hold then."""
        what, pick, number = act
        record = self.records[pick % len(self.records)]
        row = self.row_of(record)
        if row is None:  # it is being taken away in this very moment
            return
        if what == "set":
            heading = ["К-сть учасників", "з них дітей", "Своє", "Партнери"][number % 4]
            if untouched[0] is record and untouched[1] in (heading, None):
                return
            value = f"колега {number}" if heading in ("Своє", "Партнери") else number
            self.act({"set": {"cell": self.cell(row, heading), "value": value}})
            record[heading] = value
        elif what == "retitle" and untouched[0] is not record:
            self.count += 1
            record["Назва заходу"] = f"Перейменовано {self.count}"
            self.act({"set": {"cell": self.cell(row, "Назва заходу"), "value": record["Назва заходу"]}})
        elif what == "insert":
            new = {**self.new_record(number), "Разом": False, "№": None}
            values = [new.get(heading) if heading != "Разом" else None for heading in self.header()]
            self.act({"insert_row": {"row": row, "values": values}})
            self.records.append(new)
        elif what == "delete" and len(self.records) > 2 and untouched[0] is not record:
            self.act({"delete_row": {"row": row}})
            self.records[:] = [one for one in self.records if one is not record]
        elif what == "sort":
            rows = sorted(row for row in map(self.row_of, self.records) if row)
            if rows == list(range(rows[0], rows[-1] + 1)):
                column = self.cell(1, "Назва заходу")[:-1]
                self.act({"sort": {"from_row": rows[0], "to_row": rows[-1], "column": column}})
        elif what == "rename tab":
            self.act({"rename_tab": {"to": f"Заходи {number}"}})
            self.tab = f"Заходи {number}"
        elif what == "column" and number % 5 == 0 and "Нове" not in self.header():
            column = self.cell(1, "Партнери")[:-1]
            self.act({"insert_column": {"column": column}})
            self.act({"set": {"cell": f"{column}{self.header_row()}", "value": "Нове"}})
        elif what == "other panel":
            self.other_panel(number)

    def other_panel(self, number: int) -> None:
        """Another process adds an event in that very moment."""
        record = self.new_record(number)
        self.count += 1
        submit = f"other-{self.count}"
        self.submits.add(submit)
        try:
            receipt = self.add_now(self.place.open(), submit, record)
        except Refused:
            return
        self.records.append(record)
        self.receipts.append((receipt, record, {}))

    def act(self, edit: dict[str, dict[str, Any]]) -> None:
        self.place.colleague({what: {"tab": self.tab, **told} for what, told in edit.items()})

    # --- a save, with everything that can happen to it ---

    def save(
        self,
        send: Any,
        meanwhile: dict[str, list[Any]],
        fault: str,
        record: Record | None = None,
        change: Any = None,
        touches: Any = (None, None, None),
        submit: str | None = None,
    ) -> Receipt | None:
        """Sends a save; colleagues act at its moments; the model learns what must be true of its end."""
        self.count += 1
        submit = submit or f"s{self.count}"
        self.submits.add(submit)
        workbook = self.place.open()
        happened: set[str] = set()

        def applied() -> None:
            if record is not None and all(one is not record for one in self.records):
                self.records.append(record)
            if change:
                change()

        state = {"written": False}

        def before(what: str) -> None:
            if what in meanwhile and what not in happened:
                happened.add(what)
                for act in meanwhile[what]:
                    self.do(act)
            if what == "write" and fault in ("not sent", "late", "refused") and "fault" not in happened:
                happened.add("fault")
                if fault == "refused":
                    raise WorkbookError("too-many-requests")
                raise Unconfirmed(late=fault == "late")

        def after() -> None:
            state["written"] = True
            if "after" in meanwhile and "after" not in happened:
                happened.add("after")
                for act in meanwhile["after"]:
                    if act[0] in ("set", "insert", "sort"):
                        self.do(act, touches)
            if fault in ("lost", "late, applied") and "fault" not in happened:
                happened.add("fault")
                raise Unconfirmed(late=fault == "late, applied")

        workbook.before, workbook.after = before, after
        try:
            receipt = send(workbook, submit)
        except (Refused, Conflict, WorkbookError):
            return None
        except Unconfirmed:
            assert not state["written"], "a save that is in the sheet was not found"
            return None
        if not {"unchanged", "repeated"} & set(receipt.notes):
            applied()
        return receipt

    def add_now(self, workbook: Watched, submit: str, record: Record) -> Receipt:
        values = {
            "title": record["Назва заходу"],
            "date": Period(DAY, DAY),
            "partners": (record["Партнери"],),
            "participants": float(record["К-сть учасників"]),
        }
        return writing.add(workbook, PANEL, "events", values, actor="панель", submit_id=submit, now=NOW)

    # --- what is in the sheet ---

    def new_record(self, people: int) -> Record:
        self.count += 1
        known = {"Назва заходу": f"Подія {self.count}", "Дата": TODAY, "Партнери": f"Партнер {self.count}"}
        return {**dict.fromkeys(HEADINGS), **known, "К-сть учасників": people, "Разом": ..., "№": ...}

    def rows(self) -> list[list[Any]]:
        return self.place.rows(self.tab)

    def header_row(self) -> int:
        return next(at for at, row in enumerate(self.rows(), start=1) if "Назва заходу" in row)

    def header(self) -> list[Any]:
        return self.rows()[self.header_row() - 1]

    def cell(self, row: int, heading: str) -> str:
        return f"{chr(65 + self.header().index(heading))}{row}"

    def row_of(self, record: Record) -> int | None:
        column = self.header().index("Назва заходу")
        title = record["Назва заходу"]
        rows = enumerate(self.rows(), start=1)
        return next((at for at, row in rows if len(row) > column and row[column] == title), None)

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        """The tab holds exactly the records that it must, cell by cell, and all else is as it was."""
        if not self.records:
            return
        rows, top, header = self.rows(), self.header_row(), self.header()
        name = header.index("Назва заходу")
        assert rows[0] == BOOK["Заходи"][0]
        found: dict[Any, tuple[int, list[Any]]] = {}
        totals = []
        for at, row in enumerate(rows[top:], start=top + 1):
            cells = [*row, *[None] * (len(header) - len(row))]
            if cells[name] == "Всього":
                totals.append(cells)
            elif cells[name] is not None and not str(cells[name]).startswith("Директор"):
                assert cells[name] not in found, f"twice: {cells[name]}"
                found[cells[name]] = (at, cells)
        wanted = {record["Назва заходу"] for record in self.records}
        assert set(found) == wanted, f"gone: {wanted - set(found)}; not ours: {set(found) - wanted}"
        for record in self.records:
            at, cells = found[record["Назва заходу"]]
            assert self.as_it_stands(at, cells, header) == self.as_it_must(record, cells, header), cells
        assert len(totals) == 1
        sums = [totals[0][header.index(heading)] for heading in ("К-сть учасників", "з них дітей")]
        assert all(str(total).startswith("=SUM(") for total in sums), sums
        assert rows[-1][1] == "Директор ____________"
        assert self.place.rows("Партнери") == BOOK["Партнери"]

    def as_it_stands(self, at: int, cells: list[Any], header: list[Any]) -> Record:
        people, children = (self.cell(at, heading) for heading in ("К-сть учасників", "з них дітей"))
        read = {heading: cells[c] for c, heading in enumerate(header) if heading and heading != "Нове"}
        return {**read, "Разом": read["Разом"] == f"={people}+{children}" if read["Разом"] is not None else False}

    def as_it_must(self, record: Record, cells: list[Any], header: list[Any]) -> Record:
        number, formula = cells[header.index("№")], cells[header.index("Разом")] is not None
        own = {"№": number, "Разом": formula}  # as the record above had them when the row was made
        return {**record, **{heading: value for heading, value in own.items() if record[heading] is ...}}

    @invariant()
    def the_journal_tells_the_truth(self) -> None:
        """Each confirmed save is in it, and nothing that nobody sent."""
        entries = writing.journal(self.place.open(), PANEL)
        told = {entry.submit_id for entry in entries}
        assert told <= self.submits
        assert {receipt.submit_id for receipt, _, _ in self.receipts} <= told


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking again needs no pauses here."""
    monkeypatch.setattr(saving, "PAUSES", (0.0, 0.0, 0.0, 0.0))


def test_panels_and_colleagues_lose_nothing() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Sheet,
        settings=settings(
            max_examples=400 if LONG else 25,
            stateful_step_count=30 if LONG else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not LONG,
        ),
    )


__all__ = ["PanelError"]
