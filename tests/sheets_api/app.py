"""HTTP around the service: one request in, its fault or its answer out, one line in the log."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
import time
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.sheets_api.control import Control
from tests.sheets_api.errors import HTML_502, ApiError, invalid, unavailable
from tests.sheets_api.faults import REFUSALS, Fault, counts_as
from tests.sheets_api.grid import Book
from tests.sheets_api.service import Call, Service

JSON = "application/json; charset=UTF-8"
SMALL = 500  # bytes; less is not worth packing
LONGEST_HANG = 120.0  # seconds; a client gives up long before


class App:
    """The ASGI application. `control` is open to whoever runs it in the same process."""

    def __init__(self, book: Book, *, quota: bool = False) -> None:
        self.service = Service(book)
        self.control = Control(self.service, book.id)
        self.control.quota.enforced = quota
        self.kept: dict[Any, tuple[bytes, bytes]] = {}  # bodies of reads, for as long as the book stays the same
        self.kept_of: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            call = await _call(request)
        except ValueError:
            await _json(invalid("Invalid JSON payload received.").body(), 400, request)(scope, receive, send)
            return
        if call.path.startswith("/_control/"):
            await self._controlled(call, request)(scope, receive, send)
            return
        started = time.perf_counter()
        name = f"{call.method} {call.path}"
        self.control.before(name)
        fault = self.control.fault_for(name)
        response = self._respond(call, request, fault)
        self._note(call, request, response, time.perf_counter() - started)
        if response is None:
            await _broken(fault, receive, send)
        else:
            await response(scope, receive, send)

    def _note(self, call: Call, request: Request, response: Response | None, seconds: float) -> None:
        self.control.log.append(
            {
                "method": call.method,
                "path": call.path,
                "query": request.url.query,
                "status": response.status_code if response else 0,
                "bytes": len(response.body) if response else 0,
                "time": round(seconds, 6),
            }
        )

    def _controlled(self, call: Call, request: Request) -> Response:
        try:
            return _json(self.control.answer(call), 200, request)
        except (KeyError, TypeError, ValueError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400, request)

    def _respond(self, call: Call, request: Request, fault: Fault | None) -> Response | None:
        """The response, or None where the client gets none."""
        do = fault.do if fault else ""
        if do in ("reset", "hang"):
            return None
        if do in ("html200", "html502"):
            return Response(HTML_502, int(do[-3:]), media_type="text/html; charset=UTF-8")
        try:
            if do in REFUSALS:
                raise REFUSALS[do]()
            kind = counts_as(call.method, call.path)
            if kind:
                self.control.quota.spend(kind)
            body, packed = self._bodies(call)
        except ApiError as error:
            return self._refusal(call, request, error, fault)
        if do == "apply_then_reset":
            return None
        if do == "apply_then_503":
            return _json(unavailable().body(), 503, request)
        if do == "cut":
            return Response(body[: len(body) // 2], 200, media_type=JSON)
        return _response(body, packed, 200, request)

    def _refusal(self, call: Call, request: Request, error: ApiError, fault: Fault | None) -> Response:
        body = error.body()
        if call.path.startswith("/drive"):
            body["error"]["errors"] = [{"domain": "global", "reason": "notFound", "message": error.message}]
            body["error"].pop("status")
        response = _json(body, error.code, request)
        if fault and fault.retry_after is not None:
            response.headers["Retry-After"] = str(fault.retry_after)
        return response

    def _bodies(self, call: Call) -> tuple[bytes, bytes]:
        """The answer's bytes, plain and packed. A repeated read of an unchanged book costs nothing here, so that what
        is measured in front of the emulator is the client."""
        if call.method != "GET":
            return self._made(call)
        versions = {key: (id(book), book.version) for key, book in self.service.books.items()}
        if versions != self.kept_of:
            self.kept, self.kept_of = {}, versions
        key = (call.path, tuple(sorted(call.query.items())), tuple(call.ranges))
        if key not in self.kept:
            self.kept[key] = self._made(call)
        return self.kept[key]

    def _made(self, call: Call) -> tuple[bytes, bytes]:
        pretty = orjson.OPT_INDENT_2 if call.query.get("prettyPrint", "true") != "false" else 0
        body = orjson.dumps(self.service.answer(call), option=pretty)
        return body, gzip.compress(body, 6, mtime=0) if len(body) > SMALL else body


async def _call(request: Request) -> Call:
    raw = await request.body()
    query = parse_qs(request.url.query, keep_blank_values=True)
    path = unquote((request.scope.get("raw_path") or request.url.path.encode()).decode().partition("?")[0])
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        body: Any = dict(parse_qsl(raw.decode()))
    else:
        body = json.loads(raw) if raw.strip() else {}
    plain = {name: found[-1] for name, found in query.items() if name != "ranges"}
    return Call(request.method, path, plain, query.get("ranges", []), body)


def _json(body: Any, status: int, request: Request) -> Response:
    text = orjson.dumps(body, option=orjson.OPT_INDENT_2)
    return _response(text, text, status, request)


def _response(body: bytes, packed: bytes, status: int, request: Request) -> Response:
    """Gzipped for a client that takes it, as Google's answers are; the same body gives the same bytes."""
    headers = {"Vary": "Origin, X-Origin, Referer"}
    if packed is not body and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = packed
    return Response(body, status, headers, media_type=JSON)


async def _broken(fault: Fault | None, receive: Receive, send: Send) -> None:
    """No answer: waits until the client gives up, or throws the connection away (RST, by a linger of 0 seconds).

    The transport is taken from uvicorn's own cycle, whose method `send` is: ASGI has no word for a reset.
    """
    if fault is not None and fault.do == "hang":
        await asyncio.wait({asyncio.ensure_future(receive())}, timeout=LONGEST_HANG)
    transport = send.__self__.transport  # type: ignore[attr-defined]
    plug = transport.get_extra_info("socket")
    if plug is not None and plug.fileno() >= 0:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await asyncio.sleep(0.01)
