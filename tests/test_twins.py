"""One partner spelled twice, and partners that only look alike."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.twins import find_twins, near_names, same_as
from tests.hands import hands, names


def twins(*names, **fields):
    return find_twins(pd.DataFrame({"name": list(names)} | {key: list(values) for key, values in fields.items()}))


@pytest.mark.parametrize(
    "spelled",
    [
        ("КП «Київський метрополітен»", 'КП "Київський метрополітен"', 'КП"Київський метрополітен"'),
        ("ТОВ «НОВОБУДОВА»", "Новобудова"),
        ("КП «Житло-сервіс»", "КП Житлосервіс"),
        ("Ганнівський ліцей", "Ганнівський  ліцей"),
        ("Cлужба порятунку", "Служба порятунку"),
        ("ЗДО № 6 «Калинка»", 'ДНЗ №6 "Калинка"'),
        ("ЗОШ І-ІІІ ступенів № 5", "Загальноосвітня школа №5"),
        ("Громадська організація «Екологічна варта»", "ГО «Екологічна варта»"),
        ("Краєзнавчий музей", "Музей краєзнавчий"),
        ("Краєзнавчий музей", "Краезнавчий музей"),
        ("Палац культури «Ювілейний»", "ПК «Ювілейный»"),
        ("Youth Center Kaunas", "Youth Centre Kaunas"),
        ("КЗ «Ліцей № 8»", "Ліцей №8"),
        ("Державна пожежно-рятувальна частина № 7", "ДПРЧ-7"),
        ("Фермерське господарство «Світанок»", "ФГ «Світанок»"),
        ("ПП «Меблі Плюс»", "ПП «Меблі+»"),
        ("Спорткомплекс «Авангард»", "Спортивний комплекс «Авангард»"),
        ("ЗДО № 6 «Калинка»", "ЗДО № 6"),
        ("Gymnasium Musterstadt (Німеччина)", "Gymnasium Musterstadt"),
        ("Липоводольська школа мистецтв", "Школа мистецтв м. Липоводол"),
        ("Парафія Святого Миколая", "Парафія св. Миколая"),
    ],
)
def test_one_partner_spelled_twice_is_offered(spelled):
    assert twins(*spelled) == (tuple(range(len(spelled))),)


@pytest.mark.parametrize(
    "different",
    [
        ("Бібліотека № 3", "Бібліотека № 5"),
        ("Ліцей № 1", "Ліцей № 10"),
        ("Ліцей № 1", "Гімназія № 1"),
        ("Бібліотека № 3", "Центральна бібліотека-філія № 3"),
        ("ЗДО № 25 «Дзвіночок»", "ЗДО № 26 «Дзвіночок»"),
        ("Сосногірський ліцей № 8", "Вербогірський ліцей № 8"),
        ("Ліцей № 1 м. Суми", "Ліцей № 1 м. Львів"),
        ("ГО «Надія»", "ТОВ «Надія»"),
        ("ГО «Надія»", "БФ «Надія»", "Надія"),
        ("ГО «Молодь»", "ГО «Молодь, натхнення, дія»"),
        ("ЗДО «Калинка»", "ЗДО «Малинка»"),
        ("Сосногірська міська рада", "Управління освіти Сосногірської міської ради"),
        ("ФОП Гончар С. М.", "ФОП Гончар О. П."),
        ("ЗДО № 3 «Дзвіночок»", "ЗДО № 3 «Барвінок»"),
        ("ЗДО № 6", "ЗДО № 6 «Калинка»", "ЗДО № 6 «Дзвіночок»"),
        ("Палац культури «Ювілейний»", "Будинок культури «Ювілейний»"),
        ("Краєзнавчий музей", "Обласний краєзнавчий музей"),
        ("Youth Center Kaunas", "Youth Center Vilnius"),
        ("Дитяча музична школа № 2", "Дитяча художня школа № 2"),
        ("Ліцей № 1", ""),
        ("", ""),
    ],
)
def test_near_names_of_different_partners_are_no_twins(different):
    assert twins(*different) == ()


def test_the_town_left_out_is_the_same_partner_only_where_many_share_it():
    town = ("Сосногірська гімназія № 4", "Сосногірський музей", "Сосногірський ліцей № 8")
    assert twins("Ліцей № 8", *town) == ((0, 3),)
    assert twins("Ліцей № 8", town[-1]) == ()


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        ("phones", [("+380441234567",), ("+380441234567", "+380447654321")], ((0, 1),)),
        ("emails", [("a@example.org",), ("a@example.org",)], ((0, 1),)),
        ("address", ["вул. Лесі, 1", "Вул. Лесі,  1"], ((0, 1),)),
        ("phones", [("+380441234567",), ("+380447654321",)], ()),
        ("address", [None, None], ()),
    ],
)
def test_the_same_contacts_support_a_doubtful_pair(field, values, found):
    assert twins("Бібліотека № 3", "Центральна бібліотека-філія № 3", **{field: values}) == found


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        (("Сосногірський ліцей № 8", "Сосногірська ЗОШ № 8"), ((0, 1),)),
        (("Радіо «Хвиля FM»", "Радіо Хвиля ФМ"), ((0, 1),)),
        (("Відділ ювенальної превенції", "Ювенальна превенція"), ((0, 1),)),
        (("Сосногірський ліцей № 8", "Сосногірський ліцей № 9"), ()),
        (("Сосногірська міська рада", "Управління освіти Сосногірської міської ради"), ()),
    ],
)
def test_one_phone_supports_only_names_that_may_be_one(pair, found):
    assert twins(*pair, phones=[("+380441234567",)] * 2) == found
    assert twins(*pair) == ()


def test_another_type_speaks_against_a_doubtful_pair():
    pair = ("Театр ляльок «Дивограй»", "Театр ляльок «Дивогррай»")
    assert twins(*pair, type=["theatre", None]) == ((0, 1),)
    assert twins(*pair, type=["theatre", "ngo"]) == ()


def test_three_spellings_are_one_group():
    assert twins("ГО «Разом»", "Ліцей № 1", "ГО Разом", "Громадська організація «Разом»") == ((0, 2, 3),)


@given(st.lists(names, min_size=1, max_size=8, unique=True), st.data())
def test_a_partner_written_again_in_another_hand_is_its_twin(partners, data):
    number = data.draw(st.integers(0, len(partners) - 1))
    again = data.draw(hands)(partners[number])
    assert twins(*partners, again) == ((number, len(partners)),)


@given(st.lists(names, max_size=12, unique=True))
def test_different_partners_are_never_twins(partners):
    assert twins(*partners) == ()


@given(names, st.integers(1, 120), hands)
def test_two_different_numbers_are_never_twins(name, number, hand):
    kind, _, rest = name.partition(" № ")
    own = rest.partition(" ")[2]
    other = f"{kind} № {number} {own}"
    assert other == name or twins(name, hand(other)) == ()


PARTNERS = pd.DataFrame(
    {
        "name": [
            "Бібліотека-філія № 3",
            "ГО «Об'єднання багатодітних родин»",
            "Музей «Хата, піч і калина»",
            "IT «CodeHub»",
        ]
    }
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("бібл", 0),
        ("3", 0),
        ("філія 3", 0),
        ("обєднання", 1),
        ("oб’єднан", 1),
        ("громадська організація об", 1),
        ("хата", 2),
        ("калина музей", 2),
        ("code", 3),
        ("іт", 3),
    ],
)
def test_typing_finds_a_partner(typed, first):
    assert near_names(typed, PARTNERS)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "щось геть інше"])
def test_nothing_like_it_offers_nobody(typed):
    assert near_names(typed, PARTNERS) == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("бібліотека філія №3", (0,)), ("Музей Хата, піч і калина", (2,)), ("Бібліотека № 4", ()), ("", ()), ("бібл", ())],
)
def test_a_new_name_is_told_of_its_twin_while_typing(typed, found):
    assert same_as(typed, PARTNERS) == found


def test_no_partners_at_all():
    empty = pd.DataFrame({"name": []})
    assert (find_twins(empty), near_names("ліцей", empty), same_as("ліцей", empty)) == ((), (), ())


def test_very_many_rows_of_one_name_are_one_group_at_once():
    assert twins(*["ГО «Разом»"] * 3000, "Ліцей № 1") == (tuple(range(3000)),)
