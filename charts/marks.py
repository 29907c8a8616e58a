"""Shapes that several pictures share: labelled bars, months, a matrix, ridges, dots. Frame in, chart out.

Names stand above their bars, so a chart reads at 360 px as well as on a wall; numbers stand beside the marks, so that
an axis is rarely needed. Bars begin at zero. Every mark that can be clicked carries the keys of its rows in a selection
named `pick`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from charts.words import Words, short

PICK = "pick"  # the name of every selection: a page asks for event.selection.pick
STEP = 36  # px for a bar with its name above it
LINE = 42  # letters of a title that fit 360 px
MOST = 12  # bars of a list of names; the rest is said in one line


def titled(chart: Any, title: str, about: str, height: int) -> Any:
    """The chart with its title (what is seen), its subtitle (what is measured), and both widths of a page."""
    heading = alt.Title(textwrap.wrap(title, LINE), subtitle=textwrap.wrap(about, LINE + 12))
    return chart.properties(title=heading, width="container", height=height)


def told(chart: Any, values: Sequence[tuple[str, str]], say: Words) -> Any:
    """The chart with its text alternative: the title, then the values in words; a long list is cut with «ще N»."""
    words = chart.title.text if chart.title is not alt.Undefined else []
    listed = [f"{name}: {value}" for name, value in values[:MOST]]
    if len(values) > MOST:
        listed.append(say("chart.more", n=len(values) - MOST))
    return chart.properties(description=". ".join(filter(None, [" ".join(words), "; ".join(listed)])))


def alt_text(chart: Any) -> str:
    """The text alternative of a chart: what a person who can't see it is told."""
    return str(chart.description)


def nothing(say: Words, about: str) -> Any:
    """What stands where there is nothing to draw yet: a sentence, not an empty frame of axes."""
    data = pd.DataFrame({"text": [say("chart.empty")]})
    chart = alt.Chart(data).mark_text(style="quiet", fontSize=14).encode(text="text:N")
    return titled(chart, about, "", 80).properties(description=f"{about}. {say('chart.empty')}")


def point(*fields: str) -> alt.Parameter:
    """The selection of a clicked mark, by these fields."""
    return alt.selection_point(name=PICK, fields=list(fields), on="click", clear="dblclick")


def bars(
    frame: pd.DataFrame,
    say: Words,
    *,
    key: str,
    title: str,
    about: str,
    value: str = "count",
    kind: str = "number",
    color: alt.Color | None = None,
    part: str | None = None,
) -> Any:
    """Bars with the name and the number above each, in the frame's order. Frame: `key`, `label`, `value`.

    `kind` says how a number is written: number, share (of a whole: drawn to 100 %), money, score. `part` is a column
    that is drawn darker within the bar. At most MOST bars are drawn; how many more there are is said below them.
    """
    shown = written(frame.head(MOST), say, value, kind)
    y = alt.Y(f"{key}:N").sort(list(shown[key])).axis(None)
    top = 1.0 if kind == "share" else float(shown[value].max()) or 1.0
    x = alt.X(f"{value}:Q").axis(None).scale(domain=[0, top])
    pick = point(key)
    base = alt.Chart(shown).encode(y)
    bar = base.mark_bar(height=10, yOffset=9, cornerRadiusEnd=3, cursor="pointer").encode(
        x,
        opacity=alt.when(pick).then(alt.value(0.45 if part else 1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=about)],
    )
    layers = [(bar.encode(color) if color else bar).add_params(pick)]
    if part:
        layers.append(base.mark_bar(height=10, yOffset=9, cornerRadiusEnd=3).encode(alt.X(f"{part}:Q")))
    layers.append(base.mark_text(align="left", baseline="bottom", dy=1).encode(x=alt.value(0), text="text:N"))
    about = _and_more(about, len(frame) - MOST, say)
    chart = titled(alt.layer(*layers), title, about, STEP * len(shown) + 8)
    return told(chart, pairs(written(frame, say, value, kind)), say)


def _and_more(about: str, more: int, say: Words) -> str:
    """The subtitle, and how many bars are not drawn, if any."""
    return f"{about} · {say('chart.more', n=more)}" if more > 0 else about


def columns(
    frame: pd.DataFrame, say: Words, *, title: str, about: str, value: str = "count", kind: str = "number"
) -> Any:
    """A column a month, its number on top. Frame: month ('2025-09'), `value`."""
    shown = written(with_months(frame, say), say, value, kind)
    pick = point("month")
    base = alt.Chart(shown).encode(month_axis(shown))
    y = alt.Y(f"{value}:Q").axis(None).scale(domain=[0, (float(shown[value].max()) or 1.0) * 1.12])
    bar = base.mark_bar(cornerRadiusEnd=3, cursor="pointer", width={"band": 0.72}).encode(
        y,
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=about)],
    )
    top = base.mark_text(baseline="bottom", dy=-3, fontSize=11).encode(y, text="top:N")
    return told(titled(alt.layer(bar.add_params(pick), top), title, about, 200), pairs(shown), say)


def stacks(
    frame: pd.DataFrame, say: Words, *, key: str, part: str, title: str, about: str, colors: Mapping[str, str]
) -> Any:
    """Bars of parts in fixed colours, the name and the numbers above. Frame: `key`, `label`, `part`, `said`, count.

    `said` is a part's name in words; `colors` gives each part its colour, in the order of drawing.
    """
    shown = frame.assign(rank=frame[part].map({name: n for n, name in enumerate(colors)}).astype(int))
    shown = shown.sort_values("rank", kind="stable").astype({key: "str", part: "str"})
    heads = _heads(shown, say, key)
    order = list(dict.fromkeys(frame[key].astype("str")))
    about = _and_more(about, len(order) - MOST, say)
    order = order[:MOST]
    shown, heads = shown[shown[key].isin(order)], heads[heads[key].isin(order)]
    y = alt.Y(f"{key}:N").sort(order).axis(None)
    pick = point(key, part)
    bar = (
        alt.Chart(shown)
        .mark_bar(height=12, yOffset=9, cursor="pointer")
        .encode(
            y,
            alt.X("sum(count):Q").axis(None).stack("zero"),
            alt.Color(f"{part}:N").scale(domain=list(colors), range=list(colors.values())).legend(None),
            alt.Order("rank:Q"),
            opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("said:N", title=" "),
                alt.Tooltip("count:Q", title=about),
            ],
        )
        .add_params(pick)
    )
    text = alt.Chart(heads).mark_text(align="left", baseline="bottom", dy=1).encode(y, x=alt.value(0), text="text:N")
    chart = titled(alt.layer(bar, text), title, about, STEP * len(order) + 8)
    return told(chart, list(zip(heads["label"], heads["numbers"], strict=True)), say)


def _heads(shown: pd.DataFrame, say: Words, key: str) -> pd.DataFrame:
    """For each bar of parts, its name and what its parts are, in words."""
    rows = []
    for name, group in shown.groupby(key, sort=False):
        numbers = ", ".join(
            f"{said} {say.number(n)}" for said, n in zip(group["said"], group["count"], strict=True) if n
        )
        label = str(group["label"].iloc[0])
        rows.append({key: name, "label": label, "numbers": numbers, "text": f"{short(label, 24)}\u2003{numbers}"})
    return pd.DataFrame(rows, columns=[key, "label", "numbers", "text"])


def matrix(
    frame: pd.DataFrame,
    say: Words,
    *,
    row: str,
    column: str,
    columns: Sequence[tuple[str, str]],
    title: str,
    about: str,
    value: str = "count",
    color: alt.Color | None = None,
) -> Any:
    """Squares with their numbers; the empty ones stay, outlined. Frame: `row`, `label`, `column`, `value`, `text`.

    `columns` are the keys of the columns with their names, in order.
    """
    shown = frame.astype({row: "str", column: "str"}).assign(across=frame[column].astype("str").map(dict(columns)))
    rows = list(dict.fromkeys(shown[row]))
    names = [name for _, name in columns]
    x = (
        alt.X("across:N")
        .sort(names)
        .axis(alt.Axis(orient="top", title=None, labelAngle=0, labelLimit=74, domain=False))
    )
    y = alt.Y("label:N").sort(list(dict.fromkeys(shown["label"]))).axis(alt.Axis(title=None, labelLimit=118))
    most = float(shown[value].max()) or 1.0
    pick = point(row, column)
    base = alt.Chart(shown).encode(x, y)
    square = base.mark_rect(style="square", cursor="pointer", cornerRadius=3).encode(
        fillOpacity=alt.FillOpacity(f"{value}:Q").scale(domain=[0, most], range=[0, 0.6]).legend(None),
        strokeWidth=alt.when(pick).then(alt.value(1)).otherwise(alt.value(0)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("across:N", title=" "),
            alt.Tooltip("text:N", title=about),
        ],
    )
    square = square.encode(color) if color else square
    number = base.mark_text(fontSize=12).encode(text="text:N")
    chart = titled(alt.layer(square.add_params(pick), number), title, about, 28 * len(rows) + 24)
    values = [(f"{a}, {b}", c) for a, b, c in zip(shown["label"], shown["across"], shown["text"], strict=True)]
    full = [(name, text) for name, text in values if text not in ("", "·")]
    return told(chart, full, say)


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


def month_axis(shown: pd.DataFrame) -> alt.X:
    """The months along the bottom; a year stands under the first month and each January."""
    ticks = dict(zip(shown["month"], shown["tick"], strict=True))
    words = " : ".join(f"datum.value == '{month}' ? {tick.split()!r}" for month, tick in ticks.items())
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=f"{words} : ''", labelOverlap=True, domain=True)
    return alt.X("month:O").sort(list(ticks)).axis(axis)


def written(frame: pd.DataFrame, say: Words, value: str, kind: str) -> pd.DataFrame:
    """The frame with its values in words: `number`, `text` (name and number) and `top` (the number in
    few letters; nothing for 0)."""
    numbers = [in_words(amount, say, kind) for amount in frame[value]]
    labels = [str(label) for label in frame["label"]]
    return frame.assign(
        label=labels,
        number=numbers,
        text=[f"{short(label)}\u2003{number}" for label, number in zip(labels, numbers, strict=True)],
        top=[say.compact(amount) if amount > 0 else "" for amount in frame[value]],
    )


def in_words(amount: float, say: Words, kind: str) -> str:
    """A number as it is written beside a mark; «–» where there is none."""
    if pd.isna(amount):
        return "–"
    if kind == "share":
        return f"{say.number(amount * 100)}\u00a0%"
    if kind == "money":
        return f"{say.number(amount)}\u00a0₴"
    return say.number(amount, 1 if kind == "score" else 0)


def pairs(shown: pd.DataFrame) -> list[tuple[str, str]]:
    """Names and numbers of a frame, for the text alternative."""
    return list(zip(shown["label"], shown["number"], strict=True))
