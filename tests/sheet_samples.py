"""A small workbook for tests of Google Sheets: a title, a header, five records, a total; dates, sums, a list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

PARTNERS = "Партнери"
EVENTS = "Events"
NAMES = ["Ліцей «Промінь»", "Музей гончарства", "ГО «Калина»", "ТОВ «Сяйво»", "Бібліотека № 3"]


def make(path: Path) -> Path:
    """Writes it; row 3 of «Партнери» is the header, 4 to 8 are records, 9 the total."""
    book = Workbook()
    sheet = book.active
    sheet.title = PARTNERS
    sheet["A1"] = "Реєстр партнерів"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["№", "Назва", "Дата", "Сума", "Частка", "Разом"])
    for at, name in enumerate(NAMES):
        row = at + 4
        sheet.append([at + 1, name, dt.date(2024, 9, 1 + at), 1000.5 * (at + 1), 0.125, f"=D{row}*2"])
        sheet.cell(row, 3).number_format = "dd.mm.yyyy"
        sheet.cell(row, 4).number_format = '#,##0.00 "₴"'
        sheet.cell(row, 5).number_format = "0.0%"
    sheet["B9"] = "Усього"
    sheet["D9"] = "=SUM(D4:D8)"
    sheet["B4"].comment = Comment("подзвонити", "колега")
    sheet["B5"].hyperlink = "https://example.org/museum"
    choices = DataValidation(type="list", formula1='"так,ні"', showErrorMessage=True)
    choices.add("G4:G8")
    sheet.add_data_validation(choices)
    sheet.row_dimensions[6].hidden = True
    events = book.create_sheet(EVENTS)
    events.append(["Подія", "Учасників", "Наживо"])
    events.append(["Ярмарок", 40, True])
    events.append(["Свято", 12.5, False])
    events["E2"] = f"=SUM({PARTNERS}!D4:D8)"
    chart = book.create_chartsheet("Графік")
    chart.add_chart(BarChart())
    book.save(path)
    return path
