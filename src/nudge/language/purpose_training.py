"""Trains the driver reader on labelled texts, and reads every text with a reader that never saw its writer.

The scheme's own definitions and self-descriptions are training rows too: whoever edits the scheme in
`question_bank/vocabulary.toml` trains again with `scripts/train_purpose_reader.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nudge.domain.purposes import Driver, PurposeScheme
from nudge.language.encoder import Encoder, Vectors
from nudge.language.purpose_features import TermSpace, passages, pooled
from nudge.language.purpose_model import TERM_VIEWS, VIEWS, DriverWeights, PurposeModel, softmax

SELF_DESCRIPTION_WEIGHT = 0.7
SOFTNESS = {"vectors": 7.0, "words": 10.0, "pieces": 10.0}
"""Inverse strength of the penalty on the weights, by view. Chosen: leave-writer-out accuracy hardly moves
between a half and three times of these."""

IN_AT_LEAST = {"words": 2, "pieces": 3}
N_DECIMALS = 3
NO_LABEL = -1
TEMPERATURES = np.geomspace(0.5, 3.0, 60)
THRESHOLDS = np.arange(90, 44, -1) / 100
"""From high to low. Chosen: never below .45, as people leave more unsaid than the corpus does."""

FEWEST_READINGS = 10
WORTH_ACTING_ON = 0.5
"""Of the readings just above the threshold this share is right at least. Chosen: a wrong reading costs what a
right one brings; `models/purpose_reader/CARD.md` has what that gives."""

Scores = Mapping[str, NDArray[np.float64]]
"""By driver, float64 array of shape (n_texts, n_values)."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and what its writer means; it has no label for a driver about which it says nothing."""

    id: str
    text: str
    labels: Mapping[str, str]
    writer: str = ""
    voice: str = ""
    hard: bool = False
    english: str = "native"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Embedded:
    """A labelled text with the words it is read by and its pooled vector."""

    source: LabelledText
    text: str
    vector: Vectors


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


def embed(texts: Sequence[LabelledText], encoder: Encoder) -> list[Embedded]:
    """The texts with their vectors, as the reader will see them."""
    split = [passages(each.text) for each in texts]
    rows = iter(encoder.encode([passage for found in split for passage in found]))
    return [
        Embedded(text, " ".join(found), pooled(np.stack([next(rows) for _ in found])))
        for text, found in zip(texts, split, strict=True)
    ]


def train(
    corpus: Sequence[Embedded], own: Sequence[Embedded], scheme: PurposeScheme, name: str
) -> PurposeModel:
    """The reader learnt from a corpus and the scheme's own words, calibrated on writers left out.

    Args:
        name: of the encoder that made the vectors.
    """
    scores = held_out_scores(corpus, own, scheme, name)
    model = _learn([*corpus, *own], scheme, name)
    drivers = {}
    for driver in scheme.drivers:
        labels = positions_of(corpus, driver)
        temperature = best_temperature(scores[driver.id], labels)
        probabilities = softmax(scores[driver.id] / temperature)
        learnt = model.drivers[driver.id]
        drivers[driver.id] = DriverWeights(
            learnt.values,
            {view: _rounded(weights / temperature) for view, weights in learnt.weights.items()},
            _rounded(learnt.intercept / temperature),
            best_threshold(probabilities, labels),
        )
    return replace(model, drivers=drivers)


def held_out_scores(
    corpus: Sequence[Embedded],
    own: Sequence[Embedded],
    scheme: PurposeScheme,
    name: str,
    views: Sequence[str] = VIEWS,
) -> Scores:
    """Scores of every text by a reader that was trained on the other writers only."""
    found = {driver.id: np.zeros((len(corpus), len(driver.values))) for driver in scheme.drivers}
    for writer in writers(corpus):
        others = [each for each in corpus if each.source.writer != writer]
        model = _learn([*others, *own], scheme, name, views)
        for position, each in enumerate(corpus):
            if each.source.writer == writer:
                for driver, probabilities in model.probabilities(each.text, each.vector).items():
                    found[driver][position] = np.log(probabilities)
    return found


def held_out_probabilities(corpus: Sequence[Embedded], scores: Scores, scheme: PurposeScheme) -> Scores:
    """Calibrated probabilities; the temperature for a writer's texts is fitted on the other writers'."""
    of_writer = np.array([each.source.writer for each in corpus])
    found = {}
    for driver in scheme.drivers:
        labels, own_scores = positions_of(corpus, driver), scores[driver.id]
        found[driver.id] = np.zeros_like(own_scores)
        for writer in writers(corpus):
            mine = of_writer == writer
            temperature = best_temperature(own_scores[~mine], labels[~mine])
            found[driver.id][mine] = softmax(own_scores[mine] / temperature)
    return found


def writers(corpus: Sequence[Embedded]) -> list[str]:
    """Who wrote the corpus; at least two are needed to leave one out."""
    found = sorted({each.source.writer for each in corpus})
    if len(found) < 2:
        raise ValueError("the corpus needs texts of at least two writers: two files p*.jsonl")
    return found


def positions_of(corpus: Sequence[Embedded], driver: Driver) -> NDArray[np.intp]:
    """The label of each text as its position among the driver's values; `NO_LABEL` when it has none."""
    order = {value.id: position for position, value in enumerate(driver.values)}
    labels = (each.source.labels.get(driver.id, "") for each in corpus)
    return np.array([order.get(label, NO_LABEL) for label in labels], dtype=np.intp)


def best_temperature(scores: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """The divisor of the scores under which the labels are most probable."""
    scores, labels = scores[labels != NO_LABEL], labels[labels != NO_LABEL]
    rows = np.arange(len(labels))
    losses = [-np.log(softmax(scores / t)[rows, labels]).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


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


def _learn(
    rows: Sequence[Embedded], scheme: PurposeScheme, name: str, views: Sequence[str] = VIEWS
) -> PurposeModel:
    terms = {view: [of(each.text) for each in rows] for view, of in TERM_VIEWS.items()}
    spaces = {view: TermSpace.learn(terms[view], in_at_least=IN_AT_LEAST[view]) for view in TERM_VIEWS}
    features: dict[str, Any] = {"vectors": np.stack([each.vector for each in rows])}
    features |= {view: _matrix(spaces[view], terms[view]) for view in TERM_VIEWS}
    drivers = {driver.id: _learn_driver(rows, features, driver, views) for driver in scheme.drivers}
    return PurposeModel(name, spaces, drivers)


def _learn_driver(
    rows: Sequence[Embedded], features: Mapping[str, Any], driver: Driver, views: Sequence[str]
) -> DriverWeights:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    mine = [position for position, each in enumerate(rows) if driver.id in each.source.labels]
    labels = positions_of([rows[position] for position in mine], driver)
    sample_weights = np.array([rows[position].source.weight for position in mine])
    weights: dict[str, NDArray[np.float32]] = {}
    intercept = np.zeros(len(driver.values))
    for view in VIEWS:
        weights[view] = np.zeros((features[view].shape[1], len(driver.values)), dtype=np.float32)
        if view in views:
            fitted = LogisticRegression(C=SOFTNESS[view], max_iter=5000)
            with threadpool_limits(1):  # another number of threads adds in another order
                fitted.fit(features[view][mine], labels, sample_weight=sample_weights)
            weights[view] = _all_columns(fitted.coef_).T.astype(np.float32)
            intercept = intercept + _all_columns(fitted.intercept_[:, None])[:, 0]
    return DriverWeights(
        tuple(value.id for value in driver.values), weights, intercept.astype(np.float32), 0.0
    )


def _all_columns(coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    """One row per class; scikit-learn gives one row for two classes."""
    return np.vstack([-coefficients / 2, coefficients / 2]) if len(coefficients) == 1 else coefficients


def _matrix(space: TermSpace, texts: Sequence[Sequence[str]]) -> Any:
    from scipy.sparse import csr_matrix

    rows = [space.row(terms) for terms in texts]
    starts = np.cumsum([0, *(len(where) for where, _ in rows)])
    values = np.concatenate([values for _, values in rows]).astype(np.float64)
    where = np.concatenate([where for where, _ in rows])
    return csr_matrix((values, where, starts), shape=(len(rows), len(space.positions)))


def _rounded(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rounded, so that another processor's last bit changes no file."""
    return np.round(weights.astype(np.float64), N_DECIMALS).astype(np.float32) + np.float32(0)
