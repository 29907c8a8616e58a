"""What tests of Google Sheets share besides fixtures: names of requests, a clock, gspread pointed at the emulator."""

from __future__ import annotations

import gspread
from google.auth.credentials import AnonymousCredentials
from gspread.http_client import HTTPClient

from sheets.google import GoogleWorkbook
from tests.emulator import Emulator

VALUES, OUTLINE, TABS, BATCH = "GET values:batchGet", "GET spreadsheet", "POST :getByDataFilter", "POST :batchUpdate"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def gid_of(workbook: GoogleWorkbook, title: str) -> int:
    return next(tab.gid for tab in workbook.tabs() if tab.title == title)


def client(emulator: Emulator) -> gspread.Client:
    class Redirected(HTTPClient):
        def request(self, method, endpoint, *args, **kwargs):
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, emulator.url)
            return super().request(method, endpoint, *args, **kwargs)

    return gspread.authorize(AnonymousCredentials(), http_client=Redirected)


def another(emulator: Emulator) -> GoogleWorkbook:
    """The workbook as another process sees it, that remembers nothing."""
    return GoogleWorkbook("x", emulator.spreadsheet_id, AnonymousCredentials(), endpoint=emulator.url)
