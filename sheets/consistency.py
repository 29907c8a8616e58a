"""Whether a declaration holds together: every name that a field uses is declared, and no heading means two fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sheets.text import fold

if TYPE_CHECKING:
    from sheets.schema import Field, Panel, Tab

CHOOSING = ("one", "many")


def faults_of(tab: Tab, panel: Panel) -> list[str]:
    """What is wrong with this tab's declaration: where, what was found, what there is."""
    where = f"tabs.{tab.key}"
    faults = []
    if tab.name not in tab.fields:
        faults.append(f"{where}.name: there is no field {tab.name!r}; there are {_list(tab.fields)}")
    for field in tab.fields.values():
        faults += _of_field(f"{where}.fields.{field.key}", field, tab, panel)
    headings = Counter(h for f in tab.fields.values() for h in {fold(x) for x in (f.uk, f.en, *f.headings)})
    twice = ((heading, count) for heading, count in headings.items() if count > 1)
    return faults + [f"{where}: the heading {h!r} stands in {n} fields; keep it in one" for h, n in twice]


def _of_field(where: str, field: Field, tab: Tab, panel: Panel) -> Iterator[str]:
    choosing = field.kind in CHOOSING
    if choosing and field.vocabulary not in panel.vocabularies:
        yield f"{where}.vocabulary: {field.vocabulary!r} is not declared; there are {_list(panel.vocabularies)}"
    if field.vocabulary and not choosing:
        yield f"{where}.vocabulary: only kinds 'one' and 'many' choose from a vocabulary, this is {field.kind!r}"
    if field.refers and field.refers not in panel.tabs:
        yield f"{where}.refers: there is no tab {field.refers!r}; there are {_list(panel.tabs)}"
    for rule, when in (("shown_when", field.shown_when), ("required_when", field.required_when)):
        for other in set(when or {}) - set(tab.fields):
            yield f"{where}.{rule}: there is no field {other!r}; there are {_list(tab.fields)}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(repr(str(name)) for name in names)
