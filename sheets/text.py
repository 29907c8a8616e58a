"""Folding: text made comparable. For comparison only; what is shown or written back is always the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Latin letters that look like Cyrillic ones: only inside words that have a Cyrillic letter too (domain.md, 4.2).
LOOK_ALIKES = str.maketrans("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху")
QUOTES = str.maketrans(dict.fromkeys("«»„“”‟″", '"'))
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′*", "'"))
DASHES = str.maketrans(dict.fromkeys("–—−‑‒―", "-"))
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґЁё]")
WORD = re.compile(r"\w+", re.UNICODE)


def clean(text: str) -> str:
    """The text as a person meant it: NFC, no invisible characters, any run of white space as one space, trimmed."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def _straight(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(LOOK_ALIKES) if CYRILLIC.search(word) else word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text for comparison: clean, one kind of quote, apostrophe and dash, look-alikes straight, case gone."""
    text = clean(text).translate(QUOTES).translate(APOSTROPHES).translate(DASHES)
    return WORD.sub(_straight, text).casefold()


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order, without any punctuation."""
    return tuple(WORD.findall(fold(text)))


# A cell that says nothing, in words and marks (domain.md, 4.2 and corpus/README: «-», «—», <Null>, NULL, n/a, «н/д»).
NO_VALUE = re.compile(r"[-_.…=]*|<?null>?|n\.?/?a\.?|н\.?/д\.?|н\.\s?д\.|nan|none|nil|[<(](?:пусто|порожньо|empty)[>)]")
# «Same as above»: -//-, —"—, -||-, ″, те саме, те ж, так само, то же.
DITTO = re.compile(r"[-\s]*(//|\|\||\"+|''+|,,)[-\s]*|(те|та|той|так|то|тут)\s?(саме|сама|самий|само|ж|же)( саме)?|тоже|аналогічно|див\.? вище|ditto|same(?: as above)?|idem")
# What Google Sheets, Excel and LibreOffice show for a formula that failed, in English, Ukrainian and Russian.
FORMULA_ERROR = re.compile(r"(#(?!n/a$|н/д$)[a-zа-яіїєґ0-9/ ]{2,24}[!?]|#n/a|#н/д|err:\d{3})")


@lru_cache(maxsize=65536)
def is_blank(text: str) -> bool:
    """Whether a cell's text says nothing: white space, a dash, «н/д», NULL (in a yes/no column a dash says no)."""
    return NO_VALUE.fullmatch(fold(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell's text is a mark for «the same as above»."""
    return len(text) <= 20 and DITTO.fullmatch(fold(text)) is not None


def is_formula_error(text: str) -> bool:
    """Whether a cell shows the error of a formula: #REF!, #DIV/0!, #Н/Д, Err:502."""
    return len(text) <= 30 and FORMULA_ERROR.fullmatch(fold(text)) is not None
