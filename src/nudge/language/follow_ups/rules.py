"""How clearly cues are heard without any model: by their words and by how long an answer is."""

from __future__ import annotations

from collections.abc import Mapping

from nudge.domain.follow_ups import Cue
from nudge.language.follow_ups.cue_patterns import PATTERNS
from nudge.language.follow_ups.signals import Signals

RULES = "rules@1"
HEARD, HEARD_LATE, UNHEARD = 0.75, 0.85, 0.2
"""Strength of a cue whose words are there, are there in the second half, or aren't.
Chosen: about what the weights say for the bank's examples with and without such words."""
_UNSURE = frozenset(
    {Cue.OTHER_ABSENT, Cue.OWN_PART_ABSENT, Cue.CONCRETE_STORY, Cue.GENERAL, Cue.CONTRADICTION}
)
"""Cues whose words prove little."""


def strengths_by_rules(signals: Signals) -> Mapping[Cue, float]:
    """How clearly each cue is heard, in [0, 1]."""
    half = len(signals.text) / 2
    found: dict[Cue, float] = {}
    for cue in PATTERNS:
        spans = signals.spans[cue]
        heard = HEARD_LATE if any(span.start >= half for span in spans) else HEARD
        found[cue] = UNHEARD if not spans else 0.5 if cue in _UNSURE else heard
    found[Cue.JARGON] = HEARD if len(signals.spans[Cue.JARGON]) > 1 else UNHEARD
    found[Cue.SHORT] = HEARD_LATE if signals.n_words <= 6 else HEARD if signals.n_words <= 11 else 0.0
    found[Cue.LONG_WINDING] = HEARD if signals.n_words >= 45 else UNHEARD
    return found
