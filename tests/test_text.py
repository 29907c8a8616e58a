"""Text made comparable: what people see as the same folds to the same, and nothing is ever lost from the original."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheets.splitting import at_and, pieces
from sheets.text import clean, clean_all, fold, is_blank, is_ditto, is_formula_error, words


@pytest.mark.parametrize(
    "one, other",
    [
        ("Школа № 5", "школа  №\u00a05"),
        ("«Дзвіночок»", '"Дзвіночок"'),
        ("“Дзвіночок”", "„Дзвіночок“"),
        ("сім’я", "сім'я"),
        ("П*ятерічки", "п'ятерічки"),
        ("громадсько–соціальне", "громадсько-соціальне"),
        ("лекція", "л\u200bекція"),
        ("Cлужба", "Служба"),  # Latin C
        ("СIТ лiцей", "СІТ ліцей"),  # Latin I and i
        ("їжа", "і\u0308жа"),  # two characters for one letter
        (" край ", "край"),
        ("рядок\nдругий", "рядок другий"),
    ],
)
def test_the_same_to_the_eye_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("one, other", [("IT", "ІТ"), ("Школа № 3", "Школа № 5"), ("кіт", "кит")])
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_latin_words_keep_their_letters() -> None:
    assert fold("Youth Center Kaunas") == "youth center kaunas"


def test_words_leave_punctuation_out() -> None:
    assert words("ГО «Екологічна варта», м. Суми") == ("го", "екологічна", "варта", "м", "суми")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(
    st.lists(st.text(alphabet=st.characters() | st.sampled_from(" \u00a0\n\t\u200b\u0308"), max_size=20), min_size=1)
)
@example(["\x00", "a\x00b"])
@example(["", " ", ""])
@example(["e", "\u0301"])
def test_many_texts_are_cleaned_as_each_would_be(texts: list[str]) -> None:
    assert clean_all(texts) == [clean(text) for text in texts]


BLANK = [
    "",
    " ",
    "\u00a0",
    "-",
    "—",
    "–",
    "---",
    "<Null>",
    "NULL",
    "null",
    "n/a",
    "N/A",
    "н/д",
    "Н/Д",
    "н.д.",
    "...",
    "…",
    "nan",
]
DITTO = [
    "-//-",
    "—//—",
    '-"-',
    "—″—",
    "-||-",
    '"',
    "″",
    "''",
    "//",
    "те саме",
    "Те ж саме",
    "так само",
    "те ж",
    "то же",
    "ditto",
]
ERROR = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#Н/Д", "#ЗНАЧ!", "#ССЫЛКА!", "#ДЕЛ/0!", "Err:502", "#ERROR!"]


@pytest.mark.parametrize("text", BLANK)
def test_marks_for_nothing(text: str) -> None:
    assert (is_blank(text), is_ditto(text), is_formula_error(text)) == (True, False, False)


@pytest.mark.parametrize("text", DITTO)
def test_marks_for_the_same_as_above(text: str) -> None:
    assert (is_blank(text), is_ditto(text), is_formula_error(text)) == (False, True, False)


@pytest.mark.parametrize("text", ERROR)
def test_errors_of_formulas(text: str) -> None:
    assert (is_blank(text), is_ditto(text), is_formula_error(text)) == (False, False, True)


@pytest.mark.parametrize(
    "text", ["ні", "0", "немає", "Разом", "те саме місце", "#1", "# 5", "так", "-5", "- школа", "?"]
)
def test_words_are_no_marks(text: str) -> None:
    assert not (is_blank(text) or is_ditto(text) or is_formula_error(text))


@pytest.mark.parametrize(
    "text, parts",
    [
        ("а, б; в | г\nд", ["а", "б", "в", "г", "д"]),
        ("«а, б», в", ["«а, б»", "в"]),
        ("„а, б“, в", ["„а, б“", "в"]),
        ('"а; б"; в', ['"а; б"', "в"]),
        ("«а «б, в» г», д", ["«а «б, в» г»", "д"]),
        ("а (б, в), г", ["а (б, в)", "г"]),
        ("«а, б", ["«а", "б"]),  # a quotation mark that never ends protects nothing
        ("1) а 2) б", ["а", "б"]),
        ("1. а\n2. б", ["а", "б"]),
        ("№ 1. а", ["№ 1. а"]),
        ("• а • б", ["а", "б"]),
        ("- а\n- б", ["а", "б"]),
        ("а-б", ["а-б"]),
        ("а/б", ["а/б"]),
        ("а / б", ["а", "б"]),
        ("3,5", ["3,5"]),
        ("а + б", ["а", "б"]),
        ("а+б", ["а+б"]),
        (",;,", []),
        ("", []),
    ],
)
def test_several_things_in_one_cell(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


def test_a_slash_without_spaces_parts_only_where_asked() -> None:
    assert pieces("кошти/обладнання", slash=True) == ["кошти", "обладнання"]
    assert pieces("«Мрій/Дій», 5/6", slash=True) == ["«Мрій/Дій»", "5/6"]


def test_the_word_and_parts_outside_quotation_marks_only() -> None:
    assert at_and("Школа та «Дім науки та техніки» і Музей") == ["Школа", "«Дім науки та техніки»", "Музей"]


@given(st.text(max_size=80))
def test_no_letter_is_lost_or_made_up_in_splitting(text: str) -> None:
    letters = [letter for letter in clean(text) if letter.isalpha()]
    kept = [letter for part in pieces(text) for letter in part if letter.isalpha()]
    assert sorted(kept) == sorted(letters)
