"""However long the journal has grown: a save reads its newest lines only; one of long ago can still be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheets import journal, saving, sight, writing
from sheets.errors import Refused
from sheets.schema import Panel
from tests.places import BOOK, Place, place_of, trimmed

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
RECENT = 4


@pytest.fixture(params=["paper", "xlsx", "google"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    saving.forget()
    for module in (journal, sight, writing):
        monkeypatch.setattr(module, "RECENT", RECENT)
    with place_of(request.param, tmp_path) as found:
        yield found


def add(place: Place, panel: Panel, name: str) -> str:
    values = {"title": name, "participants": 5.0}
    return writing.add(place.open(), panel, "events", values, actor="Оля", submit_id=name, now=NOW).id


def test_a_save_of_long_ago_can_be_undone_and_a_late_retry_of_a_recent_one_adds_nothing(
    place: Place, panel: Panel
) -> None:
    first = add(place, panel, "перша")
    for at in range(2 * RECENT):
        last = add(place, panel, f"подія {at}")
    saving.forget()
    assert add(place, panel, f"подія {2 * RECENT - 1}") == last
    undone = writing.undo(place.open(), panel, first, actor="Оля", now=NOW)
    saving.forget()
    assert writing.undo(place.open(), panel, first, actor="Оля", now=NOW).id == undone.id
    names = [row[1] for row in place.rows("Заходи")[3:] if row]
    assert names[: 3 + 2 * RECENT] == [row[1] for row in BOOK["Заходи"][3:6]] + [
        f"подія {n}" for n in range(2 * RECENT)
    ]
    assert len(writing.journal(place.open(), panel)) == 2 * RECENT + 2


def test_dashboards_never_read_the_journal(place: Place, panel: Panel) -> None:
    add(place, panel, "перша")
    grids = {grid.tab.title: grid for grid in place.open().read().grids}
    assert grids.get(journal.JOURNAL) is None or grids[journal.JOURNAL].height == 0


OWN = [["Дата", "Хто", "Що"], ["01.02.2026", "Оля", "прибрала дублі"]]


@pytest.mark.parametrize("name", ["paper", "xlsx", "google"])
@pytest.mark.parametrize("title", [journal.JOURNAL, f"{journal.JOURNAL} у штаті"])
def test_staff_may_have_a_journal_of_their_own(name: str, title: str, tmp_path: Path, panel: Panel) -> None:
    with place_of(name, tmp_path, {**BOOK, title: OWN}) as place:
        ids = [add(place, panel, record) for record in ("перша", "друга")]
        saving.forget()
        assert add(place, panel, "перша") == ids[0]
        writing.undo(place.open(), panel, ids[0], actor="Оля", now=NOW)
        assert [row[1] for row in place.rows("Заходи")[3:8]][3:] == ["друга", "Всього"]
        assert trimmed(place.rows(title)) == OWN


def test_a_journal_whose_columns_nobody_can_tell_is_named_and_nothing_is_saved(place: Place, panel: Panel) -> None:
    add(place, panel, "перша")
    place.colleague({"insert_column": {"tab": journal.JOURNAL, "column": "A"}})
    before = place.rows("Заходи")
    with pytest.raises(Refused) as refused:
        add(place, panel, "друга")
    assert (refused.value.code, refused.value.details["tab"]) == ("header-changed", journal.JOURNAL)
    assert place.rows("Заходи") == before
