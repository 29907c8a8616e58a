"""The participants' form: many answers at once are asked to wait, and what was tapped stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts import replies
from pages.parts.words import say_in
from sheets.invitations import Invitation
from sheets.pace import Pace
from sheets.xlsx import XlsxWorkbook


def test_an_answer_too_many_waits_and_nothing_tapped_is_lost(
    demo_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANEL_WORKBOOK", str(demo_book))
    monkeypatch.setenv("PANEL_STATE", str(tmp_path))
    st.cache_resource.clear()
    pace = Pace(times=1, seconds=1e9)
    assert pace.allows("link", 0.0)
    monkeypatch.setattr(replies, "_paces", lambda: (pace, Pace(times=9, seconds=1e9)))
    values = {"event": "Свято їжака", "event_date": dt.date(2026, 5, 14), "partner": "Палац культури «Світанок»"}
    invitation = Invitation(kind="evaluations", values=values, until=dt.datetime(2040, 1, 1, tzinfo=dt.UTC), id="link")
    before = XlsxWorkbook(demo_book).read()

    def script() -> None:
        import streamlit as st

        from pages.parts import replies

        invitation = st.session_state["invitation"]
        replies.ask(invitation)
        replies.send(invitation, {"respondent_group": "pupils", "c_goals": 5.0})

    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["invitation"], app.session_state["lang"] = invitation, "uk"
    app.session_state["reply.group"], app.session_state["reply.c_goals"] = "pupils", 5
    app.run()
    assert ([*app.exception], [info.value for info in app.info]) == ([], [say_in("uk", "reply.wait")])
    assert app.session_state["reply.c_goals"] == 5
    assert [g.stored for g in XlsxWorkbook(demo_book).read().grids] == [g.stored for g in before.grids]
