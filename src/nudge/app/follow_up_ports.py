"""What the choice of follow-ups needs from outside, as a Protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from nudge.domain.follow_ups import AnswerReading
from nudge.domain.questions import QuestionBank


class AnswerReader(Protocol):
    """Reads an answer while it is being given. Nothing is kept of its words.

    Deterministic: the same words and bank give the same reading. Without models it reads by rules, and each
    reading says so.
    """

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of what decides, by role. Looks for the models when nobody did."""
        ...

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the follow-ups. When they can't be loaded, the rules take over for
        good."""
        ...

    def read(self, question: str, answer: str, asked: Sequence[str], bank: QuestionBank) -> AnswerReading:
        """What is heard in the answer.

        Args:
            question: as it was asked; "" when nobody knows.
            answer: any text, a fragment or keywords.
            asked: what was asked since, oldest first.
        """
        ...

    def forget(self) -> None:
        """Drop what is kept in memory of questions that were asked."""
        ...
