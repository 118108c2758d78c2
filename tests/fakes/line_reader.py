"""A `LineReader` without any model: words in common stand for nearness."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nudge.domain.errors import Unavailable
from nudge.domain.questions import QuestionBank

WORD = re.compile(r"[a-z]{4,}")


class FakeLineReader:
    """Set `is_missing` to see what happens without models."""

    def __init__(self) -> None:
        self.is_missing = False
        self.threshold = 0.5

    @property
    def model(self) -> str:
        if self.is_missing:
            raise Unavailable("models-missing", "The models aren't there; run scripts/setup.")
        return "words-in-common 1"

    def near(self, bank: QuestionBank, lines: Sequence[str]) -> list[list[float]]:
        texts = [_words(question.text) for question in bank.questions]
        return [[len(_words(line) & text) / max(1, len(_words(line))) for text in texts] for line in lines]


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower()))
