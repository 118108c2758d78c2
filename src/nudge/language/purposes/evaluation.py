"""How well the driver reader reads writers it never saw, beside a plain cosine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nudge.domain.purposes import Driver, PurposeScheme
from nudge.language.purposes.training import best_threshold, values_of
from nudge.language.texts.model import VIEWS, TextModel
from nudge.language.texts.training import (
    NO_LABEL,
    Embedded,
    LabelledText,
    held_out_probabilities,
    held_out_scores,
    positions_of,
    writers,
)

N_RESAMPLES = 2000
N_BINS = 10
Truth = NDArray[np.bool_]
SECOND_LABELS = "second_labels.jsonl"


@dataclass(frozen=True, slots=True)
class DriverFigures:
    """Figures of one driver on texts whose writers were left out of training; shares are in [0, 1].

    Attributes:
        interval: 95 % of the accuracy, by resampling voices.
        calibration_error: mean distance of probability and accuracy over tenths of probability.
        baseline: accuracy of the nearest mean of definition and self-descriptions, by cosine.
        read_share: texts with a label that aren't left open; `read_accuracy` is the accuracy on those.
        unsaid_open: texts that say nothing about the driver and are left open; None when there are none.
    """

    driver: str
    n_texts: int
    accuracy: float
    interval: tuple[float, float]
    hard: float
    plain: float
    native: float
    non_native: float
    by_writer: Mapping[str, float]
    log_loss: float
    calibration_error: float
    baseline: float
    threshold: float
    read_share: float
    read_accuracy: float
    unsaid_open: float | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A text of the corpus that was read wrongly, and how sure the reader was."""

    id: str
    driver: str
    meant: str
    read: str
    probability: float
    text: str


def evaluate(
    corpus: Sequence[Embedded],
    own: Sequence[Embedded],
    scheme: PurposeScheme,
    name: str,
    views: Sequence[str] = VIEWS,
) -> list[DriverFigures]:
    """The figures of every driver, each writer read by a reader trained on the others.

    Args:
        own: the scheme's own words.
        name: of the encoder that made the vectors.
        views: which views of a text are used.
    """
    scores = held_out_scores(corpus, own, values_of(scheme), name, views)
    probabilities = held_out_probabilities(corpus, scores, values_of(scheme))
    return [_figures(corpus, own, driver, scheme, probabilities[driver.id]) for driver in scheme.drivers]


def cosine_scores(corpus: Sequence[Embedded], own: Sequence[Embedded], driver: Driver) -> NDArray[np.float64]:
    """Cosine of each text to the mean of each value's definition and self-descriptions."""
    columns = []
    for value in driver.values:
        mean = np.mean([e.vector for e in own if e.source.labels.get(driver.id) == value.id], axis=0)
        columns.append(mean / np.linalg.norm(mean))
    vectors = np.stack([each.vector for each in corpus]).astype(np.float64)
    return np.asarray(vectors @ np.stack(columns).T)


def second_agreement(directory: Path, corpus: Sequence[Embedded], scheme: PurposeScheme) -> dict[str, float]:
    """By driver the share of texts on which a second labelling, blind to the first, says the same.

    Empty when `second_labels.jsonl` isn't in the directory.
    """
    path = directory / SECOND_LABELS
    if not path.exists():
        return {}
    first = {each.source.id: each.source.labels for each in corpus}
    second = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        driver.id: _share(np.array([first[row["id"]].get(driver.id) == row[driver.id] for row in second]))
        for driver in scheme.drivers
    }


def read_people(path: Path, scheme: PurposeScheme) -> list[LabelledText]:
    """People from elsewhere, one JSON object a line with `purpose_text` and `purpose` by driver."""
    people = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = {driver.id: driver.value(row["purpose"][driver.id]).id for driver in scheme.drivers}
        people.append(LabelledText(row["id"], row["purpose_text"], labels))
    return people


def accuracy_on(model: TextModel, people: Sequence[Embedded]) -> dict[str, float]:
    """By driver the accuracy of a finished reader on texts that it wasn't trained on."""
    found: dict[str, list[bool]] = {driver: [] for driver in model.weights}
    for each in people:
        for driver, probabilities in model.probabilities(each.text, each.vector).items():
            likeliest = model.weights[driver].values[int(probabilities.argmax())]
            found[driver].append(likeliest == each.source.labels[driver])
    return {driver: _share(np.array(right)) for driver, right in found.items()}


def worst_misses(
    corpus: Sequence[Embedded], own: Sequence[Embedded], scheme: PurposeScheme, name: str, *, limit: int
) -> list[Miss]:
    """The texts that a reader trained on the other writers is most surely wrong about, surest first."""
    scores = held_out_scores(corpus, own, values_of(scheme), name)
    probabilities = held_out_probabilities(corpus, scores, values_of(scheme))
    found = []
    for driver in scheme.drivers:
        for each, row in zip(corpus, probabilities[driver.id], strict=True):
            likeliest, meant = driver.values[int(row.argmax())].id, each.source.labels.get(driver.id)
            if meant is not None and meant != likeliest:
                source = each.source
                found.append(Miss(source.id, driver.id, meant, likeliest, float(row.max()), source.text))
    return sorted(found, key=lambda miss: (-miss.probability, miss.id, miss.driver))[:limit]


def _figures(
    corpus: Sequence[Embedded],
    own: Sequence[Embedded],
    driver: Driver,
    scheme: PurposeScheme,
    probabilities: NDArray[np.float64],
) -> DriverFigures:
    labels = positions_of(corpus, driver.id, values_of(scheme))
    is_said = labels != NO_LABEL
    threshold = best_threshold(probabilities, labels)
    is_read = probabilities.max(axis=1) >= threshold
    right = (probabilities.argmax(axis=1) == labels)[is_said]
    texts = [each.source for each, said in zip(corpus, is_said, strict=True) if said]
    native = np.array([text.english == "native" for text in texts])
    hard = np.array([text.hard for text in texts])
    of_writer = np.array([text.writer for text in texts])
    said = probabilities[is_said]
    return DriverFigures(
        driver=driver.id,
        n_texts=len(texts),
        accuracy=_share(right),
        interval=_interval(right, [text.voice for text in texts]),
        hard=_share(right[hard]),
        plain=_share(right[~hard]),
        native=_share(right[native]),
        non_native=_share(right[~native]),
        by_writer={writer: _share(right[of_writer == writer]) for writer in writers(corpus)},
        log_loss=float(-np.log(said[np.arange(len(texts)), labels[is_said]]).mean()),
        calibration_error=_calibration_error(said.max(axis=1), right),
        baseline=_share((cosine_scores(corpus, own, driver).argmax(axis=1) == labels)[is_said]),
        threshold=threshold,
        read_share=_share(is_read[is_said]),
        read_accuracy=_share(right[is_read[is_said]]),
        unsaid_open=None if is_said.all() else _share(~is_read[~is_said]),
    )


def _share(truths: Truth) -> float:
    return float(truths.mean()) if len(truths) else 0.0


def _interval(right: Truth, voices: Sequence[str]) -> tuple[float, float]:
    names, of_voice = np.unique(np.array(voices), return_inverse=True)
    n_right = np.bincount(of_voice, weights=right)
    n_texts = np.bincount(of_voice)
    drawn = np.random.default_rng(0).integers(len(names), size=(N_RESAMPLES, len(names)))
    accuracies = n_right[drawn].sum(axis=1) / n_texts[drawn].sum(axis=1)
    low, high = np.quantile(accuracies, (0.025, 0.975))
    return float(low), float(high)


def _calibration_error(likeliest: NDArray[np.float64], right: Truth) -> float:
    bins = np.minimum((likeliest * N_BINS).astype(int), N_BINS - 1)
    gaps = [
        (bins == each).mean() * abs(likeliest[bins == each].mean() - right[bins == each].mean())
        for each in np.unique(bins)
    ]
    return float(sum(gaps))
