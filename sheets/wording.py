"""A new word of a vocabulary: into «Довідники» as a save like any other, journalled and taken back by `writing.undo`;
where the sheet keeps no such list, into panel.toml's own.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

import tomlkit
from filelock import FileLock
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from sheets.alike import row_cells
from sheets.drafts import Draft
from sheets.errors import Refused
from sheets.lists import headings, lists_grids, word_edits, words_in
from sheets.mending import mend_cells
from sheets.plans import Mending, Met, Plan, Stamp, Witness, link
from sheets.receipts import Receipt, Saved
from sheets.records import Snapshot
from sheets.saving import save
from sheets.schema import PANEL_TOML, Panel, read_panel
from sheets.sight import Lens, Sight, lens_of
from sheets.state import state
from sheets.text import clean, fold
from sheets.workbook import Workbook, WriteCell


def has_list(snapshot: Snapshot, vocabulary: str) -> bool:
    """Whether the sheet keeps a list of this vocabulary's words."""
    return _list_of(snapshot, vocabulary) is not None


def add_word(
    workbook: Workbook,
    vocabulary: str,
    word: str,
    means: str | None = None,
    *,
    snapshot: Snapshot,
    actor: str,
    submit_id: str | None = None,
    now: dt.datetime | None = None,
) -> Receipt:
    """Writes a word below the last of its list, as a choice of its own or, with `means` (a choice's key), as one more
    word for that choice. Somebody who types into that cell meanwhile keeps it: the word goes below.

    Raises Refused: no-table (the sheet keeps no such list), invalid (no word of a list); else as `writing.edit`.
    """
    panel, gid = snapshot.panel, _list_of(snapshot, vocabulary)
    if gid is None:
        raise Refused("no-table", kind="lists")
    zone = panel.centre.zone
    stamp = Stamp(
        actor=actor, submit_id=submit_id or uuid.uuid4().hex, at=(now or dt.datetime.now(zone)).astimezone(zone)
    )
    what = {"vocabulary": vocabulary, "changes": {"word": word}}
    return save(workbook, Wording(workbook, lens_of(panel, snapshot), gid, vocabulary, word, means), stamp, what)


def _list_of(snapshot: Snapshot, vocabulary: str) -> int | None:
    panel = snapshot.panel
    grids = lists_grids(panel, snapshot.reading.grids)
    return next((grid.tab.gid for grid in grids if vocabulary in headings(panel, grid)[1]), None)


@dataclass(frozen=True)
class Wording:
    """One word on its way into a list of the sheet. To the journal it is an edit of a blank cell."""

    workbook: Workbook
    lens: Lens
    gid: int
    vocabulary: str
    word: str
    means: str | None
    action: Literal["edit"] = "edit"

    @property
    def tabs(self) -> Sequence[int]:
        """The one tab."""
        return (self.gid,)

    def plan(self, sight: Sight, stamp: Stamp) -> Plan:
        """Writes one cell; none where somebody has written the word there meanwhile."""
        panel, grid = self.lens.panel, sight.grids.get(self.gid)
        if grid is None or self.vocabulary not in headings(panel, grid)[1]:
            raise Refused("no-table", kind="lists")
        there = {fold(found.text) for found in words_in(panel, grid) if found.vocabulary == self.vocabulary}
        draft = Draft()
        edits = word_edits(panel, grid, self.vocabulary, self.word, self.means) if fold(self.word) not in there else []
        for edit in edits:
            if isinstance(edit, WriteCell):
                self._write(draft, sight, edit, stamp)
        return draft.plan()

    def _write(self, draft: Draft, sight: Sight, edit: WriteCell, stamp: Stamp) -> None:
        grid = sight.grids[self.gid]
        after = {**row_cells(grid, edit.row), edit.column: edit.value}
        told = {str(column): value for column, value in after.items() if value is not None}
        data = {"kind": "lists", "gid": self.gid, "column": edit.column, "was": None, "became": edit.value}
        heading = grid.text(headings(self.lens.panel, grid)[0], edit.column)
        title, written = grid.tab.title, str(edit.value)
        data["beside"] = draft.over(grid, edit.row, edit)
        draft.entries.append(
            stamp.entry(
                "edit",
                title=title,
                row=edit.row,
                name=self.word,
                field=heading,
                became=written,
                data={**data, "after": told},
            )
        )
        draft.witnesses.append(Witness(tab=self.gid, row=edit.row, cells=after))
        where = link(self.workbook, self.gid, edit.row, edit.column)
        draft.saved.append(Saved(kind="lists", tab=self.gid, title=title, row=edit.row, name=self.word, link=where))

    def mend(self, met: Met, now: Sight, stamp: Stamp) -> Mending:
        """As an edit is mended."""
        return mend_cells(self, met, now, stamp)


# --- panel.toml: its comments and its order stay as the methodist wrote them (tomlkit) ---


def declare_word(vocabulary: str, word: str, means: str | None = None, *, path: Path = PANEL_TOML) -> Panel:
    """The declaration with this word in it, as a choice of its own or as a synonym of one; written at once as a whole.

    Raises Refused: invalid (no word, known already, no such choice), read-only (the file can't be written).
    """
    text = clean(word)

    def put(choices: Table) -> None:
        if means:
            choices[means].setdefault("synonyms", []).append(text)
        else:
            said = tomlkit.inline_table()
            said.update({"uk": text, "en": text})
            choices[fold(text)] = said

    known = read_panel(path).vocabularies[vocabulary]
    if not text or fold(text) in known.by_word or (means and means not in known.choices):
        raise Refused("invalid", field=vocabulary, text=word)
    return _changed(path, vocabulary, put)


def withdraw_word(vocabulary: str, word: str, means: str | None = None, *, path: Path = PANEL_TOML) -> Panel:
    """The declaration without a word that `declare_word` added. Raises Refused: changed-since (it is not there),
    read-only."""
    text = clean(word)

    def take(choices: Table) -> None:
        try:
            if means:
                said = list(choices[means]["synonyms"])
                said.remove(text)
                choices[means]["synonyms"] = said  # anew: tomlkit's own remove() leaves a comma behind
            else:
                del choices[fold(text)]
        except (KeyError, ValueError, TOMLKitError):
            raise Refused("changed-since", tab=path.name) from None

    return _changed(path, vocabulary, take)


def _changed(path: Path, vocabulary: str, how: Callable[[Table], None]) -> Panel:
    """The declaration after this change of a vocabulary's choices; one that would not be valid is never written."""
    lock = state(f"{path.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=5):
            said = tomlkit.parse(path.read_text(encoding="utf-8"))
            how(said["vocabularies"][vocabulary]["choices"])
            with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
                file.write(tomlkit.dumps(said))
            made = Path(file.name)
            try:
                panel = read_panel(made)
                made.chmod(path.stat().st_mode)
                made.replace(path)
            finally:
                made.unlink(missing_ok=True)
            return panel
    except OSError:
        raise Refused("read-only", tab=path.name) from None
