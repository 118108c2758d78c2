"""Reasoned exceptions: a text may carry `allow = ["rule"]` with `because = "…"`. They are checked as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nudge.domain.editorial.findings import ALL_KINDS, Finding, Rule, Severity
from nudge.domain.specificity import Span
from nudge.domain.spelling import did_you_mean

ALLOW_UNKNOWN = Rule(
    code="allow-unknown",
    severity=Severity.ERROR,
    title="An exception from no rule",
    says="allows a rule that doesn't exist",
    because="It was meant to excuse something, and excuses nothing.",
    mend="`nudge bank rules` lists the codes.",
    kinds=ALL_KINDS,
)
ALLOW_WITHOUT_REASON = Rule(
    code="allow-without-reason",
    severity=Severity.ERROR,
    title="An exception without a reason",
    says="allows a rule to be broken and doesn't say why",
    because="The next editor can't know whether the exception still holds.",
    mend='Add because = "…" in a sentence.',
    kinds=ALL_KINDS,
)
ALLOW_UNUSED = Rule(
    code="allow-unused",
    severity=Severity.WARNING,
    title="An exception that isn't needed",
    says="allows a rule that it doesn't break",
    because="An exception left behind hides the next real finding.",
    mend="Take it out of allow.",
    kinds=ALL_KINDS,
)


@dataclass(frozen=True, slots=True)
class Excuse:
    """What a text allows itself, and why."""

    id: str
    allow: Sequence[str] = ()
    because: str = ""


def excused(findings: Collection[Finding], allow: Collection[str]) -> tuple[Finding, ...]:
    """The findings that remain."""
    return tuple(finding for finding in findings if finding.rule.code not in allow)


def excuse_findings(
    excuse: Excuse, broken: Collection[str], codes: Collection[str], *, not_checked: Collection[str] = ()
) -> Iterator[Finding]:
    """What is wrong with an excuse itself.

    Args:
        broken: codes of the rules that the text breaks.
        codes: of all rules.
        not_checked: codes of rules of which nobody knows this time whether the text breaks them.
    """
    if excuse.allow and not excuse.because.strip():
        yield _finding(ALLOW_WITHOUT_REASON, excuse.id)
    for code in excuse.allow:
        if code not in codes:
            yield _finding(ALLOW_UNKNOWN, excuse.id, f"“{code}”. {did_you_mean(code, codes)}")
        elif code not in broken and code not in not_checked:
            yield _finding(ALLOW_UNUSED, excuse.id, code)


def _finding(rule: Rule, id: str, detail: str = "") -> Finding:
    return Finding(rule, id, "allow", Span(0, 0, ""), detail)


EXCEPTIONS = (ALLOW_UNKNOWN, ALLOW_WITHOUT_REASON, ALLOW_UNUSED)
