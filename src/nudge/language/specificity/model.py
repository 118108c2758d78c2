"""The weights that judge a bare act: linear in its features, its terms, and its nearness to known forms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from nudge.domain.errors import Unavailable
from nudge.domain.specificity import Facet
from nudge.language.encoder import Vectors
from nudge.language.texts.features import Terms, TermSpace

FORMAT = 1
LEVELS = (1, 2)
"""A facet has one head for each level that may be reached."""

FACETS = tuple(facet.value for facet in Facet)
FACET_HEADS = tuple(f"{facet}.{level}" for facet in FACETS for level in LEVELS)
KIND_HEADS = ("kind.act", "kind.habit", "kind.notice", "kind.wait")
INTENT_HEADS = ("intent.promise", "intent.request", "intent.appointment", "intent.none")
HEADS = (*FACET_HEADS, "pledge", "several", *KIND_HEADS, *INTENT_HEADS)
JOINT = {
    "doable": ("pledge", "action.2", "measure.2"),
    "clear": ("pledge", "action.2", "when.2", "measure.2"),
}
"""What only counts together: a plain act of which one can tell that it was done, and by when."""

ROLE = "pledge_specificity"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """What is looked at in one version of a pledge.

    Attributes:
        dense: features by name; those left out are 0.
        terms: of the bare act.
        forms: vectors of forms of the bare act and of the version, shape (2, dimensions), unit length.
    """

    dense: Mapping[str, float]
    terms: Terms
    forms: Vectors


@dataclass(frozen=True, slots=True)
class Space:
    """Turns samples into rows: features, terms, and similarity to landmarks, side by side.

    Attributes:
        scales: by name of a dense feature, what it is multiplied by.
        landmarks: float32 array of shape (2, n_landmarks, dimensions): centres of the forms of the corpus,
            for bare acts and for versions.
    """

    scales: Mapping[str, float]
    terms: TermSpace
    landmarks: Array

    @property
    def width(self) -> int:
        """Length of a row."""
        return len(self.scales) + len(self.terms.positions) + self.n_near

    @property
    def n_near(self) -> int:
        """How many columns say what a sample is near to; they are the last ones."""
        return int(self.landmarks.shape[0] * self.landmarks.shape[1])

    def rows(self, samples: Sequence[Sample]) -> Array:
        """float32 array of shape (n_samples, width)."""
        rows = np.zeros((len(samples), self.width), dtype=np.float32)
        n_dense, n_terms = len(self.scales), len(self.terms.positions)
        for row, sample in zip(rows, samples, strict=True):
            row[:n_dense] = [sample.dense.get(name, 0.0) * scale for name, scale in self.scales.items()]
            where, values = self.terms.row(sample.terms)
            row[n_dense + where] = values
        if samples:
            forms = np.stack([sample.forms for sample in samples], axis=1)
            near = [nearness(own, marks) for own, marks in zip(forms, self.landmarks, strict=True)]
            rows[:, n_dense + n_terms :] = np.concatenate(near, axis=1)
        return rows


@dataclass(frozen=True, slots=True)
class SpecificityModel:
    """Everything learnt.

    Attributes:
        encoder: name of the one that made the forms.
        weights: float32 array of shape (width, n_heads), columns as in `HEADS`.
        intercepts: float32 array of shape (n_heads,).
        points: what each probability adds to `overall`: by `FACET_HEADS`, "pledge" and `JOINT`.
        start: where `overall` begins.
    """

    encoder: str
    parser: str
    space: Space
    weights: Array
    intercepts: Array
    points: Mapping[str, float]
    start: float

    def scores(self, samples: Sequence[Sample]) -> NDArray[np.float64]:
        """Log odds by head, shape (n_samples, n_heads)."""
        return (self.space.rows(samples) @ self.weights + self.intercepts).astype(np.float64)

    def to_bytes(self) -> bytes:
        """As a safetensors file; the same model gives the same bytes."""
        tensors = {
            "landmarks": self.space.landmarks,
            "terms": np.frombuffer("\n".join(self.space.terms.positions).encode(), dtype=np.uint8),
            "rarity": self.space.terms.rarity,
            "weights": np.ascontiguousarray(self.weights),
            "intercepts": self.intercepts,
        }
        about = {
            "format": FORMAT,
            "encoder": self.encoder,
            "parser": self.parser,
            "heads": HEADS,
            "scales": dict(self.space.scales),
            "points": dict(self.points),
            "start": self.start,
        }
        data: bytes = save(tensors, metadata={"model": json.dumps(about)})
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> SpecificityModel:
        """What `to_bytes` gave.

        Raises:
            Unavailable: `models-missing` when the bytes aren't whole, or of another format.
        """
        try:
            tensors, about = load(data), _about(data)
            if about["format"] != FORMAT or tuple(about["heads"]) != HEADS:
                raise _unreadable()
            terms = TermSpace.of(tensors["terms"].tobytes().decode().split("\n"), tensors["rarity"])
            space = Space(about["scales"], terms, tensors["landmarks"].astype(np.float32))
            return cls(
                about["encoder"],
                about["parser"],
                space,
                tensors["weights"].astype(np.float32),
                tensors["intercepts"],
                about["points"],
                float(about["start"]),
            )
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise _unreadable() from error


SHARPNESS = 1.0
"""How fast nearness falls with distance. Chosen: models/pledge_specificity/CARD.md."""


def nearness(forms: Array, landmarks: Array) -> Array:
    """exp(-sharpness · (1 - cosine)) of each form to each landmark, centred near 0.

    Args:
        forms: float32 array of shape (n, dimensions), rows of unit length.
        landmarks: float32 array of shape (m, dimensions), rows of unit length.

    Returns:
        float32 array of shape (n, m).
    """
    cosines: Array = forms @ landmarks.T
    return np.asarray(np.exp((cosines - 1) * SHARPNESS), dtype=np.float32)


def logistic(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from log odds."""
    return np.asarray(1 / (1 + np.exp(-scores)))


def _about(data: bytes) -> dict[str, Any]:
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    about: dict[str, Any] = json.loads(header["__metadata__"]["model"])
    return about


def _unreadable() -> Unavailable:
    return Unavailable(
        "models-missing",
        f"The file of the {ROLE} can't be read; scripts/train_pledge_specificity.py makes it anew.",
        model=ROLE,
    )
