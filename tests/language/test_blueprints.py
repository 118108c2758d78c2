"""Which lines the bank serves: the threshold holds on lines that were labelled by reading."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.strategies import make_bank, make_question

from nudge.bank.loading import load_bank
from nudge.domain.blueprint_lines import LineKind, lines_of
from nudge.domain.errors import Unavailable
from nudge.domain.questions import Stage
from nudge.language.blueprints import THRESHOLDS, AbsentLineReader, LanguageLineReader
from nudge.language.encoder import Encoder, Vectors
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[2]
LINES = [
    json.loads(line) for line in (ROOT / "models/blueprints/lines.jsonl").read_text("utf-8").splitlines()
]


class Letters:
    """An encoder for tests: a text is what letters it has."""

    dimensions = 26

    def __init__(self, name: str) -> None:
        self.name = name

    def encode(self, texts: object) -> Vectors:
        rows = [[text.lower().count(chr(97 + n)) + 1e-6 for n in range(26)] for text in texts]  # type: ignore[attr-defined]
        vectors = np.array(rows, dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_every_line_is_compared_with_every_question() -> None:
    reader = LanguageLineReader(Letters(next(iter(THRESHOLDS))))
    bank = make_bank([make_question(Stage.ACT, n, text=text) for n, text in enumerate(["abc", "xyz"])])
    assert np.allclose(np.array(reader.near(bank, ["cba", "xya"])), [[1.0, 0.0], [1 / 3, 2 / 3]], atol=1e-3)
    assert reader.near(bank, []) == []
    assert reader.threshold == THRESHOLDS[reader.model]


def test_an_encoder_without_a_threshold_is_refused() -> None:
    """A cosine of one encoder says nothing about another's."""
    with pytest.raises(Unavailable) as caught:
        _ = LanguageLineReader(Letters("another@1")).threshold
    assert caught.value.code == "threshold-unknown"


def test_without_models_everything_says_so() -> None:
    reader = AbsentLineReader(Unavailable("models-missing", "Not there."))
    for ask in (lambda: reader.model, lambda: reader.threshold, lambda: reader.near(make_bank([]), ["a"])):
        with pytest.raises(Unavailable):
            ask()


def test_the_labelled_lines_are_lines() -> None:
    """None of them is taken for a heading, filler, or too short; both parts have bare ones."""
    assert {lines_of(line["text"])[0].kind for line in LINES} == {LineKind.LINE}
    assert {line["part"] for line in LINES if line["label"] == "bare"} == {"development", "held_out"}


@pytest.mark.models
def test_held_out_lines_are_told_apart_as_measured() -> None:
    """At least 27 of the 30 that the threshold wasn't chosen on: bare, or not."""
    reader = LanguageLineReader(Encoder(read_manifest(ROOT / "models")))
    held_out = [line for line in LINES if line["part"] == "held_out"]
    rows = reader.near(load_bank(ROOT / "question_bank"), [line["text"] for line in held_out])
    is_bare = [max(row) < reader.threshold for row in rows]
    right = [said == (line["label"] == "bare") for said, line in zip(is_bare, held_out, strict=True)]
    assert (len(right), sum(right) >= 27) == (30, True)
