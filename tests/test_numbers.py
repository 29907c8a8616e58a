"""Numbers as people write them: exact, inexact with their mark, or reported; never guessed."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheets.cells import read_cell
from sheets.context import Context
from sheets.numbers import read_money, read_number, read_people
from sheets.numerals import number_in_words
from sheets.problems import Read
from sheets.records import Inexact
from sheets.schema import Field, Kind, read_panel
from tests.cases import numbers
from tests.conftest import TODAY

CONTEXT = Context(panel=read_panel(), today=TODAY)
LIMITS: dict[str, dict[str, float]] = {
    "number": {"min": 0},
    "money": {"min": 0},
    "score": {"min": 1, "max": 5},
    "percent": {"min": 0, "max": 100},
}


def column(kind: str) -> Field:
    return Field(kind=Kind(kind), uk="Стовпець", en="Column", **LIMITS[kind])


def said(read: Read) -> Any:
    """A read in the short form of the tables of cases."""
    value = read.value
    if isinstance(value, Inexact):
        value = f"{value.low:g}-{value.high:g}" if value.mark == "between" else f"{value.mark} {value.low:g}"
    return read.problem if value is None else (value, read.problem) if read.problem else value


@pytest.mark.parametrize("text, meaning", numbers.PEOPLE)
def test_people(text: str, meaning: Any) -> None:
    assert said(read_cell(column("number"), text, text, CONTEXT)) == meaning


@pytest.mark.parametrize("text, meaning", numbers.MONEY)
def test_sums(text: str, meaning: Any) -> None:
    assert said(read_cell(column("money"), text, text, CONTEXT)) == meaning


@pytest.mark.parametrize("text, meaning", numbers.SCORES)
def test_scores(text: str, meaning: Any) -> None:
    assert said(read_cell(column("score"), text, text, CONTEXT)) == meaning


@pytest.mark.parametrize("text, meaning", numbers.PERCENT)
def test_percent(text: str, meaning: Any) -> None:
    assert said(read_cell(column("percent"), text, text, CONTEXT)) == meaning


@pytest.mark.parametrize("stored, shown, kind, meaning", numbers.STORED)
def test_a_stored_number_is_what_staff_see_or_is_reported(stored: Any, shown: str, kind: str, meaning: Any) -> None:
    assert said(read_cell(column(kind), stored, shown, CONTEXT)) == meaning


def test_letters_are_scores_only_by_a_legend() -> None:
    context = Context(panel=CONTEXT.panel, today=TODAY, legend={"в": 5, "д": 4, "с": 3, "н": 2})
    assert read_cell(column("score"), "Д", "Д", context) == Read(4.0)
    assert read_cell(column("score"), "Х", "Х", context).problem == "no-legend"


@pytest.mark.parametrize(
    "text, number",
    [("нуль", 0), ("дев'ятнадцять", 19), ("сорок дві", 42), ("триста", 300), ("дев'ятсот дев'яносто дев'ять", 999)]
    + [("п'ять сто", None), ("сто сто", None), ("двадцять нуль", None), ("", None), ("трохи", None)],
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    assert number_in_words(text) == number


HANDS = ("{0}", "{0} осіб", "{0} уч.", " {0}  дітей ", "{0}\u00a0чол.", "{0:,} осіб")


@given(st.integers(0, 99_999), st.sampled_from(HANDS))
def test_any_number_of_people_reads_back_in_any_hand(number: int, hand: str) -> None:
    assert read_people(hand.format(number).replace(",", " ")).value == number


@given(
    st.integers(0, 9_999_999), st.sampled_from((" ", "\u00a0", "'", "")), st.sampled_from((" грн", " грн.", " ₴", ""))
)
def test_any_sum_reads_back_with_any_sign_of_thousands(kopecks: int, thousands: str, currency: str) -> None:
    text = f"{kopecks / 100:,.2f}".replace(",", thousands).replace(".", ",") + currency
    assert read_money(text).value == pytest.approx(kopecks / 100)


@given(st.text(max_size=90))
@example("١٢")  # digits of another script
@example("²")
@example("1" * 80)
def test_any_text_gives_a_number_or_a_reason(text: str) -> None:
    for read in (read_number(text), read_people(text), read_money(text)):
        assert (read.value is None) == (read.problem is not None)


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщьюяіїє '-", max_size=30))
def test_a_text_without_digits_is_a_number_only_in_known_words(text: str) -> None:
    value = read_people(text).value
    assert value is None or any(number_in_words(word) is not None for word in text.split())
