"""What a column's cells look like, roughly: to decide between fields that a heading leaves open, not to read values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sheets.schema import Field, Kind, Panel, Vocabulary
from sheets.text import fold
from sheets.workbook import Stored
from sheets.yes_no import read_yes_no

Cells = Sequence[tuple[Stored, str]]

MONTHS = (
    "січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|янв|фев|март|апр|ма[йя]|июн|июл|авг|сент|окт|нояб|дек"
)
DATE = re.compile(rf"\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?|\d{{4}}-\d\d-\d\d|(?:{MONTHS})|\d{{4}}\s*р", re.I)
LOOSE_DATE = re.compile(
    r"семестр|впродовж|упродовж|протягом|в течение|щом|щотиж|канікул|осінь|зима|весна|літо|графік|20\d\d", re.I
)
NUMBER = re.compile(r"^\D{0,14}\d[\d\s.,+–-]*\D{0,14}$")
PHONE = re.compile(r"\d[\d\s()+-]{5,}\d")
EMAIL = re.compile(r"\S+@\S+\.\S+")
LINK = re.compile(r"https?://|www\.|\.(?:ua|com|org|net)\b|facebook|instagram|t\.me", re.I)
NOTHING = frozenset(["-", "–", "—", "<null>", "null", "n/a", "н/д", "?"])
NAME = re.compile(r"^(?!\S+@\S+\.\S+$).*[^\W\d_]", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{3,}")
SIGNS = re.compile(r"\s*[1-9](?:\s*[,;/.+]\s*[1-9])*\s*")
SPLIT = re.compile(r"[,;/|\n•+]|\s[–-]\s|\d[.)]")


def fit(panel: Panel, field: Field, cells: Cells) -> float:
    """0–1: the share of these cells that may be values of this field; 1 when there are none to judge by."""
    said = [(stored, text) for stored, text in cells if fold(text) not in NOTHING]
    if not said:
        return 1.0
    if field.vocabulary:
        vocabulary = panel.vocabularies[field.vocabulary]
        coded = len(vocabulary.choices) < 10  # so few may be written as numbers, with a legend
        return sum(_known(vocabulary, text) or (coded and bool(SIGNS.fullmatch(text))) for _, text in said) / len(said)
    may_be = FITS[field.kind]
    return sum(may_be(stored, text) for stored, text in said) / len(said)


def _known(vocabulary: Vocabulary, text: str) -> bool:
    words = vocabulary.by_word
    if fold(text).strip(" .;,") in words:
        return True
    return any(fold(part).strip(" .;,") in words for part in SPLIT.split(text))


def _is_day(stored: Stored) -> bool:
    return isinstance(stored, int | float) and not isinstance(stored, bool) and 36526 <= stored <= 73415


def _date(stored: Stored, text: str) -> bool:
    return _is_day(stored) or bool(isinstance(stored, str) and DATE.search(text))


def _period(stored: Stored, text: str) -> bool:
    return _date(stored, text) or bool(LOOSE_DATE.search(text))


def _number(stored: Stored, text: str) -> bool:
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        return not _is_day(stored) or text == str(stored)
    return len(text) < 30 and bool(NUMBER.match(text))


def _score(stored: Stored, text: str) -> bool:
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        return 0 <= stored <= 5 or _is_day(stored)
    return len(text) < 12 or bool(re.match(r"\d", text))


def _words(stored: Stored, text: str) -> bool:
    return isinstance(stored, str) and bool(LETTERS.search(text)) and not EMAIL.fullmatch(text)


def _person(stored: Stored, text: str) -> bool:
    return _words(stored, text) and not PHONE.search(text)


def _anything(stored: Stored, text: str) -> bool:
    return True


FITS: Mapping[Kind, Callable[[Stored, str], bool]] = {
    Kind.ORDINAL: lambda stored, text: len(text) <= 6,
    Kind.TEXT: _anything,
    Kind.NAMES: _words,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.SCORE: _score,
    Kind.PERCENT: _number,
    Kind.YEAR: lambda stored, text: bool(re.search(r"(?:19|20)\d\d", text)),
    Kind.DATE: _date,
    Kind.UNTIL: lambda stored, text: _date(stored, text) or "строк" in fold(text) or "сроч" in fold(text),
    Kind.PERIOD: _period,
    Kind.MOMENT: _date,
    Kind.YES_NO: lambda stored, text: not read_yes_no(stored).problem,
    Kind.PHONES: lambda stored, text: bool(PHONE.search(text)) or isinstance(stored, int | float),
    Kind.EMAILS: lambda stored, text: bool(EMAIL.search(text)),
    Kind.LINKS: lambda stored, text: bool(LINK.search(text)),
    Kind.SCHOOL_YEAR: lambda stored, text: bool(re.search(r"20\d\d|\d\d\s*[/-]\s*\d\d", text)),
    Kind.SEMESTER: lambda stored, text: len(text) <= 12 and bool(re.search(r"[12ІіIi]|перш|друг", text)),
}


def fits_name(field: Field, cells: Cells) -> float:
    """0–1: the share of cells that may be the name of a record: words, however short; no number, date or address."""
    if not cells:
        return 1.0
    return sum(isinstance(stored, str) and bool(NAME.search(text)) for stored, text in cells) / len(cells)


def is_person(cells: Cells) -> float:
    """0–1: the share of cells that may name a person and hold no phone number."""
    return sum(_person(stored, text) for stored, text in cells) / len(cells) if cells else 1.0
