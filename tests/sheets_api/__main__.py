"""`python -m tests.sheets_api --port N --load BOOK.xlsx [--quota]` prints `ready URL SPREADSHEET_ID` and runs."""

from __future__ import annotations

import argparse
import contextlib
import threading
from pathlib import Path

from tests.sheets_api.serving import serve


def main() -> None:
    """Runs the emulator."""
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free port")
    parser.add_argument("--load", type=Path, required=True, help="the .xlsx that the spreadsheet is made of")
    parser.add_argument("--locale", default="uk_UA", choices=["uk_UA", "en_US"])
    parser.add_argument("--quota", action="store_true", help="refuse more than 60 reads and 60 writes a minute")
    given = parser.parse_args()
    with serve(given.load, port=given.port, locale=given.locale, quota=given.quota) as (url, app):
        print("ready", url, app.control.main, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
