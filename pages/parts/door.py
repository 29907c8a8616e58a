"""Every page's first line: nobody comes past app.py. This file imports little, so that the door answers at once."""

from __future__ import annotations

import streamlit as st
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

NAVIGATION = "client.showSidebarNavigation"


def let_in() -> None:
    """Sends a run that came past app.py back through it; a page's first line, before its other imports."""
    if close_side_entrance():
        st.rerun()


def close_side_entrance() -> bool:
    """Makes app.py the only way in, and navigation seen from then on; whether it was not so yet.

    Streamlit runs a file of a folder named pages/ by itself, without app.py, when a deep link is the first request to a
    fresh server, until st.navigation was called once in the process: that sets this very flag (commands/navigation.py).
    The flag is private; this is the only place that touches it. Until then the settings hide all navigation, for that
    first run would offer the names of our files.
    """
    was_open = PagesManager.uses_pages_directory is not False or not config.get_option(NAVIGATION)
    PagesManager.uses_pages_directory = False
    config.set_option(NAVIGATION, True)
    return was_open
