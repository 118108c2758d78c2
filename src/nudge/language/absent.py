"""Stands in for the reader when the models can't be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.conversations import Brief, ParticipantReading
from nudge.domain.errors import Unavailable
from nudge.domain.notes import NoteVectors
from nudge.domain.questions import QuestionBank


class AbsentReader:
    """A `Reader` that raises the same error whatever it is asked; then the fixed sets are served."""

    def __init__(self, error: Unavailable) -> None:
        self._error = error

    @property
    def models(self) -> Mapping[str, str]:
        """No model decides anything."""
        return {}

    def warm_up(self, bank: QuestionBank) -> None:
        """Raises the error."""
        raise self._error

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """Raises the error."""
        raise self._error

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """Raises the error."""
        raise self._error

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """Raises the error."""
        raise self._error

    def same_pledges(self, text: str, others: Sequence[str]) -> Sequence[bool]:
        """Raises the error."""
        raise self._error

    def forget(self) -> None:
        """There is nothing to forget."""

    def vectors(self, text: str) -> NoteVectors:
        """Raises the error."""
        raise self._error
