"""Formulas: references that follow moved cells, and the simple sums that can be worked out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from tests.sheets_api.addresses import Axis, letter, moved_span, number, quoted

CORNER = r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9][0-9]*)?"
REFERENCE = re.compile(rf"(?:('(?:[^']|'')+'|[^'!]+)!)?{CORNER}(?::{CORNER})?")
LOST = "#REF!"


@lru_cache(maxsize=20_000)
def tokens(formula: str) -> tuple[Token, ...]:
    """The parts of a formula; none when it cannot be taken apart."""
    try:
        return tuple(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return ()


def _is_reference(token: Token) -> bool:
    return token.type == Token.OPERAND and token.subtype == Token.RANGE


def _rewritten(formula: str, change: Callable[[str], str]) -> str:
    parts = tokens(formula)
    if not any(_is_reference(part) for part in parts):
        return formula
    return "=" + "".join(change(part.value) if _is_reference(part) else part.value for part in parts)


def sheet_of(reference: str) -> str | None:
    """The tab that a reference names, or None."""
    name, bang, _ = reference.rpartition("!")
    return (name[1:-1].replace("''", "'") if name.startswith("'") else name) if bang else None


def shifted(formula: str, home: str, target: str, axis: Axis, at: int, count: int) -> str:
    """The formula of tab `home` after `count` lines came (negative: went) at 0-based line `at` of tab `target`."""
    return _rewritten(formula, lambda reference: _shift(reference, home, target, axis, at, count))


def _shift(reference: str, home: str, target: str, axis: Axis, at: int, count: int) -> str:
    match = REFERENCE.fullmatch(reference)
    if match is None or (sheet_of(reference) or home).casefold() != target.casefold():
        return reference
    sheet, *parts = match.groups()
    first, last = parts[:4], parts[4:]
    if not any(first[1::2]) or _is_name(reference, first, last):
        return reference
    place = 3 if axis == "ROWS" else 1
    say = (lambda line: str(line + 1)) if axis == "ROWS" else letter
    read = (lambda text: int(text) - 1) if axis == "ROWS" else number
    a, b = first[place], last[place] if any(last[1::2]) else first[place]
    if a is None and b is None:
        return reference
    span = moved_span(read(a) if a else 0, (read(b) if b else 10**8) + 1, at, count)
    prefix = f"{sheet}!" if sheet else ""
    if span is None:
        return prefix + LOST
    first[place] = say(span[0]) if a else None
    if not any(last[1::2]):
        return prefix + "".join(part or "" for part in first)
    last[place] = say(span[1] - 1) if b else None
    return prefix + "".join(part or "" for part in first) + ":" + "".join(part or "" for part in last)


def _is_name(reference: str, first: list[str | None], last: list[str | None]) -> bool:
    """A lone 'ABC' or '12' is a name or a number, not cells."""
    return not any(last[1::2]) and not (first[1] and first[3])


def renamed(formula: str, old: str, new: str) -> str:
    """The formula after tab `old` got the title `new`."""

    def change(reference: str) -> str:
        sheet = sheet_of(reference)
        if sheet is None or sheet.casefold() != old.casefold():
            return reference
        return f"{quoted(new)}!{reference.rpartition('!')[2]}"

    return _rewritten(formula, change)


def copied(formula: str, origin: str, destination: str) -> str:
    """The formula as it reads when the cell is copied from one address to another ('D5' to 'D6')."""
    try:
        return Translator(formula, origin=origin).translate_formula(destination)
    except TranslatorError:
        return formula
