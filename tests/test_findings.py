"""What is said of a workbook, and where: each check on the smallest table that shows it."""

import datetime as dt

import pandas as pd
import pytest

from sheets.findings import check
from sheets.frames import empty_frame, frame_of, join
from sheets.links import link_records
from sheets.parts import CODES, SEVERITY
from sheets.problems import CODES as PROBLEM_CODES
from sheets.records import Column, Period, Problem, Table, TabRead
from sheets.schema import read_panel
from sheets.twins import find_twins

PANEL = read_panel()
TODAY = dt.date(2026, 5, 14)
TITLES = {"partners": "Партнери", "events": "Заходи", "evaluations": "Оцінювання", "plan": "План"}
GIDS = {kind: gid for gid, kind in enumerate(TITLES, start=1)}


def table_of(kind, records, *, problems=(), school_year=None, columns=None, sections=None):
    """A table whose records stand in rows 2, 3, … and whose columns are the fields that any record has."""
    tab = PANEL.tabs[kind]
    fields = columns or list(dict.fromkeys(field for record in records for field in record))
    values = {field: [record.get(field) for record in records] for field in fields}
    rows = range(2, len(records) + 2)
    return Table(
        kind=kind,
        tab=GIDS[kind],
        title=TITLES[kind],
        header_rows=(1,),
        columns=tuple(Column(number, field, field) for number, field in enumerate(fields, start=1)),
        frame=frame_of(tab, values, gid=GIDS[kind], rows=list(rows), sections=sections),
        values=values,
        texts={field: ["" if value is None else str(value) for value in column] for field, column in values.items()},
        problems=tuple(problems),
        school_year=school_year,
    )


def findings_of(*tables, tabs=()):
    """(code, tab's title, row, field) of each finding in these tables."""
    return [(f.code, f.title, f.row, f.field) for f in all_of(*tables, tabs=tabs)]


def all_of(*tables, tabs=()):
    """All findings in these tables."""
    read = [TabRead(gid=t.tab, title=t.title, kind=t.kind, tables=(t,)) for t in tables]
    frames = {kind: empty_frame(tab) for kind, tab in PANEL.tabs.items()}
    frames |= {table.kind: join(PANEL.tabs[table.kind], [table.frame]) for table in tables}
    links = link_records(frames, PANEL)
    found = check(PANEL, [*read, *tabs], frames, links, find_twins(frames["partners"]), TODAY)
    told = {
        problem.code
        for tab in [*read, *tabs]
        for problem in (*tab.problems, *(p for t in tab.tables for p in t.problems))
    }
    assert {finding.code for finding in found} <= {*CODES, *told}
    return found


def partner(name="Ліцей № 1", **more):
    return {"name": name, "type": "school", "directions": ("education",)} | more


def event(title="Свято", day=dt.date(2026, 3, 1), **more):
    return {
        "title": title,
        "date": day and Period(day, more.pop("end", day)),
        "directions": ("education",),
        "partners": ("Ліцей № 1",),
    } | more


def evaluation(**more):
    return {"date": dt.date(2026, 3, 1), "partner": "Ліцей № 1", "respondent_group": "parents"} | more


def test_a_sound_workbook_has_no_findings():
    assert findings_of(table_of("partners", [partner()]), table_of("events", [event()])) == []


@pytest.mark.parametrize(
    ("kind", "record", "found"),
    [
        ("partners", partner(valid_until=dt.date(2026, 5, 13)), ("document-ended", "valid_until")),
        ("partners", partner(valid_until=dt.date(2026, 5, 14)), ("document-ends-soon", "valid_until")),
        ("partners", partner(valid_until=dt.date(2026, 7, 13)), ("document-ends-soon", "valid_until")),
        ("partners", partner(valid_until=dt.date(2026, 7, 14)), None),
        ("partners", partner(valid_until=dt.date(2025, 5, 13), status="ended"), None),
        ("partners", partner(valid_until="indefinite"), None),
        (
            "partners",
            partner(valid_until=dt.date(2027, 1, 1), agreement_date=dt.date(2028, 1, 1)),
            ("end-before-start", "valid_until"),
        ),
        ("partners", partner(type=None), ("missing", "type")),
        ("events", event(day=dt.date(2026, 5, 15), status="held"), ("held-in-future", "status")),
        ("events", event(day=dt.date(2026, 5, 14), status="held"), None),
        ("events", event(day=dt.date(2026, 5, 13), status="planned"), ("planned-in-past", "status")),
        ("events", event(day=dt.date(2026, 5, 13), end=dt.date(2026, 5, 15), status="planned"), None),
        ("events", event(end=dt.date(2026, 2, 1)), ("end-before-start", "date")),
        ("events", event(day=None), ("missing", "date")),
        ("events", event(partners=()), ("missing", "partners")),
        ("events", event(partners=("Ліцей № 2",)), ("partner-unknown", "partners")),
        ("evaluations", evaluation(partner=None), ("missing", "partner")),
        ("evaluations", evaluation(partner="Гімназія № 1"), ("partner-unknown", "partner")),
        ("evaluations", evaluation(c_goals=4, c_roles=5, average=4.5), None),
        ("evaluations", evaluation(c_goals=4, c_roles=5, c_dialogue=5, average=4.7), None),
        ("evaluations", evaluation(c_goals=4, c_roles=5, average=4.2), ("average-differs", "average")),
    ],
)
def test_a_record_is_checked_on_its_own(kind, record, found):
    other = table_of("partners", [partner(valid_until="indefinite")])
    tables = [table_of(kind, [record])] if kind == "partners" else [other, table_of(kind, [record])]
    assert findings_of(*tables) == ([(found[0], TITLES[kind], 2, found[1])] if found else [])


def test_a_reported_cell_is_not_said_to_be_missing_too():
    told = Problem("not-a-date", row=2, field="date", column=2, text="незабаром")
    found = all_of(table_of("partners", [partner()]), table_of("events", [event(day=None)], problems=[told]))
    assert [(f.code, f.column, f.text, f.severity) for f in found] == [("not-a-date", 2, "незабаром", "error")]


def test_a_required_column_that_is_not_there_is_said_once():
    records = [{"name": "Ліцей № 1", "type": "school"}, {"name": "Ліцей № 2", "type": "school"}]
    assert findings_of(table_of("partners", records)) == [("column-missing", "Партнери", 1, "directions")]


def test_the_time_stamp_of_a_form_is_a_date_enough():
    stamped = {"submitted_at": dt.datetime(2026, 3, 1, 12), "partner": "Ліцей № 1", "respondent_group": "parents"}
    assert findings_of(table_of("partners", [partner()]), table_of("evaluations", [stamped])) == []


def test_what_a_section_says_needs_no_column():
    table = table_of("partners", [partner()])
    without = [column for column in table.columns if column.field != "directions"]
    assert findings_of(replaced(table, columns=tuple(without))) == []


def test_check_columns_without_a_mark_lead_to_the_first_of_them():
    table = table_of("partners", [partner(directions=())])
    checks = (
        *(c for c in table.columns if c.field != "directions"),
        Column(7, "Освіта", "directions", hot="education"),
    )
    (found,) = all_of(replaced(table, columns=checks))
    assert (found.code, found.field, found.column) == ("missing", "directions", 7)


def test_every_code_with_a_severity_of_its_own_is_a_code():
    assert set(SEVERITY) <= {*CODES, *PROBLEM_CODES}


def replaced(table, **more):
    return Table(**({name: getattr(table, name) for name in Table.__dataclass_fields__} | more))


def test_a_tab_that_was_refused_is_said_with_its_reason():
    refused = TabRead(gid=9, title="Матриця", kind="matrix", problems=(Problem("matrix"),))
    strange = TabRead(gid=10, title="Аркуш7", kind="unknown")
    assert findings_of(tabs=[refused, strange]) == [
        ("matrix", "Матриця", None, None),
        ("tab-unknown", "Аркуш7", None, None),
    ]


def test_a_twin_is_said_at_its_second_row_with_both_names():
    (found,) = all_of(table_of("partners", [partner("ГО «Разом»"), partner(), partner("ГО Разом")]))
    assert (found.code, found.row, found.column, found.text) == ("twins", 4, 1, "ГО Разом")
    assert found.details == {"names": ("ГО «Разом»", "ГО Разом"), "rows": ((1, 2), (1, 4)), "records": (0, 2)}


def test_an_ambiguous_name_is_said_with_those_it_may_be():
    partners = table_of("partners", [partner("ЗДО № 1 «Калинка»"), partner("ЗДО № 2 «Калинка»")])
    (found,) = all_of(partners, table_of("events", [event(partners=("ЗДО «Калинка»",))]))
    assert (found.code, found.text, found.details["rows"]) == ("partner-ambiguous", "ЗДО «Калинка»", ((1, 2), (1, 3)))


def test_an_event_outside_the_school_year_of_its_tab_is_said():
    records = [event("А", dt.date(2025, 9, 1)), event("Б", dt.date(2026, 8, 31)), event("В", dt.date(2025, 8, 31))]
    events = table_of("events", records, school_year="2025/2026")
    assert findings_of(table_of("partners", [partner()]), events) == [("outside-school-year", "Заходи", 4, "date")]


def test_an_event_entered_twice_points_to_the_first():
    events = table_of("events", [event("Інше"), event(), event(), event(day=dt.date(2026, 3, 2))])
    (found,) = all_of(table_of("partners", [partner()]), events)
    assert (found.code, found.row, found.details) == ("repeated-record", 4, {"first": (2, 3)})


@pytest.mark.parametrize(
    ("sections", "found"),
    [(["Освіта", "Культура"], []), (["Освіта", "Освіта"], [("repeated-number", "Партнери", 3, "row_no")])],
)
def test_a_number_may_stand_twice_only_in_different_sections(sections, found):
    records = [partner("Ліцей № 1", row_no=1), partner("Ліцей № 2", row_no=1)]
    assert findings_of(table_of("partners", records, sections=sections)) == found


def test_without_any_partners_no_name_is_said_to_be_unknown():
    assert findings_of(table_of("events", [event()])) == []


def test_findings_stand_in_the_order_of_tabs_and_rows():
    partners = table_of("partners", [partner(), partner("Ліцей № 2", type=None)])
    events = table_of("events", [event(day=None), event(partners=("Хтось інший",))])
    assert [(f.tab, f.row) for f in all_of(partners, events)] == [(1, 3), (2, 2), (2, 3)]


def test_a_declaration_without_a_field_has_nothing_to_check_there():
    bare = PANEL.model_copy(update={"tabs": {k: t for k, t in PANEL.tabs.items() if k != "events"}})
    frame = empty_frame(PANEL.tabs["partners"]).drop(columns=["valid_until"])
    assert check(bare, [], {"partners": frame}, pd.DataFrame(), (), TODAY) == ()
