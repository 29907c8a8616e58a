"""Pictures of the five directions: over time, beside each other, by partner type, by sub-activity."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from charts import marks, months
from charts.words import Words

RIDGE = 52  # px for a direction


def colored(frame: pd.DataFrame) -> alt.Color:
    """The directions' own colours: the theme's range in the order of all directions, whichever of them are drawn."""
    return alt.Color("direction:N").scale(domain=list(frame["direction"].cat.categories)).legend(None)


def over_time(frame: pd.DataFrame, say: Words) -> Any:
    """Activity by direction over time: a row of columns each, on one scale. Frame: direction, month, count."""
    about = say("chart.over_time.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    shown, heads = _ridges(frame, say)
    height = RIDGE * len(heads)
    y = alt.Y("bottom:Q").axis(None).scale(domain=[0, len(heads)])
    pick = marks.point("direction", "month")
    bars = (
        alt.Chart(shown)
        .mark_bar(cursor="pointer", width={"band": 0.75}, cornerRadiusEnd=2)
        .encode(
            months.month_axis(shown),
            y,
            alt.Y2("upper:Q"),
            colored(frame),
            opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("count:Q", title=say("chart.events")),
            ],
        )
        .add_params(pick)
    )
    lines = alt.Chart(heads).mark_rule(style="line").encode(y)
    names = alt.Chart(heads).mark_text(align="left", baseline="top", fontWeight=600, dy=9)
    said = names.encode(alt.Y("upper:Q").axis(None), x=alt.value(2), text="text:N")
    best = heads.iloc[heads["count"].argmax()]
    title = say("chart.over_time.title", direction=best["name"], n=int(best["count"]))
    chart = marks.titled(alt.layer(lines, bars, said), title, about, height)
    values = list(zip(heads["name"], heads["number"], strict=True))
    return marks.told(chart, values, say)


def _ridges(frame: pd.DataFrame, say: Words) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Columns laid out in rows, one scale for all: each row one unit high, its columns at most 0.55 of it."""
    drawn = frame.assign(direction=frame["direction"].astype("str"))
    sums = drawn.groupby("direction", sort=False)["count"].sum()
    rows = {key: len(sums) - 1 - place for place, key in enumerate(sums.index)}
    drawn = months.with_months(drawn, say)
    bottom = drawn["direction"].map(rows).astype(float)
    drawn = drawn.assign(
        name=[say.label("directions", key) for key in drawn["direction"]],
        bottom=bottom,
        upper=bottom + 0.55 * drawn["count"] / drawn["count"].max(),
    )
    heads = pd.DataFrame(
        {
            "direction": sums.index,
            "name": [say.label("directions", key) for key in sums.index],
            "count": sums.to_numpy(),
            "number": [say.number(count) for count in sums],
            "bottom": [float(rows[key]) for key in sums.index],
            "upper": [float(rows[key] + 1) for key in sums.index],
        }
    )
    return drawn, heads.assign(text=heads["name"] + "\u2003" + heads["number"])


def by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """Events in each direction; the empty directions stay. Frame: direction, count."""
    return _bars(frame, say, "by_direction")


def partners_by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """Partners of each direction. Frame: direction, count."""
    return _bars(frame, say, "partners_by_direction")


def reach_by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """People reached in each direction, children darker. Frame: direction, participants, children."""
    return _bars(frame, say, "reach_by_direction", value="participants")


def media_by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """The share of events in the media, by direction. Frame: direction, count, covered, share."""
    known = frame.dropna(subset="share")
    return _bars(known, say, "media_by_direction", value="share", kind="share")


def _bars(frame: pd.DataFrame, say: Words, name: str, *, value: str = "count", kind: str = "number") -> Any:
    about = say(f"chart.{name}.about")
    if not frame[value].sum():
        return marks.nothing(say, about)
    color = colored(frame)
    drawn = frame.assign(direction=frame["direction"].astype("str"))
    drawn = drawn.assign(label=[say.label("directions", key) for key in drawn["direction"]])
    best = drawn.iloc[drawn[value].argmax()]
    number = marks.in_words(best[value], say, kind)
    title = say(f"chart.{name}.title", direction=best["label"], number=number)
    return marks.bars(drawn, say, key="direction", value=value, kind=kind, title=title, about=about, color=color)


def matrix(frame: pd.DataFrame, say: Words) -> Any:
    """Partner types by direction, the empty squares too; types that nobody works with stand last. Frame: type,
    direction, count."""
    about = say("chart.matrix.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    color = colored(frame)
    sums = frame.groupby("type", observed=False)["count"].sum().sort_values(ascending=False, kind="stable")
    order = {str(key): place for place, key in enumerate(sums.index)}
    drawn = frame.assign(
        label=[say.brief("types", str(key)) for key in frame["type"]],
        text=["·" if not count else say.number(count) for count in frame["count"]],
        place=[order[str(key)] for key in frame["type"]],
    ).sort_values("place", kind="stable")
    empty = int((frame["count"] == 0).sum())
    across = [(str(key), say.brief("directions", str(key))) for key in frame["direction"].cat.categories]
    title = say("chart.matrix.title", type=say.brief("types", str(sums.index[0])), n=empty)
    return marks.matrix(
        drawn, say, row="type", column="direction", columns=across, title=title, about=about, color=color
    )


def activities(frame: pd.DataFrame, say: Words) -> Any:
    """A direction's sub-activities with their events; the empty ones stay. Frame: activity, count."""
    about = say("chart.activities.about")
    if not len(frame):
        return marks.nothing(say, about)
    drawn = frame.assign(
        activity=frame["activity"].astype("str"), label=[say(f"activity.{key}") for key in frame["activity"]]
    ).sort_values("count", ascending=False, kind="stable")
    empty = int((drawn["count"] == 0).sum())
    title = say("chart.activities.title", n=empty) if empty else say("chart.activities.full")
    return marks.bars(drawn, say, key="activity", title=title, about=about)
