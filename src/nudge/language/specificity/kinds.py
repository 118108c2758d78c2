"""What sort of promise it is: waiting and noticing are told by their words, the rest by the model."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nudge.domain.specificity import PledgeKind
from nudge.language.specificity.anatomy import Anatomy, lemma

WAITING = frozenset({"wait", "postpone", "defer"})
NOTICING = frozenset({"notice", "observe", "watch", "spot"})

_NOTICES = re.compile(
    r"\b(?:just|only|simply)\s+(?:going\s+to\s+|gonna\s+)?(?:look|count|watch|note|observe|notice|listen|clock)\b"
    r"|\b(?:keep(?:ing)?|make|making)\s+(?:a\s+|an\s+)?(?:tally|eye\s+on|note\s+of)\b|\btake\s+note\b|\btally\b"
    r"|\b(?:count|clock|note|see|observ\w+|notic\w+|watch\w*|pay\s+attention\s+to)\s+(?:down\s+)?"
    r"(?:how\s+(?:many|often|much)|when|who|what|which|each\s+time|every\s+time)\b",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\b(?:not|n't|no|never|nothing|alone|hold\s+off|sit\s+on|leave|leaving|keep)\b.{0,80}?"
    r"\b(?:until|till|til|before)\b|\b(?:wait|hold\s+off|hold\s+back|sleep\s+on\s+it|no\s+decision)\b"
    r"|\b(?:until|till)\b.{0,60}?\b(?:no|not|n't|nothing|alone)\b",
    re.IGNORECASE | re.DOTALL,
)
_TALLIED = 0.05
"""A text with words of waiting or noticing is taken so unless the model finds it less probable than this.
Chosen: highest macro-F1 on held-out voices; see the card."""


def kind_of(act: Anatomy, text: str, said: Mapping[str, float]) -> PledgeKind:
    """The kind of a pledge.

    Args:
        said: probability by head of the model, with a "kind." head for each.
    """
    verb = lemma(act.main) if act.main is not None else ""
    if (verb in NOTICING or _NOTICES.search(text)) and said["kind.notice"] >= _TALLIED:
        return PledgeKind.NOTICE
    if (verb in WAITING or _WAITS.search(text)) and said["kind.wait"] >= _TALLIED:
        return PledgeKind.WAIT
    return max(PledgeKind, key=lambda each: said[f"kind.{each}"])
