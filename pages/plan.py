"""План: what was planned and what came of it; what is late; what was done and not planned."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import events, metrics_plan, plan
from pages.parts import charts, data, filters, plan_figures, records
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.plan"))
narrowed = filters.bar(now, "plan")
plan_figures.row(narrowed)
left, right = st.columns(2)
with left:
    charts.draw(narrowed, "plan.types", metrics_plan.plan_by_type, plan.by_type)
with right:
    charts.draw(narrowed, "plan.directions", metrics_plan.plan_by_direction, plan.by_direction)
    charts.draw(narrowed, "plan.unplanned", metrics_plan.unplanned, events.unplanned)
st.header(say("plan.rows"))
records.table(now, "plan", plan_figures.late_first(narrowed), key="plan")
