"""What an organisation asks from: a bank with its own changes, and what it leans towards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nudge.domain.questions import QuestionBank

LARGEST_LEANING = 0.25
"""What a leaning adds to a fit at most, or takes from it; a fit says 1 for a perfect match.

Chosen: less than what a note (.6), the purpose (.7) or the focus (.45) can add, so that a leaning decides
between questions that suit a person about as well, and never crowds the person out.
"""


@dataclass(frozen=True)
class Curation:
    """A bank, and how far the choice leans towards some of its questions.

    Attributes:
        bank: the questions, with what an organisation added, hid and reworded.
        leanings: by question id, added to its fit; in [-LARGEST_LEANING, LARGEST_LEANING], the rest has none.
    """

    bank: QuestionBank
    leanings: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def by_position(self) -> Mapping[int, float]:
        """Leanings by position of the question, within their bounds; unknown ids are left out."""
        positions = self.bank.positions
        return {positions[id]: bounded(value) for id, value in self.leanings.items() if id in positions}

    @cached_property
    def digest(self) -> str | None:
        """Sixteen hexadecimal digits for these leanings; None when there are none."""
        if not self.leanings:
            return None
        lines = "\n".join(f"{id} {bounded(self.leanings[id]):.6f}" for id in sorted(self.leanings))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]


def bounded(leaning: float) -> float:
    """A leaning within its bounds.

    >>> bounded(3.0), bounded(-0.1)
    (0.25, -0.1)
    """
    return max(-LARGEST_LEANING, min(LARGEST_LEANING, leaning))
