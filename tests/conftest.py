"""What all tests share: a fixed day, a state folder of their own, the demo workbook made once."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sheets.schema import Panel, read_panel

TODAY = dt.date(2026, 5, 14)
LONG = bool(os.environ.get("PANEL_LONG"))  # `make nightly` looks for what nobody thought of; `make test` repeats itself

settings.register_profile(
    "panel",
    derandomize=not LONG,
    max_examples=500 if LONG else 100,
    deadline=None,  # a busy machine is no fault
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("panel")


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees this machine's settings, or leaves anything behind: neither a file nor a watch that goes on reading
    (and would write into the next test's folder)."""
    for name in ("PANEL_WORKBOOK", "PANEL_GOOGLE_ENDPOINT", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PANEL_TODAY", TODAY.isoformat())
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "state"))
    yield
    if streamlit := sys.modules.get("streamlit"):
        streamlit.cache_resource.clear()


@pytest.fixture(scope="session")
def panel() -> Panel:
    """The declaration that ships."""
    return read_panel()


@pytest.fixture(scope="session")
def demo_bytes() -> bytes:
    """The demo workbook of the tests' day."""
    from demo.make_demo import make_demo

    return make_demo(TODAY)


@pytest.fixture
def demo_book(demo_bytes: bytes, tmp_path: Path) -> Path:
    """A fresh copy of the demo workbook on disk."""
    path = tmp_path / "partnership.xlsx"
    path.write_bytes(demo_bytes)
    return path
