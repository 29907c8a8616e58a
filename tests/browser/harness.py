"""A real server and a real Chromium: `serving(...)` starts the panel, a Visit is one person looking at it.

Idle is what Streamlit's own root element says: connected, not running, nothing stale or loading, each chart drawn; and
that for a quarter of a second on end, because a rerun begins a little after the tap.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from sheets.schema import PANEL_TOML

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
BUSY = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app) return 'no app yet';
  if (app.dataset.testConnectionState !== 'CONNECTED') return 'not connected';
  if (app.dataset.testScriptState !== 'notRunning') return 'script running';
  const loading = '[data-testid="stAppSkeleton"], [data-testid="stSkeleton"], [data-testid="stSpinner"]';
  if (document.querySelector(loading + ', [data-stale="true"]')) return 'loading';
  for (const chart of document.querySelectorAll('[data-testid="stVegaLiteChart"]'))
    if (!chart.querySelector('svg.marks, canvas.marks')) return 'chart not drawn';
  if (!document.querySelector('h1')) return 'no heading yet';
  return document.fonts.status === 'loaded' ? '' : 'fonts';
}"""


@contextlib.contextmanager
def serving(
    environment: Mapping[str, str], state: Path, script: str = "app.py", port: int | None = None
) -> Iterator[str]:
    """The address of a fresh server of the panel, until the block ends; its output is shown when it can't start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = port or probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    state.mkdir(parents=True, exist_ok=True)
    own = shutil.copy(PANEL_TOML, state / "panel.toml")  # a word added on a page goes there, not into the real one
    surroundings = os.environ | {"PANEL_STATE": str(state), "PANEL_TOML": own} | dict(environment)
    with (state / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=ROOT,
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_up(url, process, state / "server.log")
            yield url
        finally:
            _stop(process)


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            if answer.read() == b"ok":
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """One browser that can reach nobody but this machine (by name resolution: routing would turn its cache off)."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person at one page of the panel; `outside` lists what the page asked of anybody but the panel."""

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda r: None if self._ours(r.url) else self.outside.append(r.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _ours(self, url: str) -> bool:
        return url.startswith((self.url, self.url.replace("http", "ws", 1), "data:", "blob:"))

    def open(self, path: str = "/") -> Visit:
        """Goes to an address of the panel and waits until it is drawn."""
        self.page.goto(self.url + path, wait_until="domcontentloaded")
        return self.idle()

    def idle(self, seconds: float = 60) -> Visit:
        """Waits until the panel has nothing more to do."""
        end, quiet_since, busy = time.monotonic() + seconds, None, ""
        while time.monotonic() < end:
            busy = self.page.evaluate(BUSY)
            quiet_since = None if busy else quiet_since or time.monotonic()
            if quiet_since and time.monotonic() - quiet_since > 0.25:
                return self
            self.page.wait_for_timeout(25)
        raise TimeoutError(f"still busy after {seconds} s: {busy}")

    def tap(self, name: str, role: Any = "button") -> Visit:
        """Taps what is called so."""
        self.page.get_by_role(role, name=re.compile(re.escape(name))).first.click()
        return self.idle()

    def box(self, label: str) -> Locator:
        """The field to type into that is labelled so."""
        return self.page.get_by_label(label).and_(self.page.locator("input, textarea")).first

    def write(self, label: str, text: str) -> Visit:
        """Types into the field that is labelled so."""
        self.box(label).fill(text)
        self.box(label).blur()
        return self.idle()

    def choose(self, label: str, option: str) -> Visit:
        """Finds an option in a list by typing, and takes it."""
        box = self.page.get_by_role("combobox", name=re.compile(re.escape(label))).first
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option).first.click()
        self.page.keyboard.press("Escape")
        return self.idle()

    def text(self) -> str:
        """What the main part of the page says."""
        return self.page.get_by_test_id("stMain").inner_text()

    def title(self) -> str:
        """The page's own heading."""
        return self.page.get_by_role("heading", level=1).first.inner_text()

    def too_wide(self) -> int:
        """How many pixels the page is wider than the screen."""
        return self.page.evaluate(
            "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        )

    def crashed(self) -> list[str]:
        """The traces on the page."""
        return self.page.get_by_test_id("stException").all_inner_texts()
