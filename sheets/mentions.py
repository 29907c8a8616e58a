"""Finding things in free text: days, people, sums, names, places. Each finder gives all it met; messages.py judges."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sheets.choices import choices_of
from sheets.contacts import read_links
from sheets.context import Context
from sheets.dates import read_period
from sheets.known import Known
from sheets.names import read_name, stem
from sheets.numbers import ABOUT, LEAST, MOST, NUMBER, read_money, read_people
from sheets.records import Period
from sheets.text import clean, fold

LONGEST = 4000  # of a message; what comes after is not read


@dataclass(frozen=True, slots=True)
class Mention:
    """A value, and the words that say so."""

    value: Any
    words: str


MONTH = (
    r"(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|январ|феврал|март|апрел|июн|июл|август|сентябр"
    r"|октябр|ноябр|декабр)[а-яіїє]*"
)
YEAR = r"(?:20\d\d)(?:\s*(?:року|р\b\.?))?"
DAY = re.compile(
    rf"(?<![\d.,/])(?:(?:з|із|від)\s+)?(?:\d{{1,2}}\s*(?:-|по|до|та|і)\s*)?\d{{1,2}}\s+{MONTH}(?:\s+{YEAR})?"
    rf"|(?<![\d.,/])\d{{1,2}}\.\d{{1,2}}\.(?:20\d\d|\d\d)(?!\d)(?:\s*-\s*\d{{1,2}}\.\d{{1,2}}\.(?:20\d\d|\d\d)(?!\d))?"
    rf"|(?<![\d.,/])(?:\d{{1,2}}-)?\d{{1,2}}\.(?:0[1-9]|1[0-2])(?![\d.]*\d)(?!\s*(?:год|грн|тис|%))"
)
CLOCK_BEFORE = re.compile(r"(?:\bоб?|\bпочаток|\bчас:?)\s*$")
# Days of something else: a deadline («до 20 травня»), a document («наказ № 45 від 03.02.2026»).
OTHER_DAY = re.compile(r"(?:\bдо|\bвід|\b(?:наказ|лист|протокол|договір|угода|меморандум)\w*(?:\s*№\s*\S+)?)\s*$")
# People and sums of something else: hoped for, on the roll, of another year; a price, an expense.
NOT_COUNTED = re.compile(
    r"\b(?:план(?:ува|ує)|заплан|автобус|за (?:рік|семестр|місяць|"
    + MONTH
    + r")|очіку|чека|запрош|сподіва|навчається|навчаються|минул|торік|місць|на облік|має бути|потрібн|прос[ия]|шука)"
)
NOT_RAISED = re.compile(
    r"\b(?:варт|цін|кошту|квит|з особи|з людини|з дитини|витра|зниж|внес|оренд|сплат|оплат|заплат|потрібн|план"
    r"|по +\|)"
)
EACH = re.compile(r"\bпо\s*$")  # «3 групи по 12 дітей»: nobody said how many in all
HELPERS = re.compile(r"\b(?:журі|волонтер|суд[дь]|організатор)")  # «журі 5 осіб» took no part as participants do
# «на обласному фестивалі «…»»: the words before the name are not those of its title.
IN_ANOTHER_CASE = re.compile(r"\b(?:на|у|в|до|з|із|під|про|для|після)(?: \S+)?\s*$")
CLAUSE = re.compile(r"[^.,;!?\n]*$")
RELATIVE = {"позавчора": -2, "вчора": -1, "учора": -1, "сьогодні": 0, "завтра": 1, "післязавтра": 2}
RELATIVE |= {"вчера": -1, "сегодня": 0}
# «діти гуртка», «волонтери прийшли»: people, not the form of what they did.
PEOPLE_ONLY = re.compile(r"\bволонтер(?:и|ів|ам|ами|ки|ок)\b|(?<!працює )\bгурт(?:ок|ка|ку|ком|ки|ків)\b", re.I)
LANDMARK = re.compile(r"\b(?:біля|коло|навпроти|поруч із|поруч з|поблизу)\s*$", re.IGNORECASE)

_MARK = rf"(?:(?:{ABOUT}|{LEAST}|{MOST})\s*)?"
_COUNT = rf"(?<![\d№.,/-])(?P<count>{_MARK}(?:{NUMBER})(?:\s*-\s*(?:{NUMBER}))?\+?)"
_BETWEEN = r"\s+(?:(?:юних|маленьких|активних|наших|дорослих|шкільних)\s+)?"
SPECIAL = r"(?:з|із|с)\s+(?:ООП|ооп|особливими|інвалідністю)"
PEOPLE = {
    "inclusive_children": rf"{_COUNT}{_BETWEEN}(?:(?:діт|дит|вихован|учн)[а-яіїє]*\s+)?{SPECIAL}",
    "children": rf"{_COUNT}{_BETWEEN}(?:діт(?:ей|и|очок|лахів)|дит(?:ина|ини)|учн(?:ів|і)|уч(?:ень|ениць|(?=\.))"
    rf"|вихован(?:ців|ці)|школяр(?:ів|і)|старшокласник(?:ів|и)|дошкільн(?:ят|ята))\b(?!\s+{SPECIAL})",
    "adults": rf"{_COUNT}\s+(?:дорослих|дорослі|батьк(?:ів|и)|педагог(?:ів|и)?|вчител(?:ів|і|ь)|дор(?=\.))\b",
    "volunteers": rf"{_COUNT}\s+волонтер(?:ів|и|а|ок)\b",
    "participants": rf"{_COUNT}\s+(?:учасник(?:ів|и|а)?|учасн(?=\.)|осіб|люд(?:ей|и)|чол(?:овік)?|присутніх|глядачів"
    r"|гостей)\b",
}
PEOPLE_FOUND = {name: re.compile(pattern) for name, pattern in PEOPLE.items()}
SUM = re.compile(rf"(?<![\d№])(?:{NUMBER})\s*(?:тис(?:яч[аі]?)?\.?\s*)?(?:грн|гривень|гривні|гривня|₴)")
SEVERAL = re.compile(r"(?<![\d.,])\d{1,2}\s*$")
URL = re.compile(r"https?://\S+")
NOT_PUBLISHED = re.compile(r"zoom|meet\.|forms|docs\.google|drive\.google|t\.me/joinchat", re.IGNORECASE)
QUOTED = re.compile(r"[«\"“„]([^«»\"“”„\n]{2,120})[»\"”]")
TOKEN = re.compile(r"№\s*\d+|[^\s,.;:!?()]+")
ONLINE = re.compile(r"\bонлайн\b|\bzoom\b|\bonline\b")


def days_in(text: str, context: Context) -> list[Mention]:
    """The days and spans of days in a text. A day without a year is the nearest such day to today."""
    folded = fold(text[:LONGEST])
    met = [Mention(day, word) for word, day in _relative(folded, context)]
    for found in DAY.finditer(folded):
        before = folded[: found.start()]
        if OTHER_DAY.search(before) or found[0].startswith("від "):
            continue
        if CLOCK_BEFORE.search(before) and found[0].count(".") == 1:
            continue
        period = read_period(found[0], with_year(found[0], context)).value
        if isinstance(period, Period) and period.precision in ("day", "range"):
            if period.end is None:  # «з 1 вересня працює гурток»: since then, not on that day
                return []
            met.append(Mention(replace(period, inferred=False), found[0]))
    return met


def _relative(folded: str, context: Context) -> list[tuple[str, Period]]:
    days = {
        word: context.today + dt.timedelta(days=by)
        for word, by in RELATIVE.items()
        if re.search(rf"\b{word}\b", folded)
    }
    return [(word, Period(day, day)) for word, day in days.items()]


def with_year(text: str, context: Context) -> Context:
    """The context with the year that brings a day without one nearest to today."""
    near = []
    for year in (context.today.year, context.today.year - 1, context.today.year + 1):
        period = read_period(clean(text), replace(context, year=year, school_year=None)).value
        if isinstance(period, Period) and period.start:
            near.append((abs((period.start - context.today).days), year))
    return replace(context, year=min(near)[1], school_year=None) if near else context


def people_in(text: str, who: str) -> list[Mention]:
    """How many of them: keys of PEOPLE. Inexact counts keep their mark."""
    met, folded = [], fold_keeping(text)
    for found in PEOPLE_FOUND[who].finditer(folded):
        read = read_people(found["count"])
        before = CLAUSE.search(folded[: found.start()])
        others = EACH.search(folded[: found.start()]) or (
            who == "participants" and before and HELPERS.search(before[0])
        )
        if read.problem is None and not others and not _clause_says(NOT_COUNTED, folded, found):
            met.append(Mention(read.value, found[0].strip()))
    return met


def _clause_says(pattern: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    """Whether the words around a find, up to the punctuation before it and a little after, say this."""
    before = CLAUSE.search(text[: found.start()])
    after = re.split(r"[.,;!?]", text[found.end() : found.end() + 30], maxsplit=1)[0]
    return bool(pattern.search(f"{before[0] if before else ''} | {after}"))


def fold_keeping(text: str) -> str:
    """A message folded, cut at a length that bounds the work."""
    return fold(text[:LONGEST]).replace("ооп", "ООП")


def sums_in(text: str) -> list[Mention]:
    """Sums in hryvnias."""
    folded = fold(text[:LONGEST])
    sums = [found for found in SUM.finditer(folded) if not _clause_says(NOT_RAISED, folded, found)]
    reads = [(found[0], read_money(found[0])) for found in sums]
    return [Mention(read.value, words) for words, read in reads if read.problem is None]


def links_in(text: str) -> list[Mention]:
    """Addresses of publications; those of calls and forms are none. All of them are one value."""
    urls = [url.rstrip(".,;)»") for url in URL.findall(text[:LONGEST]) if not NOT_PUBLISHED.search(url)]
    links = tuple(dict.fromkeys(link for url in urls for link in (read_links(url).value or ())))
    return [Mention(links, " ".join(urls))] if links else []


def names_in(text: str, partners: Known) -> list[Mention]:
    """The partners named, as numbers: windows of words whose normal form is a partner's, the longest first."""
    tokens = [(found.start(), found.end()) for found in TOKEN.finditer(text[:LONGEST])]
    windows: dict[str, tuple[int, int]] = {}
    for first, (start, _) in enumerate(tokens):
        for _, end in tokens[first : first + 9]:
            windows.setdefault(text[start:end].strip(' «»"“”„'), (start, end))
    worth = [window for window in windows if _telling(window)]
    meant = {window: found.partner for window, found in partners.meant(worth).items() if found.partner is not None}
    taken: list[tuple[int, int]] = []
    met = []
    for window in sorted(meant, key=len, reverse=True):
        start, end = windows[window]
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            if not LANDMARK.search(text[:start]):  # «збір біля ліцею»: a place to meet
                met.append((start, Mention(meant[window], window)))
    return [mention for _, mention in sorted(met, key=lambda one: one[0])]


def _telling(window: str) -> bool:
    """Whether so few words can name one partner: two of them at least, or a number, and not a whole sentence."""
    name = read_name(window)
    several = len(name.words) >= 2 or bool(name.numbers) or bool(name.legal)
    return bool(name.words) and several and name.distinctive | bool(name.numbers)


def places_in(text: str, places: Collection[str]) -> list[Mention]:
    """«онлайн», or the known places whose words stand in the text in their order."""
    folded = fold(text[:LONGEST])
    if ONLINE.search(folded):
        return [Mention("онлайн", "онлайн")]
    said = [stem(word) for word in re.findall(r"\w+", folded)]
    met = []
    for place in places:
        wanted = [stem(word) for word in re.findall(r"\w+", fold(place))]
        if len(wanted) >= 2 and any(said[at : at + len(wanted)] == wanted for at in range(len(said))):
            met.append(Mention(place, place))
    longest = max((len(mention.value) for mention in met), default=0)
    return [mention for mention in met if len(mention.value) == longest]


def forms_in(text: str, context: Context) -> list[Mention]:
    """The forms of work named outside quotation marks: «майстер-клас», «творча зустріч»."""
    plain = QUOTED.sub(" ", PEOPLE_ONLY.sub(" ", text[:LONGEST]))
    return [Mention(key, words) for key, words, _ in _forms(plain, context)]


def _forms(text: str, context: Context) -> list[tuple[str, str, int]]:
    """Each form named: its key, its words, where they begin. Two words before one."""
    forms = choices_of(context.panel.vocabularies["forms"])
    tokens = list(TOKEN.finditer(text))
    met, at = [], 0
    while at < len(tokens):
        begin, size = tokens[at].start(), 1
        for words in (2, 1):
            end = tokens[min(at + words, len(tokens)) - 1].end()
            key = forms.key_of(text[begin:end])
            if key:
                if not SEVERAL.search(text[:begin]):  # «5 майстер-класів» is a report, not an event
                    met.append((key, text[begin:end], begin))
                size = words
                break
        at += size
    return met


def titles_in(text: str, context: Context) -> list[Mention]:
    """Titles: a form of work with the quoted name that follows it at once: «благодійний ярмарок «Від серця»»."""
    met = []
    for quoted in QUOTED.finditer(text[:LONGEST]):
        if PEOPLE_ONLY.search(text[: quoted.end()], max(0, quoted.start() - 10)):
            continue
        before = text[max(0, quoted.start() - 60) : quoted.start()]
        named = _forms(before, context)
        of_it = named and len(TOKEN.findall(before[named[-1][2] :])) <= 3
        if of_it and not IN_ANOTHER_CASE.search(fold(before[: named[-1][2]])):
            title = clean(f"{before[named[-1][2] :].strip()} «{quoted[1].strip()}»")
            met.append(Mention(title[0].upper() + title[1:], title))
    return met


def levels_in(text: str, context: Context) -> list[Mention]:
    """Levels said of the event itself: an adjective right before a form of work or the word «рівень»."""
    levels = choices_of(context.panel.vocabularies["levels"])
    tokens = list(TOKEN.finditer(text[:LONGEST]))
    forms = {start for _, _, start in _forms(text[:LONGEST], context)}
    met = []
    for one, following in zip(tokens, tokens[1:], strict=False):
        about_event = following.start() in forms or fold(following[0]).startswith("рівн")
        key = levels.key_of(one[0]) if about_event else None
        if key:
            met.append(Mention(key, f"{one[0]} {following[0]}"))
    return met
