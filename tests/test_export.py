"""Charts taken away: pictures that open, CSV that runs nothing."""

from __future__ import annotations

import pandas as pd
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


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+380441234567", "'+380441234567"),
        ("-", "'-"),
        ("@now", "'@now"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("Школа №1", "Школа №1"),
        ("", ""),
    ],
)
def test_no_text_of_a_csv_runs_as_a_formula(value: str, written: str) -> None:
    assert export.harmless(value) == written


def test_a_csv_keeps_numbers_and_letters() -> None:
    frame = pd.DataFrame({"form": ["=сума", "Їжак; «лис»"], "count": [-2, 3]})
    assert export.csv(frame).decode("utf-8-sig").splitlines() == ["form;count", "'=сума;-2", '"Їжак; «лис»";3']
