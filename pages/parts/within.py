"""What a form makes besides its own record: a partner that the sheet does not have yet, a word that its list lacks."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import data, forms, mending
from pages.parts.forms import Filled, Form
from pages.parts.words import language, md, say, say_md
from sheets.choices import choices_of
from sheets.errors import PanelError
from sheets.records import Snapshot
from sheets.schema import Field, Kind
from sheets.text import fold
from sheets.twins import near_names, same_as

PARTNERS = "partners"
Within = list[tuple[Form, Filled, str]]  # a partner's form, as it stands, and the name


def ask(now: Snapshot, form: Form, filled: Filled) -> Within:
    """Draws, beside the questions, what new names and words there are call for; gives the partners to be made."""
    made: Within = []
    for name, asked in filled.asked.items():
        with filled.beside[name]:
            if asked.refers == PARTNERS:
                for text in _new_names(now, filled.values[name]):
                    made += _partner(now, form, filled, asked, text)
            elif form.tab.key == PARTNERS and name == form.tab.name and form.table is None:
                _twins(now, filled.values[name])
            elif asked.vocabulary:
                _new_words(now, form, asked, filled.values[name])
    return made


def _new_names(now: Snapshot, value: Any) -> list[str]:
    known = set(now.frames[PARTNERS]["name"])
    return [text for text in ((value,) if isinstance(value, str) else value or ()) if text not in known]


def _twins(now: Snapshot, text: str | None) -> None:
    """«Можливо, це вже є: …» for the name of a new partner."""
    found = same_as(text, now.frames[PARTNERS]) if text else ()
    if found:
        names = tuple(now.frames[PARTNERS]["name"].iloc[list(found)])
        st.markdown(f":orange[:material/join: {say_md('form.near', names=names)}]")


def _partner(now: Snapshot, form: Form, filled: Filled, asked: Field, text: str) -> Within:
    """A name that the sheet does not have: is it one of these, or a new partner, made together with this record?"""
    near = near_names(text, now.frames[PARTNERS], 3)
    if near:
        st.markdown(f":orange[:material/join: {say_md('form.may-be', name=text)}]")
        for name in now.frames[PARTNERS]["name"].iloc[list(near)]:
            st.button(
                md(name),
                key=form.deed(f"{asked.key}.near.{fold(text)}.{name}"),
                icon=":material/handshake:",
                on_click=_take,
                args=(form.key(asked.key), text, name),
            )
    surely = bool(same_as(text, now.frames[PARTNERS]))
    key = form.key(f"{asked.key}.make.{fold(text)}")
    st.session_state.setdefault(key, not surely)
    if not now.tables_of(PARTNERS) or not st.toggle(say_md("form.make-partner", name=text), key=key):
        return []
    tab = now.panel.tabs[PARTNERS]
    optional = {f.key for f in tab.fields.values() if not f.required}
    inner = Form(tab=tab, name=f"{form.name}/{fold(text)}", hidden=frozenset(optional | {tab.name}))
    if filled.values.get("directions"):
        st.session_state.setdefault(inner.key("directions"), list(filled.values["directions"]))
    with st.container(border=True):
        return [(inner, forms.fill(now, inner), text)]


def _take(key: str, text: str, name: str) -> None:
    """Puts a known partner in the place of what was typed."""
    value = st.session_state.get(key)
    if isinstance(value, list):
        st.session_state[key] = list(dict.fromkeys(name if one == text else one for one in value))
    else:
        st.session_state[key] = name


def _new_words(now: Snapshot, form: Form, asked: Field, value: Any) -> None:
    """Offers to add a word typed new to its list in «Довідники»."""
    vocabulary = now.panel.vocabularies[asked.vocabulary or ""]
    words = (value,) if asked.kind is Kind.ONE else value or ()
    known = choices_of(vocabulary)
    for word in (w for w in words if w and w not in vocabulary.choices and known.key_of(w) is None):
        told = vocabulary.en if language() == "en" else vocabulary.uk
        if not mending.may_add(now, vocabulary.key):
            st.caption(say_md("form.no-such-word", word=word, list=told))
            continue
        st.button(
            say_md("form.add-word", word=word, list=told),
            key=form.deed(f"{asked.key}.word.{fold(word)}"),
            icon=":material/playlist_add:",
            on_click=_add_word,
            args=(now, form, asked, word),
        )
        if st.session_state.get(form.deed("word-failed")) == word:
            st.caption(say("form.word-not-added"))


def _add_word(now: Snapshot, form: Form, asked: Field, word: str) -> None:
    """Adds the word to the list and takes it in the form; where that can't be, it stays typed."""
    try:
        mending.add_word(now, asked.vocabulary or "", word)
    except PanelError:
        st.session_state[form.deed("word-failed")] = word
        return
    data.refresh()
    _take(form.key(asked.key), word, fold(word))
