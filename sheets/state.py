"""PANEL_STATE: the folder for what the panel keeps beside the workbook."""

from __future__ import annotations

import os
from pathlib import Path


def state(*parts: str) -> Path:
    """A place in that folder, by default data/: state("columns") -> data/columns."""
    return Path(os.environ.get("PANEL_STATE") or "data", *parts)
