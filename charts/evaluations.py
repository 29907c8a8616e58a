"""Pictures of evaluations. Each mean shows how many answers it rests on and how far they spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts import marks
from charts.metrics_evaluations import FEW
from charts.partners import DOCUMENT_COLORS
from charts.words import Words

SCORE = alt.Scale(domain=[1, 5], nice=False)
ROW, NUMBERS = 40, 200  # px for a criterion, and for the numbers beside its name
WEAK = 3.0  # a mean of this or less has the fullest colour, on every page and in every year


def criteria(frame: pd.DataFrame, say: Words) -> Any:
    """The criteria with mean, spread and number of answers, the lowest first. Frame: criterion, mean, spread, n."""
    about = say("chart.criteria.about")
    heard = frame[frame["n"] > 0].sort_values("mean", kind="stable")
    if not len(heard):
        return marks.nothing(say, about)
    shown = _named(heard, say).assign(
        low=np.maximum(1.0, heard["mean"] - heard["spread"].fillna(0)),
        high=np.minimum(5.0, heard["mean"] + heard["spread"].fillna(0)),
    )
    worst = shown.iloc[0]
    title = say("chart.criteria.title", criterion=worst["label"], mean=say.score(worst["mean"]))
    return _dots(shown, say, title=title, about=about, ends=("low", "high"))


def against_centre(frame: pd.DataFrame, say: Words) -> Any:
    """A partner's criteria beside the centre's mean (the short line). Frame: criterion, mean, n, centre."""
    about = say("chart.against_centre.about")
    heard = frame[frame["n"] > 0]
    if not len(heard):
        return marks.nothing(say, about)
    shown = _named(heard, say)
    below = int((shown["mean"] < shown["centre"]).sum())
    title = say("chart.against_centre.title", n=below)
    return _dots(shown, say, title=title, about=about, ends=("mean", "centre"), mark="centre")


def change(frame: pd.DataFrame, say: Words) -> Any:
    """Each criterion now (dot) and in the semester before (short line). Frame: criterion, before, now, n_now."""
    about = say("chart.change.about")
    heard = frame.dropna(subset=["before", "now"]).rename(columns={"now": "mean", "n_now": "n"})
    if not len(heard):
        return marks.nothing(say, about)
    shown = _named(heard.sort_values("change", kind="stable"), say)
    worst = shown.iloc[0]
    key = "chart.change.title" if worst["change"] < -0.05 else "chart.change.steady"
    title = say(key, criterion=worst["label"], change=say.score(abs(worst["change"])))
    return _dots(shown, say, title=title, about=about, ends=("mean", "before"), mark="before")


def gaps(frame: pd.DataFrame, say: Words) -> Any:
    """Between which groups opinions part most. Frame: criterion, high_group, high, low_group, low, gap, n."""
    about = say("chart.gaps.about")
    if not len(frame):
        return marks.nothing(say, about)
    shown = frame.assign(
        criterion=frame["criterion"].astype("str"),
        label=[say.field("evaluations", str(key)) for key in frame["criterion"]],
        above=[say.label("respondents", str(key)) for key in frame["high_group"]],
        below=[say.label("respondents", str(key)) for key in frame["low_group"]],
        high=frame["high"].astype(float),
        low=frame["low"].astype(float),
    )[["criterion", "label", "above", "below", "high", "low", "gap", "n"]]
    shown["number"] = [
        f"{below} {say.score(low)} – {above} {say.score(high)} · {say.number(n)}"
        for below, low, above, high, n in zip(
            shown["below"], shown["low"], shown["above"], shown["high"], shown["n"], strict=True
        )
    ]
    shown["said"] = [say("chart.answers", n=int(n)) for n in shown["n"]]
    best = shown.iloc[0]
    title = say("chart.gaps.title", criterion=best["label"], gap=say.score(best["gap"]))
    pick = marks.point("criterion")
    base = alt.Chart(shown).encode(_rows(shown))
    across = base.encode(alt.X("low:Q").scale(SCORE).axis(_score_axis(say)), alt.X2("high:Q"))
    line = across.mark_rule(style="quiet", strokeWidth=4, yOffset=9).encode(
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25))
    )
    target = across.mark_rule(strokeWidth=22, strokeCap="square", opacity=0, yOffset=9, cursor="pointer").encode(
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("label", "number", "said")]
    )  # over the dots at its ends, and as wide as a finger needs
    ends = [
        base.mark_point(filled=True, size=90, opacity=1, yOffset=9).encode(alt.X(f"{end}:Q")) for end in ("low", "high")
    ]
    chart = alt.layer(_rail(base), line, *ends, *_told_above(base), target.add_params(pick))
    chart = marks.titled(chart, title, about, ROW * len(shown))
    return marks.told(chart, marks.pairs(shown), say)


def by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """The criteria by direction: mean and answers; empty squares stay. Frame: criterion, direction, mean, n."""
    return _squares(frame, say, "criteria_by_direction", "direction", "directions")


def by_group(frame: pd.DataFrame, say: Words) -> Any:
    """The criteria by who answers. Frame: criterion, group, mean, n."""
    return _squares(frame, say, "criteria_by_group", "group", "respondents")


def documents(frame: pd.DataFrame, say: Words) -> Any:
    """Partners where the score for documents and the documents themselves part, in the colour of the document's state.
    Frame: partner, name, said, n, state, differs."""
    about = say("chart.documents_said.about")
    if not len(frame):
        return marks.nothing(say, about)
    part = frame[frame["differs"].astype(bool)].sort_values("said", ascending=False, kind="stable")
    if not len(part):
        return marks.nothing(say, about, say("chart.documents_said.none", n=len(frame)))
    states = part["state"].astype("str")
    shown = part.assign(
        criterion=part["partner"].astype("str"),
        partner=part["partner"].astype("str"),
        state=states,
        label=[str(name or "–") for name in part["name"]],
        mean=part["said"],
        number=[
            f"{say(f'document.{state}')} · {say.score(said)} ({say('chart.answers', n=int(n))})"
            for state, said, n in zip(states, part["said"], part["n"], strict=True)
        ],
        thin=False,
    ).head(marks.MOST)
    shown = shown[["partner", "criterion", "state", "label", "mean", "number", "thin"]]
    title = say("chart.documents_said.title", n=len(part), of=len(frame))
    about = marks.and_more(about, len(part) - marks.MOST, say)
    return _dots(shown, say, title=title, about=about, by="partner", colors=DOCUMENT_COLORS)


def _named(frame: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The frame with each criterion in words, its mean and its answers; a mean of few answers is marked."""
    keys = frame["criterion"].astype("str")
    numbers = [
        f"{say.score(mean)} ({say('chart.answers', n=int(n))})"
        for mean, n in zip(frame["mean"], frame["n"], strict=True)
    ]
    labels = [say.field("evaluations", key) for key in keys]
    return frame.assign(
        criterion=keys,
        label=labels,
        number=numbers,
        thin=(frame["n"] < FEW).to_numpy(),
    )


def _dots(
    shown: pd.DataFrame,
    say: Words,
    *,
    title: str,
    about: str,
    by: str = "criterion",
    ends: tuple[str, str] | None = None,
    mark: str | None = None,
    colors: Mapping[str, str] | None = None,
) -> Any:
    """A dot a criterion (or `by`) on the scale 1–5, a line between two ends, a short upright line at `mark`; where
    `colors` are given, in the colour of its `state`."""
    pick = marks.point(by)
    base = alt.Chart(shown).encode(_rows(shown))
    x = alt.X("mean:Q").scale(SCORE).axis(_score_axis(say))
    dot = base.mark_point(size=110, yOffset=9, cursor="pointer", style="dot", filled=True).encode(
        x,
        fillOpacity=alt.when(alt.datum.thin).then(alt.value(0)).otherwise(alt.value(1)),
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=" ")],
    )
    layers = [_rail(base)]
    if mark:
        upright = base.mark_tick(thickness=3, height=14, yOffset=9, style="quiet")
        layers.append(upright.encode(alt.X(f"{mark}:Q").scale(SCORE)))
    if ends:
        line = base.mark_rule(style="quiet", strokeWidth=4, yOffset=9, opacity=0.5)
        layers.append(line.encode(alt.X(f"{ends[0]}:Q").scale(SCORE), alt.X2(f"{ends[1]}:Q")))
    if colors:
        scale = alt.Scale(domain=list(colors), range=list(colors.values()))
        dot = dot.encode(
            alt.Color("state:N", scale=scale, legend=None), alt.Stroke("state:N", scale=scale, legend=None)
        )
    layers.append(dot.add_params(pick))
    chart = marks.titled(alt.layer(*layers, *_told_above(base)), title, about, ROW * len(shown))
    return marks.told(chart, marks.pairs(shown), say)


def _told_above(base: alt.Chart) -> list[alt.Chart]:
    """Above each rail its name on the left, cut where the screen is narrow, and its numbers on the right."""
    name = base.mark_text(align="left", baseline="bottom", dy=-1, limit=alt.ExprRef(f"width - {NUMBERS}"))
    number = base.mark_text(align="right", baseline="bottom", dy=-1)
    return [name.encode(x=alt.value(0), text="label:N"), number.encode(x=alt.value("width"), text="number:N")]


def _rail(base: alt.Chart) -> alt.Chart:
    """The scale of each row as a thin line from 1 to 5: no grid runs through the names."""
    return base.mark_rule(style="line", yOffset=9).encode(
        alt.X(datum=1, type="quantitative").scale(SCORE), alt.X2(datum=5)
    )


def _rows(shown: pd.DataFrame) -> alt.Y:
    return alt.Y("criterion:N").sort(list(shown["criterion"])).axis(None)


def _score_axis(say: Words) -> alt.Axis:
    return alt.Axis(title=say("chart.score"), values=[1, 2, 3, 4, 5], format="d", grid=False)


def _spread(spread: float, n: int, say: Words) -> str:
    """The small line of a square: «±0,7 · 32»; only the number of answers where one alone has no spread."""
    return "" if not n else say.number(n) if pd.isna(spread) else f"±{say.score(spread)} · {say.number(n)}"


def _squares(frame: pd.DataFrame, say: Words, name: str, column: str, vocabulary: str) -> Any:
    about = say(f"chart.{name}.about")
    heard = frame[frame["n"] > 0]
    if not len(heard):
        return marks.nothing(say, about)
    enough = frame["n"] >= FEW
    drawn = frame.assign(
        label=[say.field("evaluations", str(key)) for key in frame["criterion"]],
        text=[say.score(mean) if n else "·" for mean, n in zip(frame["mean"], frame["n"], strict=True)],
        detail=[_spread(spread, n, say) for spread, n in zip(frame["spread"], frame["n"], strict=True)],
        weakness=np.where(enough, np.clip((5 - frame["mean"]) / (5 - WEAK), 0, 1), 0.0),
    )
    worst = heard.iloc[heard["mean"].argmin()]
    across = [(str(key), say.brief(vocabulary, str(key))) for key in frame[column].cat.categories]
    title = say(
        f"chart.{name}.title",
        criterion=say.field("evaluations", str(worst["criterion"])),
        name=say.brief(vocabulary, str(worst[column])),
        mean=say.score(worst["mean"]),
        answers=say("chart.answers", n=int(worst["n"])),
    )
    return marks.matrix(
        drawn, say, row="criterion", column=column, columns=across, value="weakness", most=1.0, title=title, about=about
    )
