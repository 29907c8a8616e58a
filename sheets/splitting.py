"""Several things in one cell: where one ends and the next begins. Quotation marks and brackets are never cut."""

from __future__ import annotations

import re
from collections.abc import Callable

from sheets.text import clean

PROTECTED = re.compile(
    r"«(?:[^«»]|«[^«»]*»)*»|“[^“”]*”|„[^„“”]*[“”]|\"\"[^\"]*\"\"|\"[^\"]*\"|\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]"
)
HIDDEN = "\x01"
CUT = "\x02"
NUMBERED = re.compile(r"(?:^|(?<=[\n;,\s]))\s*\d{1,2}[.)]\s+(?=\D)|(?:^|(?<=\n))\s*\d{1,2}\)\s*(?=\D)")
BULLET = re.compile(r"(?:^|(?<=\n))\s*[-–—*•·●▪◦✓]\s+|[•●▪◦]")
SEPARATOR = re.compile(r"[;\n\r\v|\x02]+|,(?!\d)|(?<!\d),(?=\d)|\s/\s|\s\+\s")
SLASH = re.compile(r"(?<![\d\s])/(?![\d\s])")
AND = re.compile(r"\s(?:та|і|й|и|and|&)\s", re.IGNORECASE)


# A line that goes on with the name of the line above: «Управління освіти ⏎ Міської ради», «№ 5», «у селі».
LEGAL = re.compile(r"ТОВ|ФОП|ПП|АТ|ПАТ|ПрАТ|КП|ДП|ФГ|ГО|БФ|БО|КЗ")  # never a name of its own: «Калина-Хліб, ТОВ»
GOES_ON = re.compile(r"[a-zа-яіїєґ«\"„“(№]|\w+(?:ої|ого|ів|их)\b")


def pieces(text: str, *, slash: bool = False) -> list[str]:
    """The parts of a cell: cut at , ; | newline, « / », « + », bullets and numbering; `slash`: also at a bare «/»."""
    return [clean(text[start:end]) for start, end in _spans(text, slash=slash)]


def at_and(text: str) -> list[str]:
    """The parts of a text on both sides of each «та», «і», 'and'; only the caller can know if that was meant."""
    return [clean(text[start:end]) for start, end in _between(AND, text, _masked(text))]


def names(text: str, known: Callable[[str], bool]) -> list[str]:
    """The names in a cell. A known name is never cut («Школа, сім'я та громада»); «та» cuts only between known ones."""
    whole = clean(text)
    if not whole or known(whole):
        return [whole] if whole else []
    spans = _spans(text)
    found = [clean(text[start:end]) for start, end in spans]
    if all(map(known, found)):
        return list(dict.fromkeys(found))
    found = []
    while spans:
        taken = _name_taken(text, spans, known)
        name = clean(text[spans[0][0] : spans[taken - 1][1]])
        found += _known_at_and(name, known) if taken == 1 else [name]
        spans = spans[taken:]
    return list(dict.fromkeys(found))


def _name_taken(text: str, spans: list[tuple[int, int]], known: Callable[[str], bool]) -> int:
    """How many of the next parts are one name: as many as make a known one, or go on over the end of a line."""
    start = spans[0][0]
    for count in range(min(len(spans), 6), 0, -1):
        if known(clean(text[start : spans[count - 1][1]])):
            return count
    count = 2 if len(spans) > 1 and LEGAL.fullmatch(clean(text[slice(*spans[1])])) else 1
    while count < len(spans):
        between = text[spans[count - 1][1] : spans[count][0]]
        line = clean(text[spans[count][0] : spans[count][1]])
        quoted_already = line[:1] in '«"„“' and re.search('[»"”]', text[start : spans[count - 1][1]])
        if between.strip(" \r\n\v") or not GOES_ON.match(line) or quoted_already or known(line):
            break
        count += 1
    return count


def _known_at_and(text: str, known: Callable[[str], bool]) -> list[str]:
    if known(text) or not ("/" in text or AND.search(text)):
        return [text]
    for spans in (_between(AND, text, _masked(text)), _spans(text, slash=True)):
        cut = _all_known(text, spans, known)
        if cut:
            return cut
    return [text]


def _all_known(text: str, spans: list[tuple[int, int]], known: Callable[[str], bool]) -> list[str]:
    """The parts put together into known names with nothing left over, the longest first; none if that can't be."""
    found: list[str] = []
    while spans:
        count = next((n for n in range(len(spans), 0, -1) if known(clean(text[spans[0][0] : spans[n - 1][1]]))), 0)
        if not count:
            return []
        found.append(clean(text[spans[0][0] : spans[count - 1][1]]))
        spans = spans[count:]
    return found


def _masked(text: str) -> str:
    """The text, letter for letter, with what stands in quotation marks and brackets made unreadable."""
    return PROTECTED.sub(lambda quoted: HIDDEN * len(quoted.group()), text)


def _spans(text: str, *, slash: bool = False) -> list[tuple[int, int]]:
    """Where each part of a cell begins and ends."""
    masked = _masked(text)
    marks = [BULLET, SLASH] if slash else [BULLET]
    if re.match(r"\s*1[.)]\s", masked) or "\n" in masked:
        marks.insert(0, NUMBERED)
    for mark in marks:
        masked = mark.sub(lambda found: CUT * len(found.group()), masked)
    return _between(SEPARATOR, text, masked)


def _between(pattern: re.Pattern[str], text: str, masked: str) -> list[tuple[int, int]]:
    """What is left between the separators, without the marks and blanks around it."""
    ends = [*(match.span() for match in pattern.finditer(masked)), (len(text), len(text))]
    found, start = [], 0
    for stop, following in ends:
        part = text[start:stop]
        bare = part.strip(" ,;\t\xa0\n\r")
        if bare:
            first = start + part.index(bare)
            found.append((first, first + len(bare)))
        start = following
    return found
