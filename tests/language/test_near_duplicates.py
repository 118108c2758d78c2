"""Which questions say nearly the same: the threshold holds on pairs that were labelled by reading them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nudge.domain.errors import Unavailable
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.near_duplicates import THRESHOLDS, nearness_of

ROOT = Path(__file__).parents[2]
PAIRS = [
    json.loads(line)
    for line in (ROOT / "tests" / "data" / "near_duplicates.jsonl").read_text(encoding="utf-8").splitlines()
]
"""Thirty questions of the bank, each written again by another hand, and the thirty nearest pairs of the bank,
which ask for different things. The threshold was chosen on them: docs/bank-rules.md."""


class Letters:
    """An encoder for tests: a text is what letters it has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dimensions = 26

    def encode(self, texts: Sequence[str]) -> Any:
        rows = [[text.lower().count(chr(97 + n)) + 1e-6 for n in range(26)] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_every_text_is_compared_with_every_other() -> None:
    """One row for each of the first, one cosine for each of the second."""
    nearness = nearness_of(Letters(next(iter(THRESHOLDS))))
    rows = nearness.similarity(["abc", "xyz"], ["cba", "xyz", "abx"])
    assert np.allclose(rows, [[1, 0, 2 / 3], [0, 1, 1 / 3]], atol=1e-3)
    assert nearness.threshold == THRESHOLDS[nearness.name]


def test_an_encoder_without_a_threshold_is_refused() -> None:
    """A cosine of one encoder says nothing about another's."""
    with pytest.raises(Unavailable) as caught:
        nearness_of(Letters("another@1"))
    assert caught.value.code == "threshold-unknown"


@pytest.mark.models
def test_the_threshold_is_as_good_as_measured() -> None:
    """No pair that differs is called the same, and 19 of the 30 that are the same are found."""
    nearness = nearness_of(Encoder(read_manifest(ROOT / "models")))
    said = [nearness.similarity([pair["one"]], [pair["other"]])[0][0] >= nearness.threshold for pair in PAIRS]
    assert len(PAIRS) == 60
    assert not any(same for same, pair in zip(said, PAIRS, strict=True) if not pair["same"])
    assert sum(same for same, pair in zip(said, PAIRS, strict=True) if pair["same"]) >= 19
