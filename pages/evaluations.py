"""Оцінювання: the nine criteria, where they part by direction and group, what people wrote, what documents say."""

from pages.parts import door

door.let_in()

import streamlit as st

from charts import evaluations
from charts import metrics_evaluations as metrics
from pages.parts import charts, comments, data, filters, records, score_figures, tiles, views
from pages.parts.words import say

now = data.snapshot()
st.title(say("nav.evaluations"))
narrowed = filters.bar(now, "evaluations")
tiles.row(narrowed, "evaluations.figures", score_figures.figures)

names = ("criteria", "directions", "groups", "comments", "documents", "records")
criteria, by_direction, groups, words, documents, all_records = views.tabs(
    {name: say(f"evaluations.tab.{name}") for name in names}, "evaluations"
).values()
if criteria.open:
    with criteria, st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "evaluations.criteria", metrics.criteria, evaluations.criteria)
        charts.draw(narrowed, "evaluations.change", score_figures.change, evaluations.change)
if by_direction.open:
    with by_direction:
        charts.draw(narrowed, "evaluations.directions", metrics.criteria_by_direction, evaluations.by_direction)
if groups.open:
    with groups, st.grid("auto", min_column_width=400, gap="small"):
        charts.draw(narrowed, "evaluations.groups", metrics.criteria_by_group, evaluations.by_group)
        charts.draw(narrowed, "evaluations.gaps", score_figures.gaps, evaluations.gaps)
if words.open:
    with words:
        comments.show(narrowed, key="evaluations.comments")
if documents.open:
    with documents:
        st.caption(say("evaluations.documents"))
        charts.draw(narrowed, "evaluations.documents", metrics.documents_said_and_found, evaluations.documents)
if all_records.open:
    with all_records:
        records.table(now, "evaluations", narrowed.evaluations[::-1], key="evaluations")
