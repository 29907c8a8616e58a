"""A cell is read, or reported, or blank: never guessed, never dropped; and what is written reads back the same."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheets.cells import LISTS, read_cell, read_column, write_cell
from sheets.choices import choices_of
from sheets.context import Context
from sheets.problems import CODES, NOTHING, Read
from sheets.quick import ODD, QUICK
from sheets.records import Period
from sheets.schema import Kind
from tests.cases import cells, contacts, words
from tests.cases.values import FIELDS, PANEL, VALUES, column
from tests.conftest import TODAY

KNOWN = frozenset(cells.KNOWN_NAMES)
CONTEXT = Context(panel=PANEL, today=TODAY, known_name=KNOWN.__contains__)


def said(read: Read) -> Any:
    """A read in the short form of the tables of cases: the value, or (value, problem)."""
    value = read.value.isoformat() if isinstance(read.value, dt.date) else read.value
    return (value, read.problem) if read.problem else value


def read_text(kind: str, text: str, vocabulary: str | None = None) -> Any:
    return said(read_cell(column(kind, vocabulary), text, text, CONTEXT))


@pytest.mark.parametrize("text, meaning", words.DIRECTIONS)
def test_directions(text: str, meaning: Any) -> None:
    assert read_text("many", text, "directions") == meaning


@pytest.mark.parametrize("text, meaning", words.TYPES)
def test_types(text: str, meaning: Any) -> None:
    assert read_text("one", text, "types") == meaning


@pytest.mark.parametrize("text, meaning", words.AGREEMENTS)
def test_agreements(text: str, meaning: Any) -> None:
    assert read_text("one", text, "agreements") == meaning


@pytest.mark.parametrize("text, meaning", words.EVENT_STATUS)
def test_event_status(text: str, meaning: Any) -> None:
    assert read_text("one", text, "event_status") == meaning


@pytest.mark.parametrize("text, meaning", words.YES_NO)
def test_yes_and_no(text: str, meaning: Any) -> None:
    assert read_text("yes_no", text) == ((None, meaning) if isinstance(meaning, str) else meaning)


@pytest.mark.parametrize("text, meaning", contacts.PHONES)
def test_phones(text: str, meaning: Any) -> None:
    assert read_text("phones", text) == meaning


@pytest.mark.parametrize("text, meaning", contacts.EMAILS)
def test_emails(text: str, meaning: Any) -> None:
    assert read_text("emails", text) == meaning


@pytest.mark.parametrize("text, meaning", contacts.LINKS)
def test_links(text: str, meaning: Any) -> None:
    assert read_text("links", text) == meaning


@pytest.mark.parametrize("text, meaning", cells.NAMES)
def test_names(text: str, meaning: Any) -> None:
    assert read_text("names", text) == meaning


@pytest.mark.parametrize("kind, stored, shown, meaning", cells.STORED)
def test_stored_cells(kind: str, stored: Any, shown: str, meaning: Any) -> None:
    assert said(read_cell(column(kind), stored, shown, CONTEXT)) == meaning


def test_an_unknown_word_is_named_with_its_vocabulary() -> None:
    read = read_cell(FIELDS[Kind.MANY], "освітнє, спортивне; хорове", "", CONTEXT)
    assert read == Read(("education",), "unknown-word", {"words": ["спортивне", "хорове"], "vocabulary": "directions"})


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("майстер-клас з гончарства", "master_class"),
        ("зустріч для батьків", "meeting"),
        ("концерт до 8 Березня", "concert"),
        ("зустріч з лекцією та концерт", (None, "several")),
        ("екскурсія для дітей", (None, "unknown-word")),
    ],
)
def test_what_a_form_was_held_for_does_not_change_the_form(text: str, meaning: Any) -> None:
    assert read_text("one", text, "forms") == meaning


@pytest.mark.parametrize(
    "letter, meaning", [("B", "high"), ("C", "medium"), ("Н", "low"), ("H", (None, "unknown-word"))]
)
def test_a_level_in_a_latin_letter_is_read_unless_it_begins_another_in_english(letter: str, meaning: Any) -> None:
    assert read_text("one", letter, "quality_levels") == meaning


@pytest.mark.parametrize("text, meaning", [("2 дітей з ООП", 2), ("2 (ООП)", 2), ("2 класи", (None, "not-people"))])
def test_a_unit_that_the_columns_own_name_says_is_no_remark(text: str, meaning: Any) -> None:
    assert said(read_cell(PANEL.tabs["events"].fields["inclusive_children"], text, text, CONTEXT)) == meaning


@pytest.mark.parametrize(
    "serial, shown, precision",
    [
        (45566.0, "жовтень 2024", "month"),
        (45566.0, "10.2024", "month"),
        (45566.0, "01.10.2024", "day"),
        (45570.0, "жовтень 2024", "day"),  # the fifth of October: a day all the same
        (45566.0, "1.жов", "day"),
        (45566.0, "", "day"),
    ],
)
def test_the_first_day_that_staff_see_as_a_month_is_that_month(serial: float, shown: str, precision: str) -> None:
    values, problems = read_column(FIELDS[Kind.PERIOD], [serial], [shown], CONTEXT)
    assert (values[0].precision, problems) == (precision, [])


def test_numbers_are_directions_only_by_a_legend() -> None:
    context = Context(panel=PANEL, today=TODAY, legend={"1": "education", "3": "social"})
    assert said(read_cell(FIELDS[Kind.MANY], "1, 3", "", context)) == ("education", "social")
    assert said(read_cell(FIELDS[Kind.MANY], 3.0, "3", context)) == ("social",)
    assert said(read_cell(FIELDS[Kind.MANY], "1, 5", "", context)) == (("education",), "no-legend")


@pytest.mark.parametrize("vocabulary", PANEL.vocabularies)
def test_every_word_of_a_vocabulary_means_its_own_choice(vocabulary: str) -> None:
    choices = choices_of(PANEL.vocabularies[vocabulary])
    for key, choice in PANEL.vocabularies[vocabulary].choices.items():
        for word in (choice.uk, choice.en, choice.uk.upper(), *choice.synonyms):
            assert choices.key_of(word) == key, word


# --- writing ---


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_what_is_written_reads_back_the_same(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    stored = write_cell(FIELDS[kind], value, PANEL)
    shown = stored if isinstance(stored, str) else ""
    assert read_cell(FIELDS[kind], stored, shown, CONTEXT) == Read(value)


@pytest.mark.parametrize("vocabulary", PANEL.vocabularies)
def test_every_choice_is_written_as_a_word_that_reads_back(vocabulary: str) -> None:
    field = column("one", vocabulary)
    for key in PANEL.vocabularies[vocabulary].choices:
        assert read_cell(field, write_cell(field, key, PANEL), "", CONTEXT) == Read(key)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("nothing", [None, "", (), []])
def test_nothing_is_written_as_a_blank_cell(kind: Kind, nothing: Any) -> None:
    assert write_cell(FIELDS[kind], nothing, PANEL) is None


@pytest.mark.parametrize(
    "period, text",
    [
        (Period(dt.date(2023, 11, 24), dt.date(2023, 11, 27), "range"), "24–27 листопада 2023 р."),
        (Period(dt.date(2024, 2, 28), dt.date(2024, 3, 1), "range"), "28 лютого – 1 березня 2024 р."),
        (Period(dt.date(2024, 12, 30), dt.date(2025, 1, 2), "range"), "30 грудня 2024 р. – 2 січня 2025 р."),
        (Period(dt.date(2024, 9, 1), dt.date(2024, 12, 31), "semester"), "І семестр 2024/2025 н.р."),
        (Period(dt.date(2024, 9, 1), dt.date(2024, 12, 20), "semester"), "1 вересня – 20 грудня 2024 р."),
        (Period(None, None, "school_year"), "протягом навчального року"),
    ],
)
def test_periods_are_written_as_staff_would(period: Period, text: str) -> None:
    assert write_cell(FIELDS[Kind.PERIOD], period, PANEL) == text


# --- any cell, any column ---

STORED = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats() | st.text(max_size=60)


@pytest.mark.parametrize("kind", Kind)
@given(stored=STORED, shown=st.text(max_size=20))
@example(stored=float("nan"), shown="")
@example(stored=float("inf"), shown="")
@example(stored="1" * 50_000, shown="")
@example(stored="«" * 5_000, shown="")
@example(stored="а, " * 5_000, shown="")
def test_no_cell_stops_the_reading(kind: Kind, stored: Any, shown: str) -> None:
    read = read_cell(FIELDS[kind], stored, shown, CONTEXT)
    assert read.problem is None or read.problem in CODES
    assert isinstance(read.value, tuple) == (kind in LISTS)


@pytest.mark.parametrize("kind", Kind)
@given(cells=st.lists(STORED.filter(lambda cell: cell == cell), max_size=20))
def test_a_column_reads_as_its_cells_do(kind: Kind, cells: list) -> None:
    values, problems = read_column(FIELDS[kind], cells, None, CONTEXT)
    reads = [read_cell(FIELDS[kind], cell, "", CONTEXT) for cell in cells]
    assert values == [read.value for read in reads]
    assert problems == [(at, read.problem, read.details) for at, read in enumerate(reads) if read.problem]


@pytest.mark.parametrize("kind", QUICK)
@given(data=st.data())
def test_the_short_way_says_what_the_long_one_says(kind: Kind, data: st.DataObject) -> None:
    cells_ = [write_cell(FIELDS[kind], value, PANEL) for value in data.draw(st.lists(VALUES[kind], max_size=5))]
    shown = [cell if isinstance(cell, str) else "" for cell in cells_]
    for value, cell, text in zip(QUICK[kind](FIELDS[kind], cells_, shown, CONTEXT), cells_, shown, strict=True):
        assert value is ODD or Read(value) == read_cell(FIELDS[kind], cell, text, CONTEXT)


def test_a_ticked_box_is_not_the_number_one() -> None:
    values, problems = read_column(FIELDS[Kind.NUMBER], [1.0, True, 1], None, CONTEXT)
    assert (values, problems) == ([1.0, None, 1.0], [(1, "not-a-number", NOTHING)])


def test_a_blank_column_has_blank_values() -> None:
    assert read_column(FIELDS[Kind.PHONES], [None, "", " ", "-"], None, CONTEXT) == ([(), (), (), ()], [])
    assert read_column(FIELDS[Kind.TEXT], [], None, CONTEXT) == ([], [])
