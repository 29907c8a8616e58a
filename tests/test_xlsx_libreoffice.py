"""What we write opens in LibreOffice: the same values, every formula alive. `make test` installs it."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheets.workbook import AddTab, AppendRow, DeleteRow, Edit, InsertRow, WriteCell
from sheets.xlsx import XlsxWorkbook
from tests.xlsx_books import LAST, TOTAL, rich_book

NEW = LAST + 1
# Every tab, separated by commas, texts in quotation marks, cells as they are shown.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
ADDED: list[Edit] = [
    InsertRow(tab=1, at=NEW, like=LAST, carry=(6,)),
    WriteCell(tab=1, row=NEW, column=1, value=11),
    WriteCell(tab=1, row=NEW, column=2, value="=1+1"),
    WriteCell(tab=1, row=NEW, column=3, value=45800),
    WriteCell(tab=1, row=NEW, column=4, value=450),
    WriteCell(tab=1, row=NEW, column=5, value=4.5),
    AddTab(tab=9, title="Журнал змін", header=("Коли", "Що")),
    AppendRow(tab=9, values=("14.05.2026", "+рядок 13")),
]


def converted(path: Path, to: str) -> Path:
    """The file as LibreOffice writes it anew; the folder with the results."""
    out = path.parent / to.partition(":")[0]
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich workbook with a record and a journal added, and a row put in and taken out again."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("libreoffice")
        patch.setenv("PANEL_STATE", str(folder / "state"))
        workbook = XlsxWorkbook(rich_book(folder / "book.xlsx"))
        workbook.apply(ADDED)
        workbook.apply([InsertRow(tab=1, at=5, like=4)])
        workbook.apply([DeleteRow(tab=1, row=5)])
        return workbook.path


def test_libreoffice_shows_what_we_wrote_and_works_out_every_formula(written: Path) -> None:
    folder = converted(written, CSV)
    tabs = {path.stem.partition("-")[2]: _lines(path) for path in folder.iterdir()}
    events, summary = tabs["Заходи"], tabs["Зведена таблиця"]
    assert [events[NEW - 1][column] for column in (1, 3, 4, 5)] == ["=1+1", "450", "4.5", "45%"]
    assert events[TOTAL][3:5] == ["1000", "4.5"]
    assert [line[1] for line in summary] == ["1000", "1000", "2000", "3", "2000"]
    assert tabs["Журнал змін"] == [["Коли", "Що"], ["14.05.2026", "+рядок 13"]]


def _lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_formulas_merges_and_rules_are_alive_after_libreoffice_saved_it(written: Path) -> None:
    ours, theirs = (load_workbook(path) for path in (written, converted(written, "xlsx") / written.name))
    for tab in ours:
        formulas = [_formulas(book[tab.title]) for book in (ours, theirs)]
        assert formulas[0] == formulas[1]
        assert {str(m) for m in tab.merged_cells.ranges} == {str(m) for m in theirs[tab.title].merged_cells.ranges}
    events = theirs["Заходи"]
    assert {str(rule.sqref) for rule in events.data_validations.dataValidation} == {"E3:E13", "B3:B13"}
    assert {str(found.sqref) for found in events.conditional_formatting} == {"D3:D13"}
    assert (len(events._charts), len(events._images)) == (1, 1)


def _formulas(tab: object) -> dict[str, str]:
    cells = (cell for row in tab.iter_rows() for cell in row)
    return {cell.coordinate: cell.value.replace("'", "") for cell in cells if cell.data_type == "f"}


def test_we_read_what_libreoffice_saved(written: Path) -> None:
    ours, theirs = (XlsxWorkbook(path).read().grids[0] for path in (written, converted(written, "xlsx") / written.name))
    assert theirs.stored[:4] == ours.stored[:4]
    assert theirs.text(NEW, 3) == "23.05.2025"
    assert theirs.value(NEW, 6) == 0.45
