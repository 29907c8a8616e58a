"""Folding: text made comparable. For comparison only; what is shown or written back is always the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Latin letters that look like Cyrillic ones: only inside words that have a Cyrillic letter too (domain.md, 4.2).
LOOK_ALIKES = str.maketrans("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху")
QUOTES = str.maketrans(dict.fromkeys("«»„“”‟″〃", '"'))
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′*", "'"))
DASHES = str.maketrans(dict.fromkeys("–—−‑‒―", "-"))
ORDINARY = re.compile("[ -~А-яІіЇїЄєҐґ«»–—’№]*")  # characters that clean() leaves as they are
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґЁё]")
SPACES = "".join(chr(code) for code in range(0x10000) if chr(code).isspace() and chr(code) != " ")
WORD = re.compile(r"\w+", re.UNICODE)


def clean(text: str) -> str:
    """The text as a person meant it: NFC, no invisible characters, any run of white space as one space, trimmed."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def clean_all(texts: list[str]) -> list[str]:
    """clean() of each text, all at once: a hundred times as fast for a column of ordinary texts."""
    whole = " ".join(texts)
    tidy = not (whole[:1] == " " or whole[-1:] == " " or "  " in whole)
    if tidy and (ORDINARY.fullmatch(whole) or (whole.isprintable() and unicodedata.is_normalized("NFC", whole))):
        return texts
    whole = "\0".join(texts)
    if whole.count("\0") != len(texts) - 1:
        return [clean(text) for text in texts]
    whole = INVISIBLE.sub("", unicodedata.normalize("NFC", whole))
    for space in SPACES:
        if space in whole:
            whole = whole.replace(space, " ")
    while "  " in whole:
        whole = whole.replace("  ", " ")
    return whole.strip(" ").replace(" \0", "\0").replace("\0 ", "\0").split("\0")


def _straight(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(LOOK_ALIKES) if CYRILLIC.search(word) else word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text for comparison: clean, one kind of quote, apostrophe and dash, look-alikes straight, case gone."""
    text = clean(text).translate(QUOTES).translate(APOSTROPHES).translate(DASHES)
    return WORD.sub(_straight, text).casefold()


def fold_sign(text: str) -> str:
    """fold() of a text that may be typed in Latin look-alikes from end to end: the «B» of В/Д/С/Н, «IT»."""
    return fold(clean(text).translate(LOOK_ALIKES))


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order, without any punctuation."""
    return tuple(WORD.findall(fold(text)))


# A cell that says nothing, in words and marks (domain.md, 4.2 and corpus/README: «-», «—», <Null>, NULL, n/a, «н/д»).
NO_VALUE = re.compile(r"[-_.…=]*|<?null>?|n\.?/?a\.?|н\.?/д\.?|н\.\s?д\.|nan|none|nil|[<(](?:пусто|порожньо|empty)[>)]")
# «Same as above»: -//-, —"—, -||-, ″, те саме, те ж, так само, то же.
DITTO = re.compile(
    r"[-\s]*(//|\|\||\"+|''+|,,)[-\s]*"
    r"|(те|та|той|так|то|тут)\s?(саме|сама|самий|само|ж|же)( саме)?|тоже|аналогічно|див\.? вище|ditto|same( as above)?"
)
# What Google Sheets, Excel and LibreOffice show for a formula that failed, in English, Ukrainian and Russian.
FORMULA_ERROR = re.compile(r"(#(?!n/a$|н/д$)[a-zа-яіїєґ0-9/ ]{2,24}[!?]|#n/a|#н/д|err:\d{3})")


LONGEST_MARK = 30  # no mark for nothing, for «the same» or for an error is longer
# How each of these marks begins, look-alike letters too: quick to ask of the many texts that are none.
MARK_BEGINS = re.compile(r"[\W_]|\w[^\w\s]|[тt][еeаaоoуy]|[аa][нh]|д[иi]|di|sa|n|er", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _mark(text: str) -> str | None:
    folded = fold(text)
    if NO_VALUE.fullmatch(folded):
        return "blank"
    if DITTO.fullmatch(folded):
        return "ditto"
    return "formula-error" if FORMULA_ERROR.fullmatch(folded) else None


@lru_cache(maxsize=4096)
def may_be_mark(begins: str) -> bool:
    """Whether a text with these first two characters may be a mark for nothing, for «the same» or for an error."""
    return not begins or (not begins[0].isdigit() and MARK_BEGINS.match(begins) is not None)


def says_nothing(text: str) -> str | None:
    """'blank', 'ditto' or 'formula-error' for a text that holds no value of its own; None for any other."""
    if not may_be_mark(text[:2]):
        return None
    return _mark(text) if len(text) <= LONGEST_MARK else None if text.strip() else "blank"


def is_blank(text: str) -> bool:
    """Whether a cell's text says nothing: white space, a dash, «н/д», NULL (in a yes/no column a dash says no)."""
    return says_nothing(text) == "blank"


def is_ditto(text: str) -> bool:
    """Whether a cell's text is a mark for «the same as above»."""
    return says_nothing(text) == "ditto"


def is_formula_error(text: str) -> bool:
    """Whether a cell shows the error of a formula: #REF!, #DIV/0!, #Н/Д, Err:502."""
    return says_nothing(text) == "formula-error"
