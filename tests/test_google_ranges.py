"""What stretches over rows of a Google Sheet, and totals of its other tabs, take in a new last record."""

from __future__ import annotations

from typing import Any

import pytest

from sheets.errors import Refused
from sheets.schema import Panel
from tests.sheets_api.addresses import Box
from tests.sheets_api.ranges import Over
from tests.shelf import (
    HEADER,
    LAST,
    SUMMARY,
    TAB,
    Opens,
    Shelf,
    with_summary,
)

pytest_plugins = ("tests.shelf_fixtures",)

KINDS = ["bandedRanges", "filterViews", "tables"]


def rows_of(shelf: Shelf) -> list[tuple[str, int, int]]:
    return sorted((one.kind, one.box.top + 1, one.box.bottom) for one in shelf.tab.over)


def test_colours_views_and_tables_that_end_at_the_last_record_take_in_the_new_one_in_the_same_call(
    google: Shelf, panel: Panel
) -> None:
    google.tab.over += [Over(kind, f"{kind}-1", Box(HEADER - 1, 0, LAST, 9)) for kind in KINDS]
    google.tab.over.append(Over("bandedRanges", 7, Box(0, 0, 1, 9)))
    assert google.emulator
    google.add(panel)  # makes the journal
    google.emulator.forget()
    google.add(panel)
    saved = [asked for asked in google.emulator.requests() if asked.startswith("POST")]
    assert saved == ["POST :getByDataFilter", "POST :batchUpdate"]
    assert rows_of(google) == sorted([("bandedRanges", 1, 1), *((kind, HEADER, LAST + 2) for kind in KINDS)])


def test_a_filter_keeps_what_it_looks_for_and_one_that_sorts_is_left_alone(google: Shelf, panel: Panel) -> None:
    google.tab.filter = Box(HEADER - 1, 0, LAST, 9)
    google.tab.filter_more = {"filterSpecs": [{"columnIndex": 4, "filterCriteria": {"hiddenValues": ["Освітнє"]}}]}
    before = google.tab.filter_more
    google.add(panel)
    assert (google.filter(), google.tab.filter_more) == (f"A{HEADER}:I7", before)
    google.tab.filter_more = {"sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]}
    google.add(panel)
    assert google.filter() == f"A{HEADER}:I7"


@pytest.mark.parametrize("protected", [{"range": "A3:I3"}, {"range": "A1:I2"}])
def test_what_lies_over_protected_cells_stays_and_the_record_is_saved(
    google: Shelf, panel: Panel, protected: dict[str, str]
) -> None:
    assert google.emulator
    google.tab.over.append(Over("bandedRanges", 1, Box(HEADER - 1, 0, LAST, 9)))
    google.workbook.tabs()
    google.emulator.colleague({"protect": {"tab": TAB, **protected}})
    assert google.add(panel).row == 7
    assert rows_of(google) == [("bandedRanges", HEADER, LAST if protected["range"] == "A3:I3" else 7)]


def test_colours_that_somebody_takes_away_in_that_very_moment_do_not_keep_the_record_out(
    google: Shelf, panel: Panel
) -> None:
    google.tab.over.append(Over("bandedRanges", 1, Box(HEADER - 1, 0, LAST, 9)))
    apply = google.workbook.apply

    def late(*given: Any, **more: Any) -> Any:
        google.tab.over.clear()
        return apply(*given, **more)

    google.workbook.apply = late  # type: ignore[method-assign]
    assert google.add(panel).row == 7
    assert google.value(7, 2) == "Нова"


def test_protected_cells_below_the_records_are_named(google: Shelf, panel: Panel) -> None:
    assert google.emulator
    google.emulator.colleague({"protect": {"tab": TAB, "range": "A5:I7", "description": "бухгалтерія"}})
    with pytest.raises(Refused) as refused:
        google.add(panel)
    assert refused.value.code == "protected"
    assert [(one["range"], one["name"]) for one in refused.value.details["ranges"]] == [("A5:I7", "бухгалтерія")]
    assert google.value(7, 2) == "Всього"


@pytest.mark.parametrize("opened", ["google"], indirect=True)
def test_a_total_of_another_tab_is_never_written_over_what_somebody_put_in_its_place(
    opened: Opens, panel: Panel
) -> None:
    shelf = opened(with_summary)
    assert shelf.emulator
    shelf.emulator.colleague(
        {"insert_row": {"tab": "Зведення", "row": 1, "values": [None, "Нове"]}},
        {"set": {"tab": "Зведення", "cell": "B4", "value": "своє"}},
        before="POST .*:batchUpdate",
    )
    shelf.add(panel)
    book = shelf.emulator.grid("Зведення")
    assert [row[1] for row in book[:4]] == [
        "Нове",
        "=SUM(Заходи!F4:F7)",
        SUMMARY[1][0].replace("$6", "$7"),
        "своє",
    ]


@pytest.mark.parametrize("opened", ["google"], indirect=True)
def test_only_tabs_with_such_totals_are_read_again_with_each_save(opened: Opens, panel: Panel) -> None:
    shelf = opened(with_summary)
    assert shelf.emulator
    asked = []
    fetch = shelf.workbook._client.fetch  # type: ignore[attr-defined]

    def noting(method: str, url: str, *given: Any, **sent: Any) -> Any:
        if url.endswith(":getByDataFilter"):
            asked.append(len(sent["json"]["dataFilters"]))
        return fetch(method, url, *given, **sent)

    shelf.workbook._client.fetch = noting  # type: ignore[attr-defined]
    shelf.add(panel)
    shelf.add(panel)
    assert asked == [3, 3]  # events, partners, the summary; then events, the journal, the summary
    assert [asked for asked in shelf.emulator.requests() if asked.startswith("POST")].count("POST :batchUpdate") == 2
