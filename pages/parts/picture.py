"""A small picture of how a tab was understood: its header, its columns, rows taken and left out, cells not read."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from io import BytesIO
from weakref import WeakKeyDictionary

import numpy as np
from PIL import Image

from sheets.records import Table, TabRead

STRIPS, ACROSS = 75, 120  # the most rows and columns drawn one by one; of more, several share a dot
WIDTH, TALLEST, LOWEST, DOT = 260, 150, 12, 5  # of the picture on the page, px; and how high a row is at most
NONE, UNKNOWN, LEFT, TAKEN, HEADER, WRONG = range(6)  # a dot for several cells shows the greatest
COLOURS = {UNKNOWN: "b9c2cc", LEFT: "e2b33d", TAKEN: "6ea3d8", HEADER: "274060", WRONG: "d03b36"}

_made: WeakKeyDictionary[TabRead, str] = WeakKeyDictionary()


def picture(tab: TabRead, alt: str) -> str:
    """The tab as an HTML image, a dot for each cell; long tabs are drawn a line for several rows. Below 4 kB."""
    if tab not in _made:
        _made[tab] = _image(dots(tab))
    return _made[tab].replace("ALT", escape(alt, quote=True))


def dots(tab: TabRead) -> np.ndarray:
    """What each dot shows, NONE to WRONG: at most STRIPS lines of at most ACROSS dots."""
    places = np.concatenate([np.zeros((0, 3), dtype=np.int64), *(_places(table) for table in tab.tables)])
    rows, columns, shown = places.T
    height, width = rows.max(initial=1), columns.max(initial=1)
    strip, slot = -(-height // STRIPS), -(-width // ACROSS)
    found = np.zeros((-(-height // strip), -(-width // slot)), dtype=np.uint8)
    np.maximum.at(found, ((rows - 1) // strip, (columns - 1) // slot), shown)
    return found


def _places(table: Table) -> np.ndarray:
    """(row, column, what it shows) of all cells of a table that are worth a dot."""
    columns = [(column.number, TAKEN if column.field else UNKNOWN) for column in table.columns]
    taken = table.frame["row"].to_numpy(dtype=np.int64)
    left = np.fromiter(table.left_out, dtype=np.int64, count=len(table.left_out))
    header = np.array(table.header_rows, dtype=np.int64)
    parts = [
        np.column_stack([rows, np.full(len(rows), number), np.full(len(rows), colour)])
        for number, shown in columns
        for rows, colour in ((taken, shown), (left, LEFT), (header, HEADER))
    ]
    wrong = [(p.row, p.column, WRONG) for p in table.problems if p.row and p.column]
    return np.concatenate([np.array(wrong, dtype=np.int64).reshape(-1, 3), *parts])


def _image(found: np.ndarray) -> str:
    image = Image.fromarray(found, mode="P")
    palette = b"\xff\xff\xff" + b"".join(bytes.fromhex(COLOURS[shown]) for shown in sorted(COLOURS))
    image.putpalette(palette)
    file = BytesIO()
    image.save(file, "PNG", optimize=True, bits=4, transparency=NONE)
    high = max(LOWEST, min(TALLEST, DOT * found.shape[0]))
    style = f"width:100%;max-width:{WIDTH}px;height:{high}px;image-rendering:pixelated"
    return f'<img alt="ALT" style="{style}" src="data:image/png;base64,{b64encode(file.getvalue()).decode()}">'
