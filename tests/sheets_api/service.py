"""The service: which call is which, over the books it keeps. Knows no HTTP."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sheets_api import masks, spreadsheets, values
from tests.sheets_api.batch import batch_update
from tests.sheets_api.errors import ApiError, invalid, not_found
from tests.sheets_api.grid import Book, Tab
from tests.sheets_api.recompute import recompute

SHEET = "application/vnd.google-apps.spreadsheet"


@dataclass
class Call:
    """A request that came in."""

    method: str
    path: str  # percent signs already read
    query: dict[str, str] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)


class Service:
    """The spreadsheets by id, and the verbs on them."""

    def __init__(self, *books: Book) -> None:
        self.books = {book.id: book for book in books}
        self.modified = {book.id: dt.datetime.now(dt.UTC) for book in books}

    def replace(self, book: Book) -> None:
        """A changed book takes the old one's place: the moment when a batch counts."""
        book.version += 1
        self.books[book.id] = book
        self.modified[book.id] = dt.datetime.now(dt.UTC)

    def answer(self, call: Call) -> Any:
        """The JSON answer, or ApiError."""
        for method, pattern, handle in ROUTES:
            match = re.fullmatch(pattern, call.path)
            if match and method == call.method:
                answer = handle(self, call, *match.groups())
                own = handle in (read, read_by_filter)
                fields = "" if own else call.query.get("fields", "")
                return masks.cut(answer, masks.parse(fields)) if fields else answer
        raise not_found()

    def book(self, key: str) -> Book:
        """The spreadsheet with this id, or 404."""
        if key not in self.books:
            raise not_found()
        return self.books[key]

    def change(self, key: str, verb: Callable[[Book], Any]) -> Any:
        """Does something to a copy, and puts the copy in place if it went well."""
        after = self.book(key).copy()
        answer = verb(after)
        recompute(after)
        self.replace(after)
        return answer


def _true(text: str | None) -> bool:
    return (text or "").lower() == "true"


def read(service: Service, call: Call, key: str) -> Any:
    """spreadsheets.get"""
    grid = _true(call.query.get("includeGridData"))
    return spreadsheets.get(service.book(key), call.ranges, call.query.get("fields", ""), grid)


def read_by_filter(service: Service, call: Call, key: str) -> Any:
    """spreadsheets.getByDataFilter"""
    filters, grid = call.body.get("dataFilters") or [], bool(call.body.get("includeGridData"))
    return spreadsheets.get_by_filter(service.book(key), filters, call.query.get("fields", ""), grid)


def batch(service: Service, call: Call, key: str) -> Any:
    """spreadsheets.batchUpdate"""
    after, answer = batch_update(service.book(key), call.body)
    service.replace(after)
    return answer


def create(service: Service, call: Call) -> Any:
    """spreadsheets.create and Drive's files.create"""
    title = call.body.get("name") or call.body.get("properties", {}).get("title") or "Untitled spreadsheet"
    book = Book(id="1" + secrets.token_urlsafe(32), title=title, tabs=[Tab(0, "Sheet1")], locale="en_US")
    service.replace(book)
    if call.path.startswith("/drive"):
        return {"kind": "drive#file", "id": book.id, "name": title, "mimeType": SHEET}
    return spreadsheets.get(book, [], "", False)


def values_get(service: Service, call: Call, key: str, address: str) -> Any:
    """values.get"""
    return values.value_range(service.book(key), address, call.query)


def values_batch_get(service: Service, call: Call, key: str) -> Any:
    """values.batchGet"""
    return values.batch_get(service.book(key), call.ranges, call.query)


def values_update(service: Service, call: Call, key: str, address: str) -> Any:
    """values.update"""
    return service.change(key, lambda book: values.update(book, address, call.body, call.query))


def values_append(service: Service, call: Call, key: str, address: str) -> Any:
    """values.append"""
    return service.change(key, lambda book: values.append(book, address, call.body, call.query))


def values_clear(service: Service, call: Call, key: str, address: str) -> Any:
    """values.clear"""
    cleared = service.change(key, lambda book: values.clear(book, address))
    return {"spreadsheetId": key, "clearedRange": cleared}


def values_batch_clear(service: Service, call: Call, key: str) -> Any:
    """values.batchClear"""
    wanted = call.body.get("ranges", [])
    cleared = service.change(key, lambda book: [values.clear(book, one) for one in wanted])
    return {"spreadsheetId": key, "clearedRanges": cleared}


def values_batch_update(service: Service, call: Call, key: str) -> Any:
    """values.batchUpdate"""

    def verb(book: Book) -> Any:
        try:
            return values.batch_update(book, call.body)
        except ApiError as error:
            raise error.inside("data[0]") from None

    return service.change(key, verb)


def file(service: Service, call: Call, key: str) -> Any:
    """Drive's files.get"""
    if key not in service.books:
        raise ApiError(404, f"File not found: {key}.", "NOT_FOUND")
    book, changed = service.books[key], service.modified[key].strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return {
        "kind": "drive#file",
        "id": key,
        "name": book.title,
        "mimeType": SHEET,
        "version": str(book.version + 1),
        "modifiedTime": changed,
        "createdTime": changed,
    }


def files(service: Service, call: Call) -> Any:
    """Drive's files.list, by name at most"""
    name = re.search(r"name\s*=\s*['\"]([^'\"]*)['\"]", call.query.get("q", ""))
    found = [file(service, call, key) for key, book in service.books.items() if not name or book.title == name[1]]
    return {"kind": "drive#fileList", "files": found}


def remove(service: Service, call: Call, key: str) -> Any:
    """Drive's files.delete"""
    file(service, call, key)
    del service.books[key]
    return {}


def copy_to(service: Service, call: Call, key: str, gid: str) -> Any:
    """sheets.copyTo"""
    tab = service.book(key).tab(int(gid)).copy()

    def verb(book: Book) -> Any:
        tab.title, tab.sheet_id = f"Copy of {tab.title}", secrets.randbelow(2**31)
        book.tabs.append(tab)
        return spreadsheets.sheet_properties(tab, len(book.tabs) - 1)

    return service.change(call.body["destinationSpreadsheetId"], verb)


def token(service: Service, call: Call) -> Any:
    """The JWT grant"""
    if "grant_type" not in call.body:
        raise invalid("invalid_request")
    return {"access_token": f"emulated-{secrets.token_hex(8)}", "expires_in": 3599, "token_type": "Bearer"}


KEY = r"/v4/spreadsheets/([^/:]+)"
ROUTES: list[tuple[str, str, Callable[..., Any]]] = [
    ("GET", KEY, read),
    ("POST", KEY + ":getByDataFilter", read_by_filter),
    ("POST", KEY + ":batchUpdate", batch),
    ("POST", "/v4/spreadsheets", create),
    ("GET", KEY + "/values:batchGet", values_batch_get),
    ("POST", KEY + "/values:batchUpdate", values_batch_update),
    ("POST", KEY + "/values:batchClear", values_batch_clear),
    ("POST", KEY + "/values/(.+):append", values_append),
    ("POST", KEY + "/values/(.+):clear", values_clear),
    ("GET", KEY + "/values/(.+)", values_get),
    ("PUT", KEY + "/values/(.+)", values_update),
    ("POST", KEY + r"/sheets/(\d+):copyTo", copy_to),
    ("GET", "/drive/v3/files", files),
    ("POST", "/drive/v3/files", create),
    ("GET", "/drive/v3/files/([^/]+)", file),
    ("DELETE", "/drive/v3/files/([^/]+)", remove),
    ("POST", "/token", token),
]
