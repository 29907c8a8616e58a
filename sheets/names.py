"""A partner's name in a form that can be compared: stems, numbers, legal form, and what stands in quotation marks.

Staff write one partner in many ways (domain.md, 4.2): other quotes, КП"…" without a space, Latin letters, ЗДО for ДНЗ,
another order of words, «з бібліотекою № 3». Two names are compared by what is left when all that is taken away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from sheets.text import fold

# Words that say nothing about which partner is meant.
STOP_WORDS = "та і й з із зі у в на для до при від за по імені ім місто міста смт село села номер n no"
STOPS = frozenset(STOP_WORDS.split())

# What is written so: is read so. Legal forms that tell partners apart (ГО «Надія» is not ТОВ «Надія») begin with '='.
PHRASES = {
    "=го": "го | громадська організація | громадське об'єднання | общественная организация",
    "=гс": "гс | громадська спілка",
    "=бф": "бф | благодійний фонд | фонд | благотворительный фонд",
    "=бо": "бо | благодійна організація",
    "=тов": "тов | тзов | ооо | товариство з обмеженою відповідальністю",
    "=пп": "пп | приватне підприємство",
    "=ат": "ат | пат | прат | акціонерне товариство | приватне акціонерне товариство | публічне акціонерне товариство",
    "=дп": "дп | державне підприємство",
    "=кп": "кп | комунальне підприємство",
    "=фг": "фг | фермерське господарство | сфг | селянське фермерське господарство",
    "=фоп": "фоп | фізична особа підприємець | приватний підприємець",
    "кз": "кз | комунальний заклад | комунальна установа | ку | кнп",
    "ззсо": "ззсо | знз | заклад загальної середньої освіти | заклад середньої освіти | "
    "загальноосвітній навчальний заклад",
    "школа": "зош | зш | сш | загальноосвітня школа | середня школа | загальноосвітня середня школа | школа",
    # ДНЗ is дошкільний, and also державний навчальний заклад.
    "днз": "здо | днз | заклад дошкільної освіти | дошкільний навчальний заклад | дошкільний заклад | дитячий садок | "
    "дитсадок | садок | садочок | ясла садок | державний навчальний заклад | детский сад",
    "опорний заклад": "оз",
    "міська рада": "мр",
    "спорткомплекс": "спортивний комплекс",
    "спортклуб": "спортивний клуб",
    "навчально виховний комплекс": "нвк",
    "дитяча юнацька спортивна школа": "дюсш | дитячо юнацька спортивна школа | спортшкола",
    "комплексна дитяча юнацька спортивна школа": "кдюсш",
    "дитяча музична школа": "дмш",
    "дитяча школа мистецтв": "дшм",
    "дитяча художня школа": "дхш",
    "будинок культури": "бк | дом культуры",
    "палац культури": "пк | дворец культуры",
    "міський центр зайнятості": "мцз",
    "служба у справах дітей": "ссд",
    "вище професійне училище": "впу",
    "центральна міська бібліотека": "цмб",
    "бібліотека": "б ка | библиотека",
    "університет": "ун т | университет",
    "інститут": "ін т | институт",
    "ліцей": "лицей",
    "гімназія": "гимназия",
}

# May be there or not: the same partner either way, as long as something else is left of its name.
LIGHT_WORDS = "кз ззсо заклад установа опорний навчальний загальноосвітня компанія фірма підприємство організація"

# Kinds of institutions: without a number or a name of its own such a word means no partner in particular.
GENERIC_WORDS = (
    f"{LIGHT_WORDS} бібліотека філія ліцей гімназія школа музей театр центр клуб коледж університет інститут академія "
    "палац будинок культура рада управління відділ служба студія спілка днз дитячий дитяча юнацька музична художня "
    "мистецтв спортивна міська районна обласна державна центральна комплексна початкова середня освіта освіти дітей "
    "справах громада газета радіо кафедра навчально виховний комплекс професійний фаховий вищий училище іт"
)

# «Школа № 2» is not short for «Дитяча музична школа № 2»: these words make another kind of institution.
OTHER_KIND_WORDS = "музична художня спортивна мистецтв юнацька професійний недільна хореографічна"

ENDING = re.compile(
    "^([а-яіїєґ]{3,}?)(?:ами|ями|ими|іми|ого|ому|ою|ею|єю|ої|ій|ий|ім|им|их|іх|ом|ем|єм|ам|ям|ах|ях|ів|їв|ові|еві|єві|"
    "[уюаяоеєиіїьй])$"
)
SOFT_ENDING = re.compile("^(.*(?:ліце|музе))(?:[йюї]|єм|їв|ям|ями|ях)$")  # ліцею is not ліц-ею
TOWN = "ськ"  # how the adjective of a town ends, as a stem
LATIN_ALIKE = re.compile("^[abcehikmoptxy]+$")  # the whole word typed in the wrong layout: TOB, HBK, IT
TO_CYRILLIC = str.maketrans("abcehikmoptxy", "авсенікмортху")
STEPS = re.compile(r"\b[1-3iі]+\s*-\s*[1-3iі]+\s*(?:ступен\w*|ст\b)\.?")  # «І–ІІІ ступенів»
ORDINAL = re.compile(r"(\d+)\s*-\s*(?:ша|га|тя|та|я|й|а|го|ої|му|ю|им|ий|ї)\b")
PLACE = re.compile(r"\b(?:м|с|смт)\.\s*(?=\w{3,})")  # «м. Суми», but not the initials «С. М.»
SOFT_QUOTE = re.compile('(?<=[бпвмфрк])"(?=[яюєї])')  # сім"я
TOKEN = re.compile(r"\d+(?:[а-яіїєґa-z](?![^\W\d_]))?|[^\W\d_]+(?:'[^\W\d_]+)*(?:\.(?=\s*\S))?", re.UNICODE)
PLUS = re.compile(r"(?<=\w)\+")  # «Меблі+»
ASIDE = re.compile(r"\(([^()]*)\)")
QUOTED = re.compile('"([^"]{2,})"')
REMARK = re.compile(  # what people add to a name and does not change it
    r"\([^()]*\)|^(?:учні|вихованці|студенти|діти|педагоги|вчителі|колектив|представники|працівники|фахівці|волонтери|"
    r"директор|керівник|команда)\s+(?=\w)",
    re.IGNORECASE,
)
TOGETHER = re.compile(r"^(?:разом|спільно)\s+(?:із|зі|з)\s+|^за\s+(?:участю|участі|підтримки)\s+|^(?:із|зі|з|у|в)\s+")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its ending, roughly: enough that бібліотекою, бібліотеці and бібліотека are one."""
    if word.endswith("ість"):
        return word[:-4] + "ост"
    found = SOFT_ENDING.match(word) or ENDING.match(word)
    word = found.group(1) if found else word
    if len(word) >= 5 and word.endswith("ок"):
        return word[:-2] + "к"  # будинок, будинком
    return word[:-1] + "к" if word.endswith("ц") else word  # бібліотеці


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word.replace("'", "")) for word in text.split() if word not in STOPS)


READ_AS: dict[tuple[str, ...], tuple[str, ...]] = {
    _stems(written): (meant,) if meant.startswith("=") else _stems(meant)
    for meant, ways in PHRASES.items()
    for written in ways.split(" | ")
}
LONGEST = max(map(len, READ_AS))
LIGHT = frozenset(_stems(LIGHT_WORDS))
GENERIC = frozenset(_stems(GENERIC_WORDS))
OTHER_KIND = frozenset(_stems(OTHER_KIND_WORDS))


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `words` are stems; `core` and `aside` those in quotation marks and in brackets; `legal` forms
    are as in PHRASES."""

    words: frozenset[str]
    numbers: frozenset[str]
    legal: frozenset[str]
    core: frozenset[str]
    aside: frozenset[str]
    joined: str  # letters and digits only, in their order
    initials: str

    @property
    def text(self) -> str:
        """The words in one order, for measuring likeness."""
        return " ".join(sorted(self.words))

    @property
    def bare(self) -> tuple[frozenset[str], frozenset[str]]:
        """What must agree, whatever the legal form."""
        return self.words, self.numbers

    @property
    def distinctive(self) -> bool:
        """Whether a word of it is more than a kind of institution or a town."""
        return any(not word.endswith(TOWN) for word in self.words - GENERIC)


@lru_cache(maxsize=65536)
def read_name(text: str) -> Name:
    """The name in a form to compare; never shown and never written back."""
    folded = SOFT_QUOTE.sub("'", PLACE.sub("", fold(text)))
    folded = ORDINAL.sub(r"\1", STEPS.sub(" ", folded))
    folded = PLUS.sub(" плюс", TOGETHER.sub("", folded) or folded)
    words, numbers = _tokens(folded)
    legal = frozenset(word for word in words if word[0] == "=")
    told = [word for word in words if word[0] != "="] or [word[1:] for word in words]
    kept = [word for word in told if word not in LIGHT] or told
    return Name(
        words=frozenset(kept),
        numbers=frozenset(numbers),
        legal=legal,
        core=_within(QUOTED, folded) & frozenset(kept),
        aside=_within(ASIDE, folded) & frozenset(kept),
        joined="".join(char for char in folded if char.isalnum()),
        initials="".join(word[0] for word in kept),
    )


def _within(pattern: re.Pattern[str], folded: str) -> frozenset[str]:
    return frozenset(word for part in pattern.findall(folded) for word in _tokens(part)[0])


def _tokens(folded: str) -> tuple[list[str], list[str]]:
    """The stems of a folded text with its phrases read as PHRASES say; and its numbers."""
    stems: list[str] = []
    numbers: list[str] = []
    for token in TOKEN.findall(folded):
        word = token.replace("'", "")
        if word[0].isdigit():
            numbers.append(word.lstrip("0") or "0")
        elif word.rstrip(".") not in STOPS:
            stems.append(_word(word))
    return _read(stems), numbers


def _word(word: str) -> str:
    """A stem, or a shortened word with its dot («краєзн.»)."""
    plain = word.rstrip(".").replace("ґ", "г")
    if LATIN_ALIKE.match(plain):
        plain = plain.translate(TO_CYRILLIC)
    if word.endswith(".") and len(plain) > 1 and (plain,) not in READ_AS:
        return plain + "."
    return stem(plain)


def _read(stems: list[str]) -> list[str]:
    """The stems with the longest known phrase at each place read as it is meant."""
    read: list[str] = []
    at = 0
    while at < len(stems):
        for size in range(min(LONGEST, len(stems) - at), 0, -1):
            meant = READ_AS.get(tuple(stems[at : at + size]))
            if meant:
                read += meant
                at += size
                break
        else:
            read.append(stems[at])
            at += 1
    return read


def near(one: str, other: str) -> bool:
    """Whether two stems are one word: with a typing error, cut short with a dot, or a town and its adjective.

    A first letter is seldom mistyped, short words differ by a letter honestly, and so do the names of towns:
    «Калинка» is not «Малинка», two errors make another town of «Сосногірський».
    """
    short, long = sorted((one, other), key=len)
    if one.endswith(".") or other.endswith("."):
        return long.rstrip(".").startswith(short.rstrip(".")) and len(short) >= 3
    if long.endswith(TOWN) and long.startswith(short) and len(short) >= 4:
        return True
    least = len(short)
    if one[0] != other[0] or least < 5:
        return False
    allowed = 2 if least >= 9 and not one.endswith(TOWN) else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def pairing(short: Name, long: Name) -> tuple[int, frozenset[str]] | None:
    """How the words of one name are found in another: the number of mistyped ones and the words left over.

    None when a word isn't found, or more than two are mistyped.
    """
    missing = short.words - long.words
    rest = set(long.words - short.words)
    if len(missing) > 2 or len(missing) > len(rest):
        return None
    for word in sorted(missing):
        found = next((other for other in sorted(rest) if near(word, other)), None)
        if found is None:
            return None
        rest.remove(found)
    return len(missing), frozenset(rest)


def one_kind(one: Name, other: Name) -> bool:
    """Whether the legal forms may be of one partner: the same, or one isn't said."""
    return not one.legal or not other.legal or bool(one.legal & other.legal)
