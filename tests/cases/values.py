"""A column of every kind, and any value that it may hold."""

import datetime as dt

from hypothesis import strategies as st

from sheets.periods import month_span, school_year, school_year_span, semester_span
from sheets.records import Inexact, Period
from sheets.schema import Field, Kind, read_panel

PANEL = read_panel()


def column(kind: str, vocabulary: str | None = None) -> Field:
    limits = {"score": (1, 5), "percent": (0, 100), "number": (0, None), "money": (0, None), "year": (1950, 2040)}
    low, high = limits.get(kind, (None, None))
    return Field(kind=Kind(kind), uk="Стовпець", en="Column", vocabulary=vocabulary, min=low, max=high)


FIELDS = {kind: column(kind, {Kind.ONE: "types", Kind.MANY: "directions"}.get(kind)) for kind in Kind}

DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31))
WHOLE = st.integers(0, 10**7).map(float)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    year = draw(st.integers(2011, 2038))
    number, months = draw(st.integers(1, 12)), draw(st.integers(1, 14))
    start, length = draw(DAYS.filter(lambda day: day.year < 2040)), draw(st.integers(1, 300))
    later = year * 12 + number - 1 + months
    name, part = school_year(year), draw(st.integers(1, 2))
    quarter = draw(st.integers(0, 3))
    return draw(
        st.sampled_from(
            [
                Period(start, start),
                Period(start, start + dt.timedelta(days=length), "range"),
                Period(None, start, "range"),
                Period(start, None, "range"),
                Period(*month_span(year, number), "month"),
                Period(month_span(year, number)[0], month_span(later // 12, later % 12 + 1)[1], "month_range"),
                Period(*school_year_span(name, PANEL.school_year), "school_year"),
                Period(*semester_span(name, part, PANEL.school_year), "semester"),
                Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year"),
                Period(month_span(year, 3 * quarter + 1)[0], month_span(year, 3 * quarter + 3)[1], "quarter"),
                Period(dt.date(year, 9, 1), dt.date(year, 11, 30), "season"),
                Period(dt.date(year, 12, 1), month_span(year + 1, 2)[1], "season"),
                Period(None, None, "recurring"),
                Period(None, None, "school_year"),
            ]
        )
    )


def _inexact(limit: int) -> st.SearchStrategy[Inexact]:
    one = st.tuples(st.sampled_from(("about", "least", "most")), st.integers(1, limit))
    two = st.integers(1, limit).flatmap(lambda low: st.tuples(st.just(low), st.integers(low + 1, limit + 1)))
    return one.map(lambda p: Inexact(p[0], float(p[1]), float(p[1]))) | two.map(
        lambda p: Inexact("between", float(p[0]), float(p[1]))
    )


LETTERS = st.text(alphabet="абвгдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=3, max_size=12)
VALUES: dict[Kind, st.SearchStrategy] = {
    Kind.ORDINAL: st.integers(1, 10**6),
    Kind.TEXT: st.sampled_from(["=1+1", "+380", "@ім'я", "-5 балів", "12 травня"]) | LETTERS,
    Kind.NAMES: st.lists(LETTERS.map("ГО «{}, дія»".format), min_size=1, max_size=4, unique=True).map(tuple),
    Kind.ONE: st.sampled_from(list(PANEL.vocabularies["types"].choices)),
    Kind.MANY: st.lists(st.sampled_from(list(PANEL.vocabularies["directions"].choices)), min_size=1, unique=True).map(
        tuple
    ),
    Kind.NUMBER: WHOLE | _inexact(900),
    Kind.MONEY: st.integers(0, 10**9).map(lambda kopecks: kopecks / 100) | _inexact(9_000_000),
    Kind.SCORE: st.integers(100, 500).map(lambda hundredths: hundredths / 100),
    Kind.PERCENT: st.integers(0, 1000).map(lambda tenths: tenths / 10) | _inexact(99),
    Kind.YEAR: st.integers(1950, 2040),
    Kind.DATE: DAYS,
    Kind.UNTIL: DAYS | st.just("indefinite"),
    Kind.PERIOD: _periods(),
    Kind.MOMENT: st.datetimes(dt.datetime(2010, 1, 2), dt.datetime(2040, 12, 30)).map(
        lambda m: m.replace(microsecond=0)
    ),
    Kind.YES_NO: st.booleans(),
    Kind.PHONES: st.lists(st.integers(10**8, 10**9 - 1).map("+380{}".format), min_size=1, unique=True, max_size=3).map(
        tuple
    ),
    Kind.EMAILS: st.lists(
        st.integers(0, 999).map("school{}@example.org".format), min_size=1, unique=True, max_size=3
    ).map(tuple),
    Kind.LINKS: st.lists(
        st.integers(0, 999).map("https://example.org/{}".format), min_size=1, unique=True, max_size=3
    ).map(tuple),
    Kind.SCHOOL_YEAR: st.integers(2010, 2038).map(school_year),
    Kind.SEMESTER: st.integers(1, 2),
}
