"""Messages: what is proposed is what the message says, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sheets.context import Context
from sheets.messages import Familiar, read_message
from sheets.records import Inexact, Period
from sheets.schema import Panel
from tests.cases.messages import MESSAGES, PARTNERS, PLACES
from tests.cases.typed_messages import TYPED
from tests.conftest import TODAY

FAMILIAR = Familiar(partners=tuple(PARTNERS), directions=tuple((way,) for way in PARTNERS.values()), places=PLACES)


def proposed(panel: Panel, message: str) -> dict[str, Any]:
    """What a message proposes for an event, in the words of the cases."""
    context = Context(panel=panel, today=TODAY)
    found = read_message(message, panel.tabs["events"], context, FAMILIAR)
    return {name: brief(proposal.value) for name, proposal in found.items()}


def brief(value: Any) -> Any:
    """A value as the cases write it."""
    if isinstance(value, Period):
        days = [str(value.start), str(value.end)]
        return days[0] if days[0] == days[1] else "/".join(days)
    if isinstance(value, Inexact):
        numbers = [value.low] if value.low == value.high else [value.low, value.high]
        return " ".join([value.mark, *(f"{number:g}" for number in numbers)])
    return value


ALL = [*MESSAGES, *TYPED]


@pytest.mark.parametrize("message, said", ALL, ids=[re.sub(r"\W+", " ", m)[:40] for m, _ in ALL])
def test_a_message_proposes_what_it_says_and_nothing_else(panel: Panel, message: str, said: dict[str, Any]) -> None:
    wrong = {name: value for name, value in proposed(panel, message).items() if said.get(name) != value}
    assert wrong == {}


def test_most_of_what_messages_say_is_proposed(panel: Panel, capsys: pytest.CaptureFixture[str]) -> None:
    answers = [(proposed(panel, message), said) for message, said in ALL]
    given = sum(len(found) for found, _ in answers)
    right = sum(said.get(name) == value for found, said in answers for name, value in found.items())
    wanted = sum(len(said) for _, said in answers)
    with capsys.disabled():
        print(f"\nmessages: precision {right / given:.3f}, recall {right / wanted:.3f} ({right} of {wanted})")
    assert (len(ALL) >= 100, right / given) == (True, 1.0)
    assert right / wanted > 0.9
