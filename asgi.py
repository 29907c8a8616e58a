"""The server: `streamlit run asgi.py`. The same panel as app.py, with scripts served compressed, security headers and
/healthz. Streamlit leaves compression to a proxy; a phone on a slow line waits half as long with it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from posixpath import normpath

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts import door

COMPRESSED = (".js", ".css", ".svg", ".json", ".wasm", ".html")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
    "Referrer-Policy": "same-origin",  # an address may hold a link that opens a form
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class CompressedStatic:
    """Streamlit's hashed bundles, compressed once and kept (they never change while the server runs): about 2 MB. What
    is no bundle is not kept: Streamlit answers any address with its page, and there is no end of them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _compressible(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            answer = await _answer(self.app, scope, receive)
            if answer.status_code != 200 or "immutable" not in answer.headers.get("cache-control", ""):
                await answer(scope, receive, send)
                return
            self.kept[path] = await asyncio.to_thread(_compressed, answer)
        await self.kept[path](scope, receive, send)


class SecurityHeaders:
    """The headers that browsers ask for and Streamlit leaves to a proxy, on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _compressible(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    if not scope["path"].endswith(COMPRESSED) or normpath(scope["path"]) != scope["path"]:
        return False
    headers = Headers(scope=scope)
    conditional = any(name == "range" or name.startswith("if-") for name in headers)  # 304: Streamlit's own answer
    return "gzip" in headers.get("accept-encoding", "") and not conditional


async def _answer(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """What the app would have sent, whole."""
    start: Message = {}
    body = bytearray()

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app({**scope, "extensions": {}}, receive, keep)
    answer = Response(bytes(body), status_code=start["status"])
    answer.raw_headers = list(start["headers"])
    return answer


def _compressed(answer: Response) -> Response:
    small = Response(gzip.compress(bytes(answer.body), 9))
    small.raw_headers = [(n, v) for n, v in answer.raw_headers if n.lower() != b"content-length"]
    small.headers.update(
        {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Content-Length": str(len(small.body))}
    )
    return small


async def _health(_request: object) -> Response:
    return PlainTextResponse("ok")


def _warm() -> None:
    """Imports what the first visitor would wait for, and reads the workbook."""
    from pages.parts import charts, data, filters, frame, records  # noqa: F401
    from sheets.errors import PanelError

    with suppress(PanelError):  # the page says what is wrong, in the reader's language
        data.watch().look()
    frame.settle_memory()


@asynccontextmanager
async def _lifespan(_app: object) -> AsyncIterator[None]:
    door.close_side_entrance()
    warming = asyncio.get_running_loop().run_in_executor(None, _warm)
    yield
    await asyncio.wait_for(warming, timeout=None)


app = st.App(
    Path(__file__).with_name("app.py"),
    routes=[Route("/healthz", _health)],
    middleware=[Middleware(SecurityHeaders), Middleware(CompressedStatic)],
    lifespan=_lifespan,
)
