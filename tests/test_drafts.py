"""A draft that the browser brings back, and what was typed before it came."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import kept, packed
from pages.parts.kept import Found


def script() -> None:
    import streamlit as st

    from pages.parts import drafts

    for name in ("title", "place"):
        st.session_state.setdefault(f"new.events.{name}", "")
        st.text_input(name, key=f"new.events.{name}")
    drafts.keep("events", touched=True)
    st.button("the browser answers", on_click=st.session_state["answer"])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [({}, ["Свято", "Двір"]), ({"title": "Концерт"}, ["Концерт", "Двір"])],
    ids=["nothing typed yet", "one field typed by then"],
)
def test_a_draft_that_comes_back_late_leaves_what_was_typed_meanwhile(
    typed: dict[str, str], shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(kept, "keep", lambda text, on_found, **_: asked.append(on_found))
    draft = packed.pack({"draft.forms": ["events"], "new.events.title": "Свято", "new.events.place": "Двір"})
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["answer"] = lambda: asked[-1](Found("this tab", draft, own=True))
    app.run()
    for name, text in typed.items():
        app.text_input(key=f"new.events.{name}").set_value(text).run()
    app.button[0].click().run()
    assert [box.value for box in app.text_input] == shown
    assert not app.exception
