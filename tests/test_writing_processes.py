"""Several processes save at once into one workbook, in a file and in the emulated Google Sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.at_once import Job
from tests.ledger import Change, Ledger
from tests.places import GooglePlace, place_of
from tests.processes import in_processes
from tests.saving_jobs import Add, Undo


@pytest.mark.parametrize("where", ["xlsx", "google"])
def test_the_same_submit_of_several_processes_is_saved_once_and_undone_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with place_of(where, tmp_path) as place:
        for name, value in place.emulator.environment.items() if isinstance(place, GooglePlace) else ():
            monkeypatch.setenv(name, value)
        ledger = Ledger(place)
        first, add = (Change(submit=ledger.new_submit(), record=ledger.new_record(5)) for _ in "ab")
        ledger.submits = {first.submit, add.submit, add.undone().submit}
        ledger.settle([(first, Add(first)(place.open()))])  # makes the journal: that alone Google would refuse twice
        for change, send in ((add, Add(add)), (add.undone(), Undo(add))):
            jobs = [Job(change, send) for _ in range(3)]
            in_processes(place, jobs, {}, [])
            assert len({job.outcome.id for job in jobs}) == 1
            ledger.settle([(job.change, job.outcome) for job in jobs])
            ledger.judge()
            ledger.judge_the_journal()
