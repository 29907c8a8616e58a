"""One save per submit id, whatever taps, reruns and sessions do."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from sheets.receipts import Receipt

KEPT = 500  # receipts remembered; a form that waits longer has asked its own question anew


class Once:
    """Remembers the receipt of each submit id. Plain Python on purpose: Streamlit may cut a script at any `st.*`, and
    between writing and remembering it must not (streamlit/streamlit#156)."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._turns: OrderedDict[str, threading.Lock] = OrderedDict()
        self._receipts: dict[str, Receipt] = {}

    def save(self, submit_id: str, write: Callable[[], Receipt]) -> Receipt:
        """The receipt that `write` gives, called by one at a time: `writing` knows which saves are the same, and says
        so where they are not. What `write` raises is raised and not remembered: the person may try again."""
        with self._turn(submit_id):
            receipt = write()
            if "otherwise" not in receipt.notes:
                self._receipts[submit_id] = receipt
            return receipt

    def receipt(self, submit_id: str) -> Receipt | None:
        """The receipt of an earlier save under this id."""
        return self._receipts.get(submit_id)

    def forget(self, submit_id: str) -> None:
        """The save under this id was taken back."""
        self._receipts.pop(submit_id, None)

    def _turn(self, submit_id: str) -> threading.Lock:
        with self._guard:
            turn = self._turns.setdefault(submit_id, threading.Lock())
            if len(self._turns) > KEPT:
                oldest, _ = self._turns.popitem(last=False)
                self._receipts.pop(oldest, None)
            return turn


@st.cache_resource(show_spinner=False)
def once() -> Once:
    """The one memory of this process."""
    return Once()
