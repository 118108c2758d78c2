"""Vectors of a note's passages as bytes, to be kept with the note, and back. No pickle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from nudge.domain.errors import Invalid
from nudge.domain.notes import NoteVectors

FORMAT = 1
"""Written into the bytes; vectors of another format are refused, and so computed again."""


def pack(encoder: str, vectors: NDArray[np.float32], texts: Sequence[str] = ()) -> NoteVectors:
    """Vectors as bytes.

    They are kept as float32, so that what is read out of a stored note is what is read out of a new one,
    byte for byte (float16 would halve 1.5 kB per passage and lose that).

    Args:
        encoder: name of the encoder that made them.
        vectors: float32 array of shape (n_passages, dimensions).
        texts: the passages, when they are to be kept too; one per row.

    Raises:
        ValueError: when `texts` isn't empty and isn't one per row.
    """
    if len(texts) not in (0, len(vectors)):
        raise ValueError("there must be one text per row, or none")
    encoded = [text.encode() for text in texts]
    tensors = {
        "format": np.array([FORMAT], dtype=np.int64),
        "vectors": np.ascontiguousarray(vectors, dtype=np.float32),
        "texts": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum([len(each) for each in encoded], dtype=np.int64),
    }
    return NoteVectors(encoder=encoder, data=save(tensors))


def unpack(packed: NoteVectors) -> tuple[NDArray[np.float32], list[str]]:
    """What `pack` was given: the vectors, and the texts (empty when there were none).

    Raises:
        Invalid: `vectors-unreadable` when the bytes aren't whole, or of another format.
    """
    try:
        tensors = load(packed.data)
        vectors, ends = tensors["vectors"], tensors["ends"]
        if tensors["format"].tolist() != [FORMAT] or vectors.dtype != np.float32 or vectors.ndim != 2:
            raise _unreadable()
        if len(ends) not in (0, len(vectors)) or not np.isfinite(vectors).all():
            raise _unreadable()
        whole = tensors["texts"].tobytes()
        starts = [0, *ends.tolist()]
        texts = [whole[start:end].decode() for start, end in pairwise(starts)]
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise _unreadable() from error
    return vectors, texts


def _unreadable() -> Invalid:
    return Invalid(
        "vectors-unreadable", "The stored vectors of this note can't be read; they are computed again."
    )
