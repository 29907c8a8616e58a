"""A message from a messenger or an e-mail -> what it proposes for a form: «45 дітей», «12 травня», «Бібліотека № 3».

Precision before recall: a field of which the message gives two readings gets no proposal. Nothing here is written
anywhere: a person sees each proposal beside the words it was taken from, and confirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sheets import mentions
from sheets.cells import read_cell
from sheets.context import Context
from sheets.known import known
from sheets.mentions import Mention, forms_in
from sheets.records import Period
from sheets.schema import Kind, Tab
from sheets.text import fold

HEAD = re.compile(r"^[^\n:]{1,20}:[^\n]*@", re.MULTILINE)  # «From: … <…@…>»


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field, and the words of the message that say so."""

    field: str
    value: Any
    words: str


@dataclass(frozen=True, kw_only=True)
class Familiar:
    """What the workbook knows already: partners with their directions, and places."""

    partners: Sequence[str] = ()
    directions: Sequence[tuple[str, ...]] = ()  # of each partner
    places: Collection[str] = ()


def read_message(text: str, tab: Tab, context: Context, familiar: Familiar) -> dict[str, Proposal]:
    """The proposals for a new record of this tab, by field: first what labelled lines say («Дата: 12.05»), then what
    free words do."""
    text = own_words(text)
    found = labelled(text, tab, context)
    for name, find in FINDERS.items():
        if name in tab.fields and name not in found:
            one = only(find(text, context, familiar))
            if one:
                found[name] = Proposal(name, one.value, one.words)
    return found


def own_words(text: str) -> str:
    """The message without the head of an e-mail and the lines quoted from an earlier one."""
    head, blank, rest = text.partition("\n\n")
    body = rest if blank and HEAD.search(head) and all(":" in line for line in head.splitlines()) else text
    return "\n".join(line for line in body.splitlines() if not line.lstrip().startswith(">"))


def only(mentions_found: Sequence[Mention]) -> Mention | None:
    """The one thing that all these mentions say; None when they say two."""
    values = {repr(mention.value) for mention in mentions_found}
    return mentions_found[0] if len(values) == 1 else None


def labelled(text: str, tab: Tab, context: Context) -> dict[str, Proposal]:
    """What lines like «Кількість учасників: 45» say, by the tab's own headings; a cell's rules read the value."""
    headings = {fold(h): f for f in tab.fields.values() for h in (f.uk, f.en, *f.headings)}
    found: dict[str, Proposal] = {}
    for line in text.splitlines():
        heading, colon, value = line.partition(":")
        field = headings.get(fold(heading).strip(" -•*"))
        if not (colon and value.strip() and field) or field.readonly or field.derived or field.kind is Kind.ORDINAL:
            continue
        said = value.strip()
        read = read_cell(field, said, said, mentions.with_year(said, context))
        if read.problem is None and read.value not in (None, ()):
            plain = replace(read.value, inferred=False) if isinstance(read.value, Period) else read.value
            found.setdefault(field.key, Proposal(field.key, plain, line.strip()))
    return found


def _partners(text: str, _: Context, familiar: Familiar) -> list[Mention]:
    met = mentions.names_in(text, known(tuple(familiar.partners)))
    names = tuple(dict.fromkeys(familiar.partners[mention.value] for mention in met))
    return [Mention(names, ", ".join(mention.words for mention in met))] if names else []


def _directions(text: str, _: Context, familiar: Familiar) -> list[Mention]:
    """The direction in which all the partners named work, if each works in that one only."""
    met = mentions.names_in(text, known(tuple(familiar.partners)))
    ways = {familiar.directions[mention.value] for mention in met} if familiar.directions else set()
    return [Mention(way, met[0].words) for way in ways] if all(len(way) == 1 for way in ways) else []


def _place(text: str, _: Context, familiar: Familiar) -> list[Mention]:
    return mentions.places_in(text, familiar.places)


Find = Callable[[str, Context, Familiar], list[Mention]]

FINDERS: dict[str, Find] = {
    "title": lambda text, context, _: mentions.titles_in(text, context),
    "date": lambda text, context, _: mentions.days_in(text, context),
    "form": lambda text, context, _: forms_in(text, context),
    "level": lambda text, context, _: mentions.levels_in(text, context),
    "partners": _partners,
    "directions": _directions,
    "place": _place,
    "participants": lambda text, *_: mentions.people_in(text, "participants"),
    "children": lambda text, *_: mentions.people_in(text, "children"),
    "adults": lambda text, *_: mentions.people_in(text, "adults"),
    "inclusive_children": lambda text, *_: mentions.people_in(text, "inclusive_children"),
    "volunteers": lambda text, *_: mentions.people_in(text, "volunteers"),
    "funds": lambda text, *_: mentions.sums_in(text),
    "media_links": lambda text, *_: mentions.links_in(text),
}
