"""Trains the driver reader on labelled texts.

The scheme's own definitions and self-descriptions are training rows too: whoever edits the scheme in
`question_bank/vocabulary.toml` trains again with `scripts/train_purpose_reader.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nudge.domain.purposes import PurposeScheme
from nudge.language.texts.model import TextModel, softmax
from nudge.language.texts.training import (
    Embedded,
    LabelledText,
    Values,
    best_temperature,
    calibrated,
    held_out_scores,
    learn,
    positions_of,
)

SELF_DESCRIPTION_WEIGHT = 0.7
THRESHOLDS = np.arange(90, 44, -1) / 100
"""From high to low. Chosen: never below .45, as people leave more unsaid than the corpus does."""

FEWEST_READINGS = 10
WORTH_ACTING_ON = 0.5
"""Of the readings just above the threshold this share is right at least. Chosen: a wrong reading costs what a
right one brings; `models/purpose_reader/CARD.md` has what that gives."""


def read_corpus(directory: Path, scheme: PurposeScheme) -> list[LabelledText]:
    """The texts of every `p*.jsonl` in a directory, in order; each file is one writer's."""
    texts = []
    for path in sorted(directory.glob("p*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels = {
                driver.id: driver.value(row[driver.id]).id
                for driver in scheme.drivers
                if row[driver.id] is not None
            }
            texts.append(
                LabelledText(
                    row["id"], row["text"], labels, path.stem, row["voice"], row["hard"], row["english"]
                )
            )
    return texts


def own_words(scheme: PurposeScheme) -> list[LabelledText]:
    """The definitions and self-descriptions of a scheme as training texts."""
    return [
        LabelledText(f"{value.id}-{n}", text, {driver.id: value.id}, weight=SELF_DESCRIPTION_WEIGHT)
        for driver in scheme.drivers
        for value in driver.values
        for n, text in enumerate([value.definition, *value.self_descriptions])
    ]


def values_of(scheme: PurposeScheme) -> Values:
    """The values of each driver, in order."""
    return {driver.id: [value.id for value in driver.values] for driver in scheme.drivers}


def train(corpus: Sequence[Embedded], own: Sequence[Embedded], scheme: PurposeScheme, name: str) -> TextModel:
    """The reader learnt from a corpus and the scheme's own words, calibrated on writers left out.

    Args:
        name: of the encoder that made the vectors.
    """
    values = values_of(scheme)
    scores = held_out_scores(corpus, own, values, name)
    temperatures, thresholds = {}, {}
    for driver in values:
        labels = positions_of(corpus, driver, values)
        temperatures[driver] = best_temperature(scores[driver], labels)
        thresholds[driver] = best_threshold(softmax(scores[driver] / temperatures[driver]), labels)
    return calibrated(learn([*corpus, *own], values, name), temperatures, thresholds)


def best_threshold(probabilities: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """The probability down to which the likeliest value is right at least as often as not.

    Goes down from 0.9 as long as that holds for the readings in the next tenth above, and at least
    `FEWEST_READINGS` are there to tell; a text that says nothing about the driver counts as read wrongly.
    """
    likeliest = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    found = THRESHOLDS[0]
    for threshold in THRESHOLDS:
        here = right[(likeliest >= threshold) & (likeliest < threshold + 0.1)]
        if len(here) < FEWEST_READINGS or here.mean() < WORTH_ACTING_ON:
            break
        found = threshold
    return float(round(found, 2))
