"""The palette keeps apart for everyone and stands out from the page; charts speak the reader's language."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

from charts import directions, theme
from charts.export import svg
from charts.metrics_events import activity
from charts.selection import Selection
from tests.samples import PANEL, sample_snapshot
from tests.speech import words

# Machado, Oliveira, Fernandes 2009, severity 1.0, for linear RGB; 'normal' changes nothing.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# Björn Ottosson's OKLab: distances in it are near to how different colours look.
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: str, sight: str) -> np.ndarray:
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(SIGHT[sight] @ linear(colour), 0, 1))


def contrast(one: str, other: str) -> float:
    light, dim = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_five_directions_stay_apart(sight: str, dark: bool) -> None:
    five = theme.DIRECTIONS[dark][:5]
    apart = {
        pair: np.linalg.norm(seen(pair[0], sight) - seen(pair[1], sight)) for pair in itertools.combinations(five, 2)
    }
    assert min(apart.values()) > 0.1, min(apart, key=apart.get)


@pytest.mark.parametrize("dark", [False, True])
def test_every_mark_stands_out_from_the_page(dark: bool) -> None:
    states = (theme.GOOD, theme.CALM, theme.WARN, theme.BAD, theme.MUTE)
    for colour in (*theme.DIRECTIONS[dark][:5], *states, theme.ACCENT[dark]):
        assert contrast(colour, theme.BACKGROUND[dark]) >= 3, colour


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_is_readable(dark: bool) -> None:
    for colour in (theme.TEXT[dark], theme.QUIET[dark]):
        assert contrast(colour, theme.BACKGROUND[dark]) >= 4.5, colour


def test_a_direction_keeps_its_colour_when_others_are_not_drawn() -> None:
    now = sample_snapshot(80)
    whole = activity(Selection.default(now.today, PANEL).narrow(now)).values
    part = whole[whole["direction"] == "international"]
    say = words(PANEL, "uk")
    colours = [
        json.dumps(theme.spec(directions.over_time(frame, say), "uk")["layer"][1]["encoding"]["color"])
        for frame in (whole, part)
    ]
    assert colours[0] == colours[1]


@pytest.mark.parametrize(
    ("language", "decimal", "thousands", "january"),
    [("uk", ",", "\u00a0", "січень"), ("en", ".", ",", "January")],
)
def test_numbers_and_months_follow_the_language(language: str, decimal: str, thousands: str, january: str) -> None:
    locale = theme.locale(language)
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (decimal, thousands)
    assert locale["time"]["months"][0] == january
    assert [len(locale["time"][name]) for name in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]


def test_the_week_of_vega_begins_on_sunday() -> None:
    assert theme.locale("uk")["time"]["days"][0] == "неділя"


def test_the_dark_look_changes_colours_and_nothing_else() -> None:
    light, dark = theme.config("uk"), theme.config("uk", dark=True)
    assert light.keys() == dark.keys() and light["range"] != dark["range"]
    assert light["locale"] == dark["locale"]


def test_the_locale_reaches_the_picture() -> None:
    now = sample_snapshot(80)
    frame = activity(Selection.default(now.today, PANEL).narrow(now)).values
    drawn = svg(theme.spec(directions.over_time(frame, words(PANEL, "uk")), "uk"))
    assert "вер" in drawn and "2025" in drawn
