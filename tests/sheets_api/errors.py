"""What the service answers when it refuses: codes and texts as they were recorded from it."""

from __future__ import annotations

from typing import Any

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)
TOO_LONG = "Your input contains more than the maximum of 50000 characters in a single cell."
TOO_MANY_CELLS = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
HTML_502 = (
    b"<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title>"
    b"<p><b>502.</b> <ins>That\xe2\x80\x99s an error.</ins><p>The server encountered a temporary error.</html>"
)


class ApiError(Exception):
    """A refusal in Google's shape."""

    def __init__(self, code: int, message: str, status: str, details: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.details = code, message, status, details

    def body(self) -> dict[str, Any]:
        """The JSON body."""
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def inside(self, prefix: str) -> ApiError:
        """The same refusal, saying which request of a batch it is about."""
        return ApiError(self.code, f"Invalid {prefix}: {self.message}", self.status, self.details)


def invalid(message: str, field: str | None = None) -> ApiError:
    """400; with the name of the field where the service names it."""
    details = None
    if field is not None:
        violation = {"field": field, "description": message}
        details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return ApiError(400, message, "INVALID_ARGUMENT", details)


def not_found() -> ApiError:
    """404: no such spreadsheet, or not for this user."""
    return ApiError(404, "Requested entity was not found.", "NOT_FOUND")


def denied() -> ApiError:
    """403: the spreadsheet is there, the user has no right to it."""
    return ApiError(403, "The caller does not have permission", "PERMISSION_DENIED")


def unauthenticated() -> ApiError:
    """401: the token is wrong or out of date."""
    message = "Request had invalid authentication credentials. Expected OAuth 2 access token."
    return ApiError(401, message, "UNAUTHENTICATED")


def _info(reason: str, metadata: dict[str, str]) -> list[dict[str, Any]]:
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    return [{"@type": kind, "reason": reason, "domain": "googleapis.com", "metadata": metadata}]


def disabled() -> ApiError:
    """403: the API was never switched on in the project (body as recorded by r-lib/gargle)."""
    message = "Google Sheets API has not been used in project 100000000001 before or it is disabled."
    metadata = {"service": "sheets.googleapis.com", "consumer": "projects/100000000001"}
    return ApiError(403, message, "PERMISSION_DENIED", _info("SERVICE_DISABLED", metadata))


def too_many(kind: str, limit: int) -> ApiError:
    """429 for `kind` 'Read' or 'Write' (body as recorded by r-lib/gargle)."""
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:100000000001'."
    )
    metadata = {
        "service": "sheets.googleapis.com",
        "consumer": "projects/100000000001",
        "quota_location": "global",
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
        "quota_limit": f"{kind}RequestsPerMinutePerUser",
        "quota_limit_value": str(limit),
    }
    return ApiError(429, message, "RESOURCE_EXHAUSTED", _info("RATE_LIMIT_EXCEEDED", metadata))


def unavailable() -> ApiError:
    """503."""
    return ApiError(503, "The service is currently unavailable.", "UNAVAILABLE")


def internal() -> ApiError:
    """500."""
    return ApiError(500, "Internal error encountered.", "INTERNAL")
