"""Failures over HTTP: which problem each becomes; the table is in `bodies/problems.py`."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from nudge.api.bodies.problems import ProblemBody, problem_body, problem_of, unexpected
from nudge.domain.errors import Fact, NudgeError

log = logging.getLogger("nudge.api")

MEDIA_TYPE = "application/problem+json"
HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": 'Bearer realm="nudge"'},
    503: {"Retry-After": "5"},
}
HTTP_CODES: Mapping[int, tuple[str, str]] = {
    400: ("request-malformed", "The request can't be read."),
    404: ("route-not-found", "There is no such route; see /docs."),
    405: ("method-not-allowed", "This route doesn't know the method; see the Allow header."),
    413: ("body-too-large", "The body is larger than this server takes; send less, such as fewer notes."),
}
PARAMETERS: Mapping[str, str] = {"idempotency_key": "Idempotency-Key", "if_match": "If-Match"}
"""Headers by the names that the handlers have for them."""
RULES: Mapping[str, str] = {
    "limit": "a whole number from 1 to 100",
    "cursor": "“next_cursor” of the page before",
    "pair": "the id of a pair",
    "participant": "the id of a participant; it can't be left out",
    "pledge": "the id of a pledge, up to 200 characters",
    "days": "a whole number from 1 to 60",
    "state": "how far a nudge has come, such as planned, sent, skipped",
    "open": "true or false",
    "dry_run": "true or false",
    "which": "changed or all",
    "Idempotency-Key": "1 to 200 visible ASCII characters without a space, such as a UUID",
    "If-Match": 'the ETag that was read before, such as "3"',
}
CODES: Mapping[int, tuple[str, ...]] = {
    400: ("body-malformed", "body-missing"),
    401: ("api-key-missing", "api-key-malformed", "api-key-invalid"),
    403: ("scope-missing", "test-key-needed"),
    404: (
        "participant-not-found",
        "pair-not-found",
        "conversation-not-found",
        "pledge-not-found",
        "note-not-found",
        "nudge-not-found",
        "webhook-not-found",
        "question-not-found",
        "clock-not-found",
        "rating-not-found",
        "leanings-not-found",
    ),
    406: ("not-acceptable",),
    409: (
        "participant-exists",
        "conversation-exists",
        "conversation-closed",
        "pair-incomplete",
        "pledge-exists",
        "pledge-closed",
        "nudge-not-waiting",
        "nudge-not-replayable",
        "webhooks-full",
        "question-exists",
        "questions-busy",
        "clock-back",
        "idempotency-key-in-use",
    ),
    412: ("revision-changed",),
    413: ("body-too-large",),
    415: ("media-type-unsupported", "content-encoding-unsupported"),
    422: (
        "body-invalid",
        "parameter-invalid",
        "parameter-unknown",
        "participants-count",
        "due-in-the-past",
        "time-zone-missing",
        "time-zone-unknown",
        "policy-invalid",
        "webhook-url-invalid",
        "question-refused",
        "question-not-asked",
        "alternative-unknown",
        "csv-header-invalid",
        "blueprint-too-long",
        "blueprint-empty",
        "blueprint-malformed",
        "emphasis-empty",
        "idempotency-key-reused",
    ),
    428: ("if-match-missing",),
    503: ("storage-unavailable", "models-loading", "models-missing"),
}
"""The codes to expect most, by status, for the documentation. More may come."""


def on_error(_: Request[Any, Any, Any], error: NudgeError) -> Response[bytes]:
    """The answer to a failure of ours."""
    return answer(problem_of(error))


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The answer to a failure that the framework found: no such route, a malformed parameter."""
    if isinstance(error, ValidationException):
        return _parameters(error)
    status = (
        error.status_code if error.status_code in HTTP_CODES else 500 if error.status_code >= 500 else 400
    )
    if status == 500:
        return answer(unexpected())
    code, detail = HTTP_CODES[status]
    return answer(problem_body(status, code, detail, _limits(request, status)), error.headers)


def on_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to a mistake of ours. The log gets the place; messages of exceptions may hold words."""
    place = "".join(traceback.format_tb(error.__traceback__))
    route = request.scope.get("path_template", "")
    log.error("unexpected %s in %s %s\n%s", type(error).__name__, request.method, route, place)
    return answer(unexpected())


def problem_codes(status: int) -> tuple[str, ...]:
    """The codes to expect most with a status."""
    return CODES[status]


def answer(body: ProblemBody, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """A response with problem details."""
    return Response(
        msgspec.json.encode(body),
        status_code=body.status,
        media_type=MEDIA_TYPE,
        headers={**HEADERS.get(body.status, {}), **(headers or {})},
    )


def _limits(request: Request[Any, Any, Any], status: int) -> dict[str, Fact]:
    if status != 413:
        return {}
    return {"max_bytes": request.route_handler.resolve_request_max_body_size()}


def _parameters(error: ValidationException) -> Response[bytes]:
    """What is wrong with path, query or headers, by name, without the value."""
    found = [one for one in error.extra or [] if isinstance(one, dict)]
    names = sorted({PARAMETERS.get(str(one.get("key", "")), str(one.get("key", ""))) for one in found} - {""})
    if "data" in names:
        return answer(problem_body(400, "body-missing", "The request needs a JSON body."))
    listed = " ".join(f"“{name}”: {RULES.get(name, 'see /docs')}." for name in names)
    detail = f"A parameter isn't as it has to be. {listed}".strip()
    return answer(problem_body(422, "parameter-invalid", detail))
