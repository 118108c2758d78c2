"""How well themes are found in passages of writers that the reader never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nudge.language.texts.training import Embedded
from nudge.language.themes.training import THRESHOLDS, Corpus, Truth, accepted, best_threshold, held_out

N_RESAMPLES = 2000
N_BINS = 10
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """Figures over all labels of all passages; shares are in [0, 1], intervals are 95 %, resampling voices.

    Attributes:
        hard_given: hard negatives that were given a theme; `none_given`: passages without one that were.
        by_writer: precision, recall and F1.
    """

    precision: float
    precision_interval: Interval
    recall: float
    recall_interval: Interval
    f1: float
    f1_interval: Interval
    hard_given: float
    hard_given_interval: Interval
    none_given: float
    by_writer: Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the probabilities of the likeliest theme can be taken at their word.

    Attributes:
        error: mean distance of probability and share of right ones over tenths of probability.
        given: mean probability of the themes given; `right`: the share of them that is right.
    """

    error: float
    given: float
    right: float


def figures_of(corpus: Corpus, found: Truth) -> ThemeFigures:
    """The figures of what was found, shape (n_passages, n_themes)."""
    passages, truth = corpus.passages, corpus.truth
    counts = _counts(passages, truth, found)
    names, of_voice = np.unique([each.source.voice for each in passages], return_inverse=True)
    by_voice = np.zeros((len(names), counts.shape[1]))
    np.add.at(by_voice, of_voice, counts)
    drawn = np.random.default_rng(0).integers(len(names), size=(N_RESAMPLES, len(names)))
    exact, resampled = _shares(counts.sum(axis=0)), _shares(by_voice[drawn].sum(axis=1))
    low, high = np.quantile(resampled, (0.025, 0.975), axis=0)
    between = [(float(one), float(other)) for one, other in zip(low, high, strict=True)]
    writers = np.array([each.source.writer for each in passages])
    of_writer = {w: _shares(counts[writers == w].sum(axis=0)) for w in dict.fromkeys(writers.tolist())}
    precision, recall, f1, hard_given, none_given = map(float, exact)
    return ThemeFigures(
        precision, between[0], recall, between[1], f1, between[2], hard_given, between[3], none_given,
        {writer: (float(each[0]), float(each[1]), float(each[2])) for writer, each in of_writer.items()},
    )  # fmt: skip


def f1_gain(corpus: Corpus, found: Truth, other: Truth) -> tuple[float, Interval]:
    """By how much the F1 of the first is higher, and the interval of that, resampling voices."""
    passages = corpus.passages
    names, of_voice = np.unique([each.source.voice for each in passages], return_inverse=True)
    drawn = np.random.default_rng(0).integers(len(names), size=(N_RESAMPLES, len(names)))
    gains, resampled = 0.0, np.zeros(N_RESAMPLES)
    for sign, each in ((1, found), (-1, other)):
        counts = _counts(passages, corpus.truth, each)
        by_voice = np.zeros((len(names), counts.shape[1]))
        np.add.at(by_voice, of_voice, counts)
        gains += sign * float(_shares(counts.sum(axis=0))[2])
        resampled += sign * _shares(by_voice[drawn].sum(axis=1))[:, 2]
    low, high = np.quantile(resampled, (0.025, 0.975))
    return gains, (float(low), float(high))


def found_with_weights(corpus: Corpus, name: str) -> tuple[Truth, Calibration]:
    """What trained weights find, with the writer of each passage left out.

    Args:
        name: of the encoder that made the vectors.
    """
    probabilities, thresholds = held_out(corpus, name)
    found = accepted(probabilities, thresholds)
    likeliest, right = (
        probabilities.max(axis=1),
        corpus.truth[np.arange(len(found)), probabilities.argmax(axis=1)],
    )
    bins = np.minimum((likeliest * N_BINS).astype(int), N_BINS - 1)
    gaps = [
        (bins == each).mean() * abs(likeliest[bins == each].mean() - right[bins == each].mean())
        for each in np.unique(bins)
    ]
    given = found.any(axis=1)
    return found, Calibration(float(sum(gaps)), float(likeliest[given].mean()), float(right[given].mean()))


def found_by_scores(corpus: Corpus, scores: NDArray[np.float64], threshold: float | None = None) -> Truth:
    """What a rule finds that isn't trained, with this threshold, or one chosen on the other writers."""
    if threshold is not None:
        return accepted(scores, threshold)
    writers = np.array([each.source.writer for each in corpus.passages])
    among: Sequence[float] = np.quantile(scores.max(axis=1), np.linspace(0.2, 0.97, len(THRESHOLDS))).tolist()
    thresholds = np.zeros(len(writers))
    for writer in np.unique(writers):
        others = writers != writer
        thresholds[~others] = best_threshold(scores[others], corpus.truth[others], among)
    return accepted(scores, thresholds)


def _counts(passages: Sequence[Embedded], truth: Truth, found: Truth) -> NDArray[np.float64]:
    """Per passage: right, given, meant; whether it is a hard negative, that was given one; without, given."""
    is_hard = np.array([each.source.hard for each in passages])
    is_none, is_given = ~truth.any(axis=1), found.any(axis=1)
    columns = [(truth & found).sum(axis=1), found.sum(axis=1), truth.sum(axis=1)]
    columns += [is_hard, is_hard & is_given, is_none, is_none & is_given]
    return np.stack(columns, axis=1).astype(np.float64)


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Precision, recall, F1, hard negatives given a theme, passages without given one."""
    right, given, meant, hard, hard_given, none, none_given = np.moveaxis(counts, -1, 0)
    shares = [
        right / np.maximum(given, 1),
        right / np.maximum(meant, 1),
        2 * right / np.maximum(given + meant, 1),
        hard_given / np.maximum(hard, 1),
        none_given / np.maximum(none, 1),
    ]
    return np.stack(shares, axis=-1)
