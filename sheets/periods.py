"""Today and the school year; and text to Period."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo


def today(zone: ZoneInfo) -> dt.date:
    """Today in the centre's time zone; PANEL_TODAY=2026-05-14 sets it, for demos and tests."""
    set_day = os.environ.get("PANEL_TODAY")
    return dt.date.fromisoformat(set_day) if set_day else dt.datetime.now(zone).date()
