"""A chart to take away: PNG and SVG as it is seen on paper, CSV of its data."""

from __future__ import annotations

from typing import Any

import pandas as pd
import vl_convert

from charts.theme import BACKGROUND

VERSION = "6.4"  # Vega-Lite, as altair 6.3 writes it
WIDTH, SCALE = 720, 2.0  # px; a picture for a document is drawn at double size
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so (OWASP, CSV injection)


def png(spec: dict[str, Any], *, width: int = WIDTH, dark: bool = False) -> bytes:
    """The chart as PNG on the theme's ground, `width` px wide, drawn at double size."""
    return bytes(vl_convert.vegalite_to_png(on_paper(spec, width, dark), vl_version=VERSION, scale=SCALE))


def svg(spec: dict[str, Any], *, width: int = WIDTH, dark: bool = False) -> str:
    """The chart as SVG on the theme's ground."""
    return str(vl_convert.vegalite_to_svg(on_paper(spec, width, dark), vl_version=VERSION))


def on_paper(spec: dict[str, Any], width: int, dark: bool = False) -> dict[str, Any]:
    """The specification with a width of its own and a ground, for a place that is no page."""
    return {**spec, "width": width, "background": BACKGROUND[dark], "padding": 12}


def csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV for a Ukrainian spreadsheet: UTF-8 with its mark, semicolons, decimal comma, no formula."""
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [harmless(value) for value in safe[name].astype("object")]
    safe.columns = pd.Index([harmless(name) for name in safe.columns])
    return safe.to_csv(index=False, sep=";", decimal=",").encode("utf-8-sig")


def harmless(value: Any) -> Any:
    """A text that begins like a formula with an apostrophe before it; all else as it is."""
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(RISKY) else value
