"""One name in many hands: the ways in which staff write it differently and still mean the same."""

from hypothesis import strategies as st

LATIN = str.maketrans("АВСЕІКМОРТХасеіорху", "ABCEIKMOPTXaceiopxy")
ABBREVIATED = {
    "Громадська організація": "ГО",
    "Благодійний фонд": "БФ",
    "Комунальний заклад": "КЗ",
    "Заклад дошкільної освіти": "ЗДО",
    "Дитяча музична школа": "ДМШ",
}
HANDS = (
    lambda name: name,
    str.upper,
    str.lower,
    lambda name: name.replace("«", '"').replace("»", '"'),
    lambda name: name.replace("«", "“").replace("»", "”"),
    lambda name: name.replace("«", "").replace("»", ""),
    lambda name: name.replace(" «", "«"),
    lambda name: name.replace("№ ", "№"),
    lambda name: name.replace("№ ", "№\u00a0"),
    lambda name: name.replace("№ ", "N "),
    lambda name: name.replace(" ", "  "),
    lambda name: f" {name}\u200b ",
    lambda name: name.replace("'", "’"),
    lambda name: name.replace("'", "*"),
    lambda name: name[0] + name[1:].translate(LATIN),
    lambda name: " ".join(ABBREVIATED.get(part, part) for part in _long_forms(name)),
    lambda name: " ".join(_long_forms(name)[::-1]),
)


def _long_forms(name: str) -> list[str]:
    """The name parted into a long form that has an abbreviation, if it begins with one, and the rest."""
    start = next((long for long in ABBREVIATED if name.startswith(long)), "")
    return [part for part in (start, name[len(start) :].strip()) if part]


KINDS = (
    "Громадська організація",
    "Благодійний фонд",
    "Заклад дошкільної освіти",
    "Дитяча музична школа",
    "Бібліотека-філія",
    "Ліцей",
    "Гімназія",
    "Театральна студія",
)
OWN_NAMES = ("«Калинка»", "«Дзвіночок»", "«Об'єднання родин»", "«Маски, ляльки й тіні»", "«Мрій/Дій»", "«Обрій»")

numbers = st.sampled_from([1, 2, 10, 11, 12, 21, 112])  # near ones, to be told apart
names = st.builds(
    lambda kind, number, own: f"{kind} № {number} {own}", st.sampled_from(KINDS), numbers, st.sampled_from(OWN_NAMES)
)
hands = st.sampled_from(HANDS)
