"""The emulator behaves as Google was seen to: gspread is the client, over real HTTP (sources: recorded answers)."""

from __future__ import annotations

from pathlib import Path

import gspread
import pytest
import requests
from gspread.exceptions import APIError

from tests import sheet_samples
from tests.emulator import Emulator, running
from tests.google_helpers import client
from tests.sheet_samples import EVENTS, PARTNERS

pytest_plugins = ("tests.google_fixtures",)


def batch(sheet: gspread.Spreadsheet, *asked: dict, **more: object) -> dict:
    return sheet.batch_update({"requests": list(asked), **more})


@pytest.mark.parametrize(
    "address, option, values",
    [
        ("C4:E4", "FORMATTED_VALUE", [["01.09.2024", "1\u00a0000,50 ₴", "12,5%"]]),
        ("C4:E4", "UNFORMATTED_VALUE", [[45536, 1000.5, 0.125]]),
        ("D9:F9", "FORMULA", [["=SUM(D4:D8)"]]),
        ("D9", "UNFORMATTED_VALUE", [[15007.5]]),
        ("A1:B4", "FORMATTED_VALUE", [["Реєстр партнерів"], [], ["№", "Назва"], ["1", "Ліцей «Промінь»"]]),
        ("Events!C2:C3", "FORMATTED_VALUE", [["TRUE"], ["FALSE"]]),
        ("Events!B2:C3", "UNFORMATTED_VALUE", [[40, True], [12.5, False]]),
        ("Events!B3", "FORMATTED_VALUE", [["12,5"]]),
    ],
)
def test_a_cell_is_given_as_asked(sheet: gspread.Spreadsheet, address: str, option: str, values: list) -> None:
    assert sheet.values_get(address, {"valueRenderOption": option})["values"] == values


def test_an_american_workbook_shows_points_and_months_first(google_book: Path) -> None:
    with running(google_book, locale="en_US") as emulator:
        found = client(emulator).open_by_key(emulator.spreadsheet_id).values_get("C4:E4")["values"]
    assert found == [["01.09.2024", "1,000.50 ₴", "12.5%"]]


def test_an_empty_range_has_no_values_at_all(sheet: gspread.Spreadsheet) -> None:
    assert sheet.values_get("Events!H5:J9") == {"range": "Events!H5:J9", "majorDimension": "ROWS"}


@pytest.mark.parametrize(
    "asked, echoed",
    [
        ("Events", "Events!A1:Z1000"),
        (PARTNERS, f"'{PARTNERS}'!A1:Z1000"),
        ("Events!A1:C", "Events!A1:C1000"),
        ("Events!A2:2", "Events!A2:Z2"),
        ("Events!B2:ZZ5000", "Events!B2:Z1000"),
    ],
)
def test_the_echoed_range_is_clamped_to_the_grid(sheet: gspread.Spreadsheet, asked: str, echoed: str) -> None:
    assert sheet.values_get(asked)["range"] == echoed


@pytest.mark.parametrize(
    "address, message",
    [
        ("Нема!A1", "Unable to parse range: Нема!A1"),
        ("Events!AB1", "Range (Events!AB1) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Графік", "Unable to parse range: Графік"),
    ],
)
def test_a_wrong_range_is_refused_in_googles_words(sheet: gspread.Spreadsheet, address: str, message: str) -> None:
    with pytest.raises(APIError) as refused:
        sheet.values_get(address)
    assert (refused.value.code, refused.value.error["message"]) == (400, message)


def test_columns_are_trimmed_each(sheet: gspread.Spreadsheet) -> None:
    found = sheet.values_batch_get([EVENTS], {"majorDimension": "COLUMNS"})["valueRanges"][0]["values"]
    assert found == [
        ["Подія", "Ярмарок", "Свято"],
        ["Учасників", "40", "12,5"],
        ["Наживо", "TRUE", "FALSE"],
        [],
        ["", "15007,5"],
    ]


def test_append_goes_below_the_last_table_from_its_first_column(sheet: gspread.Spreadsheet) -> None:
    tab = sheet.add_worksheet("x", 10, 5)
    tab.update([["x", "", "z"]], "A1")
    assert tab.append_row(["a", "b"])["updates"]["updatedRange"] == "x!C2:D2"
    tab.clear()
    tab.update([["x", "", "z"]], "A1")
    assert tab.append_row(["a", "b"], table_range="A1")["updates"]["updatedRange"] == "x!A2:B2"


@pytest.mark.parametrize(
    "hint, cell", [("x", "B7"), ("x!B4", "B7"), ("x!C5:D5", "B7"), ("x!A1", "A3"), ("x!E4", "E4"), ("x!A4", "A4")]
)
def test_append_finds_the_table_as_googles_guide_says(sheet: gspread.Spreadsheet, hint: str, cell: str) -> None:
    tab = sheet.add_worksheet("x", 20, 8)
    tab.update([["a", "b", "c"], ["a", "b", "c"]], "A1")
    tab.update([["d", "e", "f"]] * 3, "B4")
    answer = sheet.values_append(hint, {"valueInputOption": "RAW"}, {"values": [["new"]]})
    assert answer["updates"]["updatedRange"] == f"x!{cell}"


def test_typed_text_stays_text_and_entered_text_is_parsed(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    tab = sheet.worksheet(EVENTS)
    tab.update([["=1+1", "1,5", "01.02.2024"]], "A5", value_input_option="RAW")
    tab.update([["=B2*2", "1,5", "01.02.2024"]], "A6", value_input_option="USER_ENTERED")
    assert emulator.grid(EVENTS)[4:6] == [["=1+1", "1,5", "01.02.2024"], ["=B2*2", 1.5, 45323]]
    assert tab.acell("A6").value == "80"


def test_a_batch_is_all_or_nothing(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    before = emulator.grid(EVENTS)
    cells = {"rows": [{"values": [{"userEnteredValue": {"stringValue": "нове"}}]}], "fields": "userEnteredValue"}
    start = {"sheetId": sheet.worksheet(EVENTS).id, "rowIndex": 1, "columnIndex": 0}
    with pytest.raises(APIError) as refused:
        batch(sheet, {"updateCells": {"start": start, **cells}}, {"deleteSheet": {"sheetId": 5}})
    assert refused.value.error["message"] == "Invalid requests[1].deleteSheet: No grid with id: 5"
    assert emulator.grid(EVENTS) == before


def test_an_inserted_row_takes_formulas_merges_and_formats_along(
    sheet: gspread.Spreadsheet, emulator: Emulator
) -> None:
    line = {"sheetId": 0, "dimension": "ROWS", "startIndex": 5, "endIndex": 6}
    batch(sheet, {"insertDimension": {"range": line, "inheritFromBefore": True}})
    sheet.values_update("D6", {"valueInputOption": "RAW"}, {"values": [[100]]})
    rows = emulator.grid(PARTNERS)
    assert (rows[9][3], rows[6][5]) == ("=SUM(D4:D9)", "=D7*2")
    assert emulator.grid(EVENTS)[1][4] == "=SUM(Партнери!D4:D9)"
    assert sheet.values_get("D6:D10")["values"][0::4] == [["100,00 ₴"], ["15107,5"]]


def test_a_row_inserted_below_a_range_does_not_widen_it(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    line = {"sheetId": 0, "dimension": "ROWS", "startIndex": 8, "endIndex": 9}
    batch(sheet, {"insertDimension": {"range": line, "inheritFromBefore": True}})
    assert emulator.grid(PARTNERS)[9][3] == "=SUM(D4:D8)"


def test_deleted_rows_shrink_ranges_and_lost_cells_are_told(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    sheet.worksheet(EVENTS).update([["=Партнери!D5"]], "F2", value_input_option="USER_ENTERED")
    sheet.worksheet(PARTNERS).delete_rows(5)
    assert emulator.grid(PARTNERS)[7][3] == "=SUM(D4:D7)"
    assert sheet.values_get("Events!E2:F2")["values"] == [["13006,5", "#REF!"]]


@pytest.mark.parametrize(
    "kind, cell",
    [
        ("PASTE_FORMULA", ["=D9*2", None]),
        ("PASTE_VALUES", [2001, None]),
        ("PASTE_NORMAL", ["=D9*2", "ONE_OF_LIST"]),
        ("PASTE_FORMAT", [None, "ONE_OF_LIST"]),
        ("PASTE_DATA_VALIDATION", [None, "ONE_OF_LIST"]),
    ],
)
def test_a_paste_brings_what_it_says(sheet: gspread.Spreadsheet, kind: str, cell: list) -> None:
    source = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 5, "endColumnIndex": 7}
    target = {**source, "startRowIndex": 8, "endRowIndex": 9}
    batch(sheet, {"copyPaste": {"source": source, "destination": target, "pasteType": kind}})
    mask = "sheets(data(rowData(values(userEnteredValue,dataValidation(condition(type))))))"
    found = sheet.fetch_sheet_metadata({"ranges": "F9:G9", "fields": mask})["sheets"][0]["data"][0]
    values = [*(found.get("rowData") or [{}])[0].get("values", []), {}, {}]
    value = next(iter(values[0].get("userEnteredValue", {None: None}).values()))
    rule = values[1].get("dataValidation", {}).get("condition", {}).get("type")
    assert [value, rule] == cell


def test_update_cells_with_a_range_clears_what_it_does_not_cover(
    sheet: gspread.Spreadsheet, emulator: Emulator
) -> None:
    area = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    rows = [{"values": [{"userEnteredValue": {"numberValue": 7}}]}]
    batch(sheet, {"updateCells": {"range": area, "rows": rows, "fields": "userEnteredValue"}})
    assert emulator.grid(PARTNERS)[3][:3] == [7, None, 45536]
    assert sheet.values_get("C4")["values"] == [["01.09.2024"]]


def test_the_answer_of_a_batch_can_bring_the_written_rows(sheet: gspread.Spreadsheet) -> None:
    cells = [{"userEnteredValue": {"stringValue": "останній"}}, {"userEnteredValue": {"numberValue": 3.5}}]
    gid = sheet.worksheet(EVENTS).id
    append = {"appendCells": {"sheetId": gid, "rows": [{"values": cells}], "fields": "userEnteredValue"}}
    wanted = {"responseRanges": ["Events!4:4"], "includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
    tabs = batch(sheet, append, **wanted)["updatedSpreadsheet"]["sheets"]
    values = tabs[0]["data"][0]["rowData"][0]["values"]
    assert [tab["properties"]["title"] for tab in tabs] == [EVENTS]
    assert [cell["formattedValue"] for cell in values] == ["останній", "3,5"]
    assert tabs[0]["data"][0]["startRow"] == 3


def test_a_mask_decides_what_comes_and_defaults_are_left_out(sheet: gspread.Spreadsheet) -> None:
    mask = "sheets(properties(sheetId,title,hidden,sheetType),merges,data(rowMetadata(hiddenByUser)))"
    found = sheet.fetch_sheet_metadata({"fields": mask, "ranges": f"{PARTNERS}!A4:A7"})
    rows = found["sheets"][0]["data"][0]["rowMetadata"]
    assert list(found) == ["sheets"]
    assert found["sheets"][0]["properties"] == {"sheetId": 0, "title": PARTNERS, "sheetType": "GRID"}
    assert "sheetId" not in found["sheets"][0]["merges"][0]
    assert rows == [{}, {}, {"hiddenByUser": True}, {}]


def test_a_mask_with_an_unknown_field_is_refused(sheet: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="Cannot find matching fields for path 'sheets.cells'"):
        sheet.fetch_sheet_metadata({"fields": "sheets(cells)"})


def test_a_sheet_is_found_by_gid_after_a_rename(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    emulator.colleague({"rename_tab": {"tab": PARTNERS, "to": "Інша назва"}})
    url = f"{emulator.url}/v4/spreadsheets/{emulator.spreadsheet_id}:getByDataFilter"
    asked = {"dataFilters": [{"gridRange": {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4}}]}
    mask = "sheets(properties(title),data(rowData(values(effectiveValue,note,hyperlink))))"
    found = requests.post(url, json=asked, params={"fields": mask}, timeout=5).json()["sheets"]
    assert [one["properties"]["title"] for one in found] == ["Інша назва"]
    assert found[0]["data"][0]["rowData"][0]["values"][1]["note"] == "подзвонити"
    assert emulator.grid(EVENTS)[1][4] == "=SUM('Інша назва'!D4:D8)"


def test_protected_cells_refuse_the_panel_but_not_their_owner(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    emulator.colleague({"protect": {"tab": EVENTS, "range": "A1:C1"}})
    with pytest.raises(APIError, match="You are trying to edit a protected cell or object"):
        sheet.values_update("Events!B1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    sheet.worksheet(PARTNERS).add_protected_range("A1:B2")
    sheet.values_update("A1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    assert emulator.grid(PARTNERS)[0][0] == "x"


def test_a_cell_holds_fifty_thousand_characters(sheet: gspread.Spreadsheet) -> None:
    sheet.values_update("A20", {"valueInputOption": "RAW"}, {"values": [["я" * 50_000]]})
    with pytest.raises(APIError, match="more than the maximum of 50000 characters in a single cell"):
        sheet.values_update("A20", {"valueInputOption": "RAW"}, {"values": [["я" * 50_001]]})


def test_a_workbook_holds_ten_million_cells(sheet: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="above the limit of 10000000 cells"):
        sheet.add_worksheet("велика", 400_000, 26)


def test_find_and_replace_of_one_cell_is_a_condition(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    place = {"sheetId": 0, "startRowIndex": 8, "endRowIndex": 9, "startColumnIndex": 3, "endColumnIndex": 4}
    ask = {"range": place, "find": "D4:D8", "replacement": "D4:D9", "includeFormulas": True}
    first, second = (batch(sheet, {"findReplace": ask})["replies"][0]["findReplace"] for _ in range(2))
    assert (first, second) == ({"formulasChanged": 1, "rowsChanged": 1, "occurrencesChanged": 1}, {})
    assert emulator.grid(PARTNERS)[8][3] == "=SUM(D4:D9)"


def test_a_sort_carries_whole_rows_and_puts_blanks_last(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    area = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 10}
    order = [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]
    batch(sheet, {"sortRange": {"range": area, "sortSpecs": order}})
    rows = emulator.grid(PARTNERS)[3:]
    assert [row[1] for row in rows] == [*sorted([*sheet_samples.NAMES, "Усього"], key=str.casefold)]
    assert rows[0][5] == "=D4*2"


def test_gspreads_everyday_calls_do_what_they_say(sheet: gspread.Spreadsheet) -> None:
    tab = sheet.add_worksheet("x", 20, 10)
    tab.update([["b", 2], ["a", 1]], "A1:B2")
    tab.sort((1, "asc"), range="A1:B2")
    tab.insert_rows([["нове"]], 2)
    tab.merge_cells("A5:B6")
    tab.insert_note("A1", "увага")
    tab.freeze(2, 1)
    tab.copy_range("A1:B2", "D1")
    tab.delete_columns(3)
    twin = tab.duplicate(new_sheet_name="y")
    assert twin.get() == [["a", "1", "a", "1"], ["нове", "", "нове"], ["b", "2"]]
    assert (twin.get_note("A1"), twin.frozen_row_count, twin.frozen_col_count) == ("увага", 2, 1)
    assert [cell.address for cell in twin.findall("a")] == ["A1", "C1"]
    assert [one.title for one in sheet.worksheets()].count("y") == 1


def test_a_mark_on_a_row_follows_it_and_its_id_is_taken(sheet: gspread.Spreadsheet) -> None:
    where = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}}
    mark = {"metadataId": 7, "metadataKey": "row", "location": where, "visibility": "DOCUMENT"}
    batch(sheet, {"createDeveloperMetadata": {"developerMetadata": mark}})
    sheet.worksheet(PARTNERS).insert_row([], 2)
    mask = "sheets(data(rowMetadata(developerMetadata(metadataId))))"
    rows = sheet.fetch_sheet_metadata({"fields": mask, "ranges": PARTNERS})["sheets"][0]["data"][0]["rowMetadata"]
    assert [at for at, row in enumerate(rows) if row] == [5]
    with pytest.raises(APIError, match="already exists"):
        batch(sheet, {"createDeveloperMetadata": {"developerMetadata": mark}})
