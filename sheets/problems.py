"""What can be wrong with a cell: short stable codes. The sentences stand in pages/parts/words.py, one for each code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

CODES = (
    # any kind
    "formula-error",  # #REF!, #DIV/0! … stand where a value should
    "ditto",  # a ditto mark with nothing above it
    "doubtful",  # the writer was not sure («освітнє?»), or the text has two readings («1.200»)
    "too-long",  # a cell so long that it can't be what this column holds
    # days and periods
    "not-a-date",
    "not-a-day",  # a period stands where one day should: details precision
    "impossible-date",  # 31.02.2025, 05/13/2025
    "far-date",  # before 2010 or after 2040 (domain.md, 5.6)
    "no-year",  # «5 червня», and neither section, tab nor title says the year
    "no-date",  # «за графіком», «за потреби»: it says that there is no date
    "end-before-start",
    "not-a-year",
    "not-a-school-year",
    "not-a-semester",
    # numbers
    "not-a-number",
    "date-in-number",  # the spreadsheet made a date of it («5.трав»), or a date was typed
    "two-numbers",  # «25 дітей + 3 дорослих», «15/20», a score of «3-4»
    "and-part",  # «30 осіб (з них 5 з ООП)»: the whole is counted, the part is told; details part
    "not-people",  # «два класи»: something is counted, but not people; details unit
    "not-whole",  # 12,5 people
    "out-of-scale",  # details min, max
    "no-legend",  # a letter or a number stands for something, and nothing says for what
    "other-currency",
    "not-money",  # goods
    "rounded",  # 3,81E+11: the spreadsheet has lost the digits
    # words
    "unknown-word",  # details words, vocabulary
    "several",  # several words where one should be: details words
    "not-yes-or-no",
    # text
    "date-in-text",  # «5/3» that the spreadsheet made a date; the value is what staff see
    "bad-phone",  # details parts
    "bad-email",
    "bad-link",
)

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Read(NamedTuple):
    """What a cell says: its value (None or () when blank), and the code and details of what is wrong, if anything is.

    Both may be there: two known words and an unknown one give the known words and 'unknown-word'.
    """

    value: Any = None
    problem: str | None = None
    details: Mapping[str, Any] = NOTHING


def bad(problem: str, value: Any = None, /, **details: Any) -> Read:
    """A cell that is not, or not fully, understood."""
    return Read(value, problem, details)
