"""A workbook's health in a screenful: what was found, what was not, what to fix first; in Ukrainian or in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sheets.errors import PanelError
from sheets.records import Finding, Snapshot, Table, TabRead
from sheets.sentences import short
from sheets.workbook import a1, letter

MOST_TABS = 12
MOST_FIXES = 8

Words = Mapping[str, str]

WORDS: Mapping[str, Words] = {
    "uk": {
        "found": "Знайдено",
        "not-found": "Не знайдено",
        "fix": "Що виправити насамперед",
        "fine": "Зауважень немає.",
        "can": "Панель може працювати з цією таблицею.",
        "cannot": "Панель ще не може працювати: потрібна вкладка з партнерами або заходами, де названо стовпці.",
        "table": "{title}: {kind}, записів {records}; заголовок у рядку {rows}; стовпців упізнано {known} з {all}",
        "unknown-columns": "    не впізнано стовпці: {columns}",
        "tab": "{title}: {kind}",
        "more": "… і ще {n}",
        "missing-kind": "вкладки «{kind}»",
        "missing-column": "{title}: стовпця «{field}»",
        "refused": "{title}: не прочитано – {why}",
        "times": "{title}, «{field}»: {why} – {n} кл., наприклад {cell} «{text}»",
        "trouble": "Не вдалося: {why} ({details})",
        "empty": "порожня",
        "lists": "довідники",
        "summary": "зведення, записів не містить",
        "matrix": "перехресна таблиця, не читається",
        "other": "тексти, записів не містить",
        "unknown": "не зрозуміло, що це",
        "journal": "журнал змін панелі",
        "mixed": "кілька таблиць",
    },
    "en": {
        "found": "Found",
        "not-found": "Not found",
        "fix": "What to fix first",
        "fine": "Nothing to fix.",
        "can": "The panel can run on this workbook.",
        "cannot": "The panel can't run yet: it needs a tab of partners or events with its columns headed.",
        "table": "{title}: {kind}, {records} records; header in row {rows}; {known} of {all} columns known",
        "unknown-columns": "    columns not known: {columns}",
        "tab": "{title}: {kind}",
        "more": "… and {n} more",
        "missing-kind": "a tab of {kind}",
        "missing-column": "{title}: the column {field}",
        "refused": "{title}: not read – {why}",
        "times": "{title}, {field}: {why} – {n} cells, as {cell} “{text}”",
        "trouble": "Failed: {why} ({details})",
        "empty": "empty",
        "lists": "word lists",
        "summary": "a summary, no records",
        "matrix": "a cross table, not read",
        "other": "texts, no records",
        "unknown": "not understood",
        "journal": "the panel's journal of changes",
        "mixed": "several tables",
    },
}


@dataclass(frozen=True)
class Health:
    """What the doctor says, and whether the panel can run on the workbook."""

    text: str
    can_run: bool


def health(snapshot: Snapshot, language: str) -> Health:
    """The whole screenful. The panel can run where at least one required kind of record was found."""
    say = WORDS[language]
    required = [key for key, tab in snapshot.panel.tabs.items() if not tab.optional]
    can_run = any(len(snapshot.frames[kind]) for kind in required)
    parts = [
        *_part(say["found"], _found(snapshot, language), MOST_TABS, say),
        *_part(say["not-found"], _not_found(snapshot, required, language), MOST_FIXES, say),
        *_part(say["fix"], _fixes(snapshot, language), MOST_FIXES, say),
        say["can"] if can_run else say["cannot"],
    ]
    return Health("\n".join(parts), can_run)


def say_trouble(trouble: PanelError, language: str) -> str:
    """A trouble in one line."""
    details = ", ".join(f"{key}: {value}" for key, value in trouble.details.items())
    reason = str(trouble.details.get("reason", ""))
    why = short(reason, language) if reason else ""
    told = short(trouble.code, language) if why in ("", reason) else why
    return WORDS[language]["trouble"].format(why=told, details=details)


def _part(title: str, lines: Iterable[str], most: int, say: Words) -> list[str]:
    shown = list(lines)
    if not shown:
        return []
    rest = [say["more"].format(n=len(shown) - most)] if len(shown) > most else []
    return [title, *(f"  {line}" for line in [*shown[:most], *rest]), ""]


def _found(snapshot: Snapshot, language: str) -> Iterable[str]:
    say = WORDS[language]
    for tab in snapshot.tabs:
        if not tab.tables and not tab.problems:
            yield say["tab"].format(title=tab.title, kind=say.get(tab.kind, tab.kind))
        for table in tab.tables:
            yield _table(snapshot, table, language)


def _table(snapshot: Snapshot, table: Table, language: str) -> str:
    say = WORDS[language]
    known = [column for column in table.columns if column.field]
    unknown = [f"{letter(c.number)} «{c.heading}»" for c in table.columns if not c.field and c.heading]
    line = say["table"].format(
        title=table.title,
        kind=snapshot.panel.tabs[table.kind].label(language),
        records=len(table.frame),
        rows="–".join(str(row) for row in sorted({table.header_rows[0], table.header_rows[-1]})),
        known=len(known),
        all=len(table.columns),
    )
    return line + ("\n" + say["unknown-columns"].format(columns=", ".join(unknown[:6])) if unknown else "")


def _not_found(snapshot: Snapshot, required: Iterable[str], language: str) -> Iterable[str]:
    say, panel = WORDS[language], snapshot.panel
    for tab in snapshot.tabs:
        yield from (
            say["refused"].format(title=tab.title, why=short(problem.code, language)) for problem in _refusals(tab)
        )
    for kind in required:
        if not snapshot.tables_of(kind):
            yield say["missing-kind"].format(kind=panel.tabs[kind].label(language))
    for finding in snapshot.findings:
        if finding.code == "column-missing" and finding.field:
            field = panel.tabs[finding.kind].fields[finding.field].label(language)
            yield say["missing-column"].format(title=finding.title, field=field)


def _refusals(tab: TabRead) -> Iterable:
    return tab.problems if not tab.tables else ()


def _fixes(snapshot: Snapshot, language: str) -> list[str]:
    """Findings of one kind in one column as one line, the most frequent errors first."""
    say, panel = WORDS[language], snapshot.panel
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in snapshot.findings:
        if finding.severity == "error" and finding.row and finding.field and finding.code != "column-missing":
            groups.setdefault((finding.kind, finding.title, finding.field, finding.code), []).append(finding)
    order = Counter({key: len(found) for key, found in groups.items()})
    lines = []
    for (kind, title, field, code), n in order.most_common():
        first = groups[kind, title, field, code][0]
        label = panel.tabs[kind].fields[field].label(language) if kind in panel.tabs else field
        cell = a1(first.row or 0, first.column) if first.column else str(first.row)
        lines.append(
            say["times"].format(
                title=title, field=label, why=short(code, language), n=n, cell=cell, text=first.text[:40]
            )
        )
    return lines or [say["fine"]]
