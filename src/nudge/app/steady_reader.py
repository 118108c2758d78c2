"""A reader that looks for its models once: when they are missing, that is known from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from nudge.app.ports import Reader
from nudge.domain.conversations import Brief, ParticipantReading
from nudge.domain.errors import Unavailable
from nudge.domain.notes import NoteVectors
from nudge.domain.questions import QuestionBank


class SteadyReader:
    """A `Reader` over another one, of which the first failure to load is kept and raised at once.

    Without it every request would pay for another attempt, which takes seconds. Models that were put in
    place are found by starting again.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._error: Unavailable | None = None

    @property
    def models(self) -> Mapping[str, str]:
        """As the reader itself."""
        return self._reader.models

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the bank.

        Raises:
            Unavailable: `models-missing`; `models-broken` when loading fails in any other way.
        """
        with self._once():
            try:
                self._reader.warm_up(bank)
            except Unavailable:
                raise
            except Exception as error:  # whatever it is, the fixed sets still work
                message = f"The models can't be loaded ({type(error).__name__})."
                raise Unavailable("models-broken", message) from error

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """One reading per participant, in order.

        Raises:
            Unavailable: as `warm_up`.
        """
        with self._once():
            return self._reader.read(brief, bank)

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """How much two questions say the same.

        Raises:
            Unavailable: as `warm_up`.
        """
        with self._once():
            return self._reader.similarities(bank, rows, columns)

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """How near each question is to the nearest of others.

        Raises:
            Unavailable: as `warm_up`.
        """
        with self._once():
            return self._reader.closest(bank, rows, columns)

    def same_pledges(self, text: str, others: Sequence[str]) -> Sequence[bool]:
        """For each of the others whether a pledge says the same.

        Raises:
            Unavailable: as `warm_up`.
        """
        with self._once():
            return self._reader.same_pledges(text, others)

    def vectors(self, text: str) -> NoteVectors:
        """The passages of a note, embedded once.

        Raises:
            Unavailable: as `warm_up`.
        """
        with self._once():
            return self._reader.vectors(text)

    def forget(self) -> None:
        """As the reader itself."""
        self._reader.forget()

    @contextmanager
    def _once(self) -> Iterator[None]:
        if self._error is not None:
            raise _copy(self._error)
        try:
            yield
        except Unavailable as error:
            self._error = _copy(error)
            raise


def _copy(error: Unavailable) -> Unavailable:
    """The same without its traceback, which would keep people's texts in memory."""
    return Unavailable(error.code, error.message, **error.facts)
