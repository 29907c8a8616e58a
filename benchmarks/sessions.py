"""A viewer without a browser: Streamlit's own websocket and messages, so that what is timed is the server."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from demo.make_demo import make_demo

DRAWN = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)  # not «again, please»
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Run:
    """One run of the script as the viewer saw it: seconds until finished, bytes received, texts of the messages."""

    seconds: float
    received: int
    messages: list[ForwardMsg] = field(default_factory=list)


class Viewer:
    """One session. `async with Viewer(port) as viewer: await viewer.open("events")`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.page, self.query = "", ""
        self.script = ""  # the page that is shown, as the server calls it: a browser asks by name only the first time
        self.due: dict[str, tuple[float, float]] = {}  # fragment -> its interval, when to ask for it again

    async def __aenter__(self) -> Viewer:
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self.socket: ClientConnection = await connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"http://127.0.0.1:{self.port}"),
            max_size=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def open(self, page: str = "", query: str = "lang=uk") -> Run:
        """Goes to a page, and waits until it is drawn."""
        self.page, self.query, self.script = page, query, ""
        return await self.run()

    async def run(self) -> Run:
        """Runs the script once more, as after a click."""
        begun = time.perf_counter()
        await self._ask()
        run = Run(0, 0)
        while not await self._heard(run):
            pass
        run.seconds = time.perf_counter() - begun
        return run

    async def watch(self, seconds: float, seen: Callable[[bytes], None]) -> None:
        """Keeps the page open for so long, as a browser does: parts that refresh themselves are asked for in their
        time. `seen` gets the bytes of every message."""
        ends = time.monotonic() + seconds
        while (now := time.monotonic()) < ends:
            for fragment, (interval, at) in self.due.items():
                if at <= now:
                    self.due[fragment] = (interval, now + interval)
                    await self._ask(fragment)
            nearest = min([at for _, at in self.due.values()] + [ends])
            with contextlib.suppress(TimeoutError):
                body, _ = await asyncio.wait_for(self._hear(), max(0.01, nearest - time.monotonic()))
                seen(body)

    async def _ask(self, fragment: str = "") -> None:
        ask = BackMsg()
        ask.rerun_script.query_string = self.query
        if self.script:
            ask.rerun_script.page_script_hash = self.script
        else:
            ask.rerun_script.page_name = self.page
        ask.rerun_script.fragment_id = fragment
        ask.rerun_script.is_auto_rerun = bool(fragment)
        await self.socket.send(ask.SerializeToString())

    async def _hear(self) -> tuple[bytes, ForwardMsg]:
        body = await self.socket.recv(decode=False)
        message = ForwardMsg.FromString(body)
        match message.WhichOneof("type"):
            case "navigation":  # a whole run has begun: its fragments will be told anew
                self.due.clear()
                self.script = message.navigation.page_script_hash
            case "page_info_changed":  # the address bar
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                interval = message.auto_rerun.interval
                self.due[message.auto_rerun.fragment_id] = (interval, time.monotonic() + interval)
        return body, message

    async def _heard(self, run: Run) -> bool:
        body, message = await self._hear()
        run.received += len(body)
        run.messages.append(message)
        return message.WhichOneof("type") == "script_finished" and message.script_finished in DRAWN


@contextlib.contextmanager
def panel(script: str = "app.py", *, base: str = "") -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The panel in a process of its own, ready; its port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.address=127.0.0.1"]
    settings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PANEL_STATE": tempfile.mkdtemp(prefix="panel-bench-"),
        **over(base),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _ready(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


def over(base: str) -> dict[str, str]:
    """The settings that point a panel at the server of prepared answers; without one, at a demo workbook of today."""
    if base:
        return {"PANEL_GOOGLE_ENDPOINT": base, "PANEL_WORKBOOK": "bench".ljust(44, "0")}
    return {"PANEL_WORKBOOK": str(_demo())}


@cache
def _demo() -> Path:
    book = Path(tempfile.mkdtemp(prefix="panel-bench-")) / "partnership.xlsx"
    book.write_bytes(make_demo(dt.date.today()))
    return book


def _ready(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError("the panel ended before it was ready")
        with contextlib.suppress(OSError):
            if urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError("the panel was not ready in a minute")


async def warm_runs(ports: Mapping[str, tuple[int, str]], rounds: int) -> dict[str, list[Run]]:
    """Warm runs of several pages, each `name: (port, page)`, in turns."""
    async with contextlib.AsyncExitStack() as stack:
        viewers = {name: await stack.enter_async_context(Viewer(port)) for name, (port, _) in ports.items()}
        for name, viewer in viewers.items():
            for _ in range(3):
                await viewer.open(ports[name][1])
        runs: dict[str, list[Run]] = {name: [] for name in viewers}
        for _ in range(rounds):
            for name, viewer in viewers.items():
                runs[name].append(await viewer.run())
        return runs
