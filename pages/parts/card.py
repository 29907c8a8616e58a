"""A record's card: all that the sheet says of it, what is to be looked at in it, and the way to its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from pages.parts import address, data, deeds, findings, place
from pages.parts.values import read_out
from pages.parts.words import language, md, say
from sheets.records import Finding, Snapshot, Table
from sheets.schema import Kind

UNSAID = frozenset({Kind.ORDINAL, Kind.SCHOOL_YEAR, Kind.SEMESTER})  # the title and the date say these
ADDRESS = re.compile(r"https?://[^\s<>()\[\]\\\"'`]+")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def show(now: Snapshot, kind: str, number: int, *, on_close: Callable[[], Any] | None = None) -> None:
    """Opens the card of the record with this number in the kind's frame, in a drawer."""
    table, row = place.of(now, kind, number)
    title = (table.record(row) or {}).get(now.panel.tabs[kind].name) or now.panel.tabs[kind].one[language()]
    drawer = st.dialog(md(title), width="medium", position="right", on_dismiss=on_close or "ignore")
    drawer(body)(now, kind, number)


def body(now: Snapshot, kind: str, number: int) -> None:
    """What the sheet says of a record, its partners, its findings, and where it stands."""
    table, row = place.of(now, kind, number)
    fields = now.panel.tabs[kind].fields
    titled = {now.panel.tabs[kind].name, *(name for name, field in fields.items() if field.kind in UNSAID)}
    st.markdown(facts(said(now, table, row, (name for name in table.values if name not in titled))))
    _partners(now, kind, number)
    worth_a_look(now, [finding for finding in now.findings if finding.tab == table.tab and finding.row == row])
    where(table, row)
    deeds.offer(now, kind, number)


def said(now: Snapshot, table: Table, row: int, only: Iterable[str] | None = None) -> dict[str, str]:
    """The record's fields that say anything (of these, if given), heading -> value in Markdown; what could not be read
    stands as staff typed it."""
    record, fields = table.record(row) or {}, now.panel.tabs[table.kind].fields
    found = {}
    for key in only if only is not None else record:
        told = read_out(now, fields[key], record.get(key)) or _as_typed(table, key, row)
        if told:
            found[fields[key].label(language())] = _linked(fields[key].kind, told)
    return found


def facts(told: Mapping[str, str]) -> str:
    """Headings and values as Markdown, a value under its heading."""
    return "\n\n".join(f":gray[:small[{md(heading)}]]  \n{value}" for heading, value in told.items())


def lines(told: Mapping[str, str]) -> str:
    """Headings and values as Markdown, a line each: for a narrow place beside other things."""
    return "  \n".join(f":gray[{md(heading)}:] {value}" for heading, value in told.items())


def worth_a_look(now: Snapshot, found: list[Finding]) -> None:
    """What is to be looked at in a record, a line each; nothing where all is well."""
    if found:
        lines = [f"- {md(_heading(now, finding) + findings.reason(finding))}" for finding in found]
        st.warning("\n".join([f"**{say('card.look')}**", "", *lines]))


def where(table: Table, row: int) -> None:
    """Where the record stands: its row, and the way there."""
    st.caption(say("card.where", title=md(table.title), row=str(row)))
    to_row = data.link(table.tab, row)
    if to_row:
        st.link_button(say("card.open"), to_row, icon=":material/open_in_new:")


def _heading(now: Snapshot, finding: Finding) -> str:
    """«Термін дії: », or nothing for a finding of the whole row."""
    declared = now.panel.tabs[finding.kind].fields.get(finding.field or "") if finding.kind in now.panel.tabs else None
    return f"{declared.label(language())}: " if declared else ""


def _partners(now: Snapshot, kind: str, number: int) -> None:
    links = now.links[(now.links["kind"] == kind) & (now.links["record"] == number)]
    names = now.frames["partners"]["name"]
    for partner in links["partner"]:
        if names[partner]:
            shown = st.button(
                md(names[partner]), key=f"card.partner.{partner}", icon=":material/handshake:", type="tertiary"
            )
            if shown:
                address.go_to_partner(now, int(partner))


def _as_typed(table: Table, key: str, row: int) -> str:
    """What staff see in a cell that the panel could not read."""
    texts = table.texts.get(key)
    return texts[table.place[row]] if texts else ""


def _linked(kind: Kind, told: str) -> str:
    """A value in Markdown; addresses of pages and of mail lead there."""
    if kind is Kind.LINKS:
        return ", ".join(f"[{md(part)}]({part})" if ADDRESS.fullmatch(part) else md(part) for part in told.split(", "))
    if kind is Kind.EMAILS:
        return ", ".join(
            f"[{md(part)}](mailto:{part})" if MAIL.fullmatch(part) else md(part) for part in told.split(", ")
        )
    return md(told)
