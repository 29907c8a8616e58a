"""A thumb that counts its taps, and a panel over a file that tests look into."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, WebSocketRoute

from sheets.invitations import Audience, Invitation, seal, signing_key
from sheets.records import Snapshot
from sheets.schema import Panel
from sheets.snapshot import read_snapshot
from sheets.xlsx import XlsxWorkbook
from tests.browser.harness import Visit
from tests.conftest import TODAY

NOW = dt.datetime(2026, 5, 14, 12, tzinfo=dt.UTC)
PALACE = "Палац культури «Світанок»"
SMALL = """() => [...document.querySelectorAll(`[data-testid=stMain] :is(
    [data-testid=stButtonGroup] > div button, [data-testid=stButton] button, summary,
    [data-testid=stSelectbox] [role=group], [data-testid=stTextInputRootElement],
    [data-testid=stNumberInputContainer], [data-testid=stDateInputField],
    [data-testid=stCheckbox] label, [data-testid=stPopoverButton])`)]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)
"""


def small_targets(visit: Visit) -> list[str]:
    """What on the page is to be tapped and is lower than a thumb needs: 44 px."""
    return visit.page.evaluate(SMALL)


@dataclass
class Thumb:
    """One thumb on one phone: it taps, and its taps are counted."""

    visit: Visit
    taps: int = 0

    def tap(self, what: Locator) -> Thumb:
        """Taps this, and waits until the panel has answered."""
        what.first.tap()
        self.taps += 1
        self.visit.idle()
        return self

    def button(self, name: str, role: Any = "button") -> Thumb:
        """Taps the button of this name."""
        return self.tap(self.visit.page.get_by_role(role, name=name))

    def write(self, label: str, text: str) -> Thumb:
        """Taps a field and types into it."""
        self.visit.box(label).tap()
        self.taps += 1
        self.visit.box(label).fill(text)
        return self

    def pick(self, label: str, text: str) -> Thumb:
        """Taps a list, types the beginning and taps what is offered."""
        box = self.visit.page.get_by_role("combobox", name=label).first
        box.tap()
        box.fill(text)
        self.taps += 1
        self.tap(self.visit.page.get_by_role("option").filter(has_text=text))
        if self.visit.page.get_by_role("option").count():  # a list of several stays open until a tap beside it
            self.visit.page.touchscreen.tap(200, 20)
            self.taps += 1
            self.visit.idle()
        return self


@dataclass
class Line:
    """A phone's line, to be cut: Chromium's own offline mode (which leaves an open websocket alone) and the websocket.
    Laid before the page is opened. `lost` are the ways in which messages are lost before the line is known to be cut:
    'out' to the panel, 'in' from it."""

    visit: Visit
    lost: frozenset[str] = frozenset()
    ends: list[WebSocketRoute] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.visit.page.route_web_socket(re.compile("_stcore/stream"), self._join)

    def _join(self, phone: WebSocketRoute) -> None:
        panel = phone.connect_to_server()
        self.ends.append(phone)
        phone.on_message(lambda message: None if "out" in self.lost else panel.send(message))
        panel.on_message(lambda message: None if "in" in self.lost else phone.send(message))

    def cut(self) -> None:
        """No network any more; returns when the page knows."""
        self.visit.page.context.set_offline(True)
        self.ends.pop().close(code=3001)
        self.visit.page.wait_for_selector("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])")

    def mend(self) -> None:
        """The network is back; returns when the panel has answered."""
        self.lost = frozenset()
        self.visit.page.context.set_offline(False)
        self.visit.idle()


def told(path: str, thumb: Thumb, began: float, capsys: pytest.CaptureFixture[str]) -> tuple[int, float]:
    """Taps and seconds of a path, printed."""
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{path}: {thumb.taps} taps, {seconds:.1f} s")
    return thumb.taps, seconds


@dataclass(frozen=True)
class Running:
    """A panel and its file."""

    url: str
    book: Path
    panel: Panel

    def now(self) -> Snapshot:
        """What the file says now."""
        return read_snapshot(XlsxWorkbook(self.book).read(), self.panel, now=NOW)

    def records(self, kind: str, **said: Any) -> list[dict[str, Any]]:
        """The records of the file that say this."""
        found = [table.record(row) or {} for table in self.now().tables_of(kind) for row in table.place]
        return [record for record in found if all(record.get(name) == value for name, value in said.items())]

    def token(self, until: dt.datetime) -> str:
        """A link for participants, signed with this panel's key."""
        values = {"event": "Свято їжака", "event_date": TODAY, "partner": PALACE}
        invitation = Invitation(kind="evaluations", values=values, hidden=frozenset({"partner"}), until=until)
        return self.sealed(invitation, "participants")

    def sealed(self, invitation: Invitation, audience: Audience) -> str:
        """An invitation as it stands in an address; the panel's key is in PANEL_STATE."""
        return seal(invitation, signing_key(), audience)
