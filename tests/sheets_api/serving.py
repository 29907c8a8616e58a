"""A server in a thread: the same for the command and for tests in the same process."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from tests.sheets_api.app import App
from tests.sheets_api.loading import load


@contextlib.contextmanager
def serve(path: Path, *, port: int = 0, locale: str = "uk_UA", quota: bool = False) -> Iterator[tuple[str, App]]:
    """The emulator over this workbook, on a port of its own, until the block ends."""
    app = App(load(path, locale), quota=quota)
    plug = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets NODELAY
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    plug.bind(("127.0.0.1", port))
    plug.listen(128)
    config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, http="h11", ws="none")
    config.proxy_headers = False
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [plug]}, name="sheets-api", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{plug.getsockname()[1]}", app
    finally:
        server.should_exit = True
        thread.join(5)
        plug.close()
