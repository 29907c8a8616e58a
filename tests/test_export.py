"""Charts taken away: pictures that open."""

from __future__ import annotations

import pytest

from charts import events, export, theme
from charts.metrics_events import events_by_form
from charts.selection import Selection
from tests.samples import PANEL, sample_snapshot
from tests.speech import words


@pytest.fixture(scope="module")
def spec() -> dict:
    now = sample_snapshot(60)
    frame = events_by_form(Selection.default(now.today, PANEL).narrow(now)).values
    return theme.spec(events.by_form(frame, words(PANEL, "uk")), "uk")


def test_a_chart_becomes_png(spec: dict) -> None:
    assert export.png(spec).startswith(b"\x89PNG")


def test_a_chart_becomes_svg_with_its_ukrainian_title(spec: dict) -> None:
    picture = export.svg(spec)
    assert picture.startswith("<svg") and "Найчастіша форма" in picture
