"""Questions that one tap answers: is this the column that was renamed, what does this unknown word mean, are these two
one partner. Each answer can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b

import streamlit as st

from pages.parts import data, saving
from pages.parts.actor import actor, may_declare
from pages.parts.words import language, say, say_md
from sheets import joins, memory, wording, writing
from sheets.errors import PanelError, Refused
from sheets.memory import Memory
from sheets.records import Finding, Snapshot

MOST = 5  # questions at a time: nobody answers fifty
BACK = "mending.back"  # in the session: how to take the last answer back
Action = Callable[[], object]


def ask(now: Snapshot) -> None:
    """Draws the questions that the sheet's findings raise; none, where there are none."""
    asked = {(f.code, _about(f)): f for f in now.findings if f.code in QUESTIONS}
    if asked or BACK in st.session_state:
        st.header(say("mending.title"))
    _offer_back()
    for (code, about), finding in list(asked.items())[:MOST]:
        with st.container(border=True):
            QUESTIONS[code](now, finding, f"mending.{code}.{_short(*about)}")
    if len(asked) > MOST:
        st.caption(say("mending.more", n=len(asked) - MOST))


def _about(finding: Finding) -> tuple[str | None, ...]:
    """What a question is about: it is asked once, in however many cells it stands."""
    if "vocabulary" in finding.details:
        return finding.details["vocabulary"], *finding.details["words"]
    return finding.field, finding.text


def show_joined() -> None:
    """The partners that people joined, each to be parted again."""
    source = data.workbook().source
    for spellings in memory.load(source).joined:
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown(say_md("mending.joined", name=spellings[0], others=spellings[1:] or spellings))
        if row.button(say("mending.part"), key=f"part.{_short(*spellings)}", icon=":material/call_split:"):
            _answer(partial(_remember, partial(joins.part, spellings=spellings)), _remembering_joins)


def _short(*texts: str | None) -> str:
    """Texts of the sheet as part of a key: keys end up in the page."""
    return blake2b(repr(texts).encode(), digest_size=6).hexdigest()


def _column(now: Snapshot, finding: Finding, key: str) -> None:
    field = now.panel.tabs[finding.details["kind"]].fields[finding.field or ""].label(language())
    st.markdown(say_md("mending.column", heading=finding.text, title=finding.title, field=field))
    row = st.container(horizontal=True)
    for name, said in (("yes", memory.confirm), ("no", memory.reject)):
        if row.button(say(f"mending.{name}"), key=f"{key}.{name}", type="primary" if name == "yes" else "secondary"):
            told = partial(said, gid=finding.tab, heading=finding.text, field=finding.field or "")
            _answer(partial(_remember, told), partial(_remembering_columns, finding.tab))


def _word(now: Snapshot, finding: Finding, key: str) -> None:
    vocabulary, spoken = now.panel.vocabularies[finding.details["vocabulary"]], language()
    for number, word in enumerate(finding.details["words"]):
        st.markdown(say_md("mending.word", word=word, list=vocabulary.en if spoken == "en" else vocabulary.uk))
        row = st.container(horizontal=True, vertical_alignment="bottom")
        means = row.selectbox(
            say("mending.means"),
            ["", *vocabulary.choices],
            format_func=lambda choice: vocabulary.label(choice, spoken) if choice else say("mending.new"),
            key=f"{key}.{number}.means",
            width=300,
        )
        closed = not may_add(now, vocabulary.key)
        if row.button(say("mending.add"), key=f"{key}.{number}.add", icon=":material/add:", disabled=closed):
            _answer(partial(_add_word, now, vocabulary.key, word, means or None))
    st.caption(say(f"mending.{_goes_to(now, vocabulary.key)}"))


def may_add(now: Snapshot, vocabulary: str) -> bool:
    """Whether this person may add words to this list: in the sheet all who add records, in panel.toml few."""
    return _goes_to(now, vocabulary) != "in-nothing"


def _goes_to(now: Snapshot, vocabulary: str) -> str:
    if wording.has_list(now, vocabulary):
        return "in-sheet"
    return "in-file" if may_declare() else "in-nothing"


def add_word(now: Snapshot, vocabulary: str, word: str, means: str | None = None) -> None:
    """Adds the word to «Довідники», or to panel.toml where the sheet keeps no such list; `means` is the choice that it
    is a synonym of. Raises WorkbookError, Refused, Unconfirmed; Refused('not-allowed') where `may_add` says no."""
    _add_word(now, vocabulary, word, means)


def _add_word(now: Snapshot, vocabulary: str, word: str, means: str | None) -> Action:
    """Adds the word; how to take it back."""
    if wording.has_list(now, vocabulary):
        receipt = wording.add_word(data.workbook(), vocabulary, word, means, snapshot=now, actor=actor())
        return lambda: writing.undo(data.workbook(), now.panel, receipt.id, actor=actor())
    if not may_declare():
        raise Refused("not-allowed", list=vocabulary)
    data.declare(wording.declare_word(vocabulary, word, means, path=data.DECLARATION))
    return lambda: data.declare(wording.withdraw_word(vocabulary, word, means, path=data.DECLARATION))


def _twins(_now: Snapshot, finding: Finding, key: str) -> None:
    rows: dict[str, list[str]] = {}  # two spellings may look the same: a Latin letter, a blank that is none
    for name, (_, row) in zip(finding.details["names"], finding.details["rows"], strict=True):
        rows.setdefault(name, []).append(str(row))
    spellings = list(rows)
    st.markdown(say_md("mending.twins", title=finding.title))
    chosen = st.radio(
        say("mending.spelling"),
        spellings,
        key=f"{key}.spelling",
        format_func=lambda name: say_md("mending.row", name=name, rows=rows[name]),
    )
    st.caption(say("mending.twins-how"))
    row = st.container(horizontal=True)
    if row.button(say("mending.one"), key=f"{key}.yes", type="primary"):
        ordered = (chosen, *(name for name in spellings if name != chosen))
        _answer(partial(_remember, partial(joins.join, spellings=ordered)), _remembering_joins)
    if row.button(say("mending.several"), key=f"{key}.no"):
        _answer(partial(_remember, partial(joins.keep_apart, spellings=spellings)), _remembering_joins)


def _remember(how: Callable[[Memory], Memory]) -> Memory:
    return memory.change(data.workbook().source, how)


def _remembering_joins() -> Action:
    """How to bring back what was said of twins so far."""
    was = memory.load(data.workbook().source)
    return partial(_remember, lambda now: now.model_copy(update={"joined": was.joined, "apart": was.apart}))


def _remembering_columns(gid: int) -> Action:
    """How to bring back what was known of a tab's columns so far."""
    was = memory.load(data.workbook().source).of(gid) or memory.TabMemory()
    return partial(_remember, lambda now: now.with_tab(gid, was))


def _answer(action: Action, remembering: Callable[[], Action] | None = None) -> None:
    """Does what was tapped, and keeps how to take it back: what `remembering` says beforehand, or what came of it."""
    before = remembering() if remembering else None
    if not _done(action, lambda came: st.session_state.update({BACK: before or came})):
        return
    st.rerun()


def _offer_back() -> None:
    if BACK not in st.session_state:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say("mending.done"))
        if st.button(say("mending.undo"), icon=":material/undo:", key="mending.undo") and _done(
            st.session_state[BACK], lambda _: st.session_state.pop(BACK)
        ):
            st.rerun()


def _done(action: Action, then: Callable[[object], object]) -> bool:
    """Whether it was done; where it was refused, that is told."""
    try:
        came = action()
    except PanelError as trouble:
        saving.tell(trouble, kept=False)
        return False
    then(came)
    data.refresh()
    return True


QUESTIONS: Mapping[str, Callable[[Snapshot, Finding, str], None]] = {
    "column-ask": _column,
    "column-recognised": _column,
    "unknown-word": _word,
    "twins": _twins,
}
