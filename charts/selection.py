"""What a reader wants to see: a span of time, directions, types and the rest. The pure half of the filters.

Frozen; `dataclasses.replace` changes it. It is kept in the address (`to_params`, `from_params`), said in a sentence
(`describe`), and narrows a snapshot to the records it means (`narrow`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charts import spans
from charts.spans import Span
from sheets.records import Snapshot
from sheets.schema import Panel

if TYPE_CHECKING:
    from charts.narrowed import Narrowed
    from charts.words import Words

# What may be chosen besides the span: parameter of the address -> (attribute, vocabulary; None: free words).
CHOSEN: Mapping[str, tuple[str, str | None]] = {
    "direction": ("directions", "directions"),
    "type": ("types", "types"),
    "form": ("forms", "forms"),
    "level": ("levels", "levels"),
    "responsible": ("responsible", None),
    "status": ("status", "event_status"),
}
Params = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """A span and the chosen keys; nothing chosen means all."""

    span: Span
    directions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    @classmethod
    def default(cls, today: dt.date, panel: Panel) -> Selection:
        """This school year, everything."""
        return cls(span=spans.around(today, "school_year", panel.school_year))

    def to_params(self, today: dt.date, panel: Panel) -> dict[str, list[str]]:
        """The selection for the address bar; what is as by default is not said, so a cleared selection says nothing."""
        said = {name: list(getattr(self, attribute)) for name, (attribute, _) in CHOSEN.items()}
        period = [] if self.span == Selection.default(today, panel).span else [self.span.name]
        return {name: values for name, values in {"period": period, **said}.items() if values}

    @classmethod
    def from_params(cls, params: Params, today: dt.date, panel: Panel) -> Selection:
        """The selection that an address asks for; what it says and nobody knows falls back to the default."""
        default = cls.default(today, panel)
        period = _listed(params.get("period", ()))
        chosen = {
            attribute: _known(_listed(params.get(name, ())), vocabulary, panel)
            for name, (attribute, vocabulary) in CHOSEN.items()
        }
        return cls(span=spans.read(period[0] if period else "", panel.school_year) or default.span, **chosen)

    def previous(self, today: dt.date) -> Selection:
        """The same days of the previous period, for comparison: what is chosen stays, the days are a year earlier.

        A span that is not over yet is compared only up to today, a year earlier. The year before and not the month or
        semester before: a school lives by seasons, and September beside August says nothing. A from–to of more than a
        year is compared with the same number of days just before it, so that no day is on both sides.
        """
        end = min(self.span.end, today) if self.span.start <= today else self.span.end
        length = end - self.span.start
        if length.days > 365:
            last = self.span.start - dt.timedelta(days=1)
            return replace(self, span=spans.days(last - length, last))
        return replace(self, span=spans.days(spans.year_before(self.span.start), spans.year_before(end)))

    @property
    def is_narrow(self) -> bool:
        """Whether anything besides the span is chosen."""
        return any(getattr(self, attribute) for attribute, _ in CHOSEN.values())

    def narrow(self, snapshot: Snapshot) -> Narrowed:
        """The records that this selection means, and those that it can't place, with the reason."""
        from charts.narrowed import narrow  # the two know each other; this one is read first

        return narrow(snapshot, self)

    def describe(self, say: Words, narrowed: Narrowed | None = None, kind: str = "events") -> str:
        """The selection as a sentence: «Культурне співробітництво, I семестр 2025/2026, 48 заходів з 51 рядка».

        `kind` is the tab whose records are counted in it."""
        parts = [
            say.listed([say.label(vocabulary, key) if vocabulary else key for key in keys])
            for attribute, vocabulary in CHOSEN.values()
            if (keys := getattr(self, attribute))
        ]
        parts.append(say.span(self.span))
        if narrowed is not None:
            counted, apart = len(narrowed.numbers[kind]), len(narrowed.apart[kind])
            parts.append(say(f"selection.{kind}", n=counted))
            sentence = ", ".join(parts)
            return f"{sentence} {say('selection.of_rows', n=counted + apart)}" if apart else sentence
        return ", ".join(parts)


def _listed(value: str | Sequence[str]) -> list[str]:
    """A parameter as a list: addresses repeat a name for several values."""
    return [value] if isinstance(value, str) else list(value)


def _known(values: Sequence[str], vocabulary: str | None, panel: Panel) -> tuple[str, ...]:
    """The values that the vocabulary has, in its order and once each; free words as they are."""
    if vocabulary is None:
        return tuple(dict.fromkeys(value for value in values if value.strip()))
    words = panel.vocabularies.get(vocabulary)
    return tuple(key for key in words.choices if key in values) if words else ()
