"""A workbook that tells a test of each request: colleagues act, and networks fail, at any moment of a save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sheets.workbook import Edit, Grid, Row, Workbook


class Watched:
    """A workbook that calls before each request and after each write; either may edit by hand, or raise."""

    def __init__(self, inner: Workbook) -> None:
        self.inner = inner
        self.source, self.name = inner.source, inner.name
        self.requests: list[str] = []
        self.before: Callable[[str], None] = lambda _: None
        self.after: Callable[[], None] = lambda: None

    def tabs(self) -> Any:
        return self.inner.tabs()

    def read(self, last: Any = None, *, shown: bool = True) -> Any:
        self._ask("read all")
        return self.inner.read(last, shown=shown)

    def read_tabs(self, tabs: Sequence[int], *, columns: Any = None, down_to: Any = None) -> tuple[Grid, ...]:
        self._ask("read")
        return self.inner.read_tabs(tabs, columns=columns, down_to=down_to)

    def apply(self, edits: Sequence[Edit], *, echo: Sequence[tuple[int, int]] = ()) -> tuple[Row, ...]:
        self._ask("write")
        rows = self.inner.apply(edits, echo=echo)
        self.after()
        return rows

    def link(self, tab: int, cell: str) -> str | None:
        return self.inner.link(tab, cell)

    def _ask(self, what: str) -> None:
        self.requests.append(what)
        self.before(what)
