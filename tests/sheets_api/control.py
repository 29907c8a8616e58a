"""What tests may ask of the emulator besides the API: faults, a colleague, the log, the grid, the quota."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.sheets_api import colleague
from tests.sheets_api.faults import Fault, Quota
from tests.sheets_api.grid import Book, Failure
from tests.sheets_api.service import Call, Service


@dataclass
class Control:
    """The state behind /_control."""

    service: Service
    main: str  # the id of the book that was loaded
    quota: Quota = field(default_factory=Quota)
    faults: list[Fault] = field(default_factory=list)
    waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, call: Call) -> Any:
        """The JSON answer to a call under /_control; KeyError for one that is not there."""
        return CALLS[call.method, call.path.removeprefix("/_control/")](self, call)

    @property
    def book(self) -> Book:
        """The book that was loaded, as it is now."""
        return self.service.books[self.main]

    def fault_for(self, request: str) -> Fault | None:
        """The first fault that strikes this request."""
        return next((fault for fault in self.faults if fault.strikes(request)), None)

    def before(self, request: str) -> None:
        """Lets the colleague do what was planned for just before this request."""
        due = [edit for pattern, edit in self.waiting if re.search(pattern, request)]
        if due:
            self.waiting = [one for one in self.waiting if not re.search(one[0], request)]
            self.service.replace(colleague.do(self.book, due))


def set_faults(control: Control, call: Call) -> Any:
    """POST faults: these, from now on; an empty list takes all away."""
    control.faults = [Fault(**one) for one in call.body]
    return {"faults": len(control.faults)}


def edit(control: Control, call: Call) -> Any:
    """POST colleague: edits done at once, or before the next request that matches.

    A list of edits; each may have its own "before". Or {"before": regex, "edits": [...]} for all of them.
    """
    given: Any = call.body
    shared = call.query.get("before")
    if isinstance(given, dict):
        shared = given.get("before", shared)
        given = given["edits"] if "edits" in given else [{k: v for k, v in given.items() if k != "before"}]
    now = []
    for one in given:
        pattern = one.get("before", shared)
        if set(one) == {"before"}:
            shared = pattern
        elif pattern:
            control.waiting.append((pattern, one))
        else:
            now.append(one)
    if now:
        control.service.replace(colleague.do(control.book, now))
    return {"done": len(now), "waiting": len(control.waiting)}


def log(control: Control, call: Call) -> Any:
    """GET log: every request since the start."""
    return control.log


def grid(control: Control, call: Call) -> Any:
    """GET grid?tab=: the cells as stored, from A1, formulas as their text, blanks as null, blank ends cut."""
    tab = control.book.titled(call.query["tab"])
    if tab is None:
        raise KeyError(call.query["tab"])
    rows = [
        [one.formula or (str(one.value) if isinstance(one.value, Failure) else one.value) for one in row]
        for row in tab.cells
    ]
    for row in rows:
        while row and row[-1] in (None, "") and row[-1] is not False:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return {"tab": tab.title, "gid": tab.sheet_id, "rows": rows}


def tabs(control: Control, call: Call) -> Any:
    """GET tabs: titles and gids."""
    return [{"title": tab.title, "gid": tab.sheet_id} for tab in control.book.tabs]


def quota(control: Control, call: Call) -> Any:
    """GET quota: what was used; POST quota {"enforced", "reads", "writes"} sets limits."""
    if call.method == "POST":
        control.quota.enforced = call.body.get("enforced", control.quota.enforced)
        control.quota.limits = {
            "Read": call.body.get("reads", control.quota.limits["Read"]),
            "Write": call.body.get("writes", control.quota.limits["Write"]),
        }
    return control.quota.report()


CALLS = {
    ("POST", "faults"): set_faults,
    ("POST", "colleague"): edit,
    ("GET", "log"): log,
    ("GET", "grid"): grid,
    ("GET", "tabs"): tabs,
    ("GET", "quota"): quota,
    ("POST", "quota"): quota,
}
