"""A link opens the form it was made for, until it ends, as it was made, and tells nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from sheets.errors import Refused
from sheets.invitations import Invitation, LinkBroken, LinkEnded, seal, signing_key, unseal
from sheets.pace import NAMES, Pace
from sheets.records import Period
from sheets.schema import Panel

NOW = dt.datetime(2026, 5, 14, 12, 0, tzinfo=dt.UTC)
KEY = "a key of the tests"
EVALUATION = Invitation(
    kind="evaluations",
    values={
        "event": "Свято книги",
        "event_date": dt.date(2026, 5, 12),
        "partner": "Міська бібліотека № 3",
        "date": dt.date(2026, 5, 14),
    },
    fixed=frozenset({"event", "partner"}),
    hidden=frozenset({"event_date", "date"}),
    until=NOW + dt.timedelta(days=7),
)
EVENT = Invitation(
    kind="events",
    values={
        "directions": ("culture",),
        "partners": ("Палац культури «Світанок»",),
        "date": Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31), "month"),
        "participants": 40.0,
        "inclusive": False,
    },
)


@pytest.mark.parametrize("invitation", [EVALUATION, EVENT], ids=["evaluation", "event"])
def test_a_link_says_what_was_put_into_it(panel: Panel, invitation: Invitation) -> None:
    assert unseal(seal(invitation, KEY, "staff"), KEY, "staff", panel, NOW) == invitation


def test_a_link_for_a_phone_fits_a_small_qr_code() -> None:
    assert len(seal(EVALUATION, KEY, "participants")) < 500


def test_a_link_that_ended_opens_nothing(panel: Panel) -> None:
    token = seal(EVALUATION, KEY, "participants")
    with pytest.raises(LinkEnded) as ended:
        unseal(token, KEY, "participants", panel, EVALUATION.until)
    assert ended.value.details == {"until": EVALUATION.until}


def test_no_letter_of_a_link_can_be_changed(panel: Panel) -> None:
    token = seal(EVALUATION, KEY, "participants")
    for at in range(0, len(token), 7):
        other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(LinkBroken):
            unseal(other, KEY, "participants", panel, NOW)


@pytest.mark.parametrize(
    "key, audience, cut",
    [("another key", "participants", None), (KEY, "staff", None), (KEY, "participants", -1), (KEY, "participants", 0)],
    ids=["another panel's", "for other people", "cut short", "empty"],
)
def test_a_link_of_another_form_opens_nothing(panel: Panel, key: str, audience: str, cut: int | None) -> None:
    token = seal(EVALUATION, KEY, "participants")
    with pytest.raises(LinkBroken):
        unseal(token[:cut], key, audience, panel, NOW)


def test_a_link_to_a_tab_that_is_no_longer_declared_opens_nothing(panel: Panel) -> None:
    with pytest.raises(LinkBroken):
        unseal(seal(replace(EVENT, kind="excursions"), KEY, "staff"), KEY, "staff", panel, NOW)


def test_a_field_that_is_no_longer_declared_is_left_out(panel: Panel) -> None:
    old = replace(EVENT, values={**EVENT.values, "mood": "bright"}, fixed=frozenset({"mood"}))
    assert unseal(seal(old, KEY, "staff"), KEY, "staff", panel, NOW) == EVENT.__class__(
        kind="events", values=EVENT.values, id=old.id
    )


def test_more_than_fits_an_address_is_refused() -> None:
    long = replace(EVENT, values={"note": "".join(chr(0x400 + n * 7 % 256) + str(n) for n in range(5000))})
    with pytest.raises(Refused, match="limit"):
        seal(long, KEY, "staff")


def test_the_key_is_made_once_and_kept_to_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANEL_STATE", str(tmp_path))
    first = signing_key()
    [file] = tmp_path.iterdir()
    assert (signing_key(), len(first) > 40, file.stat().st_mode & 0o077) == (first, True, 0)


def test_the_key_in_the_secrets_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".streamlit").mkdir()
    Path(".streamlit/secrets.toml").write_text('invitation_key = "given"')
    assert signing_key() == "given"


@pytest.mark.parametrize(
    "moments, answers",
    [
        ([0, 1, 2, 3], [True, True, False, False]),
        ([0, 1, 10, 11, 12], [True, True, True, True, False]),
        ([0, 9, 10, 18, 19, 20], [True, True, True, False, True, True]),
    ],
)
def test_a_pace_allows_so_many_in_so_long(moments: list[float], answers: list[bool]) -> None:
    pace = Pace(times=2, seconds=10)
    assert [pace.allows("a link", at) for at in moments] == answers


def test_one_name_does_not_slow_another_and_old_names_are_forgotten() -> None:
    pace = Pace(times=1, seconds=1e9)
    assert all(pace.allows(str(n), 0) for n in range(NAMES + 1))
    assert [pace.allows(name, 1) for name in (str(NAMES), "0")] == [False, True]
