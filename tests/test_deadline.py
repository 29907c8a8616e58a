"""However Google hangs, a person hears within 20 seconds what became of a save: nothing is said to be saved that is
not, and the same submit settles it afterwards. Measured as a whole, by a clock that only waiting moves."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import tenacity

from sheets import deadline, patience, sending
from sheets.receipts import receipt_id
from tests.commands import Said, run
from tests.emulator import Emulator

pytest_plugins = ("tests.three_saves_fixtures",)

SECONDS = 20.0
SAVES: dict[str, tuple[Any, ...]] = {
    "add": ("Заходи", {"title": "Нова"}, "--submit-id", "s1"),
    "edit": (
        "Заходи",
        "5",
        {"participants": 26},
        "--seen",
        {"title": "Хакатон", "participants": 25},
        "--submit-id",
        "s1",
    ),
    "undo": (receipt_id("first"),),
}
HANGS: dict[str, tuple[str, ...]] = {  # the requests that get no answer, as parts of their addresses
    "every request": ("",),
    "all but the first reading": ("batchUpdate", "DataFilter"),
    "every look, after a write whose answer was lost": ("DataFilter",),
    "nothing, but the answer is slow": (),
}


class Hanging:
    """A clock that stands still but for waiting, and a network that answers late or never."""

    def __init__(self, real: Callable[..., Any]) -> None:
        self.now, self.real = 0.0, real
        self.hangs: tuple[str, ...] = ()
        self.slow = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def request(self, session: Any, method: str, url: str, **sent: Any) -> Any:
        connect, answer = sent["timeout"]
        if any(part in url for part in self.hangs):
            self.now += answer
            raise requests.ReadTimeout
        self.now += min(self.slow, answer)
        if self.slow > answer:
            raise requests.ReadTimeout
        return self.real(session, method, url, **sent)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Hanging:
    hanging = Hanging(requests.Session.request)
    clock = SimpleNamespace(monotonic=lambda: hanging.now, sleep=hanging.sleep, time=time.time)
    for module in (deadline, patience, sending, tenacity):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(patience.Patience.__init__, "__defaults__", (hanging.sleep, 1.0))
    monkeypatch.setattr(requests.Session, "request", lambda *given, **sent: hanging.request(*given, **sent))
    return hanging


def save(sheet: Emulator, name: str) -> Said:
    return run(name, sheet.address, *SAVES[name])


def done(sheet: Emulator, name: str) -> int:
    rows = sheet.grid("Заходи")
    titles = [row[1] for row in rows if len(row) > 1]
    return {"add": titles.count("Нова"), "edit": int(rows[4][5] == 26), "undo": int("Перша" not in titles)}[name]


@pytest.mark.parametrize("hang", HANGS)
@pytest.mark.parametrize("name", SAVES)
def test_a_save_ends_within_twenty_seconds_whatever_hangs(
    patient_sheet: Emulator, network: Hanging, name: str, hang: str
) -> None:
    if name == "undo":
        assert run("add", patient_sheet.address, "Заходи", {"title": "Перша"}, "--submit-id", "first").code == 0
    lost, slow = "lost" in hang, "slow" in hang
    if lost:
        patient_sheet.faults({"match": "batchUpdate", "times": 1, "do": "apply_then_reset"})
        real, network.hangs = network.real, ()

        def then_nothing(session: Any, method: str, url: str, **sent: Any) -> Any:
            network.hangs = HANGS[hang] if "batchUpdate" in url else network.hangs
            return real(session, method, url, **sent)

        network.real = then_nothing
    else:
        network.hangs, network.slow = HANGS[hang], 4.0 if slow else 0.0
    began = network.now
    said = save(patient_sheet, name)
    assert network.now - began <= SECONDS
    assert said.code == (0 if said.status == "saved" else 1)
    assert said.status == "unconfirmed" if lost else said.status == "workbookerror" or slow, said.told
    assert done(patient_sheet, name) == (lost or said.code == 0) or said.status == "unconfirmed"
    network.hangs, network.slow, network.real = (), 0.0, real if lost else network.real
    assert (save(patient_sheet, name).code, done(patient_sheet, name)) == (0, 1)
