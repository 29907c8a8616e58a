"""What a person gets for a save: a receipt that they can undo by, or a conflict that shows all three sides."""

from __future__ import annotations

import datetime as dt
import hashlib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sheets.errors import PanelError

Action = Literal["add", "edit", "undo"]


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One record that a save touched and where it stands now. `row` is None when the record is gone (an undone add)."""

    kind: str
    tab: int  # gid
    title: str
    row: int | None
    name: str  # what names the record: a partner's name, an event's title
    link: str | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof of a save. `notes` say what a person should hear besides:

    repeated   this submit was saved before
    otherwise  it was saved before with other values; what was changed since is not in the sheet
    looked     no answer came; looking showed that it is saved
    moved      rows moved meanwhile, the record stands elsewhere than it was
    repaired   the sheet moved in that very moment; what the save hit wrongly was put right at once
    displaced  the sheet moved in that very moment and then gave no answer, or went on moving: what the save hit wrongly
               was not all put right; the journal's lines of this save have what stood there
    unchanged  the sheet says so already; nothing was written
    computed   a column of formulas kept its formula instead of the value that was given
    """

    id: str
    submit_id: str
    action: Action
    at: dt.datetime
    actor: str
    saved: tuple[Saved, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title of the (first) record's tab."""
        return self.saved[0].title if self.saved else ""

    @property
    def row(self) -> int | None:
        """The (first) record's row."""
        return self.saved[0].row if self.saved else None

    @property
    def link(self) -> str | None:
        """Where the (first) record can be opened."""
        return self.saved[0].link if self.saved else None

    @property
    def repaired(self) -> bool:
        """Whether something had to be put right after the write."""
        return "repaired" in self.notes

    def plain(self) -> dict[str, Any]:
        """The receipt as JSON can hold it."""
        return {
            "receipt_id": self.id,
            "submit_id": self.submit_id,
            "action": self.action,
            "at": self.at.isoformat(timespec="seconds"),
            "actor": self.actor,
            "tab": self.title,
            "row": self.row,
            "link": self.link,
            "saved": [
                {"kind": s.kind, "tab": s.title, "row": s.row, "name": s.name, "link": s.link} for s in self.saved
            ],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A cell that two people changed: as it was seen, as it stands now, as this person wants it (what staff read)."""

    field: str
    heading: str
    row: int
    column: int
    seen: str
    theirs: str
    mine: str

    def plain(self) -> dict[str, Any]:
        """The clash as JSON can hold it."""
        return {
            "field": self.field,
            "heading": self.heading,
            "row": self.row,
            "seen": self.seen,
            "theirs": self.theirs,
            "mine": self.mine,
        }


class Conflict(PanelError):
    """The same cell was changed by somebody else meanwhile; nothing of this save is in the sheet. `cells` has each."""

    code = "conflict"

    def __init__(self, cells: Sequence[Clash]) -> None:
        self.cells = tuple(cells)
        super().__init__("conflict", cells=[cell.plain() for cell in cells])


def receipt_id(submit_id: str) -> str:
    """The receipt's number: the same for the same submit id, in every process, without asking anyone."""
    return b32encode(hashlib.sha256(submit_id.encode()).digest())[:10].decode()
