"""Партнери: who they are, their documents, who has gone silent; with ?partner=…, one partner's own page."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import directions, metrics_partners, partners
from pages.parts import address, charts, data, filters, partner, partners_table, tiles
from pages.parts.words import say
from sheets.records import Snapshot


def everyone(now: Snapshot) -> None:
    """All partners: figures, documents, directions and types, and the table that leads to each."""
    st.title(say("nav.partners"))
    narrowed = filters.bar(now, "partners")
    tiles.row(narrowed, "partners.figures", partners_table.figures)
    left, right = st.columns(2, gap="small")
    with left:
        charts.draw(narrowed, "partners.documents", metrics_partners.documents, partners.documents)
        by_direction = metrics_partners.partners_by_direction
        charts.draw(narrowed, "partners.directions", by_direction, directions.partners_by_direction)
    with right:
        charts.draw(narrowed, "partners.types", metrics_partners.partners_by_type, partners.by_type)
    partners_table.show(narrowed)


now = data.snapshot()
name = address.asked_partner()
if name:
    partner.show(now, name)
else:
    everyone(now)
