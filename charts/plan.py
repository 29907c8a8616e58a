"""Pictures of the plan: planned against done."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charts import marks, theme
from charts.words import Words

PLAN_COLORS = {"done": theme.GOOD, "held": theme.CALM, "ahead": theme.MUTE, "late": theme.BAD}


def by_type(frame: pd.DataFrame, say: Words) -> Any:
    """Planned against done by type of institution, the largest plan first. Frame: type, state, count."""
    return _stacks(frame, say, "plan_by_type", "type", "types")


def by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """Planned against done by direction. Frame: direction, state, count."""
    return _stacks(frame, say, "plan_by_direction", "direction", "directions")


def _stacks(frame: pd.DataFrame, say: Words, name: str, key: str, vocabulary: str) -> Any:
    about = say(f"chart.{name}.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    sums = frame.groupby(key, observed=True)["count"].transform("sum").astype(int)
    drawn = frame.assign(
        whole=sums,
        label=[say.brief(vocabulary, str(value)) for value in frame[key]],
        said=[say(f"plan.{state}") for state in frame["state"]],
    ).sort_values("whole", ascending=False, kind="stable")
    done = int(frame.loc[frame["state"].isin(["done", "held"]), "count"].sum())
    title = say(f"chart.{name}.title", n=done, of=int(frame["count"].sum()))
    return marks.stacks(drawn, say, key=key, part="state", title=title, about=about, colors=PLAN_COLORS)
