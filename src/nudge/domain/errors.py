"""What can go wrong, in one family: a stable code, a sentence that says what to do, and facts.

Facts are ids, limits and counts. They never hold words of a note or a pledge.
"""

from __future__ import annotations

from collections.abc import Mapping

Fact = str | int | float | bool | None


class NudgeError(Exception):
    """A failure that a caller can understand and act on.

    Args:
        code: stable, kebab-case; programs branch on it.
        message: one or two sentences for a person; says what to do next.
        facts: ids, limits and counts, safe to log.

    >>> error = NotFound("participant-not-found", "There is no such participant.", participant="p_1")
    >>> error.code, error.facts
    ('participant-not-found', {'participant': 'p_1'})
    """

    def __init__(self, code: str, message: str, **facts: Fact) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts: Mapping[str, Fact] = facts


class NotFound(NudgeError):
    """What was named doesn't exist, or not for this tenant."""


class Conflict(NudgeError):
    """The request is fine, but the state of things doesn't allow it."""


class Invalid(NudgeError):
    """The request can't be understood or breaks a rule."""


class NotAllowed(NudgeError):
    """The caller is known and may not do this."""


class Unauthenticated(NudgeError):
    """The caller showed no key, or one that isn't valid."""


class Unavailable(NudgeError):
    """A part that is needed can't answer now; trying later may help."""
