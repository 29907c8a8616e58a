"""How the demo centre keeps its tabs: titles above, mixed dates, a total row, a few cells nobody can read."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from demo import layout
from demo.centre import PLAN, STAFF, TOWN
from demo.records import Record

MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
Computed = dict[str, float]  # a formula -> the value that a spreadsheet would have kept beside it
CRITERIA = [
    "Спільні цілі",
    "Сильні сторони",
    "Документи",
    "Ролі та обов'язки",
    "Прозорість ресурсів",
    "Звітність",
    "Діалог",
    "Моніторинг",
    "Менеджмент",
]


def readme(book: Workbook) -> None:
    """The tab in which a methodist told colleagues how to fill in the others."""
    sheet = book.create_sheet("Прочитай мене")
    for line in [
        "ЯК ЗАПОВНЮВАТИ ТАБЛИЦЮ",
        "1. Партнера вносимо один раз.",
        "2. Дату пишемо так: 15.03.2026.",
        "3. Рядки не видаляємо!",
        "Питання – до методиста",
    ]:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 60


def partners(book: Workbook, records: list[Record]) -> None:
    """The register of partners."""
    sheet = book.create_sheet("Партнери")
    layout.title(sheet, f"Реєстр соціальних партнерів центру позашкільної роботи міста {TOWN}", 15)
    sheet.append([])
    layout.header(
        sheet,
        [
            "№ з/п",
            "Назва партнера",
            "Тип партнера",
            "Напрями партнерства",
            "Форми співпраці",
            "Вид документа",
            "№ документа",
            "Дата укладання",
            "Термін дії (до)",
            "Контактна особа",
            "Телефон",
            "Ел. пошта",
            "Куратор від ЦПР",
            "Служба",
            "Статус",
        ],
        [6, 38, 24, 34, 28, 14, 12, 13, 14, 28, 22, 24, 18, 22, 14],
    )
    for number, one in enumerate(records, 1):
        layout.row(
            sheet,
            [
                number,
                one["name"],
                one["type"],
                one["directions"],
                one["forms"],
                one["document"],
                one["number"],
                one["signed"],
                one["until"],
                one["contact"],
                one["phone"],
                one["email"],
                one["responsible"],
                one["service"],
                one["status"],
            ],
        )
    sheet["D12"].value = "Освітнє партнерство?"
    sheet["H9"].value = "31.02.2025"
    sheet["K14"].value = 381000000000.0
    layout.choices(sheet, "O", "активний,перемовини,призупинено,завершено", 4)


def _day(event: Record, number: int) -> Any:
    """The day or days of an event as one of several colleagues would write it."""
    day: dt.date = event["day"]
    end = day + dt.timedelta(days=event["days"] - 1)
    if event["days"] > 1 and end.month == day.month:
        return f"{day.day}–{end.day} {MONTHS[day.month - 1]} {day.year} р."
    if event["days"] > 1:
        return f"{day:%d.%m.%Y} – {end:%d.%m.%Y}"
    hand = number % 11
    if hand == 3:
        return f"{day:%d.%m.%Y} р."
    if hand == 7:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year} року"
    return f"{day:%d.%m.%y}" if hand == 9 else day


def _partners(names: list[str], number: int) -> str:
    """The partners of an event, with the quotation marks and separators of several hands."""
    text = ("; " if number % 9 == 4 else ", ").join(names)
    return text.replace("«", '"').replace("»", '"') if number % 13 == 5 else text


def events(book: Workbook, begun: int, records: list[Record], computed: Computed | None = None) -> None:
    """A school year's events; a finished year has its total and signature."""
    sheet = book.create_sheet(f"Заходи {begun}-{begun + 1}")
    layout.title(sheet, "ЖУРНАЛ ОБЛІКУ СПІЛЬНИХ ЗАХОДІВ", 16)
    layout.title(sheet, f"на {begun}/{begun + 1} навчальний рік", 16)
    sheet.append([])
    layout.header(
        sheet,
        [
            "№ з/п",
            "Назва заходу",
            "Дата проведення",
            "Форма проведення",
            "Напрям партнерства",
            "Партнери",
            "Місце проведення",
            "Рівень",
            "К-сть учасників",
            "з них діти з ООП",
            "Волонтери",
            "Відповідальний",
            "Залучено коштів, грн",
            "Висвітлення у ЗМІ",
            "Стан",
            "Примітки",
        ],
        [6, 40, 20, 16, 28, 42, 22, 14, 12, 10, 10, 16, 14, 12, 14, 24],
    )
    for number, one in enumerate(records, 1):
        layout.row(
            sheet,
            [
                number,
                one["title"],
                _day(one, number),
                one["form"],
                one["direction"],
                _partners(one["partners"], number),
                one["place"],
                one["level"],
                one["participants"],
                one["special"],
                one["volunteers"],
                one["responsible"],
                one["funds"],
                one["media"],
                one["status"],
                None,
            ],
        )
    first = 5
    for at, column, text in [
        (4, 9, "близько 120"),
        (9, 9, "два класи"),
        (17, 3, "31.11." + str(begun)),
        (23, 13, "100 $"),
        (31, 9, "30+"),
        (38, 5, "художньо-естетичний"),
        (44, 3, "уточнюється"),
    ]:
        if at < len(records):
            sheet.cell(first + at, column).value = text
    layout.choices(sheet, "O", "проведено,заплановано,перенесено,скасовано", first)
    if computed is not None:
        _total(sheet, first, computed)


def _total(sheet: Worksheet, first: int, computed: Computed) -> None:
    """The total row of a finished year, and who made the table."""
    last, sums = sheet.max_row, {}
    for column in (9, 13):
        letter = get_column_letter(column)
        cells = [sheet.cell(row, column).value for row in range(first, last + 1)]
        sums[column] = f"=SUM({letter}{first}:{letter}{last})"
        computed[sums[column]] = sum(value for value in cells if isinstance(value, int | float))
    sheet.append([None, "Всього", *[sums.get(column) for column in range(3, 15)]])
    sheet.append([])
    sheet.append([None, f"Виконавець: методист {STAFF[0]}"])


def evaluations(book: Workbook, records: list[Record], computed: Computed) -> None:
    """Evaluations by the nine rules, the mean by formula."""
    sheet = book.create_sheet("Оцінювання")
    layout.title(sheet, "ОЦІНЮВАННЯ ПАРТНЕРСТВА (шкала 1–5)", 16)
    layout.header(
        sheet,
        [
            "№",
            "Дата опитування",
            "Захід",
            "Партнер",
            "Хто оцінює",
            "К-сть опитаних",
            *CRITERIA,
            "Сер. бал",
            "Пропозиції",
        ],
        [5, 13, 34, 34, 14, 10, *[10] * 9, 9, 34],
    )
    for number, one in enumerate(records, 1):
        row = sheet.max_row + 1
        layout.row(
            sheet,
            [
                number,
                one["day"],
                one["event"],
                one["partner"],
                one["group"],
                one["answers"],
                *one["scores"],
                f"=ROUND(AVERAGE(G{row}:O{row}),2)",
                one["comment"] or None,
            ],
        )
    sheet["G20"].value = 55
    sheet["H33"].value = "4,5"
    for row in range(3, sheet.max_row + 1):
        scores = [sheet.cell(row, column).value for column in range(7, 16)]
        counted = [score for score in scores if isinstance(score, int)]
        computed[sheet.cell(row, 16).value] = round(sum(counted) / len(counted), 2)


def plan(book: Workbook, begun: int, random: Random) -> None:
    """The year's plan by type of institution."""
    sheet = book.create_sheet("План")
    layout.title(sheet, f"План взаємодії з партнерами на {begun}/{begun + 1} н.р.", 6)
    layout.header(
        sheet,
        ["№ з/п", "Тип установи", "Напрями взаємодії", "Термін", "Відповідальна служба", "Виконано"],
        [6, 34, 48, 22, 24, 12],
    )
    for number, (kind, what, when, service) in enumerate(PLAN, 1):
        layout.row(sheet, [number, kind, what, when, service, random.choice(["так", None, None])])


def summary(book: Workbook, begun: int, last: list[Record], computed: Computed) -> None:
    """A hand-made summary, which is no data."""
    sheet = book.create_sheet("Зведена")
    sheet.append([f"ЗВЕДЕНІ ПОКАЗНИКИ за {begun - 1}/{begun} н.р."])
    sheet.append(["Напрям партнерства", "Кількість заходів"])
    for row, direction in enumerate(["Освітнє", "Культурне", "Громадсько-соціальне", "Економічне", "Міжнародна"], 3):
        count = f'=COUNTIF(\'Заходи {begun - 1}-{begun}\'!E:E,"*"&A{row}&"*")'
        computed[count] = sum(direction in event["direction"] for event in last)
        sheet.append([direction, count])


def lists(book: Workbook) -> None:
    """The word lists that staff keep, with a word of their own among the levels."""
    sheet = book.create_sheet("Довідники")
    columns = {
        "Напрями": [
            "Освітнє партнерство",
            "Культурне та мистецьке співробітництво",
            "Громадсько-соціальне партнерство",
            "Економічне партнерство",
            "Міжнародна співпраця",
        ],
        "Рівні": ["заклад", "міський", "обласний", "всеукраїнський", "міжнародний", "мікрорайон"],
        "Статуси": ["активний", "перемовини", "призупинено", "завершено"],
    }
    sheet.append(list(columns))
    for row in range(max(map(len, columns.values()))):
        sheet.append([words[row] if row < len(words) else None for words in columns.values()])
    for column, width in enumerate([40, 18, 18], 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
