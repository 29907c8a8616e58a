"""What went wrong with Google, as one of the panel's own codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
import requests
from google.auth.exceptions import GoogleAuthError, TransportError

from sheets.errors import PanelError, Refused, Unconfirmed, WorkbookError
from sheets.patience import never_sent, retry_after, status_of

PROTECTED = "protected cell or object"
LIMITS = ("maximum of 50000 characters", "above the limit of 10000000 cells", "10,000,000")
TAKEN = "already exists"
OFFICE = "not supported for this document"  # an .xlsx that lies on Drive without being turned into a Google Sheet
GONE = ("No grid with id", "No sheet with id", "exceeds grid limits", "beyond the last requested", "doesn't exist")
RENAMED = "renamed"  # a tab, between our look at its title and a write whose echo names it


class UnknownRange(WorkbookError):
    """A title in the question is no longer that of a tab."""

    code = "unavailable"


def said(error: BaseException) -> dict[str, Any]:
    """Google's own error object; {} when the answer was HTML or there was none."""
    response = getattr(error, "response", None)
    try:
        body = response.json() if response is not None else {}
    except ValueError:
        return {}
    return body.get("error", {}) if isinstance(body, dict) and isinstance(body.get("error"), dict) else {}


def message_of(error: BaseException) -> str:
    """Google's own sentence, in English, for the log and for details."""
    return str(said(error).get("message", ""))


def _reasons(body: dict[str, Any]) -> Iterable[str]:
    for detail in [*body.get("details", []), *body.get("errors", [])]:
        yield str(detail.get("reason", ""))


def trouble(error: BaseException, account: str = "") -> WorkbookError:
    """The WorkbookError for an error of a read; `account` is whom the sheet must be shared with."""
    status, body = status_of(error), said(error)
    if isinstance(error, TransportError) or (status is None and isinstance(error, requests.ConnectionError)):
        return WorkbookError("no-network", reason=type(error).__name__)
    if isinstance(error, GoogleAuthError) or status == 401:
        return WorkbookError("bad-credentials", reason=message_of(error) or str(error), account=account)
    if status == 403 and {"SERVICE_DISABLED", "accessNotConfigured"} & set(_reasons(body)):
        return WorkbookError("api-not-enabled", reason=message_of(error))
    if status == 403:
        return WorkbookError("no-permission", account=account)
    if status == 404:
        return WorkbookError("no-such-sheet")
    if status == 429:
        return WorkbookError("too-many-requests", retry_after=retry_after(error) or 60.0)
    if is_unknown_range(error):
        return UnknownRange(status=status, reason=message_of(error))
    if status == 400 and OFFICE in message_of(error):
        return WorkbookError("unreadable-file", reason="office-file")
    return WorkbookError("unavailable", status=status, reason=message_of(error) or type(error).__name__)


def write_trouble(error: BaseException, account: str = "") -> PanelError:
    """The error of a write: refused (nothing was written), out of reach, or nobody knows."""
    status, message = status_of(error), message_of(error)
    if status == 403 and trouble(error).code == "no-permission":
        return Refused("read-only", account=account)
    if status in (401, 403, 404, 429) or never_sent(error):
        return trouble(error, account)
    if status is None or status >= 500 or status == 408:
        late = isinstance(error, requests.Timeout) or status in (408, 504)
        return Unconfirmed(late=late, status=status, reason=type(error).__name__)
    if is_unknown_range(error):
        return Unconfirmed(late=False, status=status, reason=RENAMED)
    if PROTECTED in message:
        return Refused("protected")
    if any(mark in message for mark in LIMITS):
        return Refused("limit", reason=message)
    if TAKEN in message:
        return Refused("tab-exists", reason=message)
    if any(mark in message for mark in GONE):
        return Refused("row-gone", reason=message)
    return Refused("invalid", reason=message)


def is_unknown_range(error: BaseException) -> bool:
    """Whether a title in the question is no longer that of a tab."""
    return status_of(error) == 400 and "Unable to parse range" in message_of(error)


def is_whole(body: bytes, what: str) -> bool:
    """Whether an answer came as JSON and to its end, wherever it may have broken off. The values of whole tabs, which
    are long and not decoded here, are told by their last three brackets: none closes so before the end."""
    if what == "/values:batchGet":
        return body[:1] == b"{" and b"".join(body[-64:].split()).endswith(b"}]}")
    try:
        return isinstance(orjson.loads(body), dict)
    except orjson.JSONDecodeError:
        return False
