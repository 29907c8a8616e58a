"""A partner's own page: the document and its remaining days, contacts, events along time, reach, scores beside the
centre's mean, journal, findings; and the way to add an event with this partner."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import streamlit as st

from charts import evaluations, events, metrics_evaluations, metrics_events, metrics_partners, partners
from charts.documents import days_left, document_states
from charts.narrowed import Narrowed
from pages.parts import (
    address,
    card,
    charts,
    comments,
    deeds,
    event_figures,
    figures,
    filters,
    findings,
    history,
    place,
    records,
    rows,
    tiles,
    views,
)
from pages.parts.tiles import Tile
from pages.parts.words import md, number, say, score
from sheets.records import Finding, Snapshot
from sheets.text import fold

ABOUT = ("type", "directions", "status", "since")
DOCUMENT = ("agreement_kind", "agreement_no", "agreement_date", "valid_until")
CONTACTS = ("contact_person", "phones", "emails", "website", "address")
WITH_US = ("responsible", "service", "forms", "resources", "note")
DOTS = 40  # events that a line of time shows one by one
MANY = 400  # findings that a partner's page shows


def show(now: Snapshot, name: str) -> None:
    """The page of the partner of this name; where there is none any more, says so and leads back."""
    rows.leave("partners.")
    partner = address.partner_asked(now, name)
    if st.button(say("partner.all"), icon=":material/arrow_back:", type="tertiary"):
        address.go_to_all_partners()
    if partner is None:
        st.title(md(name))
        st.info(say("partner.gone"), icon=":material/search_off:")
        return
    _head(now, partner)
    narrowed = filters.bar(now, partner=partner)
    own = narrowed.of_partner(partner)
    tiles.row(narrowed, f"partner.figures.{partner}", partial(_tiles, partner=partner))
    left, right = st.columns([3, 2], gap="small")
    with left:
        _along_time(narrowed, own, partner)
        charts.draw(
            narrowed,
            f"partner.scores.{partner}",
            partial(metrics_evaluations.criteria_of_partner, partner=partner),
            evaluations.against_centre,
        )
    with right:
        _as_the_sheet_says(now, partner)
        charts.draw(own, f"partner.reach.{partner}", metrics_events.reach, events.reach)
    _tabs(now, own, partner)


def _along_time(narrowed: Narrowed, own: Narrowed, partner: int) -> None:
    """The partner's events along time: each by itself, or, where they are many, by month."""
    if len(own.events) > DOTS:
        charts.draw(own, f"partner.months.{partner}", metrics_events.events_by_month, events.by_month)
    else:
        along = partial(metrics_partners.timeline, partner=partner)
        charts.draw(narrowed, f"partner.timeline.{partner}", along, partners.timeline)


def _head(now: Snapshot, partner: int) -> None:
    name = now.frames["partners"]["name"].iloc[partner]
    table, row = place.of(now, "partners", partner)
    st.title(md(name))
    told = " · ".join(card.said(now, table, row, (f for f in ABOUT if f in table.values)).values())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if told:
            st.markdown(told, width="content")
        if now.tables_of("events") and st.button(say("partner.add-event"), icon=":material/add:", type="primary"):
            address.go_to_form(now, "events", name)


def _tiles(narrowed: Narrowed, partner: int) -> tuple[Tile, ...]:
    own = narrowed.of_partner(partner)
    people = metrics_events.people_in_all(own, "participants")
    mean, n = metrics_evaluations.mean_score(own)
    centre, _ = metrics_evaluations.mean_score(narrowed)
    value, beside = _document(narrowed, partner)
    return (
        Tile("document", say("partner.document"), value, partial(tiles.of, "partners", np.array([partner])), beside),
        Tile(
            "events",
            say("partner.events"),
            number(len(own.happened)),
            partial(tiles.of, "events", own.happened, own.unplaced),
            _last_and_next(narrowed, partner),
        ),
        Tile(
            "people",
            say("partner.people"),
            figures.said(people, "count"),
            partial(metrics_events.reach_of, own, "participants"),
        ),
        Tile(
            "score",
            say("partner.score"),
            _score(mean),
            partial(metrics_evaluations.scores, own),
            say("partner.against", n=n, centre=_score(centre)) if n else "",
        ),
    )


def _last_and_next(narrowed: Narrowed, partner: int) -> str:
    """The days of the last and the next event, whatever is selected."""
    days = {
        "last": metrics_partners.last_events(narrowed)[partner],
        "next": metrics_partners.next_events(narrowed)[partner],
    }
    return " · ".join(say(f"partner.{name}", day=at.item()) for name, at in days.items() if not np.isnat(at))


def _score(mean: float) -> str:
    return "–" if math.isnan(mean) else score(mean, 1)


def _document(narrowed: Narrowed, partner: int) -> tuple[str, str]:
    """What is left of the document's time, and what document it is."""
    states = document_states(narrowed.facts, narrowed.snapshot.today)
    left = days_left(narrowed.facts, partner)
    state = states.keys[states.codes[partner]]
    if left is not None and state in ("in_force", "ending", "expired"):
        value = say("partner.days-ago", n=-left) if left < 0 else say("partner.days-left", n=left)
    else:
        value = say("value.indefinite") if state == "in_force" else "–"
    return value, say(f"document.{state}")


def _as_the_sheet_says(now: Snapshot, partner: int) -> None:
    """The document, the contacts and who cares for the partner, as the sheet says them, and the way to the row."""
    table, row = place.of(now, "partners", partner)
    with st.container(border=True, height="stretch"):
        for title, fields in (("document", DOCUMENT), ("contacts", CONTACTS), ("with-us", WITH_US)):
            told = card.said(now, table, row, (field for field in fields if field in table.values))
            if told:
                st.markdown(f"**{say(f'partner.{title}')}**")
                st.markdown(card.lines(told))
        card.where(table, row)
        deeds.offer(now, "partners", partner)


def _tabs(now: Snapshot, own: Narrowed, partner: int) -> None:
    """Events, answers, findings and the journal; only the one that is open is drawn."""
    found = _findings(now, own, partner)
    names = {
        "events": say("partner.tab.events", n=len(own.events)),
        "answers": say("partner.tab.answers", n=len(own.evaluations)),
        "findings": say("partner.tab.findings", n=len(found)),
        "journal": say("nav.journal"),
    }
    events_tab, answers_tab, findings_tab, journal_tab = views.tabs(names, f"partner.{partner}").values()
    if events_tab.open:
        with events_tab:
            records.table(now, "events", event_figures.latest_first(own), key="partner.events")
    if answers_tab.open:
        with answers_tab:
            comments.show(own, key="partner.comments")
            records.table(now, "evaluations", own.evaluations[::-1], key="partner.answers")
    if findings_tab.open:
        with findings_tab:
            _show_findings(now, found, of=f"{partner} {own.selection}")
    if journal_tab.open:
        with journal_tab:
            _journal(now, partner)


def _findings(now: Snapshot, own: Narrowed, partner: int) -> list[Finding]:
    """What is to be looked at in the partner's row and in the rows that name the partner."""
    cells = {
        (int(tab), int(row))
        for kind in ("partners", "events", "evaluations", "plan")
        if kind in now.frames
        for tab, row in now.frames[kind][["tab", "row"]].iloc[own.numbers[kind]].itertuples(index=False)
    }
    return [finding for finding in now.findings if (finding.tab, finding.row) in cells]


def _show_findings(now: Snapshot, found: list[Finding], *, of: str) -> None:
    if found:
        findings.table(now, found[:MANY], of=of)
    else:
        st.success(say("partner.no-findings"), icon=":material/check_circle:")


def _journal(now: Snapshot, partner: int) -> None:
    """What was written through the panel about this partner."""
    name = fold(now.frames["partners"]["name"].iloc[partner])
    lines = [line for line in history.entries(now) if name in fold(f"{line.name} {line.was} {line.became}")]
    if lines:
        history.table(now, lines)
    else:
        st.info(say("partner.no-journal"), icon=":material/history:")
