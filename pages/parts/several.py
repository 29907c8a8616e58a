"""Several records at once: lines typed or pasted, or a file; each record shown as it was understood, to be mended where
it was not; saved in one call, all or none, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import answers, data, drafts, forms, saving
from pages.parts.forms import Form
from pages.parts.values import read_out
from pages.parts.words import known, language, md, say, say_md
from sheets.errors import PanelError
from sheets.pasting import Line, Texts, cells_in, grid_of, grids_in, texts_in, understood
from sheets.records import Snapshot
from sheets.schema import Field, Tab

ROWS = 5  # blank rows to begin with
MENDED = 10  # cells that are asked for at a time
SHOWN = 50  # records told one by one


def form_of(tab: Tab) -> Form:
    """The form under which several records are kept and saved."""
    return Form(tab=tab, name=f"{tab.key}+")


@st.fragment  # a cell that is typed draws the records anew, not the page
def show(form: Form) -> None:
    """Where lines are pasted, the grid, what was understood, and the one button that saves all of it."""
    now = data.snapshot()
    fields = forms.askable(now, form)
    main = forms.main(fields)
    _take_from(now, form, main)
    lines = understood(now, form.tab, _grid(form, fields, main))
    drafts.keep(form.name, touched=bool(lines))
    if not lines:
        return
    _mend(form, lines)
    wrong = [line for line in lines if line.wrong]
    if wrong:
        st.warning(say("several.wrong", n=len(wrong)), icon=":material/error:")
    _tell(now, fields, [line for line in lines if not line.wrong])
    label = say("several.save", n=len(lines))
    if st.button(label, key="save", type="primary", icon=":material/check:", width="stretch", disabled=bool(wrong)):
        saving.add(now, form, [(form.tab.key, line.values) for line in lines])


def _take_from(now: Snapshot, form: Form, main: Sequence[Field]) -> None:
    """Rows out of a spreadsheet, typed lines or a file go into the grid, where they can be mended."""
    columns = "; ".join(field.label(language()).lower() for field in main)
    pasted = form.key(f"pasted{_version(form)}")  # empty again when its lines are in the grid
    st.text_area(say("several.paste.how"), key=pasted, height=110, placeholder=columns, max_chars=50_000)
    with st.container(horizontal=True):
        st.button(
            say("several.take"),
            key=form.deed("take"),
            on_click=partial(_pasted, now, form, pasted, main),
            icon=":material/grid_on:",
        )
        with st.popover(say("several.file"), icon=":material/upload_file:"):
            key = form.deed("file")
            st.file_uploader(
                say("several.file.how"), ["xlsx", "csv"], key=key, on_change=partial(_uploaded, now, form, key)
            )
    refused = st.session_state.pop(form.key("refused"), None)
    if refused:
        st.warning(say_md(refused), icon=":material/error:")


def _pasted(now: Snapshot, form: Form, key: str, main: Sequence[Field]) -> None:
    text = st.session_state.get(key) or ""
    order = [] if "\t" in text else [field.uk for field in main]  # typed, not copied out of a sheet
    _put(form, lambda: texts_in(now, form.tab, [grid_of(cells_in(text), say("several.take"))], order))


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
    _set(form, [*_typed(form), *rows])


def _set(form: Form, rows: list[Texts]) -> None:
    """These are the rows from now on, in a grid drawn anew."""
    st.session_state[form.key("now")] = rows
    st.session_state[form.key("version")] = _version(form) + 1


def _version(form: Form) -> int:
    return st.session_state.get(form.key("version"), 0)


def _typed(form: Form) -> list[Texts]:
    """The rows of the grid as they stand, without blank ones."""
    rows = st.session_state.get(form.key("now"), [])
    return [row for row in rows if any((text or "").strip() for text in row.values())]


def _grid(form: Form, fields: Sequence[Field], main: Sequence[Field]) -> list[Texts]:
    """The grid; a cell is text as people write it, so that anything can be pasted. It begins with the main columns and
    those that something stands in."""
    key = f"several.{form.name}.{_version(form)}"
    if key not in st.session_state:  # a new grid, maybe of a draft that was brought back
        st.session_state[form.key("rows")] = _typed(form) or st.session_state.get(form.key("rows"), [])
    rows = st.session_state[form.key("rows")]
    every = st.toggle(say("several.every"), key=form.deed("every"))
    said = {name for row in [*rows, *_typed(form)] for name, text in row.items() if text}
    rest = [field for field in fields if field not in main and (every or field.key in said)]
    order = [field.key for field in (*main, *rest)]
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
        column_order=order,
        column_config=config,
        placeholder="",
        alt=say("several.title", what=form.tab.label(language())),
    )
    cells = edited.to_dict("records")
    typed: list[Texts] = [{str(name): text for name, text in row.items() if isinstance(text, str)} for row in cells]
    st.session_state[form.key("now")] = typed
    return typed


def _mend(form: Form, lines: Sequence[Line]) -> None:
    """A question for each cell that can't be taken, and for each record that may be there already."""
    cells = [(line, name) for line in lines for name in line.wrong]
    for line, name in cells[:MENDED]:
        read, key = line.wrong[name], form.deed(f"mend.{_version(form)}.{line.number}.{name}")
        what = say_md("several.cell", n=line.number, field=form.tab.fields[name].label(language()))
        st.text_input(
            what, line.texts.get(name) or "", key=key, on_change=partial(_mended, form, line.number, name, key)
        )
        st.markdown(answers.wrong(read))
    if len(cells) > MENDED:
        st.caption(say("several.more", n=len(cells) - MENDED))
    for line in [line for line in lines if line.twins][:MENDED]:
        st.markdown(f":orange[:material/join: {say_md('several.twin', n=line.number, names=line.twins)}]")
        key = form.deed(f"drop.{_version(form)}.{line.number}")
        st.button(say("several.drop"), key=key, icon=":material/close:", on_click=partial(_drop, form, line.number))


def _mended(form: Form, number: int, name: str, key: str) -> None:
    rows = _typed(form)
    rows[number - 1] = {**rows[number - 1], name: st.session_state[key]}
    _set(form, rows)


def _drop(form: Form, number: int) -> None:
    rows = _typed(form)
    _set(form, rows[: number - 1] + rows[number:])


def _tell(now: Snapshot, fields: Sequence[Field], lines: Sequence[Line]) -> None:
    """What each record was understood as, one under the other: on a phone nothing has to be pushed sideways."""
    if not lines:
        return
    with st.container(border=True):
        st.markdown(f"**{say('several.understood')}**")
        told = [
            f"{line.number}\\. "
            + " · ".join(
                f":gray[{md(f.label(language()))}:] {md(read_out(now, f, line.reads[f.key].value))}"
                for f in fields
                if line.texts.get(f.key)
            )
            for line in lines[:SHOWN]
        ]
        st.markdown("\n\n".join(told))
        if len(lines) > SHOWN:
            st.caption(say("several.more", n=len(lines) - SHOWN))
