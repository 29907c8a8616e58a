"""Заходи: the calendar, planned against held, who came, money and media, forms and levels, who leads; all records."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import directions, events
from charts import metrics_events as metrics
from pages.parts import calendar, charts, data, event_figures, filters, records, tiles, views
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.events"))
narrowed = filters.bar(now)
tiles.row(narrowed, "events.figures", event_figures.figures)

names = ("calendar", "reach", "forms", "people", "records")
by_days, reach, forms, people, all_records = views.tabs(
    {name: say(f"events.tab.{name}") for name in names}, "events"
).values()
if by_days.open:
    with by_days:
        calendar.show(narrowed)
if reach.open:
    with reach, st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "events.reach", metrics.reach, events.reach)
        charts.draw(narrowed, "events.reach_by_month", metrics.reach_by_month, events.reach_by_month)
        charts.draw(narrowed, "events.funds", metrics.funds, events.funds)
        charts.draw(narrowed, "events.media", metrics.media, directions.media_by_direction)
    with reach:
        event_figures.say_inexact(narrowed)
if forms.open:
    with forms, st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "events.forms", metrics.events_by_form, events.by_form)
        charts.draw(narrowed, "events.levels", metrics.events_by_level, events.by_level)
if people.open:
    with people, st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "events.responsible", metrics.events_by_responsible, events.by_responsible)
        charts.draw(narrowed, "events.services", metrics.events_by_service, events.by_service)
if all_records.open:
    with all_records:
        records.table(now, "events", event_figures.latest_first(narrowed), key="events")
