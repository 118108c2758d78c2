"""The one table of failures: from errors to problem details (RFC 9457). Nothing of a request is repeated."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from nudge.api.bodies.problems import ProblemBody
from nudge.domain.errors import (
    Conflict,
    Fact,
    Invalid,
    NotAllowed,
    NotFound,
    NudgeError,
    Unauthenticated,
    Unavailable,
)

log = logging.getLogger("nudge.api")

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:nudge:problem:"

STATUS_OF_FAMILY: Mapping[type[NudgeError], int] = {
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    NotAllowed: 403,
    Unauthenticated: 401,
    Unavailable: 503,
}
STATUS_OF_CODE: Mapping[str, int] = {
    "body-malformed": 400,
    "not-acceptable": 406,
    "revision-changed": 412,
    "body-too-large": 413,
    "media-type-unsupported": 415,
    "if-match-missing": 428,
}
"""Where a code says more than its family."""
HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": 'Bearer realm="nudge"'},
    503: {"Retry-After": "5"},
}
HTTP_CODES: Mapping[int, tuple[str, str]] = {
    400: ("request-malformed", "The request can't be read."),
    404: ("route-not-found", "There is no such route; see /docs."),
    405: ("method-not-allowed", "This route doesn't know the method; see the Allow header."),
    413: ("body-too-large", "The body is larger than this server takes."),
}
CODES: Mapping[int, tuple[str, ...]] = {
    400: ("body-malformed", "body-missing"),
    401: ("api-key-missing", "api-key-malformed", "api-key-invalid"),
    403: ("scope-missing",),
    404: ("participant-not-found", "pair-not-found", "conversation-not-found", "note-not-found"),
    406: ("not-acceptable",),
    409: ("participant-exists", "conversation-exists", "conversation-closed", "idempotency-key-in-use"),
    412: ("revision-changed",),
    413: ("body-too-large",),
    415: ("media-type-unsupported",),
    422: ("body-invalid", "parameter-invalid", "participants-count", "idempotency-key-reused"),
    428: ("if-match-missing",),
    503: ("storage-unavailable", "models-loading", "models-missing"),
}
"""The codes to expect most, by status, for the documentation. More may come."""
_OF_PERSONS = {"participant", "ref"}
"""Facts that would name a person."""


def on_error(_: Request[Any, Any, Any], error: NudgeError) -> Response[bytes]:
    """The answer to a failure of ours."""
    family = next(
        family for family in type(error).__mro__ if family in STATUS_OF_FAMILY or family is NudgeError
    )
    status = STATUS_OF_CODE.get(error.code) or STATUS_OF_FAMILY.get(family, 500)
    return problem(status, error.code, error.message, error.facts)


def on_http_exception(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The answer to a failure that the framework found: no such route, a malformed parameter."""
    if isinstance(error, ValidationException):
        return _parameters(error)
    status = (
        error.status_code if error.status_code in HTTP_CODES else 500 if error.status_code >= 500 else 400
    )
    if status == 500:
        return _unexpected()
    code, detail = HTTP_CODES[status]
    return problem(status, code, detail, headers=error.headers)


def on_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to a mistake of ours. The log gets the place; messages of exceptions may hold words."""
    place = "".join(traceback.format_tb(error.__traceback__))
    route = request.scope.get("path_template", "")
    log.error("unexpected %s in %s %s\n%s", type(error).__name__, request.method, route, place)
    return _unexpected()


def problem_codes(status: int) -> tuple[str, ...]:
    """The codes to expect most with a status."""
    return CODES[status]


def problem(
    status: int,
    code: str,
    detail: str,
    facts: Mapping[str, Fact] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """A response with problem details."""
    body = ProblemBody(
        type=PREFIX + code,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        facts={name: fact for name, fact in (facts or {}).items() if name not in _OF_PERSONS},
    )
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={**HEADERS.get(status, {}), **(headers or {})},
    )


def _unexpected() -> Response[bytes]:
    return problem(500, "unexpected", "Something went wrong here; the log of the server has the place.")


def _parameters(error: ValidationException) -> Response[bytes]:
    """What is wrong with path, query or headers, by name, without the value."""
    found = [one for one in error.extra or [] if isinstance(one, dict)]
    names = sorted({str(one.get("key", "")) for one in found} - {""})
    if "data" in names:
        return problem(400, "body-missing", "The request needs a JSON body.")
    listed = ", ".join(f"“{name}”" for name in names)
    detail = (
        f"These parameters aren't as the documentation says: {listed}." if names else "A parameter is wrong."
    )
    return problem(422, "parameter-invalid", detail)
