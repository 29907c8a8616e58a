"""References in formulas: what they become when a row comes or goes, and in a copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sheets.workbook import Merge
from sheets.xlsx_formulas import Shift, Spoken, area, copied, reference, shifted, span_text
from sheets.xlsx_shift import shift_addresses

IN = Shift(51, 1)  # a new row 51
OUT = Shift(50, -1)  # row 50 taken away


@pytest.mark.parametrize(
    "formula, after_insert, after_delete",
    [
        ("SUM(E6:E50)", "SUM(E6:E51)", "SUM(E6:E49)"),
        ("SUM(E6:E60)", "SUM(E6:E61)", "SUM(E6:E59)"),
        ("SUM(E6:E40)", "SUM(E6:E40)", "SUM(E6:E40)"),
        ("SUM($E$6:$E$50)", "SUM($E$6:$E$51)", "SUM($E$6:$E$49)"),
        ("SUM(E50:E50)", "SUM(E50:E51)", "SUM(#REF!)"),
        ("SUM(F50:N50)", "SUM(F50:N50)", "SUM(#REF!)"),
        ("E14+E50+E51", "E14+E50+E52", "E14+#REF!+E50"),
        ('COUNTIF(D:D,"*"&A60&"*")', 'COUNTIF(D:D,"*"&A61&"*")', 'COUNTIF(D:D,"*"&A59&"*")'),
        ("SUM(51:60)", "SUM(52:61)", "SUM(50:59)"),
        ('IF(A51="A60",1,2)', 'IF(A52="A60",1,2)', 'IF(A50="A60",1,2)'),
        ("Table1[Сума]+Учасники", "Table1[Сума]+Учасники", "Table1[Сума]+Учасники"),
        ("Інша!A60+'Інша вкладка'!A60", "Інша!A60+'Інша вкладка'!A60", "Інша!A60+'Інша вкладка'!A60"),
        ("Заходи!A60+'заходи'!B60", "Заходи!A61+'заходи'!B61", "Заходи!A59+'заходи'!B59"),
        ("[1]Заходи!A60", "[1]Заходи!A60", "[1]Заходи!A60"),
        ("LOG10(A60)", "LOG10(A61)", "LOG10(A59)"),
        ("60*2", "60*2", "60*2"),
        ("SUM((", "SUM((", "SUM(("),
    ],
)
def test_a_formula_follows_the_rows(formula: str, after_insert: str, after_delete: str) -> None:
    assert shifted(formula, IN, Spoken("Заходи", here=True)) == after_insert
    assert shifted(formula, OUT, Spoken("Заходи", here=True)) == after_delete


def test_a_formula_of_a_record_above_is_not_widened() -> None:
    assert shifted("SUM(E6:E50)", IN, Spoken("Заходи", here=True), grow=False) == "SUM(E6:E50)"


def test_in_another_tab_only_references_that_name_the_tab_move() -> None:
    assert shifted("Заходи!A60+A60", IN, Spoken("Заходи")) == "Заходи!A61+A60"


def test_a_title_with_an_apostrophe_is_understood() -> None:
    assert shifted("'Зв''язки'!A60", IN, Spoken("Зв'язки")) == "'Зв''язки'!A61"


MONTHS = ("Зведення", "Січень", "Лютий '26", "Березень", "Інше")


@pytest.mark.parametrize(
    "formula, after",
    [
        ("SUM(Січень:Березень!E60)", "SUM('Січень'!E60,'Лютий ''26'!E61,'Березень'!E60)"),
        ("SUM(Березень:Січень!E60,1)", "SUM('Січень'!E60,'Лютий ''26'!E61,'Березень'!E60,1)"),
        ("2*Max(1, 'Січень:Лютий ''26'!E6:E50)", "2*Max(1, 'Січень'!E6:E50,'Лютий ''26'!E6:E51)"),
        ("_xlfn.STDEV.S(Січень:Березень!E60)", "_xlfn.STDEV.S('Січень'!E60,'Лютий ''26'!E61,'Березень'!E60)"),
        ("SUM(Січень:Березень!E40)", "SUM(Січень:Березень!E40)"),
        ("SUM(Січень:Березень!E:E)+E60", "SUM(Січень:Березень!E:E)+E60"),
        ("SUM(Березень:Інше!E60)", "SUM(Березень:Інше!E60)"),
        ("SUM(Січень:Травень!E60)", "SUM(Січень:Травень!E60)"),
        ("LARGE(Січень:Березень!E60,1)", "LARGE(Січень:Березень!E60,1)"),
        ("SUM([1]Січень:Березень!E60)", "SUM([1]Січень:Березень!E60)"),
    ],
)
def test_a_formula_over_several_tabs_at_once_is_written_out_when_their_rows_part(formula: str, after: str) -> None:
    assert shifted(formula, IN, Spoken("Лютий '26", order=MONTHS)) == after


@pytest.mark.parametrize(
    "formula, rows, columns, copy",
    [
        ("AVERAGE(F5:N5)", 1, 0, "AVERAGE(F6:N6)"),
        ("D5/D$13+$A$1", 2, 1, "E7/E$13+$A$1"),
        ("Партнери!B2", 1, 0, "Партнери!B3"),
        ("SUM(Січень:Червень!B2)", 1, 0, "SUM(Січень:Червень!B3)"),
        ("A1", -1, 0, "#REF!"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ("SUM(A:A)", 5, 1, "SUM(B:B)"),
    ],
)
def test_a_copied_formula_speaks_of_its_own_row(formula: str, rows: int, columns: int, copy: str) -> None:
    assert copied(formula, rows, columns) == copy


@pytest.mark.parametrize(
    "text, after",
    [
        ("A5:C50", "A5:C50"),
        ("A5:C51 D60", "A5:C52 D61"),
        ("A:C", "A:C"),
        ("51:51", "52:52"),
        ("B7", "B7"),
    ],
)
def test_addresses_follow_the_rows(text: str, after: str) -> None:
    assert shift_addresses(text, IN) == after


def test_an_address_whose_row_is_gone_is_left_out() -> None:
    assert shift_addresses("A5 A50 B50:C50 D50:D51", OUT) == "A5 D50:D50"


@pytest.mark.parametrize(
    "text, cells",
    [
        ("B2:C5", Merge(2, 2, 5, 3)),
        ("$B$2", Merge(2, 2, 2, 2)),
        ("B:C", Merge(1, 2, 1_048_576, 3)),
        ("3:4", Merge(3, 1, 4, 16_384)),
    ],
)
def test_an_address_names_cells(text: str, cells: Merge) -> None:
    assert area(text) == cells


@pytest.mark.parametrize("text", ["", "Учасники", "A1:B", "A1:B2:C3", "Заходи", "#REF!"])
def test_what_is_no_address_is_said_to_be_none(text: str) -> None:
    assert reference(text) is None
    with pytest.raises(ValueError, match="not an address"):
        area(text)
    with pytest.raises(ValueError, match="not an address"):
        span_text(text, 1, 2)


corners = some.builds(
    "{}{}{}{}".format,
    some.sampled_from(["", "$"]),
    some.sampled_from("ABZ"),
    some.sampled_from(["", "$"]),
    some.integers(1, 60),
)
ranges = some.one_of(corners, some.builds("{}:{}".format, corners, corners).filter(lambda text: _ordered(text)))


def _ordered(text: str) -> bool:
    first, last = (int(part.strip("$ABZ")) for part in text.split(":"))
    return first <= last


@given(some.lists(ranges, min_size=1, max_size=4), some.integers(1, 60), some.booleans())
def test_an_insert_and_its_undo_leave_every_formula_as_it_was(parts: list[str], at: int, grow: bool) -> None:
    formula = f"SUM({','.join(parts)})"
    there = shifted(formula, Shift(at, 1), Spoken("Заходи", here=True), grow=grow)
    assert shifted(there, Shift(at, -1), Spoken("Заходи", here=True), grow=grow) == formula
