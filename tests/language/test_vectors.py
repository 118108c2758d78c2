"""Vectors of notes survive being stored, and nothing else is taken for them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.errors import Invalid
from nudge.domain.notes import NoteVectors
from nudge.language.vectors import pack, unpack


@given(st.lists(st.text(max_size=30), max_size=6), st.integers(1, 5))
def test_what_is_packed_comes_back(texts: list[str], dimensions: int) -> None:
    """Round trip: the same vectors bit by bit, the same texts, whatever is in them."""
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    vectors = np.random.default_rng(1).normal(size=(len(texts), dimensions)).astype(np.float32)
    back, back_texts = unpack(pack("some@1", vectors, texts))
    assert back.tobytes() == vectors.tobytes()
    assert back.shape == vectors.shape
    assert back_texts == texts


def test_texts_may_be_left_out() -> None:
    """Vectors alone round trip too."""
    vectors = np.eye(3, dtype=np.float32)
    back, texts = unpack(pack("some@1", vectors))
    assert (back == vectors).all()
    assert texts == []


@given(st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    """Arbitrary bytes are an Invalid, never another exception."""
    with pytest.raises(Invalid) as caught:
        unpack(NoteVectors("some@1", data))
    assert caught.value.code == "vectors-unreadable"


def test_cut_bytes_are_refused() -> None:
    """Every shortened version of packed bytes is refused."""
    data = pack("some@1", np.eye(2, dtype=np.float32), ["a", "b"]).data
    for end in range(0, len(data), 7):
        with pytest.raises(Invalid):
            unpack(NoteVectors("some@1", data[:end]))
