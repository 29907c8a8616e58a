"""Twins that a person joined count as one partner, those said to be several are not offered again; the sheet stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sheets import memory as memories
from sheets.joins import join, joined, keep_apart, part
from sheets.memory import Memory
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.workbook import Workbook
from tests.places import place_of

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
SOURCE = "book"
FULL, SHORT = "Ліцей № 3 ім. Лесі Українки", "Ліцей №3 імені Лесі Українки"
BOOK = {
    "Партнери": [
        ["Назва партнера", "Тип партнера"],
        ["Музей хліба", "Музей"],
        [SHORT, "ЗЗСО"],
        [FULL, "ЗЗСО"],
        ["Бібліотека № 5", "Бібліотека"],
    ],
    "Заходи": [
        ["Назва заходу", "Дата", "Партнери"],
        ["Свято", "01.02.2026", SHORT],
        ["Ярмарок", "02.02.2026", f"{FULL}, {SHORT}"],
        ["Вечір", "03.02.2026", "Бібліотека № 5"],
    ],
}


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    """A book with one partner spelled twice."""
    monkeypatch.setenv("PANEL_STATE", str(tmp_path))
    with place_of("paper", tmp_path, BOOK) as place:
        return place.open()


def read(workbook: Workbook, panel: Panel, last: Snapshot | None = None) -> Snapshot:
    return read_snapshot(workbook.read(), panel, last=last, now=NOW, source=SOURCE)


def linked(snapshot: Snapshot) -> list[tuple[int, str]]:
    names = snapshot.frames["partners"]["name"]
    return [(record, names[partner]) for record, partner in snapshot.links[["record", "partner"]].values.tolist()]


def twins(snapshot: Snapshot) -> list[set[str]]:
    return [set(finding.details["names"]) for finding in snapshot.findings if finding.code == "twins"]


def test_joined_spellings_are_one_partner_with_the_links_of_both(workbook: Workbook, panel: Panel) -> None:
    before = read(workbook, panel)
    assert (len(before.frames["partners"]), twins(before)) == (4, [{FULL, SHORT}])
    memories.change(SOURCE, lambda memory: join(memory, (FULL, SHORT)))
    after = read(workbook, panel, before)
    assert list(after.frames["partners"]["name"]) == ["Музей хліба", FULL, "Бібліотека № 5"]
    assert linked(after) == [(0, FULL), (1, FULL), (2, "Бібліотека № 5")]
    assert (twins(after), after.twins) == ([], ())
    assert [f.text for f in after.findings if f.code == "partner-unknown"] == []


def test_the_next_reading_keeps_what_was_joined(workbook: Workbook, panel: Panel) -> None:
    memories.change(SOURCE, lambda memory: join(memory, (FULL, SHORT)))
    first = read(workbook, panel)
    workbook.inner.put(workbook.inner.page("Заходи"), 2, 1, "Свято хліба")
    second = read(workbook, panel, first)
    assert second.number > first.number
    assert linked(second) == linked(first)


def test_what_was_joined_can_be_parted_again(workbook: Workbook, panel: Panel) -> None:
    memories.change(SOURCE, lambda memory: join(memory, (FULL, SHORT)))
    memories.change(SOURCE, lambda memory: part(memory, (SHORT, FULL)))
    assert len(read(workbook, panel).frames["partners"]) == 4


def test_those_who_are_several_are_not_offered_again(workbook: Workbook, panel: Panel) -> None:
    memories.change(SOURCE, lambda memory: keep_apart(memory, (FULL, SHORT)))
    after = read(workbook, panel)
    assert (len(after.frames["partners"]), twins(after), after.twins) == (4, [], ())


@pytest.mark.parametrize(
    ("names", "joins", "found"),
    [
        (["А", "Б", "В"], [("Б", "А")], {0: 1}),
        (["А", "Б", "В"], [("Б", "А"), ("В", "Б")], {0: 2, 1: 2}),
        (["А", "Б"], [("А", "Б"), ("Б", "А")], {}),  # joins in a ring join nothing
        (["А", "А"], [("А",)], {1: 0}),  # the very same spelling twice
        (["А", "Б"], [("Г", "Б")], {}),  # the chosen spelling is gone: nothing to count as
        (["А", None], [("А", "Б")], {}),
    ],
)
def test_which_rows_count_as_which(names: list[str | None], joins: list[tuple[str, ...]], found: dict) -> None:
    assert dict(joined(names, joins)) == found


def test_what_was_said_last_holds() -> None:
    memory = keep_apart(join(Memory(), ("А", "Б")), ("Б", "А"))
    assert (memory.joined, memory.apart) == ((), (("Б", "А"),))
