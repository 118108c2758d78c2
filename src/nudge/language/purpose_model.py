"""The weights of the driver reader: three linear views of a text whose scores are added. No pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize
from safetensors.numpy import load, save

from nudge.domain.errors import Unavailable
from nudge.language.encoder import Vectors
from nudge.language.purpose_features import TermSpace, piece_terms, word_terms

FORMAT = 1
VIEWS = ("vectors", "words", "pieces")
TERM_VIEWS = {"words": word_terms, "pieces": piece_terms}
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DriverWeights:
    """How one driver is read.

    Attributes:
        values: ids, in the order of the columns.
        weights: by view; float32 arrays of shape (n_features, n_values), temperature divided out.
        intercept: float32 array of shape (n_values,).
        threshold: probability from which on a value is acted on.
    """

    values: tuple[str, ...]
    weights: Mapping[str, Array]
    intercept: Array
    threshold: float


@dataclass(frozen=True, slots=True)
class PurposeModel:
    """Everything learnt: the encoder it was learnt with, the terms it knows, the weights by driver."""

    encoder: str
    spaces: Mapping[str, TermSpace]
    drivers: Mapping[str, DriverWeights]

    def probabilities(self, text: str, vector: Vectors) -> dict[str, NDArray[np.float64]]:
        """By driver one probability per value, in the order of its `values`.

        Args:
            vector: the text's pooled vector, shape (dimensions,).
        """
        rows = {view: self.spaces[view].row(terms(text)) for view, terms in TERM_VIEWS.items()}
        found = {}
        for driver, learnt in self.drivers.items():
            scores = learnt.intercept + vector @ learnt.weights["vectors"]
            for view, (where, values) in rows.items():
                scores = scores + values @ learnt.weights[view][where]
            found[driver] = softmax(scores.astype(np.float64))
        return found

    def to_bytes(self) -> bytes:
        """As a safetensors file; the same model gives the same bytes."""
        tensors: dict[str, Any] = {}
        for view, space in self.spaces.items():
            tensors[f"{view}.terms"] = np.frombuffer("\n".join(space.positions).encode(), dtype=np.uint8)
            tensors[f"{view}.rarity"] = space.rarity
        for driver, learnt in self.drivers.items():
            tensors[f"{driver}.intercept"] = learnt.intercept
            tensors |= {f"{driver}.{view}": np.ascontiguousarray(w) for view, w in learnt.weights.items()}
        about = {
            "format": FORMAT,
            "encoder": self.encoder,
            "drivers": {
                driver: {"values": learnt.values, "threshold": learnt.threshold}
                for driver, learnt in self.drivers.items()
            },
        }
        # One key only: the order of several isn't fixed in the file.
        return save(tensors, metadata={"reader": json.dumps(about, sort_keys=True)})

    @classmethod
    def from_bytes(cls, data: bytes) -> PurposeModel:
        """What `to_bytes` gave.

        Raises:
            Unavailable: `models-missing` when the bytes aren't whole, or of another format.
        """
        try:
            about, tensors = _about(data), load(data)
            if about["format"] != FORMAT:
                raise _unreadable()
            spaces = {
                view: TermSpace.of(
                    tensors[f"{view}.terms"].tobytes().decode().split("\n"), tensors[f"{view}.rarity"]
                )
                for view in TERM_VIEWS
            }
            drivers = {
                driver: DriverWeights(
                    tuple(learnt["values"]),
                    {view: tensors[f"{driver}.{view}"] for view in VIEWS},
                    tensors[f"{driver}.intercept"],
                    float(learnt["threshold"]),
                )
                for driver, learnt in about["drivers"].items()
            }
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise _unreadable() from error
        return cls(about["encoder"], spaces, drivers)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from scores, along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True))


def _about(data: bytes) -> dict[str, Any]:
    deserialize(data)  # raises on anything that isn't a whole file
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    about: dict[str, Any] = json.loads(header["__metadata__"]["reader"])
    return about


def _unreadable() -> Unavailable:
    return Unavailable(
        "models-missing",
        "The file of the driver reader can't be read; scripts/train_purpose_reader.py makes it anew.",
        model="purpose_reader",
    )
