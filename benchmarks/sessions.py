"""A viewer without a browser: Streamlit's own websocket and messages, so that what is timed is the server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Run:
    """One run of the script as the viewer saw it: seconds until finished, bytes received, texts of the messages."""

    seconds: float
    received: int
    messages: list[ForwardMsg] = field(default_factory=list)

    def says(self, text: str) -> bool:
        """Whether this text stands in anything that came."""
        return any(text.encode() in message.SerializeToString() for message in self.messages)


class Viewer:
    """One session. `async with Viewer(port) as viewer: await viewer.open("events")`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.page, self.query = "", ""

    async def __aenter__(self) -> Viewer:
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self.socket: ClientConnection = await connect(
            address, subprotocols=["streamlit"], origin=f"http://127.0.0.1:{self.port}", max_size=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def open(self, page: str = "", query: str = "lang=uk") -> Run:
        """Goes to a page, and waits until it is drawn."""
        self.page, self.query = page, query
        return await self.run()

    async def run(self) -> Run:
        """Runs the script once more, as after a click."""
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        ask.rerun_script.page_name = self.page
        begun = time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        run = Run(0, 0)
        while not await self._heard(run):
            pass
        run.seconds = time.perf_counter() - begun
        return run

    async def next(self) -> ForwardMsg:
        """The next message, whenever it comes."""
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv())
        return message

    async def _heard(self, run: Run) -> bool:
        body = await self.socket.recv()
        message = ForwardMsg()
        message.ParseFromString(body)
        run.received += len(body)
        run.messages.append(message)
        return message.WhichOneof("type") == "script_finished"


@contextlib.contextmanager
def panel(script: str = "app.py", **environment: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The panel in a process of its own, ready; its port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.address=127.0.0.1"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PANEL_STATE": os.environ["PANEL_BENCH_STATE"], **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _ready(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


def _ready(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError("the panel ended before it was ready")
        with contextlib.suppress(OSError):
            if urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError("the panel was not ready in a minute")


def rerun_times(port: int, page: str, rounds: int) -> tuple[list[float], int]:
    """Seconds of each warm run of a page, and the bytes of the last one."""

    async def look() -> tuple[list[float], int]:
        async with Viewer(port) as viewer:
            for _ in range(3):
                run = await viewer.open(page)
            times = []
            for _ in range(rounds):
                run = await viewer.run()
                times.append(run.seconds)
            return times, run.received

    return asyncio.run(look())
