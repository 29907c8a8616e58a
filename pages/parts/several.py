"""Several records at once: a grid to type or paste into, or a file; each row shown as it was understood; saved in one
call, all or none, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import answers, drafts, forms, saving
from pages.parts.forms import Form
from pages.parts.values import read_out
from pages.parts.words import known, language, md, say, say_md
from sheets.errors import PanelError
from sheets.pasting import Line, Texts, cells_in, grid_of, grids_in, texts_in, understood
from sheets.records import Snapshot
from sheets.schema import Field, Tab

ROWS = 10  # blank rows to begin with


def form_of(tab: Tab) -> Form:
    """The form under which several records are kept and saved."""
    return Form(tab=tab, name=f"{tab.key}+")


def show(now: Snapshot, form: Form) -> None:
    """The grid, what it was understood as, and the one button that saves all of it."""
    _take_from(now, form)
    fields = forms.askable(now, form)
    typed = _grid(form, fields)
    lines = understood(now, form.tab, typed)
    drafts.keep(form.name, touched=bool(lines))
    if not lines:
        st.caption(say("several.how"))
        return
    wrong = [line for line in lines if line.wrong]
    _preview(now, form, fields, lines)
    _tell(form, lines)
    if wrong:
        st.warning(say("several.wrong", n=len(wrong)), icon=":material/error:")
    label = say("several.save", n=len(lines))
    if st.button(label, key="save", type="primary", icon=":material/check:", width="stretch", disabled=bool(wrong)):
        saving.add(now, form, [(form.tab.key, line.values) for line in lines])


def _take_from(now: Snapshot, form: Form) -> None:
    """Rows out of a spreadsheet or a file go into the grid, where they can be mended."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(say("several.paste"), icon=":material/content_paste:"):
            st.text_area(say("several.paste.how"), key=form.key("pasted"), height=160)
            st.button(
                say("several.take"),
                key=form.deed("take"),
                on_click=partial(_pasted, now, form),
                icon=":material/check:",
            )
        with st.popover(say("several.file"), icon=":material/upload_file:"):
            key = form.deed("file")
            st.file_uploader(
                say("several.file.how"), ["xlsx", "csv"], key=key, on_change=partial(_uploaded, now, form, key)
            )
    refused = st.session_state.pop(form.key("refused"), None)
    if refused:
        st.warning(say_md(refused), icon=":material/error:")


def _pasted(now: Snapshot, form: Form) -> None:
    text = st.session_state.get(form.key("pasted")) or ""
    _put(form, lambda: texts_in(now, form.tab, [grid_of(cells_in(text), say("several.paste"))]))


def _uploaded(now: Snapshot, form: Form, key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        _put(form, lambda: texts_in(now, form.tab, grids_in(file.name, file.getvalue())))


def _put(form: Form, read: Callable[[], list[Texts]]) -> None:
    """Puts the rows into the grid, after those that are there; where there are none, says so."""
    try:
        rows = read()
    except PanelError as trouble:
        exact = f"several.refused.{trouble.code}"
        st.session_state[form.key("refused")] = exact if known(exact) else "several.refused.no-table"
        return
    st.session_state[form.key("now")] = [*_typed(form), *rows]
    st.session_state[form.key("version")] = st.session_state.get(form.key("version"), 0) + 1


def _typed(form: Form) -> list[Texts]:
    """The rows of the grid as they stand, without blank ones."""
    rows = st.session_state.get(form.key("now"), [])
    return [row for row in rows if any((text or "").strip() for text in row.values())]


def _grid(form: Form, fields: Sequence[Field]) -> list[Texts]:
    """The grid; a cell is text as people write it, so that anything can be pasted."""
    key = f"several.{form.name}.{st.session_state.get(form.key('version'), 0)}"
    if key not in st.session_state:  # a new grid, maybe of a draft that was brought back
        st.session_state[form.key("rows")] = _typed(form) or st.session_state.get(form.key("rows"), [])
    rows = st.session_state[form.key("rows")]
    names = [field.key for field in fields]
    blank = [dict.fromkeys(names)] * max(ROWS - len(rows), 1)
    frame = pd.DataFrame([*rows, *blank], columns=names, dtype="object")
    config = {
        f.key: st.column_config.TextColumn(f.label(language()) + (" *" if f.required else ""), max_chars=5000)
        for f in fields
    }
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=config,
        placeholder="",
        alt=say("several.title", what=form.tab.label(language())),
    )
    typed = [{name: text for name, text in row.items() if isinstance(text, str)} for row in edited.to_dict("records")]
    st.session_state[form.key("now")] = typed
    return typed


def _preview(now: Snapshot, form: Form, fields: Sequence[Field], lines: Sequence[Line]) -> None:
    """What each cell was understood as; «⚠» and the text where it can't be taken."""
    st.markdown(f"**{say('several.understood')}**")
    shown = [
        {f.label(language()): _cell(now, f, line) for f in fields if any(other.texts.get(f.key) for other in lines)}
        for line in lines
    ]
    st.dataframe(pd.DataFrame(shown), hide_index=True, alt=say("several.understood"))


def _cell(now: Snapshot, field: Field, line: Line) -> str:
    if field.key in line.wrong:
        return f"⚠ {line.texts.get(field.key) or say('several.missing')}"
    return read_out(now, field, line.reads[field.key].value)


def _tell(form: Form, lines: Sequence[Line]) -> None:
    """What is wrong, and what would be twice, line by line."""
    told = [
        say_md("several.cell", n=line.number, field=form.tab.fields[name].label(language()))
        + " "
        + say_md(answers.key(read.problem), **read.details)
        for line in lines
        for name, read in line.wrong.items()
    ]
    told += [say_md("several.twin", n=line.number, names=line.twins) for line in lines if line.twins]
    if told:
        st.markdown("\n".join(f"- {sentence}" for sentence in told[:30]))
    if len(told) > 30:
        st.caption(md(f"… + {len(told) - 30}"))
