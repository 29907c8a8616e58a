"""Every trouble with Google has a name, nothing is written twice, and viewers never starve savers."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable

import orjson
import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from sheets.budget import Budget
from sheets.errors import PanelError, Unconfirmed, WorkbookError
from sheets.google import GoogleWorkbook, credentials_from, inflated
from sheets.google_troubles import is_whole
from sheets.patience import Patience
from sheets.workbook import (
    WriteCell,
)
from tests.emulator import Emulator
from tests.google_helpers import BATCH, OUTLINE, Clock
from tests.sheet_samples import PARTNERS

pytest_plugins = ("tests.google_fixtures",)


@pytest.mark.parametrize("do", ["429", "500", "503", "html502", "reset"])
def test_a_read_is_asked_again_after_passing_trouble(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float], do: str
) -> None:
    emulator.faults({"match": "GET", "times": 2, "do": do})
    assert workbook.tabs()[0].title == PARTNERS
    assert (emulator.requests(), len(waits)) == ([OUTLINE] * 3, 2)
    assert all(0 <= wait <= 8 for wait in waits)


@pytest.mark.parametrize(
    "do, code",
    [
        ("401", "bad-credentials"),
        ("403", "no-permission"),
        ("404", "no-such-sheet"),
        ("disabled", "api-not-enabled"),
        ("429", "too-many-requests"),
        ("503", "unavailable"),
        ("html502", "unavailable"),
        ("html200", "unavailable"),
        ("cut", "unavailable"),
        ("reset", "no-network"),
    ],
)
@pytest.mark.parametrize("verb", [lambda book: book.tabs(), lambda book: book.read(), lambda book: book.read_tabs([0])])
def test_every_trouble_of_a_read_has_a_name(
    workbook: GoogleWorkbook, emulator: Emulator, verb: Callable, do: str, code: str
) -> None:
    emulator.faults({"match": "v4", "times": 99, "do": do})
    with pytest.raises(WorkbookError) as trouble:
        verb(workbook)
    assert trouble.value.code == code
    assert len(emulator.requests()) <= 6


@pytest.mark.parametrize("what", [":getByDataFilter", ":batchUpdate", "/values:batchGet"])
@pytest.mark.parametrize("option", [0, orjson.OPT_INDENT_2])
def test_half_an_answer_is_none_wherever_it_broke_off(what: str, option: int) -> None:
    values = [{"range": "A", "values": [["a}]", 1]]}, {"range": "B"}, {"range": "C", "values": [[1]]}]
    body = orjson.dumps({"valueRanges": values}, option=option)
    assert is_whole(body, what)
    assert not any(is_whole(body[:end], what) for end in range(len(body)))
    assert not is_whole(b"<html>}</html>", what)


def test_a_body_that_broke_on_the_way_is_trouble_with_the_network() -> None:
    body = gzip.compress(b'{"values": []}')
    assert inflated(body) == b'{"values": []}'
    for broken in (body[:-9], body[:12] + b"!" + body[13:], b""):
        with pytest.raises(requests.RequestException):
            inflated(broken)


def test_retry_after_is_honoured(workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]) -> None:
    emulator.faults({"match": "GET", "do": "429", "retry_after": 3})
    workbook.tabs()
    assert waits == [3.0]


def test_a_retry_after_beyond_patience_is_told_at_once(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]
) -> None:
    emulator.faults({"match": "GET", "do": "429", "retry_after": 40})
    with pytest.raises(WorkbookError) as trouble:
        workbook.tabs()
    assert (trouble.value.code, trouble.value.details["retry_after"], waits) == ("too-many-requests", 40.0, [])


@pytest.mark.parametrize(
    "do, applied, late",
    [
        ("apply_then_503", True, False),
        ("apply_then_reset", True, False),
        ("503", False, False),
        ("500", False, False),
        ("html502", False, False),
        ("html200", False, False),
        ("cut", True, False),
        ("reset", False, False),
        ("hang", False, True),
    ],
)
def test_a_write_without_an_answer_is_sent_once_and_unconfirmed(
    emulator: Emulator, do: str, applied: bool, late: bool
) -> None:
    hurried = Patience(sleep=lambda _: None, pace=0.02)
    key = emulator.spreadsheet_id
    workbook = GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, patience=hurried)
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "times": 9, "do": do})
    with pytest.raises(Unconfirmed) as unsure:
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert unsure.value.details.get("late", False) is late
    assert emulator.requests().count(BATCH) <= 1
    assert (emulator.grid(PARTNERS)[3][1] == "нове") is applied


def test_a_write_refused_for_quota_is_sent_again(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]
) -> None:
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "times": 2, "do": "429"})
    workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert (emulator.requests().count(BATCH), len(waits)) == (3, 2)
    assert emulator.grid(PARTNERS)[3][1] == "нове"


@pytest.mark.parametrize("do, code", [("403", "read-only"), ("404", "no-such-sheet"), ("disabled", "api-not-enabled")])
def test_a_write_that_may_not_be_has_a_name(workbook: GoogleWorkbook, emulator: Emulator, do: str, code: str) -> None:
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "do": do})
    with pytest.raises(PanelError) as trouble:
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert trouble.value.code == code


def test_a_tab_renamed_under_a_write_leaves_it_unconfirmed_and_the_next_look_knows(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.tabs()
    emulator.colleague({"rename_tab": {"tab": PARTNERS, "to": "Інша"}}, before="batchUpdate")
    with pytest.raises(Unconfirmed):
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")], echo=[(0, 4)])
    assert emulator.grid("Інша")[3][1] == "Ліцей «Промінь»"
    assert workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")], echo=[(0, 4)])[0].stored[1] == "нове"


def test_nobody_there_is_no_network(waits: list[float]) -> None:
    patience = Patience(sleep=waits.append)
    gone = GoogleWorkbook("x", "x", AnonymousCredentials(), endpoint="http://127.0.0.1:9", patience=patience)
    with pytest.raises(WorkbookError) as trouble:
        gone.tabs()
    assert (trouble.value.code, len(waits)) == ("no-network", 5)


# --- the budget ---


def test_viewers_leave_the_last_reads_of_a_minute_to_savers(clock: Clock) -> None:
    budget = Budget(reads=60, kept=15, clock=clock)
    assert [budget.take("look") for _ in range(45)] == [0.0] * 45
    assert budget.take("look") == 60.0
    assert [budget.take("save") for _ in range(15)] == [0.0] * 15
    assert (budget.take("save"), budget.take("write")) == (60.0, 0.0)
    clock.now += 60
    assert budget.take("look") == 0.0


def test_a_viewer_beyond_the_budget_is_told_when_to_come_back_and_asks_nothing(
    emulator: Emulator, clock: Clock
) -> None:
    key, budget = emulator.spreadsheet_id, Budget(reads=4, kept=1, clock=clock)
    workbook = GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, budget=budget, clock=clock)
    reading = workbook.read()
    emulator.forget()
    with pytest.raises(WorkbookError) as trouble:
        workbook.read(reading)
    assert (trouble.value.code, trouble.value.details["retry_after"]) == ("too-many-requests", 60.0)
    assert emulator.requests() == []
    assert workbook.read_tabs([0])[0].value(4, 2) == "Ліцей «Промінь»"


def test_a_save_waits_for_its_turn_when_that_is_soon(emulator: Emulator, clock: Clock) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += seconds

    key, budget = emulator.spreadsheet_id, Budget(reads=2, kept=0, clock=clock)
    workbook = GoogleWorkbook(
        key, key, AnonymousCredentials(), endpoint=emulator.url, budget=budget, patience=Patience(sleep=sleep)
    )
    workbook.tabs()
    clock.now += 55
    for _ in range(2):
        workbook.read_tabs([0])
    assert slept == [5.0]


def test_many_threads_share_one_token(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = credentials_from(emulator.credentials)
    # google-auth would look its region up at Google from a thread of its own; nothing here may leave this machine.
    monkeypatch.setattr(type(credentials), "_maybe_start_regional_access_boundary_refresh", lambda *_: None)
    workbook = GoogleWorkbook("x", emulator.spreadsheet_id, credentials, endpoint=emulator.url)
    titles: list[str] = []
    threads = [threading.Thread(target=lambda: titles.append(workbook.tabs()[0].title)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == [PARTNERS] * 8
    assert [one for one in emulator.log() if one["path"] == "/token"] == emulator.log()[:1]


def test_a_token_that_is_refused_is_bad_credentials(emulator: Emulator) -> None:
    credentials = credentials_from(emulator.credentials)
    emulator.faults({"match": "POST /token", "times": 99, "do": "401"})
    with pytest.raises(WorkbookError) as trouble:
        GoogleWorkbook("x", emulator.spreadsheet_id, credentials, endpoint=emulator.url).tabs()
    assert trouble.value.code == "bad-credentials"
    assert trouble.value.details["account"] == emulator.credentials["client_email"]
