"""A tab of the workbook to what was understood of it: its kind, its tables, what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sheets.context import Context
from sheets.headers import Header, Hints, find_headers
from sheets.legends import joined_cells
from sheets.matching import Matcher
from sheets.memory import TabMemory
from sheets.recall import Remembered, recall_tab
from sheets.records import Problem, TabRead
from sheets.schema import Kind, Panel
from sheets.sections import month_in, school_year_in, what_it_says, year_in
from sheets.summaries import counts, is_summary
from sheets.tabkinds import is_lists, is_matrix, kind_without_records
from sheets.tables import read_tables
from sheets.view import WIDEST, View
from sheets.workbook import Grid

ENOUGH_KNOWN = 4  # fields besides a number: records, whatever stands beside them
NO_MEMORY: Remembered = {}


@dataclass(frozen=True, eq=False)
class Look:
    """A tab at first sight: its view, and the headers of records found in it."""

    view: View
    headers: Sequence[Header]
    told: tuple[Problem, ...] = ()  # of columns that memory recognised, or asks about

    def texts(self, row: int) -> list[str]:
        """The texts of a row, pairs of neighbours joined."""
        return joined_cells(self.view.row(row))


def look_at(grid: Grid, matcher: Matcher, known: TabMemory | None = None) -> Look:
    """The headers of a tab, by its headings, and then by what memory knows of its columns."""
    view = View(grid)
    headers = headers_of(view, matcher)
    remembered, told = recall_tab(known, grid, [header for header in headers if header.records])
    return Look(view, headers_of(view, matcher, remembered) if remembered else headers, told)


def read_tab(look: Look, matcher: Matcher, context: Context, *, elsewhere: Sequence[str] = ()) -> TabRead:
    """How a tab is understood. `elsewhere` are texts of other tabs in which a legend may stand. Never raises for what
    the tab holds."""
    view, grid = look.view, look.view.grid
    if not look.headers:
        kind, problems = kind_without_records(view, context.panel, matcher)
        problems = (*problems, *_too_wide(grid), *look.told)
        return TabRead(gid=grid.tab.gid, title=grid.tab.title, kind=kind, problems=problems)
    context = _told(view, next(header for header in look.headers if header.records), context)
    tables = read_tables(view, look.headers, context, elsewhere)
    kinds = {table.kind for table in tables}
    return TabRead(
        gid=grid.tab.gid,
        title=grid.tab.title,
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        tables=tables,
        problems=(*_too_wide(grid), *look.told),
        school_year=context.school_year,
    )


def headers_of(view: View, matcher: Matcher, remembered: Remembered = NO_MEMORY) -> list[Header]:
    """The headers of records in a tab; none in word lists and cross tables, however much their headings look so."""
    if not view.height or is_lists(view, matcher.panel):
        return []
    above = tuple(
        text
        for row in range(1, min(8, view.height) + 1)
        if view.counts[row - 1] == 1
        for text in view.row(row).values()
    )
    headers = find_headers(view, matcher, Hints(view.grid.tab.title, above, remembered))
    if is_summary(view.grid.tab.title) and any(_counts(header) for header in headers):
        return []
    headers = [header for header in headers if not _is_cross(view, header, matcher.panel)]
    return headers if any(header.records for header in headers) else []


def _is_cross(view: View, header: Header, panel: Panel) -> bool:
    """Whether a header is that of a cross table; months beside columns that say enough of a record are only remarks."""
    fields = panel.tabs[header.kind].fields if header.kind else {}
    known = [column for column in header.columns if column.field and not month_in(column.heading)]
    told = {column.field for column in known if fields[str(column.field)].kind is not Kind.ORDINAL}
    months = [row for row in _head_rows(header) if is_matrix(view, row, panel)]
    return bool(months) and (len(told) < ENOUGH_KNOWN or months != list(header.rows[:1]))


def _head_rows(header: Header) -> range:
    """A header's rows, and the one above it, where months may stand over its columns."""
    return range(max(1, header.rows[0] - 1), header.last + 1)


def _counts(header: Header) -> bool:
    """Whether columns that are no field of a record count something: 'Партнер', 'Кількість заходів'."""
    return any(not column.field and counts(column.heading) for column in header.columns)


def _told(view: View, first: Header, context: Context) -> Context:
    """What the tab's title, and the title rows above its first header, say of school year, year and month."""
    texts = [view.grid.tab.title]
    texts += [text for row in range(1, first.rows[0]) for text in view.row(row).values()]
    said = what_it_says(view.grid.tab.title, context.panel.tabs[first.kind], context.panel)
    school_year = next(filter(None, map(school_year_in, texts)), None) or context.school_year
    return replace(
        context,
        school_year=school_year,
        year=None if school_year else said.year or year_in(view.grid.tab.title),
        month=said.month or month_in(view.grid.tab.title),
    )


def _too_wide(grid: Grid) -> tuple[Problem, ...]:
    """Columns beyond those that are looked at, if anything stands there."""
    beyond = [column for column in range(WIDEST, grid.width) if grid.stored[column]]
    return (Problem("too-wide", column=beyond[0] + 1, details={"columns": grid.width}),) if beyond else ()
