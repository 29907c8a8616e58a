"""Streamlit's scripts go out compressed from memory; nothing else is kept there, whatever is asked for."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from asgi import CompressedStatic

SCRIPT = b"let panel = 'partnership';" * 100
BUNDLE, ANY_PAGE = b"public, immutable, max-age=31536000", b"no-cache"


class Streamlit:
    """Answers as Streamlit does: a bundle under its hashed name, a page under any other, 304 where nothing is new."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        told = BUNDLE if "index.Dor" in scope["path"] else ANY_PAGE
        new = not any(name == b"if-none-match" for name, _ in scope["headers"])
        headers = [(b"cache-control", told), (b"etag", b'"1"')]
        await send({"type": "http.response.start", "status": 200 if new else 304, "headers": headers})
        await send({"type": "http.response.body", "body": SCRIPT if new else b""})


def ask(server: CompressedStatic, path: str, *headers: tuple[bytes, bytes]) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of what a browser that takes gzip gets."""
    heard: list[Message] = []

    async def send(message: Message) -> None:
        heard.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    sent = [(b"accept-encoding", b"gzip, br"), *headers]
    answer = server({"type": "http", "method": "GET", "path": path, "headers": sent}, receive, send)
    with ThreadPoolExecutor(1) as thread:  # of its own: in this one the loop of a browser's test may be running
        thread.submit(asyncio.run, answer).result()
    return heard[0]["status"], dict(heard[0]["headers"]), b"".join(one.get("body", b"") for one in heard[1:])


def test_a_bundle_is_compressed_once_and_goes_out_from_memory() -> None:
    streamlit = Streamlit()
    server = CompressedStatic(streamlit)
    for _ in range(3):
        status, headers, body = ask(server, "/static/js/index.DormvYxC.js")
        assert (status, gzip.decompress(body)) == (200, SCRIPT)
        assert (headers[b"content-encoding"], headers[b"cache-control"]) == (b"gzip", BUNDLE)
    assert streamlit.asked == 1


def test_a_browser_that_has_the_bundle_is_sent_nothing_again() -> None:
    server = CompressedStatic(Streamlit())
    ask(server, "/static/js/index.DormvYxC.js")
    status, _, body = ask(server, "/static/js/index.DormvYxC.js", (b"if-none-match", b'"1"'))
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/js/old.1.js", "/static/js/./index.DormvYxC.js", "/static//index.DormvYxC.js"]
)
def test_what_is_no_bundle_or_another_name_of_one_is_not_kept(path: str) -> None:
    server = CompressedStatic(Streamlit())
    assert ask(server, path)[2] == SCRIPT
    assert server.kept == {}
