"""How a tab looks that is kept by hand with care: a title, a header, bordered rows, a drop-down list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

THIN = Side(style="thin", color="FFBFBFBF")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = PatternFill("solid", fgColor="FFE8EEF7")


def title(sheet: Worksheet, text: str, width: int) -> None:
    """A bold line merged over the table's width."""
    sheet.append([text])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
    sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=14)


def header(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    """The row of headings, frozen with the first two columns."""
    sheet.append(list(headings))
    for column, width in enumerate(widths, 1):
        cell = sheet.cell(sheet.max_row, column)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"C{sheet.max_row + 1}"


def row(sheet: Worksheet, values: Sequence[Any]) -> None:
    """A row of values, bordered; days in the usual form."""
    sheet.append(list(values))
    for column, value in enumerate(values, 1):
        cell = sheet.cell(sheet.max_row, column)
        cell.border, cell.alignment = BORDER, Alignment(wrap_text=True, vertical="top")
        if isinstance(value, dt.date):
            cell.number_format = "dd.mm.yyyy"


def choices(sheet: Worksheet, letter: str, words: str, first: int) -> None:
    """A drop-down list in a column from row `first` to the last one."""
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{first}:{letter}{sheet.max_row}")
