"""Values judged before they are written, whoever sends them: a page, a command, a pasted table.

Lenient on purpose: staff keep incomplete records, and so may the panel. Only two things are refused: a record without
its name, which nobody could find again, and a value that its own column could not mean (a score of 7, a word that the
list does not have, the year 2062), which would be counted nowhere. What a form asks for besides is the form's affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sheets.cells import read_back
from sheets.context import Context
from sheets.errors import Refused
from sheets.filling import blank
from sheets.records import Table

WRONG = frozenset(
    {
        "out-of-scale",
        "not-whole",
        "unknown-word",
        "far-date",
        "impossible-date",
        "end-before-start",
        "not-a-number",
        "not-a-year",
        "not-a-semester",
        "not-a-school-year",
    }
)


def judge(context: Context, table: Table, values: Mapping[str, Any], *, new: bool) -> None:
    """Raises Refused('invalid', fields: key -> code) for values that can't be; `new`: a record that is to be added,
    which must have its name where the table has a column for it."""
    tab = context.panel.tabs[table.kind]
    wrong = {key: "unknown-field" for key in values if key not in tab.fields}
    if (new or tab.name in values) and tab.name in table.column_of and not _named(context, table, values):
        wrong[tab.name] = "missing"
    for key, value in values.items():
        field = tab.fields.get(key)
        if field is None or blank(value) or field.derived:
            continue
        problem = read_back(field, value, context).problem
        if problem in WRONG:
            wrong[key] = problem
    if wrong:
        raise Refused("invalid", fields=wrong)


def _named(context: Context, table: Table, values: Mapping[str, Any]) -> bool:
    """Whether there is a name that the sheet will be read to have: «-» and «#REF!» are none."""
    tab = context.panel.tabs[table.kind]
    name = values.get(tab.name)
    return not blank(name) and not blank(read_back(tab.fields[tab.name], name, context).value)
