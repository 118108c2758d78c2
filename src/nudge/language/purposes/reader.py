"""Reads what somebody wrote about meaning in work: per driver a value with a probability, or left open."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nudge.domain.purposes import Driver, DriverReading, PurposeScheme, ReadingSource
from nudge.language.encoder import Vectors
from nudge.language.manifest import Manifest
from nudge.language.texts.features import passages, pooled, words
from nudge.language.texts.model import TextModel

ROLE = "purpose_reader"
FILE = "reader.safetensors"
N_DECIMALS = 4
TRAIN_ANEW = "Train it anew with scripts/train_purpose_reader.py."

FEWEST_WORDS = 6
"""A text with fewer known words is left open. Chosen: see `models/purpose_reader/CARD.md`."""

KNOWN_SHARE = 0.6
"""A text of whose words a smaller share is known is left open: another language, or no language.
Chosen: see `models/purpose_reader/CARD.md`."""


@dataclass(frozen=True, slots=True)
class ReaderTrouble:
    """Why some drivers are left open whatever is written.

    Attributes:
        code: "purpose-reader-other-encoder" or "purpose-reader-other-scheme".
        message: a sentence that says what to do.
        drivers: ids of the drivers that are left open.
    """

    code: str
    message: str
    drivers: tuple[str, ...]


class DriverReader:
    """Reads all drivers from a text that the caller has embedded.

    Args:
        manifest: says where the reader's weights are and what their file must be.
        encoder: name of the encoder that makes the vectors; it must be the one of the training.

    Any thread may use one reader. The same passages and vectors give the same readings.
    """

    def __init__(self, manifest: Manifest, *, encoder: str) -> None:
        self._manifest = manifest
        self._encoder = encoder
        self._lock = threading.Lock()
        self._model: TextModel | None = None

    @property
    def name(self) -> str:
        """Name and version of the weights: "three-drivers@1a2b3c4d".

        Raises:
            Unavailable: `models-missing` when the manifest has no such reader.
        """
        return self._manifest.entry(ROLE).tag

    def warm_up(self) -> None:
        """Load the weights; a second call does nothing.

        Raises:
            Unavailable: `models-missing` when the file isn't there or isn't the one of the manifest.
        """
        self._loaded()

    def passages(self, text: str) -> list[str]:
        """What to embed, in order: the sentences of the text. None when the text is blank."""
        return passages(text)

    def trouble(self, scheme: PurposeScheme) -> ReaderTrouble | None:
        """Why drivers of this scheme can't be read with this encoder, or None when all can.

        Raises:
            Unavailable: as `warm_up`.
        """
        model = self._loaded()
        if model.encoder != self._encoder:
            return ReaderTrouble(
                "purpose-reader-other-encoder",
                f"The purpose reader was trained with {model.encoder}, and {self._encoder} is in use: "
                f"drivers that nobody gave are left open. {TRAIN_ANEW}",
                tuple(driver.id for driver in scheme.drivers),
            )
        unknown = tuple(driver.id for driver in scheme.drivers if not _is_known(driver, model))
        if unknown:
            return ReaderTrouble(
                "purpose-reader-other-scheme",
                f"The purpose reader was trained with other values of {', '.join(unknown)} than the scheme "
                f"“{scheme.name}” has: left open unless given. {TRAIN_ANEW}",
                unknown,
            )
        return None

    def read(
        self, passages: Sequence[str], vectors: Vectors, scheme: PurposeScheme
    ) -> tuple[DriverReading, ...]:
        """One reading per driver of the scheme, in its order.

        A driver is left open (value None) when no value is probable enough, when too little was said or not
        in English (then all values are equally probable), and when there is trouble.

        Args:
            passages: as `passages` gave them.
            vectors: float32 array of shape (n_passages, dimensions), one row per passage.

        Raises:
            Unavailable: as `warm_up`.
        """
        model, trouble = self._loaded(), self.trouble(scheme)
        closed = set(trouble.drivers) if trouble else set()
        text = " ".join(passages)
        if len(closed) == len(scheme.drivers) or not is_readable(text, model):
            return tuple(_nothing_known(driver) for driver in scheme.drivers)
        found = model.probabilities(text, pooled(vectors))
        return tuple(
            _nothing_known(driver) if driver.id in closed else _reading(driver, model, found[driver.id])
            for driver in scheme.drivers
        )

    def _loaded(self) -> TextModel:
        with self._lock:
            if self._model is None:
                path = self._manifest.verify(ROLE) / FILE
                self._model = TextModel.from_bytes(path.read_bytes(), role=ROLE)
            return self._model


def is_readable(text: str, model: TextModel) -> bool:
    """Whether a text has enough words that the model knows."""
    said = [word for word in words(text) if word[0].isalpha()]
    n_known = sum(word in model.spaces["words"].positions for word in said)
    return n_known >= FEWEST_WORDS and n_known >= KNOWN_SHARE * len(said)


def _is_known(driver: Driver, model: TextModel) -> bool:
    learnt = model.weights.get(driver.id)
    return learnt is not None and set(learnt.values) == {value.id for value in driver.values}


def _reading(driver: Driver, model: TextModel, exact: NDArray[np.float64]) -> DriverReading:
    learnt = model.weights[driver.id]
    best = int(exact.argmax())
    rounded = exact.round(N_DECIMALS)
    rounded[best] = 1 - (rounded.sum() - rounded[best])
    probabilities = dict(zip(learnt.values, rounded.round(N_DECIMALS).tolist(), strict=True))
    likeliest = learnt.values[best]
    probability = probabilities[likeliest]
    value = likeliest if probability >= learnt.threshold else None
    return DriverReading(driver.id, value, probability, ReadingSource.TEXT, probabilities)


def _nothing_known(driver: Driver) -> DriverReading:
    each = 1 / len(driver.values)
    return DriverReading(
        driver.id, None, each, ReadingSource.TEXT, {value.id: each for value in driver.values}
    )
