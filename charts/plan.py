"""Pictures of the plan: planned against done."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charts import marks, theme
from charts.words import Words

PLAN_COLORS = {"done": theme.GOOD, "held": theme.CALM, "ahead": theme.MUTE, "late": theme.BAD}


def by_type(frame: pd.DataFrame, say: Words) -> Any:
    """Planned against done by type of institution, what is late first. Frame: type, state, count."""
    return _stacks(frame, say, "plan_by_type", "type", "types")


def by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """Planned against done by direction, what is late first. Frame: direction, state, count."""
    return _stacks(frame, say, "plan_by_direction", "direction", "directions")


def _stacks(frame: pd.DataFrame, say: Words, name: str, key: str, vocabulary: str) -> Any:
    about = say(f"chart.{name}.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    late = frame["count"].where(frame["state"] == "late", 0)
    drawn = frame.assign(
        late=late.groupby(frame[key], observed=True).transform("sum"),
        whole=frame.groupby(key, observed=True)["count"].transform("sum"),
        label=[say.brief(vocabulary, str(value)) for value in frame[key]],
        said=[say(f"plan.{state}") for state in frame["state"]],
    ).sort_values(["late", "whole"], ascending=False, kind="stable")
    of = frame.groupby(key, observed=True)["count"].sum()
    done = frame[frame["state"].isin(["done", "held"])].groupby(key, observed=True)["count"].sum()
    done = done.reindex(of.index, fill_value=0)
    worst = int((done / of.where(of > 0)).argmin())
    all_of = {"n": int(done.sum()), "of": int(of.sum())}  # of directions, whose rows overlap, no sum is said
    name_of = say.brief(vocabulary, str(of.index[worst]))
    of_worst = {"name": name_of, "done": int(done.iloc[worst]), "n": int(of.iloc[worst])}
    title = say(f"chart.{name}.title", **(all_of if key == "type" else of_worst))
    return marks.stacks(drawn, say, key=key, part="state", title=title, about=about, colors=PLAN_COLORS)
