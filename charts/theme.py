"""One palette and one look for all charts, light and dark, and the reader's numbers and months.

Colours of the five directions come from the theme's range, in the order of the directions: a chart names no colour for
them, and so they are the same everywhere. They were searched for so that each pair stays apart for people who confuse
red and green, and so that each stands out from the page (WCAG 2.2, 1.4.11: 3 to 1); test_theme.py measures both.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode
from babel import Locale

disable_debug_mode()  # else every part of a chart is checked as it is made, while somebody waits for the page

BACKGROUND = {False: "#ffffff", True: "#0e1117"}
TEXT = {False: "#16191f", True: "#f2f4f7"}
QUIET = {False: "#555c68", True: "#a9b1bd"}
GRID = {False: "#e3e6ea", True: "#2b313b"}
# education blue, culture plum, social teal, economic ochre, international brick; then greys for directions of one's own
DIRECTIONS = {
    False: ("#2a72c5", "#5d1c6a", "#10a395", "#be7c19", "#842f24", "#6b7280", "#3f4652"),
    True: ("#5b82c9", "#cea1ec", "#77f0d1", "#d9b560", "#ce674b", "#9aa3af", "#d0d5dc"),
}
ACCENT = {False: "#2b5fb8", True: "#7fb0ff"}
# What a state means, readable on both grounds; a state is always named in words beside its colour.
GOOD, CALM, WARN, BAD, MUTE, FAINT = "#2f7fd0", "#8a6fd1", "#c07a00", "#d3433d", "#7c838f", "#8f959f"
FONT = '"Source Sans", "DejaVu Sans", sans-serif'  # Streamlit's own, with Cyrillic; then what a server has for export


def config(language: str, *, dark: bool = False) -> dict[str, Any]:
    """The look of a chart as Vega-Lite's config: colours, letters, and the language's months and decimal mark."""
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": _axis(dark),
        "axisY": {"domain": False},
        "legend": {"labelColor": TEXT[dark], "labelFontSize": 12, "title": None, "orient": "top", "labelLimit": 200},
        "title": _title(dark),
        "mark": {"color": ACCENT[dark], "aria": False},  # the chart's text alternative says it all, in words
        "text": {"color": TEXT[dark], "fontSize": 12},
        "range": {"category": list(DIRECTIONS[dark])},
        "style": _styles(dark),
        "locale": locale(language),
    }


def _axis(dark: bool) -> dict[str, Any]:
    return {
        "labelColor": QUIET[dark],
        "titleColor": QUIET[dark],
        "gridColor": GRID[dark],
        "domainColor": GRID[dark],
        "tickColor": GRID[dark],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 4,
        "ticks": False,
    }


def _title(dark: bool) -> dict[str, Any]:
    return {
        "anchor": "start",
        "frame": "bounds",
        "color": TEXT[dark],
        "subtitleColor": QUIET[dark],
        "fontSize": 15,
        "fontWeight": 600,
        "lineHeight": 19,
        "subtitleFontSize": 12,
        "subtitlePadding": 4,
        "offset": 10,
    }


def _styles(dark: bool) -> dict[str, Any]:
    """Named styles of marks, so that charts name roles and not colours."""
    return {
        "quiet": {"color": QUIET[dark], "fill": QUIET[dark], "fontSize": 11},
        "strong": {"color": TEXT[dark], "fill": TEXT[dark], "fontSize": 13, "fontWeight": 600},
        "square": {"stroke": GRID[dark], "strokeWidth": 1},
        "ground": {"fill": GRID[dark], "color": GRID[dark]},
        "dot": {"fill": ACCENT[dark], "stroke": ACCENT[dark], "strokeWidth": 2},
        "line": {"color": GRID[dark], "stroke": GRID[dark], "strokeWidth": 2},
        "accent": {"color": ACCENT[dark], "fill": ACCENT[dark]},
    }


def locale(language: str) -> dict[str, Any]:
    """Months, days and decimal marks of a language for Vega; Ukrainian months stand alone, so in the nominative."""
    known = Locale(language)
    months, days = known.months["stand-alone"], known.days["stand-alone"]
    marks = known.number_symbols["latn"]
    week = (6, 0, 1, 2, 3, 4, 5)  # Vega's week begins on Sunday
    uk = language == "uk"
    return {
        "number": {
            "decimal": marks["decimal"],
            "thousands": marks["group"],
            "grouping": [3],
            "currency": ["", "\u00a0₴"],
        },
        "time": {
            "dateTime": "%d.%m.%Y %H:%M" if uk else "%d %b %Y %H:%M",
            "date": "%d.%m.%Y" if uk else "%d %b %Y",
            "time": "%H:%M",
            "periods": ["дп", "пп"] if uk else ["AM", "PM"],
            "days": [days["wide"][day] for day in week],
            "shortDays": [days["abbreviated"][day] for day in week],
            "months": [months["wide"][number] for number in range(1, 13)],
            "shortMonths": [months["abbreviated"][number].rstrip(".") for number in range(1, 13)],
        },
    }


def dress(chart: alt.TopLevelMixin, language: str, *, dark: bool = False) -> alt.TopLevelMixin:
    """The chart in the panel's look and the reader's language. Only for the outermost chart."""
    return chart.configure(**config(language, dark=dark))


def spec(chart: alt.TopLevelMixin, language: str, *, dark: bool = False) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, ready to be kept and drawn by st.vega_lite_chart(theme=None).

    Not checked against Vega-Lite's schema, which takes half of the time: test_charts.py checks every picture.
    """
    return dress(chart, language, dark=dark).to_dict(format="vega-lite", validate=False)
