"""A chart to take away: PNG and SVG as it is seen on paper."""

from __future__ import annotations

from typing import Any

import vl_convert

from charts.theme import BACKGROUND

VERSION = "6.4"  # Vega-Lite, as altair 6.3 writes it
WIDTH, SCALE = 720, 2.0  # px; a picture for a document is drawn at double size


def png(spec: dict[str, Any], *, width: int = WIDTH, dark: bool = False) -> bytes:
    """The chart as PNG on the theme's ground, `width` px wide, drawn at double size."""
    return bytes(vl_convert.vegalite_to_png(on_paper(spec, width, dark), vl_version=VERSION, scale=SCALE))


def svg(spec: dict[str, Any], *, width: int = WIDTH, dark: bool = False) -> str:
    """The chart as SVG on the theme's ground."""
    return str(vl_convert.vegalite_to_svg(on_paper(spec, width, dark), vl_version=VERSION))


def on_paper(spec: dict[str, Any], width: int, dark: bool = False) -> dict[str, Any]:
    """The specification with a width of its own and a ground, for a place that is no page."""
    return {**spec, "width": width, "background": BACKGROUND[dark], "padding": 12}
