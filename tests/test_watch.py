"""One fresh snapshot for all who look: one reading at a time, none when nobody looks, the last one kept in trouble."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest

from sheets.errors import WorkbookError
from sheets.schema import Panel
from sheets.watch import STILL_LOOKING, Watch
from sheets.workbook import Reading
from sheets.xlsx import XlsxWorkbook

PATIENCE = 20  # seconds before a test that waits for an event gives up


class Counted(XlsxWorkbook):
    """The real workbook, which tells when it is read and can be made to fail."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reads = 0
        self.trouble: Exception | None = None
        self.read_again = threading.Condition()

    def read(self, last: Reading | None = None, *, shown: bool = True) -> Reading:
        with self.read_again:
            self.reads += 1
            self.read_again.notify_all()
        if self.trouble:
            raise self.trouble
        return super().read(last, shown=shown)

    def wait_for(self, reads: int) -> None:
        with self.read_again:
            assert self.read_again.wait_for(lambda: self.reads >= reads, PATIENCE)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Queue:
    """A lock that tells who waits for it."""

    def __init__(self) -> None:
        self.lock, self.waiting = threading.Lock(), threading.Semaphore(0)

    def __enter__(self) -> None:
        self.waiting.release()
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()


@pytest.fixture
def quick(panel: Panel) -> Panel:
    """The panel with almost no pause between readings."""
    return panel.model_copy(update={"centre": panel.centre.model_copy(update={"refresh_seconds": 0.01})})


@pytest.fixture
def slow(panel: Panel) -> Panel:
    """The panel that reads once and then not again while a test lasts."""
    return panel.model_copy(update={"centre": panel.centre.model_copy(update={"refresh_seconds": 3600})})


def add_partner(path: Path, name: str) -> None:
    book = openpyxl.load_workbook(path)
    book["Партнери"].append([61, name, "музей", "Освітнє партнерство"])
    book.save(path)


def names(watch: Watch) -> list[str]:
    return list(watch.look().frames["partners"]["name"])


def test_a_hundred_who_look_at_once_cost_one_reading(demo_book: Path, slow: Panel) -> None:
    workbook = Counted(demo_book)
    watch = Watch(workbook, slow)
    with ThreadPoolExecutor(20) as viewers:
        seen = list(viewers.map(lambda _: watch.look(), range(100)))
    assert workbook.reads == 1
    assert len({id(snapshot) for snapshot in seen}) == 1


def test_a_colleagues_edit_is_seen_without_anybody_asking_for_it(demo_book: Path, quick: Panel) -> None:
    workbook = Counted(demo_book)
    watch = Watch(workbook, quick)
    assert "Музей дзвонів" not in names(watch)
    add_partner(demo_book, "Музей дзвонів")
    workbook.wait_for(workbook.reads + 2)
    assert "Музей дзвонів" in names(watch)


def test_a_new_snapshot_is_handed_out_when_it_is_ready_and_only_a_new_one(demo_book: Path, quick: Panel) -> None:
    meanwhile: list[tuple[int, int]] = []
    workbook = Counted(demo_book)
    watch = Watch(workbook, quick, beforehand=lambda new: meanwhile.append((new.number, watch.look().number)))
    first = watch.look()
    workbook.wait_for(workbook.reads + 2)
    assert meanwhile == []
    add_partner(demo_book, "Музей дзвонів")
    workbook.wait_for(workbook.reads + 3)
    assert meanwhile == [(watch.look().number, first.number)]
    add_partner(demo_book, "Музей годинників")
    watch.refresh()  # whoever has saved does not wait
    assert "Музей годинників" in names(watch)


def test_an_unchanged_workbook_keeps_its_snapshots_number(demo_book: Path, quick: Panel) -> None:
    workbook = Counted(demo_book)
    watch = Watch(workbook, quick)
    first = watch.look()
    workbook.wait_for(workbook.reads + 2)
    again = watch.look()
    assert again.number == first.number
    assert again.frames["events"] is first.frames["events"]


def test_nobody_looks_and_nothing_is_read(demo_book: Path, quick: Panel) -> None:
    """Ten short sleeps are allowed; a watch that read on while nobody looked would use them before the next look."""
    workbook, clock, sleeps = Counted(demo_book), Clock(), threading.Semaphore(10)
    gone = threading.Event()

    def sleep(_: float) -> None:
        clock.now += STILL_LOOKING + 1  # whoever looked is gone by the end of the first sleep
        gone.set()
        sleeps.acquire()

    watch = Watch(workbook, quick, clock=clock, sleep=sleep)
    watch.look()
    assert gone.wait(PATIENCE)
    watch.look()
    workbook.wait_for(2)
    assert workbook.reads == 2


def test_a_watch_that_another_has_replaced_reads_no_more(demo_book: Path, quick: Panel) -> None:
    watch = Watch(Counted(demo_book), quick)
    watch.look()
    thread = watch._thread
    assert thread is not None
    watch.end()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_trouble_keeps_the_last_snapshot_and_says_so(demo_book: Path, quick: Panel) -> None:
    workbook = Counted(demo_book)
    watch = Watch(workbook, quick)
    first = watch.look()
    workbook.trouble = WorkbookError("no-network")
    workbook.wait_for(workbook.reads + 3)
    assert watch.look().number == first.number
    fresh = watch.freshness
    assert fresh is not None
    assert fresh.trouble is workbook.trouble
    assert fresh.again_at is not None
    assert fresh.again_at > fresh.read_at


def test_the_pause_grows_with_each_failure_and_ends_with_a_success(demo_book: Path, slow: Panel) -> None:
    workbook = Counted(demo_book)
    panel = slow.model_copy(update={"centre": slow.centre.model_copy(update={"refresh_seconds": 10})})
    watch = Watch(workbook, panel)
    workbook.trouble = WorkbookError("unavailable")
    pauses = []
    for _ in range(6):
        with pytest.raises(WorkbookError):
            watch.refresh()
        pauses.append(watch.pause())
    workbook.trouble = None
    watch.refresh()
    assert pauses == [20, 40, 80, 160, 300, 300]
    assert watch.pause() == 10


@pytest.mark.parametrize("trouble", [WorkbookError("no-network"), ValueError("an answer that nobody foresaw")])
def test_whoever_saved_hears_of_a_reading_that_failed_and_the_last_snapshot_stays(
    trouble: Exception, demo_book: Path, slow: Panel
) -> None:
    workbook = Counted(demo_book)
    watch = Watch(workbook, slow)
    first = watch.look()
    workbook.trouble = trouble
    with pytest.raises(WorkbookError):
        watch.refresh()
    assert watch.look() is first
    assert watch.freshness is not None
    assert watch.freshness.trouble is not None


@pytest.mark.parametrize("asked, pause", [(45, 45), (0.5, 10), (3600, 300)])
def test_where_the_workbook_says_how_long_to_wait_the_pause_is_that_long_however_often_it_says_so(
    demo_book: Path, slow: Panel, asked: float, pause: float
) -> None:
    """Thirty who save in a minute meet the end of its quota: the panel must not be old for five minutes by that."""
    workbook = Counted(demo_book)
    watch = Watch(workbook, slow.model_copy(update={"centre": slow.centre.model_copy(update={"refresh_seconds": 10})}))
    workbook.trouble = WorkbookError("too-many-requests", retry_after=asked)
    for _ in range(6):
        with pytest.raises(WorkbookError):
            watch.refresh()
    assert watch.pause() == pause


def test_a_long_pause_ends_when_a_savers_reading_went_well(demo_book: Path, slow: Panel) -> None:
    """Else nothing tells that the numbers, fresh by then, grow old for the rest of the pause."""
    workbook, sleeps = Counted(demo_book), []
    slept, may_wake = threading.Semaphore(0), threading.Semaphore(0)

    def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        slept.release()
        may_wake.acquire()

    panel = slow.model_copy(update={"centre": slow.centre.model_copy(update={"refresh_seconds": 10})})
    watch = Watch(workbook, panel, sleep=sleep)
    watch.look()
    assert slept.acquire(timeout=PATIENCE)
    workbook.trouble = WorkbookError("no-network")
    for _ in range(5):
        with pytest.raises(WorkbookError):
            watch.refresh()
    may_wake.release()
    assert slept.acquire(timeout=PATIENCE)
    assert (watch.pause(), sleeps) == (300, [10, 10])
    workbook.trouble = None
    watch.refresh()
    reads = workbook.reads
    may_wake.release()
    workbook.wait_for(reads + 1)
    watch.end()
    may_wake.release()


def test_many_who_save_at_once_cost_few_readings_and_see_their_records(demo_book: Path, slow: Panel) -> None:
    """A reading that began before a save does not count for it; one that anybody began since does for all."""
    workbook, watch = Counted(demo_book), Watch(XlsxWorkbook(demo_book), slow)
    watch.look()
    watch.workbook, queue = workbook, Queue()
    watch._reading = queue  # type: ignore[assignment]
    with ThreadPoolExecutor(20) as savers:
        with queue.lock:
            add_partner(demo_book, "Музей дзвонів")
            saved = [savers.submit(watch.refresh) for _ in range(20)]
            for _ in saved:
                assert queue.waiting.acquire(timeout=PATIENCE)
        assert all("Музей дзвонів" in list(one.result().frames["partners"]["name"]) for one in saved)
    assert workbook.reads == 1


def test_without_a_first_reading_the_trouble_is_told(tmp_path: Path, slow: Panel) -> None:
    watch = Watch(XlsxWorkbook(tmp_path / "none.xlsx"), slow)
    with pytest.raises(WorkbookError) as told:
        watch.look()
    assert told.value.code == "missing-file"


def test_many_who_try_again_do_not_flood_a_workbook_that_does_not_answer(demo_book: Path, quick: Panel) -> None:
    """Between two tries stands a sleep of the centre's setting, however many ask meanwhile; the next one who asks after
    it ends the long pause."""
    workbook, slept, may_wake = Counted(demo_book), threading.Semaphore(0), threading.Semaphore(0)
    workbook.trouble = WorkbookError("no-network")
    sleeps: list[float] = []

    def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        slept.release()
        may_wake.acquire()

    watch = Watch(workbook, quick, sleep=sleep)
    for tries in (1, 2, 3):
        for _ in range(100):
            with pytest.raises(WorkbookError):
                watch.look()
        assert slept.acquire(timeout=PATIENCE)
        assert (workbook.reads, sleeps[-1]) == (tries, 0.01)
        with pytest.raises(WorkbookError):
            watch.look()
        may_wake.release()
    may_wake.release(10)


def test_a_workbook_that_comes_back_is_shown_to_whoever_asks_next(demo_book: Path, quick: Panel) -> None:
    workbook = Counted(demo_book)
    workbook.trouble = WorkbookError("no-network")
    watch = Watch(workbook, quick)
    with pytest.raises(WorkbookError):
        watch.look()
    workbook.trouble = None
    watch.refresh()
    assert len(names(watch)) == 60


def test_whoever_saved_sees_the_record_at_once(demo_book: Path, slow: Panel) -> None:
    watch = Watch(XlsxWorkbook(demo_book), slow)
    watch.look()
    add_partner(demo_book, "Музей дзвонів")
    watch.refresh()
    assert "Музей дзвонів" in names(watch)
