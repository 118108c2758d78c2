"""The one table of failures, and the problem details (RFC 9457) that each becomes.

The same over HTTP and on the command line. Nothing of a request is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from msgspec import UNSET, Struct, UnsetType

from nudge.app.question_gate import GateFinding, Refused
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
    "content-encoding-unsupported": 415,
    "if-match-missing": 428,
}
"""Where a code says more than its family."""
_OF_PERSONS = {"participant", "ref"}
"""Facts that would name a person."""


class FindingBody(Struct):
    """Something about a question. Only those with the `severity` “error” keep it out.

    `at` is the wording or tag that it is about, `mend` what to do.
    """

    id: str
    code: str
    severity: str
    at: str
    message: str
    mend: str


class ProblemBody(Struct):
    """What went wrong. Programs branch on `code`; `facts` are limits and counts, never words.

    `findings` are there when a question of your organisation was refused: all there is to say about it.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, str | int | float | bool | None]
    findings: list[FindingBody] | UnsetType = UNSET


def problem_of(error: NudgeError) -> ProblemBody:
    """The problem that a failure of ours becomes.

    >>> problem_of(Invalid("participants-count", "The format “pair” is for 2 participants.")).status
    422
    """
    families = (STATUS_OF_FAMILY[kind] for kind in type(error).__mro__ if kind in STATUS_OF_FAMILY)
    status = STATUS_OF_CODE.get(error.code) or next(families, 500)
    body = problem_body(status, error.code, error.message, error.facts)
    if isinstance(error, Refused):
        body.findings = to_findings(error.findings)
    return body


def to_findings(findings: Sequence[GateFinding]) -> list[FindingBody]:
    """What the gate has found, as bodies."""
    return [FindingBody(f.id, f.code, f.severity, f.at, f.message, f.mend) for f in findings]


def problem_body(status: int, code: str, detail: str, facts: Mapping[str, Fact] | None = None) -> ProblemBody:
    """A problem from its parts."""
    return ProblemBody(
        type=PREFIX + code,
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        facts={name: fact for name, fact in (facts or {}).items() if name not in _OF_PERSONS},
    )


def unexpected() -> ProblemBody:
    """The problem that a mistake of ours becomes: nothing of it is told."""
    return problem_body(500, "unexpected", "Something went wrong here; the log of the server has the place.")
