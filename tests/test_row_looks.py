"""A new row is one of the staff's own: what lies around the record above it takes it in, in both places alike."""

from __future__ import annotations

from copy import deepcopy

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheets import writing
from sheets.schema import Panel
from tests.places import BOOK
from tests.shelf import (
    FIRST,
    HEADER,
    LAST,
    NOW,
    SUMMARY,
    TAB,
    Opens,
    formulas,
    with_summary,
)

pytest_plugins = ("tests.shelf_fixtures",)


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
