"""Questions that one tap answers: is this the column that was renamed, what does this unknown word mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from pages.parts import data, saving
from pages.parts.words import language, say, say_md
from sheets import lists, memory
from sheets.errors import PanelError
from sheets.records import Finding, Snapshot

MOST = 5  # questions at a time: nobody answers fifty
Action = Callable[[], None]


def ask(now: Snapshot) -> None:
    """Draws the questions that the sheet's findings raise; none, where there are none."""
    asked = {(f.code, f.field, f.text): f for f in now.findings if f.code in QUESTIONS}
    if not asked:
        return
    st.header(say("mending.title"))
    for number, finding in enumerate(list(asked.values())[:MOST]):
        with st.container(border=True):
            QUESTIONS[finding.code](now, finding, f"mending.{number}")
    if len(asked) > MOST:
        st.caption(say("mending.more", n=len(asked) - MOST))


def _column(now: Snapshot, finding: Finding, key: str) -> None:
    field = now.panel.tabs[finding.details["kind"]].fields[finding.field or ""].label(language())
    st.markdown(say_md("mending.column", heading=finding.text, title=finding.title, field=field))
    source, answer = data.workbook().source, (finding.tab, finding.text, finding.field or "")
    row = st.container(horizontal=True)
    for name, said in (("yes", memory.confirm), ("no", memory.reject)):
        if row.button(say(f"mending.{name}"), key=f"{key}.{name}", type="primary" if name == "yes" else "secondary"):
            _do(lambda said=said: memory.change(source, lambda known: said(known, *answer)))


def _word(now: Snapshot, finding: Finding, key: str) -> None:
    vocabulary, spoken = now.panel.vocabularies[finding.details["vocabulary"]], language()
    for word in finding.details["words"][:1]:
        st.markdown(say_md("mending.word", word=word, list=vocabulary.en if spoken == "en" else vocabulary.uk))
        row = st.container(horizontal=True, vertical_alignment="bottom")
        means = row.selectbox(
            say("mending.means"),
            ["", *vocabulary.choices],
            format_func=lambda choice: vocabulary.label(choice, spoken) if choice else say("mending.new"),
            key=f"{key}.means",
            width=300,
        )
        if row.button(say("mending.add"), key=f"{key}.add", icon=":material/add:"):
            _do(partial(add_word, now, vocabulary.key, word, means or None))


def add_word(now: Snapshot, vocabulary: str, word: str, means: str | None = None) -> None:
    """Adds the word to «Довідники», as that tab is now; `means` is the choice that it is a synonym of. Raises
    WorkbookError, Refused."""
    workbook = data.workbook()
    known = lists.lists_grids(now.panel, now.reading.grids)
    grids = workbook.read_tabs([known[0].tab.gid]) if known else ()
    workbook.apply(lists.word_edits(now.panel, grids[0] if grids else None, vocabulary, word, means))


def _do(action: Action) -> None:
    try:
        action()
    except PanelError as trouble:
        saving.tell(trouble, kept=False)
        return
    data.refresh()
    st.toast(say("mending.done"), icon=":material/check:")
    st.rerun()


QUESTIONS: Mapping[str, Callable[[Snapshot, Finding, str], None]] = {
    "column-ask": _column,
    "column-recognised": _column,
    "unknown-word": _word,
}
