"""A workbook in Google Sheets, and the only home of gspread: its HTTPClient with time-outs, patience and a budget.

gspread's own ways stay unused where they would harm: no Worksheet objects (they go stale and then delete rows), no
get_all_records, no retry without end. Everything is addressed by gid; titles are looked up when an address needs one.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import requests
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request as TokenRequest
from google.oauth2 import service_account
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_URL
from isal import isal_zlib

from sheets.budget import Budget, Use
from sheets.deadline import left
from sheets.errors import Unconfirmed, WorkbookError
from sheets.google_reading import Reader
from sheets.google_saving import Saver
from sheets.google_troubles import is_whole, trouble, write_trouble
from sheets.patience import TERMS, Patience, Terms
from sheets.workbook import Edit, Grid, Reading, Row, TabInfo

HOSTS = ("https://sheets.googleapis.com/", "https://www.googleapis.com/")
GZIP = 16  # zlib's flag for a gzip header
CHUNK = 1 << 16  # bytes; requests' own 10 kB take half as long again on a big answer
SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)


class Client(HTTPClient):
    """gspread's HTTPClient with time-outs, patience and a switch to another endpoint. Safe in threads."""

    def __init__(self, credentials: Credentials, endpoint: str | None, patience: Patience) -> None:
        super().__init__(credentials)
        self._base = endpoint.rstrip("/") + "/" if endpoint else None
        self._patience = patience
        self._token = threading.Lock()
        self._token_session = requests.Session()
        self.session.hooks["response"] = [_read_refusal]
        if endpoint:  # another endpoint is an emulator on this machine: no proxy stands before it
            self.session.trust_env = self._token_session.trust_env = False

    def fetch(
        self, method: str, url: str, terms: Terms, params: Mapping[str, Any], json: Mapping[str, Any] | None = None
    ) -> bytes:
        """The body of a 2xx answer. Raises APIError, requests' and google-auth's errors when patience is at an end."""
        host = next((host for host in HOSTS if url.startswith(host)), None)
        url = self._base + url.removeprefix(host) if self._base and host else url

        def send(timeout: tuple[float, float]) -> bytes:
            self._get_token()
            with self.session.request(method, url, params=params, json=json, timeout=timeout, stream=True) as answer:
                if not answer.ok:
                    raise APIError(answer)
                gzipped = answer.raw.headers.pop("content-encoding", "") == "gzip"  # requests would inflate it slowly
                body = b"".join(answer.iter_content(CHUNK))
                return inflated(body) if gzipped else body

        return self._patience.ask(send, terms)

    def _get_token(self) -> None:
        """A token before the request, by one thread: else every thread that waits fetches one of its own."""
        with self._token:
            if not self.auth.valid:
                self.auth.refresh(functools.partial(TokenRequest(self._token_session), timeout=TERMS["save"].answer))


def _read_refusal(answer: requests.Response, **_options: Any) -> None:
    """An error is read at once: google-auth drops a 401 to ask again, and its connection would be lost."""
    if not answer.ok:
        _ = answer.content


def inflated(body: bytes) -> bytes:
    """The body of a gzipped answer, in a third of zlib's time. Raises ContentDecodingError when it broke on the way."""
    try:
        return isal_zlib.decompress(body, wbits=isal_zlib.MAX_WBITS | GZIP)
    except isal_zlib.error as broken:  # type: ignore[misc]  # a class, whatever its stub says
        raise requests.exceptions.ContentDecodingError(str(broken)) from broken


def credentials_from(info: Mapping[str, Any] | None) -> Credentials:
    """Credentials from a service account's JSON; None: without any, which only an emulator accepts."""
    if info is None:
        return AnonymousCredentials()
    try:
        made = service_account.Credentials.from_service_account_info(dict(info), scopes=SCOPES)
    except (ValueError, KeyError, TypeError) as wrong:
        raise WorkbookError("bad-credentials", reason=str(wrong)) from wrong
    return made


class GoogleWorkbook:
    """The spreadsheet with this key. All promises are those of sheets.workbook. Safe in threads."""

    def __init__(
        self,
        source: str,
        key: str,
        credentials: Credentials,
        *,
        endpoint: str | None = None,
        budget: Budget | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self.name = key
        self._key = key
        self._budget = budget
        self._patience = patience or Patience()
        self._client = Client(credentials, endpoint, self._patience)
        self.account = getattr(credentials, "service_account_email", "")
        self._reader = Reader(self._ask, clock)
        self._saver = Saver(self._ask, self._reader)

    def tabs(self) -> tuple[TabInfo, ...]:
        """All tabs, in order; what is known is kept for up to five minutes."""
        tabs = self._reader.outline("save").tabs
        self.name = self._reader.title
        return tabs

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        """All tabs' cells: one request when nothing changed, or nothing but texts; two when something else did, or when
        it is time to look at the outline or the number formats again; one more for the outline where rows came or went
        among merged cells, or five minutes of changes left no time for it; two more where a tab was renamed. The two
        renderings are a moment apart: an edit between them shows as a change at the next reading, which puts it right.
        """
        reading = self._reader.read(last, shown=shown)
        self.name = self._reader.title
        return reading

    def read_tabs(
        self,
        tabs: Sequence[int],
        *,
        columns: Mapping[int, tuple[int, int]] | None = None,
        down_to: Mapping[int, int] | None = None,
    ) -> tuple[Grid, ...]:
        """These tabs, now, with formulas: one request, by gid."""
        return self._saver.read_tabs(tabs, columns or {}, down_to or {})

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        """All edits or none: one spreadsheets.batchUpdate, whose answer brings the rows back."""
        return self._saver.apply(edits, echo)

    def link(self, tab: int, cell: str) -> str | None:
        """The address that opens this cell in the browser."""
        return f"https://docs.google.com/spreadsheets/d/{self._key}/edit#gid={tab}&range={cell}"

    def _ask(self, method: str, what: str, use: Use, **sent: Any) -> bytes:
        """The body of the answer to a call on this spreadsheet, within the budget; PanelError for any failure."""
        self._wait_for_budget(use)
        url = SPREADSHEET_URL % self._key + what
        try:
            body = self._client.fetch(method, url, TERMS[use], **sent)
        except (APIError, requests.RequestException, GoogleAuthError) as error:
            raise (write_trouble if use == "write" else trouble)(error, self.account) from error
        if not is_whole(body, what):  # a login page, half an answer
            made = Unconfirmed if use == "write" else functools.partial(WorkbookError, "unavailable")
            raise made(reason="not-json")
        return body

    def _wait_for_budget(self, use: Use) -> None:
        """Saves wait for their turn, as long as a form can; viewers never do: they keep what they have."""
        while self._budget and (wait := self._budget.take(use)):
            if use == "look" or wait > min(TERMS[use].deadline, left()):
                raise WorkbookError("too-many-requests", retry_after=wait)
            self._patience.sleep(wait)
