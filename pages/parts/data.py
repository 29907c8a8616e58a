"""What the pages show: one fresh snapshot of the workbook, shared by all who look; troubles in plain words."""

from __future__ import annotations

import contextlib
import datetime as dt

import streamlit as st
from babel.dates import format_timedelta

from pages.parts import shelf, troubles
from pages.parts.words import clock, language, say, say_md
from sheets.errors import PanelError
from sheets.opening import open_workbook
from sheets.records import Snapshot
from sheets.schema import Panel, declaration, read_panel
from sheets.watch import Watch
from sheets.workbook import Workbook, a1

DECLARATION = declaration()
LEAST = 2  # seconds between two looks at how fresh the numbers are
PATIENCE = 10  # seconds between two looks while the workbook can't be shown


def snapshot() -> Snapshot:
    """The latest snapshot, at once. Where there is none, says in plain words why and what to do, and ends the page."""
    try:
        if watch().freshness is not None:
            return watch().look()
        with st.spinner(say("data.first")):
            return watch().look()
    except PanelError as trouble:
        troubles.show(trouble, again=refresh)
        st.fragment(_try_again, run_every=PATIENCE)()
        st.stop()


def _try_again() -> None:
    """Draws the page as soon as there is something to draw."""
    with contextlib.suppress(PanelError):
        watch().look()
        st.rerun(scope="app")


def workbook() -> Workbook:
    """The workbook behind the snapshot."""
    return watch().workbook


@st.cache_resource(show_spinner=False, on_release=Watch.end)
def watch() -> Watch:
    """The one watch of this process."""
    return Watch(open_workbook(), read_panel(DECLARATION), beforehand=shelf.work_ahead)


def declare(panel: Panel) -> None:
    """Everything is read by this declaration from now on."""
    watch().panel = panel


def link(tab: int, row: int, column: int = 1) -> str | None:
    """Where a person can open this cell; None when the workbook has no addresses (an .xlsx on the server)."""
    return workbook().link(tab, a1(row, column))


def refresh() -> None:
    """Reads the workbook now, for whoever has just saved or does not want to wait. Where it does not answer, the next
    refresh will."""
    with contextlib.suppress(PanelError):
        watch().refresh()


def freshness(drawn: Snapshot, *, follow: bool) -> None:
    """The line «станом на 14:05:10». Only it looks at the clock; the page is drawn anew when the workbook changed, but
    not where somebody may be typing (`follow` is False there). It asks four times as often as the workbook is read, so
    that what was read is soon seen."""
    seconds = max(LEAST, drawn.panel.centre.refresh_seconds / 4)
    st.fragment(_freshness_line, run_every=seconds)(drawn.number, follow)


def _freshness_line(drawn: int, follow: bool) -> None:
    if watch().look().number != drawn and follow:
        st.rerun(scope="app")
    fresh = watch().freshness
    if fresh and fresh.trouble and fresh.again_at:
        told = _stale(fresh.read_at, fresh.trouble, fresh.again_at)
        st.caption(told)
        if st.session_state.get("stale") != fresh.read_at:  # once: on a phone the line stands in a shut drawer
            st.session_state["stale"] = fresh.read_at
            st.toast(told, icon=":material/cloud_off:", duration="long")
    elif fresh:
        st.caption(say("data.fresh", time=_moment(fresh.read_at)))


def _stale(read_at: dt.datetime, trouble: PanelError, again_at: dt.datetime) -> str:
    """How old the numbers are, why, and when the next try comes: nobody has to do anything."""
    age = read_at - dt.datetime.now(read_at.tzinfo)
    said = format_timedelta(age, granularity="minute", add_direction=True, locale=language())
    why = say(troubles.key(trouble), **trouble.details)
    return say_md("data.stale", time=_moment(read_at), age=said, trouble=why, again=clock(again_at))


def _moment(read_at: dt.datetime) -> str | dt.datetime:
    """The time of day; with its day where that is another: whoever opens the panel in the morning sees, until it has
    read, what was read last in the evening."""
    return clock(read_at) if read_at.date() == dt.datetime.now(read_at.tzinfo).date() else read_at
