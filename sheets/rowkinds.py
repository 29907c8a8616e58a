"""What a single row of a table is, looked at closely: a record, or a section, a total, a signature, … (domain, 5.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheets.schema import Kind, Panel, Tab
from sheets.sections import MONTHS, TIME_WORDS, what_it_says
from sheets.stems import stems
from sheets.text import fold, words
from sheets.workbook import Stored

TOTALS = frozenset(
    words(
        "всього усього разом ітого загалом підсумок підсумки підсумково сума середнє середній середня итого всего "
        "среднее total sum average"
    )
)
# What may follow in the label of a total; anything else makes it a name («Разом – сила», «Всього потроху»).
AFTER_TOTAL = TIME_WORDS | frozenset(
    words(
        "по на з із від до та і бал бали балів значення кількість партнер партнерів захід заходів учасник "
        "учасників осіб чол дітей грн сума коштів напрям напрямом напряму напрямку розділ розділом розділу "
        "таблиці сторінці листу місяць місяцю записів рядків договорів документів охоплено проведено залучено "
        "заходи учасники діти людей угод меморандумів волонтерів респонденти "
        "тис квартал партнёров мероприятий участников разделу направлению анкет респондентів опитано "
        "організацій закладів установ"
    )
)
FOOTER = re.compile(
    r"^(?:в\.?\s*о\.?\s*)?(?:директор|заступник|виконав|виконавець|викон\.|методист|завідувач|підпис|склав|склала|"
    r"погодж|затвердж|укладач|секретар|голова|дата складання|м\.\s*п\.|исполнитель|составил|утвержд|согласов|"
    r"примітк[аи]\s*:|приміт\w*\.|[*']|виноск|джерело|станом на|роздруковано|довідки за тел)|_{3,}"
)
# A label that counts: with sums only in the row, and no number of a record, it is a total.
COUNTS = re.compile(
    r"(?:загальн\w+ )?(?:кількість|к-?ст?ь|кільк\.|количество|кол-во)\b|(?:і?з|из) них\b|[ву] ?т\. ?ч\.|[ву] тому числі"
    r"|в том числе|(?:охоплено|проведено|залучено)\b"
)
BRACKETED = re.compile(
    r"\((?:підпис|піб|п\.і\.б|дата|посада|печатка|прізвище|ініціали|ім'я|подпись|фио)[^()]*\)|м\. ?п\.?"
)
UNITS = frozenset(
    words(
        "осіб особи чол людей грн шт дата дд мм рррр рік текст число так ні назва бал балів бали 1 5 від до дні год "
        "днів к сть кількість одиниць од прізвище піб номер коп тис чел руб yyyy dd тисяч тыс млн гривень uah usd eur "
        "євро евро дол доларів сша тисячі"
    )
)
TAG = re.compile(r"#[a-z][a-z_+ #]*")  # domain.md, 4.2: a row of hashtags below the headings
OUTLINED = re.compile(r"[IVXІХ]{1,4}[.)]\s+\w")  # «ІІ. Культура»
# Many of a sort, and no name: «Заклади освіти», «Інші партнери».
SORT = re.compile(
    r"(?:(?:інші|різні|другие|прочие|other)(?: [^\d\"]+)?|інше|різне|другое|прочее|others"
    r"|(?:\w+(?:ні|кі|льні|ві|ые|ие) )?(?:заклади|установи|організації|підприємства|партнери|структури|органи"
    r"|учреждения|организации|предприятия|партнёры|partners|institutions)(?: [^\d\"]+)?)"
)
EXPLAINED = re.compile(r"(?<!\d)[1-9]\s*[-–—=:]\s*[^\W\d]{3}.*(?<!\d)[1-9]\s*[-–—=:]\s*[^\W\d]{3}")  # a legend of signs
SIGNS = frozenset("%₴$€")  # units without a letter
REMARK = re.compile(
    r"^(?:стор(?:інка|\.)|сторінк|аркуш|лист|страница|стр\.|page)\s*№?\s*\d+|^(?:продовження|продолжение)\b|^\d+$"
    r"|^[*']|^приміт\w*\s*[:.*]|^примеч\w*\s*[:.]|^увага\b"
)
YEAR = re.compile(r"20[0-4]\d")  # a year alone, spread over the row or in the column of numbers (domain.md, 4.2)
ORDINAL = re.compile(r"^(?:\d{1,5}|[IVXІХ]{1,5}|[ivxіх]{1,5})[.)]?$")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What must be known of a table to look at one of its rows."""

    tab: Tab
    panel: Panel
    fields: Mapping[str, int]  # field -> column
    headings: Mapping[int, frozenset[str]]  # column -> folded texts of its header's cells
    first: int  # the first row below the header
    solid: int  # the last row that is a record beyond doubt
    numbered: bool  # records have their numbers
    columns: int  # how many columns the table has
    field_of: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> int:
        """The column of the records' names."""
        return self.fields[self.tab.name]

    @property
    def ordinal(self) -> int | None:
        """The column of the records' numbers."""
        return next((c for f, c in self.fields.items() if self.tab.fields[f].kind is Kind.ORDINAL), None)


@dataclass(frozen=True, kw_only=True)
class RowLook:
    """One row: its texts and stored values by column, whether its text is spread over a wide merge, formulas in it."""

    row: int
    texts: Mapping[int, str]
    stored: Mapping[int, Stored]
    wide: bool = False
    formulas: frozenset[int] = frozenset()
    apart: bool = False  # below the last sure record, with a blank row, a total or a signature between


def kind_of_row(look: RowLook, place: Place) -> str:
    """'data', or why it is none: blank, repeated_header, column_numbers, units, total, section, footer, note."""
    if not _besides_ordinal(look, place):
        return "section" if any(YEAR.fullmatch(text) for text in look.texts.values()) else "blank"
    for kind, is_it in ASKED:
        if is_it(look, place):
            return kind
    return _lone(look, place) if len(_besides_ordinal(look, place)) == 1 else _several(look, place)


def _besides_ordinal(look: RowLook, place: Place) -> dict[int, str]:
    """The row's texts without its number."""
    return {column: text for column, text in look.texts.items() if column != place.ordinal or not ORDINAL.match(text)}


def _is_repeated_header(look: RowLook, place: Place) -> bool:
    equal = sum(fold(text) in place.headings.get(column, ()) for column, text in look.texts.items())
    return equal >= 2 and equal * 2 > len(look.texts)


def _is_column_numbers(look: RowLook, place: Place) -> bool:
    said = [text.strip("()[]. ") for _, text in sorted(look.texts.items())]
    numbers = [int(text) for text in said if text.isdigit() and len(text) < 4]
    if len(numbers) < len(said) or len(numbers) < min(3, place.columns):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (1, 2)


def _is_units(look: RowLook, place: Place) -> bool:
    if look.row > place.first + 2 or place.ordinal in look.texts:
        return False
    said = look.texts.values()
    return all(map(says_units, said)) and any(isinstance(value, str) for value in look.stored.values())


def says_units(text: str) -> bool:
    """Whether a cell below a heading only says what the column holds: «осіб», «тис. грн», «(так/ні)», «дд.мм.рррр»; or
    is a tag for machines («#date»)."""
    if (text.startswith("(") and text.endswith(")")) or TAG.fullmatch(text):
        return True
    return bool(words(text) or fold(text) in SIGNS) and set(words(text)) <= UNITS


def is_total(look: RowLook, place: Place) -> bool:
    """Whether the row has a label of totals («Всього») and nothing but sums beside it."""
    return any(map(says_total, look.texts.values())) and _is_total(look, place)


def says_total(text: str) -> bool:
    """Whether a cell begins like the label of a total: «Всього», «У середньому»."""
    return _first_word(text) in TOTALS


def _is_total(look: RowLook, place: Place) -> bool:
    """A label of totals with sums only: no other words in the row, no number of a record before it."""
    label_column = min(look.texts)
    others = dict(look.texts)
    number = others.pop(label_column)
    if label_column == place.ordinal and ORDINAL.match(number) and others:
        return False
    label = next(filter(says_total, look.texts.values()), "")
    if not label:
        return _is_bare_sum(look) or _is_count(look)
    rest = [column for column, text in look.texts.items() if text != label]
    if not all(_is_sum(look, column) for column in rest):
        return False
    if any(column in look.formulas for column in rest):
        return True
    return all(_may_follow(word, place.panel) for word in words(label)[1:])


def _is_count(look: RowLook) -> bool:
    """«Охоплено дітей», «з них з ООП», and sums only; or nothing but such labels with their numbers within."""
    counts = [column for column, text in look.texts.items() if COUNTS.match(fold(text))]
    rest = look.texts.keys() - counts
    within = all(text[-1:].isdigit() for column, text in look.texts.items() if column in counts)
    return bool(counts) and (within if not rest else all(_is_sum(look, column) for column in rest))


def _first_word(text: str) -> str:
    found = words(text[:40])
    return found[1] if len(found) > 1 and found[0] in ("в", "у") else found[0] if found else ""


def _may_follow(word: str, panel: Panel) -> bool:
    if word.isdigit() or word in AFTER_TOTAL or word in MONTHS:
        return True
    stem = stems(word)
    directions = panel.vocabularies.get("directions")
    return bool(directions and stem and any(stem[0] in stems(known) for known in directions.by_word))


def _is_bare_sum(look: RowLook) -> bool:
    return bool(look.formulas) and set(look.texts) <= look.formulas


def _is_sum(look: RowLook, column: int) -> bool:
    """A number, or a formula's answer; never words."""
    value, text = look.stored.get(column), look.texts[column]
    return (
        column in look.formulas
        or isinstance(value, int | float)
        or bool(re.fullmatch(r"[\d\s.,%+~–-]+(?:\s*(?:грн|осіб|чол|ос|шт|%)\.?)?", fold(text)))
        or fold(text).strip(" -–—хx") == ""
    )


def _is_footer(look: RowLook, place: Place) -> bool:
    """A signature or a remark below the last record."""
    if all(BRACKETED.fullmatch(fold(text)) for text in look.texts.values()):
        return True
    numbered = ORDINAL.match(look.texts.get(place.ordinal or 0, "")) and len(look.texts) > 1
    if look.row < place.solid or len(look.texts) > 4 or numbered:
        return False
    first = fold(look.texts[min(look.texts)])
    return bool(FOOTER.search(first)) or any("___" in text for text in look.texts.values())


ASKED = (
    ("repeated_header", _is_repeated_header),
    ("column_numbers", _is_column_numbers),
    ("units", _is_units),
    ("total", _is_total),
    ("footer", _is_footer),
)


def _lone(look: RowLook, place: Place) -> str:
    """A row with one text: a section, a note, or a record of which only the name is known."""
    ((column, text),) = _besides_ordinal(look, place).items()
    numbered = place.ordinal is not None and column != place.ordinal and place.ordinal in look.texts
    named = column == place.name and numbered and not look.wide
    said = what_it_says(text, place.tab, place.panel)
    if said and not (named and set(said.values) == {"type"}):  # «7. Художній музей» is a partner, not a section
        return "section"
    if REMARK.match(fold(text)) or EXPLAINED.search(text):
        return "note"
    if named:
        return "data"
    if look.apart:
        return "note"
    if look.wide or (text.isupper() and len(text) > 3) or OUTLINED.match(text) or SORT.fullmatch(fold(text)):
        return "section" if look.row < place.solid else "note"
    if column == place.name and not place.numbered:
        return "data"
    if column <= place.name:
        return "section" if look.row < place.solid else "note"
    return "note"


def _several(look: RowLook, place: Place) -> str:
    """A row with some texts: a record if it has its name, or two other things that are known of records."""
    if place.name in look.texts:
        return "note" if look.apart and len(look.texts) == 2 and ORDINAL.match(look.texts[place.name]) else "data"
    known = [column for column in look.texts if place.field_of.get(column) and column != place.ordinal]
    return "data" if len(known) >= 2 else "note"
