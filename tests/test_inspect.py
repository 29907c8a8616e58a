"""inspect and doctor: what they print of a workbook, as JSON and to a person."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheets.__main__ import main
from sheets.doctor import health
from sheets.inspection import inspected
from sheets.json_values import from_plain, plain
from sheets.problems import CODES
from sheets.records import Inexact, Period
from sheets.schema import Field, Kind
from sheets.sentences import short
from sheets.xlsx import XlsxWorkbook
from tests.by_hand import grid, read

PARTNERS = [
    ["№", "Партнер", "Тип", "Телефон"],
    [1, "Ліцей № 8", "ЗЗСО", "050 111 22 33"],
    [2, "Ліцей №8", "школа", "гудок"],
]
EVENTS = [
    ["Журнал 2024/2025 н.р."],
    ["Захід", "Дата", "Партнери", "Учасників", "Папка"],
    ["Свято", "03-05.10.2024", "Ліцей № 8", "близько 40", "ок"],
    ["Лекція", "31.02.2025", "Музей", "30+", None],
]
DAY = dt.date(2024, 10, 3)


def test_inspect_tells_what_was_understood_in_the_agreed_form() -> None:
    told = inspected(read(grid(PARTNERS, "Партнери"), grid(EVENTS, "Заходи", gid=2)))
    partners, events = told["tabs"]
    assert (partners["kind"], partners["tables"][0]["columns"]) == (
        "partners",
        {"A": "row_no", "B": "name", "C": "type", "D": "phones"},
    )
    table = events["tables"][0]
    assert (table["header_rows"], table["columns"]["E"]) == ([2], None)
    first, second = table["records"]
    assert (first["row"], first["values"]["date"]) == (
        3,
        {"start": "2024-10-03", "end": "2024-10-05", "precision": "range"},
    )
    assert (first["values"]["participants"], second["values"]["participants"]) == (
        {"n": 40, "approx": True},
        {"n": 30, "bound": "min"},
    )
    assert [(p["row"], p["field"], p["reason"], p["text"]) for p in table["problems"]] == [
        (4, "date", "impossible-date", "31.02.2025")
    ]
    assert {"tab": "Заходи", "row": 3, "partner_rows": [2]} in told["links"] or told["duplicates"] == [[2, 3]]
    assert json.loads(json.dumps(told)) == told


def test_inspect_prints_json_of_a_workbook(demo_book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(demo_book)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"partners", "events"} <= {tab["kind"] for tab in told["tabs"]}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_doctor_says_that_the_panel_can_run_on_the_demo(
    demo_book: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", str(demo_book), "--lang", language]) == 0
    said = capsys.readouterr().out
    assert ("Панель може працювати" if language == "uk" else "The panel can run") in said
    assert len(said.splitlines()) < 45


def test_doctor_says_no_where_there_are_no_records() -> None:
    told = health(read(grid([["Зателефонувати"], ["в ліцей"]], "нотатки")), "uk")
    assert (told.can_run, "ще не може" in told.text) == (False, True)


@pytest.mark.parametrize("command", ["inspect", "doctor"])
def test_a_file_that_is_not_there_ends_in_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "nothing.xlsx")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_that_cannot_be_read_is_told_by_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.xlsx"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    book = openpyxl.Workbook()
    for column in range(1, 13):
        book.active.cell(1_000_000, column, "x")
    book.save(far := tmp_path / "far.xlsx")
    for path, words in ((old, "старий .xls"), (far, "надто далеко внизу")):
        assert main(["doctor", str(path)]) == 1
        assert words in capsys.readouterr().err


def test_a_cell_a_million_rows_down_is_read_and_floods_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in PARTNERS:
        book.active.append(row)
    for column, text in ((2, "Музей"), (3, "музей")):
        book.active.cell(1_000_000, column, text)
    book.save(path := tmp_path / "far.xlsx")
    (tab,) = inspected(read(*XlsxWorkbook(path).read().grids))["tabs"]
    assert [record["row"] for record in tab["tables"][0]["records"]] == [2, 3, 1_000_000]
    assert len(json.dumps(tab)) < 5_000


VALUES: list[tuple[Kind, Any, Any]] = [
    (Kind.TEXT, "Свято", "Свято"),
    (Kind.TEXT, None, None),
    (Kind.NAMES, ("Ліцей № 8",), ["Ліцей № 8"]),
    (Kind.NUMBER, 40.0, 40),
    (Kind.NUMBER, Inexact("about", 40, 40), {"n": 40, "approx": True}),
    (Kind.NUMBER, Inexact("least", 30, 30), {"n": 30, "bound": "min"}),
    (Kind.NUMBER, Inexact("most", 30, 30), {"n": 30, "bound": "max"}),
    (Kind.NUMBER, Inexact("between", 12, 15), {"min": 12, "max": 15}),
    (Kind.MONEY, 5250.5, 5250.5),
    (Kind.DATE, DAY, "2024-10-03"),
    (Kind.UNTIL, "indefinite", "indefinite"),
    (Kind.UNTIL, DAY, "2024-10-03"),
    (Kind.MOMENT, dt.datetime(2024, 10, 3, 9, 30), "2024-10-03T09:30:00"),
    (Kind.PERIOD, Period(DAY, DAY, "day"), {"start": "2024-10-03", "end": "2024-10-03", "precision": "day"}),
    (Kind.PERIOD, Period(None, None, "recurring"), {"start": None, "end": None, "precision": "recurring"}),
    (Kind.YES_NO, True, True),
    (Kind.YEAR, 2019, 2019),
]


@pytest.mark.parametrize(("kind", "value", "form"), VALUES)
def test_a_value_goes_to_json_and_comes_back(kind: Kind, value: Any, form: Any) -> None:
    field = Field(kind=kind, uk="п", en="f", key="f")
    assert plain(value) == form
    assert from_plain(field, form) == value


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Kind.TEXT, 5),
        (Kind.NAMES, 5),
        (Kind.NUMBER, "40"),
        (Kind.NUMBER, float("nan")),
        (Kind.MONEY, float("inf")),
        (Kind.NUMBER, 1e20),
        (Kind.NUMBER, {"n": float("nan"), "approx": True}),
        (Kind.NUMBER, {"min": 1, "max": "багато"}),
        (Kind.NUMBER, {}),
        (Kind.DATE, "учора"),
        (Kind.YES_NO, "так"),
        (Kind.PERIOD, [1]),
    ],
)
def test_a_form_that_a_field_can_t_have_is_refused(kind: Kind, form: Any) -> None:
    with pytest.raises(ValueError):
        from_plain(Field(kind=kind, uk="п", en="f", key="f"), form)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("code", CODES)
def test_the_doctor_has_words_for_every_problem_of_a_cell(code: str, language: str) -> None:
    assert short(code, language) != code
