"""All partners: their figures, and one table to search, each row leading to the partner's own page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from charts import metrics_partners
from charts.documents import DOCUMENT_STATES
from charts.narrowed import Narrowed
from charts.words import Words
from pages.parts import address, filters, order, records, shelf, tiles
from pages.parts.order import Order
from pages.parts.tiles import Tile
from pages.parts.words import number, say

TABLE, FIRST = "partners", Order("count", down=True)  # the busiest first, until another heading is tapped


def figures(narrowed: Narrowed) -> tuple[Tile, ...]:
    """At work with the centre; by document: in force, ending soon, ended, none; silent for long."""
    active, silent = metrics_partners.active_partners(narrowed), metrics_partners.silent_partners(narrowed)
    documents = metrics_partners.documents(narrowed)
    in_state = dict(zip(documents.values["state"].astype(str), documents.values["count"].astype(int), strict=True))
    everyone = len(metrics_partners.standing(narrowed))
    return (
        Tile(
            "active",
            say("partners.active"),
            number(len(active.rows)),
            lambda: active,
            say("partners.of", n=everyone),
        ),
        *(
            Tile(
                state,
                say(f"partners.{state}"),
                number(in_state[state]),
                partial(tiles.of, "partners", documents.rows_of(state=state), documents.uncounted),
            )
            for state in DOCUMENT_STATES[:4]
        ),
        Tile(
            "silent",
            say("partners.silent"),
            number(len(silent.rows)),
            lambda: silent,
            say("partners.days", n=narrowed.snapshot.panel.thresholds.silent_partner_days),
        ),
    )


def show(narrowed: Narrowed) -> None:
    """The table of the selected partners: search, order, a page at a time."""
    now = narrowed.snapshot
    st.header(say("nav.partners"))
    if not len(narrowed.partners):
        st.info(say("records.empty"), icon=":material/inbox:")
        return
    found = records.searched(now, "partners", narrowed.partners, "partners")
    if not len(found):
        st.info(say("records.none"), icon=":material/search_off:")
        return
    by = order.chosen(TABLE, FIRST) or FIRST
    listed = shelf.of(narrowed, ("partners", by), partial(_ordered, by=by))
    if len(found) < len(listed):
        listed = listed[listed.index.isin(found)]
    drawn = st.container()
    first = records.page(len(listed), "partners")
    shown = listed.iloc[first : first + records.PAGE]
    key = ("partners in words", narrowed.selection, *shown.index.tolist())
    in_words = shelf.once(now, key, lambda _: _in_words(narrowed, shown), ahead=False)
    with drawn:
        at = records.grid(
            in_words,
            _config(),
            key=f"partners.table.{now.number}.{first}.{len(listed)}.{by}",
            table=TABLE,
            first=FIRST,
            alt=say("nav.partners"),
        )
    if at is not None:
        address.go_to_partner(now, int(shown.index[at]))


def _ordered(narrowed: Narrowed, by: Order) -> pd.DataFrame:
    table = metrics_partners.partner_table(narrowed)
    column = table[by.column]
    if by.column == "type":
        brief = partial(filters.words(narrowed.snapshot).brief, "types")
        column = column.astype(object).map(brief, na_action="ignore")
    if by.column == "document":
        column = column.cat.codes
    if by.column == "until":
        column = column.mask(narrowed.facts.partners.endless[table.index], pd.Timestamp.max)
    return table.iloc[order.places(order.ranks_of(column), down=by.down)]


def _in_words(narrowed: Narrowed, shown: pd.DataFrame) -> pd.DataFrame:
    """A page of the table as people read it."""
    say_ = filters.words(narrowed.snapshot)
    endless = narrowed.facts.partners.endless[shown.index]
    frame = pd.DataFrame(
        {
            "name": shown["name"].to_numpy(),
            "type": _said(shown["type"], partial(say_.brief, "types")),
            "document": _said(shown["document"], lambda state: say(f"document.{state}")),
            "until": _until(shown["until"], endless, say_),
            "count": shown["count"].to_numpy(),
            "people": shown["people"].to_numpy(),
            "last": shown["last"].to_numpy(),
            "next": shown["next"].to_numpy(),
        }
    )
    to_rows = records.links(narrowed.snapshot, "partners", shown.index.to_numpy())
    if any(to_rows):
        frame["link"] = to_rows
    return frame


def _said(keys: pd.Series, name: Callable[[str], str]) -> list[str]:
    """Keys in words; each word is looked up once."""
    words = {key: "" if pd.isna(key) else name(str(key)) for key in keys.unique()}
    return [words[key] for key in keys]


def _until(days: pd.Series, endless: np.ndarray, say_: Words) -> list[str]:
    return [
        say("value.indefinite") if open_ else "" if pd.isna(day) else say_.day(day.date())
        for day, open_ in zip(days, endless, strict=True)
    ]


def _config() -> dict[str, object]:
    column = st.column_config
    day = "DD.MM.YYYY"
    return {
        "name": column.TextColumn(say("partners.name"), width=300),
        "type": column.TextColumn(say("partners.type")),
        "document": column.TextColumn(say("partners.document")),
        "until": column.TextColumn(say("partners.until")),
        "count": column.NumberColumn(say("partners.count")),
        "people": column.NumberColumn(say("partners.people"), format="localized"),
        "last": column.DateColumn(say("partners.last"), format=day),
        "next": column.DateColumn(say("partners.next"), format=day),
        "link": records.link_column(),
    }
