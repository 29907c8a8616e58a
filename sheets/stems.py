"""Words to their stems: headings and labels are compared without endings, abbreviations and spellings made one."""

from __future__ import annotations

import re
from functools import lru_cache

from sheets.numbers import OTHER_CURRENCY
from sheets.text import fold, words

# Written forms that are one word, before words are told apart.
SPELLED = (
    (re.compile(r"\b(?:к-?сть|к-?ть|кіл-?к?і?с?ть|кільк\.|кіл\.)"), " кількість "),
    (re.compile(r"\b(?:кол-?во|к-?во)\b"), " количество "),
    (re.compile(r"\b(?:no|num)\. of\b"), " number of "),
    (re.compile(r"[№#]|\bno\.|\bno$|\bn°"), " номер "),
    (re.compile(r"\b[зпн]/[пн]\b"), " порядковий "),
    (re.compile(r"\b[eе][-\s]?mail"), " email "),
    (re.compile(r"\bел\.?(?=\s)|\bелектр\."), " електронна "),
    (re.compile(r"\bэл\.?(?=\s)"), " электронная "),
    (re.compile(r"\b(?:н\.\s*р\.|навч\.\s*р(?:ік|\.)|н/р\b)"), " навчальний рік "),
    (re.compile(r"\b(?:[ув]\s*т\.?\s*ч\.?|[ув] тому числі|в том числе|[зс] них|із них|из них)\s*:?"), " "),
    (re.compile(r"\bзахід\b"), " заходу "),  # і/о: the stem of all other forms
    (re.compile(r"\bдоговір\b"), " договору "),
    (re.compile(r"\bрік\b"), " року "),
    # What a column counts (units.py) says nothing of which column it is: thousands, hryvnias or other money.
    (re.compile(r"\b(?:[ув] )?(?:тис(?:яч\w*|\b)|тыс(?:яч\w*|\b)|млн\b|мільйон\w*|миллион\w*|thousands?\b)\.?"), " "),
    (re.compile(rf"{OTHER_CURRENCY.pattern}|₴|\b(?:грн|гривень|гривнях|uah)\b\.?"), " грн "),
)
TOKEN = re.compile(r"[\w']+\.?|%")
ENDINGS = sorted(
    words(
        "ами ями ого его ому ему ими іми ими ій ів їв ев ов ах ях ам ям ою ею єю ий ый ої ую юю ая яя ое ее ие "
        "ые их ых ім им ом ем єм ею а я у ю е є и і ї о й ь ы"
    ),
    key=len,
    reverse=True,
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word without its ending; short words stay whole."""
    word = word.replace("ё", "е")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a heading's words, in order; an abbreviation keeps its dot."""
    text = fold(text)
    for pattern, word in SPELLED:
        text = pattern.sub(word, text)
    found = []
    for token in TOKEN.findall(text):
        short = token.endswith(".") and 2 < len(token) <= 7  # one letter is an initial: «О. Гринь»
        found.append(token if short else stem(token.rstrip(".").strip("'")))
    return tuple(word for word in found if word and word != ".")


def same(one: str, other: str) -> bool:
    """Two stems are one word: equal, or one abbreviates the other."""
    if one == other:
        return True
    if one.endswith("."):
        return other.startswith(one[:-1])
    return other.endswith(".") and one.startswith(other[:-1])
