"""What a declaration (panel.toml) may say: tabs, fields, vocabularies, the school year, thresholds.

A bad one is refused by name: the path of keys (or the file's line), what was found, what would be right.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic import (
    Field as Setting,
)

from sheets.consistency import faults_of
from sheets.errors import DeclarationError
from sheets.text import fold

PANEL_TOML = Path(__file__).resolve().parent.parent / "panel.toml"


class Kind(StrEnum):
    """What a cell of a field holds. Each has a reader and a writer in cells.py and a widget in pages/parts/forms.py."""

    ORDINAL = "ordinal"  # № з/п: never a value, the next one on adding
    TEXT = "text"
    NAMES = "names"  # names of records of another tab, several in a cell
    ONE = "one"  # one choice of a vocabulary
    MANY = "many"  # several choices of a vocabulary
    NUMBER = "number"  # people, pieces: whole numbers, may be inexact («близько 40»)
    MONEY = "money"  # hryvnias
    SCORE = "score"  # 1–5
    PERCENT = "percent"  # 0–100
    YEAR = "year"
    DATE = "date"  # a day
    UNTIL = "until"  # a day, or безстроково
    PERIOD = "period"  # a day, several days, a month, a semester, «протягом року»
    MOMENT = "moment"  # a day and time (a form's time stamp)
    YES_NO = "yes_no"
    PHONES = "phones"
    EMAILS = "emails"
    LINKS = "links"
    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"


class Declared(BaseModel):
    """The common manners of everything declared: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(Declared):
    """A text in both languages."""

    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.uk


class Choice(Declared):
    """A word of a vocabulary: its labels, a short one for charts, and the other words that people write for it."""

    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)
    short: Said | None = None
    synonyms: tuple[str, ...] = ()
    key: str = ""  # set from the declaration's own key

    def label(self, language: str) -> str:
        """The full label."""
        return self.en if language == "en" else self.uk

    def brief(self, language: str) -> str:
        """The short label, for charts and pills; the full one where none is declared."""
        return self.short[language] if self.short else self.label(language)


class Vocabulary(Declared):
    """A closed list of words, in the order in which they are offered. `headings` name its column in «Довідники»."""

    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)
    headings: tuple[str, ...] = ()
    choices: dict[str, Choice]
    key: str = ""

    def label(self, key: str, language: str) -> str:
        """The label of a choice, or the key itself for a word that staff use and nobody declared."""
        choice = self.choices.get(key)
        return choice.label(language) if choice else key

    def brief(self, key: str, language: str) -> str:
        """The short label of a choice, or the key itself."""
        choice = self.choices.get(key)
        return choice.brief(language) if choice else key

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """Folded word -> key, for labels, short labels and synonyms."""
        found: dict[str, str] = {}
        for key, choice in self.choices.items():
            short = (choice.short.uk, choice.short.en) if choice.short else ()
            for word in (choice.uk, choice.en, *short, *choice.synonyms):
                found.setdefault(fold(word), key)
        return found


class Field(Declared):
    """A column of a tab: what it means, how it is headed, how it is asked for."""

    kind: Kind
    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)
    headings: tuple[str, ...] = ()  # other headings that staff write
    vocabulary: str | None = None
    refers: str | None = None  # the tab whose records this text names
    required: bool = False
    derived: bool = False  # computed in the sheet; read and compared, never written
    readonly: bool = False  # read, never asked for in a form
    more: bool = False  # asked for under «Ще»
    multiline: bool = False
    min: float | None = None
    max: float | None = None
    help: Said | None = None
    shown_when: dict[str, tuple[str, ...]] | None = None  # field -> the values with which this one is asked for
    required_when: dict[str, tuple[str, ...]] | None = None
    key: str = ""

    def label(self, language: str) -> str:
        """The heading in the reader's language."""
        return self.en if language == "en" else self.uk


class Tab(Declared):
    """A kind of record: its fields in the order of a form, and how a tab that holds it may be titled."""

    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)
    one: Said  # one record: «Захід», 'Event'
    titles: tuple[str, ...] = ()
    fields: dict[str, Field]
    optional: bool = False
    name: str  # the field that names a record
    key: str = ""

    def label(self, language: str) -> str:
        """The tab's name in the reader's language."""
        return self.en if language == "en" else self.uk


class SchoolYear(Declared):
    """When the school year and its semesters begin and end, as 'MM-DD'. The first day of the year is also the first
    day of its first semester; the days between the semesters belong to the first one (domain.md, 3: set locally)."""

    starts: str = Setting("09-01", pattern=r"^\d\d-\d\d$")
    first_semester_ends: str = Setting("12-31", pattern=r"^\d\d-\d\d$")
    second_semester_ends: str = Setting("05-31", pattern=r"^\d\d-\d\d$")


class Thresholds(Declared):
    """When something needs attention."""

    document_ends_soon_days: int = Setting(60, ge=1)
    silent_partner_days: int = Setting(180, ge=1)
    low_score: float = Setting(3, ge=1, le=5)


class Lists(Declared):
    """The tab where staff keep word lists, a column for each vocabulary."""

    titles: tuple[str, ...] = ()


class Centre(Declared):
    """Whose panel this is."""

    uk: str = Setting(min_length=1)
    en: str = Setting(min_length=1)
    timezone: str = "Europe/Kyiv"
    refresh_seconds: int = Setting(10, ge=2)

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        """A time zone of the IANA list."""
        if name not in available_timezones():
            raise ValueError(f"no time zone is called {name!r}; right would be 'Europe/Kyiv'")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The centre's time zone."""
        return ZoneInfo(self.timezone)


class Panel(Declared):
    """The whole declaration."""

    centre: Centre
    school_year: SchoolYear = Setting(default_factory=SchoolYear)
    thresholds: Thresholds = Setting(default_factory=Thresholds)
    vocabularies: dict[str, Vocabulary]
    tabs: dict[str, Tab]
    lists: Lists = Lists()

    @model_validator(mode="before")
    @classmethod
    def keys_into_values(cls, data: Any) -> Any:
        """Each declared thing knows its own key."""
        return _with_keys(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        """Every name that a field uses is declared, and no heading means two fields."""
        wrong = [fault for tab in self.tabs.values() for fault in faults_of(tab, self)]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def _with_keys(data: dict[str, Any]) -> dict[str, Any]:
    """The declaration with each vocabulary, choice, tab and field told its key."""
    data = dict(data)
    for group, inner in (("vocabularies", "choices"), ("tabs", "fields")):
        things = data.get(group)
        if isinstance(things, dict):
            data[group] = {
                key: {**thing, "key": key, inner: _keyed(thing.get(inner))} if isinstance(thing, dict) else thing
                for key, thing in things.items()
            }
    return data


def _keyed(things: Any) -> Any:
    if not isinstance(things, dict):
        return things
    return {key: {**thing, "key": key} if isinstance(thing, dict) else thing for key, thing in things.items()}


def declaration() -> Path:
    """The file of this panel's declaration: PANEL_TOML names another than the one that ships."""
    return Path(os.environ.get("PANEL_TOML") or PANEL_TOML)


def read_panel(path: Path | None = None) -> Panel:
    """The declaration in this file, else in this panel's own. Raises DeclarationError with every fault: line or path of
    keys, found, expected."""
    path = path or declaration()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DeclarationError(file=str(path), faults=["the file is not there"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(file=str(path), faults=[str(error)]) from None
    try:
        return Panel.model_validate(data)
    except ValidationError as error:
        raise DeclarationError(file=str(path), faults=[_fault(e) for e in error.errors()]) from None


def _fault(error: Any) -> str:
    """One fault in words: where, what is wrong and, where it helps, what was found."""
    where = ".".join(str(part) for part in error["loc"])
    found = error.get("input")
    said = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"{where}: no such setting; it may be misspelled"
    if error["type"] == "missing":
        return f"{where}: is missing"
    shown = f" (found {found!r})" if isinstance(found, str | int | float) else ""
    return f"{where}: {said}{shown}" if where else said
