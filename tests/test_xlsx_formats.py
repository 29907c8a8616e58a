"""Number formats: what a person sees."""

from __future__ import annotations

import datetime as dt

import pytest

from sheets.xlsx_formats import DAY_0, builtin, day_template, general, is_date, shown_number

CASES = [
    ("General", 12, "12"),
    ("General", 10750.5, "10750,5"),
    ("General", 1 / 3, "0,3333333333"),
    ("General", 100 / 3, "33,33333333"),
    ("General", 380500008670, "380500008670"),
    ("General", -0.5, "-0,5"),
    ("General", 1e20, "1E+20"),
    ("General", 2.5e-12, "2,5E-12"),
    ("@", 5, "5"),
    ("0", 4.5, "5"),
    ("0.00", 4.1, "4,10"),
    ("0.00", 2.675, "2,68"),
    ("0.0", -0.04, "0,0"),
    ("0.##", 5.25, "5,25"),
    ("000", 7, "007"),
    ("#", 0, ""),
    ("#,##0", 999, "999"),
    ("#,##0.00", 1234567.891, "1\u00a0234\u00a0567,89"),
    ("#,##0.00", -1234.5, "-1\u00a0234,50"),
    ("#,##0,", 1234567, "1\u00a0235"),
    ('#,##0 "грн"', 12345, "12\u00a0345 грн"),
    ("#,##0.00\\ [$₴-422]", 1234.5, "1\u00a0234,50 ₴"),
    ("0%", 0.57, "57%"),
    ("0.0%", 0.125, "12,5%"),
    ('0;-0;"–"', 0, "–"),
    ("0;(0)", -5, "(5)"),
    ('[>=100]"багато";0', 250, "багато"),
    ('[>=100]"багато";0', 25, "25"),
    ("(000) 000-00-00", 671234567, "(067) 123-45-67"),
    ("[<=9999999]###-##-##;(###) ###-##-##", 2345678, "234-56-78"),
    ("0.00E+00", 12345, "1,23E+04"),
    ("# ?/?", 1.5, "1,5"),
    ("dd.mm.yyyy", 45721, "05.03.2025"),
    ("d.m.yy", 45721, "5.3.25"),
    ("yyyy-mm-dd", 45721.9, "2025-03-05"),
    ("d.mmm", 45782, "5.трав"),
    ("[$-422]d mmmm yyyy", 45782, "5 травня 2025"),
    ("mmmm yyyy", 45782, "травень 2025"),
    ("dddd, d mmmm", 45782, "понеділок, 5 травня"),
    ("ddd", 45782, "пн"),
    ("dd.mm.yyyy hh:mm:ss", 45609.848009, "13.11.2024 20:21:08"),
    ("h:mm", 0.5, "12:00"),
    ("[h]:mm", 1.5, "36:00"),
    ("mm:ss", 0.5 / 24, "30:00"),
    ("dd.mm.yyyy", -3, "-3"),
    ("dd.mm.yyyy", 3e9, "3000000000"),
    ('"за графіком"', 1, "за графіком"),
]


@pytest.mark.parametrize("code, value, shown", CASES)
def test_a_number_is_shown_as_its_format_says(code: str, value: float, shown: str) -> None:
    assert shown_number(code, value) == shown


@pytest.mark.parametrize("number, shown", [(0, "45721"), (14, "05.03.2025"), (22, "05.03.2025 0:00"), (9, "4572100%")])
def test_built_in_formats_follow_the_ukrainian_locale(number: int, shown: str) -> None:
    assert shown_number(builtin(number), 45721) == shown


@pytest.mark.parametrize("number", range(50))
def test_every_built_in_format_shows_something(number: int) -> None:
    assert shown_number(builtin(number), 45721.5)


@pytest.mark.parametrize(
    "code, date",
    [
        ("dd.mm.yyyy", True),
        ("h:mm", True),
        ("[h]", True),
        ("0.00", False),
        ("General", False),
        ('0 "д."', False),
        ("", False),
    ],
)
def test_dates_are_told_from_numbers(code: str, date: bool) -> None:
    assert is_date(code) is date


def test_whole_numbers_are_never_cut() -> None:
    assert general(999999999999999) == "999999999999999"


CODES = ["dd.mm.yyyy", "d.m.yyyy", "dd/mm/yyyy;@", "[$-422]dd.mm.yyyy", 'yyyy-mm-dd "{р.}"', "mm", "dd\\.mm\\.yyyy\\ "]


@pytest.mark.parametrize("code", CODES)
def test_a_day_filled_into_a_template_reads_as_any_number_of_its_format_does(code: str) -> None:
    template = day_template(code)
    assert template
    for day in (1, 59, 60, 61, 45721, 2_958_465):
        assert template.format(dt.date.fromordinal(day + DAY_0.toordinal())) == shown_number(code, day)


@pytest.mark.parametrize("code", ["dd.mm.yy", "d mmmm", "h:mm", "mm:ss", "0", "General", "[<5]dd.mm.yyyy;yyyy", "@"])
def test_a_format_of_more_than_a_day_in_numbers_has_no_template(code: str) -> None:
    assert day_template(code) is None
