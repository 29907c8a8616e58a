"""Makes the demo workbook, kept the way people keep sheets: python -m demo.make_demo PATH [--today 2026-05-14].

The same day gives the same bytes: one seed, no clock, fixed times inside the file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import re
import zipfile
from html import unescape
from pathlib import Path
from random import Random

from openpyxl import Workbook

from demo import records, sheets

SEED = 20
FORMULA = re.compile(r"<f>([^<]*)</f><v\s*(?:/>|></v>)")  # as openpyxl writes it: without a value


def school_year(day: dt.date) -> int:
    """The calendar year in which the school year of this day began (1 September)."""
    return day.year if day.month >= 9 else day.year - 1


def make_demo(today: dt.date) -> bytes:
    """The workbook's bytes as seen on this day: last school year and this one up to now, with some plans ahead."""
    random, begun = Random(SEED), school_year(today)
    partners = records.partners(random, today)
    known = records.due(400, begun, today)
    last = records.events(random, begun - 1, 400 - known, today)
    this = records.events(random, begun, known, today)
    book, computed = Workbook(), sheets.Computed()
    book.remove(book.worksheets[0])
    sheets.readme(book)
    sheets.partners(book, partners)
    sheets.events(book, begun - 1, last, computed)
    sheets.events(book, begun, this)
    sheets.evaluations(book, records.evaluations(random, last + this, 200, today), computed)
    sheets.plan(book, begun, random)
    sheets.summary(book, begun, last, computed)
    sheets.lists(book)
    return _bytes(book, computed, today)


def _bytes(book: Workbook, computed: sheets.Computed, today: dt.date) -> bytes:
    """The saved book, its clocks set to that day, its formulas with the values that a spreadsheet would have kept."""
    book.properties.creator = "Панель партнерства"
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stamped = zipfile.ZipInfo(entry.filename, (2020, 1, 1, 0, 0, 0))
            text = old.read(entry).decode()
            if entry.filename == "docProps/core.xml":
                text = re.sub(r">[^<>]*</dcterms:", f">{today.isoformat()}T00:00:00Z</dcterms:", text)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text = FORMULA.sub(lambda found: f"<f>{found[1]}</f><v>{computed['=' + unescape(found[1])]}</v>", text)
            new.writestr(stamped, text, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def main() -> None:
    """Writes the workbook where asked, making the folder if need be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=os.environ.get("PANEL_TODAY") or dt.date.today())
    args = parser.parse_args()
    args.path.parent.mkdir(parents=True, exist_ok=True)
    args.path.write_bytes(make_demo(dt.date.fromisoformat(str(args.today))))


if __name__ == "__main__":
    main()
