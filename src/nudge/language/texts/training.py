"""Trains a `TextModel` on labelled texts, and reads every text with one that never saw its writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nudge.language.encoder import Encoder, Vectors
from nudge.language.texts.features import TermSpace, passages, pooled
from nudge.language.texts.model import TERM_VIEWS, VIEWS, TextModel, Weights, softmax

SOFTNESS = {"vectors": 7.0, "words": 10.0, "pieces": 10.0}
"""Inverse strength of the penalty on the weights, by view. Chosen: leave-writer-out accuracy hardly moves
between a half and three times of these."""

IN_AT_LEAST = {"words": 2, "pieces": 3}
N_DECIMALS = 3
NO_LABEL = -1
TEMPERATURES = np.geomspace(0.5, 3.0, 60)

Values = Mapping[str, Sequence[str]]
"""What is read in a text, and the values that each of it may have."""

Scores = Mapping[str, NDArray[np.float64]]
"""By what is read, float64 array of shape (n_texts, n_values)."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and what its writer means; it has no label for what it says nothing about."""

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


def embed(
    texts: Sequence[LabelledText], encoder: Encoder, parts: Callable[[str], Sequence[str]] = passages
) -> list[Embedded]:
    """The texts with their vectors, as the reader will see them.

    Args:
        parts: cuts a text into what is embedded; the text's vector is the mean of these.
    """
    split = [parts(each.text) for each in texts]
    rows = iter(encoder.encode([part for found in split for part in found]))
    return [
        Embedded(text, " ".join(found), pooled(np.stack([next(rows) for _ in found])))
        for text, found in zip(texts, split, strict=True)
    ]


def learn(rows: Sequence[Embedded], values: Values, name: str, views: Sequence[str] = VIEWS) -> TextModel:
    """A model of these rows, not calibrated, without thresholds.

    Args:
        name: of the encoder that made the vectors.
        views: those of a text that are used.
    """
    terms = {view: [of(each.text) for each in rows] for view, of in TERM_VIEWS.items()}
    spaces = {view: TermSpace.learn(terms[view], in_at_least=IN_AT_LEAST[view]) for view in TERM_VIEWS}
    features: dict[str, Any] = {"vectors": np.stack([each.vector for each in rows])}
    features |= {view: _matrix(spaces[view], terms[view]) for view in TERM_VIEWS}
    return TextModel(name, spaces, {read: _weights(rows, features, read, values, views) for read in values})


def calibrated(
    model: TextModel, temperatures: Mapping[str, float], thresholds: Mapping[str, float]
) -> TextModel:
    """The model with scores divided by the temperatures, and rounded for the file."""
    weights = {
        read: Weights(
            learnt.values,
            {view: _rounded(each / temperatures[read]) for view, each in learnt.weights.items()},
            _rounded(learnt.intercept / temperatures[read]),
            thresholds[read],
        )
        for read, learnt in model.weights.items()
    }
    return replace(model, weights=weights)


def held_out_scores(
    corpus: Sequence[Embedded],
    own: Sequence[Embedded],
    values: Values,
    name: str,
    views: Sequence[str] = VIEWS,
) -> Scores:
    """Scores of every text of a corpus by a model that was trained on the other writers only.

    Args:
        own: further rows, which aren't read; those of the writer who is left out are left out too.
    """
    found = {read: np.zeros((len(corpus), len(each))) for read, each in values.items()}
    for writer in writers(corpus):
        model = learn([e for e in [*corpus, *own] if e.source.writer != writer], values, name, views)
        for position, each in enumerate(corpus):
            if each.source.writer == writer:
                for read, probabilities in model.probabilities(each.text, each.vector).items():
                    found[read][position] = np.log(probabilities)
    return found


def held_out_probabilities(corpus: Sequence[Embedded], scores: Scores, values: Values) -> Scores:
    """Calibrated probabilities; the temperature for a writer's texts is fitted on the other writers'."""
    of_writer = np.array([each.source.writer for each in corpus])
    found = {}
    for read in values:
        labels, own_scores = positions_of(corpus, read, values), scores[read]
        found[read] = np.zeros_like(own_scores)
        for writer in writers(corpus):
            mine = of_writer == writer
            temperature = best_temperature(own_scores[~mine], labels[~mine])
            found[read][mine] = softmax(own_scores[mine] / temperature)
    return found


def writers(corpus: Sequence[Embedded]) -> list[str]:
    """Who wrote the corpus; at least two are needed to leave one out."""
    found = sorted({each.source.writer for each in corpus})
    if len(found) < 2:
        raise ValueError("the corpus needs texts of at least two writers: two files in data/")
    return found


def positions_of(corpus: Sequence[Embedded], read: str, values: Values) -> NDArray[np.intp]:
    """The label of each text as its position among the values; `NO_LABEL` when it has none."""
    order = {value: position for position, value in enumerate(values[read])}
    labels = (each.source.labels.get(read) for each in corpus)
    return np.array([NO_LABEL if v is None else order.get(v, NO_LABEL) for v in labels], dtype=np.intp)


def best_temperature(scores: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """The divisor of the scores under which the labels are most probable."""
    scores, labels = scores[labels != NO_LABEL], labels[labels != NO_LABEL]
    rows = np.arange(len(labels))
    losses = [-np.log(softmax(scores / t)[rows, labels]).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def _weights(
    rows: Sequence[Embedded],
    features: Mapping[str, Any],
    read: str,
    values: Values,
    views: Sequence[str],
) -> Weights:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    mine = [position for position, each in enumerate(rows) if read in each.source.labels]
    labels = positions_of([rows[position] for position in mine], read, values)
    sample_weights = np.array([rows[position].source.weight for position in mine])
    weights: dict[str, NDArray[np.float32]] = {}
    intercept = np.zeros(len(values[read]))
    for view in VIEWS:
        weights[view] = np.zeros((features[view].shape[1], len(values[read])), dtype=np.float32)
        if view in views:
            fitted = LogisticRegression(C=SOFTNESS[view], max_iter=5000)
            with threadpool_limits(1):  # another number of threads adds in another order
                fitted.fit(features[view][mine], labels, sample_weight=sample_weights)
            weights[view] = _all_columns(fitted.coef_).T.astype(np.float32)
            intercept = intercept + _all_columns(fitted.intercept_[:, None])[:, 0]
    return Weights(tuple(values[read]), weights, intercept.astype(np.float32), 0.0)


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
