"""Every sentence of the panel is there in both languages, is used, and asks for the same details."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pages.parts import words
from pages.parts.words import md, say_in
from sheets import parts, problems
from sheets.schema import Panel

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"\{(\w+)")


def catalogue(language: str, domain: str = "panel") -> dict[str, tuple[str, ...]]:
    """Key -> its sentence, or its plural forms."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {
        message.id[0] if message.pluralizable else message.id: tuple(message.string)
        if message.pluralizable
        else (message.string,)
        for message in messages
    }


UK, EN = catalogue("uk"), catalogue("en")
CODES = {*problems.CODES, *parts.CODES}


def asked_for() -> set[str]:
    """The keys that sources name: strings as they stand, and f-strings as patterns ('nav.*')."""
    found: set[str] = set()
    for path in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "charts").glob("*.py"), *(ROOT / "sheets").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
                found.add("".join(str(part) for part in parts))
    return found


SOURCES = asked_for()
PATTERNS = [
    re.compile(re.escape(text).replace(r"\*", ".+"))
    for text in SOURCES
    if re.fullmatch(r"[a-z][\w.*-]*\.[\w.*-]*\*[\w.*-]*", text)
]


def test_both_languages_have_the_same_keys() -> None:
    assert set(UK) == set(EN)


def test_no_sentence_is_empty() -> None:
    assert [key for both in (UK, EN) for key, texts in both.items() if not all(text.strip() for text in texts)] == []


@pytest.mark.parametrize("key", sorted(UK))
def test_both_languages_ask_for_the_same_details(key: str) -> None:
    ukrainian, english = ({name for text in texts for name in PLACE.findall(text)} for texts in (UK[key], EN[key]))
    assert ukrainian == english


@pytest.mark.parametrize("language, forms", [("uk", 3), ("en", 2)])
def test_a_count_has_all_plural_forms_of_its_language(language: str, forms: int) -> None:
    assert {len(texts) for texts in catalogue(language).values()} <= {1, forms}


def test_no_sentence_is_unused() -> None:
    unused = [key for key in UK if key not in SOURCES and not any(pattern.fullmatch(key) for pattern in PATTERNS)]
    assert unused == []


def test_each_sentence_that_a_page_says_is_there() -> None:
    said = set()
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_md"):
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    said.add(key.value)
    assert said - set(UK) == set()


def test_all_that_can_be_found_is_listed() -> None:
    """Every code that a source makes a problem or a finding of stands in one of the two lists, and the other way."""
    made = set()
    for path in (ROOT / "sheets").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in ("Problem", "bad", "at", "where") and re.fullmatch(r"[a-z-]{4,}", str(node.args[0].value)):
                    made.add(node.args[0].value)
    assert made <= CODES
    assert {code for code in CODES - made if code not in SOURCES} == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_all_that_can_be_found_has_a_sentence_and_a_short_name(code: str) -> None:
    for catalogue in (UK, EN):
        ((sentence,), (name,)) = catalogue[f"problem.{code}"], catalogue[f"finding.{code}"]
        assert sentence.endswith((".", "?"))
        assert len(name) <= 30 and not name.endswith(".") and "{" not in name


@pytest.mark.parametrize(
    "count, sentence",
    [
        (1, "1 запис"),
        (2, "2 записи"),
        (5, "5 записів"),
        (11, "11 записів"),
        (21, "21 запис"),
        (1234, "1\u00a0234 записи"),
    ],
)
def test_ukrainian_counts_in_three_forms(count: int, sentence: str) -> None:
    assert say_in("uk", "records.count", n=count) == sentence


@pytest.mark.parametrize(
    "value, ukrainian, english",
    [
        (1234.5, "1\u00a0234,5", "1,234.5"),
        (3, "3", "3"),
        (True, "так", "yes"),
        (None, "—", "—"),
        (dt.date(2026, 5, 14), "14.05.2026", "14 May 2026"),
        (dt.datetime(2026, 5, 14, 9, 5), "14.05.2026, 09:05", "14 May 2026, 09:05"),
        (("музеї", "театри"), "музеї і театри", "музеї and театри"),
        ("{n} *як є*", "{n} *як є*", "{n} *як є*"),
    ],
)
def test_details_follow_the_language(value: object, ukrainian: str, english: str) -> None:
    assert (words.shown(value, "uk"), words.shown(value, "en")) == (ukrainian, english)


@pytest.mark.parametrize(
    "typed, escaped",
    [
        ("Школа № 5 (ЗЗСО), 10:30 – 50 %!", "Школа № 5 (ЗЗСО), 10:30 – 50 %!"),
        ("![а](http://x)", r"!\[а\](http\://x)"),
        (":red[а] :material/star:", r"\:red\[а\] \:material/star:"),
        ("<img src=x> &copy;", r"\<img src=x> \&copy;"),
        ("*а* __б__ ~в~ `г` $д$", r"\*а\* \_\_б\_\_ \~в\~ \`г\` \$д\$"),
        ("# а", r"\# а"),
        ("- а", r"\- а"),
        ("> а", r"\> а"),
        ("1. а", r"1\. а"),
        ("12) а", r"12\) а"),
        ("www.example.org", r"www\.example.org"),
        ("a@example.org", r"a\@example.org"),
        ("перший\n\n# другий", "перший # другий"),
    ],
)
def test_text_from_the_sheet_is_escaped_for_markdown_and_only_where_it_must_be(typed: str, escaped: str) -> None:
    assert md(typed) == escaped


@pytest.mark.parametrize(
    "share, said",
    [(0, "0%"), (1, "100%"), (2 / 3, "66,7%"), (36 / 57, "63,2%"), (0.29, "29%"), (0.9996, "99,9%"), (0.0001, "0,1%")],
)
def test_a_share_is_rounded_as_on_paper_but_never_to_all_or_nothing(share: float, said: str) -> None:
    with words.speaking("uk"):
        assert words.percent(share) == said


@pytest.mark.parametrize(
    "value, digits, said",
    [
        (4.25, 1, "4,3"),
        (4.35, 1, "4,4"),
        (3.75, 1, "3,8"),
        (4, 1, "4,0"),
        (4.249, 1, "4,2"),
        (-0.25, 1, "-0,3"),
        (-0.01, 1, "0,0"),
    ],
)
def test_a_half_is_rounded_up_as_on_paper(value: float, digits: int, said: str) -> None:
    with words.speaking("uk"):
        assert words.score(value, digits) == said


def test_details_of_a_sentence_in_markdown_are_escaped() -> None:
    assert "![" not in words.say_md("form.near", names=("![a](http://x)", "б"))


def test_each_choice_and_field_has_both_languages(panel: Panel) -> None:
    labels = [choice for vocabulary in panel.vocabularies.values() for choice in vocabulary.choices.values()]
    fields = [field for tab in panel.tabs.values() for field in tab.fields.values()]
    assert [thing.key for thing in [*labels, *fields] if not (thing.uk.strip() and thing.en.strip())] == []


def test_streamlits_own_words_keep_their_numbers() -> None:
    turned = catalogue("uk", "streamlit")
    assert [english for english, (said,) in turned.items() if ("{n}" in english) != ("{n}" in said)] == []
