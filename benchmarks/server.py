"""A server of prepared answers: the Sheets API's bytes, gzipped, over local HTTP, at no cost of its own.

The emulator of the tests renders every answer; here each is rendered once, so that what is timed is the client.
"""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.data import SheetData, centre


class Answers:
    """The answers for one centre, made on the first question and kept."""

    def __init__(self, n: int) -> None:
        self.sheets = {sheet.title: sheet for sheet in centre(n)}
        self.made: dict[str, bytes] = {}
        self.asked = 0

    async def reply(self, request: Request) -> Response:
        self.asked += 1
        key = f"{request.url.path}?{request.url.query}"
        if key not in self.made:
            self.made[key] = gzip.compress(orjson.dumps(self._answer(request)), 6)
        return Response(self.made[key], headers={"content-encoding": "gzip", "content-type": "application/json"})

    def change(self, title: str, row: int, column: int, value: str) -> None:
        """A colleague's edit of one cell (1-based)."""
        sheet = self.sheets[title]
        sheet.stored[row - 1][column - 1] = sheet.shown[row - 1][column - 1] = value
        self.made.clear()

    def stamp(self, title: str, column: int, value: str) -> None:
        """A colleague's edit of a whole column below its heading, so that any part of the table shows it."""
        sheet = self.sheets[title]
        for stored, shown in zip(sheet.stored[1:], sheet.shown[1:], strict=True):
            stored[column - 1] = shown[column - 1] = value
        self.made.clear()

    def _answer(self, request: Request) -> dict[str, Any]:
        path = unquote(request.url.path)
        if path.endswith("values:batchGet"):
            ranges = [self._values(name, request) for name in request.query_params.getlist("ranges")]
            return {"spreadsheetId": "bench", "valueRanges": ranges}
        if "/values/" in path:
            return self._values(path.split("/values/")[1], request)
        return self._book()

    def _values(self, name: str, request: Request) -> dict[str, Any]:
        sheet = self.sheets[name.split("!")[0].strip("'")]
        formatted = request.query_params.get("valueRenderOption", "FORMATTED_VALUE") == "FORMATTED_VALUE"
        rows = [_trimmed(row) for row in (sheet.shown if formatted else sheet.stored)]
        by = request.query_params.get("majorDimension", "ROWS")
        cells = [_trimmed(list(column)) for column in zip(*_squared(rows), strict=True)] if by == "COLUMNS" else rows
        return {"range": f"'{sheet.title}'!A1:Z{len(rows)}", "majorDimension": by, "values": cells}

    def _book(self) -> dict[str, Any]:
        return {
            "spreadsheetId": "bench",
            "properties": {"title": "bench", "locale": "uk_UA", "timeZone": "Europe/Kyiv"},
            "sheets": [{"properties": _properties(at, sheet)} for at, sheet in enumerate(self.sheets.values())],
        }


def _properties(at: int, sheet: SheetData) -> dict[str, Any]:
    grid = {"rowCount": len(sheet.stored) + 100, "columnCount": 26}
    return {"sheetId": sheet.gid, "title": sheet.title, "index": at, "sheetType": "GRID", "gridProperties": grid}


def _trimmed(cells: list[Any]) -> list[Any]:
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]


def _squared(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


@contextlib.contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """The server's address while the block runs; it stands in a thread of this process."""
    routes = [Route("/{path:path}", answers.reply, methods=["GET", "POST"])]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", access_log=False, timeout_keep_alive=600)
    )
    started = threading.Event()
    begin = server.startup

    async def startup(sockets: Any = None) -> None:
        await begin(sockets)
        started.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    started.wait()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
