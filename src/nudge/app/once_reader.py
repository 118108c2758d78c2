"""A reader for whoever looks at the same brief several times in a row, and at what was read in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nudge.app.ports import Reader
from nudge.domain.conversations import Brief, ParticipantReading
from nudge.domain.notes import NoteVectors
from nudge.domain.questions import QuestionBank


class OnceReader:
    """A `Reader` over another one that reads a brief once for a bank, however often it comes in a row.

    What was asked before isn't read: two briefs that differ in nothing else have the same reading.

    Attributes:
        last: what was read last.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: tuple[Brief, str, int] | None = None
        self.last: tuple[ParticipantReading, ...] = ()

    @property
    def models(self) -> Mapping[str, str]:
        """As the reader itself."""
        return self._reader.models

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the bank.

        Raises:
            Unavailable: `models-missing`.
        """
        self._reader.warm_up(bank)

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """One reading per participant, in order.

        Raises:
            Unavailable: as `warm_up`.
        """
        seen = afresh(brief), bank.fingerprint, id(bank)
        if seen != self._seen:
            self.last, self._seen = self._reader.read(brief, bank), seen
        return self.last

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """How much two questions say the same."""
        return self._reader.similarities(bank, rows, columns)

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """How near each question is to the nearest of others."""
        return self._reader.closest(bank, rows, columns)

    def same_pledges(self, text: str, others: Sequence[str]) -> Sequence[bool]:
        """For each of the others whether a pledge says the same."""
        return self._reader.same_pledges(text, others)

    def vectors(self, text: str) -> NoteVectors:
        """The passages of a note, embedded once."""
        return self._reader.vectors(text)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self._seen, self.last = None, ()
        self._reader.forget()


def afresh(brief: Brief) -> Brief:
    """The same brief as if nobody had been asked anything before."""
    return replace(brief, participants=tuple(replace(one, asked_before=()) for one in brief.participants))
