"""The weights that hear cues: one line per cue over the vector of an answer and what rules see in it."""

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
from nudge.domain.follow_ups import Cue
from nudge.language.follow_ups.signals import NAMES
from nudge.language.manifest import Manifest

ROLE = "follow_up_moves"
FILE = "cues.safetensors"
FORMAT = 1
VECTOR_SCALE, SIGNAL_SCALE = 2.0, 1.5
"""What the two kinds of columns are multiplied by, so that one strength of regularisation suits both.
Chosen: by the held-out area under the curve, models/follow_up_moves/CARD.md."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CueModel:
    """Everything learnt.

    Attributes:
        encoder: of which the vectors must be.
        cues: in the order of the columns; the last column says how open an answer is for any question.
        weights: float32 array of shape (dimensions + len(NAMES), len(cues) + 1).
        intercept: float32 array of shape (len(cues) + 1,).
    """

    encoder: str
    cues: tuple[Cue, ...]
    weights: Array
    intercept: Array

    def strengths(self, vector: Array, row: Array) -> tuple[Mapping[Cue, float], float]:
        """How clearly each cue is heard, in [0, 1], and how open the answer is, in [0, 1].

        Half is where a cue is as likely as not if cues were equally frequent.
        """
        return self.heard_in(columns_of(vector, row))

    def heard_in(self, columns: Array) -> tuple[Mapping[Cue, float], float]:
        """The same, of what `columns_of` gives."""
        scores = columns @ self.weights + self.intercept
        found = (1 / (1 + np.exp(-scores.astype(np.float64)))).round(4).tolist()
        return dict(zip(self.cues, found, strict=False)), found[-1]

    def to_bytes(self) -> bytes:
        """As a safetensors file; the same model gives the same bytes."""
        about = {"format": FORMAT, "encoder": self.encoder, "cues": list(self.cues), "signals": list(NAMES)}
        tensors: dict[str, Any] = {"weights": np.ascontiguousarray(self.weights), "intercept": self.intercept}
        data: bytes = save(tensors, metadata={"reader": json.dumps(about, sort_keys=True)})
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> CueModel:
        """What `to_bytes` gave.

        Raises:
            Unavailable: `models-missing` when the bytes aren't whole, or of other signals than these.
        """
        try:
            tensors = load(data)
            header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
            about = json.loads(header["__metadata__"]["reader"])
            if about["format"] != FORMAT or tuple(about["signals"]) != NAMES:
                raise _unreadable()
            cues = tuple(map(Cue, about["cues"]))
            return cls(about["encoder"], cues, tensors["weights"], tensors["intercept"])
        except (SafetensorError, KeyError, ValueError, TypeError) as error:
            raise _unreadable() from error


def columns_of(vectors: Array, rows: Array) -> Array:
    """What the weights are for: a vector, or several, beside what rules see."""
    return np.concatenate((vectors * VECTOR_SCALE, rows * SIGNAL_SCALE), axis=-1, dtype=np.float32)


def read_model(manifest: Manifest) -> CueModel:
    """The weights of this installation.

    Raises:
        Unavailable: `models-missing` when the file isn't there, or isn't the one of the manifest.
    """
    return CueModel.from_bytes((manifest.verify(ROLE) / FILE).read_bytes())


def _unreadable() -> Unavailable:
    return Unavailable(
        "models-missing",
        f"The file of the {ROLE} can't be read; scripts/train_follow_up_moves.py makes it anew.",
        model=ROLE,
    )
