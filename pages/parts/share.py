"""«Посилання на форму»: a signed address of a form with its QR code, to be copied, shown or printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
import streamlit as st

from pages.parts import data, place, replies
from pages.parts.frame import ANSWER, PAGES
from pages.parts.words import language, md, say
from sheets.filling import blank
from sheets.invitations import Invitation, seal, signing_key
from sheets.records import Snapshot
from sheets.schema import Tab

FORM = "form"  # the parameter of the address that begins a form for colleagues
DAYS = 14  # that answers are taken, unless said otherwise


@dataclass(frozen=True)
class Chosen:
    """A link's end and manner, as chosen on the page."""

    until: dt.datetime | None
    several: bool


def answers_form(now: Snapshot, number: int) -> None:
    """The link by which participants answer about this event; where the event names no partner, what is missing."""
    partners = now.frames["events"]["partners"].iloc[number]
    if not partners:
        st.info(say("share.no-partner"), icon=":material/info:")
        return
    key = f"share.{number}"
    partner = partners[0]
    if len(partners) > 1:
        partner = st.selectbox(say("share.partner"), partners, key=f"{key}.partner")
    chosen = _end(now, key)
    token = seal(_of_event(now, number, partner, chosen), signing_key(), "participants")
    show(f"{_base()}/answer?{ANSWER}={token}&lang={language()}", key)


def form_dialog(now: Snapshot, tab: Tab, values: Mapping[str, Any]) -> None:
    """Opens the dialog in which a link to this form is made, begun with these answers."""
    st.dialog(say("share.title"), width="medium")(_form)(now, tab, {n: v for n, v in values.items() if not blank(v)})


def _form(now: Snapshot, tab: Tab, values: Mapping[str, Any]) -> None:
    st.markdown(say("share.form.how"))
    names = {name: tab.fields[name].label(language()) for name in values}
    kept = st.pills(
        say("share.begun"), list(names), selection_mode="multi", default=list(names), format_func=lambda n: md(names[n])
    )
    fixed = st.pills(say("share.fixed"), kept, selection_mode="multi", format_func=lambda n: md(names[n]))
    hidden = st.pills(say("share.hidden"), kept, selection_mode="multi", format_func=lambda n: md(names[n]))
    invitation = Invitation(
        kind=tab.key,
        values={name: values[name] for name in kept},
        fixed=frozenset(fixed),
        hidden=frozenset(hidden),
        id="",
    )
    show(f"{_base()}/add?{FORM}={seal(invitation, signing_key(), 'staff')}", "share.form")


def show(address: str, key: str) -> None:
    """An address as a QR code and as text to copy."""
    code = segno.make(address, error="l", micro=False)
    picture = code.svg_data_uri(scale=4, border=3, dark="#000", light="#fff")
    st.html(f'<img src="{picture}" alt="{say("share.qr")}" style="width: min(260px, 100%); display: block;">')
    st.code(address, language=None, wrap_lines=True)
    st.caption(say("share.copy"))
    with st.container(horizontal=True):
        st.link_button(say("share.open"), address, icon=":material/open_in_new:")
        st.download_button(
            say("share.save"),
            lambda: code.svg_inline(scale=8, border=3, dark="#000", light="#fff"),
            "qr.svg",
            "image/svg+xml",
            on_click="ignore",
            icon=":material/download:",
            key=f"{key}.svg",
        )


def _of_event(now: Snapshot, number: int, partner: str, chosen: Chosen) -> Invitation:
    """What a participants' link carries of an event: its name, its day, the partner; nothing else of the sheet."""
    table, row = place.of(now, "events", number)
    record = table.record(row) or {}
    day = getattr(record.get("date"), "start", None)
    values = {"event": record.get("title"), "event_date": day, "partner": partner}
    return Invitation(
        kind=replies.KIND,
        values={name: value for name, value in values.items() if value},
        fixed=frozenset({"event", "event_date"}),
        hidden=frozenset({"partner"}),
        until=chosen.until,
        several=chosen.several,
    )


def _end(now: Snapshot, key: str) -> Chosen:
    """Until when answers are taken, to the end of that day, and whether a device may answer more than once."""
    last = st.date_input(
        say("share.until"),
        value=now.today + dt.timedelta(days=DAYS),
        min_value=now.today,
        format="DD.MM.YYYY",
        key=f"{key}.until",
    )
    several = st.toggle(say("share.several"), key=f"{key}.several", help=say("share.several.help"))
    end = dt.datetime.combine(last, dt.time.max, now.panel.centre.zone).replace(microsecond=0)
    return Chosen(end, several)


def _base() -> str:
    """Where this panel is reached by whoever looks at it: the address without the page. A dialog has it untrimmed."""
    where = (st.context.url or "http://localhost:8501").rstrip("/")
    root, _, last = where.rpartition("/")
    return root if last in PAGES or last in data.watch().panel.tabs else where
