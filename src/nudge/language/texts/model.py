"""Weights that read a text: three linear views of it whose scores are added. No pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from nudge.domain.errors import Unavailable
from nudge.language.encoder import Vectors
from nudge.language.texts.features import TermSpace, piece_terms, word_terms

FORMAT = 1
READ = "drivers"
"""Key of what is read, in files of this format; the first ones read drivers only."""

VIEWS = ("vectors", "words", "pieces")
TERM_VIEWS = {"words": word_terms, "pieces": piece_terms}
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How one thing is read in a text: a driver, or the theme.

    Attributes:
        values: what it may be, in the order of the columns.
        weights: by view; float32 arrays of shape (n_features, n_values), temperature divided out.
        intercept: float32 array of shape (n_values,).
        threshold: probability from which on a value is acted on.
    """

    values: tuple[str, ...]
    weights: Mapping[str, Array]
    intercept: Array
    threshold: float


@dataclass(frozen=True, slots=True)
class TextModel:
    """Everything learnt: the encoder it was learnt with, the terms it knows, the weights by what is read."""

    encoder: str
    spaces: Mapping[str, TermSpace]
    weights: Mapping[str, Weights]

    def probabilities(self, text: str, vector: Vectors) -> dict[str, NDArray[np.float64]]:
        """By what is read one probability per value, in the order of its `values`.

        Args:
            vector: the text's pooled vector, shape (dimensions,).
        """
        rows = {view: self.spaces[view].row(terms(text)) for view, terms in TERM_VIEWS.items()}
        found = {}
        for name, learnt in self.weights.items():
            scores = learnt.intercept + vector @ learnt.weights["vectors"]
            for view, (where, values) in rows.items():
                scores = scores + values @ learnt.weights[view][where]
            found[name] = softmax(scores.astype(np.float64))
        return found

    def to_bytes(self) -> bytes:
        """As a safetensors file; the same model gives the same bytes."""
        tensors: dict[str, Any] = {}
        for view, space in self.spaces.items():
            tensors[f"{view}.terms"] = np.frombuffer("\n".join(space.positions).encode(), dtype=np.uint8)
            tensors[f"{view}.rarity"] = space.rarity
        for name, learnt in self.weights.items():
            tensors[f"{name}.intercept"] = learnt.intercept
            tensors |= {f"{name}.{view}": np.ascontiguousarray(w) for view, w in learnt.weights.items()}
        about = {
            "format": FORMAT,
            "encoder": self.encoder,
            READ: {
                name: {"values": learnt.values, "threshold": learnt.threshold}
                for name, learnt in self.weights.items()
            },
        }
        # One key only: the order of several isn't fixed in the file.
        data: bytes = save(tensors, metadata={"reader": json.dumps(about, sort_keys=True)})
        return data

    @classmethod
    def from_bytes(cls, data: bytes, *, role: str) -> TextModel:
        """What `to_bytes` gave.

        Args:
            role: of the model in the manifest, to be named when the bytes can't be read.

        Raises:
            Unavailable: `models-missing` when the bytes aren't whole, or of another format.
        """
        try:
            tensors, about = load(data), _about(data)  # load raises on what isn't a whole file
            if about["format"] != FORMAT:
                raise _unreadable(role)
            spaces = {
                view: TermSpace.of(
                    tensors[f"{view}.terms"].tobytes().decode().split("\n"), tensors[f"{view}.rarity"]
                )
                for view in TERM_VIEWS
            }
            weights = {
                name: Weights(
                    tuple(learnt["values"]),
                    {view: tensors[f"{name}.{view}"] for view in VIEWS},
                    tensors[f"{name}.intercept"],
                    float(learnt["threshold"]),
                )
                for name, learnt in about[READ].items()
            }
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise _unreadable(role) from error
        return cls(about["encoder"], spaces, weights)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities from scores, along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True))


def _about(data: bytes) -> dict[str, Any]:
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    about: dict[str, Any] = json.loads(header["__metadata__"]["reader"])
    return about


def _unreadable(role: str) -> Unavailable:
    return Unavailable(
        "models-missing",
        f"The file of the {role} can't be read; scripts/train_{role}.py makes it anew.",
        model=role,
    )
