"""One kind's reading of a header: each field to the column that most surely holds it; check columns; unknown ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sheets.checkmarks import check_columns
from sheets.evidence import Cells, fits_name, is_person
from sheets.matching import Headings, Matcher, telling
from sheets.records import Column
from sheets.schema import Field, Kind
from sheets.stems import stem, stems
from sheets.summaries import are_means
from sheets.text import words
from sheets.view import View

SURE = 0.6  # from here on a heading names a field
WEAK = 0.4  # less than this is no likeness
MANY_KNOWN = 5  # a header with so many fields is one beyond doubt
EXACT = 0.95
FEWEST_KNOWN = 3  # fields known by their headings make a table one even where its names have a heading of their own
ENOUGH_TELLING = 4  # fields that make a table one however many columns of their own people have added
PLAIN_BUT_ODD = 0.3  # off a plain heading over cells that are none of its field: another kind may have it
ENOUGH_CELLS = 5  # fewer cells prove nothing against a plain heading

WHOLE = frozenset(map(stem, words("усіх всіх разом загалом итого")))  # under a group: all that the group counts

Heads = Mapping[int, tuple[str, str]]  # column -> (group heading or '', heading)


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """How well a header fits one kind of record."""

    kind: str
    columns: tuple[Column, ...]
    score: float
    enough: bool  # it may be a table of this kind at all
    records: bool = True  # and not a summary of such records


def fitting(
    view: View, last: int, headings: Heads, kind: str, matcher: Matcher, remembered: Mapping[int, str]
) -> Fitting:
    """The best one-to-one match of columns and fields; `last` is the header's lowest row, data stand below it."""
    known = matcher.kinds[kind]
    checks = check_columns(view, last, headings, known.tab, matcher.panel)
    scores = _scores(view, last, headings, known, matcher, set(checks), remembered)
    taken = _one_to_one(scores)
    if len(taken) >= MANY_KNOWN:
        taken |= _one_to_one(_weaker(scores, taken, known), WEAK)
    taken = _no_choices_for_names(view, last, headings, known, matcher, taken, scores)
    placed = _named_by_place(view, last, headings, known, taken)
    taken |= placed
    columns = tuple(
        Column(column, said(*headings[column]), *_meaning(column, taken, checks)) for column in sorted(headings)
    )
    total = sum(sure for name, sure in taken.values() if known.tab.fields[name].kind is not Kind.ORDINAL)
    total += len({name for name, _ in checks.values()}) + len(checks) / 10  # each of them is understood
    total += sum(known.tab.fields[taken[column][0]].required for column in taken if column not in placed) / 4
    enough = _enough(known, taken, checks, len(columns))
    where = {name: column for column, (name, _) in taken.items()}
    means = enough and are_means(view, known.tab.fields, where, last)
    return Fitting(kind=kind, columns=columns, score=total, enough=enough, records=not means)


def said(group: str, heading: str) -> str:
    """A heading with its group, as people would say it."""
    return f"{group}: {heading}" if group else heading


def _meaning(
    column: int, taken: Mapping[int, tuple[str, float]], checks: Mapping[int, tuple[str, str]]
) -> tuple[str | None, float, str | None]:
    if column in checks:
        return checks[column][0], 1.0, checks[column][1]
    name, sure = taken.get(column, (None, 0.0))
    return name, sure, None


def _enough(
    known: Headings, taken: Mapping[int, tuple[str, float]], checks: Mapping[int, tuple[str, str]], columns: int
) -> bool:
    """A table of this kind names its records and says at least one more thing that such records must have, or three
    of any; so a summary by partner ('Партнер', 'Кількість заходів') is none."""
    fields = known.tab.fields
    held = {name for name, _ in taken.values()} | {name for name, _ in checks.values()}
    telling = {name for name in held if fields[name].kind is not Kind.ORDINAL and not fields[name].derived}
    required = {name for name in telling if fields[name].required or fields[name].kind is Kind.MOMENT}
    if known.tab.name not in held or not _measured(fields, held):
        return False
    if 3 * (len(taken) + len(checks)) < columns and len(telling) < ENOUGH_TELLING:
        return False  # most of it is about something else
    if required <= {known.tab.name} and _happens(fields):
        return False  # what happens has its day, its direction or its partners: «Товар, Кількість, Сума» is no event
    return len(required) >= 2 or len(telling) >= 3


def _happens(fields: Mapping[str, Field]) -> bool:
    """A kind of record that must have a period."""
    return any(field.required and field.kind is Kind.PERIOD for field in fields.values())


def _measured(fields: Mapping[str, Field], held: set[str]) -> bool:
    """A kind of record that has scores is one only with a score, or with the choice that each of them must have."""
    if not any(field.kind is Kind.SCORE for field in fields.values()):
        return True
    return any(
        fields[name].kind in (Kind.SCORE, Kind.PERCENT) or (fields[name].kind is Kind.ONE and fields[name].required)
        for name in held
        if not fields[name].derived
    )


def _scores(
    view: View,
    last: int,
    headings: Heads,
    known: Headings,
    matcher: Matcher,
    checks: set[int],
    remembered: Mapping[int, str],
) -> list[tuple[float, int, str]]:
    """(how surely, column, field), for all pairs that are worth a thought."""
    pairs = []
    for column, (group, heading) in headings.items():
        if column in checks:
            continue
        named = remembered.get(column)
        if named in known.tab.fields:
            pairs.append((2.0, column, str(named)))
            continue
        scores = _heading_scores(known, group, heading)
        cells = _cells(view, column, last, heading) if max(scores.values(), default=0) >= WEAK else []
        for name, sure in scores.items():
            sure = _weigh(matcher, known, known.tab.fields[name], sure, cells if sure >= WEAK else [])
            pairs.append((sure, column, name))
    return pairs


def _weaker(
    pairs: list[tuple[float, int, str]], taken: Mapping[int, tuple[str, float]], known: Headings
) -> list[tuple[float, int, str]]:
    """What else may hold a required field that no heading names: weaker likenesses of columns that are left, in a
    table that is known otherwise."""
    have = {name for name, _ in taken.values()}
    return [
        (sure, column, name)
        for sure, column, name in pairs
        if WEAK <= sure < SURE and column not in taken and name not in have and known.tab.fields[name].required
    ]


def _no_choices_for_names(
    view: View,
    last: int,
    headings: Heads,
    known: Headings,
    matcher: Matcher,
    taken: dict[int, tuple[str, float]],
    scores: list[tuple[float, int, str]],
) -> dict[int, tuple[str, float]]:
    """«Вид роботи» over nothing but «свято» and «акція» names no event where the names stand left of the day, under
    whatever heading: it is the form."""
    at = next((column for column, (name, _) in taken.items() if name == known.tab.name), 0)
    cells = _cells(view, at, last, headings[at][1]) if at else []
    if len(cells) < FEWEST_KNOWN:
        return taken
    have = {name for name, _ in taken.values()}
    for _, name in sorted(((sure, name) for sure, column, name in scores if column == at), reverse=True):
        field, other = known.tab.fields[name], {**taken, at: (name, SURE)}
        may_be = field.vocabulary and name not in have and matcher.share(field, cells) >= EXACT
        if may_be and _named_by_place(view, last, headings, known, other):
            return other
    return taken


def _named_by_place(
    view: View, last: int, headings: Heads, known: Headings, taken: Mapping[int, tuple[str, float]]
) -> dict[int, tuple[str, float]]:
    """What happens stands left of its day, who takes part left of what they are, under whatever heading («Що зробили»,
    «Хто з нами»): the first column of words that no field has, in a table that is known otherwise."""
    fields = known.tab.fields
    tells = Kind.PERIOD if any(field.kind is Kind.PERIOD for field in fields.values()) else Kind.ONE
    days = [
        column
        for column, (name, sure) in taken.items()
        if fields[name].kind is tells and (fields[name].required or tells is Kind.PERIOD) and sure >= EXACT
    ]
    have = {name for name, _ in taken.values()}
    surely = sum(sure >= EXACT and fields[name].kind is not Kind.ORDINAL for name, sure in taken.values())
    if known.tab.name in have or fields[known.tab.name].refers or not days or surely < FEWEST_KNOWN:
        return {}
    for column in sorted(column for column in headings if column < min(days) and column not in taken):
        cells = _cells(view, column, last, headings[column][1])
        if len(cells) > 1 and fits_name(fields[known.tab.name], cells) == 1:
            return {column: (known.tab.name, SURE)}
    return {}


def _cells(view: View, column: int, last: int, heading: str) -> Cells:
    """Cells below a heading; not the heading again on a printed page, nor the title of a section."""
    return [cell for cell in view.sample(column, last, lone=False) if cell[1] != heading]


def _heading_scores(known: Headings, group: str, heading: str) -> Mapping[str, float]:
    """What a heading says, under its group: together, or alone where its own words are enough."""
    if not group:
        return known.guess(heading)
    alone, above = known.match(heading), known.match(group)
    scores = {name: sure * 0.97 for name, sure in alone.items()}
    silent = telling(stems(heading)) <= WHOLE
    for name, sure in known.match(f"{group} {heading}").items():
        if (
            silent or sure >= EXACT or name in alone or name not in above
        ):  # else the group alone says it, of another column
            scores[name] = max(scores.get(name, 0), sure)
    for name in [name for name, field in known.tab.fields.items() if field.kind is Kind.ORDINAL]:
        scores.pop(name, None)  # a '№' under a group is the number of something
    return scores


def _weigh(matcher: Matcher, known: Headings, field: Field, sure: float, cells: Cells) -> float:
    """How surely the heading and the cells below it say that this is the field."""
    if field.key == known.tab.name:
        return sure * (0.5 + 0.5 * fits_name(field, cells)) if cells else sure
    if field.kind is Kind.ORDINAL and sure >= EXACT:
        return sure + 0.1  # «№» alone is the row's number before it is a document's
    share = matcher.share(field, cells)
    if field.key == "contact_person":  # «Контакти» are as often a telephone number
        share = is_person(cells)
        if share < 0.2 and len(cells) >= ENOUGH_CELLS:
            return sure / 2
    if share >= 0.5:
        return sure + 0.05 * share if sure >= 0.5 else sure
    if sure >= 0.95 and not (len(cells) >= ENOUGH_CELLS and _alien(field, share)):
        return sure - PLAIN_BUT_ODD * (
            1 - share
        )  # the heading is plain; the cells are a mess, which is for the findings
    return sure * (0.4 + share)


def _alien(field: Field, share: float) -> bool:
    """Nothing in the column looks like this field, and cells of this kind always do look like it."""
    return share < 0.1 and field.kind in (Kind.EMAILS, Kind.PHONES, Kind.YEAR, Kind.SEMESTER, Kind.SCHOOL_YEAR)


def _one_to_one(pairs: list[tuple[float, int, str]], floor: float = SURE) -> dict[int, tuple[str, float]]:
    """Column -> (field, how surely): the surest pairs first, each column and each field once, the left column first."""
    taken: dict[int, tuple[str, float]] = {}
    fields: set[str] = set()
    for sure, column, name in sorted(pairs, key=lambda pair: (-round(pair[0], 2), pair[1])):
        if sure >= floor and column not in taken and name not in fields:
            taken[column] = (name, min(sure, 1.0))
            fields.add(name)
    return taken
