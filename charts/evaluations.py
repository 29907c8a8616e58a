"""Pictures of evaluations. Each mean shows how many answers it rests on and how far they spread."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts import marks
from charts.metrics_evaluations import FEW
from charts.words import Words

SCORE = alt.Scale(domain=[1, 5], nice=False)
ROW = 40  # px for a criterion


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
    title = say("chart.criteria.title", criterion=worst["label"], mean=say.number(worst["mean"], 1))
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
    title = say(key, criterion=worst["label"], change=say.number(abs(worst["change"]), 1))
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
        f"{below} {say.number(low, 1)} – {above} {say.number(high, 1)} ({say('chart.answers', n=int(n))})"
        for below, low, above, high, n in zip(
            shown["below"], shown["low"], shown["above"], shown["high"], shown["n"], strict=True
        )
    ]
    shown["text"] = shown["label"] + "\u2003" + shown["number"]
    best = shown.iloc[0]
    title = say("chart.gaps.title", criterion=best["label"], gap=say.number(best["gap"], 1))
    pick = marks.point("criterion")
    base = alt.Chart(shown).encode(_rows(shown))
    line = base.mark_rule(strokeWidth=3, yOffset=9, cursor="pointer").encode(
        alt.X("low:Q").scale(SCORE).axis(_score_axis(say)),
        alt.X2("high:Q"),
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=" ")],
    )
    ends = [
        base.mark_point(filled=True, size=90, opacity=1, yOffset=9).encode(alt.X(f"{end}:Q")) for end in ("low", "high")
    ]
    names = base.mark_text(align="left", baseline="bottom", dy=-1).encode(x=alt.value(0), text="text:N")
    chart = marks.titled(alt.layer(line.add_params(pick), *ends, names), title, about, ROW * len(shown) + 24)
    return marks.told(chart, marks.pairs(shown), say)


def by_direction(frame: pd.DataFrame, say: Words) -> Any:
    """The criteria by direction: mean and answers; empty squares stay. Frame: criterion, direction, mean, n."""
    return _squares(frame, say, "criteria_by_direction", "direction", "directions")


def by_group(frame: pd.DataFrame, say: Words) -> Any:
    """The criteria by who answers. Frame: criterion, group, mean, n."""
    return _squares(frame, say, "criteria_by_group", "group", "respondents")


def documents(frame: pd.DataFrame, say: Words) -> Any:
    """Partners where the score for documents and the documents themselves part. Frame: partner, name, said, n, state,
    differs."""
    about = say("chart.documents_said.about")
    part = frame[frame["differs"].astype(bool)] if len(frame) else frame
    if not len(part):
        return marks.nothing(say, about)
    drawn = part.assign(
        partner=part["partner"].astype("str"),
        label=[
            f"{name or '–'}: {say(f'document.{state}')}"
            for name, state in zip(part["name"], part["state"], strict=True)
        ],
        state=part["state"].astype("str"),
    ).sort_values("said", ascending=False, kind="stable")
    title = say("chart.documents_said.title", n=len(part))
    return marks.bars(drawn, say, key="partner", value="said", kind="score", title=title, about=about)


def _named(frame: pd.DataFrame, say: Words) -> pd.DataFrame:
    """The frame with each criterion in words, its mean and its answers; a mean of few answers is marked."""
    keys = frame["criterion"].astype("str")
    numbers = [
        f"{say.number(mean, 1)} ({say('chart.answers', n=int(n))})"
        for mean, n in zip(frame["mean"], frame["n"], strict=True)
    ]
    labels = [say.field("evaluations", key) for key in keys]
    return frame.assign(
        criterion=keys,
        label=labels,
        number=numbers,
        text=[f"{label}\u2003{number}" for label, number in zip(labels, numbers, strict=True)],
        thin=(frame["n"] < FEW).to_numpy(),
    )


def _dots(
    shown: pd.DataFrame, say: Words, *, title: str, about: str, ends: tuple[str, str], mark: str | None = None
) -> Any:
    """A dot a criterion on the scale 1–5, a line between two ends, a short upright line at `mark`."""
    pick = marks.point("criterion")
    base = alt.Chart(shown).encode(_rows(shown))
    x = alt.X("mean:Q").scale(SCORE).axis(_score_axis(say))
    dot = base.mark_point(size=110, yOffset=9, cursor="pointer", style="dot", filled=True).encode(
        x,
        fillOpacity=alt.when(alt.datum.thin).then(alt.value(0)).otherwise(alt.value(1)),
        opacity=alt.when(pick).then(alt.value(1.0)).otherwise(alt.value(0.25)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("number:N", title=" ")],
    )
    line = base.mark_rule(strokeWidth=2, yOffset=9, opacity=0.5).encode(
        alt.X(f"{ends[0]}:Q").scale(SCORE), alt.X2(f"{ends[1]}:Q")
    )
    names = base.mark_text(align="left", baseline="bottom", dy=-1).encode(x=alt.value(0), text="text:N")
    layers = [line, dot.add_params(pick), names]
    if mark:
        layers.insert(
            0, base.mark_tick(thickness=3, height=14, yOffset=9, style="quiet").encode(alt.X(f"{mark}:Q").scale(SCORE))
        )
    chart = marks.titled(alt.layer(*layers), title, about, ROW * len(shown) + 24)
    return marks.told(chart, marks.pairs(shown), say)


def _rows(shown: pd.DataFrame) -> alt.Y:
    return alt.Y("criterion:N").sort(list(shown["criterion"])).axis(None)


def _score_axis(say: Words) -> alt.Axis:
    return alt.Axis(title=say("chart.score"), values=[1, 2, 3, 4, 5], format="d", grid=True)


def _squares(frame: pd.DataFrame, say: Words, name: str, column: str, vocabulary: str) -> Any:
    about = say(f"chart.{name}.about")
    heard = frame[frame["n"] > 0]
    if not len(heard):
        return marks.nothing(say, about)
    drawn = frame.assign(
        label=[say.field("evaluations", str(key)) for key in frame["criterion"]],
        text=[
            f"{say.number(m, 1)} · {say.number(n)}" if n else "·"
            for m, n in zip(frame["mean"], frame["n"], strict=True)
        ],
        strength=frame["mean"].fillna(1) - 1,
    )
    worst = heard.iloc[heard["mean"].argmin()]
    across = [(str(key), say.brief(vocabulary, str(key))) for key in frame[column].cat.categories]
    title = say(
        f"chart.{name}.title",
        criterion=say.field("evaluations", str(worst["criterion"])),
        name=say.brief(vocabulary, str(worst[column])),
        mean=say.number(worst["mean"], 1),
        answers=say("chart.answers", n=int(worst["n"])),
    )
    return marks.matrix(
        drawn, say, row="criterion", column=column, columns=across, value="strength", title=title, about=about
    )
