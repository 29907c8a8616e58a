"""Days and periods as people write them: read with the day first, or reported; and the school year's calendar."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheets.context import Context
from sheets.dates import read_period, read_serial
from sheets.months import month_number
from sheets.periods import school_year_of, school_year_span, semester_of, semester_span, today
from sheets.problems import Read
from sheets.records import Period
from sheets.schema import SchoolYear, read_panel
from tests.cases import no_periods, periods
from tests.conftest import TODAY

PANEL = read_panel()
NOTHING_KNOWN = Context(panel=PANEL, today=TODAY)
WITH_YEAR = Context(panel=PANEL, today=TODAY, school_year="2024/2025")
WITH_MONTH = Context(panel=PANEL, today=TODAY, school_year="2024/2025", month=5)
SETTINGS = SchoolYear()


def said(read: Read) -> str:
    """A read in the short form of the tables of cases."""
    period = read.value
    if not isinstance(period, Period):
        return read.problem or ""
    if period.start is None and period.end is None:
        return period.precision
    if period.precision == "day":
        return str(period.start)
    return f"{period.start or ''}..{period.end or ''} {period.precision}"


@pytest.mark.parametrize("text, meaning", [*periods.ALONE, *no_periods.ALONE])
def test_periods_where_nothing_is_known_around(text: str, meaning: str) -> None:
    assert said(read_period(text, NOTHING_KNOWN)) == meaning


@pytest.mark.parametrize("text, meaning", periods.WITH_YEAR)
def test_periods_in_a_known_school_year(text: str, meaning: str) -> None:
    assert said(read_period(text, WITH_YEAR)) == meaning


@pytest.mark.parametrize("text, meaning", periods.WITH_MONTH)
def test_days_under_a_month(text: str, meaning: str) -> None:
    assert said(read_period(text, WITH_MONTH)) == meaning


@pytest.mark.parametrize(
    "text, inferred",
    [("5 червня", True), ("5 червня 2025", False), ("І семестр", True), ("І семестр 2024/2025", False)]
    + [("протягом року", True), ("травень 2023/2024 н.р.", False), ("осінь", True), ("осінь 2024", False)],
)
def test_a_year_from_around_the_cell_is_marked(text: str, inferred: bool) -> None:
    assert read_period(text, WITH_YEAR).value.inferred is inferred


def test_a_known_calendar_year_serves_a_day_without_one() -> None:
    context = Context(panel=PANEL, today=TODAY, year=2023)
    assert read_period("5 червня", context).value == Period(dt.date(2023, 6, 5), dt.date(2023, 6, 5), "day", True)


@pytest.mark.parametrize(
    "number, meaning",
    [(45731.0, "2025-03-15"), (45731.75, "2025-03-15"), (2024.0, "2024-01-01..2024-12-31 year"), (0.0, "not-a-date")]
    + [(-3.0, "not-a-date"), (12.0, "far-date"), (39000.0, "far-date"), (380501234567.0, "not-a-date")],
)
def test_serial_numbers(number: float, meaning: str) -> None:
    assert said(read_serial(number, NOTHING_KNOWN)) == meaning


def test_a_number_under_a_month_is_its_day() -> None:
    assert said(read_serial(12.0, WITH_MONTH)) == "2025-05-12"


MONTHS = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
]
NOMINATIVES = [
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
]
RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
HANDS = {
    "points": lambda d: f"{d:%d.%m.%Y}",
    "bare": lambda d: f"{d.day}.{d.month}.{d.year}",
    "short year": lambda d: f"{d:%d.%m.%y}",
    "with р.": lambda d: f"{d:%d.%m.%Y}р.",
    "with NBSP": lambda d: f"{d:%d.%m.%Y}\u00a0р.",
    "with року": lambda d: f"{d:%d.%m.%Y} року",
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "dashes": lambda d: f"{d:%d-%m-%Y}",
    "ISO": lambda d: d.isoformat(),
    "in words": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year} р.",
    "quoted": lambda d: f"«{d.day:02}» {MONTHS[d.month - 1]} {d.year} року",
    "in capitals": lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year}",
    "nominative": lambda d: f"{d.day} {NOMINATIVES[d.month - 1]} {d.year}",
    "look-alikes": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year} р.".replace("о", "o").replace("е", "e"),
    "Russian": lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year} г.",
    "English": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "English, day first": lambda d: f"{d.day} {ENGLISH[d.month - 1][:3]} {d.year}",
    "with a time": lambda d: f"{d:%d.%m.%Y} о 14:30",
    "with a week day": lambda d: f"субота, {d:%d.%m.%Y}",
    "from a day to itself": lambda d: f"{d:%d.%m.%Y} – {d:%d.%m.%Y}",
}


@pytest.mark.parametrize("hand", HANDS.values(), ids=HANDS.keys())
@given(day=st.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31)))
def test_every_day_reads_back_in_every_hand(hand, day: dt.date) -> None:
    assert read_period(hand(day), NOTHING_KNOWN).value == Period(day, day)


RANGES = {
    "both whole": lambda a, b: f"{a:%d.%m.%Y} - {b:%d.%m.%Y}",
    "year once": lambda a, b: f"{a:%d.%m}-{b:%d.%m.%Y}",
    "short year once": lambda a, b: f"{a:%d.%m}-{b:%d.%m.%y}р.",
    "in words": lambda a, b: f"з {a.day} {MONTHS[a.month - 1]} по {b.day} {MONTHS[b.month - 1]} {b.year} року",
    "ISO": lambda a, b: f"{a} – {b}",
}


@pytest.mark.parametrize("hand", RANGES.values(), ids=RANGES.keys())
@given(start=st.dates(dt.date(2011, 1, 1), dt.date(2039, 12, 31)), days=st.integers(1, 28))
def test_days_in_a_row_read_back_across_months_and_years(hand, start: dt.date, days: int) -> None:
    end = start + dt.timedelta(days=days)
    assert read_period(hand(start, end), NOTHING_KNOWN).value == Period(start, end, "range")


@given(st.text(max_size=130))
@example("1" * 120)
@example("١٢.٠٥.٢٠٢٤")
@example("²⁰.05.2024")
@example("12.05.2024-" * 10)
@example("m5 2024")
@example("sy")
def test_any_text_gives_a_period_or_a_reason(text: str) -> None:
    for context in (NOTHING_KNOWN, WITH_YEAR, WITH_MONTH):
        read = read_period(text, context)
        assert (read.value is None) == (read.problem is not None)


@given(st.text(alphabet="абвгдеєжзиіїйклмнопрстуфхцчшщьюя '№«»,-", max_size=40))
def test_letters_alone_never_make_a_day(text: str) -> None:
    period = read_period(text, WITH_YEAR).value
    assert period is None or period.precision != "day"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_gives_a_period_or_a_reason(number: float) -> None:
    read = read_serial(number, NOTHING_KNOWN)
    assert (read.value is None) == (read.problem is not None)


@pytest.mark.parametrize("names", [NOMINATIVES, MONTHS, RUSSIAN, [name.casefold() for name in ENGLISH]])
def test_every_month_has_its_own_number(names: list[str]) -> None:
    assert [month_number(name) for name in names] == list(range(1, 13))


CASES = ["ень", "ня", "ню", "нем", "ні"]


@pytest.mark.parametrize("number, stem", [(1, "січ"), (3, "берез"), (4, "квіт"), (9, "верес"), (12, "груд")])
def test_months_are_known_in_every_case(number: int, stem: str) -> None:
    assert {month_number(stem + ending) for ending in CASES} == {number}


def test_today_is_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANEL_TODAY", "2025-02-28")
    assert today(PANEL.centre.zone) == dt.date(2025, 2, 28)


@pytest.mark.parametrize(
    "day, year, semester",
    [
        (dt.date(2024, 9, 1), "2024/2025", 1),
        (dt.date(2024, 12, 31), "2024/2025", 1),
        (dt.date(2025, 1, 1), "2024/2025", 2),
    ]
    + [(dt.date(2025, 8, 31), "2024/2025", 2), (dt.date(2025, 9, 1), "2025/2026", 1)],
)
def test_each_day_has_its_school_year_and_semester(day: dt.date, year: str, semester: int) -> None:
    assert (school_year_of(day, SETTINGS), semester_of(day, SETTINGS)) == (year, semester)


def test_a_school_year_and_its_semesters_end_where_the_settings_say() -> None:
    settings = SchoolYear(starts="09-01", first_semester_ends="01-10", second_semester_ends="05-29")
    assert school_year_span("2024/2025", settings) == (dt.date(2024, 9, 1), dt.date(2025, 8, 31))
    assert semester_span("2024/2025", 1, settings) == (dt.date(2024, 9, 1), dt.date(2025, 1, 10))
    assert semester_span("2024/2025", 2, settings) == (dt.date(2025, 1, 11), dt.date(2025, 5, 29))


@given(st.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31)))
def test_every_day_lies_within_its_own_school_year(day: dt.date) -> None:
    start, end = school_year_span(school_year_of(day, SETTINGS), SETTINGS)
    assert start <= day <= end
