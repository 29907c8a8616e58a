"""A phone on a slow line opens the panel for the first time: seconds to the first figure, beside `streamlit run`."""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.sessions import panel
from benchmarks.timing import Result

ROUNDS = 3
CPU_SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}  # 1.6 Mbit/s
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "locale": "uk-UA",
}
FIGURE = "text=Заходи проведено"  # the first figure's name; playwright looks into components too


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    with contextlib.ExitStack() as stack:
        plain, _ = stack.enter_context(panel("app.py"))
        ours, _ = stack.enter_context(panel("asgi.py"))
        chromium = stack.enter_context(_browser())
        for port in (plain, ours):
            _seconds_to_figure(chromium, port)  # the server has read the workbook and imported its pages
        times: dict[int, list[float]] = {plain: [], ours: []}
        for _ in range(ROUNDS):
            for port, taken in times.items():
                taken.append(_seconds_to_figure(chromium, port, slow=True))
    before, after = statistics.median(times[plain]), statistics.median(times[ours])
    yield Result(
        what="first figure on a slow phone, cold / plain `streamlit run`", size="CPU ÷ 4, 1.6 Mbit/s",
        ours=f"{after:.1f} s", other=f"{before:.1f} s", ratio=after / before, most=0.6,
    )  # fmt: skip


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def _seconds_to_figure(browser: Browser, port: int, *, slow: bool = False) -> float:
    """Seconds from the address to the first figure, in a browser that has kept nothing."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    if slow:
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", LINE)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    begun = time.perf_counter()
    page.goto(f"http://127.0.0.1:{port}/", wait_until="commit", timeout=120_000)
    page.wait_for_selector(FIGURE, timeout=120_000)
    took = time.perf_counter() - begun
    context.close()
    return took
