"""A participant's answer by a signed link: asked in plain words, saved once, and no word of the sheet told."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.parts import data, kept, packed
from pages.parts.frame import ANSWER
from pages.parts.kept import Found
from pages.parts.once import once
from pages.parts.words import day, known, language, md, say, say_in
from sheets import invitations, writing
from sheets.errors import PanelError, Refused
from sheets.filling import blank
from sheets.invitations import Invitation, LinkBroken, unseal
from sheets.pace import Pace
from sheets.receipts import Receipt
from sheets.schema import Field, Kind, Panel, Tab

KIND = "evaluations"
GROUP, COMMENT, COUNT = "respondent_group", "comment", "respondents_count"
GROUPS = ("pupils", "parents", "teachers", "partners")
ANSWERED = "reply."  # how the keys of all that is answered begin
LONGEST = 1000  # characters of a comment
REMEMBERED = 180  # days that a device remembers its answer


@st.cache_resource(show_spinner=False)
def _paces() -> tuple[Pace, Pace]:
    """How often a link and an address may answer: a class of thirty behind one router may, a script may not."""
    return Pace(times=60, seconds=60), Pace(times=40, seconds=60)


def invited() -> Invitation:
    """What the address invites to. Raises LinkBroken, LinkEnded."""
    panel = _panel()
    token = st.query_params.get(ANSWER, "")
    now = dt.datetime.now(panel.centre.zone)
    invitation = unseal(token, invitations.signing_key(), "participants", panel, now)
    if invitation.kind != KIND:
        raise LinkBroken
    return invitation


def subject(invitation: Invitation) -> str:
    """What is asked about: the event, its day, the partner, as far as the link may show them."""
    said = (invitation.values.get(n) for n in ("event", "event_date", "partner") if n not in invitation.hidden)
    return " · ".join(day(v) if isinstance(v, dt.date) else str(v) for v in said if v)


def refuse(trouble: PanelError) -> None:
    """Why the link opens nothing, and what to do."""
    st.title(say("reply.closed"))
    until = trouble.details.get("until")
    code = trouble.code if known(f"reply.{trouble.code}") else "link-broken"
    st.info(say(f"reply.{code}", **({"until": until.date()} if until else {})), icon=":material/link_off:")


def answered(invitation: Invitation) -> bool:
    """Whether this form was sent from this session or, where one answer is allowed, from this device."""
    sent = once().receipt(_submit(invitation)) is not None
    return sent or (not invitation.several and bool(kept.marked(_mark(invitation))))


def keep(invitation: Invitation) -> None:
    """Has the device keep what is tapped so far: nobody else can read it, and it goes when the answer is sent. Where a
    device is handed round, it goes with the tab."""
    said = {str(k): v for k, v in st.session_state.items() if str(k).startswith(ANSWERED) and not blank(v)}
    text = "" if answered(invitation) or not said else packed.pack(said)
    kept.keep(text, _bring_back, name=_mark(invitation), lasting=not invitation.several)


def _bring_back(found: Found) -> None:
    with suppress(ValueError):
        st.session_state.update({k: v for k, v in packed.unpack(found.text).items() if k.startswith(ANSWERED)})


def thank(invitation: Invitation) -> None:
    """«Дякуємо!», and the device is asked to remember that it has answered."""
    st.title(say("reply.thanks"))
    st.success(say("reply.saved"), icon=":material/favorite:")
    if invitation.several:
        st.button(say("reply.again"), icon=":material/add:", on_click=_begin_anew)
    else:
        kept.mark(_mark(invitation), "1", days=REMEMBERED)


def ask(invitation: Invitation) -> dict[str, Any] | None:
    """Draws the questions; the answers when «Надіслати» was tapped and there are any, else None."""
    tab, panel = _panel().tabs[KIND], _panel()
    group = _group(panel, tab)
    answers = {GROUP: group} | {field.key: _score(field, group) for field in _criteria(tab)}
    comment = st.text_area(
        say("reply.comment"), key="reply.comment", max_chars=LONGEST, placeholder=say("reply.comment.how")
    )
    answers[COMMENT] = (comment or "").strip()[:LONGEST]
    tapped = st.button(say("reply.send"), key="save", type="primary", icon=":material/send:", width="stretch")
    said = {name: value for name, value in answers.items() if not blank(value)}
    if tapped and (group is None or len(said) == 1):
        wrong = say("reply.no-group" if group is None else "reply.nothing")
        st.warning(wrong, icon=":material/error:")
        st.toast(wrong, icon=":material/error:")  # on a phone the warning stands below the screen
    return said if tapped and group is not None and len(said) > 1 else None


def send(invitation: Invitation, answers: Mapping[str, Any]) -> None:
    """Saves the answer once; where that can't be, says so calmly, and what was tapped stays."""
    if not _in_pace(invitation):
        st.info(say("reply.wait"), icon=":material/hourglass_top:")
        return
    submit = _submit(invitation)

    def write() -> Receipt:
        now = data.watch().look()
        values = {"date": now.today, COUNT: 1.0} | dict(invitation.values) | dict(answers)
        tables = now.tables_of(KIND)
        if not tables:
            raise Refused("no-table", kind=KIND)
        columns = set().union(*(table.column_of for table in tables))
        kept = {name: value for name, value in values.items() if name in columns}
        return writing.add(
            data.workbook(), now.panel, KIND, kept, actor=say_in("uk", "reply.actor"), submit_id=submit, snapshot=now
        )

    try:
        with st.spinner(say("save.writing")):
            once().save(submit, write)
    except PanelError:
        st.info(say("reply.not-now"), icon=":material/hourglass_top:")
        return
    st.rerun()


def _panel() -> Panel:
    return data.watch().panel


def _group(panel: Panel, tab: Tab) -> str | None:
    choices = panel.vocabularies[tab.fields[GROUP].vocabulary or ""].choices
    return st.pills(
        say("reply.who"),
        [name for name in GROUPS if name in choices],
        format_func=lambda name: say(f"reply.who.{name}") if known(f"reply.who.{name}") else name,
        key="reply.group",
    )


def _score(field: Field, group: str | None) -> float | None:
    """One question, one tap: from 1 to 5. A field that a methodist has added is asked by its own name."""
    sentence = f"reply.{'pupils' if group == 'pupils' else 'others'}.{field.key}"
    label = say(sentence) if known(sentence) else md(field.label(language()))
    lowest, highest = int(field.min or 1), int(field.max or 5)
    chosen = st.segmented_control(
        label, list(range(lowest, highest + 1)), key=f"reply.{field.key}", width="stretch", format_func=_scale
    )
    return None if chosen is None else float(chosen)


def _scale(score: int) -> str:
    ends = {1: "reply.scale.1", 5: "reply.scale.5"}
    return f"{score} {say(ends[score])}" if score in ends else str(score)


def _criteria(tab: Tab) -> list[Field]:
    return [f for f in tab.fields.values() if f.kind is Kind.SCORE and not (f.derived or f.readonly)]


def _submit(invitation: Invitation) -> str:
    """The id of this session's one answer by this link."""
    return st.session_state.setdefault(f"reply.submit.{invitation.id}", uuid4().hex)


def _mark(invitation: Invitation) -> str:
    """The name of the cookie by which a device remembers that it has answered; nothing else is kept in it."""
    return f"answered-{''.join(c for c in invitation.id if c.isalnum())}"


def _in_pace(invitation: Invitation) -> bool:
    of_link, of_address = _paces()
    at = time.monotonic()
    return of_address.allows(st.context.ip_address or "here", at) and of_link.allows(invitation.id, at)


def _begin_anew() -> None:
    for key in [key for key in st.session_state if str(key).startswith(ANSWERED)]:
        del st.session_state[key]
