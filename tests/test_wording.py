"""A new word of a vocabulary: into the sheet's own list, journalled and undone; else into panel.toml, comments kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheets import saving, writing
from sheets.errors import Refused
from sheets.receipts import Receipt
from sheets.records import Snapshot
from sheets.schema import PANEL_TOML, Panel, read_panel
from sheets.snapshot import read_snapshot
from sheets.wording import add_word, declare_word, has_list, withdraw_word
from tests.places import BOOK, Place, place_of
from tests.watched import Watched

NOW = dt.datetime(2026, 5, 14, 12, 30, tzinfo=dt.UTC)
LISTS = {"Довідники": [["Типи партнерів", "Форми"], ["Музей", "квест"], [None, "похід"]]}
WORD = "Планетарій"


@pytest.fixture(params=["paper", "xlsx", "google"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The book with a tab of word lists, in each place."""
    saving.forget()
    with place_of(request.param, tmp_path, {**BOOK, **LISTS}) as found:
        yield found


def snapshot_of(place: Place, panel: Panel) -> Snapshot:
    return read_snapshot(place.open().read(), panel, now=NOW)


def add(place: Place, panel: Panel, means: str | None = None, on: Watched | None = None) -> Receipt:
    seen = snapshot_of(place, panel)
    return add_word(on or place.open(), "types", WORD, means, snapshot=seen, actor="Оля", now=NOW)


@pytest.mark.parametrize(("means", "written"), [(None, WORD), ("museum", "Планетарій → Музей")])
def test_a_word_goes_below_the_last_of_its_list_and_is_known_from_then_on(
    means: str | None, written: str, place: Place, panel: Panel
) -> None:
    add(place, panel, means)
    assert place.rows("Довідники") == [["Типи партнерів", "Форми"], ["Музей", "квест"], [written, "похід"]]
    types = snapshot_of(place, panel).panel.vocabularies["types"]
    assert types.by_word["планетарій"] == (means or "планетарій")


def test_a_word_is_journalled_and_taken_back(place: Place, panel: Panel) -> None:
    receipt = add(place, panel)
    (line,) = writing.journal(place.open(), panel)
    assert (line.actor, line.title, line.field, line.became) == ("Оля", "Довідники", "Типи партнерів", WORD)
    writing.undo(place.open(), panel, receipt.id, actor="Оля", now=NOW)
    assert place.rows("Довідники") == LISTS["Довідники"]


def test_a_word_that_a_colleague_added_meanwhile_is_not_added_again(place: Place, panel: Panel) -> None:
    on = place.open()
    on.before = lambda what: (
        place.colleague({"set": {"tab": "Довідники", "cell": "A3", "value": "планетарій"}}) if what == "read" else None
    )
    assert add(place, panel, on=on).notes == ("unchanged",)
    assert place.rows("Довідники")[2:] == [["планетарій", "похід"]]


def test_a_colleague_who_types_into_that_very_cell_keeps_it(place: Place, panel: Panel) -> None:
    on, told = place.open(), []

    def meanwhile(what: str) -> None:
        if what == "write" and not told:
            told.append(what)
            place.colleague({"set": {"tab": "Довідники", "cell": "A3", "value": "Зоопарк"}})

    on.before = meanwhile
    add(place, panel, on=on)
    assert [row[0] for row in place.rows("Довідники")] == ["Типи партнерів", "Музей", "Зоопарк", WORD]


def test_a_sheet_without_a_list_says_so(tmp_path: Path, panel: Panel) -> None:
    with place_of("paper", tmp_path) as place:
        assert not has_list(snapshot_of(place, panel), "types")
        with pytest.raises(Refused) as told:
            add(place, panel)
    assert told.value.code == "no-table"


# --- panel.toml ---


@pytest.fixture
def declaration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the declaration that ships."""
    monkeypatch.setenv("PANEL_STATE", str(tmp_path / "state"))
    path = tmp_path / "panel.toml"
    path.write_bytes(PANEL_TOML.read_bytes())
    return path


@pytest.mark.parametrize(("means", "key"), [(None, "планетарій"), ("museum", "museum")])
def test_a_declared_word_is_known_and_changes_one_line(means: str | None, key: str, declaration: Path) -> None:
    before = declaration.read_text(encoding="utf-8").splitlines()
    panel = declare_word("types", WORD, means, path=declaration)
    assert panel.vocabularies["types"].by_word["планетарій"] == key
    assert read_panel(declaration) == panel
    after = declaration.read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after][1:] == []
    assert len([line for line in after if line not in before]) == 1


@pytest.mark.parametrize("means", [None, "museum"])
def test_a_declared_word_is_taken_back_to_the_letter(means: str | None, declaration: Path) -> None:
    declare_word("types", WORD, means, path=declaration)
    withdraw_word("types", WORD, means, path=declaration)
    assert declaration.read_bytes() == PANEL_TOML.read_bytes()
    with pytest.raises(Refused) as told:
        withdraw_word("types", WORD, means, path=declaration)
    assert told.value.code == "changed-since"


@pytest.mark.parametrize(("word", "means"), [("музей", None), ("  ", None), (WORD, "nothing")])
def test_what_is_no_new_word_is_refused_and_the_file_stays(word: str, means: str | None, declaration: Path) -> None:
    with pytest.raises(Refused) as told:
        declare_word("types", word, means, path=declaration)
    assert told.value.code == "invalid"
    assert declaration.read_bytes() == PANEL_TOML.read_bytes()


def test_a_declaration_that_cant_be_written_is_told(declaration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    with pytest.raises(Refused) as told:
        declare_word("types", WORD, path=declaration)
    assert told.value.code == "read-only"
    assert sorted(path.name for path in declaration.parent.iterdir()) == ["panel.toml", "state"]
