"""A mistake in panel.toml is refused at start, with where it is, what was found and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheets.errors import DeclarationError
from sheets.schema import PANEL_TOML, Kind, Panel, read_panel

SHIPPED = PANEL_TOML.read_text(encoding="utf-8")

# what the methodist did: text found -> text written instead, and what the refusal must say
MISTAKES = {
    "a setting nobody knows": ("silent_partner_days", "silent_days", ["thresholds.silent_days", "no such setting"]),
    "a threshold that is no number": ("low_score = 3", 'low_score = "три"', ["thresholds.low_score", "три"]),
    "a time zone that is not there": ("Europe/Kyiv", "Europe/Kiiv", ["centre.timezone", "Europe/Kiiv", "Europe/Kyiv"]),
    "a kind that is not there": (
        'tabs.events.fields.date]\nkind = "period"',
        'tabs.events.fields.date]\nkind = "day"',
        ["tabs.events.fields.date.kind", "day", "period"],
    ),
    "a vocabulary that is not there": (
        'vocabulary = "levels"',
        'vocabulary = "stages"',
        ["tabs.events.fields.level.vocabulary", "stages", "levels"],
    ),
    "a choice without a label": (
        'choices.library = { uk = "Бібліотека", ',
        "choices.library = { ",
        ["vocabularies.types.choices.library.uk", "missing"],
    ),
    "a condition on a field that is not there": (
        "shown_when = { inclusive =",
        "shown_when = { inclusion =",
        ["tabs.events.fields.inclusive_children.shown_when", "inclusion"],
    ),
    "a tab that is not there": ('refers = "events"', 'refers = "happenings"', ["refers", "happenings", "events"]),
    "a heading of two fields": ('headings = ["Дата", "Дати"', 'headings = ["Місце", "Дати"', ["tabs.events", "місце"]),
    "a day that no calendar has": ('starts = "09-01"', 'starts = "1 вересня"', ["school_year.starts", "1 вересня"]),
}


def refusal(text: str, tmp_path: Path) -> str:
    path = tmp_path / "panel.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        read_panel(path)
    return "\n".join(refused.value.details["faults"])


def test_the_shipped_declaration_holds_together(panel: Panel) -> None:
    assert {"partners", "events", "evaluations", "plan"} <= set(panel.tabs)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_by_name(mistake: str, tmp_path: Path) -> None:
    before, after, expected = MISTAKES[mistake]
    assert before in SHIPPED
    said = refusal(SHIPPED.replace(before, after, 1), tmp_path)
    assert [part for part in expected if part not in said] == []


def test_a_field_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    again = '\n[tabs.events.fields.place]\nkind = "text"\nuk = "Місце"\nen = "Place"\n'
    assert "line" in refusal(SHIPPED + again, tmp_path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as refused:
        read_panel(tmp_path / "none.toml")
    assert "not there" in refused.value.details["faults"][0]


def test_every_kind_is_used_or_ready_for_a_new_field() -> None:
    assert {field.kind for tab in read_panel().tabs.values() for field in tab.fields.values()} == set(Kind)


def test_a_vocabulary_knows_its_choices_by_every_word_of_theirs(panel: Panel) -> None:
    words = panel.vocabularies["types"].by_word
    assert words["бібліотека"] == words["library"] == "library"
