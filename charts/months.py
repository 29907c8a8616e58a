"""Months in pictures: a column each, an axis of them, in the reader's words."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from charts import marks
from charts.words import Words

SCALES = ((1_000_000, "chart.in_millions"), (1_000, "chart.in_thousands"))  # what fits a column of a phone


def columns(
    frame: pd.DataFrame, say: Words, *, title: str, about: str, value: str = "count", kind: str = "number"
) -> Any:
    """A column a month, its number on top, large ones in thousands or millions. Frame: month ('2025-09'), `value`."""
    shown, scale = _on_top(marks.written(with_months(frame, say), say, value, kind), value, say)
    pick = marks.point("month")
    base = alt.Chart(shown).encode(month_axis(shown))
    y = alt.Y(f"{value}:Q").axis(None).scale(domain=[0, (float(shown[value].max()) or 1.0) * 1.12])
    bar = base.mark_bar(cornerRadiusEnd=3, cursor="pointer", width={"band": 0.72}).encode(
        y,
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=about)],
    )
    top = base.mark_text(baseline="bottom", dy=-3, fontSize=11).encode(y, text="top:N")
    beneath = f"{about} · {scale}" if scale else about
    chart = marks.titled(alt.layer(bar.add_params(pick), top), title, beneath, 200)
    return marks.told(chart, marks.pairs(shown), say)


def _on_top(shown: pd.DataFrame, value: str, say: Words) -> tuple[pd.DataFrame, str]:
    """The frame with what stands on its columns (`top`; nothing for 0), and in what that is counted, in words."""
    most = float(shown[value].max())
    unit, scale = next((pair for pair in SCALES if most >= 10 * pair[0]), (1, ""))
    numbers = [amount / unit for amount in shown[value]]
    top = [say.number(n, 1 if unit > 1 and n < 100 else 0) if n > 0 else "" for n in numbers]
    return shown.assign(top=top), say(scale) if scale else ""


def with_months(frame: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The frame with its months in words: `label` («вересень 2025») and `tick` («вер», with its year)."""
    months = [str(month) for month in frame["month"]]
    return frame.assign(
        month=months,
        label=[say.month(month) for month in months],
        tick=[_tick(month, months[0], say) for month in months],
    )


def _tick(month: str, first: str, say: Words) -> str:
    name, year = say.month(month, brief=True).split()
    return f"{name} {year}" if month == first or month.endswith("-01") else name


def month_axis(shown: pd.DataFrame, side: Any = alt.X) -> Any:
    """The months along the bottom (or, with alt.Y, down the side); the first one and each January bear their year."""
    ticks = dict(zip(shown["month"], shown["tick"], strict=True))
    lined = side is alt.X  # under a month there is room for a second line
    words = " : ".join(
        f"datum.value == '{month}' ? {tick.split() if lined else tick!r}" for month, tick in ticks.items()
    )
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        labelExpr=f"{words} : ''",
        labelFontSize=alt.ExprRef(f"width < {marks.NARROW} ? 10 : 12"),
        labelOverlap=True,
        domain=lined,
    )
    return side("month:O").sort(list(ticks)).axis(axis)
