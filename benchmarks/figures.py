"""What «Огляд» counts: ours on integer codes (made once a snapshot), beside the usual groupby on frames of strings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pandas as pd

from benchmarks.reading import understood, workbook_ready
from benchmarks.server import Answers, serving
from benchmarks.timing import Result, medians, ms
from charts import metrics, metrics_events
from charts.selection import Selection
from sheets.records import Snapshot
from sheets.schema import read_panel

ROUNDS = {1_000: 15, 10_000: 9, 50_000: 5}
YEARS = (("2025-09-01", "2026-08-31"), ("2024-09-01", "2025-08-31"))


def run() -> Iterator[Result]:
    """All lines of this benchmark."""
    panel = read_panel()
    for n, rounds in ROUNDS.items():
        with serving(Answers(n)) as base:
            snapshot = understood(panel, workbook_ready(base).read(shown=False))
        chosen = Selection.from_params({"period": ["2025-2026"]}, dt.date(2026, 5, 14), panel)
        frames = _of_strings(snapshot)
        took = medians({"ours": partial(ours, snapshot, chosen), "usual": partial(usual, frames)}, rounds)
        yield Result(
            what="groupby on strings / ours", size=f"{n:,} events", ours=ms(took["ours"]), other=ms(took["usual"]),
            ratio=took["usual"] / took["ours"], least=8 if n == 10_000 else None,
        )  # fmt: skip


def ours(snapshot: Snapshot, chosen: Selection) -> None:
    """What the overview computes, by our metrics, the narrowing included."""
    narrowed = chosen.narrow(snapshot)
    metrics.key_figures(narrowed)
    metrics_events.activity(narrowed)


def usual(frames: dict[str, pd.DataFrame]) -> None:
    """The same figures by groupby, as tutorials do: for this year and the one before."""
    for first, last in YEARS:
        events = frames["events"]
        events = events[(events.date >= first) & (events.date <= last)]
        events = events.assign(month=events.date.dt.strftime("%Y-%m"))
        events.groupby("month").size()
        events.groupby("month")["participants"].sum()
        events.groupby("month")["funds"].sum()
        met = frames["links"].merge(events[["month"]], left_on="record", right_index=True)
        met.groupby("month")["partner"].nunique()
        met.groupby("partner").size()
        answers = frames["evaluations"]
        answers = answers[(answers.date >= first) & (answers.date <= last)]
        scores = answers[[column for column in map(str, answers) if column.startswith("c_")]].mean(axis=1)
        scores.groupby(answers.date.dt.strftime("%Y-%m")).mean()
        partners = frames["partners"]
        for day in pd.date_range(first, last, freq="ME"):
            partners.assign(state=partners.valid_until < day).groupby("state").size()
    apart = events.assign(direction=events.directions.str.split("; ")).explode("direction")
    apart.groupby(["direction", "month"]).size()


def _of_strings(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The snapshot's frames as most people would hold them: words as strings, lists joined."""
    frames = {kind: frame.copy() for kind, frame in snapshot.frames.items()}
    for frame in frames.values():
        for column in frame.columns:
            if isinstance(frame[column].dtype, pd.CategoricalDtype):
                frame[column] = frame[column].astype(str)
        if "directions" in frame:
            frame["directions"] = frame["directions"].map("; ".join)
        inexact = [column for column in frame.columns if column.endswith("_inexact")]
        frame.drop(columns=inexact, inplace=True)
    links = snapshot.links[snapshot.links.kind == "events"]
    names = frames["partners"]["name"].to_numpy()
    frames["links"] = links.assign(partner=names[links["partner"]])
    return frames
