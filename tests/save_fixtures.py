"""The book of the tests of saves, in each place; a test module names this file as its plugin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheets import saving
from tests.places import Place, place_of


@pytest.fixture(params=["paper", "xlsx", "google"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The book, in each place."""
    saving.forget()
    monkeypatch.setattr("sheets.sending.PAUSES", (0.0, 0.0, 0.0, 0.0))
    with place_of(request.param, tmp_path) as found:
        yield found
