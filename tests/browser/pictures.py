"""Pictures of every page, for the documentation and to be looked at: python -m tests.browser.pictures FOLDER [--all].

Without --all only those that the documentation shows; with it each page at 1440×900 and 390×844, light and dark.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from demo.make_demo import make_demo
from tests.browser.harness import DESKTOP, PHONE, Visit, chromium, serving
from tests.conftest import TODAY

PAGES = ("", "directions", "partners", "events", "evaluations", "plan", "add", "quality", "journal")
SHOWN: dict[str, tuple[str, dict[str, Any]]] = {
    "overview": ("", DESKTOP),
    "directions": ("directions", DESKTOP),
    "events": ("events", DESKTOP),
    "evaluations": ("evaluations", DESKTOP),
    "quality": ("quality", DESKTOP),
    "add-phone": ("add", PHONE),
    "overview-phone": ("", PHONE),
}
ALL = {
    f"{page or 'overview'}-{size}-{scheme}": (page, device | {"color_scheme": scheme})
    for page in PAGES
    for size, device in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}


def take(folder: Path, wanted: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Each wanted page of the demo as NAME.png in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        book = Path(place) / "partnership.xlsx"
        book.write_bytes(make_demo(TODAY))
        settings = {"PANEL_WORKBOOK": str(book), "PANEL_TODAY": TODAY.isoformat()}
        with serving(settings, Path(place) / "state", script="asgi.py") as url, chromium() as browser:
            for name, (page, device) in wanted.items():
                context = browser.new_context(locale="uk-UA", timezone_id="Europe/Kyiv", **device)
                visit = Visit(context.new_page(), url).open(f"/{page}")
                visit.page.screenshot(path=folder / f"{name}.png")
                context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    take(args.folder, ALL if args.all else SHOWN)
