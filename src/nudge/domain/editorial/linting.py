"""The gate: what is wrong with one text, by all rules that look at one text alone.

`lint_question` is for every question, whether it stands in the bank or comes from an organisation. Its
signature is kept stable. What needs more than one text is in `duplicates` and `identity`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from nudge.domain.editorial.exceptions import excused
from nudge.domain.editorial.findings import Finding, Hit, Rule
from nudge.domain.editorial.rules import RULES
from nudge.domain.editorial.slots import SLOTS
from nudge.domain.editorial.wordings import SAMPLES, SLOT, Kind, Wording, wordings_of
from nudge.domain.questions import Question
from nudge.domain.specificity import Span


def lint_question(question: Question, *, allow: Collection[str] = ()) -> tuple[Finding, ...]:
    """What the rules find in every wording of a question, in the order of the rules.

    Args:
        allow: codes of rules that this question may break.

    >>> from nudge.domain.questions import Stage
    >>> question = Question("act.a", 1, Stage.ACT, 1, "Have you tried to ask the people who will use it?")
    >>> [finding.rule.code for finding in lint_question(question)]
    ['closed', 'advice']
    """
    return excused(_findings(question.id, wordings_of(question)), allow)


def lint_text(
    kind: Kind, id: str, texts: Mapping[str, str], *, allow: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The same for a text of another kind: its wordings by key ("text", a field, or a slot)."""
    wordings = (
        Wording(
            template,
            kind=kind,
            key=key,
            plain=texts.get("text", "") if key != "text" else "",
            filled_with=which,
        )
        for key, template in texts.items()
        for which in range(_n_samples(template))
    )
    return excused(_findings(id, wordings), allow)


def _n_samples(template: str) -> int:
    return max((len(SAMPLES.get(slot["name"], ("",))) for slot in SLOT.finditer(template)), default=1)


def _findings(id: str, wordings: Iterable[Wording]) -> tuple[Finding, ...]:
    each = tuple(wordings)
    found = (finding for rule in RULES for wording in each for finding in _of_rule(rule, id, wording))
    return tuple(dict.fromkeys(found))


def _of_rule(rule: Rule, id: str, wording: Wording) -> Iterator[Finding]:
    if rule.find is None or wording.kind not in rule.kinds:
        return
    for hit in rule.find(wording):
        span = _in_template(wording, hit)
        if rule in SLOTS or not SLOT.fullmatch(span.text):
            yield Finding(rule, id, wording.key, span, hit.detail)


def _in_template(wording: Wording, hit: Hit) -> Span:
    """Where a hit stands in the template; a slot is taken whole."""
    start, end = wording.origins[hit.start], wording.origins[max(hit.start, hit.end - 1)]
    slot = SLOT.match(wording.template, end)
    end = start if hit.end == hit.start else slot.end() if slot else end + 1
    return Span(start, end, wording.template[start:end])
