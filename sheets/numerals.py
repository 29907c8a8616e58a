"""Numbers in words: «двадцять п'ять» -> 25, in Ukrainian and Russian. Whole words only, nothing near is accepted."""

from __future__ import annotations

_ONES = (
    "нуль ноль",
    "один одна одне одну одно",
    "два дві две двоє",
    "три троє",
    "чотири четверо четыре",
    "п'ять п'ятеро пять",
    "шість шестеро шесть",
    "сім семеро семь",
    "вісім восьмеро восемь",
    "дев'ять дев'ятеро девять",
    "десять десятеро",
    "одинадцять одиннадцать",
    "дванадцять двенадцать",
    "тринадцять тринадцать",
    "чотирнадцять четырнадцать",
    "п'ятнадцять пятнадцать",
    "шістнадцять шестнадцать",
    "сімнадцять семнадцать",
    "вісімнадцять восемнадцать",
    "дев'ятнадцять девятнадцать",
)
_TENS = (
    "двадцять двадцать",
    "тридцять тридцать",
    "сорок",
    "п'ятдесят пятьдесят",
    "шістдесят шестьдесят",
    "сімдесят семьдесят",
    "вісімдесят восемьдесят",
    "дев'яносто девяносто",
)
_HUNDREDS = (
    "сто",
    "двісті двести",
    "триста",
    "чотириста четыреста",
    "п'ятсот пятьсот",
    "шістсот шестьсот",
    "сімсот семьсот",
    "вісімсот восемьсот",
    "дев'ятсот девятьсот",
)
_RANKS = ((_HUNDREDS, 100, 100), (_TENS, 20, 10), (_ONES, 0, 1))
_WORDS = {
    word: (value, rank)
    for rank, (rows, first, step) in enumerate(_RANKS)
    for value, row in zip(range(first, 1000, step), rows, strict=False)
    for word in row.split()
}


def number_in_words(text: str) -> int | None:
    """The number 0–999 that folded words say; None if there is any other word, or the words stand in no order."""
    total, last = 0, -1
    for word in text.split():
        value, rank = _WORDS.get(word, (0, -1))
        if rank <= last or (rank == 2 and last == 1 and value > 9) or (value == 0 and len(text.split()) > 1):
            return None
        total, last = total + value, rank
    return total if last >= 0 else None
