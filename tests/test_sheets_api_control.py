"""The emulator's back doors: faults, quota, a colleague, the log; and Drive."""

from __future__ import annotations

from pathlib import Path

import gspread
import pytest
import requests
from gspread.exceptions import APIError

from tests.emulator import Emulator, running
from tests.google_helpers import client
from tests.sheet_samples import PARTNERS

pytest_plugins = ("tests.google_fixtures",)


@pytest.mark.parametrize(
    "do, status", [("429", 429), ("500", 500), ("503", 503), ("html502", 502), ("403", 403), ("404", 404)]
)
def test_a_fault_strikes_as_often_as_asked(
    sheet: gspread.Spreadsheet, emulator: Emulator, do: str, status: int
) -> None:
    emulator.faults({"match": "GET .*values", "times": 1, "do": do, "after": 1})
    sheet.values_get("A1")
    with pytest.raises(APIError) as refused:
        sheet.values_get("A1")
    assert refused.value.response.status_code == status
    assert sheet.values_get("A1")["values"] == [["Реєстр партнерів"]]


@pytest.mark.parametrize("do, kept", [("reset", False), ("apply_then_reset", True)])
def test_a_thrown_away_connection_is_no_answer(
    sheet: gspread.Spreadsheet, emulator: Emulator, do: str, kept: bool
) -> None:
    emulator.faults({"match": "PUT", "do": do})
    with pytest.raises(requests.ConnectionError):
        sheet.values_update("A1", {"valueInputOption": "RAW"}, {"values": [["нове"]]})
    assert (emulator.grid(PARTNERS)[0][0] == "нове") is kept


def test_a_hanging_server_lets_the_client_time_out(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    emulator.faults({"match": "GET", "do": "hang"})
    sheet.client.set_timeout((1, 0.1))
    with pytest.raises(requests.ReadTimeout):
        sheet.values_get("A1")


def test_applied_and_then_503_is_applied(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    emulator.faults({"match": "PUT", "do": "apply_then_503"})
    with pytest.raises(APIError):
        sheet.values_update("A1", {"valueInputOption": "RAW"}, {"values": [["нове"]]})
    assert emulator.grid(PARTNERS)[0][0] == "нове"


def test_the_quota_refuses_the_sixty_first_read_of_a_minute(google_book: Path) -> None:
    with running(google_book, quota=True) as emulator:
        url = f"{emulator.url}/v4/spreadsheets/{emulator.spreadsheet_id}/values/A1"
        codes = [requests.get(url, timeout=5).status_code for _ in range(61)]
        body = requests.get(url, timeout=5).json()["error"]
        spent = requests.get(f"{emulator.url}/_control/quota", timeout=5).json()
        refilled = emulator.app.control.quota.clock() + 61
        emulator.app.control.quota.clock = lambda: refilled
        after = requests.get(url, timeout=5).status_code
    assert codes == [200] * 60 + [429]
    assert (body["status"], body["details"][0]["reason"]) == ("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED")
    assert (spent["reads"], spent["writes"], spent["enforced"], after) == (60, 0, True, 200)


@pytest.mark.parametrize(
    "edit, row, found",
    [
        ({"set": {"cell": "B5", "value": "Інша"}}, 5, [2, "Інша"]),
        ({"set": {"cell": "B5", "value": None}}, 5, [2, None]),
        ({"insert_row": {"row": 5, "values": ["x", "y"]}}, 5, ["x", "y"]),
        ({"delete_row": {"row": 4}}, 4, [2, "Музей гончарства"]),
        ({"sort": {"from_row": 4, "to_row": 8, "column": "B"}}, 4, [5, "Бібліотека № 3"]),
        ({"insert_column": {"column": "A"}}, 4, [None, 1]),
    ],
)
def test_a_colleague_edits_past_the_api(emulator: Emulator, edit: dict, row: int, found: list) -> None:
    ((name, body),) = edit.items()
    url = f"{emulator.url}/_control/colleague"
    requests.post(url, json=[{name: {"tab": PARTNERS, **body}}], timeout=5).raise_for_status()
    seen = requests.get(f"{emulator.url}/_control/grid", params={"tab": PARTNERS}, timeout=5).json()["rows"]
    assert seen[row - 1][:2] == found


@pytest.mark.parametrize("shape", ["each", "shared"])
def test_a_colleague_comes_in_just_before_a_request(sheet: gspread.Spreadsheet, emulator: Emulator, shape: str) -> None:
    edit = {"set": {"tab": PARTNERS, "cell": "A1", "value": "колега"}}
    body = [{**edit, "before": "PUT"}] if shape == "each" else {"before": "PUT", "edits": [edit]}
    requests.post(f"{emulator.url}/_control/colleague", json=body, timeout=5).raise_for_status()
    assert sheet.values_get("A1")["values"] == [["Реєстр партнерів"]]
    sheet.values_update("B1", {"valueInputOption": "RAW"}, {"values": [["я"]]})
    assert emulator.grid(PARTNERS)[0][:2] == ["колега", "я"]


def test_the_log_tells_every_request(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    sheet.values_get("Events!A1")
    (entry,) = requests.get(f"{emulator.url}/_control/log", timeout=5).json()
    assert (entry["method"], entry["status"]) == ("GET", 200)
    assert entry["path"] == f"/v4/spreadsheets/{emulator.spreadsheet_id}/values/Events!A1"
    assert entry["bytes"] > 0


def test_an_unknown_control_or_fault_is_said_so(emulator: Emulator) -> None:
    for name, body in [("faults", [{"match": "x", "do": "explode"}]), ("nothing", [])]:
        assert requests.post(f"{emulator.url}/_control/{name}", json=body, timeout=5).status_code == 400


def test_drive_tells_when_a_spreadsheet_was_changed(sheet: gspread.Spreadsheet, emulator: Emulator) -> None:
    before = sheet.get_lastUpdateTime()
    sheet.values_update("A1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    assert sheet.get_lastUpdateTime() >= before
    assert [file["name"] for file in client(emulator).list_spreadsheet_files()] == ["partnership"]


def test_a_new_spreadsheet_can_be_made(emulator: Emulator) -> None:
    made = client(emulator).create("Нова")
    assert [tab.title for tab in made.worksheets()] == ["Sheet1"]
    client(emulator).del_spreadsheet(made.id)
    assert [file["name"] for file in client(emulator).list_spreadsheet_files()] == ["partnership"]
