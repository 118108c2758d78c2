"""Questions that say the same: in the same words, or nearly so by whatever says how alike two texts are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from nudge.domain.editorial.findings import Finding, Rule, Severity
from nudge.domain.questions import Question
from nudge.domain.specificity import Span

Similarity = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""How alike texts are: one row for each of the first, one cosine for each of the second."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What says how alike texts are, its name, and from which value on two questions are the same."""

    name: str
    similarity: Similarity
    threshold: float


SAME_WORDS = Rule(
    code="same-words",
    severity=Severity.ERROR,
    title="The same words",
    says="is asked already, word for word",
    because="A question heard twice tells people that nobody is listening.",
    mend="Take one of them out.",
)
NEAR_DUPLICATE = Rule(
    code="near-duplicate",
    severity=Severity.WARNING,
    title="Nearly the same question",
    says="says nearly what another question says",
    because="Two wordings of one question are one question; a year has room for eighty different ones.",
    mend="Ask for something that the other doesn't, or retire one of them.",
)


def same_words(questions: Sequence[Question], known: Collection[Question] = ()) -> Iterator[Finding]:
    """Questions whose words, capitals and signs apart, stand in an earlier one or in one that is known."""
    first = {_bare(question.text): question.id for question in known}
    for question in questions:
        other = first.setdefault(_bare(question.text), question.id)
        if other != question.id:
            yield _finding(SAME_WORDS, question, f"see {other}")


def near_duplicates(
    questions: Sequence[Question],
    similarity: Similarity,
    threshold: float,
    known: Sequence[Question] = (),
) -> tuple[Finding, ...]:
    """Questions that are nearly the same as an earlier one or as one that is known; the nearest of them.

    Args:
        questions: each is compared with those before it, and with all of `known`.
        similarity: such as the cosine of an encoder.
        threshold: from which two questions count as the same; it belongs to whatever says how alike they are.
    """
    others = [*known, *questions]
    rows = similarity([question.text for question in questions], [other.text for other in others])
    found = []
    for position, (question, row) in enumerate(zip(questions, rows, strict=True)):
        before = [(alike, -n) for n, alike in enumerate(row[: len(known) + position])]
        alike, n = max(before, default=(-1.0, 0))
        if alike >= threshold and _bare(others[-n].text) != _bare(question.text):
            found.append(
                _finding(NEAR_DUPLICATE, question, f"{alike:.2f} to {others[-n].id}: “{others[-n].text}”")
            )
    return tuple(found)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _finding(rule: Rule, question: Question, detail: str) -> Finding:
    return Finding(rule, question.id, "text", Span(0, len(question.text), question.text), detail)


DUPLICATES = (SAME_WORDS, NEAR_DUPLICATE)
