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
MOST_STACKS = 18  # bars of parts: of a plan, one line should not be missed
NARROW = 340  # px of a plot in which names of columns stand aslant, and letters are smaller


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


def nothing(say: Words, about: str, why: str = "") -> Any:
    """What stands where there is nothing to draw: a sentence (no record yet, if none is given), no empty axes."""
    why = why or say("chart.empty")
    data = pd.DataFrame({"text": [why]})
    chart = alt.Chart(data).mark_text(style="quiet", fontSize=14).encode(text="text:N")
    return titled(chart, about, "", 80).properties(description=f"{about}. {why}")


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
    about = and_more(about, len(frame) - MOST, say)
    chart = titled(alt.layer(*layers), title, about, STEP * len(shown) + 8)
    return told(chart, pairs(written(frame, say, value, kind)), say)


def and_more(about: str, more: int, say: Words) -> str:
    """The subtitle, and how many bars are not drawn, if any."""
    return f"{about} · {say('chart.more', n=more)}" if more > 0 else about


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
    about = and_more(about, len(order) - MOST_STACKS, say)
    order = order[:MOST_STACKS]
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
    most: float = 0.0,
    color: alt.Color | None = None,
) -> Any:
    """Squares with their numbers; the empty ones stay, outlined. Frame: `row`, `label`, `column`, `value`, `text`.

    `columns` are the keys of the columns with their names, in order; a column `detail`, where there is one, stands
    below the number in small letters; `most` has the fullest colour. On a phone the names of columns stand aslant.
    """
    shown = frame.astype({row: "str", column: "str"}).assign(across=frame[column].astype("str").map(dict(columns)))
    rows = list(dict.fromkeys(shown[row]))
    names = [name for _, name in columns]
    x = alt.X("across:N").sort(names).axis(_slanting())
    y = alt.Y("label:N").sort(list(dict.fromkeys(shown["label"]))).axis(alt.Axis(title=None, labelLimit=118))
    most = most or float(shown[value].max()) or 1.0
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
    layers = [square.add_params(pick)]
    if "detail" in shown:
        layers.append(base.mark_text(fontSize=12, fontWeight=600, yOffset=-6).encode(text="text:N"))
        small = alt.ExprRef(f"width < {NARROW} ? 8 : 10")
        layers.append(base.mark_text(style="strong", fontSize=small, fontWeight=400, yOffset=8).encode(text="detail:N"))
    else:
        layers.append(base.mark_text(fontSize=12).encode(text="text:N"))
    chart = titled(alt.layer(*layers), title, about, (38 if "detail" in shown else 28) * len(rows))
    full = shown[~shown["text"].isin(["", "·"])]
    said = full["text"] + (" (" + full["detail"] + ")" if "detail" in full else "")
    values = [(f"{a}, {b}", c) for a, b, c in zip(full["label"], full["across"], said, strict=True)]
    return told(chart, values, say)


def _slanting() -> alt.Axis:
    """Names of columns above them, aslant where the screen is narrow."""
    narrow = f"width < {NARROW}"
    return alt.Axis(
        orient="top",
        title=None,
        domain=False,
        labelLimit=110,
        labelAngle=alt.ExprRef(f"{narrow} ? -55 : 0"),
        labelAlign=alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
        labelBaseline="bottom",
        labelOverlap=False,
    )


def written(frame: pd.DataFrame, say: Words, value: str, kind: str) -> pd.DataFrame:
    """The frame with its values in words: `number` and `text` (name and number)."""
    numbers = [in_words(amount, say, kind) for amount in frame[value]]
    labels = [str(label) for label in frame["label"]]
    return frame.assign(
        label=labels,
        number=numbers,
        text=[f"{short(label)}\u2003{number}" for label, number in zip(labels, numbers, strict=True)],
    )


def in_words(amount: float, say: Words, kind: str) -> str:
    """A number as it is written beside a mark; «–» where there is none."""
    if pd.isna(amount):
        return "–"
    if kind == "share":
        return say.percent(amount)
    if kind == "money":
        return f"{say.number(amount)}\u00a0₴"
    return say.score(amount) if kind == "score" else say.number(amount)


def pairs(shown: pd.DataFrame) -> list[tuple[str, str]]:
    """Names and numbers of a frame, for the text alternative."""
    return list(zip(shown["label"], shown["number"], strict=True))
