"""A new row is one of the staff's own: what lies around the record above it takes it in, in both places alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheets import writing
from sheets.errors import Refused
from sheets.opening import open_workbook
from sheets.receipts import Receipt
from sheets.schema import Panel
from sheets.workbook import Workbook
from tests.emulator import Emulator, running
from tests.places import BOOK, Cells, write_xlsx
from tests.sheets_api.addresses import Box, range_name
from tests.sheets_api.ranges import Over

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
TAB, HEADER, FIRST, LAST = "Заходи", 3, 4, 6
EVENT = {"title": "Нова", "directions": ("culture",), "participants": 12.0}


@dataclass
class Shelf:
    """A workbook in one of the two places, and how to look at what lies around its cells."""

    workbook: Workbook
    path: Path
    emulator: Emulator | None = None
    notes: list[str] = field(default_factory=list)

    def add(self, panel: Panel, **values: Any) -> Receipt:
        return writing.add(self.workbook, panel, "events", {**EVENT, **values}, actor="Оля", now=NOW)

    @property
    def tab(self) -> Any:
        """The tab as openpyxl or as the emulator has it."""
        if self.emulator:
            return self.emulator.app.control.book.titled(TAB)
        return openpyxl.load_workbook(self.path)[TAB]

    def value(self, row: int, column: int) -> Any:
        (grid,) = self.workbook.read_tabs([next(t.gid for t in self.workbook.tabs() if t.title == TAB)])
        return grid.formulas.get((row, column), grid.value(row, column))

    def filter(self) -> str:
        return address(self.tab.filter) if self.emulator else self.tab.auto_filter.ref

    def hidden(self) -> set[int]:
        if self.emulator:
            return {row + 1 for row in self.tab.hidden_rows}
        return {number for number, row in self.tab.row_dimensions.items() if row.hidden}

    def conditional(self) -> list[str]:
        if self.emulator:
            return [address(box) for boxes, _ in self.tab.conditional for box in boxes]
        return [str(place.sqref) for place in self.tab.conditional_formatting]

    def validated(self, row: int, column: int) -> bool:
        if self.emulator:
            return self.tab.cell(row - 1, column - 1).validation is not None
        name = self.tab.cell(row, column).coordinate
        return any(name in rule.sqref for rule in self.tab.data_validations.dataValidation)

    def merged(self) -> set[str]:
        if self.emulator:
            return {address(box) for box in self.tab.merges}
        return {str(one) for one in self.tab.merged_cells.ranges}

    def named(self) -> str:
        if self.emulator:
            return next(address(one.box) for one in self.tab.over if one.kind == "namedRanges")
        names = openpyxl.load_workbook(self.path).defined_names
        return next(iter(names.values())).attr_text.rpartition("!")[2].replace("$", "")

    def colour(self, row: int, column: int) -> str:
        """The colour that a person painted a cell with."""
        if self.emulator:
            found = self.tab.cell(row - 1, column - 1).format.get("backgroundColor", {})
            return "".join(f"{round(found.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))
        return str(self.tab.cell(row, column).fill.fgColor.rgb)[2:]


def address(box: Box) -> str:
    return range_name(BARE, box).rpartition("!")[2]


class _Bare:
    title = "A"


BARE: Any = _Bare()
Change = Callable[[Worksheet], None]
Opens = Callable[..., Shelf]


@pytest.fixture(params=["xlsx", "google"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opens]:
    """The events, with whatever `change` does to their tab, opened in a place."""
    path = tmp_path / "book.xlsx"
    running_ones = []

    def opens(change: Change = lambda _: None, rows: Cells | None = None) -> Shelf:
        write_xlsx({**deepcopy(BOOK), **({TAB: rows} if rows else {})}, path)
        book = openpyxl.load_workbook(path)
        change(book[TAB])
        book.save(path)
        if request.param == "xlsx":
            return Shelf(open_workbook(str(path)), path)
        running_ones.append(running(path))
        emulator = running_ones[-1].__enter__()
        monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
        return Shelf(open_workbook(emulator.spreadsheet_id), path, emulator)

    yield opens
    for one in running_ones:
        one.__exit__(None, None, None)


def test_a_filter_takes_in_the_new_row_and_hides_none_that_is_new(opened: Opens, panel: Panel) -> None:
    def change(tab: Worksheet) -> None:
        tab.auto_filter.ref = f"A{HEADER}:I{LAST}"
        tab.row_dimensions[5].hidden = tab.row_dimensions[6].hidden = True

    shelf = opened(change)
    receipt = shelf.add(panel)
    assert (receipt.row, receipt.notes) == (7, ())
    assert (shelf.filter(), shelf.hidden()) == (f"A{HEADER}:I7", {5, 6})
    assert [shelf.value(7, column) for column in (1, 2, 8)] == [4, "Нова", "=F7+G7"]
    writing.undo(shelf.workbook, panel, receipt.id, actor="Оля", now=NOW)
    assert (shelf.filter(), shelf.hidden()) == (f"A{HEADER}:I6", {5, 6})


def test_a_row_below_one_that_is_hidden_by_hand_is_seen(opened: Opens, panel: Panel) -> None:
    def change(tab: Worksheet) -> None:
        tab.row_dimensions[LAST].hidden = True

    shelf = opened(change)
    assert shelf.add(panel).row == 7
    assert (shelf.hidden(), shelf.value(7, 2), shelf.value(LAST, 2)) == ({LAST}, "Нова", "Ярмарок")


def test_a_name_that_ends_at_the_last_record_takes_in_all_new_ones(opened: Opens, panel: Panel) -> None:
    def change(tab: Worksheet) -> None:
        tab.parent.defined_names["Учасники"] = DefinedName("Учасники", attr_text=f"{TAB}!$F${FIRST}:$F${LAST}")

    shelf = opened(change)
    records = [("events", {"title": name, "participants": 1.0}) for name in ("Одна", "Друга")]
    writing.add_many(shelf.workbook, panel, records, actor="Оля", now=NOW)
    assert shelf.named() == f"F{FIRST}:F8"
    shelf.add(panel)
    assert shelf.named() == f"F{FIRST}:F9"


def test_conditional_formats_choices_and_ticks_hold_for_the_new_row(opened: Opens, panel: Panel) -> None:
    def change(tab: Worksheet) -> None:
        red = PatternFill(bgColor="FFC7CE")
        tab.conditional_formatting.add(f"F{FIRST}:F{LAST}", FormulaRule(formula=[f"$F{FIRST}>50"], fill=red))
        tab.conditional_formatting.add(f"A{FIRST}:I{LAST}", FormulaRule(formula=["MOD(ROW(),2)"], fill=red))
        tab.add_data_validation(DataValidation(type="list", formula1='"Культура,Освітнє"', sqref=f"E{FIRST}:E{LAST}"))

    shelf = opened(change)
    shelf.add(panel)
    assert shelf.conditional() == [f"F{FIRST}:F7", f"A{FIRST}:I7"]
    assert [shelf.validated(row, 5) for row in (3, 6, 7, 8)] == [False, True, True, False]


def test_stripes_painted_by_hand_go_on_as_the_record_above_is(opened: Opens, panel: Panel) -> None:
    def change(tab: Worksheet) -> None:
        for row, colour in ((4, "FFEEEEEE"), (5, "FFFFFFCC"), (6, "FFEEEEEE"), (7, "FF99CCFF")):
            for column in range(1, 10):
                tab.cell(row, column).fill = PatternFill("solid", fgColor=colour)

    shelf = opened(change)
    shelf.add(panel)
    assert [shelf.colour(row, 2) for row in (6, 7, 8)] == ["EEEEEE", "EEEEEE", "99CCFF"]


def test_cells_joined_across_the_row_above_are_joined_in_the_new_one(opened: Opens, panel: Panel) -> None:
    shelf = opened(lambda tab: [tab.merge_cells(f"B{row}:C{row}") for row in range(HEADER + 1, LAST + 1)])
    shelf.add(panel)
    assert {"B6:C6", "B7:C7"} <= shelf.merged()
    assert shelf.value(7, 2) == "Нова"


def test_cells_joined_down_the_records_stay_as_they_are(opened: Opens, panel: Panel) -> None:
    shelf = opened(lambda tab: tab.merge_cells(f"E{FIRST}:E{LAST}"))
    shelf.add(panel, directions=("education",))
    assert (shelf.merged(), shelf.value(FIRST, 5)) == ({f"E{FIRST}:E{LAST}"}, "Культура")
    assert shelf.value(7, 5) == "Освітнє партнерство"


def test_a_row_is_not_put_among_cells_that_are_joined_below_the_last_record(opened: Opens, panel: Panel) -> None:
    rows = deepcopy(BOOK[TAB])
    rows.insert(LAST, [])
    shelf = opened(lambda tab: tab.merge_cells("E6:E7"), rows)
    receipt = shelf.add(panel)
    assert (receipt.row, receipt.notes, shelf.merged()) == (8, (), {"E6:E7"})
    assert [shelf.value(8, column) for column in (1, 2, 5)] == [4, "Нова", "Культура"]


SUMMARY = [
    ("=SUM(Заходи!F4:F6)", "=SUM(Заходи!F4:F7)"),
    ('=COUNTIFS(Заходи!$E$4:$E$6,"Культура",Заходи!$F$4:$F$6,">5")', None),
    ("=Заходи!F7+SUM('Заходи'!G4:G6)", "=Заходи!F8+SUM('Заходи'!G4:G7)"),
    ("=Заходи!F6", "=Заходи!F6"),
    ("=SUM(Заходи!F4:F5)", "=SUM(Заходи!F4:F5)"),
    ("=COUNTA(Заходи!B:B)", "=COUNTA(Заходи!B:B)"),
    ("=SUM(B4:B6)", "=SUM(B4:B6)"),
    ("=SUM(Партнери!A4:A6)", "=SUM(Партнери!A4:A6)"),
]


def formulas(shelf: Shelf, title: str = "Зведення") -> list[str]:
    (grid,) = shelf.workbook.read_tabs([next(t.gid for t in shelf.workbook.tabs() if t.title == title)])
    return [text for _, text in sorted(grid.formulas.items())]


def with_summary(tab: Worksheet) -> None:
    summary = tab.parent.create_sheet("Зведення")
    for row, (formula, _) in enumerate(SUMMARY, start=1):
        summary.cell(row, 2, formula)


def test_totals_in_another_tab_that_end_at_the_last_record_take_in_the_new_one(opened: Opens, panel: Panel) -> None:
    shelf = opened(with_summary)
    before = formulas(shelf)
    receipt = shelf.add(panel)
    after = [meant or formula.replace("$6", "$7") for formula, meant in SUMMARY]
    assert formulas(shelf) == after
    shelf.add(panel)
    assert formulas(shelf)[0] == "=SUM(Заходи!F4:F8)"
    undone = writing.undo(shelf.workbook, panel, receipt.id, actor="Оля", now=NOW)
    assert undone.notes == ()
    assert formulas(shelf) == after
    assert before == [formula for formula, _ in SUMMARY]


# --- what only a Google Sheet has ---

KINDS = ["bandedRanges", "filterViews", "tables"]


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    write_xlsx(deepcopy(BOOK), tmp_path / "book.xlsx")
    with running(tmp_path / "book.xlsx") as emulator:
        monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
        yield Shelf(open_workbook(emulator.spreadsheet_id), tmp_path, emulator)


def rows_of(shelf: Shelf) -> list[tuple[str, int, int]]:
    return sorted((one.kind, one.box.top + 1, one.box.bottom) for one in shelf.tab.over)


def test_colours_views_and_tables_that_end_at_the_last_record_take_in_the_new_one_in_the_same_call(
    google: Shelf, panel: Panel
) -> None:
    google.tab.over += [Over(kind, f"{kind}-1", Box(HEADER - 1, 0, LAST, 9)) for kind in KINDS]
    google.tab.over.append(Over("bandedRanges", 7, Box(0, 0, 1, 9)))
    assert google.emulator
    google.add(panel)  # makes the journal
    google.emulator.forget()
    google.add(panel)
    saved = [asked for asked in google.emulator.requests() if asked.startswith("POST")]
    assert saved == ["POST :getByDataFilter", "POST :batchUpdate"]
    assert rows_of(google) == sorted([("bandedRanges", 1, 1), *((kind, HEADER, LAST + 2) for kind in KINDS)])


def test_a_filter_keeps_what_it_looks_for_and_one_that_sorts_is_left_alone(google: Shelf, panel: Panel) -> None:
    google.tab.filter = Box(HEADER - 1, 0, LAST, 9)
    google.tab.filter_more = {"filterSpecs": [{"columnIndex": 4, "filterCriteria": {"hiddenValues": ["Освітнє"]}}]}
    before = google.tab.filter_more
    google.add(panel)
    assert (google.filter(), google.tab.filter_more) == (f"A{HEADER}:I7", before)
    google.tab.filter_more = {"sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}
    google.add(panel)
    assert google.filter() == f"A{HEADER}:I7"


@pytest.mark.parametrize("protected", [{"range": "A3:I3"}, {"range": "A1:I2"}])
def test_what_lies_over_protected_cells_stays_and_the_record_is_saved(
    google: Shelf, panel: Panel, protected: dict[str, str]
) -> None:
    assert google.emulator
    google.tab.over.append(Over("bandedRanges", 1, Box(HEADER - 1, 0, LAST, 9)))
    google.workbook.tabs()
    google.emulator.colleague({"protect": {"tab": TAB, **protected}})
    assert google.add(panel).row == 7
    assert rows_of(google) == [("bandedRanges", HEADER, LAST if protected["range"] == "A3:I3" else 7)]


def test_colours_that_somebody_takes_away_in_that_very_moment_do_not_keep_the_record_out(
    google: Shelf, panel: Panel
) -> None:
    google.tab.over.append(Over("bandedRanges", 1, Box(HEADER - 1, 0, LAST, 9)))
    apply = google.workbook.apply

    def late(*given: Any, **more: Any) -> Any:
        google.tab.over.clear()
        return apply(*given, **more)

    google.workbook.apply = late  # type: ignore[method-assign]
    assert google.add(panel).row == 7
    assert google.value(7, 2) == "Нова"


def test_protected_cells_below_the_records_are_named(google: Shelf, panel: Panel) -> None:
    assert google.emulator
    google.emulator.colleague({"protect": {"tab": TAB, "range": "A5:I7", "description": "бухгалтерія"}})
    with pytest.raises(Refused) as refused:
        google.add(panel)
    assert refused.value.code == "protected"
    assert [(one["range"], one["name"]) for one in refused.value.details["ranges"]] == [("A5:I7", "бухгалтерія")]
    assert google.value(7, 2) == "Всього"


@pytest.mark.parametrize("opened", ["google"], indirect=True)
def test_a_total_of_another_tab_is_never_written_over_what_somebody_put_in_its_place(
    opened: Opens, panel: Panel
) -> None:
    shelf = opened(with_summary)
    assert shelf.emulator
    shelf.emulator.colleague(
        {"insert_row": {"tab": "Зведення", "row": 1, "values": [None, "Нове"]}},
        {"set": {"tab": "Зведення", "cell": "B4", "value": "своє"}},
        before="POST .*:batchUpdate",
    )
    shelf.add(panel)
    book = shelf.emulator.grid("Зведення")
    assert [row[1] for row in book[:4]] == [
        "Нове",
        "=SUM(Заходи!F4:F7)",
        SUMMARY[1][0].replace("$6", "$7"),
        "своє",
    ]


@pytest.mark.parametrize("opened", ["google"], indirect=True)
def test_only_tabs_with_such_totals_are_read_again_with_each_save(opened: Opens, panel: Panel) -> None:
    shelf = opened(with_summary)
    assert shelf.emulator
    asked = []
    fetch = shelf.workbook._client.fetch  # type: ignore[attr-defined]

    def noting(method: str, url: str, *given: Any, **sent: Any) -> Any:
        if url.endswith(":getByDataFilter"):
            asked.append(len(sent["json"]["dataFilters"]))
        return fetch(method, url, *given, **sent)

    shelf.workbook._client.fetch = noting  # type: ignore[attr-defined]
    shelf.add(panel)
    shelf.add(panel)
    assert asked == [3, 3]  # events, partners, the summary; then events, the journal, the summary
    assert [asked for asked in shelf.emulator.requests() if asked.startswith("POST")].count("POST :batchUpdate") == 2
