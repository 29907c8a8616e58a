"""How long to wait for a service and when to ask again: capped full jitter under one total deadline.

What may be asked again: anything that changes nothing, after any passing trouble; a write only when it is certain that
it was never applied. Keyed on the HTTP status, because a proxy in between answers 502 and 429 in HTML.
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from google.auth.exceptions import RefreshError, TransportError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_random_exponential
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from sheets.deadline import left

PASSING = frozenset({408, 429, 500, 502, 503, 504})
CONNECT = 3.05  # seconds; a little over 3, the usual wait before TCP sends again
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """How long one question may take with all its repeats, how long to wait for an answer (both in seconds), and
    whether it changes nothing, so that it may be asked again whatever became of it."""

    deadline: float
    answer: float
    repeatable: bool


# Someone waits at a form for a read and a write: 20 seconds at most. Google itself gives up after 180.
TERMS = {"look": Terms(18.0, 10.0, True), "save": Terms(11.0, 6.0, True), "write": Terms(8.0, 8.0, False)}
JITTER = wait_random_exponential(multiplier=0.5, max=8)


def status_of(error: BaseException) -> int | None:
    """The HTTP status of the answer that this error stands for; None when there was no answer."""
    response = getattr(error, "response", None)
    return None if response is None else response.status_code


def never_sent(error: BaseException) -> bool:
    """Whether the request certainly never reached the service: no connection, or no token to send it with."""
    if isinstance(error, TransportError | RefreshError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError | ConnectTimeoutError)


def retry_after(error: BaseException | None) -> float | None:
    """The seconds that the answer asks to wait (Retry-After: seconds or a date); None when it does not say."""
    response = getattr(error, "response", None)
    said = response.headers.get("Retry-After", "") if response is not None else ""
    if said.strip().isdecimal():
        return float(said)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None


def _passing(error: BaseException) -> bool:
    if isinstance(error, RefreshError):
        return bool(error.retryable)
    network = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError, TransportError)
    return status_of(error) in PASSING or isinstance(error, network)


def _never_applied(error: BaseException) -> bool:
    return _passing(error) and (status_of(error) == 429 or never_sent(error))


def _wait(state: RetryCallState) -> float:
    asked = retry_after(state.outcome.exception() if state.outcome else None)
    return JITTER(state) if asked is None else asked


class Patience:
    """Asks, and asks again where that does no harm. Tests replace `sleep`, and hurry with a `pace` under 1."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep, pace: float = 1.0) -> None:
        self.sleep = sleep
        self.pace = pace

    def ask(self, send: Callable[[tuple[float, float]], Any], terms: Terms) -> Any:
        """What `send((connect, read))` gives, whose time-outs in seconds shrink with the deadline, which is that of the
        terms or of the whole save around it, whichever comes first; its last error."""
        started, deadline = time.monotonic(), max(min(terms.deadline * self.pace, left()), 0.1)

        def once() -> Any:
            rest = max(deadline - (time.monotonic() - started), 0.1)
            return send((min(CONNECT, rest), min(terms.answer * self.pace, rest)))

        again = Retrying(
            retry=retry_if_exception(_passing if terms.repeatable else _never_applied),
            wait=_wait,
            stop=stop_before_delay(deadline) | stop_after_attempt(ATTEMPTS),
            sleep=self.sleep,
            reraise=True,
        )
        return again(once)
