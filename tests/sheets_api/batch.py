"""spreadsheets.batchUpdate: every request on a copy of the book; the copy takes its place only when all went well."""

from __future__ import annotations

from typing import Any

from tests.sheets_api import contents, ranges, spreadsheets, structure
from tests.sheets_api.errors import ApiError, invalid
from tests.sheets_api.grid import Book
from tests.sheets_api.recompute import recompute

REQUESTS = {**structure.REQUESTS, **contents.REQUESTS, **ranges.REQUESTS}


def batch_update(book: Book, body: dict[str, Any]) -> tuple[Book, dict[str, Any]]:
    """The book as it is afterwards, and the answer; the given book is untouched."""
    requests = without_nulls(body.get("requests") or [])
    if not requests:
        raise invalid("Must specify at least one request.")
    after = book.copy()
    replies = [_handled(after, at, request) for at, request in enumerate(requests)]
    recompute(after)
    answer: dict[str, Any] = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        grid = bool(body.get("responseIncludeGridData"))
        answer["updatedSpreadsheet"] = spreadsheets.get(after, body.get("responseRanges") or [], "", grid)
    return after, answer


def without_nulls(body: Any) -> Any:
    """Protobuf's JSON takes null for a field that is not there."""
    if isinstance(body, dict):
        return {name: without_nulls(value) for name, value in body.items() if value is not None}
    return [without_nulls(one) for one in body] if isinstance(body, list) else body


def _handled(book: Book, at: int, request: dict[str, Any]) -> dict[str, Any]:
    names = list(request)
    if len(names) != 1 or names[0] not in REQUESTS:
        unknown = f"Invalid JSON payload received. Unknown name \"{names[0] if names else ''}\" at 'requests[{at}]'"
        raise invalid(f"{unknown}: Cannot find field.", f"requests[{at}]")
    name = names[0]
    try:
        return REQUESTS[name](book, request[name]) or {}
    except ApiError as error:
        raise error.inside(f"requests[{at}].{name}") from None
    except KeyError as missing:
        raise invalid(f"Invalid requests[{at}].{name}: No value for {missing}.") from None
    except (TypeError, ValueError, AttributeError, IndexError) as wrong:
        raise invalid(f"Invalid requests[{at}].{name}: {wrong}") from None
