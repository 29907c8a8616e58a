"""A tab of partners that is understood once, for the tests of what is remembered of its columns."""

from sheets.memory import Memory, remember
from sheets.records import Column, Table, TabRead
from sheets.workbook import Grid, TabInfo

HEADINGS = {
    "№": "row_no",
    "Назва": "name",
    "Тип": "type",
    "Телефон": "phones",
    "Діє": "status",
    "Укладено": "agreement_date",
}
ROWS = [
    [
        str(n),
        f"Ліцей № {n}",
        ("Школа", "Музей", "Театр", "Бізнес")[n % 4],
        f"+38044{n:07}",
        "так" if n % 3 else "ні",
        f"{n:02}.02.2025",
    ]
    for n in range(1, 29)
]


def grid_of(headings, rows, gid=5):
    """A tab with these headings in row 3, below a title."""
    lines = [["Партнери центру", *[""] * (len(headings) - 1)], [""] * len(headings), list(headings), *rows]
    columns = [list(column) for column in zip(*lines, strict=True)]
    return Grid(tab=TabInfo(gid=gid, title="Партнери"), stored=columns, shown=columns)


def columns_of(grid, header=3, known=HEADINGS):
    """The columns as their headings alone tell."""
    said = [(number, grid.text(header, number)) for number in range(1, grid.width + 1)]
    return tuple(Column(number, heading, known.get(heading)) for number, heading in said if heading)


def read(grid, columns, header=3):
    table = Table(
        kind="partners", tab=grid.tab.gid, title=grid.tab.title, header_rows=(header,), columns=columns,
        frame=None, values={}, texts={},
    )  # fmt: skip
    return TabRead(gid=grid.tab.gid, title=grid.tab.title, kind="partners", tables=(table,))


def remembered():
    """What is known after the table was understood once."""
    grid = grid_of(HEADINGS, ROWS)
    return remember(Memory(), read(grid, columns_of(grid)), grid)
