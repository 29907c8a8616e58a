"""«Вставити повідомлення»: what a message proposes for the form, each beside the words that it was taken from."""

from __future__ import annotations

import streamlit as st

from pages.parts import forms, shelf
from pages.parts.forms import Filled, Form
from pages.parts.words import say
from sheets.context import Context
from sheets.filling import blank
from sheets.messages import Familiar, read_message
from sheets.records import Snapshot


def offer(now: Snapshot, form: Form) -> None:
    """A place to paste a message into; its proposals are put into the form below, marked as proposed."""
    with st.popover(say("message.paste"), icon=":material/content_paste:", type="tertiary"):
        st.text_area(
            say("message.text"), key=form.key("message"), height=160, placeholder=say("message.example"), max_chars=4000
        )
        st.button(
            say("message.propose"),
            key=form.deed("propose"),
            icon=":material/auto_awesome:",
            on_click=_propose,
            args=(now, form),
        )
        told = st.session_state.get(form.key("told"))
        if told is not None:
            st.caption(say("message.proposed", n=told))


def unconfirmed(form: Form, filled: Filled) -> bool:
    """Whether any answer is still as it was proposed: saving it is confirming it."""
    proposed = st.session_state.get(form.key("proposed"), {})
    return any(filled.values.get(name) == value for name, (_, value) in proposed.items())


def _propose(now: Snapshot, form: Form) -> None:
    """Takes over the proposals for what the person has not answered: an answer of theirs is never overwritten."""
    context = Context(panel=now.panel, today=now.today)
    text = st.session_state.get(form.key("message")) or ""
    found = read_message(text, form.tab, context, _familiar(now))
    first = st.session_state.get(form.key("begun"), {})
    proposed = {}
    for name, proposal in found.items():
        state = st.session_state.get(form.key(name))
        if blank(state) or name in first and _untouched(now, state, first[name]):
            proposed[name] = (proposal.words, proposal.value)
    forms.begin(now, form, {name: value for name, (_, value) in proposed.items()})
    st.session_state[form.key("proposed")] = proposed
    st.session_state[form.key("told")] = len(proposed)


def _untouched(now: Snapshot, state: object, first: object) -> bool:
    """Whether a widget still shows what the form began with."""
    shown = getattr(first, "start", first)
    return state == shown or (isinstance(first, tuple) and state == list(first))


def _familiar_of(now: Snapshot) -> Familiar:
    partners = now.frames["partners"]
    places = now.frames["events"]["place"] if "events" in now.frames else ()
    return Familiar(
        partners=tuple(name or "" for name in partners["name"]),
        directions=tuple(partners["directions"]),
        places=tuple(dict.fromkeys(place for place in places if place)),
    )


def _familiar(now: Snapshot) -> Familiar:
    return shelf.once(now, ("familiar",), _familiar_of, ahead=False)
