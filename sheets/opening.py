"""Which workbook: an .xlsx by its path, or a Google Sheet by its address or key."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sheets.errors import WorkbookError
from sheets.workbook import Workbook

DEMO = Path(__file__).resolve().parent.parent / "data" / "partnership.xlsx"
SECRETS = Path(".streamlit/secrets.toml")  # from the working folder, where Streamlit looks too
ADDRESS = re.compile(r"docs\.google\.com/spreadsheets/(?:u/\d+/)?d/([\w-]+)")
PUBLISHED = re.compile(r"docs\.google\.com/spreadsheets/(?:u/\d+/)?d/e/")
KEY = re.compile(r"[\w-]{30,}")


def open_workbook(source: str | None = None) -> Workbook:
    """The workbook named by `source`, else PANEL_WORKBOOK, else `workbook` in secrets.toml, else the demo.

    Nothing is read yet, so a missing file or a wrong key shows at the first question. Raises WorkbookError
    'no-credentials' or 'bad-credentials' for a Google Sheet that nobody has been let into.
    """
    chosen = source or os.environ.get("PANEL_WORKBOOK") or str(secrets().get("workbook") or DEMO)
    key = key_of(chosen)
    if key is None:
        from sheets.xlsx import XlsxWorkbook

        return XlsxWorkbook(chosen)
    return _google(chosen, key)


def key_of(source: str) -> str | None:
    """The key of a Google Sheet from its address or itself; None for a path.

    Raises WorkbookError 'no-such-sheet', with the reason, for an address that is no Google Sheet's.
    """
    if PUBLISHED.search(source):  # «Опублікувати в Інтернеті» gives an address that can't be read or written
        raise WorkbookError("no-such-sheet", source=source, reason="published")
    match = ADDRESS.search(source)
    if match:
        return match[1]
    if KEY.fullmatch(source) and not Path(source).exists():
        return source
    if "://" in source:
        raise WorkbookError("no-such-sheet", source=source, reason="other-address")
    return None


def secrets() -> Mapping[str, Any]:
    """What .streamlit/secrets.toml says; nothing when there is none."""
    try:
        return tomllib.loads(SECRETS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise WorkbookError("bad-credentials", file=str(SECRETS), reason=str(wrong)) from wrong


def _google(source: str, key: str) -> Workbook:
    """gspread and its relations are imported only when a Google Sheet is really asked for: they cost a second."""
    from sheets.budget import Budget
    from sheets.google import GoogleWorkbook, credentials_from

    endpoint = os.environ.get("PANEL_GOOGLE_ENDPOINT")
    info = service_account()
    if info is None and endpoint is None:
        raise WorkbookError("no-credentials", source=source)
    return GoogleWorkbook(source, key, credentials_from(info), endpoint=endpoint, budget=Budget())


def service_account() -> Mapping[str, Any] | None:
    """The service account's JSON: [google_service_account] in secrets.toml, else GOOGLE_APPLICATION_CREDENTIALS."""
    table = secrets().get("google_service_account")
    if table:
        return table
    file = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    if not file:
        return None
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise WorkbookError("bad-credentials", file=file, reason=str(wrong)) from wrong
