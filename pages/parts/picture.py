"""A small picture of how a tab was understood: its header, its columns, rows taken and left out, cells not read."""

from __future__ import annotations

from collections.abc import Iterator

from sheets.records import TabRead

WIDTH, TALLEST, ROWS = 260, 150, 75  # of the picture, px; and the most rows drawn one by one
HEADER, TAKEN, UNKNOWN, LEFT, WRONG, NONE = "#274060", "#6ea3d8", "#b9c2cc", "#e2b33d", "#d03b36", "none"


def picture(tab: TabRead) -> str:
    """The tab as SVG: a square for each column of each row; long tabs are drawn a strip for several rows."""
    width = max((column.number for table in tab.tables for column in table.columns), default=1)
    squares = dict(_squares(tab))
    height = max((row for row, _ in squares), default=1)
    strip = -(-height // ROWS)
    drawn: dict[tuple[int, int], str] = {}
    for (row, column), colour in squares.items():
        at = ((row - 1) // strip, column)
        if RANK[colour] >= RANK[drawn.get(at, NONE)]:
            drawn[at] = colour
    across, down = WIDTH / width, min(8.0, TALLEST / (-(-height // strip)))
    cells = "".join(
        f'<rect x="{(column - 1) * across:.1f}" y="{row * down:.1f}" width="{max(across - 1, 1):.1f}" '
        f'height="{max(down - 0.6, 0.8):.1f}" fill="{colour}"/>'
        for (row, column), colour in drawn.items()
    )
    tall = (-(-height // strip)) * down
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall:.0f}" width="{WIDTH}">{cells}</svg>'


RANK = {NONE: 0, UNKNOWN: 1, LEFT: 2, TAKEN: 3, HEADER: 4, WRONG: 5}  # what a strip of several rows shows


def _squares(tab: TabRead) -> Iterator[tuple[tuple[int, int], str]]:
    for table in tab.tables:
        numbers = [column.number for column in table.columns]
        yield from (((row, number), LEFT) for row in table.left_out for number in numbers)
        for column in table.columns:
            colour = TAKEN if column.field else UNKNOWN
            yield from (((int(row), column.number), colour) for row in table.frame["row"])
            yield from (((row, column.number), HEADER) for row in table.header_rows)
        for problem in table.problems:
            if problem.row and problem.column:
                yield (problem.row, problem.column), WRONG
