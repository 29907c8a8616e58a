"""Which workbook the panel opens, and with whose credentials."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sheets.errors import WorkbookError
from sheets.google import GoogleWorkbook
from sheets.opening import key_of, open_workbook
from sheets.xlsx import XlsxWorkbook
from tests.emulator import Emulator
from tests.sheet_samples import PARTNERS

pytest_plugins = ("tests.google_fixtures",)


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


@pytest.mark.parametrize(
    "source, reason",
    [
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml", "published"),
        ("https://example.org/table.xlsx", "other-address"),
        ("https://drive.google.com/drive/folders/1SrhMM0tiOlY5PDGI68hcs8nWjWowkFxi", "other-address"),
    ],
)
def test_an_address_of_something_else_is_told_as_that_and_not_as_a_missing_file(source: str, reason: str) -> None:
    with pytest.raises(WorkbookError) as trouble:
        open_workbook(source)
    assert trouble.value.details["reason"] == reason


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
