"""A snapshot as JSON: what was understood of each tab, cell by cell: the form that `inspect` prints."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from sheets.json_values import plain
from sheets.records import Problem, Snapshot, Table, TabRead
from sheets.workbook import letter

Json = dict[str, Any]
PARTNERS = "partners"


def inspected(snapshot: Snapshot) -> Json:
    """Tabs (kind, tables with header rows, columns, records, problems; problems of the tab), links and duplicates."""
    return {
        "tabs": [_tab(tab) for tab in snapshot.tabs],
        "links": _links(snapshot),
        "duplicates": [_rows(snapshot, PARTNERS, group) for group in snapshot.twins],
    }


def _tab(tab: TabRead) -> Json:
    return {
        "title": tab.title,
        "kind": tab.kind,
        "school_year": tab.school_year,
        "problems": [_problem(problem) for problem in tab.problems],
        "tables": [_table(table) for table in tab.tables],
    }


def _table(table: Table) -> Json:
    values = {name: [plain(value) for value in column] for name, column in table.values.items()}
    return {
        "kind": table.kind,
        "header_rows": list(table.header_rows),
        "columns": {letter(column.number): column.field for column in table.columns},
        "records": [
            {"row": int(row), "values": {name: column[at] for name, column in values.items()}}
            for at, row in enumerate(table.frame["row"])
        ],
        "left_out": {str(row): kind for row, kind in sorted(table.left_out.items())},
        "problems": [_problem(problem) for problem in table.problems],
    }


def _problem(problem: Problem) -> Json:
    said: Json = {"reason": problem.code}
    for key in ("row", "field", "text"):
        value = getattr(problem, key)
        if value:
            said[key] = value
    if problem.column:
        said["column"] = letter(problem.column)
    if problem.details:
        said["details"] = {key: plain(value) for key, value in problem.details.items()}
    return said


def _links(snapshot: Snapshot) -> list[Json]:
    """For each record that names partners, the rows of the partners it means, in their own tab."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    links = snapshot.links
    columns = (links[name].tolist() for name in ("kind", "record", "partner"))
    for kind, record, partner in zip(*columns, strict=True):
        found[kind, record].append(partner)
    titles = {tab.gid: tab.title for tab in snapshot.tabs}
    frames = snapshot.frames
    return [
        {
            "tab": titles[_whole(frames[kind]["tab"], record)],
            "row": _whole(frames[kind]["row"], record),
            "partner_rows": _rows(snapshot, PARTNERS, partners),
        }
        for (kind, record), partners in found.items()
    ]


def _rows(snapshot: Snapshot, kind: str, records: Any) -> list[int]:
    rows = snapshot.frames[kind]["row"]
    return sorted({_whole(rows, record) for record in records})


def _whole(column: pd.Series, record: int) -> int:
    return int(column.to_numpy()[record])
