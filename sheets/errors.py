"""What can go wrong, each kind in one line. Texts are codes and details; the words are made in pages/parts/words.py."""

from __future__ import annotations

from typing import Any


class PanelError(Exception):
    """Something a person must hear about: a stable `code` and the `details` that a sentence about it needs."""

    code = "panel"

    def __init__(self, code: str | None = None, /, **details: Any) -> None:
        self.code = code or type(self).code
        self.details = details
        super().__init__(f"{self.code}: " + ", ".join(f"{k}={v!r}" for k, v in details.items()))


class DeclarationError(PanelError):
    """panel.toml says something it may not; details: path (keys or line), found, expected."""

    code = "declaration"


class WorkbookError(PanelError):
    """The workbook can't be reached or read; codes: missing-file, unreadable-file, encrypted-file, no-permission,
    no-such-sheet, no-network, bad-credentials, no-credentials, api-not-enabled, too-many-requests, no-space,
    unavailable."""

    code = "workbook"


class Refused(PanelError):
    """Nothing was written, and why. What the person typed stays with the caller.

    Codes: header-changed (gone, new, moved), row-gone, ambiguous (rows), formula (cells), merged (cells), invalid
    (fields: key -> code), no-column (fields), needs-section (fields, sections), no-table, no-tab, tab-exists, limit,
    protected (ranges), locked (by), read-only, no-backup (folder), changed-since (of an undo), unknown-receipt,
    undone (a save that is sent again though it was taken back), moved (an .xlsx is no longer
    what the save looked at: it looks again, and no person hears of it).
    """

    code = "refused"


class Unconfirmed(PanelError):
    """A write was sent, no answer came, looking did not settle it; details: submit_id. Never write again blindly."""

    code = "unconfirmed"
