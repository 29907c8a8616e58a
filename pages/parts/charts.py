"""Drawing charts: a specification is made once for a snapshot, selection, language and theme, and shared by all who
look. A click on a mark opens the records behind it; a line says how many records were counted and how many could not
be, and opens both; a small menu gives the picture and its data to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from charts import export
from charts.counted import Counted
from charts.marks import PICK, alt_text
from charts.narrowed import Narrowed
from charts.sent import sent
from charts.theme import spec
from charts.words import Words
from pages.parts import filters, rows, shelf
from pages.parts.words import language, md, say
from sheets import exporting

Metric = Callable[[Narrowed], Counted]  # a named aggregation of charts.metrics_*
Picture = Callable[[pd.DataFrame, Words], Any]  # its frame as an Altair chart


@dataclass(frozen=True, eq=False)
class Drawn:
    """A chart ready to be sent: its specification (data as Arrow), its text alternative, and what it counted."""

    spec: dict[str, Any]
    title: str
    about: str
    alt: str
    counted: int
    uncounted: int


def draw(narrowed: Narrowed, key: str, metric: Metric, picture: Picture, *, color: str = "") -> None:
    """Draws what the metric counts as the picture, in a card, under this key; `color` stands for the theme's own.

    The key ('overview.activity', 'partners.timeline.17') names all that metric and picture depend on besides the
    selection: two charts never share one.
    """
    now, dark = narrowed.snapshot, st.context.theme.type == "dark"
    work = partial(_drawn, metric=metric, picture=picture, dark=dark, color=color)
    drawn = shelf.of(narrowed, ("chart", key, dark, color), work)
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{md(drawn.title)}**" + (f"  \n:gray[:small[{md(drawn.about)}]]" if drawn.about else ""))
        _picture_of(drawn, key)
        with st.container(horizontal=True, horizontal_alignment="distribute", key=f"foot.{key}"):
            _counted_line(key, drawn)
            _menu(narrowed, key, drawn, metric, picture)
    what = rows.asked(key)
    if what:
        rows.of_counted(now, what, drawn.title, metric(narrowed), filters.words(now))


def _has_pick(spec: dict[str, Any]) -> bool:
    """Whether the picture has marks to click: one that says only «nothing yet» has none."""
    return any(param["name"] == PICK for param in spec.get("params", ()))


def _picture_of(drawn: Drawn, key: str) -> None:
    """The picture, its marks to be clicked; words, where there are rows and none could be counted."""
    if drawn.uncounted and not drawn.counted:
        st.info(say("chart.none_counted"), icon=":material/search_off:")
        return
    widget = f"chart.{key}.{rows.times(key)}"
    clicks: dict[str, Any] = {}
    if _has_pick(drawn.spec):
        clicks = {"on_select": partial(_clicked, key, widget), "selection_mode": PICK}
    st.vega_lite_chart(drawn.spec, theme=None, key=widget, alt=drawn.alt, **clicks)


def _drawn(narrowed: Narrowed, metric: Metric, picture: Picture, dark: bool, color: str) -> Drawn:
    counted = metric(narrowed)
    chart = picture(counted.values, filters.words(narrowed.snapshot))
    whole = spec(chart, language(), dark=dark)
    if color:
        whole["config"]["mark"]["color"] = color
        whole["config"]["style"]["dot"] |= {"fill": color, "stroke": color}
    ready, heading = sent(whole), whole["title"]  # said as text above the chart: it wraps as the screen wants
    ready["autosize"] = {"type": "fit-x", "contains": "padding"}  # the height is the plot's own
    return Drawn(
        spec=ready,
        title=" ".join(heading["text"]),
        about=" ".join(heading.get("subtitle", ())),
        alt=alt_text(chart),
        counted=len(counted.rows),
        uncounted=len(counted.uncounted),
    )


def _counted_line(key: str, drawn: Drawn) -> None:
    """«Враховано 48 рядків · не враховано 3»: opens them, for those too who can't click a mark."""
    told = [say("chart.counted", n=drawn.counted)]
    if drawn.uncounted:
        told.append(say("chart.uncounted", n=drawn.uncounted))
    st.button(
        " · ".join(told), key=f"rows.{key}", type="tertiary", on_click=rows.ask, args=(key,), help=say("chart.rows")
    )


def _menu(narrowed: Narrowed, key: str, drawn: Drawn, metric: Metric, picture: Picture) -> None:
    """The chart as PNG and SVG, its data as CSV; made when somebody asks."""
    menu = st.popover(
        say("chart.take"), type="tertiary", icon=":material/download:", key=f"menu.{key}", on_change="rerun"
    )
    if not menu.open:
        return
    dark, spoken = st.context.theme.type == "dark", language()

    def paper() -> dict[str, Any]:
        return spec(picture(metric(narrowed).values, filters.words(narrowed.snapshot)), spoken, dark=dark)

    offered: dict[str, tuple[str, Callable[[], Any]]] = {
        "png": ("image/png", lambda: export.png(paper(), dark=dark)),
        "svg": ("image/svg+xml", lambda: export.svg(paper(), dark=dark)),
        "csv": ("text/csv", lambda: exporting.csv(metric(narrowed).values)),
    }
    for name, (mime, make) in offered.items():
        menu.download_button(
            name.upper(),
            make,
            f"{key}.{name}",
            mime,
            key=f"take.{key}.{name}",
            on_click="ignore",
            type="tertiary",
            help=md(drawn.title),
        )


def _clicked(key: str, widget: str) -> None:
    chosen = st.session_state[widget].selection.get(PICK) or []
    if chosen:
        rows.ask(key, chosen[0])
