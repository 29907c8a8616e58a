"""A Google workbook keeps its promises: few requests, nothing written twice, every trouble has a name."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials

from sheets.budget import Budget
from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.google import GoogleWorkbook, credentials_from
from sheets.opening import key_of, open_workbook
from sheets.patience import Patience
from sheets.workbook import (
    AddTab,
    AppendRow,
    CopyCells,
    DeleteRow,
    Edit,
    InsertRow,
    Merge,
    Row,
    WriteCell,
    WriteFormula,
)
from sheets.xlsx import XlsxWorkbook
from tests import sheet_samples
from tests.emulator import Emulator, running
from tests.sheet_samples import EVENTS, PARTNERS

VALUES, OUTLINE, TABS, BATCH = "GET values:batchGet", "GET spreadsheet", "POST :getByDataFilter", "POST :batchUpdate"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sheet_samples.make(tmp_path_factory.mktemp("book") / "partnership.xlsx")


@pytest.fixture(scope="module")
def server(book: Path) -> Iterator[Emulator]:
    with running(book) as emulator:
        yield emulator


@pytest.fixture
def emulator(server: Emulator, book: Path) -> Emulator:
    server.reload(book)
    return server


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def workbook(emulator: Emulator, clock: Clock, waits: list[float]) -> GoogleWorkbook:
    patience = Patience(sleep=waits.append)
    key = emulator.spreadsheet_id
    return GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, patience=patience, clock=clock)


def gid_of(workbook: GoogleWorkbook, title: str) -> int:
    return next(tab.gid for tab in workbook.tabs() if tab.title == title)


# --- reading ---


def test_the_tabs_come_in_order_with_merges_in_one_request(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    partners, events, chart = workbook.tabs()
    assert (partners.title, partners.rows, partners.merges) == (PARTNERS, 1000, (Merge(1, 1, 1, 6),))
    assert (events.title, chart.title, chart.rows) == (EVENTS, "Графік", 0)
    assert workbook.name == "partnership"
    assert emulator.requests() == [OUTLINE]


def test_a_cold_read_of_all_tabs_is_two_requests_once_the_tabs_are_known(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.tabs()
    emulator.forget()
    partners, events, chart = workbook.read().grids
    assert emulator.requests() == [VALUES, VALUES]
    assert [partners.value(4, 3), partners.text(4, 3)] == [45536, "01.09.2024"]
    assert [partners.value(9, 4), partners.text(9, 4), partners.value(2, 1)] == [15007.5, "15007,5", None]
    assert [events.value(3, 3), events.text(3, 3), events.value(9, 9)] == [False, "FALSE", None]
    assert (chart.width, chart.height) == (0, 0)


def test_one_rendering_is_one_request(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.tabs()
    emulator.forget()
    grid = workbook.read(shown=False).grids[0]
    assert emulator.requests() == [VALUES]
    assert (grid.shown, grid.value(5, 2)) == (None, "Музей гончарства")


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_changed_is_the_same_reading_for_one_request(
    workbook: GoogleWorkbook, emulator: Emulator, shown: bool
) -> None:
    first = workbook.read(shown=shown)
    emulator.forget()
    assert workbook.read(first, shown=shown) is first
    assert emulator.requests() == [VALUES]


def test_a_changed_cell_changes_its_tab_alone(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    first = workbook.read()
    emulator.colleague({"set": {"tab": EVENTS, "cell": "A2", "value": "Ярмарок майстрів"}})
    emulator.forget()
    second = workbook.read(first)
    assert [new is old for new, old in zip(second.grids, first.grids, strict=True)] == [True, False, True]
    assert second.grids[1].text(2, 1) == "Ярмарок майстрів"
    assert emulator.requests() == [VALUES, VALUES]


def test_a_changed_number_format_is_seen_within_a_minute(
    workbook: GoogleWorkbook, emulator: Emulator, clock: Clock
) -> None:
    first = workbook.read()
    (cell,) = [emulator.app.control.book.tabs[0].cell(3, 2)]
    emulator.app.control.book.tabs[0].put(
        3, 2, cell._replace(format={"numberFormat": {"type": "NUMBER", "pattern": "0"}})
    )
    emulator.app.control.service.replace(emulator.app.control.book)
    assert workbook.read(first) is first
    clock.now += 61
    emulator.forget()
    second = workbook.read(first)
    assert (second.grids[0].text(4, 3), second.grids[1] is first.grids[1]) == ("45536", True)
    assert emulator.requests() == [VALUES, VALUES]


def test_a_new_tab_is_seen_within_two_minutes_at_two_requests_a_read(
    workbook: GoogleWorkbook, emulator: Emulator, clock: Clock
) -> None:
    reading = workbook.read()
    workbook.apply([])
    other = GoogleWorkbook("x", emulator.spreadsheet_id, AnonymousCredentials(), endpoint=emulator.url)
    other.apply([AddTab(tab=77, title="Нова", header=("Назва",))])
    for _ in range(2):
        clock.now += 61
        emulator.forget()
        reading = workbook.read(reading)
    assert [grid.tab.title for grid in reading.grids] == [PARTNERS, EVENTS, "Графік", "Нова"]
    assert reading.grids[3].text(1, 1) == "Назва"


@pytest.mark.parametrize("edit", [{"rename_tab": {"tab": EVENTS, "to": "Заходи"}}, {"delete_tab": {"tab": EVENTS}}])
def test_a_tab_renamed_or_taken_away_between_reads_does_no_harm(
    workbook: GoogleWorkbook, emulator: Emulator, edit: dict
) -> None:
    first = workbook.read()
    emulator.colleague(edit)
    titles = [grid.tab.title for grid in workbook.read(first).grids]
    assert titles == [title for title in (PARTNERS, "Заходи", "Графік") if title != "Заходи" or "rename_tab" in edit]


def test_merges_follow_rows_that_a_colleague_inserts(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    first = workbook.read()
    emulator.colleague({"insert_row": {"tab": PARTNERS, "row": 1, "values": []}})
    tab = workbook.read(first).grids[0].tab
    assert (tab.rows, tab.merges) == (1001, (Merge(2, 1, 2, 6),))


def test_the_journal_is_never_read_for_dashboards(workbook: GoogleWorkbook) -> None:
    workbook.apply([AddTab(tab=9, title="Журнал змін", header=("коли", "хто"))])
    assert [grid.width for grid in workbook.read().grids if grid.tab.gid == 9] == [0]


def test_a_huge_declared_grid_does_not_matter(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    emulator.app.control.book.tabs[1].rows = 380_000
    emulator.app.control.service.replace(emulator.app.control.book)
    grid = workbook.read().grids[1]
    assert (grid.tab.rows, grid.height) == (380_000, 3)


def test_a_tab_is_read_for_a_save_in_one_request_with_everything(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    dashboards = workbook.read().grids
    emulator.forget()
    partners, events = workbook.read_tabs([0, 424242, gid_of(workbook, EVENTS)])
    assert emulator.requests() == [TABS]
    assert (partners.stored, partners.shown) == (dashboards[0].stored, dashboards[0].shown)
    assert (events.stored, events.shown) == (dashboards[1].stored, dashboards[1].shown)
    assert partners.formulas[9, 4] == "=SUM(D4:D8)"
    assert (partners.hidden_rows, partners.links) == (frozenset({6}), {(5, 2): "https://example.org/museum"})


def test_a_tab_is_read_by_gid_whatever_it_is_called_now(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.tabs()
    emulator.colleague({"rename_tab": {"tab": PARTNERS, "to": "Інша"}}, before="getByDataFilter")
    (grid,) = workbook.read_tabs([0])
    assert (grid.tab.title, workbook.tabs()[0].title) == ("Інша", "Інша")


def test_a_tab_taken_away_is_left_out(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    events = gid_of(workbook, EVENTS)
    emulator.colleague({"delete_tab": {"tab": EVENTS}})
    assert [grid.tab.gid for grid in workbook.read_tabs([0, events])] == [0]


def test_only_the_wanted_columns_of_a_journal_are_read(workbook: GoogleWorkbook) -> None:
    (grid,) = workbook.read_tabs([0], columns={0: (2, 2)})
    assert [grid.value(4, 1), grid.value(4, 2), grid.value(4, 3)] == [None, "Ліцей «Промінь»", None]


# --- writing ---


def test_an_inserted_record_looks_like_its_neighbour_and_comes_back(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.read_tabs([0])
    emulator.forget()
    edits: list[Edit] = [
        InsertRow(tab=0, at=9, like=8, carry=(6,)),
        WriteCell(tab=0, row=9, column=1, value=6),
        WriteCell(tab=0, row=9, column=2, value="=IMAGE(1)"),
        WriteCell(tab=0, row=9, column=3, value=45600, pattern="yyyy-mm-dd"),
        WriteCell(tab=0, row=9, column=4, value=10),
        WriteFormula(tab=0, row=10, column=4, formula="=SUM(D4:D9)"),
    ]
    new, total = workbook.apply(edits, echo=[(0, 9), (0, 10)])
    assert emulator.requests() == [BATCH]
    assert new.shown == ("6", "=IMAGE(1)", "04.11.2024", "10,00 ₴", "", "20")
    assert new.stored == (6, "=IMAGE(1)", 45600, 10, None, 20)
    assert (total.row, total.stored[3], total.shown[1]) == (10, 15017.5, "Усього")
    assert emulator.grid(PARTNERS)[8][5] == "=D9*2"
    cells = emulator.app.control.book.tabs[0].cells
    assert cells[8][6].validation == cells[7][6].validation != None  # noqa: E711


@pytest.mark.parametrize("seen_before", [True, False])
@pytest.mark.parametrize("column, shown", [(3, "05.11.2024"), (8, "05/11/2024")])
def test_a_pattern_is_set_only_where_the_cell_has_none(
    workbook: GoogleWorkbook, seen_before: bool, column: int, shown: str
) -> None:
    if seen_before:
        workbook.read_tabs([0])
    edit = WriteCell(tab=0, row=5, column=column, value=45601, pattern="dd/mm/yyyy")
    (row,) = workbook.apply([edit], echo=[(0, 5)])
    assert row.shown[column - 1] == shown


@pytest.mark.parametrize(
    "value, stored",
    [("+380", "+380"), ("=1+1", "=1+1"), ("TRUE", "TRUE"), (True, True), (1.5, 1.5), (None, None), ("0012", "0012")],
)
def test_a_value_is_typed_and_never_parsed(
    workbook: GoogleWorkbook, emulator: Emulator, value: object, stored: object
) -> None:
    workbook.apply([WriteCell(tab=0, row=4, column=2, value=value)])
    assert emulator.grid(PARTNERS)[3][1] == stored


def test_a_journal_is_begun_and_continued_in_the_same_call(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    edits: list[Edit] = [
        AddTab(tab=9, title="Журнал змін", header=("коли", "було", "стало")),
        AppendRow(tab=9, values=("сьогодні", None, "нове")),
        CopyCells(tab=0, row=4, column=2, to_tab=9, to_row=2, to_column=2),
        WriteCell(tab=0, row=4, column=2, value="нове"),
    ]
    rows = workbook.apply(edits, echo=[(9, 2), (0, 4)])
    assert [row.stored[:3] for row in rows] == [("сьогодні", "Ліцей «Промінь»", "нове"), (1, "нове", 45536)]
    workbook.apply([AppendRow(tab=9, values=("завтра",))])
    assert [row[0] for row in emulator.grid("Журнал змін")] == ["коли", "сьогодні", "завтра"]


def test_a_row_is_taken_away(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    workbook.apply([DeleteRow(tab=0, row=4)])
    assert emulator.grid(PARTNERS)[3][1] == "Музей гончарства"


def test_one_wrong_edit_and_nothing_is_written(workbook: GoogleWorkbook, emulator: Emulator) -> None:
    before = emulator.grid(PARTNERS)
    with pytest.raises(Refused):
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="x"), DeleteRow(tab=0, row=5000)])
    assert emulator.grid(PARTNERS) == before


@pytest.mark.parametrize(
    "edits, code",
    [
        ([WriteCell(tab=0, row=4, column=2, value="я" * 50_001)], "limit"),
        ([WriteCell(tab=555, row=4, column=2, value="x")], "row-gone"),
        ([AddTab(tab=5, title=PARTNERS, header=("a",))], "tab-exists"),
        ([AddTab(tab=0, title="Нова", header=("a",))], "tab-exists"),
    ],
)
def test_what_google_refuses_has_a_code(workbook: GoogleWorkbook, edits: list[Edit], code: str) -> None:
    with pytest.raises(Refused) as refused:
        workbook.apply(edits)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "protect, named",
    [({"range": "A4:F8", "description": "бухгалтерія"}, "A4:F8"), ({"description": "бухгалтерія"}, None)],
)
def test_protected_cells_are_named(
    workbook: GoogleWorkbook, emulator: Emulator, protect: dict, named: str | None
) -> None:
    workbook.tabs()
    emulator.colleague({"protect": {"tab": PARTNERS, **protect}})
    with pytest.raises(Refused) as refused:
        workbook.apply([WriteCell(tab=0, row=5, column=2, value="x")])
    assert refused.value.code == "protected"
    found = {"tab": 0, "title": PARTNERS, "range": named, "name": "бухгалтерія"}
    assert refused.value.details["ranges"] == [found]


# --- trouble ---


@pytest.mark.parametrize("do", ["429", "500", "503", "html502", "reset"])
def test_a_read_is_asked_again_after_passing_trouble(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float], do: str
) -> None:
    emulator.faults({"match": "GET", "times": 2, "do": do})
    assert workbook.tabs()[0].title == PARTNERS
    assert (emulator.requests(), len(waits)) == ([OUTLINE] * 3, 2)
    assert all(0 <= wait <= 8 for wait in waits)


@pytest.mark.parametrize(
    "do, code",
    [
        ("401", "bad-credentials"),
        ("403", "no-permission"),
        ("404", "no-such-sheet"),
        ("disabled", "api-not-enabled"),
        ("429", "too-many-requests"),
        ("503", "unavailable"),
        ("html502", "unavailable"),
        ("html200", "unavailable"),
        ("reset", "no-network"),
    ],
)
@pytest.mark.parametrize("verb", [lambda book: book.tabs(), lambda book: book.read(), lambda book: book.read_tabs([0])])
def test_every_trouble_of_a_read_has_a_name(
    workbook: GoogleWorkbook, emulator: Emulator, verb: Callable, do: str, code: str
) -> None:
    emulator.faults({"match": "v4", "times": 99, "do": do})
    with pytest.raises(WorkbookError) as trouble:
        verb(workbook)
    assert trouble.value.code == code
    assert len(emulator.requests()) <= 6


def test_retry_after_is_honoured(workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]) -> None:
    emulator.faults({"match": "GET", "do": "429", "retry_after": 3})
    workbook.tabs()
    assert waits == [3.0]


def test_a_retry_after_beyond_patience_is_told_at_once(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]
) -> None:
    emulator.faults({"match": "GET", "do": "429", "retry_after": 40})
    with pytest.raises(WorkbookError) as trouble:
        workbook.tabs()
    assert (trouble.value.code, trouble.value.details["retry_after"], waits) == ("too-many-requests", 40.0, [])


@pytest.mark.parametrize(
    "do, applied, late",
    [
        ("apply_then_503", True, False),
        ("apply_then_reset", True, False),
        ("503", False, False),
        ("500", False, False),
        ("html502", False, False),
        ("html200", False, False),
        ("reset", False, False),
        ("hang", False, True),
    ],
)
def test_a_write_without_an_answer_is_sent_once_and_unconfirmed(
    emulator: Emulator, do: str, applied: bool, late: bool
) -> None:
    hurried = Patience(sleep=lambda _: None, pace=0.02)
    key = emulator.spreadsheet_id
    workbook = GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, patience=hurried)
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "times": 9, "do": do})
    with pytest.raises(Unconfirmed) as unsure:
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert unsure.value.details.get("late", False) is late
    assert emulator.requests().count(BATCH) <= 1
    assert (emulator.grid(PARTNERS)[3][1] == "нове") is applied


def test_a_write_refused_for_quota_is_sent_again(
    workbook: GoogleWorkbook, emulator: Emulator, waits: list[float]
) -> None:
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "times": 2, "do": "429"})
    workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert (emulator.requests().count(BATCH), len(waits)) == (3, 2)
    assert emulator.grid(PARTNERS)[3][1] == "нове"


@pytest.mark.parametrize("do, code", [("403", "read-only"), ("404", "no-such-sheet"), ("disabled", "api-not-enabled")])
def test_a_write_that_may_not_be_has_a_name(workbook: GoogleWorkbook, emulator: Emulator, do: str, code: str) -> None:
    workbook.tabs()
    emulator.faults({"match": "batchUpdate", "do": do})
    with pytest.raises(PanelError) as trouble:
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")])
    assert trouble.value.code == code


def test_a_tab_renamed_under_a_write_leaves_it_unconfirmed_and_the_next_look_knows(
    workbook: GoogleWorkbook, emulator: Emulator
) -> None:
    workbook.tabs()
    emulator.colleague({"rename_tab": {"tab": PARTNERS, "to": "Інша"}}, before="batchUpdate")
    with pytest.raises(Unconfirmed):
        workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")], echo=[(0, 4)])
    assert emulator.grid("Інша")[3][1] == "Ліцей «Промінь»"
    assert workbook.apply([WriteCell(tab=0, row=4, column=2, value="нове")], echo=[(0, 4)])[0].stored[1] == "нове"


def test_nobody_there_is_no_network(waits: list[float]) -> None:
    patience = Patience(sleep=waits.append)
    gone = GoogleWorkbook("x", "x", AnonymousCredentials(), endpoint="http://127.0.0.1:9", patience=patience)
    with pytest.raises(WorkbookError) as trouble:
        gone.tabs()
    assert (trouble.value.code, len(waits)) == ("no-network", 5)


# --- the budget ---


def test_viewers_leave_the_last_reads_of_a_minute_to_savers(clock: Clock) -> None:
    budget = Budget(reads=60, kept=15, clock=clock)
    assert [budget.take("look") for _ in range(45)] == [0.0] * 45
    assert budget.take("look") == 60.0
    assert [budget.take("save") for _ in range(15)] == [0.0] * 15
    assert (budget.take("save"), budget.take("write")) == (60.0, 0.0)
    clock.now += 60
    assert budget.take("look") == 0.0


def test_a_viewer_beyond_the_budget_is_told_when_to_come_back_and_asks_nothing(
    emulator: Emulator, clock: Clock
) -> None:
    key, budget = emulator.spreadsheet_id, Budget(reads=4, kept=1, clock=clock)
    workbook = GoogleWorkbook(key, key, AnonymousCredentials(), endpoint=emulator.url, budget=budget, clock=clock)
    reading = workbook.read()
    emulator.forget()
    with pytest.raises(WorkbookError) as trouble:
        workbook.read(reading)
    assert (trouble.value.code, trouble.value.details["retry_after"]) == ("too-many-requests", 60.0)
    assert emulator.requests() == []
    assert workbook.read_tabs([0])[0].value(4, 2) == "Ліцей «Промінь»"


# --- threads and credentials ---


def test_many_threads_share_one_token(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = credentials_from(emulator.credentials)
    # google-auth would look its region up at Google from a thread of its own; nothing here may leave this machine.
    monkeypatch.setattr(type(credentials), "_maybe_start_regional_access_boundary_refresh", lambda *_: None)
    workbook = GoogleWorkbook("x", emulator.spreadsheet_id, credentials, endpoint=emulator.url)
    titles: list[str] = []
    threads = [threading.Thread(target=lambda: titles.append(workbook.tabs()[0].title)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == [PARTNERS] * 8
    assert [one for one in emulator.log() if one["path"] == "/token"] == emulator.log()[:1]


def test_a_token_that_is_refused_is_bad_credentials(emulator: Emulator) -> None:
    credentials = credentials_from(emulator.credentials)
    emulator.faults({"match": "POST /token", "times": 99, "do": "401"})
    with pytest.raises(WorkbookError) as trouble:
        GoogleWorkbook("x", emulator.spreadsheet_id, credentials, endpoint=emulator.url).tabs()
    assert trouble.value.code == "bad-credentials"
    assert trouble.value.details["account"] == emulator.credentials["client_email"]


# --- which workbook ---


@pytest.mark.parametrize(
    "source, key",
    [
        ("1SrhMM0tiOlY5PDGI68hcs8nWjWowkFxiVTyzoF7jj50", "1SrhMM0tiOlY5PDGI68hcs8nWjWowkFxiVTyzoF7jj50"),
        ("https://docs.google.com/spreadsheets/d/1Srh_MM-0ti/edit#gid=7", "1Srh_MM-0ti"),
        ("https://docs.google.com/spreadsheets/u/0/d/1Srh_MM-0ti", "1Srh_MM-0ti"),
        ("data/partnership.xlsx", None),
        ("partnership", None),
    ],
)
def test_a_source_is_a_key_an_address_or_a_path(source: str, key: str | None) -> None:
    assert key_of(source) == key


@pytest.mark.parametrize("form", ["{}", "https://docs.google.com/spreadsheets/d/{}/edit"])
def test_a_google_workbook_opens_by_key_and_by_address(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANEL_GOOGLE_ENDPOINT", emulator.url)
    workbook = open_workbook(form.format(emulator.spreadsheet_id))
    assert workbook.tabs()[0].title == PARTNERS
    link = f"https://docs.google.com/spreadsheets/d/{emulator.spreadsheet_id}/edit#gid=7&range=C12"
    assert workbook.link(7, "C12") == link


def test_a_google_workbook_without_credentials_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkbookError) as trouble:
        open_workbook("1SrhMM0tiOlY5PDGI68hcs8nWjWowkFxiVTyzoF7jj50")
    assert trouble.value.code == "no-credentials"


def test_credentials_come_from_the_secrets_before_the_environment(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "account.json"
    file.write_text(json.dumps({**emulator.credentials, "client_email": "file@example.org"}), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    accounts = [_account(open_workbook(emulator.address))]
    (tmp_path / ".streamlit").mkdir()
    lines = [f"{name} = {json.dumps(value)}" for name, value in emulator.credentials.items()]
    text = "\n".join([f'workbook = "{emulator.address}"', "[google_service_account]", *lines])
    (tmp_path / ".streamlit/secrets.toml").write_text(text, encoding="utf-8")
    accounts.append(_account(open_workbook()))
    assert accounts == ["file@example.org", emulator.credentials["client_email"]]


def _account(workbook: object) -> str:
    assert isinstance(workbook, GoogleWorkbook)
    return workbook.account


@pytest.mark.parametrize("content", ["not json", '{"type": "service_account"}'])
def test_broken_credentials_are_bad_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "account.json").write_text(content, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "account.json")
    with pytest.raises(WorkbookError) as trouble:
        open_workbook("1SrhMM0tiOlY5PDGI68hcs8nWjWowkFxiVTyzoF7jj50")
    assert trouble.value.code == "bad-credentials"


def test_a_file_is_opened_by_argument_by_environment_and_at_last_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    demo = open_workbook()
    monkeypatch.setenv("PANEL_WORKBOOK", "own.xlsx")
    sources = [Path(book.source).name for book in (demo, open_workbook(), open_workbook("given.xlsx"))]
    assert sources == ["partnership.xlsx", "own.xlsx", "given.xlsx"]
    assert isinstance(demo, XlsxWorkbook)


def test_rows_come_back_in_the_order_asked(workbook: GoogleWorkbook) -> None:
    rows = workbook.apply([WriteCell(tab=0, row=4, column=2, value="x")], echo=[(0, 50), (0, 4), (0, 1)])
    assert [(row.row, row.stored[:2]) for row in rows] == [(50, ()), (4, (1, "x")), (1, ("Реєстр партнерів",))]
    assert isinstance(rows[0], Row)
