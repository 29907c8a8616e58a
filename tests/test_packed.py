"""What forms hold becomes text and the same again; a text from elsewhere is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pages.parts.packed import pack, unpack
from sheets.merging import Seen
from sheets.receipts import Clash
from sheets.records import Inexact, Period

DAY = dt.date(2026, 5, 14)
CLASH = Clash(field="place", heading="Місце", row=5, column=3, seen="зала", theirs="парк", mine="двір")


@pytest.mark.parametrize(
    "value",
    [
        "=Свято «їжака»",
        24,
        1234.5,
        True,
        None,
        DAY,
        dt.datetime(2026, 5, 14, 9, 30),
        (DAY, DAY),
        ("culture", "social"),
        ["Ліцей № 5"],
        [{"title": "Свято", "date": "12.05"}],
        Period(DAY, DAY),
        Period(None, None, "month"),
        Inexact("about", 40.0, 40.0),
        {"title": "Свято", "date": Period(DAY, DAY), "~": "of"},
        Seen(values={"date": Period(DAY, DAY), "n": Inexact("least", 30.0, 30.0)}, texts={"date": "14.05"}),
        (CLASH,),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_answer_comes_back_as_it_was(value: Any) -> None:
    assert unpack(pack({"new.events.one": value})) == {"new.events.one": value}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"~": "os"}', '{"~": "date", "of": "x"}', '{"~": "Period", "of": {"x": 1}}', "[" * 100_000],
    ids=lambda text: text[:20],
)
def test_a_text_from_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unpack(text)
