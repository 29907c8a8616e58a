"""Pictures of partners: types, documents, the busiest, one partner's time line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts import marks, theme
from charts.words import Words, short

TICKS = 4  # that a line of time has at most: a phone has no room for more
DOCUMENT_COLORS = {
    "in_force": theme.GOOD,
    "ending": theme.WARN,
    "expired": theme.BAD,
    "missing": theme.MUTE,
    "unclear": theme.FAINT,
}


def by_type(frame: pd.DataFrame, say: Words) -> Any:
    """Partners by type, those with an event darker, most first. Frame: type, count, active."""
    about = say("chart.by_type.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    keys = frame["type"].astype("str")
    drawn = frame.assign(type=keys, label=[say.brief("types", key) for key in keys])
    best = drawn.iloc[0]
    title = say("chart.by_type.title", name=best["label"], n=int(best["count"]))
    return marks.bars(drawn, say, key="type", title=title, about=about, part="active")


def documents(frame: pd.DataFrame, say: Words) -> Any:
    """Documents by state, each bar in the state's own colour. Frame: state, count."""
    about = say("chart.documents.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    keys = frame["state"].astype("str")
    drawn = frame.assign(state=keys, label=[say(f"document.{key}") for key in keys])
    count = dict(zip(keys, frame["count"], strict=True))
    in_force = int(count.get("in_force", 0) + count.get("ending", 0))
    known = int(frame["count"].sum() - count.get("unclear", 0))
    title = say("chart.documents.title", n=in_force, of=known) if known else say("chart.documents.unknown")
    color = alt.Color("state:N").legend(None)
    color = color.scale(domain=list(DOCUMENT_COLORS), range=list(DOCUMENT_COLORS.values()))
    return marks.bars(drawn, say, key="state", title=title, about=about, color=color)


def most_active(frame: pd.DataFrame, say: Words) -> Any:
    """The partners with most events. Frame: partner (number as text), name, count; the busiest first."""
    about = say("chart.most_active.about")
    if not len(frame):
        return marks.nothing(say, about)
    drawn = frame.assign(partner=frame["partner"].astype("str"), label=[name or "–" for name in frame["name"]])
    best = drawn.iloc[0]
    title = say("chart.most_active.title", name=short(best["label"]), n=int(best["count"]))
    return marks.bars(drawn, say, key="partner", title=title, about=about)


def timeline(frame: pd.DataFrame, say: Words) -> Any:
    """A partner's events along time; a ring did not take place. Frame: event, start, title, state, people."""
    about = say("chart.timeline.about")
    dated = frame.dropna(subset="start")
    if not len(dated):
        return marks.nothing(say, about)
    shown = dated.assign(
        event=dated["event"].astype("str"),
        day=dated["start"].dt.strftime("%Y-%m-%dT12:00:00"),
        label=[say.day(day.date()) for day in dated["start"]],
        name=[short(str(title), 80) for title in dated["title"]],
        said=[say.label("event_status", str(state)) for state in dated["state"]],
        held=[str(state) == "held" for state in dated["state"]],
        size=dated["people"].fillna(0).to_numpy(),
    )[["event", "day", "label", "name", "said", "held", "size"]]
    pick = marks.point("event")
    dots = (
        alt.Chart(shown)
        .mark_point(cursor="pointer", style="dot", filled=True)
        .encode(
            alt.X("day:T").scale(padding=16).axis(_along([day.date() for day in dated["start"]], say)),
            alt.Size("size:Q").scale(domain=[0, max(float(shown["size"].max()), 1.0)], range=[60, 500]).legend(None),
            fillOpacity=alt.when(alt.datum.held).then(alt.value(0.55)).otherwise(alt.value(0)),
            opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
            tooltip=[alt.Tooltip(f"{field}:N", title=" ") for field in ("name", "label", "said")],
        )
        .add_params(pick)
    )
    title = say("chart.timeline.title", n=len(shown))
    chart = marks.titled(alt.layer(dots), title, about, 90)
    return marks.told(chart, list(zip(shown["label"], shown["name"], strict=True)), say)


def _along(days: Sequence[dt.date], say: Words) -> alt.Axis:
    """An axis with few ticks, no two of them alike: at beginnings of months, or, where the days lie so near
    that there are not two of these, at the first day and the last."""
    first, last = min(days), max(days)
    months = np.arange(np.datetime64(first, "M") + 1, np.datetime64(last, "M") + 1).tolist()
    ticks, written = months[:: -(-len(months) // TICKS) or 1], "%b %Y"
    if len(ticks) < 2:
        ticks, written = sorted({first, last}), "%d.%m.%Y" if say.language == "uk" else "%-d %b %Y"
    values = [alt.DateTime(year=day.year, month=day.month, date=day.day, hours=12) for day in ticks]
    return alt.Axis(title=None, values=values, format=written, labelAngle=0, labelFlush=True)
