"""Words that staff add in «Довідники», and words that the panel adds there for them."""

import pytest

from sheets.errors import Refused
from sheets.lists import LISTS_TAB, added_words, with_lists, word_edits
from sheets.schema import read_panel
from sheets.workbook import AddTab, Grid, TabInfo, WriteCell

PANEL = read_panel()


def grid_of(*rows, title="Довідники", gid=7):
    """A tab with these rows of texts."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    for column in columns:
        while column and column[-1] == "":
            column.pop()
    return Grid(tab=TabInfo(gid=gid, title=title), stored=columns, shown=columns)


def words_of(vocabulary, *rows):
    """The labels of a vocabulary beyond the declared ones, with these rows in «Довідники»."""
    panel, _ = with_lists(PANEL, [grid_of(*rows)])
    return list(panel.vocabularies[vocabulary].choices)[len(PANEL.vocabularies[vocabulary].choices) :]


def test_a_new_word_becomes_the_last_choice_under_its_folded_text():
    panel, gid = with_lists(PANEL, [grid_of(["Типи партнерів"], ["Музей"], ["Кінотеатр «Мир»"])])
    choice = panel.vocabularies["types"].choices['кінотеатр "мир"']
    assert list(panel.vocabularies["types"].choices)[-1] == choice.key == 'кінотеатр "мир"'
    assert (choice.label("uk"), choice.label("en"), gid) == ("Кінотеатр «Мир»", "Кінотеатр «Мир»", 7)
    assert panel.vocabularies["types"].by_word['кінотеатр "мир"'] == choice.key


@pytest.mark.parametrize(
    ("vocabulary", "rows", "added"),
    [
        ("types", [["Типи партнерів"], ["музей"], ["ЗЗСО"], ["Library"], [" Музей\u00a0"]], []),
        ("types", [["ТИПИ ПАРТНЕРІВ"], ["Планетарій"], [""], ["Зоопарк"]], ["планетарій", "зоопарк"]),
        ("types", [["Планетарій"], ["Зоопарк"]], []),  # no heading that names a list
        ("types", [["Наші слова"], ["Типи"], ["Планетарій"]], ["планетарій"]),  # a title above
        ("types", [["Планетарій"]], []),
        ("forms", [["Типи", "Форми", "Примітка"], ["Планетарій", "квест", "нове"]], ["квест"]),
        ("types", [["Типи"], ["Планетарій"], ["планетарiй"]], ["планетарій"]),  # the same word twice
        ("types", [["Типи"], ["обсерваторія → Музей"]], []),
        ("types", [["Типи"], ["обсерваторія = Щось невідоме"]], ["обсерваторія"]),
    ],
)
def test_words_are_read_from_the_column_of_their_list(vocabulary, rows, added):
    assert words_of(vocabulary, *rows) == added


@pytest.mark.parametrize("written", ["обсерваторія → Музей", "обсерваторія = музеї", "обсерваторія -> museum"])
def test_a_word_with_an_arrow_is_a_synonym(written):
    panel, _ = with_lists(PANEL, [grid_of(["Типи"], [written])])
    assert panel.vocabularies["types"].by_word["обсерваторія"] == "museum"


def test_a_word_may_be_a_synonym_of_another_new_word():
    panel, _ = with_lists(PANEL, [grid_of(["Типи"], ["зоосад → Зоопарк"], ["Зоопарк"])])
    assert panel.vocabularies["types"].by_word["зоосад"] == "зоопарк"


def test_without_new_words_the_declaration_is_the_very_same():
    assert with_lists(PANEL, [grid_of(["Типи"], ["Музей"])]) == (PANEL, 7)
    assert with_lists(PANEL, [grid_of(["Типи"], ["Планетарій"], title="Заходи")])[0] is PANEL
    assert with_lists(PANEL, []) == (PANEL, None)


def test_the_declaration_that_was_given_is_not_changed():
    before = dict(PANEL.vocabularies["types"].by_word)
    with_lists(PANEL, [grid_of(["Типи"], ["Планетарій"])])
    assert PANEL.vocabularies["types"].by_word == before


def test_added_words_are_told_as_they_are_written():
    assert [
        (w.vocabulary, w.text, w.synonym_of) for w in added_words(PANEL, [grid_of(["Типи"], ["Зоопарк"], ["a=музей"])])
    ] == [
        ("types", "Зоопарк", None),
        ("types", "a", "музей"),
    ]


GRID = grid_of(["Форми", "Типи"], ["конкурс", "Музей"], ["", "Театр"])


@pytest.mark.parametrize(
    ("grid", "vocabulary", "word", "synonym_of", "edits"),
    [
        (GRID, "types", " Зоопарк ", None, [WriteCell(tab=7, row=4, column=2, value="Зоопарк")]),
        (GRID, "forms", "квест", None, [WriteCell(tab=7, row=3, column=1, value="квест")]),
        (GRID, "types", "зоосад", "museum", [WriteCell(tab=7, row=4, column=2, value="зоосад → Музей")]),
        (GRID, "types", "музеї", None, []),
        (
            GRID,
            "services",
            "бухгалтерія",
            None,
            [
                WriteCell(tab=7, row=1, column=3, value="Служби"),
                WriteCell(tab=7, row=2, column=3, value="бухгалтерія"),
            ],
        ),
        (
            None,
            "types",
            "Зоопарк",
            None,
            [
                AddTab(tab=LISTS_TAB, title="Довідники", header=("Типи партнерів",)),
                WriteCell(tab=LISTS_TAB, row=2, column=1, value="Зоопарк"),
            ],
        ),
    ],
)
def test_a_word_is_added_below_its_list(grid, vocabulary, word, synonym_of, edits):
    assert word_edits(PANEL, grid, vocabulary, word, synonym_of) == edits


@pytest.mark.parametrize(("word", "synonym_of"), [("  ", None), ("а → б", None), ("зоопарк", "no-such-choice")])
def test_what_can_be_no_word_of_a_list_is_refused(word, synonym_of):
    with pytest.raises(Refused) as refused:
        word_edits(PANEL, GRID, "types", word, synonym_of)
    assert refused.value.code == "invalid"


@pytest.mark.parametrize(("word", "synonym_of", "key"), [("Зоопарк", None, "зоопарк"), ("зоосад", "museum", "museum")])
def test_what_was_added_is_read_back(word, synonym_of, key):
    (edit,) = word_edits(PANEL, GRID, "types", word, synonym_of)
    grown = grid_of(["Форми", "Типи"], ["конкурс", "Музей"], ["", "Театр"], ["", edit.value])
    assert with_lists(PANEL, [grown])[0].vocabularies["types"].by_word[word.casefold()] == key
