"""Every field of every declared tab is entered in its widget, saved, and read back equal, in a file and in Google."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sheets import writing
from sheets.pasting import asked
from sheets.records import Period
from sheets.schema import Field, Kind, Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Workbook
from sheets.xlsx import XlsxWorkbook
from tests.emulator import running
from tests.google_helpers import another

NOW = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)
KINDS = tuple(read_panel().tabs)
DAY = dt.date(2026, 5, 12)
PERIODS = (
    Period(DAY, DAY),
    Period(DAY, dt.date(2026, 5, 20), "range"),
    Period(dt.date(2026, 4, 1), dt.date(2026, 4, 30), "month"),
    Period(dt.date(2025, 9, 1), dt.date(2026, 8, 31), "school_year"),
)
SAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "=Текст, що «починається» з рівності; 12.05",
    Kind.NAMES: ("Ліцей № 3", "IT-школа «Байт, і не лише»"),
    Kind.NUMBER: 24.0,
    Kind.MONEY: 1234.5,
    Kind.SCORE: 4.0,
    Kind.PERCENT: 85.0,
    Kind.YEAR: 2019,
    Kind.DATE: DAY,
    Kind.MOMENT: dt.datetime(2026, 5, 12, 14, 30),
    Kind.YES_NO: True,
    Kind.PHONES: ("+380501112233", "+380442223344"),
    Kind.EMAILS: ("one@example.org", "two@example.org"),
    Kind.LINKS: ("https://example.org/a", "https://example.org/b"),
    Kind.SCHOOL_YEAR: "2025/2026",
    Kind.SEMESTER: 2,
}


def sample(panel: Panel, field: Field, variant: int) -> Any:
    """A value that this field can have; what it can be in several manners varies."""
    if field.kind is Kind.PERIOD:
        return PERIODS[variant % len(PERIODS)]
    if field.kind is Kind.UNTIL:
        return "indefinite" if variant % 2 else DAY
    if field.kind in (Kind.ONE, Kind.MANY):
        choices = list(panel.vocabularies[field.vocabulary or ""].choices)
        return choices[variant % 3] if field.kind is Kind.ONE else tuple(choices[1:3])
    if field.refers == "partners" and field.kind is Kind.TEXT:
        return "Ліцей № 3"
    return SAMPLES[field.kind]


def record(panel: Panel, kind: str, variant: int) -> dict[str, Any]:
    """A record of this tab with every field filled in."""
    return {field.key: sample(panel, field, variant) for field in asked(panel.tabs[kind])}


@pytest.fixture
def book(panel: Panel, tmp_path: Path) -> Path:
    """A workbook with each declared tab, each field's own heading, and one record that says little."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for tab in panel.tabs.values():
        sheet = workbook.create_sheet(tab.uk)
        fields = [field for field in asked(tab) if not field.derived]
        sheet.append([field.uk for field in fields])
        plain = {"partners": "Ліцей № 3", "events": "День знань"}.get(tab.key, "Ліцей № 3")
        needed = {
            Kind.ONE: lambda f: panel.vocabularies[f.vocabulary].choices.values(),
            Kind.MANY: lambda f: panel.vocabularies[f.vocabulary].choices.values(),
        }
        sheet.append(
            [
                next(iter(needed[f.kind](f))).uk
                if f.kind in needed and f.required
                else "01.09.2025"
                if f.kind in (Kind.DATE, Kind.PERIOD) and f.required
                else "Ліцей № 3"
                if f.refers == "partners" and f.required
                else plain
                if f.key == tab.name
                else None
                for f in fields
            ]
        )
    path = tmp_path / "every.xlsx"
    workbook.save(path)
    return path


def entered(book: Path, kind: str, variant: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the form's widgets give back for a record put into them, judged as at «Зберегти»."""

    def script(kind: str, variant: int) -> None:
        import streamlit as st

        from pages.parts import data, forms
        from tests.test_every_field import record

        now = data.snapshot()
        form = forms.new(now.panel.tabs[kind])
        forms.begin(now, form, record(now.panel, kind, variant))
        reads = forms.judged(now, form, forms.fill(now, form), tapped=True)
        st.session_state["answers"] = {name: read.value for name, read in (reads or {}).items()}

    monkeypatch.setenv("PANEL_WORKBOOK", str(book))
    st.cache_resource.clear()
    app = AppTest.from_function(script, default_timeout=60, args=(kind, variant)).run()
    assert [*app.exception] == []
    return app.session_state["answers"]


@contextmanager
def in_a_file(book: Path) -> Iterator[Workbook]:
    """The workbook as an .xlsx."""
    yield XlsxWorkbook(book)


@contextmanager
def in_google(book: Path) -> Iterator[Workbook]:
    """The workbook as an (emulated) Google Sheet."""
    with running(book) as emulator:
        yield another(emulator)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("variant", range(len(PERIODS)))
def test_each_widget_gives_back_the_value_that_was_put_into_it(
    kind: str, variant: int, book: Path, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entered(book, kind, variant, monkeypatch) == record(panel, kind, variant)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [in_a_file, in_google], ids=["xlsx", "google"])
def test_each_field_that_was_entered_and_saved_reads_back_equal(
    kind: str, place: Callable[[Path], Any], book: Path, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [entered(book, kind, variant, monkeypatch) for variant in (0, 1)]
    with place(book) as workbook:
        now = read_snapshot(workbook.read(), panel, now=NOW)
        receipt = writing.add_many(
            workbook, now.panel, [(kind, values) for values in records], actor="тест", snapshot=now
        )
        after = read_snapshot(workbook.read(), panel, now=NOW)
        [table] = after.tables_of(kind)
        read = [table.record(saved.row or 0) or {} for saved in receipt.saved]
    assert [{name: row[name] for name in values} for row, values in zip(read, records, strict=True)] == records
