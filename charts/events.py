"""Pictures of events: months, calendar, forms, levels, people, money, planned against held."""

from __future__ import annotations

import calendar as days
import datetime as dt
from typing import Any

import altair as alt
import pandas as pd

from charts import marks, months, theme
from charts.words import Words

STATE_COLORS = {"held": theme.GOOD, "planned": theme.CALM, "postponed": theme.WARN, "cancelled": theme.MUTE}


def by_month(frame: pd.DataFrame, say: Words) -> Any:
    """Events month by month. Frame: month, count."""
    return _months(frame, say, "by_month", "count")


def reach_by_month(frame: pd.DataFrame, say: Words) -> Any:
    """People month by month. Frame: month, people."""
    return _months(frame, say, "reach_by_month", "people")


def funds(frame: pd.DataFrame, say: Words) -> Any:
    """Hryvnias attracted month by month. Frame: month, funds."""
    return _months(frame, say, "funds", "funds", "money")


def _months(frame: pd.DataFrame, say: Words, name: str, value: str, kind: str = "number") -> Any:
    about = say(f"chart.{name}.about")
    if not frame[value].sum():
        return marks.nothing(say, about)
    best = frame.iloc[frame[value].argmax()]
    title = say(f"chart.{name}.title", month=say.month(best["month"]), number=marks.in_words(best[value], say, kind))
    return months.columns(frame, say, value=value, kind=kind, title=title, about=about)


def by_form(frame: pd.DataFrame, say: Words) -> Any:
    """Events by form, most first. Frame: form, count."""
    return _ranked(frame, say, "by_form", "form", "forms")


def by_level(frame: pd.DataFrame, say: Words) -> Any:
    """Events by level, from the institution up; empty levels stay. Frame: level, count."""
    return _ranked(frame, say, "by_level", "level", "levels")


def by_service(frame: pd.DataFrame, say: Words) -> Any:
    """Events by service. Frame: service, count."""
    return _ranked(frame, say, "by_service", "service", "services")


def by_responsible(frame: pd.DataFrame, say: Words) -> Any:
    """Events by responsible person, most first. Frame: responsible, count."""
    return _ranked(frame, say, "by_responsible", "responsible", "")


def unplanned(frame: pd.DataFrame, say: Words) -> Any:
    """Events that no plan row asked for, by partner type. Frame: type, count."""
    return _ranked(frame, say, "unplanned", "type", "types")


def _ranked(frame: pd.DataFrame, say: Words, name: str, key: str, vocabulary: str) -> Any:
    about = say(f"chart.{name}.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    keys = frame[key].astype("str")
    labels = [say.brief(vocabulary, value) if vocabulary else value for value in keys]
    drawn = frame.assign(label=labels)
    drawn[key] = keys
    best = drawn.iloc[drawn["count"].argmax()]
    title = say(f"chart.{name}.title", name=best["label"], n=int(best["count"]))
    return marks.bars(drawn, say, key=key, title=title, about=about)


def reach(frame: pd.DataFrame, say: Words) -> Any:
    """Who took part, in people; inexact numbers are named beside and never summed. Frame: who, people, inexact."""
    about = say("chart.reach.about")
    if not frame["people"].sum():
        return marks.nothing(say, about)
    frame = frame[(frame["events"] > 0) | (frame["inexact"] > 0)]  # nobody wrote how many: not a zero
    labels = [
        say(f"who.{who}") + (f" ({say('chart.reach.inexact', n=int(inexact))})" if inexact else "")
        for who, inexact in zip(frame["who"], frame["inexact"], strict=True)
    ]
    drawn = frame.assign(label=labels)
    title = say("chart.reach.title", n=int(frame["people"].iloc[0]))
    return marks.bars(drawn, say, key="who", value="people", title=title, about=about)


def states(frame: pd.DataFrame, say: Words) -> Any:
    """Planned against held, month by month. Frame: state, month, count."""
    about = say("chart.states.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    known = frame[frame["state"].isin(list(STATE_COLORS))]
    shown = months.with_months(known.astype({"state": "str"}), say)
    shown = shown.assign(
        said=[say.label("event_status", state) for state in shown["state"]],
        rank=shown["state"].map({state: rank for rank, state in enumerate(STATE_COLORS)}),
    )
    totals = shown.groupby("state")["count"].sum()
    words = {state: say.label("event_status", state) for state in STATE_COLORS}
    pick = marks.point("state", "month")
    color = alt.Color("said:N").scale(domain=list(words.values()), range=list(STATE_COLORS.values()))
    color = color.legend(alt.Legend(columns=2))
    bars = (
        alt.Chart(shown)
        .mark_bar(cursor="pointer", width={"band": 0.72})
        .encode(
            months.month_axis(shown),
            alt.Y("count:Q").axis(alt.Axis(title=say("chart.events"), tickMinStep=1)).stack("zero"),
            color,
            alt.Order("rank:Q"),
            opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
            tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("label", "said")]
            + [alt.Tooltip("count:Q", title=say("chart.events"))],
        )
        .add_params(pick)
    )
    title = say("chart.states.title", held=int(totals.get("held", 0)), n=int(totals.sum()))
    values = [(words[state], say.number(totals.get(state, 0))) for state in STATE_COLORS]
    return marks.told(marks.titled(alt.layer(bars), title, about, 220), values, say)


def calendar_year(frame: pd.DataFrame, say: Words) -> Any:
    """The days of a span with their events: a row a month, a square a day. Frame: day ('2025-09-01'), count."""
    about = say("chart.calendar.about")
    if not frame["count"].sum():
        return marks.nothing(say, about)
    sums = frame.groupby("day", observed=True)["count"].sum().reset_index()
    keys = sums["day"].astype("str")
    shown = sums.assign(
        day=keys,
        left=keys.str[8:].astype(int) - 0.45,
        right=keys.str[8:].astype(int) + 0.45,
        month=keys.str[:7],
        label=[say.day(dt.date.fromisoformat(key)) for key in keys],
    )
    first, last = keys.min(), keys.max()
    ground = _months_between(first[:7], last[:7])
    rows = months.month_axis(months.with_months(ground, say), alt.Y)
    x = alt.X("left:Q").scale(domain=[0.5, 31.5], nice=False)
    x = x.axis(alt.Axis(title=None, labelAngle=0, values=[1, 10, 20, 31], grid=False))
    bands = alt.Chart(ground).mark_bar(style="ground", height={"band": 0.9}, cornerRadius=2)
    pick = marks.point("day")
    squares = (
        alt.Chart(shown)
        .mark_bar(style="accent", height={"band": 0.9}, cornerRadius=2, cursor="pointer")
        .encode(
            x,
            alt.X2("right:Q"),
            rows,
            fillOpacity=alt.FillOpacity("count:Q")
            .scale(domain=[0, int(shown["count"].max())], range=[0.25, 1])
            .legend(None),
            opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.3)),
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("count:Q", title=say("chart.events"))],
        )
        .add_params(pick)
    )
    best = shown.iloc[shown["count"].argmax()]
    title = say("chart.calendar.title", day=best["label"], n=int(best["count"]))
    chart = alt.layer(bands.encode(x, alt.X2("right:Q"), rows), squares)
    values = list(zip(shown["label"], map(say.number, shown["count"]), strict=True))
    return marks.told(marks.titled(chart, title, about, 22 * len(ground)), values, say)


def _months_between(first: str, last: str) -> pd.DataFrame:
    """The months from one to another ('2025-09'), each from its first day to its last."""
    keys = [str(month) for month in pd.period_range(first, last, freq="M")]
    lengths = [days.monthrange(int(key[:4]), int(key[5:]))[1] for key in keys]
    return pd.DataFrame({"month": keys, "left": 0.55, "right": [length + 0.45 for length in lengths]})


def calendar_month(frame: pd.DataFrame, month: str, say: Words) -> Any:
    """A month as a wall calendar, weeks from Monday: a square a day, with its events. Frame: day, count."""
    about = say("chart.calendar_month.about")
    sums = frame.groupby(frame["day"].astype("str"))["count"].sum()
    counts = {str(day): int(count) for day, count in sums.items()}
    shown = pd.DataFrame(_wall(month, counts, say))
    total = int(shown["count"].sum())
    pick = marks.point("day")
    week = list(dict.fromkeys(shown.sort_values("column")["weekday"]))
    base = alt.Chart(shown).encode(
        alt.X("weekday:N").sort(week).axis(alt.Axis(title=None, labelAngle=0, orient="top", domain=False)),
        alt.Y("week:O").axis(None),
    )
    most = max(int(shown["count"].max()), 1)
    squares = base.mark_rect(style="square", cornerRadius=3, cursor="pointer").encode(
        fillOpacity=alt.FillOpacity("count:Q").scale(domain=[0, most], range=[0, 0.6]).legend(None),
        strokeWidth=alt.when(pick).then(alt.value(1)).otherwise(alt.value(0)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("count:Q", title=say("chart.events"))],
    )
    dates = base.mark_text(style="quiet", align="left", baseline="top", xOffset=-18, yOffset=-17).encode(text="date:N")
    numbers = base.mark_text(style="strong", yOffset=5).encode(text="text:N")
    title = say("chart.calendar_month.title", month=say.month(month).capitalize(), n=total)
    chart = marks.titled(
        alt.layer(squares.add_params(pick), dates, numbers), title, about, 46 * int(shown["week"].max() + 1) + 24
    )
    busy = shown[shown["count"] > 0]
    return marks.told(chart, list(zip(busy["label"], map(say.number, busy["count"]), strict=True)), say)


def _wall(month: str, counts: dict[str, int], say: Words) -> list[dict[str, Any]]:
    """The days of a month, each with its place on a wall calendar."""
    first, length = days.monthrange(int(month[:4]), int(month[5:]))
    rows = []
    for date in range(1, length + 1):
        key, place = f"{month}-{date:02}", first + date - 1
        count = int(counts.get(key, 0))
        rows.append(
            {
                "day": key,
                "date": str(date),
                "week": place // 7,
                "column": place % 7,
                "weekday": say.weekday(place % 7),
                "count": count,
                "text": say.number(count) if count else "",
                "label": say.day(dt.date.fromisoformat(key)),
            }
        )
    return rows
