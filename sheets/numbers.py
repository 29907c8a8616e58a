"""Text to numbers: people, sums, scores. Inexact ones keep their mark; what has two readings is a problem."""

from __future__ import annotations

import re
from functools import lru_cache

from sheets.numerals import number_in_words
from sheets.problems import Read, bad
from sheets.records import Inexact
from sheets.text import fold

LONGEST = 80
# A number as written: groups of three by space, apostrophe (NBSP is a space by now), decimal comma or point.
NUMBER = (
    r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:,\d{3})+\.\d{1,2}"
    r"|\d{1,3}(?:[.,]\d{3}){2,}|\d+(?:[.,]\d+)?"
)
THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")  # «1.200»: 1.2 or 1200?
SCALE = {
    "тис": 1e3,
    "тыс": 1e3,
    "к": 1e3,
    "k": 1e3,
    "тисяч": 1e3,
    "тысяч": 1e3,
    "млн": 1e6,
    "мільйон": 1e6,
    "миллион": 1e6,
}
_SCALE = (
    r"(?:-?(?:х|ти|ми|и))?\s*"
    r"(?P<scale>тис(?:яч[аі]?)?|тыс(?:яч[аи]?)?|млн|мільйон(?:ів|и|а)?|миллион(?:ов|а)?|[кk])?\.?"
)

ABOUT = (
    r"близько|біля|бл\.|ок\.|приблизно|прибл\.|орієнт\.|десь|орієнтовно|майже|коло|~|≈|около|примерно|приблизительно|ориентировочно"
    r"|about|approx(?:imately|\.)?|around|circa|ca\."
)
LEAST = (
    r"понад|більше ніж|більше як|більше|більш ніж|більш як|не менше ніж|не менше|не менш|щонайменше|мінімум|min|від|"
    r">=?|≥|свыше|более чем|более|больше|не менее|минимум|от|over|more than|at least"
)
MOST = (
    r"не більше ніж|не більше|не більш|щонайбільше|максимум|max|менше ніж|менше|до|<=?|≤"
    r"|не более|не больше|менее|меньше|up to|at most|less than|under"
)
MARKED = re.compile(rf"(?:(?P<about>{ABOUT})|(?P<most>{MOST})|(?P<least>{LEAST}))\s*(?P<rest>.+)")
AND_MORE = re.compile(r"(?P<rest>.+?)\s*(?:\+|і більше|та більше|й більше|і вище|и более|and more|or more)")
AND_ABOUT = re.compile(r"(?P<rest>.+?)\s*(?:\(?(?:приблизно|орієнтовно|приблизительно|примерно)\)?)")
BETWEEN = re.compile(
    rf"(?:від|од|з|от|from|between)?\s*(?P<low>{NUMBER})\s*(?:-|…|\.{{2,3}}|\bдо\b|\bto\b|\band\b)\s*"
    rf"(?P<high>{NUMBER}){_SCALE}"
)
PLAIN = re.compile(rf"(?P<sign>[+-])?\s*(?P<number>{NUMBER}){_SCALE}")

IN_WORDS = re.compile(r"(?P<number>[^\W\d_'][^\d.]*?)(?:\s(?P<scale>тис(?:яч[аіи]?)?|тыс(?:яч[аи]?)?)\.?)?")

PEOPLE = re.compile(
    r"(?:уч-(?:ків|ів|в|ка|ки|к)|уч(?:асник(?:и|ів|а)?|асниц[яьі]?|асн|ень|ні|нів|ениць|ениця|ениці|н)?|осіб|особи|особа|ос|чол(?:овік(?:а|и)?)?"
    r"|люд(?:ей|и|ини|ина)|діт(?:ей|и|ок)|дит(?:ина|ини)?|вихован(?:ців|ці|ець|ок|ки|ка)|здобувач(?:ів|і)?(?: освіти)?"
    r"|студент(?:ів|и)?|присутн(?:іх|і)|відвідувач(?:ів|і)?|гост(?:ей|і)|глядач(?:ів|і)|слухач(?:ів|і)|школяр(?:ів|і)"
    r"|підлітк(?:ів|и)|педагог(?:ів|и)?|вчител(?:ів|і|ь)|учител(?:ів|і|ь)|доросл(?:их|і)|батьк(?:ів|и)"
    r"|волонтер(?:ів|и)?|респондент(?:ів|и)?|опитан(?:их|і)|анкет(?:и|а)?|молод[іь]"
    r"|чел(?:овека?)?|дет(?:ей|и)|реб[её]н(?:ок|ка)|учен(?:иков|ика|ики)|участник(?:ов|а|и)?"
    r"|воспитанник(?:ов|а|и)|взрослых"
    r"|people|persons?|pers|pax|children|kids|pupils|students|participants|attendees|adults)\.?"
)
MODE = re.compile(r"\s*\(?(?:онлайн|офлайн|очно|дистанційно|он-лайн|online|offline)\)?$")  # how they took part
COUNTED = re.compile(r"(?:охоплено|усього|всього|загалом|було|всего|охвачено)\s*:?\s+(?=\d)")
OF_THEM = re.compile(
    r"(?P<whole>[^,;(]*\d[^,;(]*?)[\s,;(–-]+(?P<part>(?:[ізу]?з них|[ву] ?т\. ?ч\.|[ву] тому числі|в том числе|из них"
    r"|of them|of which|including)(?![^\W\d]).+?)\)?"
)
HRYVNIAS = re.compile(
    r"(?:грн|гривень|гривні|гривня|гривен|гривны|гр|₴|uah|укр\.? ?грн)\.?(?: ?(?:00|0) ?коп(?:ійок)?\.?)?"
)
OTHER_CURRENCY = re.compile(
    r"[$€£¥₽₿]|\b(?:usd|eur|euro|pln|gbp|czk|chf|у\.?\s?о\.?|дол(?:ар\w*)?(?:\.? ?сша)?|євро|злот\w*|зл"
    r"|фунт(?:ів|и|а|ов)?|крон(?:а|и|у)?|франк(?:ів|и|а|ов)?|руб(?:л\w*)?|долл\w*|евро|zł|zl|dollars?|euros?)(?:\b|\.|$)"
)
KOPECKS = re.compile(
    rf"(?P<whole>{NUMBER})\s*(?:грн|гривень|гривні|гривня)\.?\s*(?P<part>\d{{1,2}})\s*коп(?:ійок|ійки|ійка)?\.?"
)


@lru_cache(maxsize=65536)
def read_number(text: str, units: re.Pattern[str] | None = None) -> Read:
    """A number or an Inexact from text: «103 уч.», «близько 40», «30+», «12-15», «10 750,50», «5 тис.», «п'ять».

    `units` are the words that may stand after it. Anything else that stands there is reported, never dropped.
    """
    if len(text) > LONGEST:
        return bad("too-long", length=len(text))
    folded = fold(text).strip()
    if "?" in folded:
        return bad("doubtful")
    return _marked(_without_units(folded, units))


def _without_units(text: str, units: re.Pattern[str] | None) -> str:
    if units is None:
        return text
    text = re.sub(rf"^(?:{units.pattern})\s*[:-]?\s*(?=\d)", "", text)
    return re.sub(rf"(?<=[\d\s.+кk'а-яіїє])(?<![a-z])\s*(?<![а-яіїєґ'])(?:{units.pattern})\s*$", "", text).strip()


def _marked(text: str) -> Read:
    for pattern in (BETWEEN, PLAIN):
        found = pattern.fullmatch(text)
        if found:
            return _between(found) if pattern is BETWEEN else _plain(found)
    for pattern in (AND_MORE, AND_ABOUT, MARKED):
        found = pattern.fullmatch(text)
        if found:
            return _inexact(found, pattern)
    words = IN_WORDS.fullmatch(text)
    number = number_in_words(words["number"]) if words else None
    if words and number is not None:
        return Read(number * _scale(words["scale"]))
    twice = re.fullmatch(r"(\d{1,3}) \(([^\d()]+)\)", text)  # «5 (п'ять)»
    if twice and number_in_words(twice[2]) == int(twice[1]):
        return Read(float(twice[1]))
    return bad("two-numbers") if len(re.findall(r"\d+", text)) > 1 else bad("not-a-number")


def _inexact(found: re.Match[str], pattern: re.Pattern[str]) -> Read:
    if pattern is MARKED:
        mark = next(name for name in ("about", "most", "least") if found[name])
    else:
        mark = "least" if pattern is AND_MORE else "about"
    inner = _marked(found["rest"])
    value = inner.value
    if isinstance(value, Inexact) and value.mark == "between" and mark == "about":
        return inner
    if not isinstance(value, float):
        return inner if inner.problem else bad("doubtful")
    return Read(Inexact(mark, value, value))  # type: ignore[arg-type]


def _between(found: re.Match[str]) -> Read:
    scale = _scale(found["scale"])
    low, high = _value(found["low"]), _value(found["high"])
    if low is None or high is None:
        return bad("doubtful")
    if scale > 1 and low < high:
        low, high = low * scale, high * scale
    return Read(Inexact("between", low, high)) if low < high else bad("two-numbers")


def _plain(found: re.Match[str]) -> Read:
    value = _value(found["number"])
    if value is None:
        return bad("doubtful")
    return Read(round(value * _scale(found["scale"]), 6) * (-1 if found["sign"] == "-" else 1))


def _scale(word: str | None) -> float:
    return next((scale for start, scale in SCALE.items() if word and word.startswith(start)), 1.0)


def _value(text: str) -> float | None:
    """The number of its digits; None when a single separator before three digits may be either kind."""
    if THOUSANDS.fullmatch(text) and not text.startswith("0"):
        return None
    text = text.replace(" ", "").replace("'", "")
    marks = [mark for mark in text if mark in ".,"]
    if len(set(marks)) == 2 or len(marks) > 1:  # the last one is the decimal mark
        text = text.replace(marks[0], "")
    return float(text.replace(",", "."))


@lru_cache(maxsize=65536)
def read_people(text: str) -> Read:
    """How many people: «103 уч.», «двадцять п'ять». «два класи» and «5 команд» count something else: reported."""
    folded = fold(text).strip()
    of_them = OF_THEM.fullmatch(folded)
    if of_them and len(text) <= LONGEST:
        whole = read_people(of_them["whole"])
        return whole if whole.problem else bad("and-part", whole.value, part=of_them["part"])
    read = read_number(COUNTED.sub("", MODE.sub("", folded)), PEOPLE)
    if read.problem == "not-a-number":
        found = re.fullmatch(r"(.*?\d|[а-яіїєґ']+(?: [а-яіїєґ']+)?)\s+([^\W\d_]{3,}\.?)", fold(text))
        if found and _marked(found[1]).problem is None and number_in_words(found[2]) is None:
            return bad("not-people", unit=found[2])
    return read


@lru_cache(maxsize=65536)
def read_money(text: str) -> Read:
    """A sum in hryvnias: «10 750,50 грн», «5 тис. грн», «150 грн 50 коп.». Other money and goods are reported."""
    folded = fold(text)
    if OTHER_CURRENCY.search(folded):
        return bad("other-currency")
    folded = text = re.sub(r"(?<=\d)(?:,-{1,2}|=)(?=\s|$)", "", folded)  # «1 500,-» and «1500=»: no kopecks
    kopecks = KOPECKS.fullmatch(folded)
    if kopecks:
        whole = _value(kopecks["whole"])
        return bad("doubtful") if whole is None else Read(whole + int(kopecks["part"]) / 100)
    read = read_number(text, HRYVNIAS)
    return bad("not-money") if read.problem == "not-a-number" else read


@lru_cache(maxsize=4096)
def read_score(text: str, low: float, high: float) -> Read:
    """A score: «4,5», «5 б.», «5/5», «4 з 5». Two scores in one cell are not one in between."""
    folded = re.sub(r"\s*(?:балів|бали|бала|бал|б|points?|балла|баллов|балл)\.?$", "", fold(text))
    of = re.fullmatch(rf"(\d(?:[.,]\d+)?)\s*(?:/|з|із|из|of|out of)\s*{high:g}", folded)
    read = read_number(of[1] if of else folded)
    if isinstance(read.value, Inexact):
        return bad("two-numbers" if read.value.mark == "between" else "doubtful")
    if read.problem and read.problem != "doubtful":
        return bad("two-numbers") if re.fullmatch(r"\d\D+\d", folded) else bad("not-a-number")
    return read if read.problem or low <= read.value <= high else bad("out-of-scale", min=low, max=high)
