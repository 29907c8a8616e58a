"""What there is to mend in the sheet: findings in words, by kind, with the way to the cell, and a list to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts import answers, data, shelf
from pages.parts.words import known, language, md, number, say
from sheets import exporting
from sheets.records import Finding, Snapshot
from sheets.workbook import a1

SHOWN = 100  # lines on the page; whoever wants more takes the list away


def table(now: Snapshot, findings: Sequence[Finding], *, of: str) -> None:
    """Findings with a filter by kind and tab, a link to each cell, and a download of what is shown. `of` names whose
    findings of the snapshot these are: what is drawn of them is kept under that name."""
    kinds, tabs = shelf.once(now, ("kinds", of), lambda _: _kinds(findings), ahead=False)
    wanted = st.pills(
        say("quality.kinds"),
        list(kinds),
        selection_mode="multi",
        format_func=lambda code: kinds.get(code, code),
        key="findings.kinds",
    )
    where = st.selectbox(
        say("quality.tab"), tabs, None, placeholder=say("quality.all-tabs"), key="findings.tab", width=300
    )
    found, listed = shelf.once(
        now, ("findings", of, where, *wanted), lambda _: _found(now, findings, where, wanted), ahead=False
    )
    st.dataframe(
        listed,
        hide_index=True,
        placeholder="",
        alt=say("quality.list"),
        height="content" if len(listed) < 12 else 440,
        column_config={"link": st.column_config.LinkColumn(say("quality.open"), display_text="↗", width="small")},
    )
    if len(found) > SHOWN:
        st.caption(say("quality.first", n=SHOWN, all=len(found)))
    st.download_button(
        say("quality.download"),
        lambda: exporting.csv(listing(now, found)),
        file_name="findings.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _kinds(findings: Sequence[Finding]) -> tuple[dict[str, str], list[str]]:
    """The kinds of findings in words with their counts, most first; the tabs that have any."""
    first = {finding.code: finding for finding in reversed(findings)}
    kinds = Counter(finding.code for finding in findings)
    told = {code: md(f"{reason_kind(first[code])} · {number(count)}") for code, count in kinds.most_common()}
    return told, list(dict.fromkeys(finding.title for finding in findings))


def _found(
    now: Snapshot, findings: Sequence[Finding], where: str | None, wanted: Sequence[str]
) -> tuple[list[Finding], pd.DataFrame]:
    """The findings of a tab and of these kinds (all, where none is wanted), and the first of them in words."""
    found = [
        finding for finding in findings if where in (None, finding.title) and (not wanted or finding.code in wanted)
    ]
    return found, listing(now, found[:SHOWN])


def listing(now: Snapshot, findings: Sequence[Finding]) -> pd.DataFrame:
    """Findings in words, a line each."""
    lines = [
        {
            say("quality.tab"): finding.title,
            say("quality.place"): a1(finding.row, finding.column) if finding.row and finding.column else _row(finding),
            say("quality.text"): finding.text,
            say("quality.reason"): reason(finding),
            say("quality.field"): _field(now, finding),
            "link": data.link(finding.tab, finding.row or 1, finding.column or 1),
        }
        for finding in findings
    ]
    frame = pd.DataFrame(lines)
    return frame if lines and frame["link"].notna().any() else frame.drop(columns="link", errors="ignore")


def by_urgency(now: Snapshot) -> list[Finding]:
    """All findings: what is not counted comes first, then what is to look at, then notes."""
    return sorted(now.findings, key=lambda finding: ("error", "warning", "note").index(finding.severity))


def reason(finding: Finding) -> str:
    """Why this is worth a look, in a sentence."""
    exact = f"problem.{finding.code}.offers"  # where it is known what may be meant
    return say(
        exact if finding.details.get("offers") and known(exact) else answers.key(finding.code), **finding.details
    )


def reason_kind(finding: Finding) -> str:
    """The kind of a finding in a few words: its sentence without the details."""
    return say(f"finding.{finding.code}") if known(f"finding.{finding.code}") else reason(finding).rstrip(".")


def _row(finding: Finding) -> str:
    return str(finding.row) if finding.row else ""


def _field(now: Snapshot, finding: Finding) -> str:
    declared = now.panel.tabs.get(finding.kind)
    field = declared.fields.get(finding.field or "") if declared else None
    return field.label(language()) if field else ""
