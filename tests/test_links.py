"""Which partner a text means, however it is written; and when nobody is meant."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.known import Known
from sheets.links import link_records, split_names, unlinked
from sheets.schema import read_panel
from tests.hands import hands, names

PANEL = read_panel()
PARTNERS = (
    "ГО «Екологічна варта»",
    "Сосногірський ліцей № 8",
    "Сосногірська гімназія № 4",
    "Сосногірська початкова школа № 6",
    "ЗДО № 25 «Дзвіночок»",
    "ЗДО № 26 «Дзвіночок»",
    "ЗДО № 6 «Калинка»",
    "Дитяча музична школа № 2",
    "Комплексна ДЮСШ № 1",
    "Опорний заклад «Сосногірський ліцей імені Лесі Українки»",
    "ФОП Гончар С. М. (кав'ярня «Затишок»)",
    "ГО «Разом»",
    "Центральна бібліотека-філія № 3",
    "Бібліотека сім'ї та юнацтва",
    "Фонд «Мрій/Дій»",
    "Спілка «Школа, сім'я та громада»",
    "IT-компанія «CodeHub»",
    "Gymnasium Musterstadt (Німеччина)",
    "Сосногірський краєзнавчий музей",
    "Служба у справах дітей Сосногірської міської ради",
    "Сосногірська міська рада",
    "ТОВ «Калина-Хліб»",
    "Центр дитячої та юнацької творчості",
    "Театр ляльок «Дзиґа»",
    "ГО «Надія»",
    "БФ «Надія»",
    "ГО «Молодь, натхнення, дія»",
)


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        # quotes, case, spaces, look-alikes, apostrophes
        ('ГО "Екологічна варта"', "ГО «Екологічна варта»"),
        ("Го екологічна  варта", "ГО «Екологічна варта»"),
        ("ГО Екологiчна вapта", "ГО «Екологічна варта»"),
        ("Бібліотека сім`ї та юнацтва", "Бібліотека сім'ї та юнацтва"),
        ('Бібліотека сім"ї та юнацтва', "Бібліотека сім'ї та юнацтва"),
        ("Бібліотека сімї та юнацтва", "Бібліотека сім'ї та юнацтва"),
        ('TOB "Калина Хліб"', "ТОВ «Калина-Хліб»"),
        ("Театр ляльок Дзига", "Театр ляльок «Дзиґа»"),
        # abbreviations and legal forms
        ("Громадська організація «Екологічна варта»", "ГО «Екологічна варта»"),
        ("Товариство з обмеженою відповідальністю «Калина-Хліб»", "ТОВ «Калина-Хліб»"),
        ("КЗ «Сосногірський ліцей № 8»", "Сосногірський ліцей № 8"),
        ("ДНЗ №6 «Калинка»", "ЗДО № 6 «Калинка»"),
        ("дитсадок № 6 Калинка", "ЗДО № 6 «Калинка»"),
        ("ДМШ № 2", "Дитяча музична школа № 2"),
        ("Комплексна дитячо-юнацька спортивна школа №1", "Комплексна ДЮСШ № 1"),
        ("ІТ-компанія CodeHub", "IT-компанія «CodeHub»"),
        ("ЦДЮТ", "Центр дитячої та юнацької творчості"),
        ("краєзн. музей", "Сосногірський краєзнавчий музей"),
        ("ЗЗСО № 8", "Сосногірський ліцей № 8"),
        # order, inflection, typing errors
        ("Музей краєзнавчий Сосногірський", "Сосногірський краєзнавчий музей"),
        ("з бібліотекою-філією № 3", "Центральна бібліотека-філія № 3"),
        ("Сосногірським ліцеєм №8", "Сосногірський ліцей № 8"),
        ("для музею Сосногірського краєзнавчого", "Сосногірський краєзнавчий музей"),
        ("разом із Сосногірським краєзнавчим музеєм", "Сосногірський краєзнавчий музей"),
        ("Екологічьна варта", "ГО «Екологічна варта»"),
        ("Сосногірьский краєзнавчий музей", "Сосногірський краєзнавчий музей"),
        ("CodHub", "IT-компанія «CodeHub»"),
        ("Музей краєзнавчий м. Сосногірськ", "Сосногірський краєзнавчий музей"),
        ("Гімназія № 4 м. Сосногір.", "Сосногірська гімназія № 4"),
        # with a remark
        ("Ліцей № 8 (11 клас)", "Сосногірський ліцей № 8"),
        ("учні ліцею № 8", "Сосногірський ліцей № 8"),
        # short forms of one partner only
        ("Бібліотека № 3", "Центральна бібліотека-філія № 3"),
        ("Гімназія 4", "Сосногірська гімназія № 4"),
        ("ЗДО № 25", "ЗДО № 25 «Дзвіночок»"),
        ("Калинка", "ЗДО № 6 «Калинка»"),
        ("Ліцей ім. Лесі Українки", "Опорний заклад «Сосногірський ліцей імені Лесі Українки»"),
        ("кав'ярня Затишок", "ФОП Гончар С. М. (кав'ярня «Затишок»)"),
        ("Gymnasium Musterstadt", "Gymnasium Musterstadt (Німеччина)"),
        ("Служба у справах дітей", "Служба у справах дітей Сосногірської міської ради"),
        ("міська рада", "Сосногірська міська рада"),
    ],
)
def test_a_partner_is_found_however_it_is_written(text, partner):
    answer = Known(PARTNERS).meant([text])[text]
    assert answer.partner is not None and PARTNERS[answer.partner] == partner


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ліцей № 80", "partner-unknown"),  # numbers agree exactly
        ("Сосногірський ліцей № 4", "partner-unknown"),  # the gymnasium has № 4
        ("Школа № 2", "partner-unknown"),  # the music school has № 2
        ("ЗДО № 25 «Калинка»", "partner-unknown"),
        ("ЗДО «Малинка»", "partner-unknown"),
        ("ТОВ «Надія»", "partner-unknown"),  # a GO and a fund of that name are not it
        ("ГО «Молодь»", "partner-unknown"),  # another name in the quotation marks
        ("Молодь", "partner-unknown"),
        ("Сосногірський художній музей", "partner-unknown"),
        ("музей", "partner-unknown"),  # a kind is nobody's name
        ("Музична школа", "partner-unknown"),
        ("№ 8", "partner-unknown"),
        ("Україника", "partner-unknown"),
        ("Gymnasium Musterstadt (Австрія)", "partner-unknown"),
        ("???", "partner-unknown"),
        ("Дзвіночок", "partner-ambiguous"),
        ("ГО «Калинка»", "partner-unknown"),
        ("Надія", "partner-ambiguous"),
    ],
)
def test_nobody_is_meant_when_it_is_not_sure(text, code):
    assert Known(PARTNERS).meant([text])[text].code == code


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("Дзвіночок", ("ЗДО № 25 «Дзвіночок»", "ЗДО № 26 «Дзвіночок»")),
        ("Школа № 2", ("Дитяча музична школа № 2",)),
        ("Сосногірський ліцей № 4", ("Сосногірська гімназія № 4", "Сосногірський ліцей № 8")),
    ],
)
def test_the_likeliest_are_offered_to_a_person(text, offers):
    may_be = Known(PARTNERS).meant([text])[text].may_be
    assert tuple(PARTNERS[number] for number in may_be)[: len(offers)] == offers


@given(st.lists(names, min_size=1, max_size=12, unique=True), st.data())
def test_a_name_in_another_hand_means_the_same_partner(partners, data):
    number = data.draw(st.integers(0, len(partners) - 1))
    text = data.draw(hands)(partners[number])
    assert Known(partners).meant([text])[text].partner == number


@given(st.lists(names, min_size=2, max_size=12, unique=True), hands)
def test_a_partner_that_is_not_on_the_list_is_never_linked(partners, hand):
    missing, *others = partners
    text = hand(missing)
    assert Known(others).meant([text])[text].partner is None


@given(names, st.integers(1, 120), hands)
def test_another_number_is_never_linked(name, number, hand):
    kind, own = name.split(" № ")[0], name.split(" ", name.count(" "))[-1]
    other = f"{kind} № {number} {own}"
    answer = Known([name]).meant([hand(other)])[hand(other)]
    same = name.split(" № ")[1].split(" ")[0] == str(number)
    assert same or answer.partner is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("ГО «Разом»", ("ГО «Разом»",)),
        ("ГО «Разом», ДЮСШ № 1", ("ГО «Разом»", "ДЮСШ № 1")),
        ("ГО «Разом»;ДЮСШ № 1 | Ліцей № 8", ("ГО «Разом»", "ДЮСШ № 1", "Ліцей № 8")),
        ("1) ГО «Разом»\n2) ДЮСШ № 1", ("ГО «Разом»", "ДЮСШ № 1")),
        ("• ГО «Разом»\n• ДЮСШ № 1", ("ГО «Разом»", "ДЮСШ № 1")),
        ("ГО «Разом» + ДЮСШ № 1 / Ліцей № 8", ("ГО «Разом»", "ДЮСШ № 1", "Ліцей № 8")),
        ("ГО «Молодь, натхнення, дія», Ліцей № 8", ("ГО «Молодь, натхнення, дія»", "Ліцей № 8")),
        ("ГО Молодь, натхнення, дія, Ліцей № 8", ("ГО Молодь, натхнення, дія", "Ліцей № 8")),
        ("Бібліотека сім'ї та юнацтва", ("Бібліотека сім'ї та юнацтва",)),
        ("Бібліотека сім'ї\nта юнацтва", ("Бібліотека сім'ї та юнацтва",)),
        ("Фонд «Мрій/Дій»/ГО «Разом»", ("Фонд «Мрій/Дій»", "ГО «Разом»")),
        ("Фонд Мрій/Дій, ГО «Разом»", ("Фонд Мрій/Дій", "ГО «Разом»")),
        ("Товариство хліба та солі", ("Товариство хліба та солі",)),
        ("ГО  «Разом»\u200b ,\n Дитяча\u00a0музична школа № 2,", ("ГО «Разом»", "Дитяча музична школа № 2")),
    ],
)
def test_a_cell_is_parted_into_names(text, found):
    assert split_names(text, frozenset(PARTNERS)) == found


def frames_of(partners, **others):
    frames = {"partners": pd.DataFrame({"name": list(partners)})}
    return frames | {
        kind: pd.DataFrame({"partners" if kind == "events" else "partner": cells}) for kind, cells in others.items()
    }


def test_events_evaluations_and_plan_rows_are_linked():
    frames = frames_of(
        PARTNERS,
        events=[("ГО Разом", "Ліцей №8"), (), ("Хтось",)],
        evaluations=["міська рада", None],
        plan=[None, "Калинка"],
    )
    found = link_records(frames, PANEL)
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("events", 0, 11),
        ("events", 0, 1),
        ("evaluations", 0, 20),
        ("plan", 1, 6),
    ]
    assert [(kind, field, record, name) for kind, field, record, name, _ in unlinked(frames, PANEL)] == [
        ("events", "partners", 2, "Хтось")
    ]


@pytest.mark.parametrize(
    ("cell", "partners"),
    [
        (("Ліцей № 8 та бібліотека № 3",), {1, 12}),  # not parted when it was read
        (("Бібліотека сім'ї та юнацтва та ГО «Разом»",), {13, 11}),
        (("Спілка Школа, сім'я та громада і ГО Разом",), {15, 11}),
        (("ЗДО № 25, 26 та № 6",), {4, 5, 6}),  # one kind, several numbers
        (("ГО «Разом»", "ЗДО № 25", "№ 26"), {11, 4, 5}),
        (("Молодь", "натхнення", "дія", "Ліцей № 8", "Бібліотека № 3"), {26, 1, 12}),  # parted too much
    ],
)
def test_a_cell_that_was_parted_wrongly_is_parted_anew(cell, partners):
    assert set(link_records(frames_of(PARTNERS, events=[cell]), PANEL)["partner"]) == partners


def test_a_partner_named_twice_in_a_cell_is_linked_once():
    assert len(link_records(frames_of(PARTNERS, events=[("ГО «Разом»", "ГО Разом")]), PANEL)) == 1


def test_of_a_partner_in_two_rows_the_row_with_the_very_name_is_meant():
    partners = ("ГО «Разом»", 'ГО "Разом"')
    found = link_records(frames_of(partners, events=[('ГО "Разом"',), ("ГО Разом",)]), PANEL)
    assert list(found["partner"]) == [1, 0]


def test_nothing_to_link_gives_an_empty_frame_of_the_same_columns():
    for frames in ({}, frames_of((), events=[("ГО «Разом»",)])):
        found = link_records(frames, PANEL)
        assert list(found.columns) == ["kind", "record", "partner"] and found.empty
        assert list(unlinked(frames, PANEL)) == []


def test_a_flood_of_strange_names_is_answered():
    texts = [f"Невідома установа {number:x} {'ь' * (number % 7)}" for number in range(3000)] + ["дуже довго " * 5000]
    answers = Known(PARTNERS).meant(texts)
    assert len(answers) == 3001 and {answer.code for answer in answers.values()} == {"partner-unknown"}
