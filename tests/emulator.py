"""The Sheets API emulator for tests in the same process: `with running(book) as emulator: ...`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.sheets_api.app import App
from tests.sheets_api.faults import Quota
from tests.sheets_api.loading import load
from tests.sheets_api.service import Call, Service
from tests.sheets_api.serving import serve


class Emulator:
    """A running emulator: where it is, and what a test may ask of it."""

    def __init__(self, url: str, app: App) -> None:
        self.url = url
        self.app = app

    @property
    def spreadsheet_id(self) -> str:
        """The id of the loaded workbook."""
        return self.app.control.main

    @property
    def address(self) -> str:
        """The address that a person would copy from the browser."""
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit#gid=0"

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the panel needs to find it."""
        return {"PANEL_GOOGLE_ENDPOINT": self.url, "PANEL_WORKBOOK": self.spreadsheet_id}

    def faults(self, *faults: dict[str, Any]) -> None:
        """These faults from now on, in place of any others; none: all is well again."""
        self._ask("POST", "faults", list(faults))

    def colleague(self, *edits: dict[str, Any], before: str | None = None) -> None:
        """A person edits the sheet by hand: now, or just before the next request that matches `before`."""
        self._ask("POST", "colleague", {"edits": list(edits), **({"before": before} if before else {})})

    def log(self) -> list[dict[str, Any]]:
        """Every request of the API since the start, or since `forget`."""
        return list(self.app.control.log)

    def requests(self) -> list[str]:
        """The log as 'METHOD what' ('GET values:batchGet')."""
        key = f"/v4/spreadsheets/{self.spreadsheet_id}"
        return [f"{one['method']} {one['path'].removeprefix(key).lstrip('/') or 'spreadsheet'}" for one in self.log()]

    def forget(self) -> None:
        """Empties the log."""
        self.app.control.log.clear()

    def reload(self, book: Path) -> None:
        """Another workbook (or the same as at first) in place of the loaded one, nothing pending, an empty log."""
        fresh = load(book)
        fresh.id = self.spreadsheet_id
        service = Service(fresh)
        self.app.service, self.app.control.service = service, service
        self.app.control.faults, self.app.control.waiting = [], []
        self.app.control.quota = Quota(enforced=self.app.control.quota.enforced)
        self.app.kept, self.app.kept_of = {}, None
        self.forget()

    def grid(self, tab: str) -> list[list[Any]]:
        """The tab's cells as stored, from A1; formulas as their text."""
        return self._ask("GET", "grid", tab=tab)["rows"]

    @property
    def credentials(self) -> dict[str, str]:
        """A service account's JSON whose tokens this emulator gives; its key was made for this and opens nothing."""
        from tests.sheets_api.identity import service_account

        return service_account(self.url)

    def _ask(self, method: str, name: str, body: Any = None, **query: str) -> Any:
        call = Call(method, f"/_control/{name}", query, [], body if body is not None else {})
        return self.app.control.answer(call)


@contextlib.contextmanager
def running(book: Path, *, quota: bool = False, locale: str = "uk_UA") -> Iterator[Emulator]:
    """An emulator over this .xlsx, until the block ends. Starts in milliseconds; `reload` is cheaper still."""
    with serve(Path(book), quota=quota, locale=locale) as (url, app):
        yield Emulator(url, app)
