"""Telephones, e-mail addresses and links out of a cell: those understood, and the parts that are not."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from sheets.problems import Read, bad
from sheets.text import clean, fold

REGION = "UA"
NATIONAL_DIGITS = 9  # without the leading 0
NOTHING = re.compile(r"немає|нема|нет|відсутн\w+|отсутству\w+|невідомо|none|no")

BETWEEN_DIGITS = dict.fromkeys(map(ord, " \xa0()-–."))
PLAIN = re.compile(r"\+?380\d{9}", re.ASCII)
NATIONAL = re.compile(r"\(?(0[1-9]\d)\)?[ -]?(\d{3})[ -]?(\d\d)[ -]?(\d\d)", re.ASCII)  # «(067) 123-45-67»
USUAL_SEPARATOR = re.compile(r"[,;\n]")
DIGIT = re.compile(r"\d")
NOT_DIGIT = re.compile(r"\D")
NOT_PHONE = re.compile(r"[^\d+() .-]")
PHONE_SEPARATOR = re.compile(r"[,;/|\n\r\v]+|\s{2,}|\s(?:та|і|й|и|або|чи|or|and)\s")
EXTENSION = re.compile(r"\(?\b(?:вн(?:утр)?|дод|доб|ext|ex)\b\.?\s*№?\s*\d{1,5}\)?", re.IGNORECASE)
REMARK = re.compile(r"\([^()]*[^\W\d_]{2}[^()]*\)")  # «(після 18:00)»
ROUNDED = re.compile(r"\d(?:[.,]\d+)?[EЕ]\+\d+", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){2,3}")  # thousands commas that a number format has put in
EMAIL = re.compile(r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-zа-яіїєґ]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
# A comma or a semicolon within an address («?ids=1,2») ends none; one before a blank or another address does.
ADDRESS_SEPARATOR = re.compile(
    r"[|\n\r\v]+|\s/\s|[,;]+(?=\s|$|https?:|www\.|(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#,;\s]|$))", re.I
)


def ukrainian(text: str) -> str | None:
    """The usual cell, quickly: one Ukrainian number with spaces, brackets and hyphens; None for anything else."""
    digits = text.translate(BETWEEN_DIGITS)
    plus = digits.startswith("+")
    digits = digits[1:] if plus else digits
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(digits) == 12 and digits.startswith("380"):
        return "+" + digits
    return "+38" + digits if len(digits) == 10 and digits[0] == "0" != digits[1] and not plus else None


def usual_phones(text: str) -> tuple[str, ...] | None:
    """The numbers of a cell in which only Ukrainian numbers and usual separators stand; None for any other cell."""
    if PLAIN.fullmatch(text):
        return ("+" + text.lstrip("+"),)
    if national := NATIONAL.fullmatch(text):
        return ("+38" + "".join(national.groups()),)
    found = [ukrainian(part) for part in USUAL_SEPARATOR.split(text)]
    return tuple(dict.fromkeys(number for number in found if number)) if all(found) else None


@lru_cache(maxsize=65536)
def read_phones(text: str) -> Read:
    """All telephone numbers in a text, as E.164. What has too few or too many digits is reported with what it was."""
    one = ukrainian(" ".join(text.split()))
    usual = (one,) if one else usual_phones(text)
    if usual:
        return Read(usual)
    if not DIGIT.search(text) and NOTHING.fullmatch(fold(text)):
        return Read(())
    if ROUNDED.search(text):
        return bad("rounded", ())
    if "?" in text:
        return bad("doubtful", ())
    text = REMARK.sub(" ", EXTENSION.sub(" ", text))
    parts = [text.replace(",", "")] if GROUPED.fullmatch(text.strip()) else PHONE_SEPARATOR.split(text)
    found: list[str] = []
    wrong: list[str] = []
    for part in parts:
        numbers, rest = _phones_in(part)
        found += numbers
        wrong += rest
    if not found and not wrong:
        wrong = [clean(text)]
    value = tuple(dict.fromkeys(found))
    return bad("bad-phone", value, parts=wrong) if wrong else Read(value)


def _phones_in(part: str) -> tuple[list[str], list[str]]:
    """The numbers of one part: it is one, or several with a space between; words around digits are notes."""
    digits = NOT_PHONE.sub(" ", part).strip()
    if not DIGIT.search(digits):
        return [], []
    one = e164(digits)
    if one:
        return [one], []
    several = [e164(piece) for piece in _by_length(digits)]
    return ([n for n in several if n], []) if several and all(several) else ([], [clean(part)])


def _by_length(digits: str) -> list[str]:
    """«0501234567 0671234567»: groups put together until each has as many digits as its beginning asks for."""
    found, now = [], ""
    for group in digits.split():
        now += group
        plain = re.sub(r"\D", "", now)
        if len(plain) >= (12 if plain.startswith("38") else 10):
            found.append(now)
            now = ""
    return [*found, now] if now else found


def e164(text: str) -> str | None:
    """A telephone number as '+380501234567'; a Ukrainian one must have its area code. None when it is none."""
    plain = NOT_DIGIT.sub("", text)
    usual = ukrainian(text) or (ukrainian(plain) if "+" not in text else None)
    if usual:
        return usual
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    short = number.country_code == 380 and len(str(number.national_number)) not in (NATIONAL_DIGITS, 10)
    if short or (
        number.country_code == 380 and len(str(number.national_number)) == 10 and not plain.startswith("0800")
    ):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_phone_number(number: float) -> Read:
    """A telephone stored as a number: the leading zero is lost; six zeros at the end mean that digits are lost."""
    if number != int(number) or number <= 0:
        return bad("bad-phone", (), parts=[str(number)])
    digits = str(int(number))
    if len(digits) > 9 and digits.endswith("000000"):
        return bad("rounded", ())
    found = e164(digits if len(digits) != NATIONAL_DIGITS else "0" + digits)
    return Read((found,)) if found else bad("bad-phone", (), parts=[digits])


@lru_cache(maxsize=65536)
def read_emails(text: str) -> Read:
    """All e-mail addresses in a text, in lower case. «a@b,org» is no address, and is not repaired."""
    if "@" not in text and NOTHING.fullmatch(fold(text)):
        return Read(())
    text = re.sub(r"\s*@\s*", "@", clean(text.replace("\n", ";"))).replace("mailto:", "")
    parts = [part.strip(" <>.()\"'") for part in re.split(r"[,;|\s]+|(?<=\w)/(?=\w+@)", text)]
    found = [part.casefold() for part in parts if EMAIL.fullmatch(part.casefold())]
    wrong = [part for part in parts if part and not EMAIL.fullmatch(part.casefold()) and not _note(part, bool(found))]
    value = tuple(dict.fromkeys(found))
    return bad("bad-email", value, parts=wrong) if wrong or not found else Read(value)


def _note(part: str, beside_address: bool) -> bool:
    """Whether a word beside an address is only its label or its owner: «e-mail:», «Ірина», «(директор)»."""
    return beside_address and re.fullmatch(r"[^\W\d_][^\d@.,]*:?|/|-|—|–", part) is not None and "@" not in part


@lru_cache(maxsize=65536)
def read_links(text: str) -> Read:
    """All web addresses in a text, as written. A text without any («сайт міста») is reported."""
    if "." not in text and NOTHING.fullmatch(fold(text)):
        return Read(())
    parts = [clean(part) for part in ADDRESS_SEPARATOR.split(text)]
    found: list[str] = []
    wrong: list[str] = []
    for part in parts:
        links = [link.rstrip(".,;)") for link in LINK.findall(part)]
        found += links
        wrong += [] if links or not part else [part]
    return bad("bad-link", tuple(dict.fromkeys(found)), parts=wrong) if wrong else Read(tuple(dict.fromkeys(found)))
