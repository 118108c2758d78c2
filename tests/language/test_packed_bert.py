"""The packed encoder says what the library says, and where it can't, the library's way stays."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nudge.language import packed_bert
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.packed_bert import packed, packs

MANIFEST = read_manifest(Path(__file__).parents[2] / "models")
TEXTS = [
    "",
    "ok",
    "It's always the office.",
    "I sat there on Sunday night, and nobody asked me whether I wanted it. " * 3,
    "word " * 600,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The shipped encoder, warmed up."""
    encoder = Encoder(MANIFEST)
    encoder.warm_up()
    return encoder


def test_packs_keep_all_texts_in_order() -> None:
    """Full ones, whatever the lengths: no text is lost, and a long one has a pack of its own."""
    found = packs([300, 300, 5, 600, 4], most=512)
    assert found == [[0], [1, 2], [3], [4]]
    assert packs([], most=8) == []


@pytest.mark.models
def test_it_is_what_the_library_says(encoder: Encoder) -> None:
    """To the sixth digit, from nothing at all to more than the model reads."""
    theirs = encoder._model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(encoder.encode(TEXTS) - theirs).max() < 1e-6


@pytest.mark.models
def test_it_is_used_where_torch_can(encoder: Encoder) -> None:
    """With oneDNN in torch, texts take the fast way."""
    import torch

    if not torch.backends.mkldnn.is_available():
        pytest.skip("torch has no oneDNN here")
    assert encoder._packed is not None


@pytest.mark.models
@pytest.mark.parametrize("error", [AttributeError, RuntimeError, NotImplementedError])
def test_without_the_operators_the_library_stays(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """Whatever way a torch says that it can't."""

    def refuse(*_: Any) -> Any:
        raise error("not here")

    monkeypatch.setattr(packed_bert, "_map", refuse)
    tokens = encoder._tokens(TEXTS)
    assert packed(encoder._model, tokens, encoder.encode(TEXTS)) is None


@pytest.mark.models
def test_what_says_something_else_is_not_used(encoder: Encoder) -> None:
    """A packed form whose vectors are off isn't taken, be it by a hundredth."""
    tokens, expected = encoder._tokens(TEXTS), encoder.encode(TEXTS)
    assert packed(encoder._model, tokens, expected) is not None
    assert packed(encoder._model, tokens, expected + np.float32(0.01)) is None
    assert packed([object()], tokens, expected) is None


@pytest.mark.models
def test_the_slow_way_says_the_same(encoder: Encoder) -> None:
    """An encoder that couldn't be packed differs by rounding alone."""
    slow = Encoder(MANIFEST)
    slow.warm_up()
    slow._packed = None
    assert np.abs(slow.encode(TEXTS) - encoder.encode(TEXTS)).max() < 1e-6
