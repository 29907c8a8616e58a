"""Headings in many hands: the field that each names, or none."""

from __future__ import annotations

import pytest

from sheets.matching import Matcher
from tests.by_hand import PANEL

MATCHER = Matcher(PANEL)
SURE = 0.6

HEADINGS = [
    ("partners", "Назва закладу/установи", "name"),
    ("partners", "№\nз/п", "row_no"),
    ("partners", "Haзвa пapтнepa", "name"),  # Latin a, H, p, e
    ("partners", "НАПРЯМИ  ПАРТНЕРСТВА", "directions"),
    ("partners", "Напр. (№)", "directions"),
    ("partners", "Форми співпраці (конкурси, проєкти…)", "forms"),
    ("partners", "Термін дії договору (до)", "valid_until"),
    ("partners", "Конт. телефон ", "phones"),
    ("partners", "Эл. почта", "emails"),
    ("partners", "Відп. від ЦПР", "responsible"),
    ("partners", "Тип учреждения", "type"),
    ("partners", "Документ № ", "agreement_no"),
    ("partners", "дата документа", "agreement_date"),
    ("events", "К-ть уч.", "participants"),
    ("events", "Кількіть учасників", "participants"),  # a slip of the keys
    ("events", "у т.ч. дітей", "children"),
    ("events", "з них: діти з ООП", "inclusive_children"),
    ("events", "Дата та час", "date"),
    ("events", "З ким (партнери)", "partners"),
    ("events", "Сума допомоги (грн)", "funds"),
    ("events", "Кол-во участников", "participants"),
    ("events", "Ответственный за мероприятие", "responsible"),
    ("evaluations", "Оцініть від 1 до 5 [Спільні цілі]", "c_goals"),
    ("evaluations", "7. Інноваційні технології спілкування, безперервний діалог", "c_dialogue"),
    ("evaluations", "Оберіть партнера, з яким проводився захід", "partner"),
    ("evaluations", "5. Оцініть, будь ласка, від 1 до 5: Документи", "c_documents"),
    ("evaluations", "Хто Ви?", "respondent_group"),
    ("plan", "Основні напрями взаємодії", "interaction"),
    ("partners", "Чим оформлено", "agreement_kind"),
    ("partners", "До кого звертатися", "contact_person"),
    ("events", "Залучені заклади", "partners"),
    ("events", "No. of participants", "participants"),
    ("events", "Чи відбулося?", "status"),
    ("partners", "Чи є договір", "agreement_kind"),
    ("evaluations", "Your suggestions", "comment"),
    ("evaluations", "У якому заході Ви брали участь?", "event"),
    ("events", "Дітей з особливими потребами", "inclusive_children"),
    ("events", "Дітей пільгових категорій", None),  # not all the children
    ("events", "Папка з фото", None),
    ("events", "Час початку", None),
    ("partners", "Дата внесення", None),
    ("events", "Колір у календарі", None),
    ("events", "Кількість партнерів", None),
    ("partners", "Кількість заходів", None),
    ("evaluations", "Згода на обробку даних", None),
    ("events", "", None),
]


@pytest.mark.parametrize(("kind", "heading", "field"), HEADINGS)
def test_a_heading_names_its_field(kind: str, heading: str, field: str | None) -> None:
    found = MATCHER.kinds[kind].guess(heading)
    sure = {name: score for name, score in found.items() if score >= SURE}
    assert max(sure, key=sure.__getitem__, default=None) == field


def test_every_declared_heading_names_its_own_field() -> None:
    wrong = [
        (kind, text, field.key)
        for kind, tab in PANEL.tabs.items()
        for field in tab.fields.values()
        for text in (field.uk, field.en, *field.headings)
        if MATCHER.kinds[kind].match(text).get(field.key, 0) < 0.95
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Заходи 2023-2024", "events"),
        ("Партнери ЦПР", "partners"),
        ("ЖУРНАЛ ОБЛІКУ СПІЛЬНИХ ЗАХОДІВ З ПАРТНЕРАМИ", "events"),
        ("Відповіді форми (1)", "evaluations"),
        ("План роботи", "plan"),
        ("Лист1", None),
    ],
)
def test_a_title_names_the_kind_of_records(title: str, kind: str | None) -> None:
    assert MATCHER.kind_named(title) == kind


def test_a_cell_of_fifty_thousand_letters_is_no_heading() -> None:
    assert not MATCHER.hint("Назва заходу " * 4000)
