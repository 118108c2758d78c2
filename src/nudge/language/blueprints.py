"""How near questions are to the lines of a blueprint: cosines, and the threshold chosen for the encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nudge.domain.errors import Unavailable
from nudge.domain.questions import QuestionBank
from nudge.language.matching import N_DECIMALS, BankVectors, TextEncoder

THRESHOLDS: Mapping[str, float] = {"all-MiniLM-L6-v2@53aa5117": 0.36}
"""By encoder, the cosine from which a question serves a line. Chosen: models/blueprints/CARD.md."""


class LanguageLineReader:
    """The `LineReader` of the application, for any thread.

    Args:
        cache: directory for the vectors of the bank, the one that other readers have; None keeps them in
            memory only.
    """

    def __init__(self, encoder: TextEncoder, *, cache: Path | None = None) -> None:
        self._encoder = encoder
        self._bank_vectors = BankVectors(encoder, cache=cache)

    @property
    def model(self) -> str:
        """Name and version of the encoder."""
        return self._encoder.name

    @property
    def threshold(self) -> float:
        """The cosine from which a question serves a line.

        Raises:
            Unavailable: `threshold-unknown` for an encoder that no threshold was chosen for.
        """
        if self.model not in THRESHOLDS:
            raise Unavailable(
                "threshold-unknown",
                f"Nobody has measured from which cosine on a question serves a line, to the encoder "
                f"{self.model}.",
                model=self.model,
            )
        return THRESHOLDS[self.model]

    def near(self, bank: QuestionBank, lines: Sequence[str]) -> list[list[float]]:
        """A row for each line, with a cosine for each question, rounded to `N_DECIMALS`.

        Not taken relative to the average over the bank, as `affinity_scores` is: a line that is near to
        nothing has to stay so.

        Raises:
            Unavailable: `models-missing`.
        """
        if not lines:
            return []
        cosines = self._encoder.encode(lines) @ self._bank_vectors.of(bank).T
        rows: list[list[float]] = cosines.astype(float).clip(-1.0, 1.0).round(N_DECIMALS).tolist()
        return rows


class AbsentLineReader:
    """A `LineReader` that raises the same error whatever it is asked."""

    def __init__(self, error: Unavailable) -> None:
        self._error = error

    @property
    def model(self) -> str:
        """Raises the error."""
        raise self._error

    @property
    def threshold(self) -> float:
        """Raises the error."""
        raise self._error

    def near(self, bank: QuestionBank, lines: Sequence[str]) -> list[list[float]]:
        """Raises the error."""
        raise self._error
