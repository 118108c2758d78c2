"""Translations: what is said in another language has to say what the original says now."""

from __future__ import annotations

from nudge.domain.editorial.findings import ALL_KINDS, Finding, Rule, Severity
from nudge.domain.specificity import Span


def stale_finding(id: str, of_version: int, version: int) -> Finding:
    """A translation of words that were changed since.

    >>> stale_finding("act.a", 1, 3).message
    'it translates words that were changed since (version 1, now 3)'
    """
    detail = f"version {of_version}, now {version}"
    return Finding(STALE_TRANSLATION, id, "of_version", Span(0, 0, ""), detail)


STALE_TRANSLATION = Rule(
    code="stale-translation",
    severity=Severity.WARNING,
    title="A stale translation",
    says="translates words that were changed since",
    because="Two people would read different questions. Until it is mended, the original is asked.",
    mend="Read it beside the original, change what has to be changed, and set of_version to its version.",
    kinds=ALL_KINDS,
)

TRANSLATIONS = (STALE_TRANSLATION,)
