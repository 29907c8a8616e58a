"""Figures of the plan: how much is done, and what became of the rest."""

from __future__ import annotations

from functools import partial

import numpy as np

from charts import metrics_plan
from charts.metrics_plan import PLAN_STATES
from charts.narrowed import Narrowed
from pages.parts import shelf, tiles
from pages.parts.figures import said
from pages.parts.tiles import Tile
from pages.parts.words import number, say


def row(narrowed: Narrowed) -> None:
    """Draws the plan's figures; a tap opens the rows behind one."""
    tiles.row(narrowed, "plan.figures", figures)


def figures(narrowed: Narrowed) -> tuple[Tile, ...]:
    """How much is done, what became of each row, and what was held outside the plan."""
    done, extra = metrics_plan.plan_done(narrowed), metrics_plan.unplanned(narrowed)
    outside = np.union1d(extra.rows, extra.uncounted.rows)  # those too whose partner type nobody knows
    share, of = float(done.values["share"].iloc[0]), int(done.values["of"].iloc[0])
    by_state = {state: partial(tiles.of, "plan", done.rows_of(state=state)) for state in PLAN_STATES}
    return (
        Tile("share", say("plan.share"), said(share, "share"), lambda: done, say("plan.of", n=of)),
        *(
            Tile(state, say(f"plan.figure.{state}"), number(len(count().rows)), count)
            for state, count in by_state.items()
        ),
        Tile("outside", say("plan.outside"), number(len(outside)), partial(tiles.of, "events", outside)),
    )


def late_first(narrowed: Narrowed) -> np.ndarray:
    """The selected plan rows: what is late stands first, the longest waiting on top."""
    return shelf.of(narrowed, ("late first",), _late_first)


def _late_first(narrowed: Narrowed) -> np.ndarray:
    late = metrics_plan.late(narrowed).values["row"].to_numpy(dtype=np.intp)
    return np.concatenate([late, np.setdiff1d(narrowed.plan, late)])
